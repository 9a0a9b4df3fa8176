"""A reviewer's verdict on the evidence that was on screen."""

from datetime import datetime

from django.core.exceptions import ValidationError

from claims.domain.vocabulary import VerdictKind
from claims.models import Claim
from reviews.domain.vocabulary import State
from reviews.models import Verdict
from reviews.selectors.audit import audited
from reviews.services.casework import (
    end_assignment,
    may_judge_claim,
    not_with_another,
    work_on,
)
from reviews.services.refusals import Conflict, StaleView
from sources.foundation.domain.history import Change
from sources.foundation.domain.roles import Action
from sources.foundation.permissions import Actor
from sources.foundation.selectors.history import fingerprint as current_fingerprint
from sources.foundation.selectors.history import since


def give_verdict(
    *, claim: Claim, verdict: VerdictKind, reason: str, fingerprint: str, by: Actor, at: datetime
) -> Verdict:
    """Record a verdict, settle the claim, and let the next one have it.

    `fingerprint` is that of the evidence the reviewer saw. StaleView if it is no longer that;
    Conflict if somebody else has the claim or its state allows no verdict; Refused for its recorder
    and for whoever is no reviewer.
    """
    if not reason.strip():
        raise ValidationError({"reason": "A verdict has a reason."})
    with work_on(Action.GIVE_VERDICT, claim, by=by, at=at, why=reason) as work:
        may_judge_claim(by, work.claim)
        if work.state in (State.DRAFT, State.HELD):
            raise Conflict(f"The claim is {work.state.label}: nobody gives verdicts on it now.")
        not_with_another(work)
        chain = f"claim/{work.claim.ref}"
        if fingerprint != current_fingerprint(chain):
            raise StaleView(since(chain, fingerprint))
        given = Verdict(
            claim=work.claim,
            reviewer=by.name,
            verdict=verdict.value,
            reason=reason,
            fingerprint=fingerprint,
            at=work.at,
            recorded_at=work.at,
        )
        given.full_clean()
        given.save()
        work.note(verdict_change(given))
        work.context.bearing = True
        end_assignment(work)
    return given


def verdict_change(given: Verdict) -> Change:
    """A verdict as the history tells it."""
    return Change(f"verdict {given.pk}", None, audited(given))
