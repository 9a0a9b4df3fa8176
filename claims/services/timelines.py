"""Timelines as they are read and written back: the records, and the tables that repeat them.

`Standing` has the timeline as intervals, so that a list finds claims by what they amount to; the
outbox has what followers are to be told of. Both are written here, and nowhere else, for what
`settling` adds to a timeline.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from claims.domain.vocabulary import (
    Visibility,
)
from claims.models import Claim, Outbox, Standing, StatusRecord
from sources.foundation.domain.roles import Audience

Payload = tuple[dict[str, Any], dict[str, Any]]  # the assessment, and the details by ref


@dataclass(slots=True)
class Timeline:
    """What one audience reads of one claim: for each moment, what was written for it last."""

    said: dict[datetime, Payload] = field(default_factory=dict)
    records: dict[datetime, int] = field(default_factory=dict)  # primary keys, of those on record
    written: int = 0  # how many records there are, those that were replaced included
    new: dict[datetime, StatusRecord] = field(default_factory=dict)

    def at(self, moment: datetime) -> Payload | None:
        """What stands at that moment."""
        by_then = [each for each in self.said if each <= moment]
        return self.said[max(by_then)] if by_then else None

    def before(self, moment: datetime) -> Payload | None:
        earlier = [each for each in self.said if each < moment]
        return self.said[max(earlier)] if earlier else None

    def ends(self) -> dict[datetime, datetime | None]:
        """Until when stands what begins at each moment, if anything was added."""
        moments = sorted(self.said) if self.new else []
        return dict(zip(moments, [*moments[1:], None], strict=True)) if moments else {}

    def add(self, record: StatusRecord, payload: Payload) -> None:
        self.written += 1
        record.number = self.written
        self.said[record.effective_at] = payload
        self.new[record.effective_at] = record


def timelines(
    claims: Collection[int],
) -> tuple[dict[tuple[int, Audience], Timeline], dict[int, datetime]]:
    """The timelines of these claims; and when each claim's last record was written."""
    found: dict[tuple[int, Audience], Timeline] = defaultdict(Timeline)
    latest: dict[int, datetime] = {}
    rows = StatusRecord.objects.filter(claim__in=claims).order_by("effective_at", "pk")
    for pk, claim, audience, effective_at, recorded_at, assessment, details in rows.values_list(
        "pk", "claim", "audience", "effective_at", "recorded_at", "assessment", "details"
    ).iterator(chunk_size=2_000):
        timeline = found[claim, Audience(audience)]
        timeline.said[effective_at] = assessment, details
        timeline.records[effective_at] = pk
        timeline.written += 1
        latest[claim] = max(recorded_at, latest.get(claim, recorded_at))
    return found, latest


def write_intervals(
    timelines: Iterable[Timeline], claims: Iterable[Claim], *, at: datetime
) -> None:
    """Bring the intervals up to what was added to these timelines."""
    rows = {claim.pk: claim for claim in claims}
    replaced: list[int] = []
    shortened: list[Standing] = []
    intervals: list[Standing] = []
    for timeline in timelines:
        for moment, end in timeline.ends().items():
            record = timeline.new.get(moment)
            if record is not None:
                intervals.append(_interval(record, rows[record.claim_id], end))
                if moment in timeline.records:
                    replaced.append(timeline.records[moment])
            elif end in timeline.new:
                shortened.append(Standing(record_id=timeline.records[moment], until=end))
    Standing.objects.filter(record__in=replaced).delete()
    Standing.objects.bulk_update(shortened, ["until"], batch_size=200)
    Standing.objects.bulk_create(intervals, batch_size=500)


def fill_outbox(timelines: Iterable[Timeline], *, at: datetime) -> None:
    """Put into the outbox what was added and begins to stand now or later."""
    due = []
    for timeline in timelines:
        now = max((each for each in timeline.said if each <= at), default=None)
        for moment, record in sorted(timeline.new.items()):
            if now is None or moment >= now:
                due.append(_due(record, max(moment, at)))
    Outbox.objects.bulk_create(due, batch_size=500)


def intervals_of(claims: Collection[Claim]) -> list[Standing]:
    """The intervals that these claims' timelines come to, worked out from the records alone."""
    rows = {claim.pk: claim for claim in claims}
    last: dict[tuple[int, str], dict[datetime, StatusRecord]] = defaultdict(dict)
    for record in StatusRecord.objects.filter(claim__in=rows).order_by("pk"):
        last[record.claim_id, record.audience][record.effective_at] = record
    found: list[Standing] = []
    for (claim, _), stands in last.items():
        moments = sorted(stands)
        ends = zip(moments, [*moments[1:], None], strict=True)
        found += [_interval(stands[moment], rows[claim], end) for moment, end in ends]
    return found


def _interval(record: StatusRecord, claim: Claim, until: datetime | None) -> Standing:
    seen = record.audience == Audience.INTERNAL or claim.visibility == Visibility.PUBLIC
    return Standing(
        record=record,
        claim=claim,
        audience=record.audience,
        begins=record.effective_at,
        until=until,
        status=record.status,
        changed_at=record.took_effect,
        ref=claim.ref,
        shown_to=record.audience if seen else "",
        reasons=spaced(record.assessment.get("reasons", ())),
        detail_states=spaced(sorted({each["state"] for each in record.details.values()})),
    )


def spaced(codes: Iterable[str]) -> str:
    """Codes as `Standing` keeps them, so that one is never found inside another."""
    return "".join(f" {code}" for code in codes) + " "


def _due(record: StatusRecord, moment: datetime) -> Outbox:
    return Outbox(claim_id=record.claim_id, audience=record.audience, record=record, due=moment)
