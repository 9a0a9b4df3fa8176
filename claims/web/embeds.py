"""What other sites and search engines take from ours: the badge, the embed, oEmbed, the sitemap."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import condition, require_safe

from claims.domain.citing.formats import embed as frame
from claims.domain.vocabulary import Status
from claims.models import Claim, Event, Standing, StatusRecord
from claims.selectors.claim_page import record_at, visible_claim
from claims.selectors.sentences import citing_of, dossier_under_policy, frozen_path, sentence_at
from claims.web.params import for_readers
from sources.foundation.domain.roles import Audience
from sources.foundation.domain.shapes import is_ref
from sources.models import Source

FRESH = 60  # seconds for which others may keep what they took

_COLOURS = {
    Status.CONFIRMED: "#1c6b3f",
    Status.OFFICIALLY_CONFIRMED: "#1c6b3f",
    Status.CORROBORATED: "#1c6b3f",
    Status.PARTLY_CORROBORATED: "#7a5a00",
    Status.SINGLE_SOURCE: "#7a5a00",
    Status.CLAIMED: "#7a5a00",
    Status.DISPUTED: "#a32a24",
    Status.QUESTIONED: "#7a5a00",
    Status.DENIED: "#a32a24",
    Status.RETRACTED: "#a32a24",
    Status.REFUTED: "#a32a24",
}


def _standing(ref: str) -> tuple[Claim, StatusRecord]:
    """What stands for the public, whoever asks: these go to other people's readers."""
    claim = visible_claim(ref, None) if is_ref(ref) else None
    record = record_at(claim, Audience.PUBLIC, timezone.now()) if claim else None
    if claim is None or record is None:
        raise Http404("There is no such claim.")
    return claim, record


def _etag(request: HttpRequest, ref: str) -> str | None:
    try:
        claim, record = _standing(ref)
    except Http404:
        return None
    said = f"1 {claim.ref} {record.number} {claim.text}"
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def _for_others(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=settings.PUBLIC_READING, max_age=FRESH)
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
@for_readers
@condition(etag_func=_etag)
def badge(request: HttpRequest, ref: str) -> HttpResponse:
    """The status as a small drawing; a validator says when it is another."""
    _claim, record = _standing(ref)
    status = Status(record.status)
    width = 7 * len(status.label) + 24
    context = {
        "label": status.label,
        "shape": status.shape,
        "colour": _COLOURS.get(status, "#59636b"),
        "width": width,
        "middle": width / 2,
        "house": settings.HOUSE_NAME,
        "since": record.took_effect,
    }
    response = render(request, "claims/badge.svg", context, content_type="image/svg+xml")
    return _for_others(response)


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@for_readers
@condition(etag_func=_etag)
def embed(request: HttpRequest, ref: str) -> HttpResponse:
    """The claim as it stands, in a frame on somebody else's page; without a script."""
    claim, record = _standing(ref)
    at = timezone.now()
    sentence = sentence_at(dossier_under_policy(claim), at, Audience.PUBLIC)
    context = {
        "claim": claim,
        "status": Status(record.status),
        "sentence": sentence,
        "since": record.took_effect,
        "policy": record.assessment["policy"],
        "permalink": request.build_absolute_uri(frozen_path(claim.ref, record)),
        "house": settings.HOUSE_NAME,
    }
    return _for_others(render(request, "claims/embed.html", context))


@require_safe
@for_readers
def oembed(request: HttpRequest) -> HttpResponse:
    """oEmbed 1.0: from the address of a claim to what shows it."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse("Only format=json.", status=501, content_type="text/plain")
    claim, record = _standing(_ref_in(request.GET.get("url", ""), request))
    citing = citing_of(
        claim,
        record,
        sentence_at(dossier_under_policy(claim), timezone.now(), Audience.PUBLIC),
        timezone.now(),
        request.build_absolute_uri,
    )
    width = request.GET.get("maxwidth", "")
    answer = {
        "type": "rich",
        "version": "1.0",
        "title": citing.title,
        "provider_name": settings.HOUSE_NAME,
        "provider_url": request.build_absolute_uri("/"),
        "cache_age": FRESH,
        "html": frame(citing),
        "width": min(int(width), 600) if re.fullmatch(r"[1-9][0-9]{0,4}", width) else 600,
        "height": 380,
    }
    response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return _for_others(response)


def _ref_in(url: str, request: HttpRequest) -> str:
    """The claim that an address of ours shows."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Http404("This is no address.") from None
    if parts.netloc not in (request.get_host(), urlsplit(settings.SITE_URL).netloc):
        raise Http404("This is no address of ours.")
    try:
        found = resolve(unquote(parts.path))
    except Resolver404:
        raise Http404("There is no such page.") from None
    if found.view_name not in ("claims:claim", "claims:frozen"):
        raise Http404("There is no such page.")
    return str(found.kwargs["ref"])


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: all that is for the public, if the house publishes."""
    if not settings.PUBLIC_READING:
        return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")
    sitemap = request.build_absolute_uri(reverse("claims:sitemap"))
    lines = ("User-agent: *", "Disallow: /admin/", "Disallow: /search/", f"Sitemap: {sitemap}", "")
    return HttpResponse("\n".join(lines), content_type="text/plain")


class _Pages(Sitemap):
    limit = 5_000

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class Claims(_Pages):
    def items(self) -> Any:
        rows = Standing.objects.seen_by(Audience.PUBLIC).at(timezone.now())
        return rows.only("ref", "changed_at").order_by("ref")

    def location(self, item: Any) -> str:
        return reverse("claims:claim", args=[item.ref])

    def lastmod(self, item: Any) -> datetime:
        changed: datetime = item.changed_at
        return changed


class Events(_Pages):
    def items(self) -> Any:
        return Event.objects.visible_to(None).order_by("slug")

    def location(self, item: Any) -> str:
        return reverse("claims:event", args=[item.slug])


class Sources(_Pages):
    def items(self) -> Any:
        return Source.objects.visible_to(None, timezone.now()).order_by("ref")

    def location(self, item: Any) -> str:
        return reverse("claims:source", args=[item.ref])


SITEMAPS: dict[str, type[Sitemap]] = {"claims": Claims, "events": Events, "sources": Sources}
SECTIONS: Sequence[str] = tuple(SITEMAPS)
