"""The way of a claim over the desk. `move` is the one function that writes its state."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from claims.domain.vocabulary import Visibility
from claims.models import Claim
from claims.selectors.private_persons import named_below_the_bar
from claims.services.actions import ActionContext, perform
from claims.services.visibility import show
from reviews.domain.vocabulary import DecisionKind, NoticeKind, State
from reviews.domain.workflow import SETTLED, NotNow, target
from reviews.models import Assignment, Case, Decision
from reviews.selectors.audit import audited
from reviews.selectors.cases import authors_of, live_assignment, required_to_judge, state_of
from reviews.services.notices import notify
from reviews.services.refusals import Conflict
from sources.foundation.domain.history import Change
from sources.foundation.domain.roles import Action, may_judge
from sources.foundation.permissions import Actor, Refused, actor_of, enforce, may


@dataclass(slots=True)
class CaseContext:
    """A claim on the desk while something is done to it."""

    context: ActionContext
    claim: Claim
    case: Case
    by: Actor
    assignment: Assignment | None  # the live one

    @property
    def at(self) -> datetime:
        return self.context.at

    @property
    def state(self) -> State:
        return state_of(self.case, self.assignment)

    def note(self, change: Change) -> None:
        self.context.note(self.claim.pk, change)


@contextmanager
def work_on(
    what: Action, claim: Claim, *, by: Actor, at: datetime, why: str = "", evidence: bool = False
) -> Iterator[CaseContext]:
    """Do something to a claim on the desk, in one transaction that holds the claim."""
    with perform(what, by=by, at=at, why=why, claims=[claim.pk], evidence=evidence) as context:
        row = Claim.objects.get(pk=claim.pk)
        case = Case.objects.get(pk=claim.pk)
        yield CaseContext(context, row, case, by, live_assignment(row, context.at))


def move(work: CaseContext, what: Action, *, towards: State | None = None) -> State:
    """Bring the claim to the state that the action leads to; Conflict if it leads nowhere."""
    try:
        new = target(what, work.state, towards=towards)
    except NotNow as refusal:
        raise Conflict(str(refusal)) from None
    place(work.context, work.case, new, at=work.at)
    return new


def place(context: ActionContext, case: Case, new: State, *, at: datetime) -> None:
    old = case.state
    if old != new.value:
        case.state, case.since = new.value, at
        case.save(update_fields=["state", "since"])
        context.note(case.pk, Change("case", {"state": old}, {"state": new.value}))


def submit(*, claim: Claim, by: Actor, at: datetime) -> None:
    """A draft is ready for reviewers."""
    with work_on(Action.SUBMIT, claim, by=by, at=at) as work:
        move(work, Action.SUBMIT)


def take(*, claim: Claim, by: Actor, at: datetime) -> Assignment:
    """Take a claim to review it, until the lease runs out; taking one's own again renews it."""
    with work_on(Action.TAKE, claim, by=by, at=at) as work:
        _may_judge(by, work.claim)
        not_with_another(work)
        return _assign(work, Action.TAKE, by.user)


def give_back(*, claim: Claim, by: Actor, at: datetime) -> None:
    """Let somebody else have it."""
    with work_on(Action.GIVE_BACK, claim, by=by, at=at) as work:
        _must_have(work, by)
        move(work, Action.GIVE_BACK)
        end_assignment(work)


def hand_over(*, claim: Claim, to: Any, by: Actor, at: datetime) -> Assignment:
    """Pass a claim that one has to another reviewer."""
    with work_on(Action.HAND_OVER, claim, by=by, at=at) as work:
        _must_have(work, by)
        return _assign(work, Action.HAND_OVER, to)


def assign(*, claim: Claim, to: Any, by: Actor, at: datetime) -> Assignment:
    """An editor gives the claim to a reviewer, also away from another."""
    with work_on(Action.ASSIGN, claim, by=by, at=at) as work:
        return _assign(work, Action.ASSIGN, to)


def decide(*, claim: Claim, reason: str, by: Actor, at: datetime) -> Decision:
    """It stays as it stands: nobody need look again until something happens."""
    with work_on(Action.DECIDE, claim, by=by, at=at, why=reason) as work:
        _may_judge(by, work.claim)
        new = move(work, Action.DECIDE, towards=settled_state(work.claim))
        end_assignment(work)
        remember_decision(work, new)
        return record_decision(work, DecisionKind.DECIDE, reason)


def reopen(*, claim: Claim, reason: str, by: Actor, at: datetime) -> Decision:
    with work_on(Action.REOPEN, claim, by=by, at=at, why=reason) as work:
        move(work, Action.REOPEN)
        return record_decision(work, DecisionKind.REOPEN, reason)


def hold(*, claim: Claim, reason: str, by: Actor, at: datetime) -> Decision:
    """Keep the claim from the public, and take it back if it is public."""
    with work_on(Action.HOLD, claim, by=by, at=at, why=reason, evidence=True) as work:
        move(work, Action.HOLD)
        end_assignment(work)
        show(work.claim, Visibility.INTERNAL, at=work.at)
        return record_decision(work, DecisionKind.HOLD, reason)


