"""How what is on record reads inside an English sentence: claims as clauses, questions as what was
not said, names with their article. Where a rule is unsure it leaves the words as they are.
"""

import re
from collections.abc import Collection, Sequence

from claims.domain.words import PAST
from sources.domain.vocabulary import SourceKind


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words that begin a sentence with a capital and nothing else.
_PLAIN = _set(
    """
    a about after all among an and another any around as at because before between both but by
    during each either every few fewer five for four from he her his hundreds if in inside its
    many more most much near neither no nobody none nobody's nothing of on one only our outside
    over several she since six some ten that the their there these they this those three
    thousands through to two under until when where whether which while who with within without
    """
)

# Common words of news with which claims begin. They are no names, unless a source bears one.
_COMMON = _set(
    """
    aftershocks aid air airstrikes armed artillery attackers authorities avalanches bad ballot
    ballots bodies bombings bombs boxes candidates carmakers cases casualties central children
    citizens civilians clashes climate coal collisions companies construction counting crews
    crops damage data deaths debris demonstrators doctors dozens drones eighty eleven emergency
    employees enemy explosion explosions exports families farmers fifty fighting fire
    firefighters flights flood floods food forces forecasters foreign forty fuel gas goods
    government growth gunfire gunmen hackers hackings half heavy hospitals houses hundreds
    imports inflation inspectors insurgents investigators journalists judges killings landslide
    landslides lawmakers lawyers leaders lightning local looters looting medics men migrants
    militants military mines ministers missiles money mudslides negotiations new news ninety
    nuclear observers officers officials oil oilfields old opposition parents passengers
    patients peace people pilots pipelines police politicians polling polls postal power
    president presidents prices prisoners production prosecutors protesters protests public
    publisher radiation rain rains rebels record refugees repairs rescue rescuers residents
    results riots rockets sanctions satellite schools scientists scores separatists seventy
    shelling shells ships shots sixty small smoke snow soldiers staff state storms strikes
    strong stronger students summary suspects talks tanks teachers temperatures tens thirty
    thousands torrential tourists trade traffic trains tremors troops trucks turnout twelve
    twenty unemployment unidentified unknown unrest vandals victims villagers violence
    volunteers voters votes voting wages warnings waste water weapons wildfire wildfires winds
    witnesses women workers
    """
)
_COMMON_ENDING = re.compile(r"\w{3,}(?:tions?|ments|ities|ists)")

# Names that only describe: "a news portal", "the publisher of the article".
_DESCRIBING = frozenset({"blog", "page", "portal", "publisher", "site", "website"})

# Names of bodies that are spoken of with an article.
_WITH_ARTICLE = _set(
    """
    academy administration agency alliance army assembly association authority bank board bureau
    cabinet center centre chamber chiefs coalition coast college command commission committee
    company congress corps council court department directorate embassy federation force forces
    foundation government guard guild house institute kingdom league ministry navy observatory
    office organisation organization parliament party police press republic secretariat senate
    service services society staff states supreme survey tribunal union
    """
)
_PERSONAL = frozenset({SourceKind.PERSON, SourceKind.COLLECTIVE, SourceKind.ANONYMOUS})
_DESK_NOTE = re.compile(r"\s*\([^()]*\)\s*$")


def plain_name(name: str) -> str:
    """A name as it is printed: a note in brackets behind it is the desk's own."""
    return _DESK_NOTE.sub("", name) or name


def with_article(name: str, kind: SourceKind) -> str:
    """A name inside a sentence: "the Japan Coast Guard", but "Reuters" and "Japan's cabinet"."""
    words = name.split()
    if not words or kind in _PERSONAL or _article_is_said(words[0]):
        return name
    if kind is SourceKind.OFFICE:
        return f"the {name}"
    bare = {re.sub(r"\W", "", word).lower() for word in words}
    if bare & _DESCRIBING:
        plain = name[0].lower() + name[1:] if words[0].lower() in _COMMON else name
        return f"the {plain}" if " of the " in name else f"a {plain}"
    return f"the {name}" if bare & _WITH_ARTICLE else name


def _article_is_said(word: str) -> bool:
    return word.lower() in ("the", "a", "an", "some") or word.endswith(("'s", "’s", "s'", "s’"))


