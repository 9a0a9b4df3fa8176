"""One claim, as a page shows it: now, as of an earlier moment, or as a record of it froze it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from claims.domain.citing.sentence import Sentence
from claims.domain.drawing import Plot, Stretch, plot, timeline
from claims.domain.evidence.view import EvidenceView, QuestionView, evidence_view
from claims.domain.policy.reading import View
from claims.domain.vocabulary import INTERNAL_REASONS, Reason, Relation, Status, Visibility
from claims.models import (
    Alert,
    Citation,
    Claim,
    ClaimRelation,
    Standing,
    StatusChange,
    StatusRecord,
)
from claims.selectors.sentences import (
    dossier_under_policy,
    sentence_at,
    sentence_of_record,
    worded_at,
)
from sources.foundation.domain.moments import EARLIEST
from sources.foundation.domain.roles import Audience

CITATIONS = 20  # shown on the page; the register has them all

_BACKWARDS = {
    Relation.CONTRADICTS.value: "contradicts",
    Relation.REFINES.value: "is said more exactly by",
    Relation.PART_OF.value: "has as one part",
    Relation.DUPLICATE_OF.value: "is also recorded as",
    Relation.FOLLOWS.value: "was followed by",
    Relation.RELATED.value: "is worth reading with",
}
_FORWARDS = {
    Relation.CONTRADICTS.value: "contradicts",
    Relation.REFINES.value: "says more exactly",
    Relation.PART_OF.value: "is one part of",
    Relation.DUPLICATE_OF.value: "says the same as",
    Relation.FOLLOWS.value: "came after",
    Relation.RELATED.value: "is worth reading with",
}


@dataclass(frozen=True, slots=True)
class PlottedQuestion:
    """A question with its answers drawn on one axis, where they are quantities that differ."""

    question: QuestionView
    plot: Plot | None


@dataclass(frozen=True, slots=True)
class RelatedClaim:
    how: str
    row: Standing

    @property
    def status(self) -> Status:
        return Status(self.row.status)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One record of the timeline."""

    row: StatusRecord
    begins: datetime | None  # None: it has always stood

    @property
    def status(self) -> Status:
        return Status(self.row.status)


@dataclass(frozen=True, slots=True)
class ClaimPage:
    claim: Claim
    text: str  # as it read at that moment
    record: StatusRecord
    audience: Audience
    at: datetime  # as of when it is shown
    evidence: EvidenceView
    asked: Sequence[PlottedQuestion]
    sentence: Sentence
    moments: Sequence[TimelineEntry]
    stretches: Sequence[Stretch]
    related: Sequence[RelatedClaim]
    citations: Sequence[Citation]
    public_differs: Status | None  # what the public reads instead
    cited: StatusRecord  # what a copy cites: the public's record wherever it says the same

    @property
    def status(self) -> Status:
        return Status(self.record.status)

    @property
    def assessment(self) -> dict[str, Any]:
        found: dict[str, Any] = self.record.assessment
        return found

    @property
    def reasons(self) -> list[Reason]:
        hidden = INTERNAL_REASONS if self.audience is Audience.PUBLIC else frozenset()
        return [
            reason
            for reason in map(Reason, self.record.assessment["reasons"])
            if reason not in hidden
        ]


def visible_claim(ref: str, user: Any) -> Claim | None:
    return Claim.objects.visible_to(user).select_related("event").filter(ref=ref).first()


def was_shown(ref: str) -> bool:
    """Whether the public could once read the claim: then it knows that it is gone."""
    told = StatusChange.objects.filter(claim__ref=ref, audience=Audience.PUBLIC.value)
    return told.exists()


def kept_instead(claim: Claim, user: Any) -> Claim | None:
    """The claim that is kept, of one that was merged into it as a duplicate."""
    seen = {claim.pk}
    current = claim
    while True:
        relation = (
            ClaimRelation.objects.filter(claim=current, relation=Relation.DUPLICATE_OF.value)
            .select_related("other")
            .order_by("pk")
            .first()
        )
        if relation is None:
            break
        if relation.other_id in seen:  # each a duplicate of the other: neither is kept instead
            return None
        seen.add(relation.other_id)
        current = relation.other
    if current == claim or not Claim.objects.visible_to(user).filter(pk=current.pk).exists():
        return None
    return current


def record_at(claim: Claim, audience: Audience, at: datetime) -> StatusRecord | None:
    row = Standing.objects.filter(claim=claim, audience=audience.value).at(at)
    found = row.select_related("record").first()
    return found.record if found else None


