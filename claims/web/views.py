"""Pages: they gather, and hand to a template."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from claims.models import Claim
from claims.selectors.board import board
from sources import permissions

CLAIMS_ON_A_PAGE = 100


@require_safe
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """The events and their claims with what each amounts to now."""
    at = timezone.now()
    audience = permissions.audience_of(request.user)
    claims = Claim.objects.visible_to(request.user).on_record(at, audience).of_event()
    page: Page[Any] = Paginator(claims, CLAIMS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "events": board(page.object_list),
        "page": page,
        "at": at,
        "audience": audience,
    }
    return render(request, "claims/start.html", context)
