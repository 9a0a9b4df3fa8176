"""What reviews tells claims: the verdicts on them and the policies they are assessed by."""

from collections.abc import Collection, Sequence
from datetime import datetime

from claims.domain import records
from claims.domain.policy.parameters import Policy
from claims.domain.vocabulary import VerdictKind
from reviews import services
from reviews.models import HousePolicy, Verdict


class RecordedReviews:
    """The port `claims.ports.Reviews`, from the database."""

    def verdicts_on(self, claims: Collection[int]) -> list[records.Verdict]:
        rows = Verdict.objects.on(claims).values_list(
            "claim__ref", "reviewer", "verdict", "at", "reason"
        )
        return [
            records.Verdict.model_construct(
                claim=claim, reviewer=reviewer, verdict=VerdictKind(verdict), at=at, reason=reason
            )
            for claim, reviewer, verdict, at, reason in rows
        ]

    def policies(self, names: Collection[str]) -> dict[str, Policy]:
        known = {"": house_policy()}
        if set(names) - {""}:
            known |= {str(row): policy_of(row) for row in HousePolicy.objects.all()}
        return {name: known[name] for name in names}

    def record(self, verdicts: Sequence[records.Verdict], *, at: datetime) -> int:
        return services.record_verdicts(verdicts, at=at)

    def keep_policy(self, policy: Policy, *, at: datetime) -> str:
        if policy == house_policy():
            return ""
        return str(services.keep_policy(policy, at=at))


def policy_of(row: HousePolicy) -> Policy:
    return Policy(id=row.policy_id, version=row.version, **row.parameters)


def house_policy() -> Policy:
    """The policy for every claim that names no other: the defaults."""
    return Policy()
