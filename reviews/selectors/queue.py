"""The queue: what hurts most first, each with why it stands where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from claims.domain.vocabulary import (
    Reason,
    Status,
)
from claims.models import Citation, StatusRecord
from claims.selectors.statuses import standing_records
from reviews.domain.vocabulary import Level, State
from reviews.domain.workflow import OPEN
from reviews.models import Case, Proposal
from reviews.querysets import CaseQuerySet
from reviews.selectors.verdicts import policies
from sources.foundation.domain.roles import Audience


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One claim in the queue. `why` says why it stands here, in a sentence."""

    case: Any  # annotated with assignee, lease_until and rank
    level: Level
    state: State
    status: Status | None
    why: str
    assessment: Mapping[str, Any]

    @property
    def heading(self) -> str:
        """Why it stands here; a claim that does not wait says where it is instead."""
        waits = self.state in OPEN or self.level is not Level.NEW
        return self.level.why if waits else self.state.meaning.capitalize()


def queue(cases: CaseQuerySet, now: datetime) -> CaseQuerySet:
    """Cases in the order of the queue, with what a row needs."""
    return cases.by_urgency(now).with_assignee(now).select_related("claim__event")


def chosen(
    cases: CaseQuerySet, given: Mapping[str, Any], username: str, now: datetime
) -> CaseQuerySet:
    """The cases that a filter asks for; without one, those that wait."""
    show = given.get("show")
    if show == "mine":
        cases = cases.assigned_to(username, now)
    elif show == "second":
        cases = cases.waiting(now).waiting_for_second()
    elif show == "draft":
        cases = cases.in_state(State.DRAFT, now).filter(claim__recorded_by=username)
    elif show != "all" and not given.get("state") and not given.get("q"):
        cases = cases.waiting(now)
    if given.get("state"):
        cases = cases.in_state(State(given["state"]), now)
    if given.get("event"):
        cases = cases.filter(claim__event=given["event"])
    if given.get("status"):
        cases = cases.filter(status=given["status"])
    if given.get("assignee"):
        cases = cases.assigned_to(given["assignee"], now)
    if given.get("age"):
        cases = cases.filter(since__lte=now - timedelta(days=int(given["age"])))
    if given.get("q"):
        words = given["q"]
        cases = cases.filter(Q(claim__text__icontains=words) | Q(claim__ref__icontains=words))
    return cases


def rows(cases: Sequence[Any], now: datetime) -> list[QueueRow]:
    """These cases (as `queue` gives them) as rows; a fixed number of queries."""
    pks = [case.pk for case in cases]
    records = standing_records(pks, audience=Audience.INTERNAL, at=now)
    cited = Citation.objects.filter(record__claim__in=pks).order_by()
    places = dict(cited.values_list("record__claim").annotate(Count("pk")))
    proposed = Proposal.objects.filter(claim__in=pks, decision=None).order_by()
    proposals = dict(proposed.values_list("claim").annotate(Count("pk")))
    required = {
        name: policy.reviewers_required
        for name, policy in policies({case.claim.policy for case in cases}).items()
    }
    return [
        _row(
            case,
            records.get(case.pk),
            now,
            required=required[case.claim.policy],
            places=places.get(case.pk, 0),
            proposals=proposals.get(case.pk, 0),
        )
        for case in cases
    ]


def _row(
    case: Any,
    record: StatusRecord | None,
    now: datetime,
    *,
    required: int,
    places: int,
    proposals: int,
) -> QueueRow:
    level = list(Level)[case.rank - 1]
    state = State(case.state)
    if state is State.IN_REVIEW and case.assignee is None:
        state = State.QUEUED
    assessment = record.assessment if record else {}
    status = Status(record.status) if record else None
    why = _why(level, case, status, assessment, required=required, places=places)
    if proposals:
        some = "1 proposal waits" if proposals == 1 else f"{proposals} proposals wait"
        why += f" {some} to be seconded."
    return QueueRow(case, level, state, status, why, assessment)


def _why(
    level: Level,
    case: Any,
    status: Status | None,
    assessment: Mapping[str, Any],
    *,
    required: int,
    places: int,
) -> str:
    label = status.label if status else "not on record"
    reasons = assessment.get("reasons", [])
    if level is Level.CITED_ADVERSE:
        return f"Printed {places} time{'s' * (places != 1)} with more support; now {label}."
    if level is Level.ONE_SHORT:
        return f"{required - 1} of {required} signatures; one more settles it."
    if level is Level.DISPUTED:
        objections = Reason.REVIEWER_DISPUTE.value in reasons
        return "A reviewer objects." if objections else "There is support, and somebody denies it."
    if level is Level.NEEDS_PRIMARY:
        return "An official says so, and only at second hand: find the statement itself."
    if level is Level.OVERDUE:
        return f"To be looked at again by {case.claim.review_by:%-d %b %Y, %H:%M} UTC."
    if level is Level.STALE:
        was = f" as {Status(case.decided_status).label}" if case.decided_status else ""
        return f"Decided{was}; something happened since."
    if Reason.AWAITING_REVIEW.value in reasons:
        return "The evidence suffices; nobody has signed."
    return str(assessment.get("next", ""))


def waiting_counts(cases: CaseQuerySet, user: Any, now: datetime) -> dict[str, int]:
    """How much waits altogether, for this person, and for a second one."""
    waiting = cases.waiting(now)
    return {
        "all": waiting.count(),
        "mine": cases.assigned_to(user.get_username(), now).count(),
        "second": waiting.waiting_for_second().count(),
    }


def neighbours(cases: CaseQuerySet, case: Case, now: datetime) -> tuple[int | None, int | None]:
    """The primary keys of the claims before and after this one in the queue."""
    ordered = list(cases.by_urgency(now).values_list("pk", flat=True)[:500])
    if case.pk not in ordered:
        return None, ordered[0] if ordered else None
    place = ordered.index(case.pk)
    before = ordered[place - 1] if place else None
    after = ordered[place + 1] if place + 1 < len(ordered) else None
    return before, after
