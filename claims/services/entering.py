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
from django.db.models import Q
from django.utils.text import slugify

from claims.domain.answering import answer_of
from claims.domain.quoting import place_of
from claims.domain.vocabulary import DetailType, Knowledge, Naming
from claims.models import Attribution, Claim, Detail, DetailValue, Sighting
from claims.services.claims import record_claim
from claims.services.details import record_detail
from claims.services.statements import (
    SightingInput,
    record_attribution,
    record_detail_value,
    record_sighting,
)
from sources.domain.vocabulary import CaptureMethod, SourceKind
from sources.foundation import engine
from sources.foundation.models import random_ref
from sources.foundation.permissions import Actor
from sources.models import Document, Snapshot, Source
from sources.services.documents import capture, record_document
from sources.services.sources import record_source


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
            ref=random_ref(f"{claim.ref[:180]}-a-"),
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
            ref=random_ref(f"{detail.ref[:180]}-v-"),
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
        speaker = source_named(said.speaker, said.speaker_kind, "speaker", by=by, at=at)
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
        words = slugify(claim.text)[:60].strip("-") or "claim"
        claim.ref = claim.ref or random_ref(f"{words}-")
        return record_claim(claim=claim, by=by, at=at)


def enter_detail(*, detail: Detail, by: Actor, at: datetime) -> Detail:
    with transaction.atomic():
        detail.ref = random_ref(f"{detail.claim.ref[:180]}-d-")
        return record_detail(detail=detail, by=by, at=at)


def source_named(name: str, kind: str, place: str, *, by: Actor, at: datetime) -> Source:
    """The source of this name; a new one if there is none and `kind` says what it is."""
    name = " ".join(name.split())
    if not name:
        raise ValidationError({place: "Who?"})
    found = find_sources(name)
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(f"{each.name} ({each.ref})" for each in found[:6])
        raise ValidationError({place: f"“{name}” may be several: {listed}. Give the id."})
    if not kind:
        raise ValidationError(
            {place: f"Nobody is on record as “{name}”. Choose what it is to record it as new."}
        )
    ref = random_ref(f"{slugify(name)[:60] or 'source'}-")
    source = Source(ref=ref, name=name, kind=SourceKind(kind).value)
    return record_source(source=source, by=by, at=at)


def find_sources(name: str) -> list[Source]:
    """By id; else by name; else by another name. Capitals make no difference."""
    for condition in (Q(ref=name), Q(name__iexact=name), Q(aliases__name__iexact=name)):
        found = list(Source.objects.filter(condition).distinct().order_by("pk")[:10])
        if found:
            return found
    return []


def document_named(seen: PassageInput, *, by: Actor, at: datetime) -> Document:
    """The document of this title, address or id; a new one if there is none and its publisher is
    given."""
    name = " ".join(seen.document.split())
    if not name:
        raise ValidationError({"document": "Where does it stand?"})
    for condition in (Q(ref=name), Q(url=name), Q(title__iexact=name)):
        found = list(Document.objects.filter(condition).order_by("pk")[:10])
        if len(found) == 1:
            return found[0]
        if found:
            listed = ", ".join(f"{each.publisher} ({each.ref})" for each in found[:6])
            raise ValidationError({"document": f"It may be several: {listed}. Give the id."})
    if not seen.publisher.strip():
        raise ValidationError(
            {"publisher": "No such document is on record. Name its publisher to record it as new."}
        )
    publisher = source_named(seen.publisher, SourceKind.OUTLET.value, "publisher", by=by, at=at)
    address = name if name.startswith(("https://", "http://")) else ""
    document = Document(
        ref=random_ref(f"{slugify(publisher.name)[:40] or 'document'}-"),
        publisher=publisher,
        url=address,
        title="" if address else name,
        published=seen.published,
    )
    return record_document(document=document, by=by, at=at)


def _in_snapshot(
    seen: PassageInput, snapshot: Snapshot, *, by: Actor, at: datetime
) -> SightingInput:
    """A passage of a document that was read: its place is known."""
    relays = [source_named(name, seen.via_kind, "via", by=by, at=at) for name in seen.via]
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
        document = document_named(seen, by=by, at=at)
    except ValidationError as error:
        faults |= error.message_dict
    try:
        via = [source_named(name, seen.via_kind, "via", by=by, at=at) for name in seen.via]
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
