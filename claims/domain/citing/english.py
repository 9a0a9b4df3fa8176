"""How names stand in running English text, as far as their words tell it: what is proposed where a
person has not said so (`in_text`). Where a rule is unsure it leaves the words as they are.
"""

import re
from collections.abc import Sequence

from sources.domain.vocabulary import SourceKind


def word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Names that only describe: "a news portal", "the publisher of the article".
_DESCRIBING = frozenset({"blog", "page", "portal", "publisher", "site", "website"})
_PLAIN = word_set(
    "anonymous business independent local military news online private publisher summary web"
)

# Names of bodies that are spoken of with an article.
_WITH_ARTICLE = word_set(
    """
    academy administration agency alliance army assembly association authority bahamas bank board
    bureau cabinet center centre chamber chiefs coalition coast college command commission
    committee commonwealth company comoros confederation congress consulate corps council court
    crescent cross department directorate embassy emirates federation force forces foundation
    gambia government guard guild house inspectorate institute kingdom kremlin league maldives
    ministry navy netherlands observatory office ombudsman organisation organization parliament
    party pentagon philippines police presidency press republic secretariat secretary senate
    service services seychelles society staff state states supreme survey treasury tribunal union
    vatican
    """
)
# Papers that are spoken of with an article; many are not, so that only these are proposed.
_PAPERS = word_set(
    "associated chronicle economist gazette globe guardian herald independent journal times tribune"
)
_INITIALS_WITH_ARTICLE = word_set(
    """
    ANC BBC BND CDC CIA DEA DGSE DIA DOJ DPRK ECB EMA EPA EU FAA FBI FDA FSB GRU HRC IAEA ICC ICJ
    ICRC IDF ILO IMF IOC IRGC KGB MOD NHS NSA NTSB OECD OSCE PLA PLO RAF RSF SEC UAE UK UN US USGS
    WFP WHO WTO
    """
)
_ENDING_WITH_ARTICLE = word_set("community military")
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
    if kind is SourceKind.OFFICE or name.replace(".", "") in _INITIALS_WITH_ARTICLE:
        return f"the {name}"
    bare = {re.sub(r"\W", "", word).lower() for word in words}
    if bare & _DESCRIBING:
        return f"the {_small(name)}" if " of the " in name else f"a {_small(name)}"
    known = _PAPERS if kind is SourceKind.OUTLET else _WITH_ARTICLE
    ends = re.sub(r"\W", "", words[-1]).lower() in _ENDING_WITH_ARTICLE
    return f"the {name}" if bare & known or ends else name


def _small(name: str) -> str:
    """Its first letter small, if its first word is a common one: "Local news portal"."""
    return name[0].lower() + name[1:] if name.split()[0].lower() in _PLAIN else name


def _article_is_said(word: str) -> bool:
    return word.lower() in ("the", "a", "an", "some", "der", "die", "das", "le", "la", "el") or (
        word.endswith(("'s", "’s", "s'", "s’"))
    )


# Words of which names consist that many states have: whose it is has to be said.
_EVERYWHERE = word_set(
    """
    affairs air armed army cabinet central chiefs coast court defence defense department economy
    education energy finance force forces foreign general government guard health high home
    intelligence interior joint justice labour marine military ministry national navy office
    parliament police prime prosecutor public service staff supreme trade transport treasury
    """
)


def of_state(name: str, state: str) -> str:
    """ "South Korea's Joint Chiefs of Staff": a name that many states have, with whose it is."""
    words = {re.sub(r"\W", "", word).lower() for word in name.split()} - {"of", "the", "and", "for"}
    if not words or words - _EVERYWHERE:
        return ""
    return f"{state}{'’' if state.endswith('s') else '’s'} {name}".replace("’", "'")


# Offices, which are written small behind a name: "governor of the Bank of Marl".
_OFFICES = word_set(
    """
    acting adviser ambassador attorney candidate chair chairman chairwoman chancellor chief
    commander commissioner defence defense deputy director envoy executive finance first foreign
    former general governor head interior judge justice leader mayor member minister officer
    president press prime prosecutor secretary senator speaker special spokesman spokesperson
    spokeswoman state vice
    """
)


def role_in_text(role: str, house: str) -> str:
    """An office behind a name: "Governor" of a named house is "governor of the Bank of Marl"."""
    before, of, after = role.partition(" of ")
    words = [word.lower() if word.lower() in _OFFICES else word for word in before.split()]
    small = " ".join(words)
    if of:
        return f"{small} of {after}"
    bare = house.removeprefix("the ")
    tells = not house or any(word[:1].isupper() for word in words) or bare.lower() in role.lower()
    return small if tells else f"{small} of {house}"


# What may stand before a name at the head of a claim.
TITLES = sorted(
    {word.capitalize() for word in _OFFICES}
    | {"Dr", "Mr", "Mrs", "Ms", "Sir", "King", "Queen", "Pope"}
)


def bare_name(name: str) -> str:
    """Without the article and the desk's note."""
    return plain_name(name).removeprefix("the ").removeprefix("The ")


# One voice that is not named is never printed as several.
_SEVERAL = {
    "aides": "aide", "analysts": "analyst", "diplomats": "diplomat", "doctors": "doctor",
    "employees": "employee", "executives": "executive", "experts": "expert", "insiders": "insider",
    "lawmakers": "lawmaker", "lawyers": "lawyer", "officers": "officer", "officials": "official",
    "people": "person", "persons": "person", "soldiers": "soldier", "sources": "source",
    "staffers": "staffer", "witnesses": "witness",
}  # fmt: skip
_PLURAL = re.compile(
    r"^(?:(?:some|several|many|multiple|various|two|three|four|five|six|seven|eight|nine|ten|\d+)"
    r" )?"
    rf"((?:[\w.'’-]+ )*?)({'|'.join(_SEVERAL)})\b(.*)$",
    re.IGNORECASE | re.DOTALL,
)


def as_one(description: str) -> str:
    """One who is only described, in the singular: "a source close to the talks"."""
    match = _PLURAL.match(description)
    if not match or description.lower().startswith(("a ", "an ", "the ", "one ")):
        return description
    before, noun, after = match.groups()
    rest = f"{before}{_SEVERAL[noun.lower()]}{after}"
    return f"{'an' if _opens_with_vowel(rest) else 'a'} {rest}"


def _opens_with_vowel(text: str) -> bool:
    low = text.lower()
    if low.startswith("un"):
        return not low.startswith(("uni", "un ")) or low.startswith(("unid", "unin", "unim"))
    return low[:1] in "aeio" and not low.startswith(("one", "eu"))


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def listed(parts: Sequence[str], last: str = "and") -> str:
    """ "A", "A and B", "A, B and C"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def ended(text: str) -> str:
    """The text as a sentence: a full stop behind it, if it does not end on one as it is."""
    return text if text.endswith((".", ".”", "?”", "!”")) else f"{text}."
