"""What two people decide about the evidence: discounting, restoring, interests and authorities.

These are steps inside an action that `reviews` opens once somebody has seconded what somebody else
proposed; there is no other way to them.
"""

from datetime import datetime

from django.core.exceptions import ValidationError

from claims.domain.vocabulary import Interest
from claims.models import Attribution, Claim, DeclaredInterest, Detail, DetailValue, Hop, Sighting
from claims.models.statement import RelayedDocument
from claims.services.actions import ActionContext
from sources.foundation.permissions import Actor
from sources.foundation.refs import numbered
from sources.models import Source


def discount(
    context: ActionContext, statement: Attribution | DetailValue, *, reason: str, at: datetime
) -> None:
    """Leave the statement out of every count from now on; it stays to be seen, with the reason."""
    if statement.discounted_at is not None:
        raise ValidationError("It has been discounted already.")
    statement.discounted_at, statement.discount_reason = at, reason
    statement.full_clean()
    statement.save(update_fields=["discounted_at", "discount_reason"])


def restore(
    context: ActionContext,
    statement: Attribution | DetailValue,
    *,
    reason: str,
    by: Actor,
    at: datetime,
) -> Attribution | DetailValue:
    """Enter a discounted statement anew, with all of its sightings, as of now.

    The old one stays discounted: that it was lost for a time goes on speaking against what
    reviewers had signed before (policy §5), and nothing revives their signatures.
    """
    if statement.discounted_at is None:
        raise ValidationError("It has not been discounted.")
    if hasattr(statement, "restored"):
        raise ValidationError("It has been restored already.")
    sightings = list(statement.sightings.prefetch_related("hops", "relayed"))
    anew = type(statement).objects.get(pk=statement.pk)
    anew.pk, anew._state.adding = None, True
    anew.ref = _free_ref(statement)
    anew.restores_id = statement.pk
    anew.discounted_at, anew.discount_reason = None, ""
    anew.recorded_at, anew.recorded_by = at, by.name
    anew.note = f"{anew.note}\n\nRestored: {reason}".strip()
    anew.full_clean()
    anew.save()
    for sighting in sightings:
        _copy(sighting, anew, by=by, at=at)
    return anew


def declare_interest(
    context: ActionContext,
    claim: Claim,
    source: Source,
    interest: Interest,
    *,
    reason: str,
    by: Actor,
    at: datetime,
) -> DeclaredInterest:
    """Declare that the claim favours or damages the source, or that the source may state it."""
    declared = DeclaredInterest(
        claim=claim,
        source=source,
        interest=interest.value,
        reason=reason,
        recorded_at=at,
        recorded_by=by.name,
    )
    declared.full_clean()
    declared.save()
    return declared


def declare_detail_interest(detail: Detail, source: Source) -> None:
    """Declare that an answer to this question may serve the source, whichever way it goes."""
    detail.favours = [*detail.favours, source.ref]
    detail.full_clean()
    detail.save(update_fields=["favours"])


def _free_ref(statement: Attribution | DetailValue) -> str:
    rows, first = type(statement).objects, statement.ref[:190]

    def is_taken(ref: str) -> bool:
        return ref == first or rows.filter(ref=ref).exists()

    return numbered(first, is_taken, "~")


def _copy(sighting: Sighting, to: Attribution | DetailValue, *, by: Actor, at: datetime) -> None:
    hops, relayed = list(sighting.hops.all()), list(sighting.relayed.all())
    sighting.pk, sighting._state.adding = None, True
    setattr(sighting, "attribution" if isinstance(to, Attribution) else "detail_value", to)
    sighting.recorded_at, sighting.recorded_by = at, by.name
    sighting.save()
    Hop.objects.bulk_create(
        Hop(sighting=sighting, position=each.position, source_id=each.source_id) for each in hops
    )
    RelayedDocument.objects.bulk_create(
        RelayedDocument(sighting=sighting, position=each.position, document_id=each.document_id)
        for each in relayed
    )
