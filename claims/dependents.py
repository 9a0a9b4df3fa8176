"""What claims does when a source or a document changes (the port `sources.ports.Dependents`)."""

from collections.abc import Collection
from datetime import datetime

from claims.selectors.dependents import claims_resting_on
from claims.services.settling import settle


class Claims:
    def sources_changed(self, sources: Collection[int], *, at: datetime) -> None:
        settle(claims_resting_on(sources=sources), at=at, since=at)

    def documents_changed(self, documents: Collection[int], *, at: datetime) -> None:
        settle(claims_resting_on(documents=documents), at=at, since=at)
