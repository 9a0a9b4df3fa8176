"""Sources and documents as JSON, with only what the reader may know of."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from sources.foundation.domain.moments import write_moment
from sources.foundation.permissions import may_see_internal
from sources.models import Affiliation, Document, Source


def moment(at: datetime | None) -> str | None:
    return None if at is None else write_moment(at)


def named(source: Source) -> dict[str, str]:
    return {"ref": source.ref, "name": source.name}


def with_what_is_above(sources: QuerySet) -> QuerySet:
    """Read along what `sources_as_json` shows beside the sources themselves."""
    standing = Affiliation.objects.standing().select_related("to").order_by("pk")
    return sources.select_related("parent").prefetch_related(
        "aliases", Prefetch("affiliations", standing)
    )


def sources_as_json(rows: Sequence[Source], *, user: Any, at: datetime) -> list[dict[str, Any]]:
    """These sources; of those above them, the ones that this person may know of."""
    above = {row.parent_id for row in rows if row.parent_id is not None}
    above |= {each.to_id for row in rows for each in row.affiliations.all()}
    seen = set(
        Source.objects.visible_to(user, at).filter(pk__in=above).values_list("pk", flat=True)
    )
    return [_source(row, seen) for row in rows]


def _source(row: Source, seen: Collection[int]) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "kind": row.kind,
        "name": row.name,
        "in_text": row.in_text,
        "aliases": sorted(alias.name for alias in row.aliases.all()),
        "country": row.country,
        "wikidata": row.wikidata,
        "parent": named(row.parent) if row.parent and row.parent_id in seen else None,
        "affiliations": [
            {
                "to": named(each.to),
                "capacity": each.capacity,
                "role": each.role,
                "begins": moment(each.begins),
                "until": moment(each.until),
            }
            for each in row.affiliations.all()
            if each.to_id in seen
        ],
        "newsgatherer": row.newsgatherer,
        "description": row.description,
        "recorded_at": moment(row.recorded_at),
    }


def documents_as_json(rows: Sequence[Document], *, user: Any, at: datetime) -> list[dict[str, Any]]:
    """These documents; an earlier version only if this person may know of it."""
    earlier = {row.supersedes_id for row in rows if row.supersedes_id is not None}
    seen = set(
        Document.objects.visible_to(user, at).filter(pk__in=earlier).values_list("pk", flat=True)
    )
    inside = bool(may_see_internal(user))
    return [_document(row, seen, inside) for row in rows]


def _document(row: Document, seen: Collection[int], inside: bool) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "publisher": named(row.publisher),
        "url": row.url,
        "title": row.title,
        "byline": row.byline,
        "published": moment(row.published),
        "language": row.language,
        "type": row.type,
        "signal": row.signal,
        "supersedes": row.supersedes.ref if row.supersedes and row.supersedes_id in seen else None,
        "embargoed_until": moment(row.embargoed_until) if inside else None,
        "retracted_at": moment(row.retracted_at),
        "recorded_at": moment(row.recorded_at),
        "snapshots": [
            {
                "sha256": each.sha256,
                "media_type": each.media_type,
                "captured_at": moment(each.captured_at),
                "captured_how": each.captured_how,
            }
            for each in row.snapshots.all()
        ],
    }
