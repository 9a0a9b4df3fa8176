"""A list and one of its rows: what most addresses of the API are."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from pydantic import BaseModel
from rest_framework.request import Request
from rest_framework.response import Response

from sources.foundation.api import params
from sources.foundation.api.filters import Filters
from sources.foundation.api.idempotency import (
    IDEMPOTENCY_KEY,
    IF_MATCH,
    check_unchanged,
    etag_of,
    once,
)
from sources.foundation.api.openapi import Parameter
from sources.foundation.api.pagination import CURSOR, LIMIT, order_parameter, page_of
from sources.foundation.api.problems import Problem, Refusal, bad_parameter
from sources.foundation.api.views import AS_OF, FIELDS, Api
from sources.foundation.domain.moments import write_moment
from sources.foundation.domain.shapes import is_ref

JsonRows = list[dict[str, Any]]


class Rows(Api):
    """What a list and one of its rows have in common: which rows there are, and how one is shown.

    `answer` is the type of one row; `expansions` add to rows what `expand` asks for, each with what
    it adds.
    """

    answer: ClassVar[type[BaseModel]]
    expansions: ClassVar[Mapping[str, str]] = {}
    timed: ClassVar[bool] = False  # whether a row depends on the moment

    @classmethod
    def asked(cls) -> list[Parameter]:
        found = [*super().asked(), FIELDS]
        if cls.timed:
            found.append(AS_OF)
        if cls.expansions:
            told = ", ".join(f"`{name}` ({what})" for name, what in cls.expansions.items())
            about = f"What else to show, with commas between: {told}."
            found.append(Parameter("expand", about, example=next(iter(cls.expansions))))
        return found

    def rows(self, at: datetime) -> QuerySet[Any]:
        """Every row that the reader may know of at that moment."""
        raise NotImplementedError

    def show(self, rows: Sequence[Any], at: datetime, expand: Sequence[str]) -> JsonRows:
        raise NotImplementedError

    def shown(self, rows: Sequence[Any], at: datetime) -> JsonRows:
        """These rows as asked: with what is to be added, and only the fields that are wanted."""
        expand = params.names(self.request, "expand", self.expansions)
        fields = self.fields()
        found = self.show(rows, at, expand)
        return [params.only(fields, each) for each in found] if fields else found

    def fields(self) -> list[str]:
        """The fields asked for; none for all of them."""
        text = self.request.query_params.get("fields")
        if text is None:
            return []
        known = [*self.answer.model_fields]
        found = [each.strip() for each in text.split(",")]
        for each in found:
            if each.split(".", 1)[0] not in known:
                raise bad_parameter("fields", each, f"some of: {', '.join(known)}", known)
        return found

    def moment(self) -> datetime:
        return self.asked_moment() or self.now()

    def asked_moment(self) -> datetime | None:
        """The moment asked for. Without one an answer bears no moment of its own, so that it reads
        the same until something changes."""
        asked = self.timed and "as_of" in self.request.query_params
        return self.as_of() if asked else None

    def row(self, ref: str, at: datetime) -> Any:
        """The row of this ref, as far as the reader may know of it."""
        found = self.rows(at).filter(ref=ref).first() if is_ref(ref) else None
        if found is None:
            raise Refusal(Problem.NOT_FOUND)
        return found

    def plain(self, ref: str) -> dict[str, Any]:
        """The row as it is shown now when nothing particular is asked."""
        at = timezone.now()
        return self.show([self.row(ref, at)], at, ())[0]


class Listing(Rows):
    """A list, a page at a time."""

    single: ClassVar[str]  # the name of the address of one of its rows

    filters: ClassVar[type[Filters]]
    orders: ClassVar[Mapping[str, Sequence[str]]] = {"ref": ["ref"], "-ref": ["-ref"]}

    @classmethod
    def asked(cls) -> list[Parameter]:
        filters = cls.filters.parameters()
        return [*super().asked(), *filters, order_parameter(cls.orders), LIMIT, CURSOR]

    def get(self, request: Request) -> Response:
        audience = self.audience()
        asked = self.asked_moment()
        page = page_of(request, self.filtered, orders=self.orders, asked=asked, now=self.now())
        results = self.shown(page.rows, page.as_of)
        following = None
        if page.next is not None:
            given = request.query_params.copy()
            given["cursor"] = page.next
            following = request.build_absolute_uri(f"{request.path}?{given.urlencode()}")
        return Response(
            {
                "next": following,
                "audience": audience.value,
                "as_of": write_moment(page.pinned) if page.pinned else None,
                "results": results,
            }
        )

    def filtered(self, at: datetime) -> QuerySet[Any]:
        filters = self.filters(
            self.request.query_params,
            self.rows(at),
            user=self.reader(),
            account=self.account(),
            as_of=at,
        )
        return filters.narrowed()

    def made(self, make: Callable[[], Any]) -> Response:
        """Make a row, once, and answer with it and its address."""

        def carry_out() -> Response:
            ref = make().ref
            shown = self.plain(ref)
            address = reverse(f"api:{self.single}", args=[ref])
            headers = {
                "Location": self.request.build_absolute_uri(address),
                "ETag": etag_of(shown),
            }
            return Response(shown, status=201, headers=headers)

        return once(self.request, carry_out)

    @classmethod
    def headers_of(cls, method: str) -> dict[str, str]:
        return {"Idempotency-Key": IDEMPOTENCY_KEY}


class Single(Rows):
    """One row, by its ref, which may hold any character, a slash too."""

    def get(self, request: Request, ref: str) -> Response:
        at = self.moment()
        shown = self.shown([self.row(ref, at)], at)[0]
        return Response(shown, headers={"ETag": etag_of(shown)})

    def changed(self, ref: str, change: Callable[[], Any]) -> Response:
        """Change the row, once, if it is still what the request says it was; answer with it."""

        def carry_out() -> Response:
            check_unchanged(self.request, lambda: self.plain(ref))
            change()
            shown = self.plain(ref)
            return Response(shown, headers={"ETag": etag_of(shown)})

        return once(self.request, carry_out)

    @classmethod
    def headers_of(cls, method: str) -> dict[str, str]:
        return {"Idempotency-Key": IDEMPOTENCY_KEY, "If-Match": IF_MATCH}


def apply(row: Any, given: Mapping[str, Any]) -> Any:
    """Set what was given, and nothing else."""
    for name, value in given.items():
        setattr(row, name, value)
    return row
