"""Words as search compares them, and what somebody looks for.

Texts and queries are taken apart by the same function, before either engine sees them, so that both
find the same: accents and capitals make no difference, English words are cut to their stems, and
Chinese, Japanese and Korean are read character by character.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
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


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for: every phrase of `wanted`, and none of `unwanted`.

    A phrase is some words next to each other; most have one.
    """

    wanted: Sequence[tuple[str, ...]]
    unwanted: Sequence[tuple[str, ...]] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted)


_PART = re.compile(r'(-?)"([^"]*)"?|(-?)(\S+)')


def read_query(text: str) -> Query:
    """`missile "ballistic type" -submarine`: both, the second as a phrase, and not the third."""
    wanted: list[tuple[str, ...]] = []
    unwanted: list[tuple[str, ...]] = []
    count = 0
    for quoted_not, quoted, plain_not, plain in _PART.findall(text):
        phrase = stems(quoted or plain, MOST_WORDS - count)
        count += len(phrase)
        if phrase:
            # Without quotation marks "e-mail" and "1,000" are their parts side by side as well.
            (unwanted if quoted_not or plain_not else wanted).append(tuple(phrase))
    return Query(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)))
