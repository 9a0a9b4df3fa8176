"""Which quotations no longer stand in their document."""

from collections.abc import Collection

from claims.domain.quoting import place_of
from claims.models import Sighting
from sources.models import Snapshot


def fallen_sightings(sightings: Collection[Sighting]) -> set[int]:
    """Which of these no longer stand in their document as it was last captured."""
    documents = {each.document_id for each in sightings if each.snapshot_id}
    captured = Snapshot.objects.filter(document__in=documents).order_by("captured_at", "pk")
    newest = dict(captured.values_list("document", "pk")) if documents else {}
    earlier = {
        each.document_id
        for each in sightings
        if each.snapshot_id and newest[each.document_id] != each.snapshot_id
    }
    altered = [newest[document] for document in earlier]
    if not altered:
        return set()
    latest = {each.document_id: each for each in Snapshot.objects.filter(pk__in=altered)}
    return {
        each.pk
        for each in sightings
        if each.snapshot_id
        and (now := latest.get(each.document_id)) is not None
        and now.pk != each.snapshot_id
        and exact_words(each)
        and place_of(exact_words(each), now.text) is None
    }


def exact_words(sighting: Sighting) -> str:
    return str((sighting.selector or {}).get("exact") or sighting.quote or "")
