"""What is on record of sources and documents, field by field, for the history.

A state leaves out what is empty or at its default of "nothing": what it holds is what somebody
said. Which columns it holds is for the models to say (`sources.foundation.columns`).
"""

from collections import defaultdict
from collections.abc import Collection

from sources.foundation.batches import chunks
from sources.foundation.columns import history_lookups
from sources.foundation.domain.history import AuditState, plain
from sources.models import Affiliation, Alias, Document, Snapshot, Source


def source_states(pks: Collection[int]) -> dict[int, AuditState]:
    """By primary key, with aliases and affiliations."""
    found: dict[int, AuditState] = {}
    for part in chunks(pks):
        aliases, affiliated = defaultdict(list), defaultdict(list)
        for pk, name in Alias.objects.filter(source__in=part).values_list("source", "name"):
            aliases[pk].append(name)
        rows = Affiliation.objects.filter(source__in=part).order_by("pk")
        for row in rows.values("source", *history_lookups(Affiliation)):
            affiliated[row["source"]].append(plain(row, leave=("source",)))
        for row in Source.objects.filter(pk__in=part).values("pk", "ref", *history_lookups(Source)):
            pk, ref = row.pop("pk"), row.pop("ref")
            belongs = {"aliases": sorted(aliases[pk]), "affiliations": affiliated[pk]}
            found[pk] = {f"source {ref}": plain(row | belongs)}
    return found


def document_states(pks: Collection[int]) -> dict[int, AuditState]:
    """By primary key, with the digests of its snapshots."""
    found: dict[int, AuditState] = {}
    for part in chunks(pks):
        captured = defaultdict(list)
        taken = Snapshot.objects.filter(document__in=part).order_by("pk")
        for pk, sha256 in taken.values_list("document", "sha256"):
            captured[pk].append(sha256)
        rows = Document.objects.filter(pk__in=part)
        for row in rows.values("pk", "ref", *history_lookups(Document)):
            pk, ref = row.pop("pk"), row.pop("ref")
            found[pk] = {f"document {ref}": plain(row | {"snapshots": captured[pk]})}
    return found
