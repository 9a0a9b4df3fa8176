"""The days that a text names, reckoned from the day it was published."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    )
}
_M = "|".join(sorted(_MONTHS, key=len, reverse=True))
_EXPRESSION = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<m1>{_M})\.?(?:,?\s(?P<y1>\d{{4}}))?"
    rf"|(?P<m2>{_M})\.?\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s(?P<y2>\d{{4}}))?"
    rf"|(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})"
    rf"|(?P<m3>{_M})\s(?P<y3>\d{{4}})"
    rf"|(?:in|since|last|of|during)\s(?P<m4>{_M})"
    r"|(?P<next>next\s)?(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
    r"|(?P<near>today|tonight|yesterday|tomorrow)"
    r"|last\s(?P<span>week|month|year)"
    r"|(?:in|since|of|during)\s(?P<y5>(?:19|20)\d{2}))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as the text has it; `first` and `last` are the days that it may mean."""

    start: int
    end: int
    first: date
    last: date


def dates(text: str, start: int, end: int, published: date | None) -> list[Dated]:
    """The dates in a stretch of text. What is relative needs the day of publication."""
    found = []
    for match in _EXPRESSION.finditer(text, start, end):
        month = match["m1"] or match["m2"] or match["m3"] or match["m4"]
        if month in ("may", "march"):
            continue  # the verbs
        days = _days(match, published)
        if days is not None:
            found.append(Dated(match.start(), match.end(), *days))
    return found


def dateline(text: str) -> date | None:
    """The day that the head of an article gives for it, if it gives a whole one."""
    head = text[:600]
    for match in _EXPRESSION.finditer(head):
        if match["y1"] or match["y2"] or match["iso"]:
            days = _days(match, None)
            if days is not None:
                return days[0]
    return None


def _days(match: "re.Match[str]", published: date | None) -> tuple[date, date] | None:
    """The first and the last day that it may mean; None where it is none, or none that exists."""
    try:
        return _reckoned(match, published)
    except (ValueError, OverflowError):
        return None


def _reckoned(match: "re.Match[str]", published: date | None) -> tuple[date, date] | None:
    if match["iso"]:
        day = date.fromisoformat(match["iso"])
        return day, day
    for d, m, y in (("d1", "m1", "y1"), ("d2", "m2", "y2")):
        if match[d]:
            return _day(int(match[d]), _MONTHS[match[m].casefold()], match[y], published)
    if match["m3"]:
        return _month(int(match["y3"]), _MONTHS[match["m3"].casefold()])
    if match["y5"]:
        return date(int(match["y5"]), 1, 1), date(int(match["y5"]), 12, 31)
    if published is None:
        return None
    if match["m4"]:
        month = _MONTHS[match["m4"].casefold()]
        return _month(published.year - (month > published.month), month)
    if match["weekday"]:
        back = (published.weekday() - WEEKDAYS[match["weekday"].casefold()]) % 7
        day = published - timedelta(days=back)
        if match["next"]:
            day += timedelta(days=7)
        return day, day
    if match["near"]:
        shift = {"yesterday": -1, "tomorrow": 1}.get(match["near"].casefold(), 0)
        return published + timedelta(days=shift), published + timedelta(days=shift)
    if match["span"]:
        return _last(match["span"].casefold(), published)
    return None


def _day(
    day: int, month: int, year: str | None, published: date | None
) -> tuple[date, date] | None:
    if year:
        found = date(int(year), month, day)
    elif published is None:
        return None
    else:
        found = date(published.year, month, day)
        if found - published > timedelta(days=183):
            found = found.replace(year=found.year - 1)
    return found, found


def _month(year: int, month: int) -> tuple[date, date]:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)


def _last(span: str, published: date) -> tuple[date, date]:
    if span == "week":
        monday = published - timedelta(days=published.weekday() + 7)
        return monday, monday + timedelta(days=6)
    if span == "month":
        return _month(published.year - (published.month == 1), published.month - 1 or 12)
    return date(published.year - 1, 1, 1), date(published.year - 1, 12, 31)
