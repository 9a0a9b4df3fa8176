"""The states of a claim on the desk, and the kinds of what is decided, asked and told there."""

from enum import StrEnum

from claims.domain.vocabulary import Meant


class State(Meant):
    """Where a claim is on its way over the desk. Never shown as a confirmation status."""

    DRAFT = "draft", "being written down; not yet for reviewers"
    QUEUED = "queued", "waiting for a reviewer"
    IN_REVIEW = "in_review", "a reviewer has it, until the lease runs out"
    DECIDED = "decided", "signed off, or decided as it stands; for the newsroom"
    HELD = "held", "an editor keeps it back: not public, and no verdicts"
    REOPENED = "reopened", "was decided, and something happened since"
    PUBLISHED = "published", "decided, and public"


class Level(StrEnum):
    """What hurts most stands first in the queue; each with why."""

    why: str

    def __new__(cls, code: str, why: str = "") -> "Level":
        member = str.__new__(cls, code)
        member._value_ = code
        member.why = why
        return member

    @property
    def rank(self) -> int:
        """1 is first."""
        return list(Level).index(self) + 1

    CITED_ADVERSE = "cited_adverse", "It was printed, and what was printed no longer stands"
    ONE_SHORT = "one_short", "One signature is missing"
    DISPUTED = "disputed", "It is disputed"
    NEEDS_PRIMARY = "needs_primary", "An official says so; the statement itself is missing"
    OVERDUE = "overdue", "It was expected to change, and its time to be looked at has passed"
    STALE = "stale", "It was decided, and something happened since"
    NEW = "new", "Nobody has decided it yet"


class DecisionKind(StrEnum):
    """What is decided about a claim; the first group by two people, the second by an editor."""

    DISCOUNT = "discount"  # leave a statement out of the count
    RESTORE = "restore"  # count it again, as entered now
    DECLARE_INTEREST = "declare_interest"  # the claim favours or damages somebody
    DECLARE_AUTHORITY = "declare_authority"  # somebody is entitled to state it
    DECLARE_DETAIL_INTEREST = "declare_detail_interest"  # answers to a question may serve somebody
    CLOSE_DISPUTE = "close_dispute"  # a reviewer's objection has been answered
    PUBLISH_AGAINST_HOLD = "publish_against_hold"  # publish against a hold
    PUBLISH_PRIVATE = "publish_private"  # what names a private person below the bar

    DECIDE = "decide"  # it stays as it stands
    HOLD = "hold"  # keep it from the public
    RELEASE = "release"  # back to the queue
    PUBLISH = "publish"  # make it public
    REOPEN = "reopen"  # look again

    @property
    def takes_two(self) -> bool:
        return self in TAKES_TWO

    @property
    def label(self) -> str:
        return self.value.replace("_", " ")


TAKES_TWO = (
    DecisionKind.DISCOUNT,
    DecisionKind.RESTORE,
    DecisionKind.DECLARE_INTEREST,
    DecisionKind.DECLARE_AUTHORITY,
    DecisionKind.DECLARE_DETAIL_INTEREST,
    DecisionKind.CLOSE_DISPUTE,
    DecisionKind.PUBLISH_AGAINST_HOLD,
    DecisionKind.PUBLISH_PRIVATE,
)


class ReplyState(StrEnum):
    """Whether those whom a claim concerns were asked, and what came of it."""

    NOT_REQUIRED = "not_required"
    SOUGHT = "sought"
    RECEIVED = "received"
    DECLINED = "declined"
    NO_RESPONSE = "no_response"


class NoticeKind(Meant):
    """What a reader of the desk is told of; each can be switched off."""

    ASSIGNED = "assigned", "a claim is assigned to you"
    SECOND_LOOK = "second_look", "something waits for your second look"
    VERDICT_STALE = "verdict_stale", "your verdict no longer holds, as something happened since"
    CLAIM_FELL = "claim_fell", "a claim that you recorded has lost support"
    ALERT_WAITING = "alert_waiting", "what was printed no longer holds, and nobody answers for it"
