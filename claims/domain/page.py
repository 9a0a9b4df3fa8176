"""What a page shows of a claim: who says so, by origin and by what chain; what was left out and
why; what is known of each question, and who does not know what in which way.

Made from all that is on record, for one audience: everything here is what that audience may read.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from claims.domain.disclosure import HIDDEN, UNNAMED, is_withheld, name_of
from claims.domain.drawing import Drawing, chain
from claims.domain.policy.details import detail_on, newest
from claims.domain.policy.grouping import Cluster, by_origin
from claims.domain.policy.independence import ANONYMOUS_GROUP
from claims.domain.policy.intervals import interval
from claims.domain.policy.reading import Reading, View, read_all, standing_sightings
from claims.domain.policy.settlement import evidence_on
from claims.domain.policy.weighing import Stake, Voice
from claims.domain.records import Claim, Detail, DetailValue, Sighting, Spoken
from claims.domain.speaking import role_of
from claims.domain.vocabulary import (
    Attestation,
    Basis,
    DetailReason,
    DetailState,
    Knowledge,
    Reason,
    Stance,
)
from claims.domain.wording import in_words, value_in_words
from sources.domain.records import Document
from sources.domain.vocabulary import SourceKind
from sources.foundation.domain.roles import Audience

STANCES = {
    Stance.ASSERTS: "says so",
    Stance.ASSERTS_LIKELY: "says it is likely",
    Stance.ASSERTS_POSSIBLE: "says it is possible",
    Stance.DENIES: "denies it",
    Stance.DENIES_LIKELY: "says it is unlikely",
    Stance.DENIES_POSSIBLE: "says it might not be so",
    Stance.DECLINES: "declined to comment",
    Stance.NO_INFORMATION: "has no information",
}
_STAKES = {Stake.SELF_SERVING: "gains by it", Stake.AGAINST: "loses by it", Stake.NEUTRAL: ""}
_BASES = {
    Basis.OBSERVED: "saw or measured it",
    Basis.OWN_ACT: "did it",
    Basis.RECORDS: "read it in records",
    Basis.ASSESSED: "concluded it",
    Basis.OWN_REPORTING: "own reporting",
    Basis.UNDISCLOSED: "will not say how it knows",
}
ATTESTATIONS = {
    Attestation.PRIMARY: "its own document",
    Attestation.VERBATIM_ORIGINAL: "quoted",
    Attestation.VERBATIM_TRANSLATED: "quoted in translation",
    Attestation.PARAPHRASE: "in the report's words",
}
KINDS_OF_NOT_KNOWING = {
    Knowledge.NOT_STATED: "did not say",
    Knowledge.WITHHELD: "declined to say",
    Knowledge.UNKNOWN: "said it did not know",
    Knowledge.NONE_REPORTED: "had no reports of it",
}


@dataclass(frozen=True, slots=True)
class Passage:
    """One document that shows that it was said, with the chain drawn from the speaker to it."""

    drawing: Drawing
    title: str
    publisher: str
    publisher_ref: str
    url: str
    published: datetime | None
    attestation: str
    read_here: str  # how it reads here, where that differs
    retracted_at: datetime | None
    quote: str
    before: str
    after: str
    language: str
    translation: str


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of it."""

    name: str
    ref: str  # the source's; "" where it may not be named
    holder: str
    stance: str
    cue: str
    said_at: datetime | None
    marks: Sequence[str]
    left_out: str  # why it does not count; "" if it does
    passages: Sequence[Passage]


@dataclass(frozen=True, slots=True)
class Origin:
    """Voices that hang together, and how many origins they are."""

    name: str
    count: int
    why: str
    said: Sequence[Said]

    @property
    def reports(self) -> int:
        return sum(len(each.passages) for each in self.said)


