"""Several files of one load: together they are one record, so they may not contradict each other.

A later file may add records, say more about a record of an earlier one, and add sightings,
affiliations or other names to it. It may not say something else: what changed between two versions
is loaded one version after the other.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from claims.domain.dossier.faults import Fault, Path, fault
from claims.domain.dossier.references import KEYED, LISTED
from claims.domain.records import Dossier
from sources.foundation.domain.shapes import Record

ADDED_TO = frozenset({"sightings", "affiliations", "aliases"})


def contradictions(files: Mapping[str, Dossier]) -> Iterator[Fault]:
    said: dict[tuple[Any, ...], tuple[Any, str]] = {}
    for name, dossier in files.items():
        for identity, path, record in _identified(dossier):
            for key in record.model_fields_set - ADDED_TO:
                value = getattr(record, key)
                earlier, where = said.setdefault((*identity, key), (value, name))
                if earlier != value and where != name:
                    expected = f"the same as in {where}, or a load of its own"
                    found = fault((*path, key), _plain(value), expected)
                    yield Fault(found.path, found.value, found.expected, file=name)


def _identified(dossier: Dossier) -> Iterator[tuple[tuple[Any, ...], Path, BaseModel]]:
    """Everything of which two files might say different things: what it is, where, the record."""
    if "policy" in dossier.model_fields_set:
        yield ("policy",), ("policy",), dossier.policy
    for kind, ref, path, record in _records(dossier):
        yield (kind, ref), path, record
        for index, each in enumerate(getattr(record, "affiliations", ())):
            belonging = (kind, ref, each.to, each.role, each.from_)
            yield belonging, (*path, "affiliations", index), each
        for index, each in enumerate(getattr(record, "sightings", ())):
            passage = (kind, ref, each.document, each.via, each.via_documents, each.quote)
            yield passage, (*path, "sightings", index), each
    for index, verdict in enumerate(dossier.reviews):
        if verdict:
            given = ("reviews", verdict.claim, verdict.reviewer, verdict.at, verdict.verdict)
            yield given, ("reviews", index), verdict


def _records(dossier: Dossier) -> Iterator[tuple[str, str, Path, Record]]:
    for kind in KEYED:
        for ref, record in getattr(dossier, kind).items():
            yield kind, ref, (kind, ref), record
    for kind in LISTED:
        for index, record in enumerate(getattr(dossier, kind)):
            if record:
                yield kind, record.id, (kind, index), record


def _plain(value: Any) -> Any:
    return value.as_json() if isinstance(value, Record) else value
