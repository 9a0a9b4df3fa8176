"""Who says so, as JSON: with only the sightings, names and notes that the reader may know of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from claims.domain.disclosure import UNNAMED, withheld
from claims.domain.vocabulary import GroundRules, Naming
from claims.models import Attribution, DetailValue, Hop, RelayedDocument, Sighting
from sources.api.serializers import moment, named
from sources.domain.vocabulary import SourceKind
from sources.foundation.permissions import may_see_internal
from sources.models import Document, Source


def with_sightings(statements: QuerySet, *, user: Any, at: datetime) -> QuerySet:
    """Read along the sightings that this person may know of, with their chains."""
    relayed = (
        Document.objects.all() if may_see_internal(user) else Document.objects.past_embargo(at)
    )
    sightings = (
        Sighting.objects.visible_to(user, at)
        .select_related("document__publisher", "snapshot")
        .defer("snapshot__text")
        .order_by("pk")
        .prefetch_related(
            Prefetch("hops", Hop.objects.select_related("source")),
            Prefetch(
                "relayed",
                RelayedDocument.objects.filter(
                    Exists(relayed.filter(pk=OuterRef("document")))
                ).select_related("document"),
            ),
        )
    )
    return statements.select_related("speaker").prefetch_related(Prefetch("sightings", sightings))


def attributions_as_json(
    rows: Sequence[Attribution], *, user: Any, at: datetime
) -> list[dict[str, Any]]:
    inside = bool(may_see_internal(user))
    return [{**_statement(row, row.claim.ref, at, inside), "stance": row.stance} for row in rows]


def values_as_json(rows: Sequence[DetailValue], *, user: Any, at: datetime) -> list[dict[str, Any]]:
    inside = bool(may_see_internal(user))
    return [
        {
            **_statement(row, row.detail.claim.ref, at, inside),
            "detail": row.detail.ref,
            "knowledge": row.knowledge,
            "value": row.value,
            "quote": row.quote,
        }
        for row in rows
    ]


def _statement(row: Any, claim: str, at: datetime, inside: bool) -> dict[str, Any]:
    hidden = _withheld(row)
    shown = inside or not hidden
    # What the record took note of later than the moment asked for was not known then.
    withdrawn, discounted = (
        None if moment_ is None or moment_ > at else moment_
        for moment_ in (row.withdrawn_at, row.discounted_at)
    )
    return {
        "ref": row.ref,
        "claim": claim,
        "speaker": named(row.speaker) if shown else None,
        "speaker_as": row.attribution_as or (UNNAMED if hidden else row.speaker.name),
        "holder": row.holder if shown else "",
        "cue": row.cue,
        "naming": row.naming,
        "ground_rules": row.ground_rules,
        "basis": row.basis,
        "evidence_key": row.evidence_key if inside else None,
        "said_at": moment(row.said_at),
        "recorded_at": moment(row.recorded_at),
        "withdrawn_at": moment(withdrawn),
        "withdrawn_note": row.withdrawn_note if inside and withdrawn else None,
        "discounted_at": moment(discounted),
        "discount_reason": row.discount_reason if inside and discounted else None,
        "note": row.note if inside else None,
        "sightings": [_sighting(each, inside) for each in row.sightings.all()],
    }


def _withheld(row: Any) -> bool:
    rules = Naming(row.naming), GroundRules(row.ground_rules)
    return withheld(*rules, SourceKind(row.speaker.kind))


def _sighting(row: Sighting, inside: bool) -> dict[str, Any]:
    return {
        "document": titled(row.document),
        "publisher": named(row.document.publisher),
        "via": [_relay(hop.source, inside) for hop in row.hops.all()],
        "via_documents": [titled(each.document) for each in row.relayed.all()],
        "attestation": row.attestation,
        "stance": row.stance or None,
        "quote": row.quote,
        "language": row.language,
        "translation": row.translation,
        "snapshot": row.snapshot.sha256 if row.snapshot else None,
        "selector": row.selector,
        "source_spans": row.source_spans,
        "cue_spans": row.cue_spans,
        "content_spans": row.content_spans,
        "recorded_at": moment(row.recorded_at),
    }


def _relay(source: Source, inside: bool) -> dict[str, str] | None:
    anonymous = source.kind == SourceKind.ANONYMOUS.value
    return None if anonymous and not inside else named(source)


def titled(row: Any) -> dict[str, str]:
    return {"ref": row.ref, "title": row.title}
