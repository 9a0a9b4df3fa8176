"""Where a claim stands in the queue, and whether a decided one has to come back."""

from collections.abc import Collection, Mapping
from typing import Any

from claims.domain.vocabulary import Reason, Status
from reviews.domain.vocabulary import Level, State

SIGNED = frozenset({Status.CONFIRMED.value, Status.REFUTED.value})


def level(
    assessment: Mapping[str, Any] | None,
    *,
    state: State,
    required: int,
    refutals: int,
    cited_as: Collection[str],
) -> Level:
    """The level of a claim by its assessment, without regard to the clock.

    `required` is R, `refutals` how many fresh refute verdicts there are, `cited_as` the statuses
    as which the claim was printed.
    """
    if assessment is None:
        return Level.NEW
    status = Status(assessment["status"])
    reasons = assessment["reasons"]
    if adverse(status) and any(not adverse(Status(each)) for each in cited_as):
        return Level.CITED_ADVERSE
    refutable = assessment["evidence_status"] == Status.REFUTED.value
    signatures = refutals if refutable else assessment["approvals"]
    if Reason.AWAITING_REVIEW.value in reasons and signatures == required - 1 > 0:
        return Level.ONE_SHORT
    if status in (Status.DISPUTED, Status.QUESTIONED):
        return Level.DISPUTED
    if Reason.OFFICIAL_NEEDS_PRIMARY.value in reasons:
        return Level.NEEDS_PRIMARY
    return Level.STALE if state is State.REOPENED else Level.NEW


def adverse(status: Status) -> bool:
    """Nobody should have printed it as support."""
    return status.rank is not None and not status.above_disputed


def comes_back(
    assessment: Mapping[str, Any] | None, *, decided_status: str, decided_approvals: int
) -> bool:
    """Whether what was decided no longer holds: another status, or fewer signatures that do."""
    if assessment is None:
        return False
    return bool(
        assessment["status"] != decided_status or assessment["approvals"] < decided_approvals
    )


def fell(before: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> bool:
    """Whether a reader may infer less support than before."""
    if before is None or now is None:
        return False
    old, new = Status(before["status"]).rank, Status(now["status"]).rank
    return old is not None and new is not None and new < old
