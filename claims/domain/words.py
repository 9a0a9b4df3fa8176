"""Words as search compares them, and what somebody looks for.

Texts and queries are taken apart by the same function, before either engine sees them, so that both
find the same: accents and capitals make no difference, English words are cut to their stems, and
Chinese, Japanese and Korean are read character by character.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from snowballstemmer import stemmer

LONGEST = 60  # characters of a word; nothing longer is one
MOST_WORDS = 20  # in a query

# One character of a script without spaces, or a run of letters and digits.
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]"
    r"|[^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+"
    r"(?:['\u2019](?=[^\W_])[^\W_]+)?"
)
_ENGLISH = re.compile(r"[a-z']+")
_stemmer = stemmer("english")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: as it is compared, and where it stands (in code points)."""

    stem: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of a text in order, each where it stands."""
    for found in _WORD.finditer(text):
        stem = _stem(found.group())
        if stem:
            yield Word(stem, *found.span())


def stems(text: str, most: int | None = None) -> list[str]:
    """The words of a text (the first `most`) as they are compared."""
    found: list[str] = []
    for word in words(text):
        if most is not None and len(found) >= most:
            break
        found.append(word.stem)
    return found


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    plain = "".join(
        each for each in unicodedata.normalize("NFKD", word) if not unicodedata.combining(each)
    )
    plain = unicodedata.normalize("NFC", plain).casefold().replace("\u2019", "'")
    if _ENGLISH.fullmatch(plain):
        plain = _stemmer.stemWord(plain)
    plain = "".join(each for each in plain if each.isalnum())
    return plain[:LONGEST]


Phrase = tuple[str, ...]  # words next to each other; most have one
Group = tuple[
    tuple[Phrase, ...], ...
]  # one of several, each of them phrases that all have to stand


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for: one alternative of every group, and none of `unwanted`."""

    groups: Sequence[Group]
    unwanted: Sequence[Phrase] = ()

    def __bool__(self) -> bool:
        return bool(self.groups)

    @property
    def phrases(self) -> frozenset[Phrase]:
        """Everything that a text may be found by, to be marked in it."""
        return frozenset(
            phrase for group in self.groups for alternative in group for phrase in alternative
        )


_PART = re.compile(r'(-?)"([^"]*)"?|(-?)(\S+)')


def read_query(text: str) -> Query:
    """`missile "ballistic type" -submarine`: both, the second as a phrase, and not the third."""
    wanted: list[Phrase] = []
    unwanted: list[Phrase] = []
    count = 0
    for quoted_not, quoted, plain_not, plain in _PART.findall(text):
        phrase = stems(quoted or plain, MOST_WORDS - count)
        count += len(phrase)
        if phrase:
            # Without quotation marks "e-mail" and "1,000" are their parts side by side as well.
            (unwanted if quoted_not or plain_not else wanted).append(tuple(phrase))
    groups = [((phrase,),) for phrase in dict.fromkeys(wanted)]
    return Query(tuple(groups), tuple(dict.fromkeys(unwanted)))


def named_runs(query: Query, longest: int = 5) -> Iterator[tuple[int, int, Phrase]]:
    """Every run of groups that may be a name, as it stands and as a phrase: from, until, words."""
    plain = [
        group[0][0] if len(group) == 1 and len(group[0]) == 1 else () for group in query.groups
    ]
    for start in range(len(plain)):
        for end in range(min(len(plain), start + longest), start, -1):
            if all(plain[start:end]):
                yield start, end, tuple(word for phrase in plain[start:end] for word in phrase)


def with_names(query: Query, others: Mapping[Phrase, Collection[Phrase]]) -> Query:
    """The query in which whoever is named may also be called by another name: "Pyongyang" finds
    what is said of North Korea. The longest names are taken first."""
    groups: list[Group] = list(query.groups)
    taken: set[int] = set()
    replaced: dict[int, Group] = {}
    for start, end, phrase in sorted(named_runs(query), key=lambda run: run[0] - run[1]):
        known = [other for other in others.get(phrase, ()) if other != phrase]
        if not known or taken & set(range(start, end)):
            continue
        own = tuple(part for group in groups[start:end] for part in group[0])
        replaced[start] = (own, *((other,) for other in known))
        taken.update(range(start, end))
    found = [
        replaced.get(place, group)
        for place, group in enumerate(groups)
        if place in replaced or place not in taken
    ]
    return Query(tuple(found), query.unwanted)


# Verbs whose past no stem tells.
PAST = {
    "be": "was", "begin": "began", "break": "broke", "bring": "brought", "build": "built",
    "burn": "burned", "buy": "bought", "come": "came", "cost": "cost", "cut": "cut", "do": "did",
    "die": "died", "draw": "drew", "fall": "fell", "feel": "felt", "find": "found", "fly": "flew",
    "get": "got", "give": "gave", "go": "went", "have": "had", "hear": "heard", "hit": "hit",
    "hold": "held", "hurt": "hurt", "keep": "kept", "know": "knew", "land": "landed",
    "leave": "left", "lie": "lay", "lose": "lost", "make": "made", "mean": "meant", "meet": "met",
    "pay": "paid", "put": "put", "reach": "reached", "rise": "rose", "run": "ran", "say": "said",
    "see": "saw", "sell": "sold", "send": "sent", "sink": "sank", "speak": "spoke",
    "stand": "stood", "strike": "struck", "take": "took", "tell": "told", "win": "won",
    "write": "wrote",
}  # fmt: skip

# Words that ask and join, and are in the way of what is looked for.
_ASKING_WORDS = """
    a an and are at by did do does for from had has have how in is it its of on or that the there
    they this to was were what when where which who whom whose why will with
"""
_ASKING = frozenset(stems(_ASKING_WORDS))


def _forms() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for base, past in PAST.items():
        (one,), (other,) = stems(base), stems(past)
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


_FORMS = _forms()


def loosened(query: Query) -> Query:
    """The query as a person means it: without words that only ask or join, and with either tense of
    verbs whose past is another word. Phrases are left as they are."""
    groups: list[Group] = []
    for group in query.groups:
        phrase = group[0][0] if len(group) == len(group[0]) == 1 else ()
        if len(phrase) != 1:
            groups.append(group)
        elif phrase[0] not in _ASKING:
            others = sorted(_FORMS.get(phrase[0], set()) - {phrase[0]})
            groups.append((*group, *(((other,),) for other in others)))
    return Query(tuple(groups), query.unwanted) if groups else query


def marked(text: str, phrases: Collection[Phrase]) -> list[tuple[str, bool]]:
    """The text in pieces, those that a query found marked."""
    found = list(words(text))
    hits = bytearray(len(found))
    for phrase in phrases:
        for place in range(len(found) - len(phrase) + 1):
            if all(found[place + n].stem == stem for n, stem in enumerate(phrase)):
                hits[place : place + len(phrase)] = b"\1" * len(phrase)
    pieces: list[tuple[str, bool]] = []
    end = 0
    for word, hit in zip(found, hits, strict=True):
        if hit:
            if word.start > end:
                pieces.append((text[end : word.start], False))
            pieces.append((text[word.start : word.end], True))
            end = word.end
    if end < len(text):
        pieces.append((text[end:], False))
    return pieces
