"""Every id that a dossier names exists in it, and no list has an id twice."""

from collections.abc import Container, Iterator, Sequence

from claims.domain.dossier.faults import Fault, Path, fault
from claims.domain.records import Dossier, Sighting, Spoken

Named = tuple[Path, str | None, str]  # where, which id, of which list


def faulty_references(dossier: Dossier) -> Iterator[Fault]:
    yield from _repeated_ids(dossier)
    known: dict[str, Container[str]] = {
        "sources": dossier.sources,
        "documents": dossier.documents,
        "events": dossier.events,
        "claims": {claim.id for claim in dossier.claims},
        "details": {detail.id for detail in dossier.details},
        "detail_values": {value.id for value in dossier.detail_values},
    }
    for path, ref, kind in _named(dossier):
        if ref is not None and ref not in known[kind]:
            yield fault(path, ref, f"the id of one of the {kind.replace('_', ' ')}")


def _repeated_ids(dossier: Dossier) -> Iterator[Fault]:
    lists: dict[str, Sequence] = {
        "claims": dossier.claims,
        "attributions": dossier.attributions,
        "details": dossier.details,
        "detail_values": dossier.detail_values,
    }
    for name, records in lists.items():
        first: dict[str, int] = {}
        for index, record in enumerate(records):
            if first.setdefault(record.id, index) != index:
                earlier = f"an id other than that of $.{name}[{first[record.id]}]"
                yield fault((name, index, "id"), record.id, earlier)


def _named(dossier: Dossier) -> Iterator[Named]:
    for ref, source in dossier.sources.items():
        yield ("sources", ref, "parent"), source.parent, "sources"
        for index, affiliation in enumerate(source.affiliations):
            yield ("sources", ref, "affiliations", index, "to"), affiliation.to, "sources"
    for ref, document in dossier.documents.items():
        yield ("documents", ref, "publisher"), document.publisher, "sources"
    for index, claim in enumerate(dossier.claims):
        yield ("claims", index, "event"), claim.event, "events"
        for key in ("favours", "damages", "authorities"):
            for place, ref in enumerate(getattr(claim, key)):
                yield ("claims", index, key, place), ref, "sources"
    for index, attribution in enumerate(dossier.attributions):
        yield ("attributions", index, "claim"), attribution.claim, "claims"
        yield from _named_by_statement(("attributions", index), attribution)
    for index, detail in enumerate(dossier.details):
        yield ("details", index, "claim"), detail.claim, "claims"
    for index, answer in enumerate(dossier.detail_values):
        yield ("detail_values", index, "detail"), answer.detail, "details"
        yield from _named_by_statement(("detail_values", index), answer)
        if answer.value:
            path: Path = ("detail_values", index, "value", "derived_from")
            yield path, answer.value.derived_from, "detail_values"
    for index, verdict in enumerate(dossier.reviews):
        yield ("reviews", index, "claim"), verdict.claim, "claims"


def _named_by_statement(path: Path, statement: Spoken) -> Iterator[Named]:
    yield (*path, "speaker"), statement.speaker, "sources"
    for index, sighting in enumerate(statement.sightings):
        yield from _named_by_sighting((*path, "sightings", index), sighting)


def _named_by_sighting(path: Path, sighting: Sighting) -> Iterator[Named]:
    yield (*path, "document"), sighting.document, "documents"
    for index, ref in enumerate(sighting.via):
        yield (*path, "via", index), ref, "sources"
    for index, ref in enumerate(sighting.via_documents):
        yield (*path, "via_documents", index), ref, "documents"
