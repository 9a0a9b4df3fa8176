"""Which claims rest on a source or a document: those to settle when it changes."""

from collections.abc import Collection

from django.db.models import Q

from claims.models import Attribution, DetailValue, Hop, RelayedDocument
from sources.foundation.batches import chunks
from sources.selectors.records import under


def claims_resting_on(
    *, sources: Collection[int] = (), documents: Collection[int] = ()
) -> set[int]:
    """The primary keys of the claims whose status may depend on these sources and documents.

    A source bears on what it and everything below it says, and on what it relays; a document on
    every statement with a sighting in it or in something that relays it.
    """
    found: set[int] = set()
    for part in chunks(under(sources)):
        hops = Hop.objects.filter(source__in=part).values("sighting")
        found |= _claims_of(Q(speaker__in=part) | Q(sightings__in=hops))
    for part in chunks(documents):
        relayed = RelayedDocument.objects.filter(document__in=part).values("sighting")
        found |= _claims_of(Q(sightings__document__in=part) | Q(sightings__in=relayed))
    return found


def _claims_of(condition: Q) -> set[int]:
    attributed = Attribution.objects.filter(condition).values_list("claim", flat=True)
    answered = DetailValue.objects.filter(condition).values_list("detail__claim", flat=True)
    return {*attributed, *answered}