def claim_page(
    claim: Claim,
    record: StatusRecord,
    *,
    user: Any,
    audience: Audience,
    at: datetime,
    now: datetime,
) -> ClaimPage:
    """The page of a claim whose record stood at `at`; `now` is when it is looked at."""
    dossier = dossier_under_policy(claim)
    if at < now:
        dossier = worded_at(claim, dossier, at, audience)
    view = View(dossier, at, audience)
    evidence = evidence_view(dossier.claims[0], view)
    moments = _moments(claim, audience, now)
    public, cited = None, record
    if at < now:
        sentence = sentence_of_record(record, dossier)
    else:
        sentence = sentence_at(dossier, at, audience)
    if audience is Audience.INTERNAL:
        outside = record_at(claim, Audience.PUBLIC, at)
        visible = claim.visibility == Visibility.PUBLIC.value
        if visible and outside is not None and outside.status != record.status:
            public = Status(outside.status)
        elif visible and outside is not None:
            told = sentence_at(dossier, at, Audience.PUBLIC)
            cited = outside if told.whole == sentence.whole else record
    begun = [each.begins for each in moments if each.begins]
    return ClaimPage(
        claim=claim,
        text=dossier.claims[0].text,
        record=record,
        audience=audience,
        at=at,
        evidence=evidence,
        asked=[_asked(question) for question in evidence.questions],
        sentence=sentence,
        cited=cited,
        moments=moments,
        stretches=timeline(
            [
                (each.row.status, each.status.label, each.begins or _first(begun, now))
                for each in moments
            ],
            now,
        ),
        related=_related(claim, user, audience, now),
        citations=_citations(claim, user),
        public_differs=public,
    )


def _first(begun: Sequence[datetime], now: datetime) -> datetime:
    return min(begun, default=now)


def _moments(claim: Claim, audience: Audience, now: datetime) -> list[TimelineEntry]:
    rows = Standing.objects.filter(claim=claim, audience=audience.value, begins__lte=now)
    return [
        TimelineEntry(row.record, None if row.begins <= EARLIEST else row.begins)
        for row in rows.select_related("record").order_by("begins")
    ]


def _asked(question: QuestionView) -> PlottedQuestion:
    measured = [each for each in question.answers if each.measured]
    answers = [(each.said.name, each.words, each.low, each.high) for each in measured]
    differ = len({(low, high) for *_, low, high in answers}) > 1
    return PlottedQuestion(question, plot(answers, question.unit) if differ else None)


def _related(claim: Claim, user: Any, audience: Audience, now: datetime) -> list[RelatedClaim]:
    rows = ClaimRelation.objects.filter(Q(claim=claim) | Q(other=claim)).order_by("relation", "pk")
    found = {}
    for row in rows:
        own = row.claim_id == claim.pk
        words = _FORWARDS if own else _BACKWARDS
        found[row.other_id if own else row.claim_id] = words[row.relation]
    standing = Standing.objects.seen_by(audience).at(now).filter(claim__in=found)
    visible = standing.select_related("claim").order_by("pk")
    return [RelatedClaim(found[row.claim_id], row) for row in visible]


def _citations(claim: Claim, user: Any) -> list[Citation]:
    """Where it was printed, for those who may know."""
    if not getattr(user, "is_authenticated", False):
        return []
    rows = Citation.objects.visible_to(user).filter(record__claim=claim).select_related("record")
    return list(rows.order_by("-cited_at", "-pk")[:CITATIONS])


def since_then(record: StatusRecord, current: StatusRecord | None, claim: Claim) -> str:
    """What has changed since a record stood, in one line."""
    if current is None:
        return "Since then the claim was taken back."
    parts = []
    before, now = Status(record.status), Status(current.status)
    if before is not now:
        low = before.rank is not None and now.rank is not None
        verb = "changed"
        if low and before.rank != now.rank:
            verb = "fell" if (now.rank or 0) < (before.rank or 0) else "rose"
        parts.append(f"its status {verb} from {before.label} to {now.label}")
    elif record.pk != current.pk:
        parts.append("its status is the same, on other evidence")
    if claim.amended_at and claim.amended_at > record.effective_at:
        parts.append("its wording or whose word it is was amended")
    if not parts:
        return "Nothing has changed since: this is what stands."
    return f"Since then {' and '.join(parts)}."


def open_alerts(user: Any) -> int:
    """For how many places alerts wait that this person may see."""
    if not getattr(user, "is_authenticated", False):
        return 0
    rows = Alert.objects.visible_to(user).open().order_by()
    return rows.values("citation__place").distinct().count()
