"""Claims, what is said of them, and the dossier that holds them together, as plain records.

The shape is that of the exchange format `second-source-dossier/1`; `claims/domain/dossier.py` reads
it from JSON and reports faults. The policy reads these records, wherever they came from.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, ConfigDict, Field, PlainValidator, model_validator
from pydantic.types import StrictBool, StrictInt
from pydantic_core import PydanticCustomError

from claims.domain.policy.parameters import MINUTES_OF_A_YEAR, Policy
from claims.domain.vocabulary import (
    Attestation,
    Basis,
    Checkability,
    ClaimKind,
    DetailType,
    GroundRules,
    Knowledge,
    Naming,
    Qualifier,
    Stance,
    VerdictKind,
)
from sources.domain.records import Document, Source
from sources.foundation.domain.moments import (
    FIRST_MIDNIGHT,
    LAST_MIDNIGHT,
    WHOLE_DAY,
    Moment,
    is_date,
    read_moment,
    write_moment,
)
from sources.foundation.domain.shapes import CountryCode, LanguageTag, Line, Name, Record, Ref, Text

FORMAT: Final = "second-source-dossier/1"

# Within 64 bits, so that both engines and every JSON reader hold them: jsonb gives a large float
# back as a whole number.
_NUMBER = "a finite number that 64 bits hold, between -2^63 and 2^63"


def _number(value: Any) -> int | float:
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 2**63:
        return value
    raise PydanticCustomError("number", "{expected}", {"expected": _NUMBER})


def _not_negative(value: int | float) -> int | float:
    if value < 0:
        raise PydanticCustomError("number", "{expected}", {"expected": f"{_NUMBER}, from 0"})
    return value


Number = Annotated[int | float, PlainValidator(_number)]
PositiveNumber = Annotated[Number, AfterValidator(_not_negative)]
Minutes = Annotated[PositiveNumber, Field(le=MINUTES_OF_A_YEAR)]
Offset = Annotated[StrictInt, Field(ge=0, lt=2**31)]


class Event(Record):
    title: Name
    slug: Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]{1,200}$")] | None = None
    place: Line | None = None
    country: CountryCode | None = None
    when: Line | None = None
    parties: tuple[Name, ...] = ()


class Claim(Record):
    """One atomic, unhedged, dated sentence without a speaker in it."""

    id: Ref
    text: Annotated[Text, Field(min_length=1)]
    clause: Line | None = None  # its form inside a sentence, after "says that"
    clause_past: Line | None = None  # the same after "said that"
    lang: LanguageTag | None = None
    event: Ref | None = None
    kind: ClaimKind = ClaimKind.OCCURRENCE
    checkability: Checkability = Checkability.CHECKABLE
    recorded_by: Line | None = None
    recorded_at: Moment | None = None
    amended_at: Moment | None = None
    favours: tuple[Ref, ...] = ()
    damages: tuple[Ref, ...] = ()
    authorities: tuple[Ref, ...] = ()
    volatile: StrictBool = False


class Span(Record):
    """Some characters of a text: `exact` stands at `start`, counted in code points."""

    exact: Text
    start: Offset | None = None
    end: Offset | None = None


class Selector(Span):
    """W3C Web Annotation: a TextQuoteSelector with its TextPositionSelector."""

    prefix: Text | None = None
    suffix: Text | None = None


Relays = Annotated[tuple[Ref, ...], Field(max_length=100)]


class Sighting(Record):
    """One document passage that shows that a statement was made."""

    document: Ref
    via: Relays = ()  # the relays, nearest the speaker first
    via_documents: Relays = ()
    attestation: Attestation = Attestation.PARAPHRASE
    stance: Stance | None = None  # as read here, where it differs from the attribution's
    recorded_at: Moment | None = None
    retracted_at: Moment | None = None  # the outlet took back this passage alone
    quote: Text | None = None
    lang: LanguageTag | None = None
    translation: Text | None = None
    selector: Selector | None = None
    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()


class Statement(Record):
    """What an attribution and a detail value have in common: who said it and how it reached us."""

    id: Ref
    speaker: Ref
    holder: Line | None = None
    cue: Line | None = None
    naming: Naming = Naming.NAMED_INSTITUTION
    ground_rules: GroundRules = GroundRules.ON_RECORD
    basis: Basis = Basis.UNSTATED
    evidence_key: Line | None = None
    attribution_as: Line | None = None
    said_at: Moment | None = None
    recorded_at: Moment | None = None
    withdrawn_at: Moment | None = None
    discounted_at: Moment | None = None
    discount_reason: Text | None = None
    note: Text | None = None
    sightings: tuple[Sighting, ...]


class Attribution(Statement):
    claim: Ref
    stance: Stance


def whole_days(given: Mapping[str, object]) -> dict[str, object]:
    """The answer with each date that has no time as all of that day, and in words."""
    found = dict(given)
    days = [each for each in (found.get("from"), found.get("until")) if is_date(each)]
    if days != sorted(days, key=str):
        return found  # told as what ends before it begins
    for name, begins, ends in (("at", True, True), ("from", True, False), ("until", False, True)):
        day = found.get(name)
        if not is_date(day):
            continue
        try:
            midnight = read_moment(day)
        except ValueError:
            continue  # told with what else is wrong
        if name == "at":
            del found["at"]
            found.setdefault("wording", f"{midnight:%-d %B %Y}")
        if begins:
            found["from"] = write_moment(midnight + FIRST_MIDNIGHT)
        if ends:
            found["until"] = write_moment(midnight + LAST_MIDNIGHT)
    return found


class Value(Record):
    """An answer: a number with its qualifier, an instant, or words."""

    value: Number | Name | None = None
    low: Number | None = None
    high: Number | None = None
    at: Moment | None = None
    from_: Moment | None = Field(default=None, alias="from")
    until: Moment | None = None
    qualifier: Qualifier | None = None
    unit: Line | None = None
    precision: PositiveNumber | None = None
    as_of: Moment | None = None
    approx: StrictBool = False
    tolerance_minutes: Minutes | None = None
    wording: Text | None = None
    derived_from: Ref | None = None

    @model_validator(mode="before")
    @classmethod
    def _whole_days(cls, given: object) -> object:
        """A date without a time is that day in the place where it was said, which nobody has
        recorded: all of it, wherever that is."""
        return whole_days(given) if isinstance(given, dict) else given

    @property
    def is_day(self) -> bool:
        """Whether it is a date without a time; its wording says which."""
        span = self.until - self.from_ if self.from_ and self.until else None
        return span == WHOLE_DAY and bool(self.wording)

    @property
    def meant(self) -> Qualifier:
        """The qualifier; without one, two bounds are a range and one number is exact."""
        if self.qualifier is not None:
            return self.qualifier
        bounds = self.value is None and self.low is not None
        return Qualifier.RANGE if bounds else Qualifier.EXACT


class DetailValue(Statement):
    detail: Ref
    knowledge: Knowledge
    value: Value | None = None
    quote: Text | None = None

    @property
    def stance(self) -> Stance:
        """An answer asserts what it says (policy §8)."""
        return Stance.ASSERTS


Spoken = Attribution | DetailValue


class NotApplicable(Record):
    by: Name
    reason: Annotated[Text, Field(min_length=1)]


class Detail(Record):
    """A question about a claim. `narrower_than` maps a narrower category to the one above it."""

    id: Ref
    claim: Ref
    question: Name
    indirect: Line | None = None  # its form inside a sentence: "how far the missile flew"
    type: DetailType = DetailType.QUANTITY
    unit: Line = "1"
    cumulative: StrictBool = False  # a total, which does not fall
    varying: StrictBool = False  # a level, which goes up and down
    tolerance: PositiveNumber | None = None  # in the unit; of an instant in minutes
    favours: tuple[Ref, ...] = ()  # whom a high or a low answer serves
    narrower_than: dict[Name, Name] = {}
    not_applicable: NotApplicable | None = None


class Verdict(Record):
    """A reviewer's verdict on a claim, as data; giving one is the business of `reviews`."""

    claim: Ref
    reviewer: Name
    verdict: VerdictKind
    at: Moment
    reason: Annotated[Text, Field(min_length=1)]


