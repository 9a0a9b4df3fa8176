"""From what a person types into the record's own shape: "about 700 km", "5 to 8", a time."""

import re
from typing import Any

from claims.domain.records import whole_days
from claims.domain.vocabulary import DetailType, Qualifier
from sources.foundation.domain.moments import is_date, read_moment, write_moment

_NUMBER = r"[-+]?\d[\d,  ]*(?:\.\d+)?"
_QUALIFIED = {
    "about": Qualifier.ABOUT,
    "around": Qualifier.ABOUT,
    "roughly": Qualifier.ABOUT,
    "some": Qualifier.ABOUT,
    "at least": Qualifier.AT_LEAST,
    "at most": Qualifier.AT_MOST,
    "up to": Qualifier.AT_MOST,
    "more than": Qualifier.MORE_THAN,
    "over": Qualifier.MORE_THAN,
    "fewer than": Qualifier.FEWER_THAN,
    "less than": Qualifier.FEWER_THAN,
    "under": Qualifier.FEWER_THAN,
}
_ONE = re.compile(
    rf"(?:(?P<how>{'|'.join(_QUALIFIED)})\s+)?(?P<value>{_NUMBER})\s*(?P<unit>\S.*)?", re.IGNORECASE
)
_RANGE = re.compile(
    rf"(?:between\s+)?(?P<low>{_NUMBER})\s*(?:to|and|–|-)\s*(?P<high>{_NUMBER})\s*(?P<unit>\S.*)?",
    re.IGNORECASE,
)
_TIMES = re.compile(r"(?P<approx>about\s+)?(?P<one>\S+)(?:\s+(?:to|until|–)\s+(?P<other>\S+))?")


def answer_of(text: str, asked: DetailType) -> dict[str, Any]:
    """The value that the words give, for a question of this type; ValueError says what was
    expected."""
    words = " ".join(text.split())
    if not words:
        raise ValueError("an answer, like “about 700 km”")
    if asked in (DetailType.CATEGORY, DetailType.TEXT):
        return {"value": words}
    if asked is DetailType.INSTANT:
        return _instant(words)
    between = _RANGE.fullmatch(words)
    if between:
        value: dict[str, Any] = {"low": _number(between["low"]), "high": _number(between["high"])}
        return _with_unit(value, between["unit"])
    one = _ONE.fullmatch(words)
    if one is None:
        raise ValueError("a number, like “700 km”, “about 5”, “at least 3” or “5 to 8”")
    value = {"value": _number(one["value"])}
    if one["how"]:
        value["qualifier"] = _QUALIFIED[one["how"].lower()].value
    return _with_unit(value, one["unit"])


def _instant(words: str) -> dict[str, Any]:
    expected = "a time, like “2026-05-04T06:12Z”, “about 2026-05-04T06:12Z”, or one to another"
    match = _TIMES.fullmatch(words)
    if match is None:
        raise ValueError(expected)
    if not match["approx"] and any(is_date(match[name]) for name in ("one", "other")):
        days = {"from": match["one"], "until": match["other"]}
        return whole_days(days if match["other"] else {"at": match["one"]})
    try:
        one = write_moment(read_moment(match["one"]))
        if match["other"]:
            return {"from": one, "until": write_moment(read_moment(match["other"]))}
    except ValueError:
        raise ValueError(expected) from None
    return {"at": one, "approx": True} if match["approx"] else {"at": one}


def _number(text: str) -> int | float:
    plain = re.sub(r"[,  ]", "", text)
    return float(plain) if "." in plain else int(plain)


def _with_unit(value: dict[str, Any], unit: str | None) -> dict[str, Any]:
    return value | {"unit": unit.strip()} if unit else value
