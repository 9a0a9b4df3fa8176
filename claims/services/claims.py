"""Events and claims, one at a time, by hand: what forms and other programs call."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from claims import ports
from claims.domain.vocabulary import Visibility
from claims.models import Claim, ClaimRelation, Event
from claims.selectors.audit import event_portraits
from claims.services.actions import deed
from sources.foundation import engine
from sources.foundation.domain.history import differences
from sources.foundation.domain.roles import Deed
from sources.foundation.permissions import Hand, enforce, may
from sources.foundation.services.history import Told, tell
from sources.foundation.services.saving import keep


def record_event(*, event: Event, by: Hand, at: datetime) -> Event:
    """Keep a new or changed event."""
    enforce(may(by, Deed.RECORD_EVENT))
    with transaction.atomic():
        engine.lock_record(alone=True)
        before = event_portraits([event.pk] if event.pk else [])
        keep(event, by=by, at=at)
        changes = differences(before, event_portraits([event.pk]))
        if changes:
            told = [Told(f"event/{event.ref}", changes)]
            tell(told, deed=Deed.RECORD_EVENT, by=by, at=at)
    return event


def record_claim(
    *, claim: Claim, relations: Sequence[ClaimRelation] = (), by: Hand, at: datetime, why: str = ""
) -> Claim:
    """Keep a new or changed claim, with these relations to others, new or changed.

    Other wording is an amendment: what reviewers signed off was the old one. A new claim is for the
    newsroom; making one public is a decision of its own, and so is declaring an interest.
    """
    with deed(Deed.RECORD_CLAIM, by=by, at=at, why=why, claims=[claim.pk]) as doing:
        stands = Claim.objects.filter(pk=claim.pk).first()
        noting = set()
        if stands is None:
            claim.visibility, claim.policy, claim.amended_at = Visibility.INTERNAL.value, "", None
        elif stands.visibility != claim.visibility:
            raise ValidationError({"visibility": "It is published, or not, by an editor."})
        else:
            if stands.text.split() == claim.text.split():
                claim.text = stands.text  # a form may change white space, which amends nothing
            if any(getattr(stands, name) != getattr(claim, name) for name in WORDING):
                claim.amended_at = doing.at
                noting.add("amended_at")
        keep(claim, by=by, at=doing.at, noting=noting)
        doing.claims.add(claim.pk)
        for part in relations:
            part.claim = claim
            keep(part, by=by, at=doing.at)
        if stands is None:
            opened = ports.reviews.opened(claim.pk, by=by, at=doing.at)
            if opened is not None:
                doing.note(claim.pk, opened)
    return claim


# What reviewers sign: other wording has them look again, and its writer is an author.
WORDING = ("text", "checkability")
