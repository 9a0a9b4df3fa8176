"""Everything that one page of the desk shows of a claim.

The counting and the grouping are the policy's own; what stands here only puts rows beside what the
policy says of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from claims.domain.drawing import chain
from claims.domain.lints import lints
from claims.domain.policy.gate import reviews_of
from claims.domain.policy.grouping import Cluster, by_origin
from claims.domain.policy.independence import ANONYMOUS_GROUP
from claims.domain.policy.reading import Reading, View
from claims.domain.policy.settlement import Evidence, evidence_on
from claims.domain.policy.weighing import Stake, Voice
from claims.domain.records import Dossier
from claims.domain.vocabulary import (
    DetailState,
    Knowledge,
    Reason,
    VerdictKind,
)
from claims.domain.wording import in_words
from claims.models import (
    Attribution,
    Citation,
    Claim,
    Detail,
    DetailValue,
    Sighting,
    StatusRecord,
)
from claims.selectors.quotations import fallen_sightings
from claims.selectors.record import dossier_of
from claims.selectors.statuses import standing_records
from reviews.domain.vocabulary import DecisionKind, Level
from reviews.models import Case, Decision, Proposal, Verdict
from reviews.selectors.cases import live_assignment, required_to_judge, state_of
from reviews.selectors.shown import (
    Desk,
    GivenVerdict,
    OpenProposal,
    Origin,
    Passage,
    Question,
    Said,
)
from sources.foundation.domain.roles import Audience
from sources.foundation.selectors.history import fingerprint
from sources.models import Snapshot, Source

STAKES = {
    Stake.SELF_SERVING: "gains by it",
    Stake.AGAINST: "loses by it",
    Stake.NEUTRAL: "",
}


def desk_of(claim: Claim, now: datetime) -> Desk:
    """All of it; a number of queries that does not grow with the evidence."""
    # Before anything else: what changes while the page is made shows as changed since.
    seen = fingerprint(f"claim/{claim.ref}")
    case = Case.objects.get(pk=claim.pk)
    policy = required_to_judge(claim)
    dossier = dossier_of([claim.pk]).model_copy(update={"policy": policy})
    view = View(dossier, now, Audience.INTERNAL)
    record = dossier.claims[0]
    evidence = evidence_on(record, view)
    standing = {
        each: standing_records([claim.pk], audience=each, at=now).get(claim.pk) for each in Audience
    }
    texts = _texts(dossier)
    proposals = _open_proposals(claim)
    statements = _Statements(claim, view, texts, proposals)
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
        support=statements.origins(evidence.support.voices),
        denial=statements.origins(evidence.denial.voices),
        silent=statements.silent(evidence),
        excluded=statements.excluded(evidence),
        questions=statements.questions(standing[Audience.INTERNAL]),
        verdicts=current,
        earlier_verdicts=earlier,
        proposals=[OpenProposal(each, statements.about(each)) for each in proposals],
        decisions=list(
            Decision.objects.filter(claim=claim).select_related("proposal").order_by("-at", "-pk")
        ),
        interests=list(claim.interests.select_related("source").order_by("pk")),
        relations=list(claim.relations.select_related("other").order_by("pk")),
        notes=list(claim.notes.order_by("-at", "-pk")),
        replies=list(claim.replies.select_related("party")),
        citations=list(Citation.objects.filter(record__claim=claim).select_related("record")[:20]),
        lints=lints(record, evidence, view, {ref: text for ref, (_, text) in texts.items()}),
    )


def _open_proposals(claim: Claim) -> list[Proposal]:
    return list(Proposal.objects.filter(claim=claim, decision=None))


def _texts(dossier: Dossier) -> dict[str, tuple[int, str]]:
    """The latest kept text of each document, by its ref."""
    rows = Snapshot.objects.filter(document__ref__in=list(dossier.documents)).order_by("pk")
    return {ref: (pk, text) for ref, pk, text in rows.values_list("document__ref", "pk", "text")}


def _verdicts(
    given: Sequence[Verdict], dossier: Dossier, view: View
) -> tuple[list[GivenVerdict], list[Verdict]]:
    """Each reviewer's latest verdict with whether it counts, and the earlier ones."""
    claim = dossier.claims[0]
    reviews = reviews_of(claim, view)
    stale = {verdict.reviewer for verdict in reviews.stale}
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
        else:
            standing = "stands"
        current.append(GivenVerdict(row, standing))
    return current, [row for row in given if latest[row.reviewer].pk != row.pk]


