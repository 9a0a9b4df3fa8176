"""From what somebody types on the desk to records: who says so, where it stands, by which relays.

A name that is on record is found by its name, another name or id; a new one is recorded on the way
if its kind is given. All of it is one transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from claims.domain.answering import answer_of
from claims.domain.quoting import place_of
from claims.domain.vocabulary import DetailType, Knowledge, Naming
from claims.models import Attribution, Claim, Detail, DetailValue, Sighting
from claims.services.claims import record_claim
from claims.services.statements import (
    SightingInput,
    record_attribution,
    record_detail_value,
    record_sighting,
)
from sources.domain.vocabulary import CaptureMethod, SourceKind
from sources.foundation import engine
from sources.foundation.permissions import Actor
from sources.models import Document, Snapshot, Source
from sources.services.documents import WantedDocument, capture, find_or_record_document
from sources.services.sources import find_or_record_source


@dataclass(slots=True)
class PassageInput:
    """Where a statement stands, as typed. A document is named by title, address or id."""

    document: str
    publisher: str = ""  # of a document that is new
    published: datetime | None = None
    text: str = ""  # of the document, to be kept
    via: Sequence[str] = ()
    via_kind: str = ""  # of relays that are new
    attestation: str = "paraphrase"
    stance: str = ""
    quote: str = ""
    language: str = ""
    translation: str = ""
    # Of a document that was read: the snapshot, the place in it and the spans of who said what,
    # instead of the quote.
    snapshot: Snapshot | None = None
    place: dict[str, Any] | None = None
    spans: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    via_documents: Sequence[Document] = ()


@dataclass(slots=True)
class StatementInput:
    """Who says so, as typed. A speaker is named by name, other name or id."""

    speaker: str
    speaker_kind: str = ""  # of a speaker that is new
    fields: dict[str, Any] = field(default_factory=dict)  # columns: stance, cue, said_at …


def enter_attribution(
    *,
    claim: Claim,
    said: StatementInput,
    seen: PassageInput,
    by: Actor,
    at: datetime,
    why: str = "",
) -> Attribution:
    """Record that somebody says so, in this document."""
    with transaction.atomic():
        speaker, sighted = _found(said, seen, by=by, at=at)
        row = Attribution(
            claim=claim,
            speaker=speaker,
            **_columns(said, speaker),
        )
        return record_attribution(attribution=row, sightings=[sighted], by=by, at=at, why=why)


def enter_answer(
    *,
    detail: Detail,
    answer: str,
    said: StatementInput,
    seen: PassageInput,
    by: Actor,
    at: datetime,
    why: str = "",
) -> DetailValue:
    """Record what somebody answers, in this document; `answer` in words unless it is not known."""
    value = None
    if Knowledge(said.fields["knowledge"]) is Knowledge.VALUE:
        try:
            value = answer_of(answer, DetailType(detail.type))
        except ValueError as error:
            raise ValidationError({"answer": f"Expected {error}."}) from None
    with transaction.atomic():
        speaker, sighted = _found(said, seen, by=by, at=at)
        row = DetailValue(
            detail=detail,
            speaker=speaker,
            value=value,
            quote=seen.quote,
            **_columns(said, speaker),
        )
        return record_detail_value(detail_value=row, sightings=[sighted], by=by, at=at, why=why)


def _found(
    said: StatementInput, seen: PassageInput, *, by: Actor, at: datetime
) -> tuple[Source, SightingInput]:
    """The speaker and the passage; everything that is wrong with either is told at once."""
    faults: dict[str, Any] = {}
    speaker, sighted = None, None
    try:
        speaker = find_or_record_source(
            name=said.speaker, kind=said.speaker_kind, place="speaker", by=by, at=at
        )
    except ValidationError as error:
        faults |= error.message_dict
    try:
        sighted = _sighted(seen, by=by, at=at)
    except ValidationError as error:
        faults |= error.message_dict
    if speaker is None or sighted is None:
        raise ValidationError(faults)
    return speaker, sighted


_NAMING = {
    SourceKind.PERSON.value: Naming.NAMED_PERSON.value,
    SourceKind.ANONYMOUS.value: Naming.ANONYMOUS.value,
}


def _columns(said: StatementInput, speaker: Source) -> dict[str, Any]:
    """The columns as typed; how the speaker is named follows from what it is, unless it is said."""
    return {**said.fields, "naming": said.fields.get("naming") or naming_of(speaker)}


def naming_of(speaker: Source) -> str:
    """How a speaker is named where nothing else is said."""
    return _NAMING.get(speaker.kind, Naming.NAMED_INSTITUTION.value)


def enter_sighting(
    *, statement: Attribution | DetailValue, seen: PassageInput, by: Actor, at: datetime
) -> Sighting:
    """Record a further report of a statement that is on record."""
    with transaction.atomic():
        sighted = _sighted(seen, by=by, at=at)
        return record_sighting(statement=statement, sighted=sighted, by=by, at=at)


def enter_claim(*, claim: Claim, by: Actor, at: datetime) -> Claim:
    """Record a new claim, with an id that begins with its words, unless it has one."""
    with transaction.atomic():
        engine.lock_record(alone=True)
        twin = Claim.objects.filter(text__iexact=" ".join(claim.text.split())).first()
        if twin is not None:
            raise ValidationError({"text": f"This is on record already, as {twin.ref}."})
        return record_claim(claim=claim, by=by, at=at)


def _document(seen: PassageInput, *, by: Actor, at: datetime) -> Document:
    if not seen.document.strip():
        raise ValidationError({"document": "Where does it stand?"})
    wanted = WantedDocument(
        called=seen.document, publisher=seen.publisher, published=seen.published
    )
    return find_or_record_document(wanted=wanted, by=by, at=at)


def _relays(seen: PassageInput, *, by: Actor, at: datetime) -> list[Source]:
    return [
        find_or_record_source(name=name, kind=seen.via_kind, place="via", by=by, at=at)
        for name in seen.via
    ]


def _in_snapshot(
    seen: PassageInput, snapshot: Snapshot, *, by: Actor, at: datetime
) -> SightingInput:
    """A passage of a document that was read: its place is known."""
    relays = _relays(seen, by=by, at=at)
    # Whoever published the document is counted as its publisher.
    via = [each for each in relays if each.pk != snapshot.document.publisher_id]
    sighting = Sighting(
        document=snapshot.document,
        snapshot=snapshot,
        selector=seen.place,
        attestation=seen.attestation,
        stance=seen.stance,
        quote=seen.place["exact"] if seen.place else "",
        language=seen.language,
        **{f"{role}_spans": seen.spans.get(role, []) for role in ("source", "cue", "content")},
    )
    return SightingInput(sighting, via, seen.via_documents)


def _sighted(seen: PassageInput, *, by: Actor, at: datetime) -> SightingInput:
    if seen.snapshot is not None:
        return _in_snapshot(seen, seen.snapshot, by=by, at=at)
    faults: dict[str, Any] = {}
    document, snapshot, via, place = None, None, [], None
    try:
        document = _document(seen, by=by, at=at)
    except ValidationError as error:
        faults |= error.message_dict
    try:
        via = _relays(seen, by=by, at=at)
    except ValidationError as error:
        faults |= error.message_dict
    text = seen.text
    if document is not None and text.strip():
        snapshot = capture(document=document, text=text, how=CaptureMethod.PASTED, by=by, at=at)
    elif document is not None:
        snapshot = document.snapshots.order_by("-captured_at", "-pk").first()
        text = snapshot.text if snapshot else ""
    if seen.quote and text.strip():
        place = place_of(seen.quote, text)
        if place is None and seen.text.strip():
            faults["quote"] = ["These words do not stand in the text."]
    if document is None or faults:
        raise ValidationError(faults)
    sighting = Sighting(
        document=document,
        snapshot=snapshot if place else None,
        selector=place,
        attestation=seen.attestation,
        stance=seen.stance,
        quote=place["exact"] if place else seen.quote,
        language=seen.language,
        translation=seen.translation,
    )
    return SightingInput(sighting, via)
