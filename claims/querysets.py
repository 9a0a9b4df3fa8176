"""Where-clauses on claims and their timeline, by name; who may see what, as one clause a model."""

from datetime import datetime
from typing import Any, Self

from django.apps import apps
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from claims import permissions
from claims.domain.vocabulary import Audience, Visibility
from sources.domain.moments import EARLIEST
from sources.querysets import AppendOnlyQuerySet


class StatusQuerySet(AppendOnlyQuerySet):
    """Status records; of those that took effect by a moment the last written one stands."""

    def latest_first(self) -> Self:
        return self.order_by("-effective_at", "-pk")

    def by(self, at: datetime) -> Self:
        """Those that had taken effect at that moment."""
        return self.filter(effective_at__lte=max(at, EARLIEST))

    def as_of(self, at: datetime) -> Any:
        """The one that stood at that moment, in one indexed read; None if there was none."""
        return self.by(at).latest_first().first()


class ClaimQuerySet(QuerySet):
    def visible_to(self, user: Any) -> Self:
        """The claims that this person may know of."""
        if permissions.may_see_internal(user):
            return self
        return self.filter(visibility=Visibility.PUBLIC.value)

    def on_record(self, at: datetime, audience: Audience) -> Self:
        """Those with a status at that moment, with the id of the record that says it."""
        standing = (
            apps.get_model("claims", "StatusRecord")
            .objects.filter(claim=OuterRef("pk"), audience=audience.value)
            .by(at)
            .latest_first()
        )
        return self.annotate(standing=Subquery(standing.values("pk")[:1])).filter(
            standing__isnull=False
        )

    def of_event(self) -> Self:
        """Event by event in the order of recording, claims without one last."""
        return self.order_by(F("event").asc(nulls_last=True), "pk")


class EventQuerySet(QuerySet):
    def visible_to(self, user: Any) -> Self:
        """The events about which this person may see at least one claim."""
        if permissions.may_see_internal(user):
            return self
        claims = apps.get_model("claims", "Claim").objects.visible_to(user)
        return self.filter(Exists(claims.filter(event=OuterRef("pk"))))