class Dossier(Record):
    """A record, or a part of one, in memory. Its indexes are made once, on first use."""

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))

    format: Literal["second-source-dossier/1"] = FORMAT
    policy: Policy = Policy()
    sources: dict[Ref, Source] = {}
    documents: dict[Ref, Document] = {}
    events: dict[Ref, Event] = {}
    claims: tuple[Claim, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    details: tuple[Detail, ...] = ()
    detail_values: tuple[DetailValue, ...] = ()
    reviews: tuple[Verdict, ...] = ()

    @cached_property
    def lines(self) -> dict[tuple[str, datetime | None], dict[str, bool]]:
        """Who stands above a speaker at a moment, kept once the policy has worked it out."""
        return {}

    @cached_property
    def controllers(self) -> dict[tuple[str, datetime | None], str]:
        """Who controls a speaker at a moment, likewise."""
        return {}

    @cached_property
    def glances(self) -> dict[tuple[str, datetime, str], object]:
        """What the gate has to know of a claim's evidence at earlier moments, likewise."""
        return {}

    @cached_property
    def attributions_of(self) -> dict[str, list[Attribution]]:
        return _grouped(self.attributions, "claim")

    @cached_property
    def details_of(self) -> dict[str, list[Detail]]:
        return _grouped(self.details, "claim")

    @cached_property
    def values_of(self) -> dict[str, list[DetailValue]]:
        return _grouped(self.detail_values, "detail")

    @cached_property
    def verdicts_on(self) -> dict[str, list[Verdict]]:
        return _grouped(self.reviews, "claim")


def statements_of(dossier: Dossier, claim: Claim) -> list[Spoken]:
    """Everything that anybody says of the claim, answers to its details included."""
    found: list[Spoken] = [*dossier.attributions_of.get(claim.id, ())]
    for detail in dossier.details_of.get(claim.id, ()):
        found += dossier.values_of.get(detail.id, ())
    return found


def narrowed(dossier: Dossier, claim: Claim) -> Dossier:
    """The dossier as it is of this claim alone: without sources that have nothing to do with it."""
    waiting = [*claim.favours, *claim.damages, *claim.authorities]
    for statement in statements_of(dossier, claim):
        waiting.append(statement.speaker)
        for sighting in statement.sightings:
            documents = (sighting.document, *sighting.via_documents)
            waiting += [*sighting.via, *(dossier.documents[ref].publisher for ref in documents)]
    for detail in dossier.details_of.get(claim.id, ()):
        waiting += detail.favours
    found: dict[str, Source] = {}
    while waiting:
        ref = waiting.pop()
        if ref not in found:
            found[ref] = source = dossier.sources[ref]
            waiting += [each.to for each in source.affiliations]
            waiting += [source.parent] if source.parent else []
    return dossier.model_copy(update={"sources": found})


def _grouped(records: Iterable[Any], key: str) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for record in records:
        groups[getattr(record, key)].append(record)
    return groups
