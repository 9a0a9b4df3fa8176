"""Everything that changes a document, one at a time; dossiers are loaded in claims."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from sources.domain.vocabulary import CaptureMethod, SourceKind
from sources.foundation.domain.roles import Action
from sources.foundation.domain.shapes import is_web_address
from sources.foundation.permissions import Actor
from sources.foundation.services.saving import merging_save, remember
from sources.models import Document, Snapshot, SnapshotBytes
from sources.selectors.by_name import documents_called, sources_called
from sources.services.actions import perform
from sources.services.sources import find_or_record_source


@dataclass(frozen=True, slots=True)
class WantedDocument:
    """What is known of a document: enough to find it on record, or to record it.

    `called` is its title, address or id, as somebody typed it; whoever knows which of these it is
    gives it by its name.
    """

    called: str = ""
    ref: str = ""  # of one that has to be on record
    url: str = ""
    title: str = ""
    publisher: str = ""  # its name, other name or id, as somebody states it
    page_publisher: str = ""  # as the page says itself, where nobody states it
    byline: str = ""
    published: datetime | None = None
    language: str = ""


def find_or_record_document(*, wanted: WantedDocument, by: Actor, at: datetime) -> Document:
    """The document on record that this is, or a new one where its publisher is given.

    ValidationError names what is missing, or what the name may mean.
    """
    found = _on_record(wanted)
    if found is not None:
        return found
    publisher_name = wanted.publisher.strip() or wanted.page_publisher.strip()
    if not publisher_name:
        new = "No such document is on record. Who published it? Name them to record it as new."
        raise ValidationError({"publisher": new})
    publisher = find_or_record_source(
        name=publisher_name, kind=SourceKind.OUTLET.value, place="publisher", by=by, at=at
    )
    called = " ".join(wanted.called.split())
    address = wanted.url or (called if is_web_address(called) else "")
    document = Document(
        publisher=publisher,
        url=address,
        title=wanted.title or ("" if called == address else called),
        byline=wanted.byline,
        published=wanted.published,
        language=wanted.language,
    )
    return record_document(document=document, by=by, at=at)


def _on_record(wanted: WantedDocument) -> Document | None:
    if wanted.ref:
        found = Document.objects.filter(ref=wanted.ref).first()
        if found is None:
            raise ValidationError({"document": f"There is no document {wanted.ref}."})
        return found
    name = " ".join(wanted.called.split()) or wanted.url
    several = documents_called(name) if name else []
    if len(several) > 1 and wanted.called:
        listed = ", ".join(f"{each.publisher} ({each.ref})" for each in several[:6])
        raise ValidationError({"document": f"It may be several: {listed}. Give the id."})
    if not several:
        return None
    found = several[0]  # of two with one address the first
    given = wanted.publisher.strip()
    if given and found.url == name and found.publisher not in sources_called(given):
        # Whoever names another publisher means another document.
        raise ValidationError(
            {"publisher": f"This address is on record as published by {found.publisher}."}
        )
    return found


def record_document(*, document: Document, by: Actor, at: datetime) -> Document:
    """Keep a new or changed document; a retraction or embargo settles what rests on it."""
    with perform(Action.RECORD_DOCUMENT, by=by, at=at, documents=[document.pk]) as context:
        merging_save(document, by=by, at=context.at)
        context.documents.add(document.pk)
    return document


def retract_document(*, document: Document, by: Actor, at: datetime, why: str = "") -> Document:
    """Take note that the publisher withdrew the document; once noted, it stays so."""
    with perform(
        Action.RETRACT_DOCUMENT, by=by, at=at, why=why, documents=[document.pk]
    ) as context:
        document.refresh_from_db()
        if document.retracted_at is None:
            document.retracted_at = context.at
            document.save(update_fields=["retracted_at"])
            remember(document)
    return document


def capture(
    *,
    document: Document,
    text: str,
    how: CaptureMethod,
    by: Actor,
    at: datetime,
    body: bytes | None = None,
    media_type: str = "text/plain; charset=utf-8",
    about: Mapping[str, Any] | None = None,
    address: str = "",
) -> Snapshot:
    """Keep a document as it stood: its bytes (those of the text if there are no others), the text
    that was read in them, and what it says of itself. The same bytes twice are one snapshot."""
    if not text.strip():
        raise ValidationError({"text": "There is no text to keep."})
    body = text.encode() if body is None else body
    sha256 = hashlib.sha256(body).hexdigest()
    with perform(Action.CAPTURE, by=by, at=at, documents=[document.pk]):
        known = Snapshot.objects.filter(document=document, sha256=sha256).first()
        if known is not None:
            return known
        snapshot = Snapshot(
            document=document,
            captured_at=at,
            sha256=sha256,
            media_type=media_type,
            text=text,
            captured_how=how.value,
            captured_by=by.user,
            about=dict(about or {}),
        )
        merging_save(snapshot, by=by, at=at)
        kept = SnapshotBytes(snapshot=snapshot, body=body, address=address)
        kept.full_clean()
        kept.save()
    return snapshot
