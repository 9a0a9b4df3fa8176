"""Who asks for a page, for whom it is made, and as of when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from claims.models import Claim
from claims.selectors.claim_page import visible_claim, was_shown
from sources.foundation import permissions
from sources.foundation.domain.moments import read_moment
from sources.foundation.domain.roles import Audience
from sources.foundation.domain.shapes import is_ref

View = Callable[..., HttpResponse]


def for_readers(view: View) -> View:
    """A page that takes signing in where the house keeps reading to those who sign in."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if permissions.may_read(request.user):
            return view(request, *args, **kwargs)
        return to_sign_in(request)

    return answer


def signed_in(view: View) -> View:
    """A page of somebody's own."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return to_sign_in(request)

    return answer


def page(view: View) -> View:
    """A page to read: nothing of it is kept by anybody, as it may change at any moment."""
    return require_safe(never_cache(for_readers(view)))


def to_sign_in(request: HttpRequest) -> HttpResponse:
    return redirect_to_login(request.get_full_path(), reverse("admin:login"))


class Gone(Exception):
    """Something that could be read once, and was taken back."""


@dataclass(frozen=True, slots=True)
class PageParams:
    """One look at the record."""

    user: Any
    audience: Audience
    at: datetime
    now: datetime

    @property
    def earlier(self) -> bool:
        """Whether an earlier moment was asked for."""
        return self.at < self.now

    @property
    def reader(self) -> Any:
        """Through whose eyes it is looked at: the newsroom may look as the public does."""
        return self.user if self.audience is Audience.INTERNAL else None


def page_params(request: HttpRequest) -> PageParams:
    """What the address asks. A moment that cannot be read, or is still to come, is not found."""
    now = timezone.now()
    text = request.GET.get("as_of", "").strip()
    at = now
    if text:
        try:
            at = read_moment(text)
        except ValueError as error:
            raise Http404(f"as_of: expected {error}") from None
        if at > now:  # the timeline holds what an embargo will show when it lifts
            raise Http404("as_of: expected a moment that has come")
    audience = permissions.audience_of(request.user)
    if request.GET.get("audience") == Audience.PUBLIC.value:
        audience = Audience.PUBLIC
    return PageParams(request.user, audience, at, now)


def claim_or_404(ref: str, look: PageParams) -> Claim:
    claim = visible_claim(ref, look.reader) if is_ref(ref) else None
    if claim is not None:
        return claim
    if is_ref(ref) and was_shown(ref):
        raise Gone
    raise Http404("There is no such claim.")
