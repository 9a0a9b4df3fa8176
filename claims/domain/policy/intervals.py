"""Answers as intervals: two of them agree where they share a point (§8)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from math import inf
from typing import Any, NamedTuple

from claims.domain.policy.parameters import Policy
from claims.domain.records import Detail, Value
from claims.domain.units import convert
from claims.domain.vocabulary import DetailType, Qualifier
from sources.foundation.domain.moments import FIRST_MIDNIGHT, minutes, write_moment


class Interval(NamedTuple):
    """From `low` to `high`, both included: numbers in the detail's unit, or moments."""

    low: Any
    high: Any


def intersection(intervals: Iterable[Interval]) -> Interval | None:
    """What all share, or None; on a line it is enough that every two of them meet."""
    lows, highs = zip(*intervals, strict=True)
    low, high = max(lows), min(highs)
    return Interval(low, high) if low <= high else None


def reach(detail: Detail) -> float | timedelta:
    """How far apart answers may lie: a number in the detail's unit, or a stretch of time."""
    given = detail.tolerance or 0
    return minutes(given) if detail.type is DetailType.INSTANT else given


def agree(intervals: Sequence[Interval], tolerance: float | timedelta) -> bool:
    """Whether no two of them lie further apart than this."""
    apart = max(each.low for each in intervals) - min(each.high for each in intervals)
    within = apart if isinstance(tolerance, timedelta) else round(apart, 3)
    return bool(within <= tolerance)


def merged(intervals: Sequence[Interval]) -> Interval:
    """What all share or, where that is nothing, from the lowest to the highest bound."""
    return intersection(intervals) or Interval(
        min(each.low for each in intervals), max(each.high for each in intervals)
    )


def interval(value: Value, detail: Detail, policy: Policy) -> Interval:
    if detail.type is DetailType.INSTANT:
        return _instants(value, policy)
    low, high = _numbers(value, detail, policy)
    unit = value.unit or detail.unit
    return Interval(_bound(low, unit, detail.unit), _bound(high, unit, detail.unit))


def _bound(number: float, unit: str, target: str) -> float:
    return number if abs(number) == inf else round(convert(number, unit, target), 3)


def _numbers(value: Value, detail: Detail, policy: Policy) -> tuple[float, float]:
    """Low and high in the value's own unit."""
    counted = detail.type is DetailType.COUNT
    step = 1 if counted else 0  # the next whole number up or down
    floor = 0 if counted else -inf
    n: Any = value.value
    match value.meant:
        case Qualifier.RANGE:
            low: Any = value.low
            high: Any = value.high
            return low, high
        case Qualifier.ABOUT:
            reach = policy.approx_tolerance * abs(n)
            reach = max(reach, policy.approx_count_min) if counted else reach
            return n - reach, n + reach
        case Qualifier.AT_LEAST:
            return n, inf
        case Qualifier.MORE_THAN:
            return n + step, inf
        case Qualifier.AT_MOST:
            return floor, n
        case Qualifier.FEWER_THAN:
            return floor, n - step
        case _:
            reach = value.precision / 2 if value.precision else 0
            return n - reach, n + reach


def day_of(value: Value) -> Interval:
    """A date without a time as its day, to be compared with other dates: they are two days or one,
    wherever it was."""
    assert value.from_ is not None
    midnight = value.from_ - FIRST_MIDNIGHT
    return Interval(midnight, midnight + timedelta(hours=24) - timedelta.resolution)


def _instants(value: Value, policy: Policy) -> Interval:
    low, high = (value.from_, value.until) if value.at is None else (value.at, value.at)
    assert low is not None  # as every answer to such a question was checked
    assert high is not None
    if not value.approx:
        return Interval(low, high)
    given = value.tolerance_minutes
    reach = minutes(policy.approx_time_minutes if given is None else given)
    return Interval(low - reach, high + reach)


def rises(timed: Sequence[tuple[datetime, Interval]]) -> Interval | None:
    """Read a running total: the interval at the latest time, or None if it ever has to fall.

    An earlier interval must not lie wholly above a later one; those of one time must overlap.
    """
    by_time: dict[datetime, list[Interval]] = {}
    for at, each in timed:
        by_time.setdefault(at, []).append(each)
    least = -inf  # what the total has been said to reach at the least
    latest = None
    for at in sorted(by_time):
        latest = intersection(by_time[at])
        if latest is None or any(each.high < least for each in by_time[at]):
            return None
        least = max(least, *(each.low for each in by_time[at]))
    return latest


def written(shared: Interval, detail: Detail) -> dict[str, Any]:
    """The interval as the assessment shows it."""
    if detail.type is DetailType.INSTANT:
        return {"from": write_moment(shared.low), "until": write_moment(shared.high)}
    return {
        "low": None if shared.low == -inf else shared.low,
        "high": None if shared.high == inf else shared.high,
        "unit": detail.unit,
    }
