"""A list and one of its rows: what most addresses of the API are."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from pydantic import BaseModel
from rest_framework.request import Request
from rest_framework.response import Response

from sources.api import asking
from sources.api.answering import AS_OF, FIELDS, Api
from sources.api.described import Parameter
from sources.api.filters import Filters
from sources.api.paging import CURSOR, LIMIT, order_parameter, page_of
from sources.api.problems import Problem, Refusal, bad_parameter
from sources.domain.moments import write_moment
from sources.domain.records import is_ref

Shown = list[dict[str, Any]]


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

    def rows(self, at: datetime) -> QuerySet:
        """Every row that the reader may know of at that moment."""
        raise NotImplementedError

    def show(self, rows: Sequence[Any], at: datetime, expand: Sequence[str]) -> Shown:
        raise NotImplementedError

    def shown(self, rows: Sequence[Any], at: datetime) -> Shown:
        """These rows as asked: with what is to be added, and only the fields that are wanted."""
        expand = asking.names(self.request, "expand", self.expansions)
        fields = self.fields()
        found = self.show(rows, at, expand)
        return [asking.only(fields, each) for each in found] if fields else found

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
        return self.as_of() if self.timed else self.now()


class Listing(Rows):
    """A list, a page at a time."""

    filters: ClassVar[type[Filters]]
    orders: ClassVar[Mapping[str, Sequence[str]]] = {"ref": ["ref"], "-ref": ["-ref"]}

    @classmethod
    def asked(cls) -> list[Parameter]:
        filters = cls.filters.parameters()
        return [*super().asked(), *filters, order_parameter(cls.orders), LIMIT, CURSOR]

    def get(self, request: Request) -> Response:
        audience = self.audience()
        page = page_of(request, self.filtered, orders=self.orders, as_of=self.moment())
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
                "as_of": write_moment(page.as_of),
                "results": results,
            }
        )

    def filtered(self, at: datetime) -> QuerySet:
        filters = self.filters(
            self.request.query_params,
            self.rows(at),
            user=self.reader(),
            account=self.account(),
            as_of=at,
        )
        return filters.narrowed()


class Single(Rows):
    """One row, by its ref, which may hold any character, a slash too."""

    lookup: ClassVar[str] = "ref"

    def get(self, request: Request, ref: str) -> Response:
        at = self.moment()
        return Response(self.shown([self.row(ref, at)], at)[0])

    def row(self, ref: str, at: datetime) -> Any:
        found = self.rows(at).filter(**{self.lookup: ref}).first() if is_ref(ref) else None
        if found is None:
            raise Refusal(Problem.NOT_FOUND)
        return found
