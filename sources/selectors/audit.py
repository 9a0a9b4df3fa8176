"""What is on record of sources and documents, field by field, for the history.

A state leaves out what is empty or at its default of "nothing": what it holds is what somebody
said.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sources.foundation.batches import chunks
from sources.foundation.domain.history import plain
from sources.models import Affiliation, Alias, Document, Snapshot, Source

SOURCE = (
    "ref", "kind", "name", "country", "wikidata", "parent__ref", "newsgatherer", "description",
)  # fmt: skip
DOCUMENT = (
    "ref", "publisher__ref", "url", "title", "byline", "published", "language", "type",
    "embargoed_until", "retracted_at", "signal", "supersedes__ref",
)  # fmt: skip
RECORDED = ("recorded_at", "recorded_by")


def source_states(pks: Collection[int]) -> dict[str, dict[str, Any]]:
    """By key ("source kcna"), with aliases and affiliations."""
    found: dict[str, dict[str, Any]] = {}
    for part in chunks(pks):
        aliases, affiliated = defaultdict(list), defaultdict(list)
        for pk, name in Alias.objects.filter(source__in=part).values_list("source", "name"):
            aliases[pk].append(name)
        rows = Affiliation.objects.filter(source__in=part).order_by("pk")
        for row in rows.values("source", "to__ref", "capacity", "role", "begins", "until"):
            affiliated[row["source"]].append(plain(row, leave=("source",)))
        for row in Source.objects.filter(pk__in=part).values("pk", *SOURCE, *RECORDED):
            pk = row.pop("pk")
            belongs = {"aliases": sorted(aliases[pk]), "affiliations": affiliated[pk]}
            found[f"source {row['ref']}"] = plain(row | belongs, leave=("ref",))
    return found


def document_states(pks: Collection[int]) -> dict[str, dict[str, Any]]:
    """By key ("document d.ap"), with the digests of its snapshots."""
    found: dict[str, dict[str, Any]] = {}
    for part in chunks(pks):
        captured = defaultdict(list)
        taken = Snapshot.objects.filter(document__in=part).order_by("pk")
        for pk, sha256 in taken.values_list("document", "sha256"):
            captured[pk].append(sha256)
        for row in Document.objects.filter(pk__in=part).values("pk", *DOCUMENT, *RECORDED):
            pk = row.pop("pk")
            found[f"document {row['ref']}"] = plain(
                row | {"snapshots": captured[pk]}, leave=("ref",)
            )
    return found
