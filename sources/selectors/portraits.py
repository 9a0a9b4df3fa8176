"""What is on record of sources and documents, field by field, for the history.

A portrait leaves out what is empty or at its default of "nothing": what it holds is what somebody
said.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sources.domain.moments import write_moment
from sources.models import Affiliation, Alias, Document, Snapshot, Source
from sources.selectors.rows import chunks

SOURCE = (
    "ref", "kind", "name", "country", "wikidata", "parent__ref", "newsgatherer", "description",
)  # fmt: skip
DOCUMENT = (
    "ref", "publisher__ref", "url", "title", "byline", "published", "language", "type",
    "embargoed_until", "retracted_at", "signal", "supersedes__ref",
)  # fmt: skip
RECORDED = ("recorded_at", "recorded_by")


def plain(row: Mapping[str, Any], leave: Collection[str] = ()) -> dict[str, Any]:
    """A row's fields as JSON holds them, without those that are empty."""
    return {
        name.removesuffix("__ref"): write_moment(value) if isinstance(value, datetime) else value
        for name, value in row.items()
        if name not in leave and value not in (None, "", False) and value != [] and value != {}
    }


def source_portraits(pks: Collection[int]) -> dict[str, dict[str, Any]]:
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


def document_portraits(pks: Collection[int]) -> dict[str, dict[str, Any]]:
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
