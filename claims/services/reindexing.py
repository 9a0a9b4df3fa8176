"""All that repeats the record, made anew from it: intervals, what claims are found by, and a place
in the outbox for what no follower has been told of."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from claims.models import Claim, Outbox, Standing, StatusChange
from claims.selectors.record import dossier_of
from claims.services.indexing import index
from claims.services.timelines import intervals_of
from sources.foundation import engine
from sources.foundation.batches import chunks


def reindex(
    *,
    at: datetime,
    missing: bool = False,
    progress: Callable[[int], object] = lambda done: None,
) -> int:
    """Make it anew for every claim, or for those that have none; how many there are. Nothing of the
    record is changed."""
    done = 0
    claims = Claim.objects.filter(standings=None) if missing else Claim.objects.all()
    for pks in chunks(claims.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            engine.lock_record(alone=True)
            _reindex(pks, at)
        done += len(pks)
        progress(done)
    return done


def _reindex(pks: list[int], at: datetime) -> None:
    rows = list(Claim.objects.filter(pk__in=pks))
    intervals = intervals_of(rows)
    Standing.objects.filter(claim__in=pks).delete()
    Standing.objects.bulk_create(intervals, batch_size=500)
    told = set(StatusChange.objects.filter(claim__in=pks).values_list("record", flat=True))
    waiting = set(Outbox.objects.filter(claim__in=pks).values_list("record", flat=True))
    Outbox.objects.bulk_create(
        (
            Outbox(
                claim_id=each.claim_id,
                audience=each.audience,
                record_id=each.record_id,
                due=max(each.begins, at),
            )
            for each in intervals
            if (each.until is None or each.until > at) and each.record_id not in told | waiting
        ),
        batch_size=500,
    )
    index(dossier_of(pks), {row.ref: row for row in rows})
