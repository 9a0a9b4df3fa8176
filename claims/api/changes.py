"""The feed of what changed: for programs that follow, and for feed readers.

Whoever reads on from the `cursor` of the last answer misses nothing and reads nothing twice,
however late a transaction is committed (`claims.services.outbox`).
"""

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from operator import attrgetter
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.filters import ChangeFilters
from claims.api.schemas import ChangesAnswer
from claims.api.serializers import since
from claims.domain.oddities import plainly
from claims.domain.vocabulary import ChangeKind, Status
from claims.models import StatusChange
from claims.selectors.permalinks import Permalinks
from claims.services.outbox import publish_changes
from sources.foundation.api import params
from sources.foundation.api.openapi import Parameter
from sources.foundation.api.pagination import LIMIT, MOST, USUAL
from sources.foundation.api.problems import bad_parameter
from sources.foundation.api.views import Api
from sources.foundation.domain.moments import EARLIEST, read_moment, write_moment

LONGEST_WAIT = 30  # seconds
LOOK_AGAIN = 0.5  # seconds

AFTER = Parameter(
    "after",
    "Only what came after this: the `cursor` of the last answer. Without it, from the beginning.",
    example="2025-11-07T12:35:00.000001Z",
)
WAIT = Parameter(
    "wait",
    f"If there is nothing yet, wait for something for as many seconds, at most {LONGEST_WAIT}. "
    "A busy server answers sooner, with nothing: then go on as after any answer.",
    {"type": "integer", "minimum": 0, "maximum": LONGEST_WAIT, "default": 0},
    example=0,
)

# What of an assessment is said otherwise whenever anything else changes.
_SAID = frozenset({"explanation", "next", "as_of", "audience"})


class Followed(Api):
    """Entries of the feed, narrowed by filters."""

    tag = "Following"

    def entries(self) -> QuerySet:
        """Those that may be seen and pass the filters, but for what was taken back.

        Asked anew for each look, as what passes is settled when this is called."""
        filters = ChangeFilters(
            self.request.query_params,
            self._seen().exclude(kind=ChangeKind.GONE.value),
            user=self.reader(),
            account=self.account(),
            as_of=timezone.now(),
        )
        return filters.narrowed()

    def gone(self) -> QuerySet:
        """That a claim was taken back passes every filter: who knew it has to hear of it,
        and nobody learns what it was about."""
        return self._seen().filter(kind=ChangeKind.GONE.value)

    def _seen(self) -> QuerySet:
        seen = StatusChange.objects.seen_by(self.audience())
        return seen.select_related("claim", "record", "previous")


class ChangeList(Followed):
    parameters = (AFTER, WAIT, LIMIT, *ChangeFilters.parameters())

    @extend_schema(summary="What changed", responses=ChangesAnswer, operation_id="changes")
    def get(self, request: Request) -> Response:
        """What claims came to amount to, in the order in which it came to be seen.

        Read on from `cursor`: nothing is missed and nothing comes twice.
        """
        after = self._after()
        limit = params.whole(request, "limit", 1, MOST, USUAL)
        wait = params.whole(request, "wait", 0, LONGEST_WAIT, 0)
        until = time.monotonic() + wait
        rows, end = self._read(after, limit)
        if not rows and wait:
            with _waiting() as granted:
                while granted and not rows and time.monotonic() < until:
                    time.sleep(LOOK_AGAIN)
                    rows, end = self._read(after, limit)
        more = len(rows) > limit
        links = Permalinks(request)
        cursor = rows[limit - 1].at if more else end
        return Response(
            {
                "audience": self.audience().value,
                "changes": [change_as_json(row, links) for row in rows[:limit]],
                "cursor": write_moment(cursor),
                "more": more,
            }
        )

    def _after(self) -> datetime:
        text = self.request.query_params.get("after")
        if text is None:
            return EARLIEST
        try:
            return read_moment(text)
        except ValueError:
            raise bad_parameter("after", text, "the `cursor` of an answer") from None

    def _read(self, after: datetime, limit: int) -> tuple[list[StatusChange], datetime]:
        """What came after, and how far the feed had come when it was read."""
        publish_changes(at=timezone.now())
        told = StatusChange.objects.filter(audience=self.audience().value)
        last = told.order_by("-at").values_list("at", flat=True).first()
        # After that: what came to pass the filters with an entry has to be found with it.
        both = (self.entries(), self.gone())
        if last is None or last <= after:
            return [], after
        found = [each.filter(at__gt=after, at__lte=last).order_by("at") for each in both]
        rows = chain.from_iterable(each[: limit + 1] for each in found)
        return sorted(rows, key=attrgetter("at"))[: limit + 1], last


_places = BoundedSemaphore(settings.LONG_POLLS)


