"""The evidence of a claim as it is shown: who says so, by origin and by what chain; what was left
out and why; what is known of each question, and who does not know what in which way.

Made from all that is on record, for one audience at one moment: everything here is what that
audience may read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from claims.domain.disclosure import UNNAMED, is_withheld, name_of
from claims.domain.drawing import Drawing, chain
from claims.domain.evidence.disclosed import (
    DisclosedSighting,
    DisclosedStatement,
    disclosed,
    may_be_met,
    relay_name,
)
from claims.domain.evidence.labels import (
    ATTESTATIONS,
    BASES,
    CONTRADICTS,
    KINDS_OF_NOT_KNOWING,
    REPLACED,
    STAKES,
    STANCES,
    TERMS,
    UNCLEAR,
)
from claims.domain.policy.details import counting, detail_on
from claims.domain.policy.grouping import Cluster, by_origin
from claims.domain.policy.independence import ANONYMOUS_GROUP
from claims.domain.policy.intervals import interval
from claims.domain.policy.reading import Reading, View, read_all
from claims.domain.policy.settlement import evidence_on
from claims.domain.policy.weighing import Voice
from claims.domain.quoting import around
from claims.domain.records import Claim, Detail, DetailValue, Spoken
from claims.domain.speaking import role_of
from claims.domain.vocabulary import DetailReason, DetailState, Knowledge, Reason
from claims.domain.wording import in_words, value_in_words
from sources.domain.records import Document
from sources.foundation.domain.roles import Audience
from sources.foundation.domain.shapes import is_web_address

ATTRIBUTION, ANSWER = "attribution", "answer"


@dataclass(frozen=True, slots=True)
class PassageView:
    """One document that shows that it was said, with the chain drawn from the speaker to it."""

    place: int  # which of the statement's sightings it is, from 0
    document: str  # ref; "" where it may not be told
    drawing: Drawing
    title: str
    publisher: str
    publisher_ref: str
    url: str  # only what may be a link
    published: datetime | None
    attestation: str
    read_here: str  # how it reads here, where that differs
    retracted_at: datetime | None
    embargoed_until: datetime | None  # while it is in force, for the newsroom
    quote: str
    before: str
    after: str
    language: str
    translation: str


@dataclass(frozen=True, slots=True)
class StatementView:
    """What somebody says of the claim, or answers to a question."""

    kind: str  # ATTRIBUTION or ANSWER
    id: str  # its ref
    name: str
    ref: str  # the source's; "" where it may not be named
    holder: str
    stance: str
    cue: str
    said_at: datetime | None
    marks: Sequence[str]
    terms: str  # what was agreed with the speaker, for the newsroom; "" for on the record
    left_out: str  # why it does not count; "" if it does
    passages: Sequence[PassageView]

    @property
    def key(self) -> str:
        """By which whoever adds to it finds it."""
        return f"{self.kind} {self.id}"


@dataclass(frozen=True, slots=True)
class OriginView:
    """Voices that hang together, and how many origins they are."""

    name: str
    count: int
    why: str  # what holds them together
    said: Sequence[StatementView]

    @property
    def reports(self) -> int:
        return sum(len(each.passages) for each in self.said)


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What one speaker answered to a question, or how it did not."""

    said: StatementView
    words: str
    known: bool
    low: float | None = None  # of a number in the question's unit; None where it has no end
    high: float | None = None
    measured: bool = False


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A detail with every answer beside the others."""

    id: str
    text: str
    unit: str
    state: DetailState
    value: str
    origins: int
    reasons: Sequence[str]
    not_applicable: str  # why it is not to be asked
    answers: Sequence[AnswerView]
    left_out: Sequence[StatementView]

    @property
    def open(self) -> bool:
        return self.state not in (DetailState.KNOWN, DetailState.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """All of it."""

    support: Sequence[OriginView]
    denial: Sequence[OriginView]
    silent: Sequence[StatementView]
    left_out: Sequence[StatementView]
    questions: Sequence[QuestionView]
    reports: int  # documents in which somebody who counts supports it

    @property
    def statements(self) -> Iterator[StatementView]:
        """Every attribution that is shown."""
        for origin in (*self.support, *self.denial):
            yield from origin.said
        yield from self.silent
        yield from self.left_out

    @property
    def answers(self) -> Iterator[tuple[QuestionView, StatementView]]:
        """Every answer that is shown, with its question."""
        for question in self.questions:
            for answer in question.answers:
                yield question, answer.said
            for said in question.left_out:
                yield question, said


@dataclass(frozen=True, slots=True)
class Counted:
    """Who says so and in how many reports, for a line in a list."""

    speakers: Sequence[str]
    deniers: Sequence[str]
    reports: int


def counted(claim: Claim, view: View) -> Counted:
    """The voices that count, by name, and the documents in which they are read."""
    evidence = evidence_on(claim, view)
    return Counted(
        speakers=_names([each.voices[0] for each in by_origin(evidence.support.voices)], view),
        deniers=_names([each.voices[0] for each in by_origin(evidence.denial.voices)], view),
        reports=_reports(evidence.support.voices, view),
    )


def evidence_view(claim: Claim, view: View, texts: Mapping[str, str] | None = None) -> EvidenceView:
    """Everything that this audience may read of the claim at that moment.

    `texts` are the kept texts of documents by ref, from which the words around a quote are taken;
    without one, those that its selector keeps.
    """
    return _Builder(claim, view, texts or {}).built()


def _reports(voices: Iterable[Voice], view: View) -> int:
    documents = {sighting.document for voice in voices for sighting in voice.reading.standing}
    return len(documents)


def _names(voices: Iterable[Voice], view: View) -> list[str]:
    sources = view.dossier.sources
    statements = [voice.reading.statement for voice in voices]
    return list(dict.fromkeys(name_of(each, sources[each.speaker]) for each in statements))


class _Builder:
    def __init__(self, claim: Claim, view: View, texts: Mapping[str, str]) -> None:
        self.claim, self.view, self.texts = claim, view, texts
        self.sources, self.documents = view.dossier.sources, view.dossier.documents
        self.inside = view.audience is Audience.INTERNAL

    def built(self) -> EvidenceView:
        evidence = evidence_on(self.claim, self.view)
        counting = {
            id(voice.reading) for voice in (*evidence.support.voices, *evidence.denial.voices)
        }
        beside = {
            id(voice.reading) for voice in (*evidence.support.beside, *evidence.denial.beside)
        }
        silent, left_out = [], []
        for reading in evidence.readings:
            if id(reading) in counting or not self._met(reading.statement):
                continue
            if id(reading) in beside:
                why = Reason.UNNAMED_BESIDE_NAMED.meaning
                left_out.append(self._reading(reading, left_out=why))
            elif reading.live and reading.stance.polarity > 0:
                left_out.append(self._reading(reading, left_out=GUESS))
            elif reading.live:
                silent.append(self._reading(reading))
            else:
                left_out.append(self._reading(reading, left_out=_why(reading)))
        return EvidenceView(
            support=self._origins(evidence.support.voices),
            denial=self._origins(evidence.denial.voices),
            silent=silent,
            left_out=left_out,
            questions=[
                self._question(each) for each in self.view.dossier.details_of.get(self.claim.id, ())
            ],
            reports=_reports(evidence.support.voices, self.view),
        )

    def _met(self, statement: Spoken) -> bool:
        return may_be_met(statement, self.view.audience)

    def _origins(self, voices: Sequence[Voice]) -> list[OriginView]:
        return [self._origin(cluster) for cluster in by_origin(voices)]

    def _origin(self, cluster: Cluster) -> OriginView:
        said = [self._reading(voice.reading, voice) for voice in cluster.voices]
        if not self.inside and any(
            self._withheld(voice.reading.statement) for voice in cluster.voices
        ):
            # Whom somebody works for may tell who they are.
            names = _names(cluster.voices, self.view)
            return OriginView(" and ".join(names), cluster.origins, "", said)
        groups = dict.fromkeys(self._group(voice) for voice in cluster.voices)
        return OriginView(" and ".join(groups), cluster.origins, self._ties(cluster), said)

    def _ties(self, cluster: Cluster) -> str:
        """What makes several voices hang together; the key of a piece of evidence is the
        newsroom's."""
        ties = []
        if len(cluster.voices) > len(cluster.groups):
            ties.append("under one control")
        if cluster.shares_evidence:
            known = self.inside and cluster.shared_keys
            keys = f" ({', '.join(cluster.shared_keys)})" if known else ""
            ties.append(f"relying on one piece of evidence{keys}")
        return ", ".join(ties)

    def _group(self, voice: Voice) -> str:
        """Who is at the top of it, as far as that may be named."""
        if voice.group == ANONYMOUS_GROUP:
            return UNNAMED
        return self.sources[voice.group].name

    def _withheld(self, statement: Spoken) -> bool:
        return is_withheld(statement, self.sources[statement.speaker])

    def _reading(
        self, reading: Reading, voice: Voice | None = None, *, left_out: str = ""
    ) -> StatementView:
        stance = UNCLEAR if reading.unclear else STANCES[reading.stance]
        marks = list(self._marks(reading, voice))
        return self._said(reading.statement, stance, marks, left_out=left_out)

    def _marks(self, reading: Reading, voice: Voice | None) -> Iterator[str]:
        statement = reading.statement
        if voice is not None and (self.inside or not self._withheld(statement)):
            if voice.stake in STAKES:
                yield STAKES[voice.stake]
            if voice.authority:
                yield "entitled to state it"
        if statement.basis in BASES:
            yield BASES[statement.basis]
        yield from _distance(reading)
        if reading.hops not in (0, 1) and reading.live:
            yield ("reached us at second hand" if reading.hops == 2 else "reached us by more hands")
        if reading.varies:
            yield "reports of it disagree on how firm it was"

    def _said(
        self, statement: Spoken, stance: str, marks: Sequence[str] = (), *, left_out: str = ""
    ) -> StatementView:
        shown = disclosed(statement, self.view)
        source = self.sources[statement.speaker]
        return StatementView(
            kind=ANSWER if isinstance(statement, DetailValue) else ATTRIBUTION,
            id=statement.id,
            name=shown.name,
            ref=statement.speaker if shown.named else "",
            holder=(statement.holder or role_of(statement, source)) if shown.named else "",
            stance=stance,
            cue=statement.cue or "",
            said_at=statement.said_at,
            marks=marks,
            terms=TERMS.get(statement.ground_rules, "") if self.inside else "",
            left_out=left_out,
            passages=[self._passage(each, shown) for each in shown.sightings],
        )

    def _passage(self, seen: DisclosedSighting, said: DisclosedStatement) -> PassageView:
        sighting = seen.sighting
        document = self.documents[sighting.document]
        publisher = self.sources[document.publisher]
        title = "a document" if seen.tells else self._title(sighting.document)
        stations = [("speaker", said.name)]
        stations += [("relay", relay_name(ref, self.view)) for ref in seen.via]
        stations += [("relay", self._title(ref)) for ref in seen.via_documents]
        if document.publisher != said.statement.speaker:
            stations.append(("relay", publisher.name))
        drawing = chain([*stations, ("document", title)])
        quote = sighting.quote or ""
        before, after = ("", "") if seen.tells else self._context(seen)
        return PassageView(
            place=seen.place,
            document="" if seen.tells else sighting.document,
            drawing=drawing,
            title=title,
            publisher=UNNAMED if seen.tells else publisher.name,
            publisher_ref="" if seen.tells else document.publisher,
            url="" if seen.tells else _address(document.url),
            published=document.published,
            attestation="" if seen.tells else ATTESTATIONS[sighting.attestation],
            read_here=STANCES[sighting.stance] if sighting.stance and not seen.tells else "",
            retracted_at=None
            if seen.tells
            else self._past(sighting.retracted_at) or self._past(document.retracted_at),
            embargoed_until=self._embargo(document),
            quote=quote,
            before=before,
            after=after,
            language=sighting.lang or document.lang or "",
            translation=sighting.translation or "",
        )

    def _past(self, moment: datetime | None) -> datetime | None:
        return moment if self.view.past(moment) else None

    def _embargo(self, document: Document) -> datetime | None:
        until = document.embargoed_until
        return until if self.inside and until is not None and not self.view.past(until) else None

    def _context(self, seen: DisclosedSighting) -> tuple[str, str]:
        """What stands around a quote."""
        quote, selector = seen.sighting.quote, seen.sighting.selector
        if not quote:
            return "", ""
        kept = around(quote, self.texts.get(seen.sighting.document, ""))
        if any(kept):
            return kept
        return (selector.prefix or "", selector.suffix or "") if selector else ("", "")

    def _title(self, ref: str) -> str:
        document = self.documents[ref]
        return document.title or f"a report of {self.sources[document.publisher].name}"

    def _question(self, detail: Detail) -> QuestionView:
        found = detail_on(detail, self.claim, self.view)
        readings = read_all(self.view.dossier.values_of.get(detail.id, ()), self.view)
        known = [reading for reading in readings if self._met(reading.statement)]
        counted = counting(detail, known)
        kept = {id(each) for each in counted}
        disputed = found.state is DetailState.DISPUTED
        answers = [self._answer(each, detail, disputed=disputed) for each in counted]
        left_out = [
            self._said(
                each.statement,
                _answer_words(each.statement, detail),
                left_out=each.excluded.meaning if each.excluded else REPLACED,
            )
            for each in known
            if id(each) not in kept
        ]
        why = detail.not_applicable
        by = f"{why.by}: " if why and self.inside else ""
        return QuestionView(
            id=detail.id,
            text=detail.question,
            unit="" if detail.unit == "1" or not detail.type.measured else detail.unit,
            state=found.state,
            value=found.given or in_words(found.value),
            origins=found.origins,
            reasons=[DetailReason(each).meaning for each in found.reasons],
            not_applicable=f"{by}{why.reason}" if why else "",
            answers=sorted(answers, key=lambda each: (not each.known, each.said.name)),
            left_out=left_out,
        )

    def _answer(self, reading: Reading, detail: Detail, *, disputed: bool) -> AnswerView:
        statement = reading.statement
        assert isinstance(statement, DetailValue)
        known = statement.knowledge is Knowledge.VALUE
        words = _answer_words(statement, detail)
        marks = list(_distance(reading))
        if known and disputed:
            marks.append(CONTRADICTS)
        said = self._said(statement, words, marks)
        if not known or statement.value is None or not detail.type.measured:
            return AnswerView(said, words, known)
        low, high = interval(statement.value, detail, self.view.dossier.policy)
        return AnswerView(said, words, known, _end(low), _end(high), measured=True)


def _distance(reading: Reading) -> Iterator[str]:
    if reading.hearsay:
        yield "hearsay"
    elif reading.anonymous:
        yield "anonymous"


def _end(number: float) -> float | None:
    return None if abs(number) == float("inf") else float(number)


def _answer_words(statement: Spoken, detail: Detail) -> str:
    assert isinstance(statement, DetailValue)
    if statement.knowledge is not Knowledge.VALUE:
        return KINDS_OF_NOT_KNOWING[statement.knowledge]
    words = value_in_words(statement.value, detail)
    wording = statement.value.wording if statement.value else None
    return f"{words} (“{wording}”)" if wording and wording != words else words


# A supporter without certainty counts only if it is named (policy §4.7).
GUESS = "a guess of somebody who is not named"


def _why(reading: Reading) -> str:
    if reading.excluded:
        return reading.excluded.meaning
    if reading.house_reversed:
        return Reason.HOUSE_REVERSED.meaning
    return (Reason.SPEAKER_REVERSED if reading.reversed else Reason.SUPERSEDED).meaning


def _address(url: str | None) -> str:
    """What may be a link: nothing that would run."""
    return url if url and is_web_address(url) else ""
