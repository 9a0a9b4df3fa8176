"""Pages to read: the start page, search, claims, events and sources. They gather, and hand to a
template."""

from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import http_date

from claims.domain.citing.formats import FORMATS
from claims.domain.oddities import LONGEST, as_json
from claims.domain.vocabulary import Status
from claims.models import Claim, Event, Standing, StatusRecord
from claims.selectors.board import board
from claims.selectors.claim_page import (
    ClaimPage,
    claim_page,
    kept_instead,
    record_at,
    since_then,
)
from claims.selectors.claim_review import claim_review, speakers_of
from claims.selectors.event_page import event_page
from claims.selectors.permalinks import Permalinks
from claims.selectors.searching import SearchRequest, search
from claims.selectors.sentences import citing_of, frozen_path
from claims.selectors.source_page import source_page
from claims.web.params import Gone, PageParams, claim_or_404, page, page_params
from claims.web.story import story_of
from sources.foundation.domain.roles import Action, Audience
from sources.foundation.permissions import may_user
from sources.models import Source

CLAIMS_ON_A_PAGE = 100
LONGEST_QUERY = 1_000


@page
def start(request: HttpRequest) -> HttpResponse:
    """The events and their claims with what each amounts to now."""
    look = page_params(request)
    claims = Claim.objects.visible_to(look.reader).on_record(look.at, look.audience).of_event()
    found: Page[Any] = Paginator(claims, CLAIMS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"events": board(found.object_list), "page": found, "look": look}
    return render(request, "claims/start.html", context)


@page
def find(request: HttpRequest) -> HttpResponse:
    """One box over claims, speakers, quotes and events."""
    look = page_params(request)
    given = {name: request.GET.get(name, "").strip() for name in ("status", "event", "speaker")}
    text = request.GET.get("q", "")[:LONGEST_QUERY].replace("\x00", "")
    wanted = SearchRequest(text=text, **given)
    number = request.GET.get("page", "1")
    found = search(
        wanted,
        user=look.reader,
        at=look.at,
        page=int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 1,
    )
    query = request.GET.copy()
    for name in ("page", *(name for name in query if not query[name])):
        query.pop(name, None)
    context = {
        "found": found,
        "wanted": wanted,
        "status": next((each for each in Status if each.value == wanted.status), None),
        "look": look,
        "chosen": _without_each(query, ("status", "event", "speaker")),
        "base": query.urlencode(),
        "addable": {name: _without(query, name) for name in given},
    }
    return render(request, "claims/search.html", context)


def _without(query: Any, name: str) -> str:
    rest = query.copy()
    rest.pop(name, None)
    text: str = rest.urlencode()
    return f"?{text}&" if text else "?"


def _without_each(query: Any, names: tuple[str, ...]) -> dict[str, str]:
    return {name: _without(query, name).rstrip("&") for name in names if query.get(name)}


@page
def claim(request: HttpRequest, ref: str) -> HttpResponse:
    """One claim: what it amounts to, and everything that makes it so."""
    look = page_params(request)
    try:
        row = claim_or_404(ref, look)
    except Gone:
        return render(request, "claims/gone.html", {"look": look}, status=410)
    kept = kept_instead(row, look.reader)
    if kept is not None:
        return HttpResponseRedirect(reverse("claims:claim", args=[kept.ref]))
    record = record_at(row, look.audience, look.at)
    if record is None:
        raise Http404("The claim was not on record then.")
    found = claim_page(
        row, record, user=request.user, audience=look.audience, at=look.at, now=look.now
    )
    return render(request, "claims/claim.html", _context(request, look, found))


@page
def frozen(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """A record as it stood: what is printed leads here, for ever."""
    look = page_params(request)
    try:
        row = claim_or_404(ref, look)
    except Gone:
        return render(request, "claims/gone.html", {"look": look}, status=410)
    records = StatusRecord.objects.filter(claim=row, audience=look.audience.value).by(look.now)
    record = records.filter(number=number).first() if number < 2**31 else None
    if record is None:
        raise Http404("There is no such record of the claim.")
    found = claim_page(
        row,
        record,
        user=request.user,
        audience=look.audience,
        at=record.effective_at,
        now=look.now,
    )
    context = _context(request, look, found) | {
        "frozen": True,
        "since": since_then(record, record_at(row, look.audience, look.now), row),
    }
    response = render(request, "claims/claim.html", context)
    response["Memento-Datetime"] = http_date(int(record.took_effect.timestamp()))
    original = request.build_absolute_uri(reverse("claims:claim", args=[ref]))
    response["Link"] = f'<{original}>; rel="original"'
    return response


def _context(request: HttpRequest, look: PageParams, found: ClaimPage) -> dict[str, Any]:
    citing = citing_of(
        found.claim,
        found.cited,
        found.sentence,
        found.at,
        request.build_absolute_uri,
        found.text,
    )
    public = look.audience is Audience.PUBLIC
    row = Standing.objects.filter(record=found.record).select_related("claim", "record").first()
    short = len(found.text) <= LONGEST  # search engines take no more, and pages stay small
    review = None
    if public and row is not None and short and found.text == row.claim.text:
        review = claim_review(row, speakers_of([row], found.at), Permalinks(request))
    publishes = settings.PUBLIC_READING and public and row is not None and not look.earlier
    return {
        "look": look,
        "page": found,
        "formats": [(each, each.write(citing)) for each in FORMATS] if found.sentence.text else [],
        "citing": citing,
        "permalink": frozen_path(found.claim.ref, found.cited),
        "story": story_of(request),
        "may_cite": bool(may_user(request.user, Action.CITE)),
        "inside": look.audience is Audience.INTERNAL,
        "markup": review if publishes else None,
        "review": as_json(review) if review else "",
        "indexed": publishes,
    }


@page
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """The board: what we know, what is claimed, what is disputed, what we don't know."""
    look = page_params(request)
    row = Event.objects.visible_to(look.reader).filter(slug=slug).first()
    if row is None:
        raise Http404("There is no such event.")
    found = event_page(row, audience=look.audience, at=look.at, now=look.now)
    context = {"look": look, "page": found, "indexed": settings.PUBLIC_READING}
    return render(request, "claims/event.html", context)


@page
def source(request: HttpRequest, ref: str) -> HttpResponse:
    """Who somebody is, what they have said, and how it fared."""
    look = page_params(request)
    row = Source.objects.visible_to(look.reader, look.at).filter(ref=ref).first()
    if row is None:
        raise Http404("There is no such source.")
    found = source_page(row, user=look.reader, at=look.at, number=request.GET.get("page"))
    context = {"look": look, "page": found, "indexed": settings.PUBLIC_READING}
    return render(request, "claims/source.html", context)