def clause(sentence: str, names: Collection[str]) -> str:
    """A claim as a subordinate clause: without its full stop, and without its first capital unless
    that belongs to a name, or may: only words that are known to be none lose it."""
    text = " ".join(sentence.split())
    text = text[:-1] if text.endswith(".") and not text.endswith("..") else text
    first = re.match(r"[^\W\d_]+(?:['’-]\w+)*", text)
    word = first.group() if first else ""
    if not word[:1].isupper() or word[1:] != word[1:].lower():
        return text
    lowered = word[0].lower() + text[1:]
    low = word.lower()
    if low in _PLAIN:
        return lowered
    if any(re.match(rf"{re.escape(word)}\b", name) for name in names):
        return text
    if re.match(rf"{re.escape(word)} [^\W\d_a-z]", text):  # a second capital: a name of two words
        return text
    return lowered if low in _COMMON or _COMMON_ENDING.fullmatch(low) else text


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def listed(parts: Sequence[str], last: str = "and") -> str:
    """ "A", "A and B", "A, B and C"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


# Questions

_WH = (
    r"(?:(?:at|by|from|in|on|to|for|with|of|since|until) )?"
    r"(?:what|which|who|whom|whose|when|where|why|how)"
)
_BE = r"was|were|is|are|will|would|has|have|had|can|could|may|might|must|should"
_PRONOUN = r"it|they|he|she|this|that|there|these|those"
_DID = re.compile(rf"({_WH}\b.*?) (?:did|does|do) ({_PRONOUN}) (\w+)( .+)?", re.I)
_DID_SOMEBODY = re.compile(rf"({_WH}\b.*?) (?:did|does|do) (.+) (\w+)", re.I)
_INVERTED = re.compile(rf"({_WH}\b.*?) ({_BE}) ({_PRONOUN})\b(.*)", re.I)
_NOUN = r"(?:the|its|their|his|her|a|an) .+?"
_WHAT_IS = re.compile(
    rf"(what|when|where|who|why|how(?: \w+)?) (was|were|is|are) ({_NOUN})"
    r"( \w+(?:ed|en|ung|ost|eld|aught))?",
    re.I,
)
_UNTURNED = re.compile(
    rf"(?:what|when|where|who|why) (?:{_BE}|did|does|do) (?:the|its|their|his|her|a|an)\b"
)
_WHEN_WILL = re.compile(rf"(what|when|where|who|why|how(?: \w+)?) ({_BE}) ({_NOUN}) (be .+)", re.I)
_WHETHER = re.compile(
    rf"({_BE}) (\w+) ((?:among|in|on|at|by|from|under|over|near|with|after|before) .+)", re.I
)
_WHETHER_PRONOUN = re.compile(rf"({_BE}|did) ({_PRONOUN})\b(.*)", re.I)
_TYPE = re.compile(r"what (?:type|kind|sort|class|make) of \w+(?: \w+)?", re.I)
_ANY = re.compile(r"any (.+)", re.I)
_CAUSED = re.compile(r"what (.+?) (?:was|were) (?:caused|done|reported|suffered)", re.I)
_COUNTED = re.compile(r"how many (\w+)(?: (?:was|were|are|is)( \w+))?", re.I)


# Verbs that questions end on; of any other word nobody knows whether it is one.
_REGULAR = _set(
    """
    arrest arrive attack ask agree call change claim close collapse cross destroy die end explode
    fail fire happen injure kill land last launch lift need offer open order pass plan promise
    propose reach receive release request resign return sail sign start stop suffer survive target
    travel use visit vote want warn work wound
    """
)


def as_clause(question: str) -> str:
    """A question as what somebody did not say: "How far did it fly?" is "how far it flew"."""
    text = " ".join(question.split()).rstrip("?").strip()
    low = text[:1].lower() + text[1:]
    if match := _DID.fullmatch(low):
        asked, who, verb, rest = match.groups()
        return f"{asked} {who} {_past(verb)}{rest or ''}"
    match = _DID_SOMEBODY.fullmatch(text)  # whose capitals are theirs
    if match and (match[3] in PAST or match[3] in _REGULAR):
        asked, who, verb = match.groups()
        return f"{asked[0].lower()}{asked[1:]} {who} {_past(verb)}"
    if match := _INVERTED.fullmatch(low):
        asked, verb, who, rest = match.groups()
        return f"{asked} {who} {verb}{rest}"
    if match := _WHEN_WILL.fullmatch(low):
        asked, verb, who, rest = match.groups()
        return f"{asked} {who} {verb} {rest}"
    if match := _WHAT_IS.fullmatch(low):
        asked, verb, who, rest = match.groups()
        return f"{asked} {who} {verb}{rest or ''}"
    if _TYPE.fullmatch(low):
        return f"{low} it was"
    if match := _ANY.fullmatch(low):
        return f"whether there were any {match[1]}"
    if match := _WHETHER.fullmatch(low) or _WHETHER_PRONOUN.fullmatch(low):
        verb, who, rest = match.groups()
        return (
            f"whether {who} {verb} {rest.strip()}".rstrip() if verb != "did" else _unsure(question)
        )
    if _UNTURNED.match(low) or match or re.match(rf"{_WH} (?:did|does|do)\b", low):
        return _unsure(question)
    if re.match(rf"{_WH}\b", low):
        return low
    if re.match(rf"(?:{_BE}|did|does|do)\b", low):
        return _unsure(question)
    return f"the {low}"


def _unsure(question: str) -> str:
    return f"what the answer to “{question}” is"


def subject_of(question: str) -> str | None:
    """What there may be no reports of: "What damage was caused?" asks about "damage"."""
    low = " ".join(question.split()).rstrip("?").strip().lower()
    for shape in (_CAUSED, _ANY, _COUNTED):
        if match := shape.fullmatch(low):
            return "".join(part or "" for part in match.groups())
    return None


def _past(verb: str) -> str:
    known = PAST.get(verb)
    if known:
        return known
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{verb}ed"
