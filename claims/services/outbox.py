"""The feed: what has come to be seen is given its place, so that whoever reads in that order misses
nothing.

What changes a status leaves a row in the outbox, in its own transaction. Here each row whose moment
has come, the lifting of an embargo too, becomes an entry of the feed. Only one transaction at a
time does so, and each audience's places only ever grow: an entry that is committed later stands
later, also when the transaction that changed the status took its time.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery

from claims.domain.vocabulary import (
    ChangeKind,
    Visibility,
)
from claims.models import Outbox, StatusChange, StatusRecord
from claims.services.alerting import raise_alerts
from sources.foundation import engine
from sources.foundation.batches import chunks
from sources.foundation.domain.roles import Audience

AT_ONCE = 1_000

_TICK = timedelta(microseconds=1)


def publish_changes(*, at: datetime) -> int:
    """Put into the feed what has come to be seen by `at`; how many entries that were.

    What began to hold by the clock alone may also warn those who printed it.
    """
    claims: list[int] = []
    while Outbox.objects.filter(due__lte=at).exists():
        claims += _publish_some(at)
    if claims:
        raise_alerts(set(claims), at=at)
    return len(claims)


@transaction.atomic
def _publish_some(at: datetime) -> list[int]:
    engine.lock_feed()
    due = list(Outbox.objects.filter(due__lte=at).select_related("claim", "record")[:AT_ONCE])
    last = _last_told({each.claim_id for each in due})
    entries: list[StatusChange] = []
    for row in due:
        key = row.claim_id, row.audience
        entry = _entry(row, last.get(key), at)
        if entry is not None:
            entries.append(entry)
            last[key] = entry
    _place(entries, at)
    StatusChange.objects.bulk_create(entries, batch_size=500)
    Outbox.objects.filter(pk__in=[row.pk for row in due]).delete()
    return [each.claim_id for each in entries]


def _last_told(claims: Collection[int]) -> dict[tuple[int, str], StatusChange]:
    """For each of these claims and audiences, the last entry of the feed."""
    of_claim = StatusChange.objects.filter(claim=OuterRef("claim"), audience=OuterRef("audience"))
    latest = Subquery(of_claim.order_by("-at").values("at")[:1])
    rows = [
        row
        for part in chunks(claims)
        for row in StatusChange.objects.filter(claim__in=part, at=latest).select_related("record")
    ]
    return {(row.claim_id, row.audience): row for row in rows}


def _entry(row: Outbox, last: StatusChange | None, at: datetime) -> StatusChange | None:
    """What the audience is told, if there is anything new for it."""
    audience = Audience(row.audience)
    seen = last is not None and last.kind != ChangeKind.GONE.value
    hidden = audience is Audience.PUBLIC and row.claim.visibility != Visibility.PUBLIC.value
    if hidden:
        return _of(row, ChangeKind.GONE, None, last) if row.record is None and seen else None
    record = row.record or _standing(row, at)
    if record is None or not _came_to_stand(record, row.due):
        return None
    if last is not None and seen and _says_the_same(last.record, record):
        return None
    return _of(row, ChangeKind.STATUS if seen else ChangeKind.SHOWN, record, last)


def _says_the_same(one: StatusRecord | None, other: StatusRecord) -> bool:
    return one is not None and (one.assessment, one.details) == (other.assessment, other.details)


def _of(
    row: Outbox, kind: ChangeKind, record: StatusRecord | None, last: StatusChange | None
) -> StatusChange:
    return StatusChange(
        claim=row.claim,
        audience=row.audience,
        kind=kind.value,
        record=record,
        previous_id=last.record_id if last else None,
    )


def _standing(row: Outbox, at: datetime) -> StatusRecord | None:
    found: StatusRecord | None = row.claim.timeline.filter(audience=row.audience).as_of(at)
    return found


def _came_to_stand(record: StatusRecord, due: datetime) -> bool:
    """Whether it really stood when its moment came: what was written ahead may have been replaced
    before."""
    if record.effective_at <= record.recorded_at:
        return True
    timeline = StatusRecord.objects.filter(claim=record.claim_id, audience=record.audience)
    return bool(timeline.as_of(due) == record)


def _place(entries: Sequence[StatusChange], at: datetime) -> None:
    """Give each its place: now, and after everything that its audience was told before."""
    for audience in Audience:
        told = StatusChange.objects.filter(audience=audience.value)
        latest = told.order_by("-at").values_list("at", flat=True).first()
        place = max(at, latest + _TICK) if latest else at
        for entry in entries:
            if entry.audience == audience.value:
                entry.at, place = place, place + _TICK
