"""Our claims in the shape of the Google Fact Check Tools API, version v1alpha1.

A program that reads that API reads this server once it is given our address: `claims:search`, and
`pages`. What the shape has no place for (reasons, counts, the chain) is left out, and so is what it
would have us invent: a rating in numbers of what nobody has signed off. Errors have its shape too.
"""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.urls import Resolver404, resolve
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from pydantic import BaseModel
from rest_framework.request import Request
from rest_framework.response import Response

from claims.domain.speaking import Speaker, Speaking
from claims.domain.vocabulary import Status
from claims.domain.words import read_query
from claims.models import Standing, Wording
from claims.selectors.claim_review import BEST, WORST, rating, speakers_of, textual_rating
from claims.selectors.lookups import worded
from claims.selectors.permalinks import Permalinks
from sources.foundation.api.openapi import Parameter
from sources.foundation.api.pagination import NoCursor, page_after
from sources.foundation.api.params import whole
from sources.foundation.api.problems import Problem, Refusal, bad_parameter, handle
from sources.foundation.api.views import Api
from sources.foundation.domain.moments import write_moment
from sources.foundation.domain.roles import Audience
from sources.foundation.domain.shapes import is_ref

USUAL, MOST = 10, 1_000
LANGUAGE = "en"

WHOLE = {"type": "integer", "minimum": 0, "maximum": 999_999_999}

# What Google's own clients add to any request, and what of it means something here.
SYSTEM = (
    Parameter("alt", "Only `json`.", {"type": "string", "enum": ["json"]}),
    Parameter("key", "Not needed, and not looked at: anybody may read what is public."),
    Parameter("prettyPrint", "Not looked at."),
    Parameter("quotaUser", "Not looked at."),
    Parameter("$.xgafv", "Not looked at."),
    Parameter("uploadType", "Not looked at."),
    Parameter("upload_protocol", "Not looked at."),
)
PAGING = (
    Parameter("pageSize", f"How many at most; {USUAL} unless it is said.", WHOLE),
    Parameter("pageToken", "Where to go on: `nextPageToken` of the answer before."),
    Parameter("offset", "How many to leave out at the beginning, without a `pageToken`.", WHOLE),
)

_GRPC = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    406: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    503: "UNAVAILABLE",
}


class GoogleError(BaseModel):
    code: int
    message: str
    status: str


class GoogleErrorAnswer(BaseModel):
    """An error as Google's API words it."""

    error: GoogleError


class FactCheck(Api):
    """What Google's API has in common: the public's claims, newest first, and errors of its own."""

    tag = "The world's formats"
    problems = (GoogleErrorAnswer, "application/json")

    @classmethod
    def asked(cls) -> list[Parameter]:
        return [*cls.parameters, *SYSTEM]

    def audience(self) -> Audience:
        return Audience.PUBLIC

    def get_exception_handler(self) -> Callable[[Exception, Mapping[str, Any]], Response | None]:
        def as_google_would(error: Exception, context: Mapping[str, Any]) -> Response | None:
            response = handle(error, context)
            if response is not None:
                code, said = response.status_code, response.data
                status = _GRPC.get(code, "INVALID_ARGUMENT")
                response.data = {
                    "error": {"code": code, "message": said["detail"], "status": status}
                }
                response.content_type = "application/json"
            return response

        return as_google_would

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.query_params.get("alt", "json") != "json":
            raise bad_parameter("alt", request.query_params["alt"], "json", ["json"])

    def page(self, rows: Callable[[datetime], QuerySet]) -> tuple[Sequence[Standing], str | None]:
        """The rows asked for, and the token of the next ones."""
        size = min(whole(self.request, "pageSize", 0, 999_999_999, USUAL) or USUAL, MOST)
        token = self.request.query_params.get("pageToken") or None
        offset = whole(self.request, "offset", 0, 999_999_999, 0) if token is None else 0
        try:
            page = page_after(
                token,
                rows,
                order=("-changed_at", ["-changed_at", "-ref"]),
                limit=min(size + min(offset, 10_000), 11_000),
                asked=None,
                now=self.now(),
            )
        except NoCursor:
            expected = "the nextPageToken of an answer"
            raise bad_parameter("pageToken", token, expected) from None
        return page.rows[offset:], page.next

    def standing(self, at: datetime) -> QuerySet:
        rows = Standing.objects.seen_by(Audience.PUBLIC).at(at)
        return rows.select_related("claim__event", "record")

    def said(self, rows: Sequence[Standing]) -> Mapping[str, Speaking]:
        return speakers_of(rows, self.now()).speaking if rows else {}


SEARCH = (
    Parameter("query", "Words to look for; needed, unless a site is given.", example="missile"),
    Parameter("languageCode", f"BCP 47; our reviews are in `{LANGUAGE}`.", example="en-US"),
    Parameter("reviewPublisherSiteFilter", "The site of the reviews; ours, or there are none."),
    Parameter("maxAgeDays", "Only what was reviewed in so many days.", WHOLE),
    *PAGING,
)