@contextmanager
def _waiting() -> Iterator[bool]:
    """Whether there is a place to wait in: most threads have to be left to those who don't."""
    # Inside a transaction nothing new would ever be seen.
    granted = not connection.in_atomic_block and _places.acquire(blocking=False)
    try:
        yield granted
    finally:
        if granted:
            _places.release()


def change_as_json(row: StatusChange, links: Permalinks) -> dict[str, Any]:
    """An entry of the feed; of a claim that was taken back, what those recognise who had it."""
    record, previous = row.record, row.previous
    gone = row.kind == ChangeKind.GONE.value
    ref = row.claim.ref
    return {
        "cursor": write_moment(row.at),
        "kind": row.kind,
        "at": write_moment(row.at),
        "claim": {
            "ref": None if gone else ref,
            "ref_sha256": hashlib.sha256(ref.encode()).hexdigest(),
        },
        "status": record.status if record else None,
        "previous_status": previous.status if previous and not gone else None,
        "changed": _changed(record, previous) if record else [],
        "assessment": record.assessment | {"as_of": write_moment(record.took_effect)}
        if record
        else None,
        "since": since(record.effective_at) if record else None,
        "number": record.number if record else None,
        "permalink": links.of(ref, record.number, record.audience) if record else None,
    }


def _changed(record: Any, previous: Any) -> list[str]:
    """The members in which these records differ; of the first record of a claim, all."""
    now: Mapping[str, Any] = record.assessment
    before: Mapping[str, Any] = previous.assessment if previous else {}
    names = sorted(name for name in now.keys() - _SAID if now[name] != before.get(name))
    details = previous.details if previous else {}
    return [*names, "details"] if record.details != details else names


IN_A_FEED = 50


class Feed(Followed):
    parameters = tuple(ChangeFilters.parameters())

    def latest(self) -> Sequence[StatusChange]:
        """The last entries about claims that can be seen."""
        publish_changes(at=timezone.now())
        return list(self.entries().order_by("-at")[:IN_A_FEED])

    def title(self) -> str:
        given = self.request.query_params
        told = [f"{name}: {', '.join(given.getlist(name))}" for name in given if name != "audience"]
        return "Second Source" + (f" ({'; '.join(told)})" if told else "")


def _headline(row: StatusChange) -> str:
    assert row.record is not None
    return plainly(f"{Status(row.record.status).label}: {row.claim.text}")


def _explained(row: StatusChange) -> str:
    assert row.record is not None
    return plainly(row.record.assessment["explanation"])


class AtomFeed(Feed):
    @extend_schema(
        summary="What changed, as an Atom feed",
        responses={(200, "application/atom+xml"): OpenApiResponse(OpenApiTypes.STR)},
        operation_id="changes_atom",
    )
    def get(self, request: Request) -> HttpResponse:
        """The last entries of the feed for a feed reader: of an event, a search, a speaker …"""
        links = Permalinks(request)
        address = request.build_absolute_uri()
        rows = self.latest()
        feed = Atom1Feed(
            title=printable(self.title()),
            link=request.build_absolute_uri("/"),
            description="",
            feed_url=address,
            feed_guid=address,
        )
        for row in rows:
            assert row.record is not None
            link = links.of(row.claim.ref, row.record.number, row.record.audience)
            feed.add_item(
                title=printable(_headline(row)),
                link=link,
                unique_id=f"{link}#{row.kind}-{write_moment(row.at)}",
                description=escape(printable(_explained(row))),  # HTML to Atom
                pubdate=row.at,
                updateddate=row.at,
            )
        response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
        if not rows:
            feed.latest_post_date = lambda: EARLIEST  # type: ignore[method-assign]
        feed.write(response, "utf-8")
        return response


class JsonFeed(Feed):
    @extend_schema(
        summary="What changed, as a JSON feed",
        responses={(200, "application/feed+json"): OpenApiResponse(OpenApiTypes.OBJECT)},
        operation_id="changes_json_feed",
    )
    def get(self, request: Request) -> HttpResponse:
        """The same as JSON Feed 1.1."""
        links = Permalinks(request)
        items = []
        for row in self.latest():
            assert row.record is not None
            link = links.of(row.claim.ref, row.record.number, row.record.audience)
            items.append(
                {
                    "id": f"{link}#{row.kind}-{write_moment(row.at)}",
                    "url": link,
                    "title": _headline(row),
                    "content_text": _explained(row),
                    "date_published": write_moment(row.at),
                }
            )
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.title(),
            "feed_url": request.build_absolute_uri(),
            "items": items,
        }
        return JsonResponse(
            feed,
            content_type="application/feed+json; charset=utf-8",
            json_dumps_params={"ensure_ascii": False},
        )


def printable(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold."""
    return "".join(
        each if each in "\t\n\r" or "\u0020" <= each <= "\ud7ff" or each >= "\ue000" else "\ufffd"
        for each in text
        if each not in "\ufffe\uffff"
    )
