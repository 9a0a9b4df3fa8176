"""The part of a dossier that the public may have.

Whoever assesses it arrives at the public answer, as far as nobody in it may not be named: a voice
without a name is put in the place of those, and all of them are one voice.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from claims.domain.disclosure import HIDDEN, UNNAMED, is_withheld
from claims.domain.policy.independence import ancestors
from claims.domain.policy.reading import View
from claims.domain.records import Claim, DetailValue, Dossier, Sighting, Spoken, Verdict
from claims.domain.vocabulary import Naming
from sources.domain.records import Document, Source
from sources.domain.vocabulary import SourceKind
from sources.foundation.domain.roles import Audience, folded

NOBODY = "unnamed"  # the ref of the voice without a name
DISCOUNTED = "Discounted by the desk."
GIVEN = "Given on the desk."


def public_part(dossier: Dossier, at: datetime) -> Dossier:
    """What the public may have of these claims at that moment, as a dossier of its own."""
    view = View(dossier, at, Audience.PUBLIC)
    attributions = _statements(dossier.attributions, view)
    values = _statements(dossier.detail_values, view)
    spoken = [*attributions, *values]
    sightings = [sighting for each in spoken for sighting in each.sightings]
    documents = {
        ref: _document(dossier.documents[ref])
        for sighting in sightings
        for ref in (sighting.document, *sighting.via_documents)
    }
    return Dossier.model_construct(
        policy=dossier.policy,
        sources=_sources(dossier, spoken, documents),
        documents=documents,
        events=dossier.events,
        claims=tuple(_copied(claim, recorded_by=None) for claim in dossier.claims),
        attributions=tuple(attributions),
        details=tuple(
            _copied(each, not_applicable=_copied(each.not_applicable, by="the desk"))
            if each.not_applicable
            else each
            for each in dossier.details
        ),
        detail_values=tuple(values),
        reviews=tuple(_reviews(dossier)),
    )


def _copied(record: Any, **fields: Any) -> Any:
    return record.model_copy(update=fields)


def _statements(statements: Any, view: View) -> list[Any]:
    keys: dict[tuple[str, str], str] = {}
    found = []
    for each in statements:
        sightings = view.sightings(each)
        if each.ground_rules in HIDDEN or not sightings:
            continue
        found.append(_statement(each, sightings, view, keys))
    return found


def _statement(
    each: Spoken, sightings: list[Sighting], view: View, keys: dict[tuple[str, str], str]
) -> Any:
    withheld = is_withheld(each, view.dossier.sources[each.speaker])
    about = each.detail if isinstance(each, DetailValue) else each.claim
    key = None
    if each.evidence_key:  # that it is shared is shown; what it is, is the newsroom's
        key = keys.setdefault((about, each.evidence_key), f"evidence {len(keys) + 1}")
    unnamed = {"speaker": NOBODY, "naming": Naming.ANONYMOUS, "holder": None} if withheld else {}
    return _copied(
        each,
        evidence_key=key,
        note=None,
        discount_reason=DISCOUNTED if each.discounted_at else None,
        sightings=tuple(_sighting(sighting, view) for sighting in sightings),
        **unnamed,
    )


def _sighting(sighting: Sighting, view: View) -> Sighting:
    documents, sources = view.dossier.documents, view.dossier.sources
    relayed = tuple(ref for ref in sighting.via_documents if view.shows(documents[ref]))
    via = tuple(
        NOBODY if sources[ref].kind is SourceKind.ANONYMOUS else ref for ref in sighting.via
    )
    copied: Sighting = _copied(sighting, via_documents=relayed, via=via)
    return copied


def _document(document: Document) -> Document:
    copied: Document = _copied(document, embargoed_until=None)
    return copied


def _sources(
    dossier: Dossier, spoken: list[Any], documents: Mapping[str, Document]
) -> dict[str, Source]:
    """Those that something public names, and who is above the speakers; of whom each belongs to,
    only those."""
    kept = {document.publisher for document in documents.values()}
    for claim in dossier.claims:
        kept.update(_concerned(claim))
    for each in spoken:
        kept.update(ref for sighting in each.sightings for ref in sighting.via)
        if each.speaker != NOBODY:
            said = each.said_at or each.recorded_at
            kept.update(ancestors(each.speaker, said, dossier.sources))
    found: dict[str, Source] = {}
    for ref in sorted(kept - {NOBODY}):
        source = dossier.sources[ref]
        found[ref] = _copied(
            source,
            parent=source.parent if source.parent in kept else None,
            affiliations=tuple(each for each in source.affiliations if each.to in kept),
        )
    if NOBODY in kept or any(each.speaker == NOBODY for each in spoken):
        found[NOBODY] = Source.model_construct(kind=SourceKind.ANONYMOUS, name=UNNAMED)
    return found


def _concerned(claim: Claim) -> tuple[str, ...]:
    return (*claim.favours, *claim.damages, *claim.authorities)


def _reviews(dossier: Dossier) -> list[Verdict]:
    """Who signed is the newsroom's business; that different people did is everybody's. A verdict of
    whoever recorded the claim, which counts for nothing, is left out with their name."""
    recorded = {claim.id: claim.recorded_by for claim in dossier.claims}
    names: dict[str, str] = {}
    found = []
    for each in sorted(dossier.reviews, key=lambda review: (review.at, review.reviewer)):
        own = folded(each.reviewer) == folded(recorded.get(each.claim) or "")
        if own and not dossier.policy.author_may_review:
            continue
        name = names.setdefault(each.reviewer, f"reviewer {len(names) + 1}")
        found.append(_copied(each, reviewer=name, reason=GIVEN))
    return found