class ClaimSearch(FactCheck):
    parameters = SEARCH

    @extend_schema(
        summary="Search, as Google's API does",
        responses=OpenApiTypes.OBJECT,
        operation_id="factcheck_claims_search",
    )
    def get(self, request: Request) -> Response:
        """Claims with our review of each, in the shape of `claims:search` of the Google Fact Check
        Tools API: `textualRating` is the status in words."""
        rows, token = self.page(self._found)
        said = self.said(rows)
        claims = [_claim(row, said[row.ref], Permalinks(request)) for row in rows]
        answer: dict[str, Any] = {"claims": claims} if claims else {}
        return Response(answer | ({"nextPageToken": token} if token else {}))

    def _found(self, at: datetime) -> QuerySet:
        given = self.request.query_params
        text, site = given.get("query", ""), given.get("reviewPublisherSiteFilter", "")
        rows = self.standing(at)
        if not text and not site:
            raise bad_parameter("query", text, "words, unless reviewPublisherSiteFilter is given")
        if text:
            query = read_query(text)
            if not query:
                raise bad_parameter("query", text, "at least one word to look for")
            rows = worded(rows, Wording.objects.seen_by(Audience.PUBLIC, at), query)
        age = whole(self.request, "maxAgeDays", 0, 999_999_999, 0)
        if age:
            rows = rows.filter(changed_at__gte=at - timedelta(days=min(age, 300_000)))
        language = given.get("languageCode", LANGUAGE).split("-")[0].lower()
        ours = site in ("", _site()) and language == LANGUAGE
        return rows if ours else rows.none()


def _site() -> str:
    return (urlsplit(settings.SITE_URL).hostname or "").removeprefix("www.")


def _claim(row: Standing, said: Speaking, links: Permalinks) -> dict[str, Any]:
    record = row.record
    permalink = links.page(row.claim.ref, record.number)
    return {
        "text": row.claim.text,
        **_by(said.first),
        "claimReview": [
            {
                "publisher": {"name": settings.HOUSE_NAME, "site": _site()},
                "url": permalink,
                "title": row.claim.text,
                "reviewDate": write_moment(record.took_effect),
                "textualRating": textual_rating(Status(record.status)),
                "languageCode": LANGUAGE,
            }
        ],
    }


def _by(first: Speaker | None) -> dict[str, str]:
    """Who stated the claim, and when: the first whom the record knows."""
    if first is None:
        return {}
    said = {"claimDate": write_moment(first.said_at)} if first.said_at else {}
    return {"claimant": first.name, **said}


class Pages(FactCheck):
    parameters = (
        Parameter("url", "The permalink of a record, or the address of a claim."),
        Parameter("organization", "The site; ours, or there are none."),
        *PAGING,
    )

    @extend_schema(
        summary="Pages, as Google's API has them",
        responses=OpenApiTypes.OBJECT,
        operation_id="factcheck_pages_list",
    )
    def get(self, request: Request) -> Response:
        """Our reviews in the shape of `pages` of the Google Fact Check Tools API, to read."""
        given = request.query_params
        if "url" in given and "organization" in given:
            raise bad_parameter("organization", given["organization"], "only one of the two")
        rows, token = self.page(self._found)
        said, links = self.said(rows), Permalinks(request)
        pages = [_page(row, said[row.ref], links) for row in rows]
        answer: dict[str, Any] = {"claimReviewMarkupPages": pages} if pages else {}
        return Response(answer | ({"nextPageToken": token} if token else {}))

    def _found(self, at: datetime) -> QuerySet:
        given, rows = self.request.query_params, self.standing(at)
        if given.get("organization", "") not in ("", _site()):
            return rows.none()
        if "url" in given:
            ref = _ref_in(given["url"])
            return rows.filter(ref=ref) if ref is not None else rows.none()
        return rows


class PageDetail(FactCheck):
    @extend_schema(
        summary="A page, as Google's API has it",
        responses=OpenApiTypes.OBJECT,
        operation_id="factcheck_pages_get",
    )
    def get(self, request: Request, page: str) -> Response:
        """One of them, by its name."""
        ref = _ref_of(page)
        row = self.standing(self.now()).filter(ref=ref).first() if ref is not None else None
        if row is None:
            raise Refusal(Problem.NOT_FOUND)
        return Response(_page(row, self.said([row])[row.ref], Permalinks(request)))


def _page(row: Standing, said: Speaking, links: Permalinks) -> dict[str, Any]:
    record = row.record
    permalink = links.page(row.claim.ref, record.number)
    status, explanation = Status(record.status), record.assessment["explanation"]
    rated = rating(status, explanation)
    numbers = {"ratingValue": rated.get("ratingValue"), "bestRating": BEST, "worstRating": WORST}
    works = [document.url for document in said.documents if document.url]
    first = said.first
    markup: dict[str, Any] = {
        "url": permalink,
        "claimReviewed": row.claim.text,
        "rating": {
            "textualRating": rated["alternateName"],
            "ratingExplanation": explanation,
            **(numbers if "ratingValue" in rated else {}),
        },
    }
    if first is not None:
        markup["claimAuthor"] = {"name": first.name}
        if first.said_at:
            markup["claimDate"] = write_moment(first.said_at)
    if works:
        markup["claimFirstAppearance"], markup["claimAppearances"] = works[0], works[1:]
    return {
        "name": f"pages/{_name_of(row.ref)}",
        "pageUrl": permalink,
        "publishDate": write_moment(record.took_effect),
        "claimReviewAuthor": {"name": settings.HOUSE_NAME},
        "claimReviewMarkups": [markup],
        "versionId": str(record.number),
    }


def _name_of(ref: str) -> str:
    return base64.urlsafe_b64encode(ref.encode()).decode().rstrip("=")


def _ref_of(name: str) -> str | None:
    try:
        padded = name + "=" * (-len(name) % 4)
        ref = base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except (ValueError, binascii.Error):
        return None
    return ref if is_ref(ref) else None


def _ref_in(url: str) -> str | None:
    """The claim that an address of ours is about."""
    path = urlsplit(url).path
    parts = path.strip("/").split("/")
    if parts[:2] == ["api", "v1"] and len(parts) > 3 and parts[2] in ("records", "claims"):
        ref = unquote(parts[3])
        return ref if is_ref(ref) else None
    try:
        found = resolve(unquote(path))
    except Resolver404:
        return None
    pages = ("claims:claim", "claims:frozen")
    return str(found.kwargs["ref"]) if found.view_name in pages else None