@dataclass(frozen=True, slots=True)
class Answered:
    """What one speaker answered to a question, or how it did not."""

    said: Said
    words: str
    known: bool
    low: float | None = None  # of a number in the question's unit; None where it has no end
    high: float | None = None
    measured: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A detail with every answer beside the others."""

    id: str
    text: str
    unit: str
    state: DetailState
    value: str
    origins: int
    reasons: Sequence[str]
    answers: Sequence[Answered]
    left_out: Sequence[Said]

    @property
    def open(self) -> bool:
        return self.state not in (DetailState.KNOWN, DetailState.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Shown:
    """All of it."""

    support: Sequence[Origin]
    denial: Sequence[Origin]
    silent: Sequence[Said]
    left_out: Sequence[Said]
    questions: Sequence[Question]
    reports: int  # documents in which somebody who counts supports it


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


def _reports(voices: Iterable[Voice], view: View) -> int:
    documents = {
        sighting.document
        for voice in voices
        for sighting in standing_sightings(view.sightings(voice.reading.statement), view)[0]
    }
    return len(documents)


def _names(voices: Iterable[Voice], view: View) -> list[str]:
    sources = view.dossier.sources
    statements = [voice.reading.statement for voice in voices]
    return list(dict.fromkeys(name_of(each, sources[each.speaker]) for each in statements))


def shown(claim: Claim, view: View) -> Shown:
    """Everything that this audience may read of the claim at that moment."""
    return _Page(claim, view).shown()


class _Page:
    def __init__(self, claim: Claim, view: View) -> None:
        self.claim, self.view, self.sources = claim, view, view.dossier.sources
        self.inside = view.audience is Audience.INTERNAL

    def shown(self) -> Shown:
        evidence = evidence_on(self.claim, self.view)
        counting = {
            id(voice.reading) for voice in (*evidence.support.voices, *evidence.denial.voices)
        }
        silent, left_out = [], []
        for reading in evidence.readings:
            if id(reading) in counting or self._hidden(reading.statement):
                continue
            if reading.live:
                silent.append(self._reading(reading))
            else:
                left_out.append(self._reading(reading, left_out=_why(reading)))
        return Shown(
            support=self._origins(evidence.support.voices),
            denial=self._origins(evidence.denial.voices),
            silent=silent,
            left_out=left_out,
            questions=[
                self._question(each) for each in self.view.dossier.details_of.get(self.claim.id, ())
            ],
            reports=_reports(evidence.support.voices, self.view),
        )

    def _hidden(self, statement: Spoken) -> bool:
        return not self.inside and statement.ground_rules in HIDDEN

    def _origins(self, voices: Sequence[Voice]) -> list[Origin]:
        return [self._origin(cluster) for cluster in by_origin(voices)]

    def _origin(self, cluster: Cluster) -> Origin:
        if not self.inside and any(
            self._withheld(voice.reading.statement) for voice in cluster.voices
        ):
            # Whom somebody works for may tell who they are.
            return Origin(
                name=" and ".join(dict.fromkeys(_names(cluster.voices, self.view))),
                count=cluster.origins,
                why="",
                said=[self._reading(voice.reading, voice) for voice in cluster.voices],
            )
        ties = []
        if len(cluster.voices) > len(cluster.groups):
            ties.append("under one control")
        if cluster.shared_keys:
            ties.append("relying on one piece of evidence")
        names = dict.fromkeys(self._group(voice) for voice in cluster.voices)
        return Origin(
            name=" and ".join(names),
            count=cluster.origins,
            why=", ".join(ties),
            said=[self._reading(voice.reading, voice) for voice in cluster.voices],
        )

    def _group(self, voice: Voice) -> str:
        """Who is at the top of it, as far as that may be named."""
        if voice.group == ANONYMOUS_GROUP:
            return UNNAMED
        return self.sources[voice.group].name

    def _withheld(self, statement: Spoken) -> bool:
        return is_withheld(statement, self.sources[statement.speaker])

    def _reading(self, reading: Reading, voice: Voice | None = None, *, left_out: str = "") -> Said:
        statement = reading.statement
        marks = list(self._marks(reading, voice))
        stance = "is reported in different ways" if reading.unclear else STANCES[reading.stance]
        return self._said(statement, stance, marks, left_out)

    def _marks(self, reading: Reading, voice: Voice | None) -> Iterator[str]:
        statement = reading.statement
        withheld = self._withheld(statement)
        if voice is not None and (self.inside or not withheld):
            if _STAKES[voice.stake]:
                yield _STAKES[voice.stake]
            if voice.authority:
                yield "entitled to state it"
        if statement.basis in _BASES:
            yield _BASES[statement.basis]
        if reading.hearsay:
            yield "hearsay"
        elif reading.anonymous:
            yield "anonymous"
        if reading.hops not in (0, 1) and reading.live:
            yield ("reached us at second hand" if reading.hops == 2 else "reached us by more hands")
        if reading.varies:
            yield "reports of it disagree on how firm it was"

    def _said(self, statement: Spoken, stance: str, marks: Sequence[str], left_out: str) -> Said:
        source = self.sources[statement.speaker]
        named = self.inside or not self._withheld(statement)
        return Said(
            name=source.name if self.inside else name_of(statement, source),
            ref=statement.speaker if named else "",
            holder=(statement.holder or role_of(statement, source)) if named else "",
            stance=stance,
            cue=statement.cue or "",
            said_at=statement.said_at,
            marks=marks,
            left_out=left_out,
            passages=[self._passage(each, statement) for each in self.view.sightings(statement)],
        )

    def _passage(self, sighting: Sighting, statement: Spoken) -> Passage:
        documents = self.view.dossier.documents
        document = documents[sighting.document]
        publisher = self.sources[document.publisher]
        speaker = self.sources[statement.speaker]
        name = speaker.name if self.inside else name_of(statement, speaker)
        stations = [("speaker", name)]
        stations += [("relay", self._relay(ref)) for ref in sighting.via]
        stations += [
            ("relay", _title(documents[ref], self.sources[documents[ref].publisher].name))
            for ref in sighting.via_documents
            if self.view.shows(documents[ref])
        ]
        own = document.publisher == statement.speaker
        title = _title(document, publisher.name)
        if own and not self.inside and self._withheld(statement):
            # The document would tell who speaks.
            return Passage(
                drawing=chain([*stations, ("document", "a document")]),
                title="a document",
                publisher=UNNAMED,
                publisher_ref="",
                url="",
                published=document.published,
                attestation="",
                read_here="",
                retracted_at=None,
                quote=sighting.quote or "",
                before="",
                after="",
                language=sighting.lang or document.lang or "",
                translation=sighting.translation or "",
            )
        if document.publisher != statement.speaker:
            stations.append(("relay", publisher.name))
        stations.append(("document", title))
        selector = sighting.selector
        retracted = document.retracted_at if self.view.past(document.retracted_at) else None
        return Passage(
            drawing=chain(stations),
            title=title,
            publisher=publisher.name,
            publisher_ref=document.publisher,
            url=_address(document.url or ""),
            published=document.published,
            attestation=ATTESTATIONS[sighting.attestation],
            read_here=STANCES[sighting.stance] if sighting.stance else "",
            retracted_at=retracted,
            quote=sighting.quote or "",
            before=(selector.prefix or "") if selector and sighting.quote else "",
            after=(selector.suffix or "") if selector and sighting.quote else "",
            language=sighting.lang or document.lang or "",
            translation=sighting.translation or "",
        )

    def _relay(self, ref: str) -> str:
        source = self.sources[ref]
        anonymous = source.kind is SourceKind.ANONYMOUS and not self.inside
        return UNNAMED if anonymous else source.name

    def _question(self, detail: Detail) -> Question:
        found = detail_on(detail, self.claim, self.view)
        readings = [
            reading
            for reading in read_all(self.view.dossier.values_of.get(detail.id, ()), self.view)
            if not self._hidden(reading.statement)
        ]
        counting = newest([each for each in readings if each.excluded is None])
        kept = {id(each) for each in counting}
        answers = [self._answered(each, detail) for each in counting]
        left_out = [
            self._said(
                each.statement,
                _answer_words(each.statement, detail),
                [],
                each.excluded.meaning if each.excluded else "a later answer replaced it",
            )
            for each in readings
            if id(each) not in kept
        ]
        return Question(
            id=detail.id,
            text=detail.question,
            unit="" if detail.unit == "1" or not detail.type.measured else detail.unit,
            state=found.state,
            value=in_words(found.value),
            origins=found.origins,
            reasons=[DetailReason(each).meaning for each in found.reasons],
            answers=sorted(answers, key=lambda each: (not each.known, each.said.name)),
            left_out=left_out,
        )

    def _answered(self, reading: Reading, detail: Detail) -> Answered:
        statement = reading.statement
        assert isinstance(statement, DetailValue)
        known = statement.knowledge is Knowledge.VALUE
        words = _answer_words(statement, detail)
        marks = ["hearsay"] if reading.hearsay else ["anonymous"] if reading.anonymous else []
        said = self._said(statement, words, marks, "")
        if not known or statement.value is None or not detail.type.measured:
            return Answered(said, words, known)
        low, high = interval(statement.value, detail, self.view.dossier.policy)
        return Answered(said, words, known, _end(low), _end(high), measured=True)


def _end(number: float) -> float | None:
    return None if abs(number) == float("inf") else float(number)


def _answer_words(statement: Spoken, detail: Detail) -> str:
    assert isinstance(statement, DetailValue)
    if statement.knowledge is not Knowledge.VALUE:
        return KINDS_OF_NOT_KNOWING[statement.knowledge]
    words = value_in_words(statement.value, detail)
    wording = statement.value.wording if statement.value else None
    return f"{words} (“{wording}”)" if wording else words


def _why(reading: Reading) -> str:
    if reading.excluded:
        return reading.excluded.meaning
    return (Reason.SPEAKER_REVERSED if reading.reversed else Reason.SUPERSEDED).meaning


def _address(url: str) -> str:
    """What may be a link: nothing that would run."""
    return url if url.startswith(("http://", "https://")) else ""


def _title(document: Document, publisher: str) -> str:
    return document.title or f"a report of {publisher}"
