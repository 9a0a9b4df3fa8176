"""Everything that one page of the desk shows of a claim.

The evidence is the view that everybody reads (`claims.domain.evidence`); beside it stands what is
the desk's own: the rows to correct, what is proposed about them, notes, kept texts.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from claims.domain.citing.sentence import Sentence
from claims.domain.evidence.view import ANSWER, ATTRIBUTION, EvidenceView, evidence_view
from claims.domain.lints import Lint, lints
from claims.domain.policy.gate import reviews_of, would_count
from claims.domain.policy.reading import View
from claims.domain.policy.settlement import evidence_on
from claims.domain.records import Dossier
from claims.domain.vocabulary import Reason, Status, VerdictKind
from claims.models import (
    Attribution,
    Citation,
    Claim,
    ClaimRelation,
    DeclaredInterest,
    DetailValue,
    Sighting,
    StatusRecord,
)
from claims.selectors.quotations import fallen_sightings
from claims.selectors.record import dossier_of
from claims.selectors.sentences import reading_in, sentence_at
from claims.selectors.statuses import standing_records
from reviews.domain.vocabulary import DecisionKind, Level, State
from reviews.models import Assignment, Case, Decision, Note, Proposal, RightOfReply, Verdict
from reviews.selectors.cases import live_assignment, required_to_judge, state_of
from sources.foundation.domain.roles import Audience
from sources.foundation.selectors.history import fingerprint
from sources.models import Snapshot, Source


@dataclass(frozen=True, slots=True)
class PassageBeside:
    """What the desk adds to a passage."""

    row: Sighting
    text: str  # all of the kept text
    fallen: bool  # the words no longer stand in the document as it was last captured


@dataclass(frozen=True, slots=True)
class StatementBeside:
    """What the desk adds to a statement."""

    row: Attribution | DetailValue
    passages: Mapping[int, PassageBeside]  # by the place of the sighting
    proposal: str  # a pending one about it


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
    evidence: EvidenceView
    beside: Mapping[str, StatementBeside]  # by the key of the statement
    verdicts: Sequence[GivenVerdict]
    earlier_verdicts: Sequence[Verdict]
    proposals: Sequence[OpenProposal]
    decisions: Sequence[Decision]
    interests: Sequence[DeclaredInterest]
    relations: Sequence[ClaimRelation]
    notes: Sequence[Note]
    replies: Sequence[RightOfReply]
    citations: Sequence[Citation]
    lints: Sequence[Lint]
    sentence: Sentence  # what would be printed of it, which is part of what is signed
    readings: Sequence[str]  # its wording inside a sentence, whoever says so

    @property
    def status(self) -> Status | None:
        return Status(self.record.status) if self.record else None

    @property
    def reasons(self) -> list[Reason]:
        return [Reason(code) for code in self.record.assessment["reasons"]] if self.record else []

    @property
    def counts_for_nothing(self) -> str:
        """Which signatures would not count, given on the evidence as it stands; '' if all would."""
        if self.record is None:
            return ""
        shown = Status(self.record.evidence_status)
        kinds = (VerdictKind.CORROBORATE, VerdictKind.REFUTE)
        return " or ".join(kind.value for kind in kinds if not would_count(kind, shown))

    @property
    def public_differs(self) -> bool:
        inside = self.record.status if self.record else ""
        return (self.public.status if self.public else "") != inside


def desk_of(claim: Claim, now: datetime) -> Desk:
    """All of it; a number of queries that does not grow with the evidence."""
    # Before anything else: what changes while the page is made shows as changed since.
    seen = fingerprint(f"claim/{claim.ref}")
    case = Case.objects.get(pk=claim.pk)
    policy = required_to_judge(claim)
    dossier = dossier_of([claim.pk]).model_copy(update={"policy": policy})
    view = View(dossier, now, Audience.INTERNAL)
    record = dossier.claims[0]
    standing = {
        each: standing_records([claim.pk], audience=each, at=now).get(claim.pk) for each in Audience
    }
    texts = _texts(dossier)
    proposals = list(Proposal.objects.filter(claim=claim, decision=None))
    beside = _beside(claim, texts, proposals)
    assignment = live_assignment(claim, now)
    given = list(Verdict.objects.filter(claim=claim).order_by("-at", "-pk"))
    current, earlier = _verdicts(given, dossier, view)
    return Desk(
        claim=claim,
        case=case,
        state=state_of(case, assignment),
        level=list(Level)[case.level - 1],
        assignment=assignment,
        record=standing[Audience.INTERNAL],
        public=standing[Audience.PUBLIC],
        required=policy.reviewers_required,
        fingerprint=seen,
        evidence=evidence_view(record, view, texts),
        beside=beside,
        verdicts=current,
        earlier_verdicts=earlier,
        proposals=[OpenProposal(each, _about(each, beside)) for each in proposals],
        decisions=list(
            Decision.objects.filter(claim=claim).select_related("proposal").order_by("-at", "-pk")
        ),
        interests=list(claim.interests.select_related("source").order_by("pk")),
        relations=list(claim.relations.select_related("other").order_by("pk")),
        notes=list(claim.notes.order_by("-at", "-pk")),
        replies=list(claim.replies.select_related("party")),
        citations=list(Citation.objects.filter(record__claim=claim).select_related("record")[:20]),
        lints=lints(record, evidence_on(record, view), view, texts),
        sentence=sentence_at(dossier, now, Audience.INTERNAL),
        readings=reading_in(dossier),
    )


def _texts(dossier: Dossier) -> dict[str, str]:
    """The latest kept text of each document, by its ref."""
    rows = Snapshot.objects.filter(document__ref__in=list(dossier.documents)).order_by("pk")
    return dict(rows.values_list("document__ref", "text"))


def _verdicts(
    given: Sequence[Verdict], dossier: Dossier, view: View
) -> tuple[list[GivenVerdict], list[Verdict]]:
    """Each reviewer's latest verdict with whether it counts, and the earlier ones."""
    claim = dossier.claims[0]
    reviews = reviews_of(claim, view)
    stale = {verdict.reviewer for verdict in reviews.stale}
    on_less = {verdict.reviewer for verdict in reviews.on_less}
    counted = {verdict.reviewer: verdict.verdict.value for verdict in reviews.latest}
    latest: dict[str, Verdict] = {}
    for row in given:
        latest.setdefault(row.reviewer, row)
    current = []
    for row in latest.values():
        if row.reviewer not in counted:
            standing = "recorded the claim; it does not count"
        elif counted[row.reviewer] != row.verdict:
            standing = "closed by two others"
        elif row.reviewer in stale:
            standing = "no longer counts: something happened since"
        elif row.reviewer in on_less:
            standing = "does not count: the evidence did not reach the bar"
        else:
            standing = "stands"
        current.append(GivenVerdict(row, standing))
    return current, [row for row in given if latest[row.reviewer].pk != row.pk]


