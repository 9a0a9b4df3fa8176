"""Where-clauses on sources and documents, by name."""

from typing import Any, NoReturn, Self

from django.db.models import Exists, OuterRef, QuerySet

APPEND_ONLY = "This is history: it is added to, never changed or deleted."


class HistoryIsAppendOnly(TypeError):
    """Somebody tried to change or delete history. The database would have refused it too."""

    def __init__(self) -> None:
        super().__init__(APPEND_ONLY)


class AppendOnlyQuerySet(QuerySet):
    def update(self, **_: Any) -> NoReturn:
        raise HistoryIsAppendOnly

    def delete(self) -> NoReturn:
        raise HistoryIsAppendOnly

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        raise HistoryIsAppendOnly


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
