"""Where-clauses on verdicts, by name."""

from collections.abc import Collection
from typing import Self

from sources.querysets import AppendOnlyQuerySet


class VerdictQuerySet(AppendOnlyQuerySet):
    def on(self, claims: Collection[int]) -> Self:
        return self.filter(claim__in=claims).select_related("claim")
