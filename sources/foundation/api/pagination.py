"""Lists a page at a time, by key.

A page begins after the last row of the one before, found by its own values rather than by
counting, so that rows that come or go meanwhile neither move others onto two pages nor off all of
them. What a list reads as of a moment is read as of one moment on every page.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from rest_framework.request import Request

from sources.foundation.api import params
from sources.foundation.api.openapi import Parameter, words
from sources.foundation.api.params import is_text
from sources.foundation.api.problems import bad_parameter
from sources.foundation.domain.moments import read_moment, write_moment

USUAL, MOST = 100, 1_000

LIMIT = Parameter(
    "limit",
    f"How many at most on a page: from 1 to {MOST:,}.",
    {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    example=USUAL,
)
CURSOR = Parameter("cursor", "Where a page begins: from `next` of the page before.")


def order_parameter(orders: Mapping[str, Any]) -> Parameter:
    usual = next(iter(orders))
    about = f"In which order; a minus turns it round. By default `{usual}`."
    return Parameter("order", about, words(list(orders)), example=usual)


@dataclass(frozen=True, slots=True)
class Page:
    rows: Sequence[Any]
    next: str | None  # the cursor of the next page
    as_of: datetime
    pinned: datetime | None  # the moment of every page, if it is not simply now


def page_of(
    request: Request,
    rows: Callable[[datetime], QuerySet[Any]],
    *,
    orders: Mapping[str, Sequence[str]],
    asked: datetime | None,
    now: datetime,
) -> Page:
    """The page that the request asks for, of the rows as they stood at a moment.

    `orders` maps each order to the columns that it compares, the last of which is unique and never
    changes; each may begin with a minus, all of them or none. In an order by something that does
    change, every page is read as of the moment of the first.
    """
    limit = params.whole(request, "limit", 1, MOST, USUAL)
    name = params.one_of(request, "order", orders, next(iter(orders)))
    cursor = request.query_params.get("cursor")
    try:
        return page_after(
            cursor, rows, order=(name, orders[name]), limit=limit, asked=asked, now=now
        )
    except NoCursor:
        expected = "what `next` gave, with the other parameters as they were"
        raise bad_parameter("cursor", cursor, expected) from None


class NoCursor(ValueError):
    """It is not one that was given with this order."""


def page_after(
    cursor: str | None,
    rows: Callable[[datetime], QuerySet[Any]],
    *,
    order: tuple[str, Sequence[str]],
    limit: int,
    asked: datetime | None,
    now: datetime,
) -> Page:
    """The page that begins at the cursor, or the first. NoCursor for one that is none."""
    name, columns = order
    after: list[Any] = []
    pinned = asked
    if cursor is not None:
        pinned, after = _read(cursor, name, len(columns), now)
    as_of = pinned or now
    found = rows(as_of).order_by(*columns)
    if after:
        try:
            found = found.filter(_beyond(columns, after))
        except (ValidationError, ValueError, TypeError):  # of another type than the column
            raise NoCursor from None
    page = list(found[: limit + 1])
    more = len(page) > limit
    page = page[:limit]
    if more and len(columns) > 1:
        pinned = as_of
    last = _write(pinned, name, columns, page[-1]) if more else None
    return Page(page, last, as_of, pinned)


def _beyond(columns: Sequence[str], after: Sequence[Any]) -> Q:
    """That a row comes after these values. The first column is also bounded by itself, because
    neither engine sees that from the rest."""
    names = [column.removeprefix("-") for column in columns]
    beyond = "lt" if columns[0].startswith("-") else "gt"
    found = Q(**{f"{names[0]}__{beyond}e": after[0]})
    steps = Q(pk__in=[])
    for index, name in enumerate(names):
        same = {names[before]: after[before] for before in range(index)}
        steps |= Q(**same, **{f"{name}__{beyond}": after[index]})
    return found & steps


def _write(pinned: datetime | None, name: str, columns: Sequence[str], row: Any) -> str:
    values = [_value(row, column.removeprefix("-")) for column in columns]
    moment = write_moment(pinned) if pinned else None
    said = json.dumps([moment, name, *map(_plain, values)], ensure_ascii=False)
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def _value(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _plain(value: Any) -> Any:
    return {"at": write_moment(value)} if isinstance(value, datetime) else value


def _read(cursor: str, name: str, count: int, now: datetime) -> tuple[datetime | None, list[Any]]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        said = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        moment, order, *values = said
        pinned = None if moment is None else read_moment(moment)
        after = [_restored(value) for value in values]
        if order != name or len(after) != count or (pinned and pinned > now):
            raise ValueError(cursor)
    except (ValueError, TypeError, KeyError, binascii.Error, RecursionError):
        raise NoCursor from None
    return pinned, after


def _restored(value: Any) -> Any:
    """A value of a cursor, which anybody can write: text or a moment."""
    if isinstance(value, dict):
        return read_moment(value["at"])
    if isinstance(value, str) and is_text(value):
        return value
    if type(value) is int and 0 <= value < 2**31:
        return value
    raise ValueError(value)
