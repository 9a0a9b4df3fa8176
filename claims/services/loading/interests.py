"""Declared interests, from the lists of a claim to rows."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from claims.domain.records import Claim
from claims.domain.vocabulary import Interest
from claims.models import DeclaredInterest
from sources.foundation.batches import CHUNK, chunks

DECLARED = "Declared in a loaded dossier."

Rows = Mapping[str, Mapping[str, Any]]


def declare_interests(
    claims: Iterable[Claim], known_rows: Rows, *, at: datetime, by: str
) -> set[int]:
    """Declare what the claims say of interests; a list that is given replaces the old one.

    The primary keys of the claims to which this made a difference.
    """
    rows, sources = known_rows["claims"], known_rows["sources"]
    keys = {
        "favours": Interest.FAVOURS,
        "damages": Interest.DAMAGES,
        "authorities": Interest.AUTHORITY,
    }
    wanted: set[tuple[int, int, str]] = set()
    given: set[tuple[int, str]] = set()
    for claim in claims:
        for key, interest in keys.items():
            if key in claim.model_fields_set:
                given.add((rows[claim.id].pk, interest.value))
                wanted |= {
                    (rows[claim.id].pk, sources[ref].pk, interest.value)
                    for ref in getattr(claim, key)
                }
    known: dict[tuple[int, int, str], int] = {}
    for part in chunks({pk for pk, _ in given}):
        for each in DeclaredInterest.objects.filter(claim__in=part):
            if (each.claim_id, each.interest) in given:
                known[each.claim_id, each.source_id, each.interest] = each.pk
    gone = [pk for key, pk in known.items() if key not in wanted]
    DeclaredInterest.objects.filter(pk__in=gone).delete()
    new = sorted(wanted - known.keys())
    DeclaredInterest.objects.bulk_create(
        (
            DeclaredInterest(
                claim_id=claim,
                source_id=source,
                interest=interest,
                reason=DECLARED,
                recorded_at=at,
                recorded_by=by,
            )
            for claim, source, interest in new
        ),
        batch_size=CHUNK,
    )
    return {key[0] for key in (*new, *(key for key in known if key not in wanted))}
