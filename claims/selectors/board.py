"""Claims by event, each with the record that stands for it and its details in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from claims.domain.vocabulary import DetailState, Status
from claims.domain.wording import shown_value
from claims.models import Claim, Detail, Event, StatusRecord


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One claim on the board."""

    claim: Claim
    status: Status
    assessment: dict[str, Any]
    details: Sequence[tuple[Detail, DetailState, str]]  # what is asked, its state, its value


def board(claims: Any) -> list[tuple[Event | None, list[BoardLine]]]:
    """Claims (annotated by `on_record`, ordered by event) as lines, event by event."""
    rows = list(claims.select_related("event").prefetch_related("details"))
    records = StatusRecord.objects.in_bulk([row.standing for row in rows])
    lines = [_line(row, records[row.standing]) for row in rows]
    return [
        (event, list(group)) for event, group in groupby(lines, key=lambda line: line.claim.event)
    ]


def _line(claim: Claim, record: StatusRecord) -> BoardLine:
    details = [
        (detail, DetailState(state["state"]), shown_value(state))
        for detail in claim.details.all()
        if (state := record.details.get(detail.ref))
    ]
    return BoardLine(claim, Status(record.status), record.assessment, details)