def _beside(
    claim: Claim, texts: Mapping[str, str], proposals: Collection[Proposal]
) -> dict[str, StatementBeside]:
    """The rows of a claim's statements with what the desk knows of them, by the key that the view
    gives each."""
    pending = {
        f"{each.subject.get('kind', '')} {each.subject.get('ref', '')}": (
            f"{each.proposed_by} proposes to {DecisionKind(each.kind).label}"
        )
        for each in proposals
    }
    rows: dict[str, Attribution | DetailValue] = {}
    attributions = Attribution.objects.filter(claim=claim).select_related("speaker", "restores")
    rows |= {f"{ATTRIBUTION} {row.ref}": row for row in attributions}
    answers = DetailValue.objects.filter(detail__claim=claim)
    rows |= {f"{ANSWER} {row.ref}": row for row in answers.select_related("speaker", "restores")}
    passages = _passages(claim, texts)
    return {
        key: StatementBeside(
            row, passages.get((type(row).__name__, row.pk), {}), pending.get(key, "")
        )
        for key, row in rows.items()
    }


def _passages(
    claim: Claim, texts: Mapping[str, str]
) -> dict[tuple[str, int], dict[int, PassageBeside]]:
    """By statement, its sightings in the order in which the record has them."""
    sightings = (
        Sighting.objects.filter(attribution__claim=claim)
        | Sighting.objects.filter(detail_value__detail__claim=claim)
    ).select_related("document", "snapshot")
    seen = list(sightings.order_by("pk"))
    fallen = fallen_sightings(seen)
    found: dict[tuple[str, int], dict[int, PassageBeside]] = {}
    for each in seen:
        if each.attribution_id:
            key = Attribution.__name__, each.attribution_id
        else:
            key = DetailValue.__name__, each.detail_value_id or 0
        of_statement = found.setdefault(key, {})
        of_statement[len(of_statement)] = PassageBeside(
            each, texts.get(each.document.ref, ""), each.pk in fallen
        )
    return found


def _about(proposal: Proposal, beside: Mapping[str, StatementBeside]) -> str:
    """What a proposal is about, by names rather than ids."""
    subject = proposal.subject
    if "kind" in subject:
        statement = beside.get(f"{subject['kind']} {subject.get('ref', '')}")
        return str(statement.row) if statement is not None else ""
    if "source" in subject:
        source = Source.objects.filter(ref=subject["source"]).first()
        return " ".join(filter(None, [subject.get("interest"), str(source or "")]))
    return str(subject.get("reviewer", ""))


def verdict_kinds() -> list[VerdictKind]:
    """In the order of the buttons."""
    return [
        VerdictKind.CORROBORATE,
        VerdictKind.DISPUTE,
        VerdictKind.REFUTE,
        VerdictKind.NEEDS_EVIDENCE,
        VerdictKind.ABSTAIN,
    ]
