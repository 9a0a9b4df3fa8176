"""Values and moments in words, for people: in pages, sentences and messages."""

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any

from claims.domain.records import Detail, Value
from claims.domain.vocabulary import Qualifier
from sources.foundation.domain.moments import is_day, read_moment

TIME = "%-d %b %Y, %H:%M:%S UTC"


def in_words(value: Mapping[str, Any] | None) -> str:
    """What a detail amounts to: a number or an interval with its unit, a time, or words."""
    if value is None:
        return ""
    if "agreed" in value:
        narrow, agreed = value["most_specific"], str(value["agreed"])
        return agreed if narrow == agreed else f"{agreed} (most specifically: {narrow})"
    if "from" in value:
        return _between(*(f"{read_moment(value[key]):{TIME}}" for key in ("from", "until")))
    unit = _unit(value["unit"])
    low, high = value["low"], value["high"]
    if high is None:
        return f"at least {_number(low)}{unit}" if low is not None else "any number"
    if low is None:
        return f"at most {_number(high)}{unit}"
    return f"{_between(_number(low), _number(high))}{unit}"


def shown_value(state: Mapping[str, Any]) -> str:
    """The value of a detail in a status record: as its speakers gave it, if the record tells."""
    return str(state.get("given") or in_words(state.get("value")))


_QUALIFIED = {
    Qualifier.ABOUT: "about ",
    Qualifier.AT_LEAST: "at least ",
    Qualifier.MORE_THAN: "more than ",
    Qualifier.AT_MOST: "at most ",
    Qualifier.FEWER_THAN: "fewer than ",
}


def value_in_words(value: Value | None, detail: Detail) -> str:
    """What one speaker answered."""
    if value is None:
        return ""
    if value.is_day:
        return value.wording or ""
    if value.at is not None or value.from_ is not None:
        times = [each for each in (value.at or value.from_, value.until) if each is not None]
        shown = _between(*(f"{each:{TIME}}" for each in (times[0], times[-1])))
        return f"about {shown}" if value.approx else shown
    unit = _unit(value.unit or detail.unit) if detail.type.measured else ""
    if value.low is not None and value.high is not None:
        return f"{_between(_number(value.low), _number(value.high))}{unit}"
    how = _QUALIFIED.get(value.meant, "")
    said = value.value if isinstance(value.value, str) else _number(value.value)
    return f"{how}{said}{unit}"


# UCUM codes that nobody writes so.
_WRITTEN = {
    "[mi_i]": "miles", "[nmi_i]": "nautical miles", "[ft_i]": "feet", "[in_i]": "inches",
    "[lb_av]": "pounds", "[kn_i]": "knots", "[acr_us]": "acres", "Cel": "°C", "[degF]": "°F",
    "deg": "°", "a": "years", "mo": "months", "wk": "weeks", "d": "days", "h": "hours",
    "min": "minutes", "s": "seconds", "t": "tonnes",
}  # fmt: skip


def _unit(unit: str) -> str:
    return "" if unit == "1" else f" {_WRITTEN.get(unit, unit)}"


def _number(number: float | None) -> str:
    if number is None:
        return ""
    return f"{number:,}" if isinstance(number, int) else f"{number:,.12g}"


def _between(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"


def day_in_words(moment: datetime, zone: tzinfo, *, near: datetime) -> str:
    """ "8 November", with its year where that is another than `near`'s; in the house's zone."""
    local = moment.astimezone(UTC if is_day(moment) else zone)
    same = local.year == near.astimezone(zone).year
    return f"{local:%-d %B}" if same else f"{local:%-d %B %Y}"


def moment_in_words(moment: datetime, zone: tzinfo) -> str:
    """ "14:05 KST, 7 Nov 2025": to the minute, in the house's zone."""
    local = moment.astimezone(zone)
    return f"{local:%H:%M} {local.tzname()}, {local:%-d %b %Y}"
