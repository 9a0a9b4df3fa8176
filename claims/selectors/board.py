"""Claims by event, each with the record that stands for it and its details in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from claims.domain.vocabulary import DetailState, Status
from claims.models import Claim, Detail, Event, StatusRecord
from sources.domain.moments import read_moment

TIME = "%-d %b %Y, %H:%M:%S UTC"


@dataclass(frozen=True, slots=True)
class Line:
    """One claim on the board."""

    claim: Claim
    status: Status
    assessment: dict[str, Any]
    details: Sequence[tuple[Detail, DetailState, str]]  # what is asked, its state, its value


def board(claims: Any) -> list[tuple[Event | None, list[Line]]]:
    """Claims (annotated by `on_record`, ordered by event) as lines, event by event."""
    rows = list(claims.select_related("event").prefetch_related("details"))
    records = StatusRecord.objects.in_bulk([row.standing for row in rows])
    lines = [_line(row, records[row.standing]) for row in rows]
    return [
        (event, list(group)) for event, group in groupby(lines, key=lambda line: line.claim.event)
    ]


def _line(claim: Claim, record: StatusRecord) -> Line:
    details = [
        (detail, DetailState(state["state"]), in_words(state.get("value")))
        for detail in claim.details.all()
        if (state := record.details.get(detail.ref))
    ]
    return Line(claim, Status(record.status), record.assessment, details)


def in_words(value: dict[str, Any] | None) -> str:
    """A detail's value for people: a number or an interval with its unit, a time, or words."""
    if value is None:
        return ""
    if "agreed" in value:
        narrow = value["most_specific"]
        return value["agreed"] + (f" (most specifically: {narrow})" * (narrow != value["agreed"]))
    if "from" in value:
        return _between(*(f"{read_moment(value[key]):{TIME}}" for key in ("from", "until")))
    unit = "" if value["unit"] == "1" else f" {value['unit']}"
    low, high = value["low"], value["high"]
    if high is None:
        return f"at least {low:g}{unit}" if low is not None else "any number"
    if low is None:
        return f"at most {high:g}{unit}"
    return f"{_between(f'{low:g}', f'{high:g}')}{unit}"


def _between(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"
