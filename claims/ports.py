"""What claims asks of reviews, without knowing it.

`reviews` puts its own implementation here when the project starts (`reviews/apps.py`). Without it,
nobody has reviewed anything and the default policy holds.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from claims.domain.policy.parameters import Policy
from claims.domain.records import Verdict


class Reviews(Protocol):
    """The verdicts on claims, and the policies by which claims are assessed."""

    def verdicts_on(self, claims: Collection[int]) -> list[Verdict]:
        """Every verdict on these claims (by primary key), in any order."""

    def policies(self, names: Collection[str]) -> dict[str, Policy]:
        """The policies of exactly these names (id@version); the empty one is the house's own."""

    def record(self, verdicts: Sequence[Verdict], *, at: datetime) -> int:
        """Keep these verdicts, each once; how many were new."""

    def keep_policy(self, policy: Policy, *, at: datetime) -> str:
        """The name under which claims are assessed by it; '' if it is the house's own.

        ValueError if another policy has its name.
        """


class NoReviews:
    """Claims standing alone."""

    def verdicts_on(self, claims: Collection[int]) -> list[Verdict]:
        return []

    def policies(self, names: Collection[str]) -> dict[str, Policy]:
        return dict.fromkeys(names, Policy())

    def record(self, verdicts: Sequence[Verdict], *, at: datetime) -> int:
        if verdicts:
            raise LookupError("There is nobody to keep verdicts.")
        return 0

    def keep_policy(self, policy: Policy, *, at: datetime) -> str:
        if policy != Policy():
            raise ValueError("Only the default policy is known.")
        return ""


reviews: Reviews = NoReviews()
