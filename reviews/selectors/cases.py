"""A claim's case: who has it, in which state it really is, and by which policy it is judged."""

import json
from datetime import datetime

from claims.domain.policy.parameters import Policy
from claims.models import Claim
from reviews.domain.vocabulary import State
from reviews.models import Assignment, Case
from reviews.selectors.verdicts import policies
from sources.foundation.domain.roles import Action, Role
from sources.foundation.models import HistoryEntry


def live_assignment(claim: Claim, at: datetime) -> Assignment | None:
    """Who has the claim, unless the lease has run out or the role was taken away."""
    live = Assignment.objects.filter(
        claim=claim,
        ended_at=None,
        until__gt=at,
        reviewer__is_active=True,
        reviewer__groups__name=Role.REVIEWER.value,
    )
    return live.select_related("reviewer").first()


def state_of(case: Case, live: Assignment | None) -> State:
    """The state of the claim now: one whose lease has run out is in the queue again."""
    state = State(case.state)
    return State.QUEUED if state is State.IN_REVIEW and live is None else state


def authors_of(claim: Claim) -> set[str]:
    """Whose words the claim is: whoever recorded it, and whoever reworded it since."""
    worded = HistoryEntry.objects.filter(
        chain=f"claim/{claim.ref}", action=Action.RECORD_CLAIM.value, number__gt=1
    )
    authors = {claim.recorded_by}
    for by, body in worded.values_list("by", "body"):
        changes = json.loads(body)["changes"] if body else []
        fields = {name for change in changes for name in change["after"] or ()}
        if fields & {"text", "checkability"}:
            authors.add(by)
    return authors


def required_to_judge(claim: Claim) -> Policy:
    """The policy by which the claim is assessed."""
    return policies([claim.policy])[claim.policy]
