"""Moments: every time in the record is an aware datetime in UTC, read from ISO 8601.

A date without a time is its midnight, a time without an offset is UTC (dossier format). `ALWAYS`
stands for "no moment was recorded", which the policy reads as "it has always been so".
"""

import re
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

ALWAYS = datetime.min.replace(tzinfo=UTC)

# Kept this far inside what datetime can hold, so that no reader's time zone can push one over.
EARLIEST = datetime(1000, 1, 1, tzinfo=UTC)
LATEST = datetime(9998, 12, 31, tzinfo=UTC)

EXPECTED = "an ISO 8601 time between the years 1000 and 9998, like 2025-11-07T12:35:00+09:00"

_SHAPE = re.compile(
    r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)?(Z|[+-]\d\d(:?\d\d)?)?)?", re.ASCII
)


def read_moment(text: Any) -> datetime:
    """The moment that ISO 8601 `text` names, in UTC; ValueError says what was expected."""
    moment = text if isinstance(text, datetime) else None
    if moment is None and not (isinstance(text, str) and _SHAPE.fullmatch(text)):
        raise ValueError(EXPECTED)
    try:
        moment = moment or datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{EXPECTED} ({error})") from error
    if not EARLIEST <= moment <= LATEST:
        raise ValueError(EXPECTED)
    return moment


def write_moment(moment: datetime) -> str:
    """`moment` as ISO 8601 in UTC with a Z, to the second where it has no fraction."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def is_day(moment: datetime) -> bool:
    """Whether a moment stands for its day: a date without a time is read as its midnight, and
    nothing is known to have been said at that very second."""
    return moment.astimezone(UTC).time() == time()


# A day is not over everywhere until it is 50 hours old: from where it begins first, 14 hours ahead
# of UTC, to where it ends last, 12 hours behind.
FIRST_MIDNIGHT, LAST_MIDNIGHT = timedelta(hours=-14), timedelta(hours=36)
WHOLE_DAY = LAST_MIDNIGHT - FIRST_MIDNIGHT
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def is_date(text: object) -> bool:
    """Whether this is a date without a time."""
    return isinstance(text, str) and bool(_DATE.fullmatch(text))


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def _validate(value: Any) -> datetime:
    try:
        return read_moment(value)
    except ValueError as error:
        raise PydanticCustomError("moment", "{expected}", {"expected": str(error)}) from None


Moment = Annotated[datetime, BeforeValidator(_validate)]
