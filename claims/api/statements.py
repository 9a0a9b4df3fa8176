"""Who says so, as JSON: with only the sightings, names and notes that the reader may know of."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from claims.domain.evidence.disclosed import DisclosedSighting, DisclosedStatement, disclosed
from claims.domain.policy.reading import View
from claims.models import Attribution, DetailValue, Hop, RelayedDocument, Sighting
from claims.selectors.record import disclosable
from sources.api.serializers import moment, named
from sources.foundation.domain.roles import Audience
from sources.foundation.permissions import audience_of


def with_sightings(statements: QuerySet) -> QuerySet:
    """Read along all that shows that the statements were made; what of it may be read is told by
    `claims.domain.evidence.disclosed`."""
    hops = Hop.objects.select_related("source")
    relayed = RelayedDocument.objects.select_related("document__publisher")
    sightings = (
        Sighting.objects.select_related("document__publisher", "snapshot")
        .defer("snapshot__text")
        .order_by("pk")
        .prefetch_related(Prefetch("hops", hops), Prefetch("relayed", relayed))
    )
    return statements.select_related("speaker").prefetch_related(Prefetch("sightings", sightings))


def attributions_as_json(
    rows: Sequence[Attribution], *, user: Any, at: datetime
) -> list[dict[str, Any]]:
    """These rows, read with their sightings, as this person may read them at that moment."""
    return [
        {**_statement(row, row.claim.ref, seen, view), "stance": row.stance}
        for row, seen, view in _disclosed(rows, user, at)
    ]


def values_as_json(rows: Sequence[DetailValue], *, user: Any, at: datetime) -> list[dict[str, Any]]:
    return [
        {
            **_statement(row, row.detail.claim.ref, seen, view),
            "detail": row.detail.ref,
            "knowledge": row.knowledge,
            "value": row.value,
            "quote": row.quote,
        }
        for row, seen, view in _disclosed(rows, user, at)
    ]


def _disclosed(
    rows: Sequence[Any], user: Any, at: datetime
) -> list[tuple[Any, DisclosedStatement, View]]:
    records, dossier = disclosable(rows)
    view = View(dossier, at, audience_of(user))
    return [(row, disclosed(record, view), view) for row, record in zip(rows, records, strict=True)]


def _statement(row: Any, claim: str, seen: DisclosedStatement, view: View) -> dict[str, Any]:
    inside = view.audience is Audience.INTERNAL
    # What the record took note of later than the moment asked for was not known then.
    withdrawn = row.withdrawn_at if view.past(row.withdrawn_at) else None
    discounted = row.discounted_at if view.past(row.discounted_at) else None
    sightings = list(row.sightings.all())
    return {
        "ref": row.ref,
        "claim": claim,
        "speaker": named(row.speaker) if seen.named else None,
        "speaker_as": seen.printed,
        "holder": row.holder if seen.named else "",
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
        "sightings": [
            _sighting(sightings[each.place], each, view)
            for each in seen.sightings
            if not each.tells
        ],
    }


def _sighting(row: Sighting, seen: DisclosedSighting, view: View) -> dict[str, Any]:
    hops = {hop.source.ref: named(hop.source) for hop in row.hops.all()}
    relayed = {each.document.ref: titled(each.document) for each in row.relayed.all()}
    return {
        "document": titled(row.document),
        "publisher": named(row.document.publisher),
        "via": [hops[ref] if ref else None for ref in seen.via],
        "via_documents": [relayed[ref] for ref in seen.via_documents],
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
        "retracted_at": moment(row.retracted_at if view.past(row.retracted_at) else None),
    }


def titled(row: Any) -> dict[str, str]:
    return {"ref": row.ref, "title": row.title}
