"""What reviews tells claims (the port `claims.ports.Reviews`), from the database."""

from collections.abc import Collection, Sequence
from datetime import datetime

from claims.domain import records
from claims.domain.policy.parameters import Policy
from reviews import selectors, services


class RecordedReviews:
    def verdicts_on(self, claims: Collection[int]) -> list[records.Verdict]:
        return selectors.verdicts_on(claims)

    def policies(self, names: Collection[str]) -> dict[str, Policy]:
        return selectors.policies(names)

    def record(self, verdicts: Sequence[records.Verdict], *, at: datetime) -> int:
        return services.record_verdicts(verdicts, at=at)

    def keep_policy(self, policy: Policy, *, at: datetime) -> str:
        if policy == selectors.house_policy():
            return ""
        return str(services.keep_policy(policy, at=at))
