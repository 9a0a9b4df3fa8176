"""Everything that changes sources and documents, one at a time; dossiers are loaded in claims."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from config import engine
from sources import ports
from sources.domain import records
from sources.domain.control import sources_in_cycles
from sources.models import Affiliation, Alias, Document, Source
from sources.selectors import all_sources


@transaction.atomic
def record_source(
    *,
    source: Source,
    aliases: Sequence[str] | None = None,
    affiliations: Sequence[Affiliation] = (),
    by: str,
    at: datetime,
) -> Source:
    """Keep a new or changed source, with its aliases (None: as they are) and new affiliations.

    Raises ValidationError for what a source may not be, above all a cycle of control.
    """
    engine.lock_record(alone=True)
    _stamp(source, by=by, at=at)
    source.full_clean()
    source.save()
    if aliases is not None:
        source.aliases.exclude(name__in=aliases).delete()
        known = set(source.aliases.values_list("name", flat=True))
        Alias.objects.bulk_create(
            Alias(source=source, name=name) for name in dict.fromkeys(aliases) if name not in known
        )
    for affiliation in affiliations:
        affiliation.source = source
        _stamp(affiliation, by=by, at=at)
        affiliation.full_clean()
        affiliation.save()
    check_for_cycles(all_sources())
    ports.dependents.sources_changed([source.pk], at=at)
    return source


@transaction.atomic
def record_document(*, document: Document, by: str, at: datetime) -> Document:
    """Keep a new or changed document; a retraction or embargo settles what rests on it."""
    engine.lock_record(alone=True)
    _stamp(document, by=by, at=at)
    document.full_clean()
    document.save()
    ports.dependents.documents_changed([document.pk], at=at)
    return document


def check_for_cycles(sources: dict[str, records.Source]) -> None:
    """Raise ValidationError if anybody would stand above themselves."""
    cyclic = sources_in_cycles(sources)
    if cyclic:
        names = ", ".join(sources[ref].name for ref in cyclic[:5])
        raise ValidationError(
            f"Control and affiliation may not go round in a circle; here they do: {names}."
        )


def _stamp(record: Source | Affiliation | Document, *, by: str, at: datetime) -> None:
    if record._state.adding:
        record.recorded_by = record.recorded_by or by
        record.recorded_at = record.recorded_at or at


@transaction.atomic
def retract_document(*, document: Document, at: datetime) -> Document:
    """Take note that the publisher withdrew the document; once noted, it stays so."""
    engine.lock_record(alone=True)
    if document.retracted_at is None:
        document.retracted_at = at
        document.save(update_fields=["retracted_at"])
        ports.dependents.documents_changed([document.pk], at=at)
    return document
