"""What reviews tells claims (the port `claims.ports.Reviews`), from the database."""

from collections.abc import Collection, Sequence
from datetime import datetime

from claims.domain import records
from claims.domain.policy.parameters import Policy
from claims.ports import SettledClaim, UnansweredAlert
from reviews.selectors import verdicts
from reviews.services import dossier_verdicts, notices, reactions
from sources.foundation.domain.history import Change
from sources.foundation.domain.roles import Action
from sources.foundation.permissions import Actor


class RecordedReviews:
    def verdicts_on(self, claims: Collection[int]) -> list[records.Verdict]:
        return verdicts.verdicts_on(claims)

    def policies(self, names: Collection[str]) -> dict[str, Policy]:
        return verdicts.policies(names)

    def record(self, given: Sequence[records.Verdict], *, at: datetime) -> list[tuple[int, Change]]:
        return dossier_verdicts.record_verdicts(given, at=at)

    def keep_policy(self, policy: Policy, *, at: datetime) -> str:
        if policy == verdicts.house_policy():
            return ""
        return str(dossier_verdicts.keep_policy(policy, at=at))

    def opened(self, claim: int, *, by: Actor, at: datetime) -> Change | None:
        return reactions.opened(claim, by=by, at=at)

    def settled(
        self, news: Sequence[SettledClaim], *, action: Action, by: Actor, at: datetime
    ) -> None:
        reactions.follow(news, action=action, at=at)

    def escalate(self, waiting: Sequence[UnansweredAlert], *, at: datetime) -> None:
        notices.escalate(waiting, at=at)
