"""What the desk shows of a claim, as plain values for the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from claims.domain.drawing import Drawing
from claims.domain.lints import Lint
from claims.domain.vocabulary import DetailState, Reason, Status
from claims.models import (
    Citation,
    Claim,
    ClaimRelation,
    DeclaredInterest,
    Detail,
    Sighting,
    StatusRecord,
)
from reviews.domain.vocabulary import Level, State
from reviews.models import Assignment, Case, Decision, Note, Proposal, RightOfReply, Verdict


@dataclass(frozen=True, slots=True)
class Passage:
    """One sighting, with its chain drawn, and its place in the kept text if there is one."""

    row: Sighting
    drawing: Drawing
    before: str  # context around the quote, from the snapshot
    after: str
    text: str  # all of the kept text
    fallen: bool = False  # the words no longer stand in the document as it was last captured


@dataclass(frozen=True, slots=True)
class Said:
    """One attribution or answer as it stands, and whether it counts."""

    row: Any
    stance: str
    marks: Sequence[str]  # what to know of it: hearsay, anonymous, gains by it
    left_out: str  # why it does not count; "" if it does
    passages: Sequence[Passage]
    proposal: str = ""  # a pending one about it


@dataclass(frozen=True, slots=True)
class Origin:
    """Voices that hang together, and how many origins they are."""

    name: str
    count: int
    why: str  # what holds them together
    said: Sequence[Said]


@dataclass(frozen=True, slots=True)
class Question:
    """A detail, with every speaker's answer beside the others."""

    row: Detail
    state: DetailState
    value: str
    reasons: Sequence[str]
    answers: Sequence[Said]


@dataclass(frozen=True, slots=True)
class GivenVerdict:
    row: Verdict
    standing: str  # whether it still counts


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """What waits for a second person, and what it is about, in words."""

    row: Proposal
    about: str


@dataclass(frozen=True, slots=True)
class Desk:
    claim: Claim
    case: Case
    state: State
    level: Level
    assignment: Assignment | None
    record: StatusRecord | None
    public: StatusRecord | None
    required: int
    fingerprint: str
    support: Sequence[Origin]
    denial: Sequence[Origin]
    silent: Sequence[Said]
    excluded: Sequence[Said]
    questions: Sequence[Question]
    verdicts: Sequence[GivenVerdict]
    earlier_verdicts: Sequence[Verdict]
    proposals: Sequence["OpenProposal"]
    decisions: Sequence[Decision]
    interests: Sequence[DeclaredInterest]
    relations: Sequence[ClaimRelation]
    notes: Sequence[Note]
    replies: Sequence[RightOfReply]
    citations: Sequence[Citation]
    lints: Sequence[Lint]

    @property
    def status(self) -> Status | None:
        return Status(self.record.status) if self.record else None

    @property
    def reasons(self) -> list[Reason]:
        return [Reason(code) for code in self.record.assessment["reasons"]] if self.record else []

    @property
    def public_differs(self) -> bool:
        inside = self.record.status if self.record else ""
        return (self.public.status if self.public else "") != inside
