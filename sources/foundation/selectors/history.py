"""Reading history: the last entry of a chain, and a chain from its beginning."""

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Max, OuterRef, Q, Subquery

from sources.foundation.domain.history import Written
from sources.foundation.models import HistoryEntry, Tombstone


def heads(chains: Collection[str]) -> dict[str, tuple[int, str]]:
    """The number and digest of each chain's last entry; nothing for a chain without one."""
    last = HistoryEntry.objects.filter(chain=OuterRef("chain")).order_by("-number")
    rows = HistoryEntry.objects.filter(
        chain__in=chains, number=Subquery(last.values("number")[:1])
    ).values_list("chain", "number", "digest")
    return {chain: (number, digest) for chain, number, digest in rows}


def last_moments(chains: Collection[str], action: str) -> list[tuple[datetime, datetime | None]]:
    """For each chain, when its last entry was made, and its last one of this action."""
    rows = HistoryEntry.objects.filter(chain__in=chains).order_by().values("chain")
    told = rows.annotate(last=Max("at"), last_of_deed=Max("at", filter=Q(action=action)))
    return list(told.values_list("last", "last_of_deed"))


def fingerprint(chain: str) -> str:
    """The digest of the chain's last entry that bears on the evidence; "" if there is none."""
    return fingerprints([chain]).get(chain, "")


def fingerprints(chains: Collection[str]) -> dict[str, str]:
    """The same for several chains; nothing for a chain without one."""
    bearing = HistoryEntry.objects.filter(chain=OuterRef("chain"), bearing=True)
    last = bearing.order_by("-number").values("number")[:1]
    rows = HistoryEntry.objects.filter(chain__in=chains, number=Subquery(last))
    return dict(rows.values_list("chain", "digest"))


def since(chain: str, fingerprint: str) -> list[HistoryEntry]:
    """The entries that bear on the evidence and came after the one with this digest, in order."""
    bearing = HistoryEntry.objects.filter(chain=chain, bearing=True).order_by("number")
    seen = bearing.filter(digest=fingerprint).values_list("number", flat=True).first()
    return list(bearing.filter(number__gt=seen or 0))


def chains(prefix: str = "") -> Iterator[tuple[str, list[tuple[HistoryEntry, Written]]]]:
    """Every chain (whose name begins so) with its entries in order, one in memory at a time."""
    graves = dict(Tombstone.objects.values_list("entry", "about"))
    rows: Any = HistoryEntry.objects.order_by("chain", "number")
    if prefix:
        rows = rows.filter(chain__startswith=prefix)
    for chain, entries in groupby(rows.iterator(chunk_size=2_000), key=lambda row: row.chain):
        yield chain, [(row, _written(row, graves)) for row in entries]


def _written(row: HistoryEntry, graves: dict[int, list[str]]) -> Written:
    erased = frozenset(graves[row.pk]) if row.pk in graves else None
    return Written(row.chain, row.number, row.body, row.digest, erased)
