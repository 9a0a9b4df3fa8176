"""Events and claims, one at a time, by hand: what forms and other programs call."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from claims import ports
from claims.domain.vocabulary import Visibility
from claims.models import Claim, ClaimRelation, Event
from claims.selectors.audit import event_states
from claims.services.actions import perform
from sources.foundation import engine
from sources.foundation.domain.history import together
from sources.foundation.domain.roles import Action
from sources.foundation.permissions import Actor, enforce, may
from sources.foundation.refs import mint_ref, numbered
from sources.foundation.services.history import log_difference
from sources.foundation.services.saving import merging_save


def record_event(*, event: Event, by: Actor, at: datetime) -> Event:
    """Keep a new or changed event."""
    enforce(may(by, Action.RECORD_EVENT))
    with transaction.atomic():
        engine.lock_record(alone=True)
        before = together(event_states([event.pk] if event.pk else []))
        if event._state.adding and not event.slug:
            event.ref = event.ref or mint_ref(event.ref_stem())
            event.slug = free_slug(event.ref)
        merging_save(event, by=by, at=at)
        after = together(event_states([event.pk]))
        log_difference(
            f"event/{event.ref}", before, after, action=Action.RECORD_EVENT, by=by, at=at
        )
    return event


def free_slug(words: str, taken: Collection[str] = (), *, as_it_is: bool = False) -> str:
    """A slug made of these words that no event on record has, and none of those in `taken`."""
    wanted = (words if as_it_is else slugify(words) or "event")[:180]
    known = set(Event.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return numbered(wanted, {*known, *taken}.__contains__, "-")


def record_claim(
    *, claim: Claim, relations: Sequence[ClaimRelation] = (), by: Actor, at: datetime, why: str = ""
) -> Claim:
    """Keep a new or changed claim, with these relations to others, new or changed.

    Other wording is an amendment: what reviewers signed off was the old one. A new claim is for the
    newsroom; making one public is a decision of its own, and so is declaring an interest.
    """
    with perform(Action.RECORD_CLAIM, by=by, at=at, why=why, claims=[claim.pk]) as context:
        stands = Claim.objects.filter(pk=claim.pk).first()
        noting = set()
        if stands is None:
            claim.visibility, claim.policy, claim.amended_at = Visibility.INTERNAL.value, "", None
        elif stands.visibility != claim.visibility:
            raise ValidationError({"visibility": "It is published, or not, by an editor."})
        else:
            if stands.text.split() == claim.text.split():
                claim.text = stands.text  # a form may change white space, which amends nothing
            _drop_old_forms(claim, stands)
            if any(getattr(stands, name) != getattr(claim, name) for name in WORDING):
                claim.amended_at = context.at
                noting.add("amended_at")
        merging_save(claim, by=by, at=context.at, noting=noting)
        context.claims.add(claim.pk)
        for part in relations:
            part.claim = claim
            merging_save(part, by=by, at=context.at)
        if stands is None:
            opened = ports.reviews.opened(claim.pk, by=by, at=context.at)
            if opened is not None:
                context.note(claim.pk, opened)
    return claim


# What reviewers sign: other wording has them look again, and its writer is an author.
WORDING = ("text", "checkability", "clause", "clause_past")


def _drop_old_forms(claim: Claim, stands: Claim) -> None:
    """The forms of other words are not those of these: they are proposed anew."""
    for form in ("clause", "clause_past"):
        setattr(claim, form, " ".join(getattr(claim, form).split()))
    if stands.text != claim.text:
        for form in ("clause", "clause_past"):
            if getattr(claim, form) == getattr(stands, form):
                setattr(claim, form, "")
