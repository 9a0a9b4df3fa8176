"""What a list of claims can be shown with: for all of its claims at once, never one by one."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from claims.api.serializers import interest_as_json, record_as_json
from claims.api.statements import attributions_as_json, with_sightings
from claims.models import Attribution, Claim, ClaimRelation, DeclaredInterest, StatusRecord
from claims.selectors.permalinks import Permalinks
from sources.foundation.permissions import audience_of, may_see_internal

EXPANSIONS = {
    "attributions": "who says so, by what chain",
    "interests": "whom it favours or damages, and who is entitled to state it",
    "relations": "how it stands to other claims",
    "timeline": "every record it has had",
}

ClaimJson = dict[str, Any]


def expand_claims(
    claims: Mapping[int, ClaimJson],
    expand: Collection[str],
    *,
    reader: Any,
    at: datetime,
    links: Permalinks,
) -> None:
    """Add to these claims (by primary key) what is asked for."""
    for name in expand:
        for shown in claims.values():
            shown[name] = []
        _ADD[name](claims, reader, at, links)


def _attributions(
    claims: Mapping[int, ClaimJson], reader: Any, at: datetime, _: Permalinks
) -> None:
    rows = Attribution.objects.visible_to(reader, at).filter(claim__in=claims)
    rows = rows.select_related("claim").order_by("ref")
    found = list(with_sightings(rows))
    for row, shown in zip(found, attributions_as_json(found, user=reader, at=at), strict=True):
        claims[row.claim_id]["attributions"].append(shown)


def _interests(claims: Mapping[int, ClaimJson], reader: Any, at: datetime, _: Permalinks) -> None:
    inside = bool(may_see_internal(reader))
    rows = DeclaredInterest.objects.filter(claim__in=claims).select_related("source")
    for row in rows.order_by("interest", "source__ref"):
        claims[row.claim_id]["interests"].append(interest_as_json(row, inside=inside))


def _relations(claims: Mapping[int, ClaimJson], reader: Any, at: datetime, _: Permalinks) -> None:
    seen = Claim.objects.visible_to(reader)
    rows = ClaimRelation.objects.filter(claim__in=claims, other__in=seen).select_related("other")
    for row in rows.order_by("relation", "other__ref"):
        shown = {"relation": row.relation, "claim": row.other.ref, "text": row.other.text}
        claims[row.claim_id]["relations"].append(shown)


def _timeline(
    claims: Mapping[int, ClaimJson], reader: Any, at: datetime, links: Permalinks
) -> None:
    rows = StatusRecord.objects.filter(claim__in=claims, audience=audience_of(reader).value)
    for row in rows.by(at).select_related("claim", "standing").order_by("effective_at", "pk"):
        standing = getattr(row, "standing", None)
        shown = record_as_json(row, row.claim.ref, standing, links, at)
        claims[row.claim_id]["timeline"].append(shown)


_ADD: Mapping[str, Callable[[Mapping[int, ClaimJson], Any, datetime, Permalinks], None]] = {
    "attributions": _attributions,
    "interests": _interests,
    "relations": _relations,
    "timeline": _timeline,
}
