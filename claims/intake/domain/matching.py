"""How alike two claims are, and what tells them apart however alike their words: a number, a day, a
name, a "not". Pure, with rapidfuzz for the words.

A claim that another only resembles is shown as near, with what differs; only one that nothing tells
apart is offered as the same.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from claims.domain.words import Query, stems

SAME = 68.0  # of 100: from here on a claim may be the same, unless something tells them apart
FEWEST_SHARED = 4  # distinctive words that two claims share at least, to be the same
UNDATED = 6.0  # less, where only one of them names a day
NEAR = 45.0  # from here on it is worth showing
MOST_KEYS = 6
_FEWEST = 2

_STOP = frozenset(
    stems(
        """a an the of in on at by for from to with and or but as is are was were be been being has
        have had that this these those it its their his her they he she who which will would can
        could may might into over after before about than then also said says there not no"""
    )
)
_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve"
_NUMBER_WORDS = {word: str(number) for number, word in enumerate(_NUMBERS.split())} | {
    "dozen": "12",
    "hundred": "100",
    "thousand": "1000",
    "million": "1000000",
}
_NEGATIONS = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|without|neither|nor|denie[sd]|den(?:y|ies)|refus\w+|"
    r"fail(?:s|ed)? to|untrue|false|cannot)\b|n['’]t\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][\w’'-]+")
_DATE = re.compile(
    r"\b(?:\d{1,2}\s)?(?:January|February|March|April|May|June|July|August|September|October|"
    r"November|December)(?:\s\d{1,2}\b)?(?:,?\s\d{4})?|\b(?:19|20)\d\d\b"
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a claim is: 0 to 100, and what tells the two apart (empty: nothing does)."""

    score: float
    apart: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        return self.score >= SAME and not self.apart

    @property
    def is_near(self) -> bool:
        return self.score >= NEAR


def likeness(one: str, other: str) -> Likeness:
    """How alike two claims are."""
    ours, theirs = _content(one), _content(other)
    if not ours or not theirs:
        return Likeness(0.0)
    words = fuzz.token_sort_ratio(" ".join(ours), " ".join(theirs))
    shared = fuzz.token_set_ratio(" ".join(ours), " ".join(theirs))
    score = 0.65 * words + 0.35 * shared
    if bool(_days(one)) != bool(_days(other)):
        score -= UNDATED
    if len(set(ours) & set(theirs)) < min(FEWEST_SHARED, len(theirs)):
        score = min(score, SAME - 1)  # "the missile launch" may be any
    return Likeness(round(score, 1), tuple(_apart(one, other)))


def queries(text: str) -> Iterator[Query]:
    """What to look for, strictest first: claims that share most distinctive words, and fewer."""
    keys = distinctive(text)
    for needed in range(min(len(keys), 5), min(len(keys), _FEWEST) - 1, -1):
        if needed:
            either = tuple(tuple((key,) for key in chosen) for chosen in combinations(keys, needed))
            yield Query((either,))


def distinctive(text: str) -> Sequence[str]:
    """The words of a claim that tell most of it: its names first, then its longest."""
    names = {stem for name in _NAME.findall(text) for stem in stems(name)}
    found = dict.fromkeys(each for each in stems(text) if each not in _STOP and len(each) > 2)
    ranked = sorted(found, key=lambda each: (each not in names, each.isdigit(), -len(each)))
    return ranked[:MOST_KEYS]


def _apart(one: str, other: str) -> Iterator[str]:
    if _denies(one) != _denies(other):
        yield "one of them says that it is not so"
    ours, theirs = _days(one), _days(other)
    if ours and theirs and not _days_agree(ours, theirs):
        yield f"another day ({', '.join(sorted(theirs))})"
    numbers, others = _numbers(one), _numbers(other)
    if numbers != others and (numbers - others) and (others - numbers):
        yield f"another number ({', '.join(sorted(others - numbers))})"


def _denies(text: str) -> bool:
    return len(_NEGATIONS.findall(text)) % 2 == 1


def _days(text: str) -> set[str]:
    return {" ".join(each.split()) for each in _DATE.findall(text)}


def _days_agree(ours: set[str], theirs: set[str]) -> bool:
    """Whether some day of one may be one of the other: "7 November" is within "November 2025"."""
    return any(_within(a, b) or _within(b, a) for a in ours for b in theirs)


def _within(one: str, other: str) -> bool:
    return set(one.replace(",", "").split()) <= set(other.replace(",", "").split())


def _numbers(text: str) -> set[str]:
    bare = _DATE.sub(" ", text)
    found = {each.replace(",", "") for each in _NUMBER.findall(bare)}
    found |= {
        _NUMBER_WORDS[word] for word in re.findall(r"[a-z]+", bare.lower()) if word in _NUMBER_WORDS
    }
    return found - {"1"}


def _content(text: str) -> list[str]:
    return [each for each in stems(text, 200) if each not in _STOP]
