"""Sightings and their chains, from records to rows."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from claims.domain import records
from claims.domain.records import Spoken
from claims.models import Hop, RelayedDocument, Sighting
from claims.services.loading.rows import Rows
from sources.foundation.batches import CHUNK, chunks

OWNERS = {"attributions": "attribution", "detail_values": "detail_value"}

Check = Callable[[Any, tuple[str | int, ...]], object]
Report = Callable[[tuple[str | int, ...], Any, str], None]
Wanted = tuple[int, str, records.Sighting]  # primary key and ref of its statement


@dataclass(frozen=True, slots=True)
class Seen:
    """Who brings sightings on record, and when where the file does not say."""

    by: str
    came: datetime | None


def add_sightings(
    kind: str,
    wanted: Sequence[Wanted],
    rows: Rows,
    *,
    entered: Seen,
    check: Check,
) -> None:
    """Add sightings, each to its statement."""
    owner = OWNERS[kind]
    new = [
        Sighting(
            **{f"{owner}_id": pk},
            recorded_by=entered.by,
            **rows.fields(Sighting, sighting)
            | {"recorded_at": sighting.recorded_at or entered.came},
        )
        for pk, _, sighting in wanted
    ]
    for row, (_, ref, _) in zip(new, wanted, strict=True):
        check(row, (kind, ref, "sightings"))
    Sighting.objects.bulk_create(new, batch_size=CHUNK)
    _chain([(row, sighting) for row, (*_, sighting) in zip(new, wanted, strict=True)], rows)


def match_sightings(
    kind: str,
    statements: Sequence[Spoken],
    rows: Rows,
    *,
    entered: Seen,
    fault: Report,
    check: Check,
) -> set[int]:
    """Bring the sightings of statements on record up to what a file says of them.

    A sighting is matched with one in the same document, first with the very same chain and quote,
    then in the order they stand; what has no match is added. What the file does not say of it
    stays. The primary keys of the statements to which this made a difference.
    """
    owner = OWNERS[kind]
    known = _on_record(owner, [rows[kind][each.id].pk for each in statements])
    fresh: list[Wanted] = []
    changed: list[tuple[Sighting, str, records.Sighting]] = []
    for statement in statements:
        pk = rows[kind][statement.id].pk
        for row, sighting in _pairs(known[pk], statement.sightings):
            if row is None:
                fresh.append((pk, statement.id, sighting))
                continue
            said = rows.fields(Sighting, sighting)
            if said.pop("recorded_at", row.recorded_at) != row.recorded_at:
                when = row.recorded_at or "always"
                expected = f"when it came on record, {when}, or another quote: that is a fact"
                fault((kind, statement.id, "sightings"), sighting.document, expected)
            if _differs(row, sighting, said):
                changed.append((row, statement.id, sighting))
    for row, ref, sighting in changed:
        for name, value in rows.fields(Sighting, sighting).items():
            setattr(row, name, value)
        check(row, (kind, ref, "sightings"))
        row.save()
        _rechain(row, sighting, rows)
    add_sightings(kind, fresh, rows, entered=entered, check=check)
    return {pk for pk, *_ in fresh} | {getattr(row, f"{owner}_id") for row, *_ in changed}


def _on_record(owner: str, pks: Sequence[int]) -> dict[int, list[Sighting]]:
    found: dict[int, list[Sighting]] = defaultdict(list)
    for part in chunks(pks):
        sightings = (
            Sighting.objects.filter(**{f"{owner}__in": part})
            .select_related("document")
            .prefetch_related("hops__source", "relayed__document")
        )
        for row in sightings:
            found[getattr(row, f"{owner}_id")].append(row)
    return found


def _pairs(
    known: Sequence[Sighting], wanted: Sequence[records.Sighting]
) -> list[tuple[Sighting | None, records.Sighting]]:
    left = list(known)
    pairs: list[tuple[Sighting | None, records.Sighting]] = []
    unmatched = []
    for sighting in wanted:
        same = next((row for row in left if _is_described_by(row, sighting)), None)
        if same is None:
            unmatched.append(sighting)
        else:
            left.remove(same)
            pairs.append((same, sighting))
    for sighting in unmatched:
        near = next((row for row in left if row.document.ref == sighting.document), None)
        if near is not None:
            left.remove(near)
        pairs.append((near, sighting))
    return pairs


def _is_described_by(row: Sighting, sighting: records.Sighting) -> bool:
    """The same passage: the document, and the chain and quote as far as they are given."""
    quoted = "quote" not in sighting.model_fields_set or row.quote == (sighting.quote or "")
    return row.document.ref == sighting.document and quoted and not _other_chain(row, sighting)


def _other_chain(row: Sighting, sighting: records.Sighting) -> bool:
    via = tuple(hop.source.ref for hop in row.hops.all())
    relayed = tuple(each.document.ref for each in row.relayed.all())
    said = sighting.model_fields_set
    return ("via" in said and via != sighting.via) or (
        "via_documents" in said and relayed != sighting.via_documents
    )


def _differs(row: Sighting, sighting: records.Sighting, said: Mapping[str, Any]) -> bool:
    return _other_chain(row, sighting) or any(
        getattr(row, name) != value for name, value in said.items()
    )


def _rechain(row: Sighting, sighting: records.Sighting, rows: Rows) -> None:
    """Write the parts of the chain that the file gives, in place of the old ones."""
    said = sighting.model_fields_set
    if "via" in said:
        row.hops.all().delete()
    if "via_documents" in said:
        row.relayed.all().delete()
    _chain([(row, sighting)], rows)


def _chain(pairs: Sequence[tuple[Sighting, records.Sighting]], rows: Rows) -> None:
    Hop.objects.bulk_create(
        (
            Hop(sighting=row, position=position, source=rows["sources"][ref])
            for row, sighting in pairs
            for position, ref in enumerate(sighting.via)
        ),
        batch_size=CHUNK,
    )
    RelayedDocument.objects.bulk_create(
        (
            RelayedDocument(sighting=row, position=position, document=rows["documents"][ref])
            for row, sighting in pairs
            for position, ref in enumerate(sighting.via_documents)
        ),
        batch_size=CHUNK,
    )
