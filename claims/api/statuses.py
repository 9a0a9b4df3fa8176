"""The confirmation status: one at a time and cheaply, or as many as a list of refs has."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from drf_spectacular.utils import extend_schema
from pydantic import Field
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.schemas import StatusAnswer, StatusesAnswer
from claims.api.serializers import since
from claims.domain.vocabulary import Status
from claims.selectors.permalinks import Permalinks
from claims.selectors.statuses import FrozenStatus, frozen, others_of_its_second
from sources.foundation.api.openapi import Parameter
from sources.foundation.api.parsers import Sent, body_of
from sources.foundation.api.problems import Problem, Refusal, bad_parameter
from sources.foundation.api.views import AS_OF, Api, cache_control
from sources.foundation.domain.moments import Moment, write_moment
from sources.foundation.domain.shapes import is_ref

AT_ONCE = 1_000  # refs in an address
IN_A_BODY = 10_000

# Part of every validator: a change of what an answer looks like makes all of them new.
SHAPE = "1"

_RANKS = {status.value: status.rank for status in Status}


def status_as_json(
    record: FrozenStatus, *, as_of: datetime | None, links: Permalinks
) -> dict[str, Any]:
    """The same record always reads the same: without a moment asked for, the answer bears the one
    at which the record began to stand."""
    assessment = record.assessment
    return {
        "ref": record.ref,
        "rank": _RANKS[assessment["status"]],
        **assessment,
        "as_of": write_moment(as_of or record.took_effect),
        "since": since(record.effective_at),
        "number": record.number,
        "permalink": links.of(record.ref, record.number, record.audience),
    }


def validator(records: Sequence[FrozenStatus], *also: str) -> str:
    """A strong ETag: of these records, read so. A record never changes."""
    told = (f"{each.ref}\t{each.number}\t{each.audience}" for each in records)
    said = "\n".join([SHAPE, *also, *told])
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def _unchanged(request: Request, etag: str, modified: datetime | None) -> HttpResponse | None:
    """304 (or 412) if the request says that its asker has this answer already."""
    stamp = None if modified is None else int(modified.timestamp())
    response = get_conditional_response(request._request, etag=etag, last_modified=stamp)
    if response is not None:
        response["ETag"], response["Cache-Control"] = etag, cache_control(request)
    return response


class StatusDetail(Api):
    tag = "Statuses"
    parameters = (AS_OF,)

    @extend_schema(
        summary="The status of a claim",
        responses={200: StatusAnswer, 304: None},
        operation_id="status",
    )
    def get(self, request: Request, ref: str) -> HttpResponse:
        """What the claim amounts to, why, and the permalink of the record that says so.

        With `If-None-Match` or `If-Modified-Since` it answers 304 until another record stands. With
        `as_of` the answer is a memento (RFC 7089).
        """
        asked = self.as_of() if "as_of" in request.query_params else None
        record = self._standing(ref, asked or self.now())
        links = Permalinks(request)
        etag = validator([record], links.base, request._request.get_full_path())
        modified = record.took_effect
        # To the second, two records may look alike: then only the ETag tells them apart.
        asked_by_time = "HTTP_IF_MODIFIED_SINCE" in request._request.META
        told_apart = not asked_by_time or not others_of_its_second(record)
        unchanged = _unchanged(request, etag, modified if told_apart else None)
        if unchanged is not None:
            return unchanged
        response = JsonResponse(
            status_as_json(record, as_of=asked, links=links),
            json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
        )
        response["ETag"] = etag
        if told_apart:
            response["Last-Modified"] = http_date(modified.timestamp())
        permalink = links.of(record.ref, record.number, record.audience)
        response["Link"] = f'<{permalink}>; rel="memento"'
        if asked is not None:
            response["Memento-Datetime"] = http_date(asked.timestamp())
            original = request.build_absolute_uri(request.path)
            response["Link"] = f'<{original}>; rel="original", {response["Link"]}'
        return response

    def _standing(self, ref: str, at: datetime) -> FrozenStatus:
        ref = ref.removesuffix("/")
        if is_ref(ref):
            record = frozen([ref], audience=self.audience(), at=at).get(ref)
            if record is not None:
                return record
        raise Refusal(Problem.NOT_FOUND)


REF = Parameter("ref", f"A claim's ref; from 1 to {AT_ONCE:,} of them.", several=True)


class StatusRequest(Sent):
    """Refs whose statuses are wanted, and as of when."""

    refs: Annotated[list[str], Field(min_length=1, max_length=IN_A_BODY)]
    as_of: Moment | None = None


class StatusList(Api):
    tag = "Statuses"
    parameters = (REF, AS_OF)

    @extend_schema(
        summary="The statuses of many claims",
        responses={200: StatusesAnswer, 304: None},
        operation_id="statuses",
    )
    def get(self, request: Request) -> HttpResponse:
        """The statuses of up to 1,000 claims at once, in the order asked."""
        refs = request.query_params.getlist("ref")
        if not 1 <= len(refs) <= AT_ONCE:
            expected = f"from 1 to {AT_ONCE:,} of them; POST takes {IN_A_BODY:,}"
            raise bad_parameter("ref", len(refs), expected)
        asked = self.as_of() if "as_of" in request.query_params else None
        found = self._found(refs, asked)
        etag = validator([*found.values()], request.build_absolute_uri())
        unchanged = _unchanged(request, etag, None)
        if unchanged is not None:
            return unchanged
        response = Response(self._shown(refs, found, asked))
        response["ETag"] = etag
        return response

    @extend_schema(
        summary="The statuses of very many claims",
        request=StatusRequest,
        responses=StatusesAnswer,
        operation_id="statuses_of_a_list",
    )
    def post(self, request: Request) -> Response:
        """The same for up to 10,000 refs in the body. It changes nothing."""
        body = body_of(request, StatusRequest)
        if body.as_of is not None and body.as_of > self.now():
            error = {"path": "$.as_of", "expected": "a moment that has come"}
            raise Refusal(Problem.INVALID, "$.as_of: expected a moment that has come.", [error])
        return Response(self._shown(body.refs, self._found(body.refs, body.as_of), body.as_of))

    def _found(self, refs: Sequence[str], asked: datetime | None) -> Mapping[str, FrozenStatus]:
        wanted = sorted({ref for ref in refs if is_ref(ref)})
        return frozen(wanted, audience=self.audience(), at=asked or self.now())

    def _shown(
        self, refs: Sequence[str], found: Mapping[str, FrozenStatus], asked: datetime | None
    ) -> dict[str, Any]:
        links, wanted = Permalinks(self.request), list(dict.fromkeys(refs))
        return {
            "audience": self.audience().value,
            "statuses": [
                status_as_json(found[ref], as_of=asked, links=links)
                for ref in wanted
                if ref in found
            ],
            "missing": [ref for ref in wanted if ref not in found],
        }
