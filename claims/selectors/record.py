"""The record in the database as the plain records that the policy and the dossier read."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

from claims import ports
from claims.domain import records
from claims.domain.records import Dossier, Spoken
from claims.domain.vocabulary import (
    GroundRules,
    Interest,
    Naming,
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
from sources.foundation.columns import record_lookups, record_of, values
from sources.models import Document, Source
from sources.selectors.records import documents_by_ref, sources_by_ref

# What a sighting calls the statement it is of, and the way from that statement to its claim.
OWNED: Mapping[Any, tuple[str, str]] = {
    Attribution: ("attribution", "claim"),
    DetailValue: ("detail_value", "detail__claim"),
}

S = TypeVar("S", records.Attribution, records.DetailValue)


def dossier_of(claims: Collection[int]) -> Dossier:
    """Everything on record about these claims (primary keys), under the default policy."""
    attributions = _statements(records.Attribution, Attribution, claims)
    details = _details(claims)
    answers = _statements(records.DetailValue, DetailValue, claims)
    claim_records = _claims(claims)
    spoken = [*attributions, *answers]
    sightings = [sighting for each in spoken for sighting in each.sightings]
    documents = documents_by_ref(
        {ref for each in sightings for ref in (each.document, *each.via_documents)}
    )
    named = {each.speaker for each in spoken}
    named.update(ref for each in sightings for ref in each.via)
    named.update(document.publisher for document in documents.values())
    for claim in claim_records:
        named.update((*claim.favours, *claim.damages, *claim.authorities))
    named.update(ref for detail in details for ref in detail.favours)
    return Dossier.model_construct(
        policy=Dossier().policy,
        sources=sources_by_ref(named),
        documents=documents,
        events=_events({claim.event for claim in claim_records if claim.event}),
        claims=tuple(claim_records),
        attributions=tuple(attributions),
        details=tuple(details),
        detail_values=tuple(answers),
        reviews=tuple(ports.reviews.verdicts_on(claims)),
    )


def _events(refs: Collection[str]) -> dict[str, records.Event]:
    rows = Event.objects.filter(ref__in=refs).values("ref", *record_lookups(Event))
    return {row["ref"]: record_of(records.Event, Event, row) for row in rows}


def _claims(pks: Collection[int]) -> list[records.Claim]:
    interests: dict[tuple[int, str], list[str]] = defaultdict(list)
    declared = DeclaredInterest.objects.filter(claim__in=pks).order_by("pk")
    for claim, interest, ref in declared.values_list("claim", "interest", "source__ref"):
        interests[claim, interest].append(ref)
    rows = Claim.objects.filter(pk__in=pks).order_by("ref").values("pk", *record_lookups(Claim))
    return [
        record_of(
            records.Claim,
            Claim,
            row,
            favours=tuple(interests[row["pk"], Interest.FAVOURS.value]),
            damages=tuple(interests[row["pk"], Interest.DAMAGES.value]),
            authorities=tuple(interests[row["pk"], Interest.AUTHORITY.value]),
        )
        for row in rows
    ]


def _details(claims: Collection[int]) -> list[records.Detail]:
    rows = Detail.objects.filter(claim__in=claims).order_by("ref")
    return [record_of(records.Detail, Detail, row) for row in rows.values(*record_lookups(Detail))]


def detail_record(row: Detail) -> records.Detail:
    """A question as a plain record, as it is in memory."""
    return record_of(records.Detail, Detail, values(row, record_lookups(Detail)))


def answers_on_record(
    details: Collection[int], but: Collection[str] = ()
) -> list[records.DetailValue]:
    """The answers to these details (primary keys), without their sightings and without `but`."""
    return [
        record_of(records.DetailValue, DetailValue, row, sightings=())
        for part in chunks(details)
        for row in DetailValue.objects.filter(detail__in=part).values(*record_lookups(DetailValue))
        if row["ref"] not in but
    ]


def _statements(kind: type[S], model: Any, claims: Collection[int]) -> list[S]:
    owner, claim = OWNED[model]
    rows = model.objects.filter(**{f"{claim}__in": claims}).order_by("ref")
    found = list(rows.values("pk", *record_lookups(model)))
    sightings = _sightings(owner, [row["pk"] for row in found])
    return [
        record_of(kind, model, row, sightings=tuple(sightings.get(row["pk"], ()))) for row in found
    ]


def _sightings(owner: str, statements: Collection[int]) -> dict[int, list[records.Sighting]]:
    """The sightings of these attributions, or of these detail values, by their owner.

    Asked by keys, step by step: joined to the claims, SQLite walks every sighting there is.
    """
    found: dict[int, list[records.Sighting]] = defaultdict(list)
    rows: list[dict[str, Any]] = []
    for part in chunks(statements):
        of_them = Sighting.objects.filter(**{f"{owner}__in": part}).order_by("pk")
        rows += of_them.values("pk", owner, *record_lookups(Sighting))
    pks = [row["pk"] for row in rows]
    via = _chain(Hop, "source__ref", pks)
    relayed = _chain(RelayedDocument, "document__ref", pks)
    for row in rows:
        found[row[owner]].append(
            record_of(
                records.Sighting,
                Sighting,
                row,
                via=tuple(via.get(row["pk"], ())),
                via_documents=tuple(relayed.get(row["pk"], ())),
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


def _chain(model: Any, ref: str, sightings: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for part in chunks(sightings):
        links = model.objects.filter(sighting__in=part).order_by("sighting", "position")
        for sighting, name in links.values_list("sighting", ref):
            found[sighting].append(name)
    return found
