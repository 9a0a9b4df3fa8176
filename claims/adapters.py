"""What claims does when a source or a document changes (the port `sources.ports.Dependents`)."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from claims.models import Appearance, Sighting
from claims.selectors.dependents import claims_resting_on
from claims.services.actions import bear_on, not_before
from sources.foundation.domain.history import Change
from sources.foundation.domain.roles import Action, Audience
from sources.foundation.permissions import Actor


class Claims:
    def not_before(
        self, at: datetime, action: Action, *, sources: Collection[int], documents: Collection[int]
    ) -> datetime:
        return not_before(claims_resting_on(sources=sources, documents=documents), at, action)

    def changed(
        self,
        *,
        sources: Collection[int],
        documents: Collection[int],
        changes: Sequence[Change],
        action: Action,
        by: Actor,
        at: datetime,
        why: str,
    ) -> None:
        claims = claims_resting_on(sources=sources, documents=documents)
        bear_on(claims, changes, action=action, by=by, at=at, why=why)

    def sources_met(self, at: datetime) -> Q:
        appearing = Appearance.objects.seen_by(Audience.PUBLIC, at)
        return Q(Exists(appearing.filter(source=OuterRef("pk"))))

    def documents_met(self, at: datetime) -> Q:
        sightings = Sighting.objects.visible_to(None, at)
        relaying = sightings.filter(relayed__document=OuterRef("pk"))
        return Q(Exists(sightings.filter(document=OuterRef("pk")))) | Q(Exists(relaying))
