"""Pages: they gather, and hand to a template."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from claims.models import Claim
from claims.selectors.board import board
from sources import permissions

CLAIMS_ON_A_PAGE = 100


def reading(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that takes signing in where the house keeps reading to those who sign in."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if permissions.may_read(request.user):
            return view(request, *args, **kwargs)
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))

    return answer


@require_safe
@never_cache
@reading
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
