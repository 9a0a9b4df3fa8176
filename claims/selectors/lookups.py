"""Rows about claims of which something is true, so that a page costs the same of a large record.

Few such claims are looked up first. Many are met while the rows are walked in their order, each row
being asked whether it is one: looking them all up to show a page would take longer the more there
are, and walking takes longer the fewer there are.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from claims.domain.words import Query
from sources.foundation.engine import search

FEW = 10_000

# A key that nothing has. With it the same is asked whether or not there is a hit, so that nobody
# can tell by the time it takes whether something that they may not see has a word.
NONE = 0


def about(rows: QuerySet, hits: QuerySet, claim: str = "claim") -> QuerySet:
    """The rows whose claim is that of a hit. `claim` is where hits have it."""
    few = list(hits.order_by().values_list(claim, flat=True)[: FEW + 1])
    found = Q(claim__in={NONE, *few}) if len(few) <= FEW else _met(hits, claim)
    return rows.filter(found)


def worded(rows: QuerySet, wordings: QuerySet, query: Query) -> QuerySet:
    """The rows whose claim has one of these wordings that the query finds."""
    few = search.first_matches(wordings.model, query, FEW + 1)
    if len(few) <= FEW:
        return rows.filter(claim__in=wordings.filter(pk__in={NONE, *few}).values("claim"))
    return rows.filter(_met(wordings.filter(search.is_match(wordings.model, query)), "claim"))


AT_ONCE = 5_000


def latest(
    rows: QuerySet, wordings: QuerySet, query: Query, most: int
) -> list[tuple[int, int, str]]:
    """(Key, claim, status) of so many rows at most whose claim the query finds, the latest first.

    Walks what is found backwards from what was worded last, so that it costs the same however much
    is found; where there is no more than `most` it is all of it.
    """
    found: dict[int, tuple[Any, tuple[int, int, str]]] = {}
    below = None
    while len(found) < most:
        keys = search.last_matches(wordings.model, query, AT_ONCE, below)
        claims = wordings.filter(pk__in={NONE, *keys}).values("claim")
        for row in rows.filter(claim__in=claims).values_list(
            "pk", "claim", "status", "changed_at", "ref"
        ):
            found[row[0]] = ((row[3], row[4]), row[:3])
        if len(keys) < AT_ONCE:
            break
        below = keys[-1]
    in_time = sorted(found.values(), key=lambda each: each[0], reverse=True)
    return [row for _, row in in_time[:most]]


def _met(hits: QuerySet, claim: str) -> Exists:
    return Exists(hits.filter(**{claim: OuterRef("claim")}))
