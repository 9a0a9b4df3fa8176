"""What claims amount to: the standing status record of each, for one audience at one moment."""

from collections.abc import Collection
from datetime import datetime

from claims.domain.vocabulary import Audience
from claims.models import Claim, StatusRecord


def standing_records(
    claims: Collection[int], *, audience: Audience, at: datetime
) -> dict[int, StatusRecord]:
    """By the claim's primary key; claims that were not on record then are left out."""
    rows = Claim.objects.filter(pk__in=claims).on_record(at, audience)
    pks = {row.pk: row.standing for row in rows.only("pk")}
    records = StatusRecord.objects.in_bulk(pks.values())
    return {claim: records[record] for claim, record in pks.items()}
