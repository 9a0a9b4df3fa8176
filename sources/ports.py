"""What sources tells those who build on it, without knowing them.

`claims` puts its own implementation here when the project starts (`claims/apps.py`), so that a
change of a source or a document settles what rests on it in the same transaction, and the public
meets only those that something public rests on.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from django.db.models import Q

from sources.foundation.domain.history import Change
from sources.foundation.domain.roles import Action
from sources.foundation.permissions import Actor


class Dependents(Protocol):
    def not_before(
        self, at: datetime, action: Action, *, sources: Collection[int], documents: Collection[int]
    ) -> datetime:
        """`at`, or later: no change comes before what was signed on what rests on these."""

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
        """These sources and documents (primary keys) changed, or who is above them."""

    def sources_met(self, at: datetime) -> Q:
        """Which sources the public may know of at that moment."""

    def documents_met(self, at: datetime) -> Q:
        """Which documents the public may know of at that moment."""


class NoDependents:
    """Sources standing alone."""

    def not_before(
        self, at: datetime, action: Action, *, sources: Collection[int], documents: Collection[int]
    ) -> datetime:
        return at

    def changed(self, **_: object) -> None:
        return

    def sources_met(self, at: datetime) -> Q:
        return Q(pk__in=[])

    def documents_met(self, at: datetime) -> Q:
        return Q(pk__in=[])


dependents: Dependents = NoDependents()
