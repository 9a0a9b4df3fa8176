"""A claim's case: who has it, in which state it really is, and by which policy it is judged."""

from datetime import datetime

from claims.domain.policy.parameters import Policy
from claims.models import Claim
from reviews.domain.vocabulary import State
from reviews.models import Assignment, Case
from reviews.selectors.verdicts import policies


def live_assignment(claim: Claim, at: datetime) -> Assignment | None:
    """Who has the claim, unless the lease has run out."""
    live = Assignment.objects.filter(claim=claim, ended_at=None, until__gt=at)
    return live.select_related("reviewer").first()


def state_of(case: Case, live: Assignment | None) -> State:
    """The state of the claim now: one whose lease has run out is in the queue again."""
    state = State(case.state)
    return State.QUEUED if state is State.IN_REVIEW and live is None else state


def required_to_judge(claim: Claim) -> Policy:
    """The policy by which the claim is assessed."""
    return policies([claim.policy])[claim.policy]
