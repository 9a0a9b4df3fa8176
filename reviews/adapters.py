"""What reviews tells claims (the port `claims.ports.Reviews`), from the database."""

from collections.abc import Collection, Sequence
from datetime import datetime

from claims.domain import records
from claims.domain.policy.parameters import Policy
from claims.ports import News, Waiting
from reviews.selectors import verdicts
from reviews.services import dossiers, notices, reactions
from sources.foundation.domain.history import Change
from sources.foundation.domain.roles import Deed
from sources.foundation.permissions import Hand


class RecordedReviews:
    def verdicts_on(self, claims: Collection[int]) -> list[records.Verdict]:
        return verdicts.verdicts_on(claims)

    def policies(self, names: Collection[str]) -> dict[str, Policy]:
        return verdicts.policies(names)

    def record(self, given: Sequence[records.Verdict], *, at: datetime) -> list[tuple[int, Change]]:
        return dossiers.record_verdicts(given, at=at)

    def keep_policy(self, policy: Policy, *, at: datetime) -> str:
        if policy == verdicts.house_policy():
            return ""
        return str(dossiers.keep_policy(policy, at=at))

    def opened(self, claim: int, *, by: Hand, at: datetime) -> Change | None:
        return reactions.opened(claim, by=by, at=at)

    def settled(self, news: Sequence[News], *, deed: Deed, by: Hand, at: datetime) -> None:
        reactions.follow(news, deed=deed, at=at)

    def escalate(self, waiting: Sequence[Waiting], *, at: datetime) -> None:
        notices.escalate(waiting, at=at)
