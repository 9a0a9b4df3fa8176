"""Affiliations and other names of sources, from records to rows."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from claims.domain.dossier.faults import Path
from claims.services.loading.rows import Rows
from sources.domain import records
from sources.foundation.batches import CHUNK, chunks
from sources.models import Affiliation, Alias, Source

Check = Callable[[Any, Path], object]  # of a row that came from this place of the file


def record_affiliations(
    said: Mapping[str, records.Source],
    known_rows: Rows,
    *,
    at: datetime,
    by: str,
    check: Check,
) -> set[int]:
    """Add what is new or ended otherwise; the primary keys of the sources that it concerns."""
    rows = known_rows["sources"]
    sources = [rows[ref].pk for ref, record in said.items() if record.affiliations]
    known = {
        (each.source_id, each.to_id, each.role, each.begins): each.until
        for part in chunks(sources)
        for each in Affiliation.objects.standing().filter(source__in=part)
    }
    new = []
    for ref, record in said.items():
        for index, each in enumerate(record.affiliations):
            key = (rows[ref].pk, rows[each.to].pk, each.role or "", each.from_)
            if key not in known or known[key] != each.until:
                known[key] = each.until
                fields = known_rows.fields(Affiliation, each)
                row = Affiliation(source_id=key[0], **fields, recorded_at=at, recorded_by=by)
                check(row, ("sources", ref, "affiliations", index))
                new.append(row)
    Affiliation.objects.bulk_create(new, batch_size=CHUNK)
    return {each.source_id for each in new}


def record_aliases(
    said: Mapping[str, records.Source], rows: Mapping[str, Source], *, check: Check
) -> None:
    """Add the names that are new."""
    new = []
    for ref, record in said.items():
        for name in dict.fromkeys(record.aliases):
            row = Alias(source=rows[ref], name=name)
            check(row, ("sources", ref, "aliases"))
            new.append(row)
    Alias.objects.bulk_create(new, batch_size=CHUNK, ignore_conflicts=True)
