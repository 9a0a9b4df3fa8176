"""Private persons whom a claim would damage: whom it takes two people to name in public."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from claims.domain.citing.sentence import NAMEABLE_FROM
from claims.domain.private import ACCUSING, persons_damaged
from claims.domain.vocabulary import Interest, Status, Visibility
from claims.models import Claim
from claims.selectors.record import dossier_of
from claims.selectors.statuses import standing_records
from sources.domain.vocabulary import Capacity, SourceKind
from sources.foundation.domain.moments import ALWAYS, LATEST
from sources.foundation.domain.roles import Audience
from sources.models import Affiliation


def named_below_the_bar(claim: Claim, at: datetime) -> list[str]:
    """The private persons, by name, whom the claim damages without being established."""
    dossier = dossier_of([claim.pk])
    found = persons_damaged(dossier.claims[0], dossier)
    if not found:
        return []
    record = standing_records([claim.pk], audience=Audience.INTERNAL, at=at).get(claim.pk)
    rank = Status(record.status).rank if record else None
    if rank is not None and rank >= NAMEABLE_FROM:
        return []
    private = [ref for ref in found if not _holds_office(ref, claim.recorded_at)]
    return [dossier.sources[ref].name for ref in private]


def _holds_office(ref: str, at: datetime | None) -> bool:
    """Whether a person spoke for somebody then: belonging to somebody alone is no office."""
    rows = Affiliation.objects.standing().filter(
        source__ref=ref, capacity__in=[Capacity.OFFICIAL.value, Capacity.SPOKESPERSON.value]
    )
    spans = rows.values_list("begins", "until")
    return any(
        at is None or (begins or ALWAYS) <= at < (until or LATEST) for begins, until in spans
    )


def public_and_accusing(claims: Collection[int]) -> QuerySet:
    """Of these claims those that everybody can read and that may damage a person."""
    damages = Q(
        interests__interest=Interest.DAMAGES.value, interests__source__kind=SourceKind.PERSON.value
    )
    accusing = Q(kind__in=[kind.value for kind in ACCUSING])
    public = Claim.objects.filter(pk__in=claims, visibility=Visibility.PUBLIC.value)
    return public.filter(accusing | damages).distinct()