def release(*, claim: Claim, reason: str, by: Actor, at: datetime) -> Decision:
    with work_on(Action.RELEASE, claim, by=by, at=at, why=reason) as work:
        _may_judge(by, work.claim)
        move(work, Action.RELEASE)
        return record_decision(work, DecisionKind.RELEASE, reason)


def publish(*, claim: Claim, reason: str, by: Actor, at: datetime) -> Decision:
    """Make a decided claim public; one that is held takes two people."""
    with work_on(Action.PUBLISH, claim, by=by, at=at, why=reason, evidence=True) as work:
        _may_judge(by, work.claim)
        if work.state is State.HELD:
            raise Conflict("It is on hold: publishing against a hold is proposed and seconded.")
        last = work.claim.decisions.filter(kind__in=_RELEASING).order_by("at", "pk").last()
        released = last and last.kind == DecisionKind.RELEASE.value and last.decided_by
        if released == by.name:
            raise Conflict("You released it from its hold, so somebody else publishes it.")
        named = named_below_the_bar(work.claim, work.at)
        if named:
            raise Conflict(
                f"It names a private person ({', '.join(named)}) and is not established: "
                "publishing it is proposed by one and seconded by another, with a reason."
            )
        move(work, Action.PUBLISH)
        show(work.claim, Visibility.PUBLIC, at=work.at)
        return record_decision(work, DecisionKind.PUBLISH, reason)


_RELEASING = (DecisionKind.RELEASE.value, DecisionKind.PUBLISH.value)


def settled_state(claim: Claim) -> State:
    """Where a claim comes to rest: published if it is public."""
    return State.PUBLISHED if claim.visibility == Visibility.PUBLIC.value else State.DECIDED


def remember_decision(work: CaseContext, new: State) -> None:
    """What stood when it was decided: should that change, the claim comes back."""
    if new in SETTLED:
        case = work.case
        case.decided_status, case.decided_approvals = case.status, _approvals(work)
        case.save(update_fields=["decided_status", "decided_approvals"])


def record_decision(work: CaseContext, kind: DecisionKind, reason: str) -> Decision:
    """An editor's decision, with its reason."""
    if not reason.strip():
        raise ValidationError({"reason": "A decision has a reason."})
    decision = Decision(
        claim=work.claim, kind=kind.value, decided_by=work.by.name, reason=reason, at=work.at
    )
    decision.full_clean()
    decision.save()
    work.note(Change(f"decision {decision.pk}", None, audited(decision)))
    return decision


def end_assignment(work: CaseContext) -> None:
    """Whoever has the claim has it no longer, and neither does anybody whose lease ran out."""
    open_ones = Assignment.objects.filter(claim=work.claim, ended_at=None)
    for each in open_ones.select_related("reviewer"):
        each.ended_at = min(work.at, each.until) if each.until > each.taken_at else work.at
        each.save(update_fields=["ended_at"])
        work.note(Change("assignment", audited(each), None))
    work.assignment = None


def _assign(work: CaseContext, what: Action, to: Any) -> Assignment:
    reviewer = actor_of(to, work.by.channel)
    if not may(reviewer, Action.TAKE):
        raise ValidationError({"to": f"{reviewer.name} is no reviewer."})
    for author in authors_of(work.claim):
        if not may_judge(reviewer.name, author, author_may_review=_authors(work.claim)):
            raise ValidationError(
                {"to": f"{reviewer.name} recorded this claim, so others judge it."}
            )
    move(work, what)
    end_assignment(work)
    until = work.at + timedelta(minutes=settings.LEASE_MINUTES)
    taken = Assignment.objects.create(claim=work.claim, reviewer=to, taken_at=work.at, until=until)
    work.note(Change("assignment", None, audited(taken)))
    if to != work.by.user:
        notify(
            [to],
            NoticeKind.ASSIGNED,
            work.claim,
            f"{work.by.name} gave you “{work.claim}” to review.",
            occasion=f"assignment {taken.pk}",
            at=work.at,
        )
    return taken


def _must_have(work: CaseContext, by: Actor) -> None:
    if work.assignment is None or work.assignment.reviewer_id != by.user.pk:
        raise Conflict("You do not have this claim (any more).")


def not_with_another(work: CaseContext) -> None:
    """Conflict if somebody else has the claim."""
    live = work.assignment
    if live is not None and (work.by.user is None or live.reviewer_id != work.by.user.pk):
        raise Conflict(
            f"{live.reviewer.get_username()} has this claim until {live.until:%H:%M %Z}."
        )


def _may_judge(by: Actor, claim: Claim) -> None:
    for author in authors_of(claim):
        enforce(may_judge(by.name, author, author_may_review=_authors(claim)))


def may_judge_claim(by: Actor, claim: Claim) -> None:
    """Refused unless this person may be among those who judge the claim."""
    if by.user is None:
        raise Refused("Judging takes a person with an account.")
    _may_judge(by, claim)


def _authors(claim: Claim) -> bool:
    return required_to_judge(claim).author_may_review


def _approvals(work: CaseContext) -> int:
    record = work.claim.timeline.filter(audience="internal").as_of(work.at)
    return record.assessment["approvals"] if record else 0
