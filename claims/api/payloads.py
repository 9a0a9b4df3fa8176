"""What programs send to record claims, what is said about them, and what is asked about them."""

from typing import Annotated

from pydantic import Field, model_validator

from claims.domain.records import PositiveNumber, Selector, Span, Value
from claims.domain.vocabulary import (
    Attestation,
    Basis,
    Checkability,
    ClaimKind,
    DetailType,
    GroundRules,
    Knowledge,
    Naming,
    Stance,
)
from sources.foundation.api.parsers import Flag, Sent
from sources.foundation.domain.moments import Moment
from sources.foundation.domain.shapes import CountryCode, LanguageTag, Line, Name, Ref, Text

NonEmpty = Annotated[Text, Field(min_length=1)]


class SentEvent(Sent):
    title: Name
    slug: Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]{1,200}$")] | None = None
    place: Line = ""
    country: CountryCode | None = None
    when: Line = ""
    parties: list[Name] = []


class NewEvent(SentEvent):
    """An event to record; without a `ref` it gets one."""

    ref: Ref | None = None


class EventChange(SentEvent):
    """What is otherwise about an event."""

    title: Name | None = None  # type: ignore[assignment]


class SentClaim(Sent):
    """`clause` and `clause_past` are the claim inside a sentence, after "says that" and after "said
    that"; without them they are proposed from its words."""

    text: NonEmpty
    clause: Line = ""
    clause_past: Line = ""
    language: LanguageTag | None = None
    event: Ref | None = None
    kind: ClaimKind = ClaimKind.OCCURRENCE
    checkability: Checkability = Checkability.CHECKABLE
    volatile: Flag = False
    review_by: Moment | None = None


class NewClaim(SentClaim):
    """One atomic, unhedged, dated sentence without a speaker in it. It begins as a draft, for the
    newsroom; without a `ref` it gets one."""

    ref: Ref | None = None


class ClaimChange(SentClaim):
    """What is otherwise about a claim. Other words, or another checkability, amend it: reviewers
    look again."""

    text: NonEmpty | None = None  # type: ignore[assignment]


class SentSighting(Sent):
    """A passage that shows that the statement was made; `via` are the relays, nearest the speaker
    first."""

    document: Ref
    via: Annotated[list[Ref], Field(max_length=100)] = []
    via_documents: Annotated[list[Ref], Field(max_length=100)] = []
    attestation: Attestation = Attestation.PARAPHRASE
    stance: Stance | None = None
    quote: Text = ""
    language: LanguageTag | None = None
    translation: Text = ""
    selector: Selector | None = None
    source_spans: list[Span] = []
    cue_spans: list[Span] = []
    content_spans: list[Span] = []


class SentStatement(Sent):
    """Who said it and on what terms. Without `naming`, it follows from what the speaker is. Of a
    speaker who is entitled to state the claim (`authorities`) the `basis` is asked for."""

    speaker: Ref
    holder: Line = ""
    cue: Line = ""
    naming: Naming | None = None
    ground_rules: GroundRules = GroundRules.ON_RECORD
    attribution_as: Line = ""
    basis: Basis | None = None
    evidence_key: Line = ""
    said_at: Moment | None = None
    note: Text = ""


Sightings = Annotated[list[SentSighting], Field(min_length=1, max_length=200)]


class NewAttribution(SentStatement):
    """That a speaker takes a stance on a claim; without a `ref` it gets one."""

    ref: Ref | None = None
    claim: Ref
    stance: Stance
    sightings: Sightings


class AttributionChange(SentStatement):
    """What is otherwise about an attribution. Once the claim has been judged, what it says stays;
    further reports are recorded as sightings, and it is taken back as a withdrawal."""

    speaker: Ref | None = None  # type: ignore[assignment]
    stance: Stance | None = None


class NewDetail(Sent):
    """A question about a claim; without a `ref` it gets one. `indirect` is the question inside a
    sentence ("how far the missile flew"); `tolerance` is in the unit, of an instant in minutes."""

    ref: Ref | None = None
    claim: Ref
    question: Name
    type: DetailType = DetailType.QUANTITY
    indirect: Line = ""
    unit: Name = "1"
    cumulative: Flag = False
    varying: Flag = False
    tolerance: PositiveNumber | None = None
    narrower_than: dict[Name, Name] = {}


class DetailChange(Sent):
    """What is otherwise about a question."""

    question: Name | None = None
    indirect: Line | None = None
    type: DetailType | None = None
    unit: Name | None = None
    cumulative: Flag | None = None
    varying: Flag | None = None
    tolerance: PositiveNumber | None = None
    narrower_than: dict[Name, Name] | None = None


class NewValue(SentStatement):
    """A speaker's answer to a detail, or the kind of not knowing it stated; without a `ref` it gets
    one."""

    ref: Ref | None = None
    detail: Ref
    knowledge: Knowledge
    value: Value | None = None
    quote: Text = ""
    sightings: Sightings


class ValueChange(SentStatement):
    """What is otherwise about an answer."""

    speaker: Ref | None = None  # type: ignore[assignment]
    knowledge: Knowledge | None = None
    value: Value | None = None
    quote: Text = ""


class OfStatement(Sent):
    """One statement: an attribution or a value, by its ref."""

    attribution: Ref | None = None
    value: Ref | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> "OfStatement":
        if (self.attribution is None) == (self.value is None):
            raise ValueError("attribution or value, and not both")
        return self


class NewSighting(OfStatement):
    """A further report of a statement that is on record."""

    sighting: SentSighting


class PassageRetraction(OfStatement):
    """That an outlet took back what it reported of a statement in one document: noted once, and for
    good, as of now. The rest of the document stands."""

    document: Ref
    why: NonEmpty


class Withdrawal(OfStatement):
    """That a speaker took a statement back: noted once, and for good, as of now."""

    note: NonEmpty
