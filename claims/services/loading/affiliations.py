"""Affiliations and other names of sources, from records to rows."""

from collections.abc import Mapping
from datetime import datetime

from sources.domain import records
from sources.foundation.batches import CHUNK, chunks
from sources.models import Affiliation, Alias, Source


def record_affiliations(
    said: Mapping[str, records.Source], rows: Mapping[str, Source], *, at: datetime, by: str
) -> set[int]:
    """Add what is new or ended otherwise; the primary keys of the sources that it concerns."""
    sources = [rows[ref].pk for ref, record in said.items() if record.affiliations]
    known = {
        (each.source_id, each.to_id, each.role, each.begins): each.until
        for part in chunks(sources)
        for each in Affiliation.objects.standing().filter(source__in=part)
    }
    new = []
    for ref, record in said.items():
        for each in record.affiliations:
            key = (rows[ref].pk, rows[each.to].pk, each.role or "", each.from_)
            if key not in known or known[key] != each.until:
                known[key] = each.until
                new.append(
                    Affiliation(
                        source_id=key[0],
                        to_id=key[1],
                        role=key[2],
                        begins=each.from_,
                        until=each.until,
                        recorded_at=at,
                        recorded_by=by,
                    )
                )
    Affiliation.objects.bulk_create(new, batch_size=CHUNK)
    return {each.source_id for each in new}


def record_aliases(said: Mapping[str, records.Source], rows: Mapping[str, Source]) -> None:
    """Add the names that are new."""
    Alias.objects.bulk_create(
        (
            Alias(source=rows[ref], name=name)
            for ref, record in said.items()
            for name in dict.fromkeys(record.aliases)
        ),
        batch_size=CHUNK,
        ignore_conflicts=True,
    )
