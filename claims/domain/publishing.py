"""The part of a dossier that the public may have.

Whoever assesses it arrives at the public answer, as far as nobody in it may not be named: a voice
without a name is put in the place of those, and all of them are one voice.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from claims.domain.disclosure import UNNAMED, shown_from
from claims.domain.evidence.disclosed import (
    DisclosedSighting,
    DisclosedStatement,
    disclosed,
    may_be_met,
)
from claims.domain.policy.independence import ancestors
from claims.domain.policy.reading import View
from claims.domain.records import Claim, DetailValue, Dossier, Verdict
from claims.domain.vocabulary import Naming
from sources.domain.records import Document, Source
from sources.domain.vocabulary import SourceKind
from sources.foundation.domain.moments import ALWAYS
from sources.foundation.domain.roles import Audience, folded

NOBODY = "unnamed"  # the ref of the voice without a name
DISCOUNTED = "Discounted by the desk."
GIVEN = "Given on the desk."


def public_part(dossier: Dossier, at: datetime) -> Dossier:
    """What the public may have of these claims at that moment, as a dossier of its own."""
    part = _Part(View(dossier, at, Audience.PUBLIC))
    attributions = part.statements(dossier.attributions)
    values = part.statements(dossier.detail_values)
    spoken = [*attributions, *values]
    documents = part.documents(spoken)
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


class _Part:
    """The statements of a dossier as they may be had, and what they refer to."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.keys: dict[tuple[str, str], str] = {}  # of shared evidence, as they are shown
        self.own: dict[str, str] = {}  # documents that would tell who speaks, as they are shown

    def statements(self, statements: Any) -> list[Any]:
        found = []
        for each in statements:
            shown = disclosed(each, self.view)
            if may_be_met(each, self.view.audience) and shown.sightings:
                found.append(self._statement(shown))
        return found

    def documents(self, spoken: list[Any]) -> dict[str, Document]:
        masked = set(self.own.values())
        known = self.view.dossier.documents
        found = {
            ref: _copied(known[ref], **_moments(known[ref]))
            for each in spoken
            for sighting in each.sightings
            for ref in (sighting.document, *sighting.via_documents)
            if ref not in masked
        }
        for ref, shown in self.own.items():  # nobody's, and found by nothing
            found[shown] = Document.model_construct(publisher=NOBODY, **_moments(known[ref]))
        return found

    def _statement(self, shown: DisclosedStatement) -> Any:
        each = shown.statement
        about = each.detail if isinstance(each, DetailValue) else each.claim
        key = None
        if each.evidence_key:  # that it is shared is shown; what it is, is the newsroom's
            place = (about, each.evidence_key)
            key = self.keys.setdefault(place, f"evidence {len(self.keys) + 1}")
        unnamed = {"speaker": NOBODY, "naming": Naming.ANONYMOUS, "holder": None}
        return _copied(
            each,
            evidence_key=key,
            note=None,
            discount_reason=DISCOUNTED if each.discounted_at else None,
            sightings=tuple(self._sighting(seen) for seen in shown.sightings),
            **({} if shown.named else unnamed),
        )

    def _sighting(self, seen: DisclosedSighting) -> Any:
        document = seen.sighting.document
        if seen.tells:
            document = self.own.setdefault(document, f"{NOBODY} document {len(self.own) + 1}")
        return _copied(
            seen.sighting,
            document=document,
            via_documents=tuple(seen.via_documents),
            via=tuple(ref or NOBODY for ref in seen.via),
        )


def _moments(document: Document) -> dict[str, Any]:
    """When it was there to be seen, which tells of no embargo, and when it was taken back."""
    begun = shown_from(document)
    return {
        "recorded_at": None if begun == ALWAYS else begun,
        "embargoed_until": None,
        "retracted_at": document.retracted_at,
    }


def _sources(
    dossier: Dossier, spoken: list[Any], documents: Mapping[str, Document]
) -> dict[str, Source]:
    """Those that something public names, and who is above the speakers; of whom each belongs to,
    only those."""
    kept = {document.publisher for document in documents.values()}
    for claim in dossier.claims:
        kept.update(_concerned(claim))
    kept.update(ref for detail in dossier.details for ref in detail.favours)
    for each in spoken:
        kept.update(ref for sighting in each.sightings for ref in sighting.via)
        # Whoever is not named is of the house of the newsroom that met them (policy §4.6).
        houses = {
            sighting.via[0] if sighting.via else documents[sighting.document].publisher
            for sighting in each.sightings
        }
        said = each.said_at or each.recorded_at
        for ref in ({each.speaker} if each.speaker != NOBODY else houses) - {NOBODY}:
            kept.update(ancestors(ref, said, dossier.sources))
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
