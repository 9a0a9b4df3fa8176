"""What claims are found by, brought up to the record: who appears in them, and their words."""

from collections.abc import Collection, Mapping
from typing import Any

from claims.domain import indexing
from claims.domain.records import Dossier
from claims.models import Appearance, Claim, Wording
from sources.foundation.batches import chunks
from sources.models import Source

_WORDS = ("public", "internal", "begins", "until", "said", "speakers", "quoted")


def index(dossier: Dossier, claims: Mapping[str, Claim]) -> None:
    """Bring up to the dossier what these claims (by ref) are found by; it holds all of their
    record. Rows that are right already are left alone."""
    _appearances(dossier, claims)
    _wordings(dossier, claims)


def _appearances(dossier: Dossier, claims: Mapping[str, Claim]) -> None:
    sources = dict(
        each
        for part in chunks(dossier.sources)
        for each in Source.objects.filter(ref__in=part).values_list("ref", "pk")
    )
    wanted: dict[Any, Any] = {}
    for claim in dossier.claims:
        for (part, ref), at in indexing.appearances(dossier, claim).items():
            wanted[claims[claim.id].pk, sources[ref], part.value] = at
    _write(Appearance, ("claim_id", "source_id", "part"), ("public_from",), claims, wanted)


def _wordings(dossier: Dossier, claims: Mapping[str, Claim]) -> None:
    wanted = {
        (claims[claim.id].pk, *(getattr(each, name) for name in _WORDS)): ()
        for claim in dossier.claims
        for each in indexing.wordings(dossier, claim)
    }
    _write(Wording, ("claim_id", *_WORDS), (), claims, wanted)


def _write(
    model: Any,
    key: Collection[str],
    value: Collection[str],
    claims: Mapping[str, Claim],
    wanted: Mapping[Any, Any],
) -> None:
    """Delete and add rows so that these claims have exactly those that are wanted."""
    pks = [claim.pk for claim in claims.values()]
    known: dict[Any, int] = {}
    for part in chunks(pks):
        for pk, *row in model.objects.filter(claim__in=part).values_list("pk", *key, *value):
            known[tuple(row)] = pk
    rows = {(*each, at) if value else each for each, at in wanted.items()}
    gone = [pk for row, pk in known.items() if row not in rows]
    for part in chunks(gone):
        model.objects.filter(pk__in=part).delete()
    columns = (*key, *value)
    model.objects.bulk_create(
        (
            model(**dict(zip(columns, row, strict=True)))
            for row in sorted(rows - known.keys(), key=lambda row: row[0])
        ),
        batch_size=500,
    )
