"""The record in the database as the plain records that the policy and the dossier read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from claims import ports
from claims.domain import records
from claims.domain.records import Dossier, Spoken
from claims.domain.vocabulary import (
    Attestation,
    Basis,
    Checkability,
    ClaimKind,
    DetailType,
    GroundRules,
    Interest,
    Knowledge,
    Naming,
    Stance,
)
from claims.models import (
    Attribution,
    Claim,
    DeclaredInterest,
    Detail,
    DetailValue,
    Event,
    Hop,
    RelayedDocument,
    Sighting,
)
from sources.domain.records import Document as DocumentRecord
from sources.domain.records import Source as SourceRecord
from sources.domain.vocabulary import SourceKind
from sources.foundation.batches import chunks
from sources.models import Document, Source
from sources.selectors.records import documents_by_ref, sources_by_ref

_STATEMENT = (
    "pk",
    "ref",
    "speaker__ref",
    "holder",
    "cue",
    "naming",
    "ground_rules",
    "basis",
    "evidence_key",
    "attribution_as",
    "said_at",
    "recorded_at",
    "withdrawn_at",
    "discounted_at",
    "discount_reason",
    "note",
)


def dossier_of(claims: Collection[int]) -> Dossier:
    """Everything on record about these claims (primary keys), under the default policy."""
    attributions = _attributions(claims)
    details = _details(claims)
    values = _detail_values(claims)
    claim_records = _claims(claims)
    spoken = [*attributions, *values]
    sightings = [sighting for each in spoken for sighting in each.sightings]
    documents = documents_by_ref(
        {ref for each in sightings for ref in (each.document, *each.via_documents)}
    )
    named = {each.speaker for each in spoken}
    named.update(ref for each in sightings for ref in each.via)
    named.update(document.publisher for document in documents.values())
    for claim in claim_records:
        named.update((*claim.favours, *claim.damages, *claim.authorities))
    return Dossier.model_construct(
        policy=Dossier().policy,
        sources=sources_by_ref(named),
        documents=documents,
        events=_events({claim.event for claim in claim_records if claim.event}),
        claims=tuple(claim_records),
        attributions=tuple(attributions),
        details=tuple(details),
        detail_values=tuple(values),
        reviews=tuple(ports.reviews.verdicts_on(claims)),
    )


def _events(refs: Collection[str]) -> dict[str, records.Event]:
    return {
        event.ref: records.Event.model_construct(
            title=event.title,
            slug=event.slug,
            place=event.place or None,
            country=event.country or None,
            when=event.when or None,
            parties=tuple(event.parties),
        )
        for event in Event.objects.filter(ref__in=refs)
    }


def _claims(pks: Collection[int]) -> list[records.Claim]:
    interests: dict[tuple[int, str], list[str]] = defaultdict(list)
    declared = DeclaredInterest.objects.filter(claim__in=pks).order_by("pk")
    for claim, interest, ref in declared.values_list("claim", "interest", "source__ref"):
        interests[claim, interest].append(ref)
    rows = Claim.objects.filter(pk__in=pks).order_by("ref").values(
        "pk", "ref", "text", "event__ref", "kind", "checkability", "recorded_by", "recorded_at",
        "amended_at", "volatile",
    )  # fmt: skip
    return [
        records.Claim.model_construct(
            id=row["ref"],
            text=row["text"],
            event=row["event__ref"],
            kind=ClaimKind(row["kind"]),
            checkability=Checkability(row["checkability"]),
            recorded_by=row["recorded_by"] or None,
            recorded_at=row["recorded_at"],
            amended_at=row["amended_at"],
            favours=tuple(interests[row["pk"], Interest.FAVOURS.value]),
            damages=tuple(interests[row["pk"], Interest.DAMAGES.value]),
            authorities=tuple(interests[row["pk"], Interest.AUTHORITY.value]),
            volatile=row["volatile"],
        )
        for row in rows
    ]


def _attributions(claims: Collection[int]) -> list[records.Attribution]:
    rows = list(
        Attribution.objects.filter(claim__in=claims)
        .order_by("ref")
        .values(*_STATEMENT, "claim__ref", "stance")
    )
    sightings = _sightings("attribution", [row["pk"] for row in rows])
    return [
        records.Attribution.model_construct(
            claim=row["claim__ref"],
            stance=Stance(row["stance"]),
            **_provenance(row, sightings),
        )
        for row in rows
    ]


def _details(claims: Collection[int]) -> list[records.Detail]:
    rows = Detail.objects.filter(claim__in=claims).order_by("ref").select_related("claim")
    return [detail_record(row) for row in rows]


def detail_record(row: Detail) -> records.Detail:
    return records.Detail.model_construct(
        id=row.ref,
        claim=row.claim.ref,
        question=row.question,
        type=DetailType(row.type),
        unit=row.unit,
        cumulative=row.cumulative,
        narrower_than=row.narrower_than,
        not_applicable=records.NotApplicable.model_construct(
            by=row.not_applicable_by, reason=row.not_applicable_reason
        )
        if row.not_applicable_by
        else None,
    )


def answers_on_record(
    details: Collection[int], but: Collection[str] = ()
) -> list[records.DetailValue]:
    """The answers to these details (primary keys), without their sightings and without `but`."""
    return [
        records.DetailValue.model_construct(
            id=row.ref,
            detail=row.detail.ref,
            speaker=row.speaker.ref,
            knowledge=Knowledge(row.knowledge),
            value=None if row.value is None else records.Value.model_validate(row.value),
            sightings=(),
        )
        for part in chunks(details)
        for row in DetailValue.objects.filter(detail__in=part).select_related("detail", "speaker")
        if row.ref not in but
    ]


def _detail_values(claims: Collection[int]) -> list[records.DetailValue]:
    rows = list(
        DetailValue.objects.filter(detail__claim__in=claims)
        .order_by("ref")
        .values(*_STATEMENT, "detail__ref", "knowledge", "value", "quote")
    )
    sightings = _sightings("detail_value", [row["pk"] for row in rows])
    return [
        records.DetailValue.model_construct(
            detail=row["detail__ref"],
            knowledge=Knowledge(row["knowledge"]),
            value=None if row["value"] is None else records.Value.model_validate(row["value"]),
            quote=row["quote"] or None,
            **_provenance(row, sightings),
        )
        for row in rows
    ]


def _provenance(
    row: Mapping[str, Any], sightings: Mapping[int, list[records.Sighting]]
) -> dict[str, Any]:
    return {
        "id": row["ref"],
        "speaker": row["speaker__ref"],
        "holder": row["holder"] or None,
        "cue": row["cue"] or None,
        "naming": Naming(row["naming"]),
        "ground_rules": GroundRules(row["ground_rules"]),
        "basis": Basis(row["basis"]),
        "evidence_key": row["evidence_key"] or None,
        "attribution_as": row["attribution_as"] or None,
        "said_at": row["said_at"],
        "recorded_at": row["recorded_at"],
        "withdrawn_at": row["withdrawn_at"],
        "discounted_at": row["discounted_at"],
        "discount_reason": row["discount_reason"] or None,
        "note": row["note"] or None,
        "sightings": tuple(sightings.get(row["pk"], ())),
    }


def _sightings(owner: str, statements: Collection[int]) -> dict[int, list[records.Sighting]]:
    """The sightings of these attributions, or of these detail values, by their owner.

    Asked by keys, step by step: joined to the claims, SQLite walks every sighting there is.
    """
    found: dict[int, list[records.Sighting]] = defaultdict(list)
    rows: list[dict[str, Any]] = []
    for part in chunks(statements):
        rows += Sighting.objects.filter(**{f"{owner}__in": part}).order_by("pk").values(
            "pk", owner, "document__ref", "attestation", "stance", "recorded_at", "quote",
            "language", "translation", "selector", "source_spans", "cue_spans", "content_spans",
        )  # fmt: skip
    pks = [row["pk"] for row in rows]
    via = _chain(Hop, "source__ref", pks)
    relayed = _chain(RelayedDocument, "document__ref", pks)
    for row in rows:
        found[row[owner]].append(
            records.Sighting.model_construct(
                document=row["document__ref"],
                via=tuple(via.get(row["pk"], ())),
                via_documents=tuple(relayed.get(row["pk"], ())),
                attestation=Attestation(row["attestation"]),
                stance=Stance(row["stance"]) if row["stance"] else None,
                recorded_at=row["recorded_at"],
                quote=row["quote"] or None,
                lang=row["language"] or None,
                translation=row["translation"] or None,
                selector=records.Selector.model_construct(**row["selector"])
                if row["selector"]
                else None,
                source=_spans(row["source_spans"]),
                cue=_spans(row["cue_spans"]),
                content=_spans(row["content_spans"]),
            )
        )
    return found


def disclosable(rows: Sequence[Attribution | DetailValue]) -> tuple[list[Spoken], Dossier]:
    """These statements, read with their sightings and chains, as plain records: as much of them as
    `claims.domain.evidence.disclosed` looks at."""
    sources: dict[str, Source] = {}
    documents: dict[str, Document] = {}
    found = [_disclosable(row, sources, documents) for row in rows]
    dossier = Dossier.model_construct(
        policy=Dossier().policy,
        sources={
            ref: SourceRecord.model_construct(kind=SourceKind(row.kind), name=row.name)
            for ref, row in sources.items()
        },
        documents={
            ref: DocumentRecord.model_construct(
                publisher=row.publisher.ref,
                recorded_at=row.recorded_at,
                embargoed_until=row.embargoed_until,
            )
            for ref, row in documents.items()
        },
    )
    return found, dossier


def _disclosable(row: Any, sources: dict[str, Source], documents: dict[str, Document]) -> Spoken:
    sightings = []
    for each in row.sightings.all():
        via = [hop.source for hop in each.hops.all()]
        relayed = [link.document for link in each.relayed.all()]
        for document in (each.document, *relayed):
            documents[document.ref] = document
            sources[document.publisher.ref] = document.publisher
        sources |= {source.ref: source for source in via}
        sightings.append(
            records.Sighting.model_construct(
                document=each.document.ref,
                via=tuple(source.ref for source in via),
                via_documents=tuple(document.ref for document in relayed),
                recorded_at=each.recorded_at,
            )
        )
    sources[row.speaker.ref] = row.speaker
    kind: Any = records.Attribution if isinstance(row, Attribution) else records.DetailValue
    found: Spoken = kind.model_construct(
        id=row.ref,
        speaker=row.speaker.ref,
        naming=Naming(row.naming),
        ground_rules=GroundRules(row.ground_rules),
        attribution_as=row.attribution_as or None,
        recorded_at=row.recorded_at,
        sightings=tuple(sightings),
    )
    return found


def _spans(spans: Iterable[Mapping[str, Any]]) -> tuple[records.Span, ...]:
    return tuple(records.Span.model_construct(**span) for span in spans)


def _chain(model: Any, ref: str, sightings: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for part in chunks(sightings):
        links = model.objects.filter(sighting__in=part).order_by("sighting", "position")
        for sighting, name in links.values_list("sighting", ref):
            found[sighting].append(name)
    return found
