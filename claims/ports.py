"""What claims asks of reviews, without knowing it.

`reviews` puts its own implementation here when the project starts (`reviews/apps.py`). Without it,
nobody has reviewed anything and the default policy holds.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from claims.domain.policy.parameters import Policy
from claims.domain.records import Verdict
from sources.foundation.domain.history import Change
from sources.foundation.domain.roles import Action
from sources.foundation.permissions import Actor


@dataclass(frozen=True, slots=True)
class SettledClaim:
    """What settling a claim came to, for the newsroom, at the moment it was done."""

    claim: int
    ref: str
    recorded_by: str
    before: Mapping[str, Any] | None  # the assessment that stood
    now: Mapping[str, Any] | None  # the one that stands
    statuses: Mapping[str, str]  # what stands, by audience
    stale: Collection[str]  # reviewers whose latest signature no longer holds
    records: Collection[str]  # the digests of the status records written


@dataclass(frozen=True, slots=True)
class UnansweredAlert:
    """An alert that nobody has acknowledged in time, and who is to hear of it: the editor of its
    desk by name, or every editor."""

    claim: Any
    text: str
    editor: str  # "" for every editor
    occasion: str


class Reviews(Protocol):
    """The verdicts on claims, and the policies by which claims are assessed."""

    def verdicts_on(self, claims: Collection[int]) -> list[Verdict]:
        """Every verdict on these claims (by primary key), in any order."""

    def policies(self, names: Collection[str]) -> dict[str, Policy]:
        """The policies of exactly these names (id@version); the empty one is the house's own."""

    def record(self, verdicts: Sequence[Verdict], *, at: datetime) -> list[tuple[int, Change]]:
        """Keep these verdicts, each once; those that were new, with the claim of each."""

    def keep_policy(self, policy: Policy, *, at: datetime) -> str:
        """The name under which claims are assessed by it; '' if it is the house's own.

        ValueError if another policy has its name.
        """

    def opened(self, claim: int, *, by: Actor, at: datetime) -> Change | None:
        """Somebody recorded this claim by hand: it is a draft."""

    def settled(
        self, news: Sequence[SettledClaim], *, action: Action, by: Actor, at: datetime
    ) -> None:
        """These claims were settled: queue them, call them back, tell whom it concerns."""

    def escalate(self, waiting: Sequence[UnansweredAlert], *, at: datetime) -> None:
        """Tell the editors of alerts that nobody answers for."""


class NoReviews:
    """Claims standing alone."""

    def verdicts_on(self, claims: Collection[int]) -> list[Verdict]:
        return []

    def policies(self, names: Collection[str]) -> dict[str, Policy]:
        return dict.fromkeys(names, Policy())

    def record(self, verdicts: Sequence[Verdict], *, at: datetime) -> list[tuple[int, Change]]:
        if verdicts:
            raise LookupError("There is nobody to keep verdicts.")
        return []

    def keep_policy(self, policy: Policy, *, at: datetime) -> str:
        if policy != Policy():
            raise ValueError("Only the default policy is known.")
        return ""

    def opened(self, claim: int, *, by: Actor, at: datetime) -> Change | None:
        return None

    def settled(
        self, news: Sequence[SettledClaim], *, action: Action, by: Actor, at: datetime
    ) -> None:
        return

    def escalate(self, waiting: Sequence[UnansweredAlert], *, at: datetime) -> None:
        return


reviews: Reviews = NoReviews()
