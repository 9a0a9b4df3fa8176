"""Where-clauses on sources and documents, by name."""

from datetime import datetime
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q, QuerySet

from sources import ports
from sources.foundation import permissions
from sources.foundation.querysets import AppendOnlyQuerySet, on_record


class SourceQuerySet(QuerySet):
    def visible_to(self, user: Any, at: datetime) -> Self:
        """The sources that this person may know of: the public meets those that something public
        names."""
        if permissions.may_see_internal(user):
            return self
        return self.filter(ports.dependents.sources_met(at))


class DocumentQuerySet(QuerySet):
    def visible_to(self, user: Any, at: datetime) -> Self:
        """The documents that this person may know of: none under embargo, for the public, and only
        those in which something public stands."""
        if permissions.may_see_internal(user):
            return self
        return self.past_embargo(at).filter(ports.dependents.documents_met(at))

    def past_embargo(self, at: datetime) -> Self:
        return self.filter(Q(embargoed_until=None) | Q(embargoed_until__lte=at), on_record(at))


class AffiliationQuerySet(AppendOnlyQuerySet):
    def standing(self) -> Self:
        """The latest word on each affiliation: a row is corrected by a later one like it."""
        later = self.model._default_manager.filter(
            source=OuterRef("source"),
            to=OuterRef("to"),
            role=OuterRef("role"),
            begins=OuterRef("begins"),
            pk__gt=OuterRef("pk"),
        )
        undated = self.model._default_manager.filter(
            source=OuterRef("source"),
            to=OuterRef("to"),
            role=OuterRef("role"),
            begins=None,
            pk__gt=OuterRef("pk"),
        )
        return self.exclude(Exists(later)).exclude(Exists(undated), begins=None)
