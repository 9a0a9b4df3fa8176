"""What claims amount to: the status record of each that stands, for one audience at one moment."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import OuterRef, Subquery

from claims.models import Claim, StatusRecord
from sources.foundation.domain.roles import Audience


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
