"""Querysets of history, and the where-clause of what was on record."""

from datetime import datetime
from typing import Any, NoReturn

from django.db.models import Q, QuerySet

APPEND_ONLY = "This is history: it is added to, never changed or deleted."


class HistoryIsAppendOnly(TypeError):
    """Somebody tried to change or delete history. The database would have refused it too."""

    def __init__(self) -> None:
        super().__init__(APPEND_ONLY)


class AppendOnlyQuerySet(QuerySet[Any]):
    def update(self, **_: Any) -> NoReturn:
        raise HistoryIsAppendOnly

    def delete(self) -> NoReturn:
        raise HistoryIsAppendOnly

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        raise HistoryIsAppendOnly


def on_record(at: datetime, path: str = "") -> Q:
    """That it (or what `path` leads to) was on record at that moment."""
    return Q(**{f"{path}recorded_at": None}) | Q(**{f"{path}recorded_at__lte": at})
