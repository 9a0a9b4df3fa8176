"""Everything that changes a document, one at a time; dossiers are loaded in claims."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from sources.domain.vocabulary import CaptureMethod
from sources.foundation.domain.roles import Action
from sources.foundation.permissions import Actor
from sources.foundation.services.saving import merging_save, remember
from sources.models import Document, Snapshot, SnapshotBytes
from sources.services.actions import perform


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
