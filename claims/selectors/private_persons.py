"""Private persons whom a claim would damage: whom it takes two people to name in public."""

from datetime import datetime

from claims.domain.citing.sentence import NAMEABLE_FROM
from claims.domain.private import private_persons
from claims.domain.vocabulary import Status
from claims.models import Claim
from claims.selectors.record import dossier_of
from claims.selectors.statuses import standing_records
from sources.foundation.domain.roles import Audience


def named_below_the_bar(claim: Claim, at: datetime) -> list[str]:
    """The private persons, by name, whom the claim damages without being established."""
    dossier = dossier_of([claim.pk])
    found = private_persons(dossier.claims[0], dossier)
    if not found:
        return []
    record = standing_records([claim.pk], audience=Audience.INTERNAL, at=at).get(claim.pk)
    rank = Status(record.status).rank if record else None
    if rank is not None and rank >= NAMEABLE_FROM:
        return []
    return [dossier.sources[ref].name for ref in found]