class _Statements:
    """The rows of a claim's statements, put beside what the policy reads in them."""

    def __init__(
        self,
        claim: Claim,
        view: View,
        texts: Mapping[str, tuple[int, str]],
        proposals: Iterable[Proposal],
    ) -> None:
        self.claim, self.view, self.texts = claim, view, texts
        rows = Attribution.objects.filter(claim=claim).select_related("speaker", "restores")
        self.rows = {row.ref: row for row in rows}
        answers = DetailValue.objects.filter(detail__claim=claim).select_related("speaker")
        self.answers = {row.ref: row for row in answers}
        self.details = list(claim.details.order_by("pk"))
        self.passages: dict[tuple[str, int], list[Passage]] = {}
        sightings = (
            Sighting.objects.filter(attribution__claim=claim)
            | Sighting.objects.filter(detail_value__detail__claim=claim)
        ).select_related("document__publisher", "snapshot")
        speakers = {row.pk: str(row.speaker) for row in self.rows.values()}
        answerers = {row.pk: str(row.speaker) for row in self.answers.values()}
        seen = list(sightings.prefetch_related("hops__source", "relayed__document").order_by("pk"))
        self.fallen = fallen_sightings(seen)
        for each in seen:
            if each.attribution_id:
                key, speaker = ("attribution", each.attribution_id), speakers[each.attribution_id]
            else:
                pk = each.detail_value_id or 0
                key, speaker = ("answer", pk), answerers[pk]
            self.passages.setdefault(key, []).append(self._passage(each, speaker))
        self.pending = {
            (each.subject.get("kind", ""), each.subject.get("ref", "")): (
                f"{each.proposed_by} proposes to {DecisionKind(each.kind).label}"
            )
            for each in proposals
        }

    def _passage(self, row: Sighting, speaker: str) -> Passage:
        publisher = str(row.document.publisher)
        stations = [("speaker", speaker)]
        stations += [("relay", str(hop.source)) for hop in row.hops.all()]
        stations += [("relay", str(each.document)) for each in row.relayed.all()]
        if publisher != speaker:
            stations.append(("relay", publisher))
        stations.append(("document", row.document.title or row.document.ref))
        text = self.texts.get(row.document.ref, (0, ""))[1]
        place = text.find(row.quote) if row.quote else -1
        before = text[max(0, place - 160) : place] if place >= 0 else ""
        after = text[place + len(row.quote) :][:160] if place >= 0 else ""
        return Passage(row, chain(stations), before, after, text, row.pk in self.fallen)

    def origins(self, voices: Sequence[Voice]) -> list[Origin]:
        return [self._origin(cluster) for cluster in by_origin(voices)]

    def _origin(self, cluster: Cluster) -> Origin:
        sources = self.view.dossier.sources
        names = [
            "anonymous" if group == ANONYMOUS_GROUP else sources[group].name
            for group in cluster.groups
        ]
        ties = []
        if len(cluster.voices) > len(cluster.groups):
            ties.append("under one control")
        if cluster.shared_keys:
            ties.append(f"relying on one piece of evidence ({', '.join(cluster.shared_keys)})")
        return Origin(
            name=", ".join(names),
            count=cluster.origins,
            why=" and ".join(ties),
            said=[self._said(voice.reading, voice) for voice in cluster.voices],
        )

    def silent(self, evidence: Evidence) -> list[Said]:
        """What counts for neither side: declined, knows nothing, doubts."""
        sides = {id(voice.reading) for voice in (*evidence.support.voices, *evidence.denial.voices)}
        return [
            self._said(reading)
            for reading in evidence.readings
            if reading.live and id(reading) not in sides
        ]

    def excluded(self, evidence: Evidence) -> list[Said]:
        left_out = [
            self._said(reading, left_out=(reading.excluded or Reason.SUPERSEDED).meaning)
            for reading in evidence.readings
            if not reading.live
        ]
        read = {reading.statement.id for reading in evidence.readings}
        absent = [
            Said(row, row.stance, [], "every report of it fell away", self._of("attribution", row))
            for ref, row in self.rows.items()
            if ref not in read
        ]
        return left_out + absent

    def questions(self, record: StatusRecord | None) -> list[Question]:
        states = record.details if record else {}
        return [self._question(row, states.get(row.ref)) for row in self.details]

    def _question(self, row: Detail, shown: Mapping[str, Any] | None) -> Question:
        state = DetailState(shown["state"]) if shown else DetailState.NOT_STATED
        answers = [
            self._answer(answer, state)
            for answer in self.answers.values()
            if answer.detail_id == row.pk
        ]
        return Question(
            row=row,
            state=state,
            value=in_words(shown.get("value")) if shown else "",
            reasons=[code.replace("_", " ") for code in shown["reasons"]] if shown else [],
            answers=answers,
        )

    def _answer(self, row: DetailValue, state: DetailState) -> Said:
        knowledge = Knowledge(row.knowledge)
        known = knowledge is Knowledge.VALUE
        left_out = ""
        if row.discounted_at:
            left_out = Reason.DISCOUNTED.meaning
        elif row.withdrawn_at:
            left_out = Reason.WITHDRAWN.meaning
        marks = ["contradicts another"] if known and state is DetailState.DISPUTED else []
        return Said(
            row=row,
            stance=_answer_in_words(row) if known else knowledge.value.replace("_", " "),
            marks=marks,
            left_out=left_out,
            passages=self._of("answer", row),
            proposal=self.pending.get(("answer", row.ref), ""),
        )

    def _said(self, reading: Reading, voice: Voice | None = None, *, left_out: str = "") -> Said:
        row = self.rows[reading.statement.id]
        marks = []
        if voice is not None:
            marks += [mark for mark in [STAKES[voice.stake]] if mark]
            if voice.authority:
                marks.append("entitled to state it")
        if reading.hearsay:
            marks.append("hearsay")
        elif reading.anonymous:
            marks.append("anonymous")
        if reading.varies:
            marks.append("reports of it disagree on how firm it was")
        if reading.reversed:
            marks.append("went over to the other side later")
        return Said(
            row=row,
            stance=reading.stance.value.replace("_", " "),
            marks=marks,
            left_out=left_out,
            passages=self._of("attribution", row),
            proposal=self.pending.get(("attribution", row.ref), ""),
        )

    def about(self, proposal: Proposal) -> str:
        """What a proposal is about, by names rather than ids."""
        subject = proposal.subject
        if "kind" in subject:
            rows = self.rows if subject["kind"] == "attribution" else self.answers
            row = rows.get(subject.get("ref", ""))
            return str(row) if row is not None else ""
        if "source" in subject:
            source = Source.objects.filter(ref=subject["source"]).first()
            return " ".join(filter(None, [subject.get("interest"), str(source or "")]))
        return str(subject.get("reviewer", ""))

    def _of(self, kind: str, row: Any) -> list[Passage]:
        return self.passages.get((kind, row.pk), [])


def _answer_in_words(row: DetailValue) -> str:
    given = dict(row.value or {})
    wording = given.pop("wording", None)
    unit = given.pop("unit", "")
    how = str(given.pop("qualifier", "")).replace("_", " ")
    if "low" in given and "high" in given:
        words = f"{given['low']} to {given['high']}"
    elif "from" in given:
        words = f"{given['from']} to {given.get('until', '')}"
    else:
        words = str(given.get("value", given.get("at", "")))
    said = " ".join(part for part in (how, words, unit) if part and part != "exact")
    return f"{said} (“{wording}”)" if wording else said


def verdict_kinds() -> list[VerdictKind]:
    """In the order of the buttons."""
    return [
        VerdictKind.CORROBORATE,
        VerdictKind.DISPUTE,
        VerdictKind.REFUTE,
        VerdictKind.NEEDS_EVIDENCE,
        VerdictKind.ABSTAIN,
    ]
