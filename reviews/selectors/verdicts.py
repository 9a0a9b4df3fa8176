"""Verdicts and policies as plain records."""

from collections.abc import Collection

from claims.domain import records
from claims.domain.policy.gate import OBJECTIONS
from claims.domain.policy.parameters import Policy
from claims.domain.vocabulary import VerdictKind
from claims.models import Claim
from reviews.domain.vocabulary import DecisionKind
from reviews.models import Decision, HousePolicy, Verdict


def verdicts_on(claims: Collection[int]) -> list[records.Verdict]:
    """Every verdict on these claims, and the end of every objection that two people closed."""
    rows = Verdict.objects.filter(claim__in=claims).values_list(
        "claim__ref", "reviewer", "verdict", "at", "reason"
    )
    given = [
        records.Verdict.model_construct(
            claim=claim, reviewer=reviewer, verdict=VerdictKind(verdict), at=at, reason=reason
        )
        for claim, reviewer, verdict, at, reason in rows
    ]
    closings = Decision.objects.filter(
        claim__in=claims, kind=DecisionKind.CLOSE_DISPUTE.value, carried=True
    ).select_related("proposal", "claim")
    return given + [_closed(each) for each in closings]


def _closed(decision: Decision) -> records.Verdict:
    """How the policy reads a closed objection: its reviewer has none any more.

    The reviewer's verdict stays on record, and a new one of theirs counts again.
    """
    proposal = decision.proposal
    assert proposal is not None
    return records.Verdict.model_construct(
        claim=decision.claim.ref,
        reviewer=proposal.subject["reviewer"],
        verdict=VerdictKind.ABSTAIN,
        at=decision.at,
        reason=f"Objection closed by {decision.decided_by} and {decision.seconded_by}: "
        f"{decision.reason}",
    )


def open_objection(claim: Claim, reviewer: str) -> Verdict | None:
    """The reviewer's latest verdict, if it objects and nobody has closed it."""
    latest = Verdict.objects.filter(claim=claim, reviewer=reviewer).order_by("at", "pk").last()
    if latest is None or latest.verdict not in OBJECTIONS:
        return None
    closed = Decision.objects.filter(
        claim=claim,
        kind=DecisionKind.CLOSE_DISPUTE.value,
        carried=True,
        proposal__subject__reviewer=reviewer,
        at__gte=latest.at,
    )
    return None if closed.exists() else latest


def policies(names: Collection[str]) -> dict[str, Policy]:
    """The policies of these names (id@version); the empty name is the house's own."""
    known = {"": house_policy()}
    if set(names) - {""}:
        known |= {str(row): policy_of(row) for row in HousePolicy.objects.all()}
    return {name: known[name] for name in names}


def policy_of(row: HousePolicy) -> Policy:
    return Policy(id=row.policy_id, version=row.version, **row.parameters)


def house_policy() -> Policy:
    """The policy for every claim that names no other: the defaults."""
    return Policy()
