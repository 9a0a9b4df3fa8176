"""The status of claims by ref: what is read most, in one query that reads no more than is shown."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Q, Subquery

from claims.models import Claim, StatusRecord
from sources.foundation import engine
from sources.foundation.batches import chunks
from sources.foundation.domain.roles import Audience


@dataclass(frozen=True, slots=True)
class FrozenStatus:
    """A record that stood, as far as its reader is shown it."""

    ref: str
    number: int
    audience: str
    effective_at: datetime
    recorded_at: datetime
    text: str  # the assessment, as JSON

    @property
    def assessment(self) -> dict[str, Any]:
        """Read only when it is to be shown."""
        found: dict[str, Any] = json.loads(self.text)
        return found

    @property
    def took_effect(self) -> datetime:
        """When it began to stand: not before it was written."""
        return max(self.effective_at, self.recorded_at)


# Written out, because Django takes three times as long to build this statement as either engine
# takes to carry it out. It says what `Standing.objects.seen_by(audience).at(at)` says.
_STANDING = """
    SELECT s.ref, r.number, s.audience, s.begins, r.recorded_at, r.assessment
    FROM claims_standing s JOIN claims_statusrecord r ON r.id = s.record_id
    WHERE s.shown_to = %s AND s.begins <= %s AND (s.until IS NULL OR s.until > %s)
    AND s.ref IN ({})
"""


def frozen(refs: Collection[str], *, audience: Audience, at: datetime) -> dict[str, FrozenStatus]:
    """By ref, what stood at that moment; nothing for a claim that the audience may not know of, or
    that was not on record then."""
    found: dict[str, FrozenStatus] = {}
    moment = connection.ops.adapt_datetimefield_value(at)
    for part in chunks(refs):
        statement = _STANDING.format(", ".join(["%s"] * len(part)))
        with connection.cursor() as cursor:
            cursor.execute(statement, [audience.value, moment, moment, *part])
            for ref, number, told, begins, recorded, assessment in cursor.fetchall():
                found[ref] = FrozenStatus(
                    ref, number, told, engine.moment(begins), engine.moment(recorded), assessment
                )
    return found


def others_of_its_second(record: FrozenStatus) -> bool:
    """Whether another record of the claim began to stand in the same second."""
    begun = record.took_effect.replace(microsecond=0)
    second = (begun, begun + timedelta(seconds=1))
    others = StatusRecord.objects.filter(
        Q(effective_at__range=second) | Q(recorded_at__range=second),
        claim__ref=record.ref,
        audience=record.audience,
    )
    return others.exclude(number=record.number).exists()


def standing_records(
    claims: Collection[int], *, audience: Audience, at: datetime
) -> dict[int, StatusRecord]:
    """By the claim's primary key, as the timeline itself says; claims that were not on record then
    are left out."""
    timeline = StatusRecord.objects.filter(claim=OuterRef("pk"), audience=audience.value)
    standing = timeline.by(at).latest_first().values("pk")[:1]
    rows = Claim.objects.filter(pk__in=claims).annotate(stands=Subquery(standing))
    pks = dict(rows.values_list("pk", "stands"))
    records = StatusRecord.objects.in_bulk([pk for pk in pks.values() if pk is not None])
    return {claim: records[record] for claim, record in pks.items() if record is not None}
