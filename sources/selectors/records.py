"""Sources and documents as plain records; who stands above and below whom."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sources.domain import records
from sources.foundation.batches import chunks
from sources.foundation.columns import record_lookups, record_of
from sources.models import Affiliation, Alias, Document, Source


def sources_by_ref(refs: Collection[str]) -> dict[str, records.Source]:
    """These sources and everything above them, at any time, by ref."""
    found: dict[str, records.Source] = {}
    wanted = set(refs)
    while wanted:
        level = _sources(Source.objects.filter(ref__in=part) for part in chunks(sorted(wanted)))
        found |= level
        above = {source.parent for source in level.values() if source.parent}
        above.update(each.to for source in level.values() for each in source.affiliations)
        wanted = above - found.keys()
    return found


def all_sources() -> dict[str, records.Source]:
    return _sources([Source.objects.all()])


def _sources(querysets: Iterable[Any]) -> dict[str, records.Source]:
    rows = [
        row
        for queryset in querysets
        for row in queryset.values("pk", "ref", *record_lookups(Source))
    ]
    pks = [row["pk"] for row in rows]
    affiliations: dict[int, list[records.Affiliation]] = defaultdict(list)
    aliases: dict[int, list[str]] = defaultdict(list)
    for part in chunks(pks):
        standing = Affiliation.objects.standing().filter(source__in=part).order_by("pk")
        for row in standing.values("source", *record_lookups(Affiliation)):
            affiliations[row["source"]].append(record_of(records.Affiliation, Affiliation, row))
        named = Alias.objects.filter(source__in=part).order_by("pk")
        for source, name in named.values_list("source", "name"):
            aliases[source].append(name)
    return {
        row["ref"]: record_of(
            records.Source,
            Source,
            row,
            aliases=tuple(aliases[row["pk"]]),
            affiliations=tuple(affiliations[row["pk"]]),
        )
        for row in rows
    }


def documents_by_ref(refs: Collection[str]) -> dict[str, records.Document]:
    found: dict[str, records.Document] = {}
    for part in chunks(sorted(refs)):
        rows = Document.objects.filter(ref__in=part)
        for row in rows.values("ref", *record_lookups(Document)):
            found[row["ref"]] = record_of(records.Document, Document, row)
    return found


def under(sources: Collection[int]) -> set[int]:
    """These sources (primary keys) and everything that is or ever was below them."""
    found = set(sources)
    frontier = set(sources)
    while frontier:
        below: set[int] = set()
        for part in chunks(frontier):
            below.update(Source.objects.filter(parent__in=part).values_list("pk", flat=True))
            below.update(Affiliation.objects.filter(to__in=part).values_list("source", flat=True))
        frontier = below - found
        found |= frontier
    return found
