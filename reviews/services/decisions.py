"""What takes two: one proposes, another seconds, and whoever recorded the claim is neither."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from claims.domain.vocabulary import Interest, Visibility
from claims.models import Attribution, Claim, Detail, DetailValue
from claims.selectors.private_persons import named_below_the_bar
from claims.services import judging
from claims.services.visibility import show
from reviews.domain.vocabulary import DecisionKind, NoticeKind, State
from reviews.models import Decision, Proposal
from reviews.selectors.audit import audited
from reviews.selectors.cases import authors_of
from reviews.selectors.verdicts import open_objection
from reviews.services.casework import (
    CaseContext,
    may_judge_claim,
    move,
    remember_decision,
    work_on,
)
from reviews.services.notices import NoticeRequest, notify_all
from reviews.services.refusals import Conflict, StaleView
from sources.foundation.domain.history import Change
from sources.foundation.domain.roles import DECIDERS, Action, folded, may_second
from sources.foundation.permissions import Actor, enforce
from sources.foundation.selectors.history import fingerprint as current_fingerprint
from sources.foundation.selectors.history import since
from sources.models import Source

STATEMENTS = {"attribution": Attribution, "answer": DetailValue}


def propose(
    *,
    claim: Claim,
    kind: DecisionKind,
    subject: dict[str, str],
    reason: str,
    by: Actor,
    at: datetime,
) -> Proposal:
    """Propose a decision. `subject` names what it is about:

    discount, restore: {"kind": "attribution" or "answer", "ref": …} · declare_interest:
    {"source": ref, "interest": "favours" or "damages"} · declare_authority: {"source": ref} ·
    declare_detail_interest: {"detail": ref, "source": ref} · close_dispute: {"reviewer": name} ·
    publish_against_hold, publish_private: {}. The objection that is to be
    closed, or the hold, is the one that stands: a newer one is another.
    """
    if not reason.strip():
        raise ValidationError({"reason": "A proposal has a reason."})
    if not kind.takes_two:
        raise ValidationError({"kind": f"To {kind.label} needs no second person."})
    with work_on(Action.PROPOSE, claim, by=by, at=at, why=reason) as work:
        may_judge_claim(by, work.claim)
        if kind is DecisionKind.PUBLISH_AGAINST_HOLD:
            subject = {**subject, "hold": _hold_of(work.claim)}
        if kind is DecisionKind.CLOSE_DISPUTE:
            objection = open_objection(work.claim, subject.get("reviewer", ""))
            subject = {**subject, "verdict": str(objection.pk) if objection else ""}
        _check(work, kind, subject)
        same = Proposal.objects.filter(
            claim=work.claim, kind=kind.value, subject=subject, decision=None
        )
        if same.exists():
            raise Conflict("The same has been proposed already, and waits for a second person.")
        proposal = Proposal(
            claim=work.claim,
            kind=kind.value,
            subject=subject,
            proposed_by=by.name,
            reason=reason,
            at=work.at,
        )
        proposal.full_clean()
        proposal.save()
        work.note(Change(f"proposal {proposal.pk}", None, audited(proposal)))
        _tell_seconders(work, proposal)
    return proposal


def second(
    *, proposal: Proposal, reason: str, fingerprint: str, by: Actor, at: datetime
) -> Decision:
    """Agree with what somebody else proposed; it takes effect at once.

    `fingerprint` is that of the evidence on screen, as for a verdict.
    """
    with work_on(
        Action.SECOND, proposal.claim, by=by, at=at, why=reason or proposal.reason, evidence=True
    ) as work:
        may_judge_claim(by, work.claim)
        enforce(may_second(by.name, proposal.proposed_by))
        _unanswered(proposal)
        _still_entitled(proposal, work.claim)
        chain = f"claim/{work.claim.ref}"
        if fingerprint != current_fingerprint(chain):
            raise StaleView(since(chain, fingerprint))
        kind = DecisionKind(proposal.kind)
        _check(work, kind, proposal.subject)
        _carry_out(work, kind, proposal)
        return _answer(work, proposal, by, reason or proposal.reason, carried=True)


def decline(*, proposal: Proposal, reason: str, by: Actor, at: datetime) -> Decision:
    """Turn a proposal down; whoever made it may take it back so."""
    if not reason.strip():
        raise ValidationError({"reason": "Declining has a reason."})
    with work_on(Action.DECLINE, proposal.claim, by=by, at=at, why=reason) as work:
        if by.name != proposal.proposed_by:
            may_judge_claim(by, work.claim)
        _unanswered(proposal)
        return _answer(work, proposal, by, reason, carried=False)


def _hold_of(claim: Claim) -> str:
    """Which hold the claim is on: the last one."""
    holds = Decision.objects.filter(claim=claim, kind=DecisionKind.HOLD.value)
    return str(holds.order_by("at", "pk").values_list("pk", flat=True).last() or "")


def _still_entitled(proposal: Proposal, claim: Claim) -> None:
    """Two people have to want it now: one whose role was taken away is not one of them, and neither
    is one who has become an author of the claim since."""
    if folded(proposal.proposed_by) in {folded(author) for author in authors_of(claim)}:
        raise Conflict(f"{proposal.proposed_by} has reworded the claim; somebody else proposes it.")
    users = get_user_model().objects.filter(username=proposal.proposed_by, is_active=True)
    roles = [role.value for role in DECIDERS]
    if not users.filter(groups__name__in=roles).exists():
        raise Conflict(f"{proposal.proposed_by} may not propose this any more; propose it anew.")


def _unanswered(proposal: Proposal) -> None:
    answered = Decision.objects.filter(proposal=proposal).first()
    if answered is not None:
        who = answered.seconded_by or answered.decided_by
        raise Conflict(f"{who} has answered this proposal already.")


def _answer(
    work: CaseContext, proposal: Proposal, by: Actor, reason: str, *, carried: bool
) -> Decision:
    """The decision row. One that is turned down by its proposer has no second person to name."""
    decision = Decision(
        claim=work.claim,
        kind=proposal.kind,
        decided_by=proposal.proposed_by,
        seconded_by=by.name,
        proposal=proposal,
        carried=carried,
        reason=reason,
        at=work.at,
    )
    decision.full_clean()
    decision.save()
    work.note(Change(f"decision {decision.pk}", None, audited(decision)))
    return decision


def _check(work: CaseContext, kind: DecisionKind, subject: dict[str, str]) -> None:
    """Raise ValidationError, or Conflict, for what cannot be decided as things are."""
    if kind in (DecisionKind.DISCOUNT, DecisionKind.RESTORE):
        statement = _statement(work.claim, subject)
        discounted = statement.discounted_at is not None
        if kind is DecisionKind.DISCOUNT and discounted:
            raise Conflict("It has been discounted already.")
        if kind is DecisionKind.RESTORE and not discounted:
            raise Conflict("It has not been discounted.")
        if kind is DecisionKind.RESTORE and hasattr(statement, "restored"):
            raise Conflict("It has been restored already.")
    elif kind in (DecisionKind.DECLARE_INTEREST, DecisionKind.DECLARE_AUTHORITY):
        source, interest = _source(subject), _interest(kind, subject)
        if work.claim.interests.filter(source=source, interest=interest.value).exists():
            raise Conflict("It has been declared already.")
    elif kind is DecisionKind.DECLARE_DETAIL_INTEREST:
        if _source(subject).ref in _detail(work.claim, subject).favours:
            raise Conflict("It has been declared already.")
    elif kind is DecisionKind.PUBLISH_PRIVATE:
        if work.state is not State.DECIDED:
            raise Conflict(f"The claim is {work.state.label}: it is decided first.")
        if not named_below_the_bar(work.claim, work.at):
            raise Conflict("It names no private person below the bar: an editor may publish it.")
    elif kind is DecisionKind.CLOSE_DISPUTE:
        objection = open_objection(work.claim, subject.get("reviewer", ""))
        if objection is None:
            raise Conflict("This reviewer has no open objection.")
        if str(objection.pk) != subject.get("verdict"):
            raise Conflict("The reviewer objects anew: that has to be answered first.")
    elif work.state is State.HELD and subject.get("hold") != _hold_of(work.claim):
        raise Conflict("It is on another hold now: propose it anew.")
    elif work.state is not State.HELD:
        raise Conflict(f"The claim is {work.state.label}, not held: an editor may publish it.")


def _carry_out(work: CaseContext, kind: DecisionKind, proposal: Proposal) -> None:
    subject, reason = proposal.subject, proposal.reason
    if kind is DecisionKind.DISCOUNT:
        judging.discount(work.context, _statement(work.claim, subject), reason=reason, at=work.at)
    elif kind is DecisionKind.RESTORE:
        judging.restore(
            work.context, _statement(work.claim, subject), reason=reason, by=work.by, at=work.at
        )
    elif kind in (DecisionKind.DECLARE_INTEREST, DecisionKind.DECLARE_AUTHORITY):
        judging.declare_interest(
            work.context,
            work.claim,
            _source(subject),
            _interest(kind, subject),
            reason=reason,
            by=work.by,
            at=work.at,
        )
    elif kind is DecisionKind.DECLARE_DETAIL_INTEREST:
        judging.declare_detail_interest(_detail(work.claim, subject), _source(subject))
    elif kind in (DecisionKind.PUBLISH_AGAINST_HOLD, DecisionKind.PUBLISH_PRIVATE):
        new = move(work, Action.SECOND)
        show(work.claim, Visibility.PUBLIC, at=work.at)
        remember_decision(work, new)
    else:
        work.context.bearing = True  # the objection ends with the decision that is now recorded


def _statement(claim: Claim, subject: dict[str, str]) -> Any:
    model = STATEMENTS.get(subject.get("kind", ""))
    found = None
    if model is not None:
        statement = model._default_manager.filter(ref=subject.get("ref", ""))
        of_claim = {"claim": claim} if model is Attribution else {"detail__claim": claim}
        found = statement.filter(**of_claim).first()
    if found is None:
        raise ValidationError({"subject": "This claim has no such statement."})
    return found


def _detail(claim: Claim, subject: dict[str, str]) -> Detail:
    found = claim.details.filter(ref=subject.get("detail", "")).first()
    if found is None:
        raise ValidationError({"subject": "This claim has no such question."})
    return found


def _source(subject: dict[str, str]) -> Source:
    found = Source.objects.filter(ref=subject.get("source", "")).first()
    if found is None:
        raise ValidationError({"subject": "There is no such source."})
    return found


def _interest(kind: DecisionKind, subject: dict[str, str]) -> Interest:
    if kind is DecisionKind.DECLARE_AUTHORITY:
        return Interest.AUTHORITY
    interest = subject.get("interest")
    if interest not in (Interest.FAVOURS.value, Interest.DAMAGES.value):
        raise ValidationError({"subject": "A claim favours or damages somebody."})
    return Interest(interest)


def _tell_seconders(work: CaseContext, proposal: Proposal) -> None:
    text = (
        f"{proposal.proposed_by} proposes to {DecisionKind(proposal.kind).label} on "
        f"“{work.claim}” and needs somebody to second it."
    )
    words = [
        NoticeRequest(
            NoticeKind.SECOND_LOOK,
            work.claim,
            text,
            role=role,
            but={proposal.proposed_by, work.claim.recorded_by},
            occasion=f"proposal {proposal.pk}",
        )
        for role in sorted(DECIDERS)
    ]
    notify_all(words, at=work.at)
