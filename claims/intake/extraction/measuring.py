"""Numbers with what they count and how exactly: "at least 40 families", "about 30 knots"."""

import re
from dataclasses import dataclass
from decimal import Decimal

from claims.intake.extraction.lexicon import words

_WORDS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"dozen": 12, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100}
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_QUALIFIERS = {
    "at least": "at_least",
    "no fewer than": "at_least",
    "not less than": "at_least",
    "more than": "more_than",
    "over": "more_than",
    "above": "more_than",
    "upwards of": "more_than",
    "fewer than": "fewer_than",
    "less than": "fewer_than",
    "under": "fewer_than",
    "up to": "at_most",
    "as many as": "at_most",
    "at most": "at_most",
    "no more than": "at_most",
    "about": "about",
    "around": "about",
    "some": "about",
    "roughly": "about",
    "nearly": "about",
    "almost": "about",
    "approximately": "about",
    "exactly": "exact",
}
_NUMBER = re.compile(
    r"(?<![\w.,])(?:(?P<currency>[$€£¥]|US\$|NZ\$)\s?)?"
    r"(?:(?P<digits>\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,9})?)|(?P<word>"
    + "|".join(sorted(_WORDS, key=len, reverse=True))
    + r"))(?![\w])(?:[ -](?P<scale>"
    + "|".join(_SCALES)
    + r")\b)?(?:(?P<percent>\s?%|\s(?:per cent|percent)\b)"
    r"|[ -](?P<unit>[^\W\d_]{1,20}(?: [^\W\d_]{1,20})?))?",
    re.IGNORECASE,
)
_QUALIFIED = re.compile(
    r"(?:^|\W)(" + "|".join(sorted(_QUALIFIERS, key=len, reverse=True)) + r")\s+$", re.IGNORECASE
)
_NO_UNITS = words(
    """
    and or but in on at of to by for from with as is was were are has have had that which
    who the a an november december january february march april may june july august
    september october a.m p.m
    """
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as the text has it; `start` and `end` in code points."""

    start: int
    end: int
    value: Decimal
    unit: str  # as written: "knots", "per cent", "$", "artillery shells"; "" if none stands there
    qualifier: str  # as a detail's value has it: exact, about, at_least, more_than …


def quantities(text: str, start: int, end: int) -> list[Quantity]:
    """The quantities in a stretch of text, years and days of a month left out."""
    found = []
    for match in _NUMBER.finditer(text, start, end):
        if match["word"] and not match["unit"] and not match["scale"]:
            continue
        if match["word"] and match["word"].casefold() == "one" and not match["scale"]:
            continue
        unit = match["currency"] or (match["percent"] or "").strip() or _unit(match["unit"])
        if match["unit"] and text[match.start("unit") - 1] == "-":
            unit = match["unit"].split()[0]  # "a two-day visit"
        if not unit and (not match["digits"] or _is_date(text, match)):
            continue
        value = Decimal((match["digits"] or str(_WORDS[match["word"].casefold()])).replace(",", ""))
        if match["scale"]:
            value *= _SCALES[match["scale"].casefold()]
        before = _QUALIFIED.search(text[max(0, match.start() - 24) : match.start()])
        qualifier = _QUALIFIERS[before.group(1).casefold()] if before else "exact"
        found.append(Quantity(match.start(), match.end(), value, unit, qualifier))
    return found


def _unit(words: str | None) -> str:
    kept: list[str] = []
    for word in (words or "").split():
        if word.lower() in _NO_UNITS:
            break
        kept.append(word)
    return " ".join(kept)


def _is_date(text: str, match: "re.Match[str]") -> bool:
    digits = match["digits"]
    if len(digits) == 4 and digits[:2] in ("18", "19", "20"):
        return True
    return bool(_AFTER_MONTH.search(text[max(0, match.start() - 12) : match.start()]))


_AFTER_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s$", re.I)
