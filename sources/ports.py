"""What sources tells those who build on it, without knowing them.

`claims` puts its own implementation here when the project starts (`claims/apps.py`), so that a
change of a source or a document settles what rests on it in the same transaction.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol


class Dependents(Protocol):
    def sources_changed(self, sources: Collection[int], *, at: datetime) -> None:
        """Something about these sources (primary keys) changed, or about who is above them."""

    def documents_changed(self, documents: Collection[int], *, at: datetime) -> None:
        """Something about these documents (primary keys) changed."""


class NoDependents:
    """Sources standing alone."""

    def sources_changed(self, sources: Collection[int], *, at: datetime) -> None:
        return

    def documents_changed(self, documents: Collection[int], *, at: datetime) -> None:
        return


dependents: Dependents = NoDependents()
