"""Verdicts and policies as plain records."""

from collections.abc import Collection

from claims.domain import records
from claims.domain.policy.parameters import Policy
from claims.domain.vocabulary import VerdictKind
from reviews.models import HousePolicy, Verdict


def verdicts_on(claims: Collection[int]) -> list[records.Verdict]:
    rows = Verdict.objects.filter(claim__in=claims).values_list(
        "claim__ref", "reviewer", "verdict", "at", "reason"
    )
    return [
        records.Verdict.model_construct(
            claim=claim, reviewer=reviewer, verdict=VerdictKind(verdict), at=at, reason=reason
        )
        for claim, reviewer, verdict, at, reason in rows
    ]


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
