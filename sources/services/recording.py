"""Everything that changes sources and documents, one at a time; dossiers are loaded in claims."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from sources.domain import records
from sources.domain.authority import Deed
from sources.domain.control import sources_in_cycles
from sources.domain.vocabulary import CaptureMethod
from sources.models import Affiliation, Alias, Document, Snapshot, SnapshotBytes, Source
from sources.permissions import Hand
from sources.selectors import all_sources
from sources.services.deeds import deed
from sources.services.keeping import keep, remember


def record_source(
    *,
    source: Source,
    aliases: Sequence[str] | None = None,
    affiliations: Sequence[Affiliation] = (),
    by: Hand,
    at: datetime,
) -> Source:
    """Keep a new or changed source, with its aliases (None: as they are) and new affiliations.

    Raises ValidationError for what a source may not be, above all a cycle of control.
    """
    with deed(Deed.RECORD_SOURCE, by=by, at=at, sources=[source.pk]) as doing:
        read = vars(source).get("_read", {})
        keep(source, by=by, at=doing.at)
        doing.sources.add(source.pk)
        if aliases is not None:
            _name(source, aliases)
        for affiliation in affiliations:
            affiliation.source = source
            keep(affiliation, by=by, at=doing.at)
        try:
            check_for_cycles(all_sources())
        except ValidationError:
            vars(source)["_read"] = read  # nothing was saved: the next try starts from here
            raise
    return source


def record_document(*, document: Document, by: Hand, at: datetime) -> Document:
    """Keep a new or changed document; a retraction or embargo settles what rests on it."""
    with deed(Deed.RECORD_DOCUMENT, by=by, at=at, documents=[document.pk]) as doing:
        keep(document, by=by, at=doing.at)
        doing.documents.add(document.pk)
    return document


def retract_document(*, document: Document, by: Hand, at: datetime, why: str = "") -> Document:
    """Take note that the publisher withdrew the document; once noted, it stays so."""
    with deed(Deed.RETRACT_DOCUMENT, by=by, at=at, why=why, documents=[document.pk]) as doing:
        document.refresh_from_db()
        if document.retracted_at is None:
            document.retracted_at = doing.at
            document.save(update_fields=["retracted_at"])
            remember(document)
    return document


def capture(
    *,
    document: Document,
    text: str,
    how: CaptureMethod,
    by: Hand,
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
    with deed(Deed.CAPTURE, by=by, at=at, documents=[document.pk]):
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
        keep(snapshot, by=by, at=at)
        kept = SnapshotBytes(snapshot=snapshot, body=body, address=address)
        kept.full_clean()
        kept.save()
    return snapshot


def check_for_cycles(sources: dict[str, records.Source]) -> None:
    """Raise ValidationError if anybody would stand above themselves."""
    cyclic = sources_in_cycles(sources)
    if cyclic:
        names = ", ".join(sources[ref].name for ref in cyclic[:5])
        raise ValidationError(
            f"Control and affiliation may not go round in a circle; here they do: {names}."
        )


def _name(source: Source, aliases: Sequence[str]) -> None:
    source.aliases.exclude(name__in=aliases).delete()
    known = set(source.aliases.values_list("name", flat=True))
    Alias.objects.bulk_create(
        Alias(source=source, name=name) for name in dict.fromkeys(aliases) if name not in known
    )
