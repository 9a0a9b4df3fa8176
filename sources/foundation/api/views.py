"""Views that answer with JSON: who may ask, what may be asked, and how long an answer holds."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from pydantic import BaseModel
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sources.foundation.api import params, throttling
from sources.foundation.api.authentication import MayRead, Session, TokenAuthentication
from sources.foundation.api.openapi import MOMENT, Described, Parameter, ProblemDetails, words
from sources.foundation.api.parsers import Json
from sources.foundation.api.problems import MEDIA_TYPE
from sources.foundation.domain.roles import Action, Audience, Channel
from sources.foundation.permissions import Actor, actor_of, audience_of, may_read_as, may_user

AUDIENCE = Parameter(
    "audience",
    "For whom: `public`, what everybody may see, or `internal`, what only the newsroom may. "
    "By default the fullest that the account may read.",
    words(list(Audience)),
    example="public",
)
AS_OF = Parameter(
    "as_of",
    "As it stood at this moment (ISO 8601; without an offset, UTC). It has to have come.",
    MOMENT,
    example="2025-11-07T12:35:00Z",
)
FIELDS = Parameter(
    "fields",
    "Only these fields, with commas between; `assessment.status` for one inside another.",
    example="ref",
)

SAFE = ("GET", "HEAD", "OPTIONS")


class Api(APIView):
    """An address of the API.

    `tag` is its chapter in the documentation; `parameters` are what it knows besides the audience.
    """

    schema = Described()
    authentication_classes = (TokenAuthentication, Session)
    permission_classes = (MayRead,)
    throttle_classes = (throttling.Limit,)
    parser_classes = (Json,)
    tag: ClassVar[str]
    parameters: ClassVar[Iterable[Parameter]] = ()
    writes: ClassVar[Mapping[str, Action]] = {}  # which action a method is, to refuse early
    problems: ClassVar[tuple[type[BaseModel], str]] = (ProblemDetails, MEDIA_TYPE)

    @classmethod
    def asked(cls) -> list[Parameter]:
        """Every query parameter that a GET of this address knows."""
        return [AUDIENCE, *cls.parameters]

    @classmethod
    def headers_of(cls, method: str) -> dict[str, str]:
        """The headers that matter to a method that changes something."""
        return {}

    @property
    def default_response_headers(self) -> dict[str, str]:
        view: Any = type(self)
        return {"Allow": _allowed(view)}

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """JSON is all there is: whoever takes it, or anything, need not be asked further."""
        accept = request._request.META.get("HTTP_ACCEPT", "*/*")
        if accept in ("*/*", "application/json"):
            renderer = self.renderer_classes[0]()
            return renderer, renderer.media_type
        return super().perform_content_negotiation(request, force)

    def perform_authentication(self, request: Request) -> None:
        """A token that is refused counts against the address it was tried from."""
        meta = request._request.META
        if "HTTP_AUTHORIZATION" not in meta and "HTTP_COOKIE" not in meta:
            request.user, request.auth = AnonymousUser(), None  # as most are who ask
            return
        try:
            super().perform_authentication(request)
        except AuthenticationFailed:
            self.check_throttles(request)
            raise

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not hasattr(self, str(request.method).lower()):
            self.http_method_not_allowed(request)
        if request._request.META.get("QUERY_STRING"):
            known = self.asked() if request.method in SAFE else []
            params.check_known(
                request.query_params,
                [each.name for each in known],
                [each.name for each in known if each.several],
            )
        action = self.writes.get(request.method or "")
        if action is not None:
            params.enforce(may_user(self.account(), action), request.user)

    def account(self) -> Any:
        """Who asks; None for somebody who has not signed in."""
        user = self.request.user
        return user if user.is_authenticated else None

    def audience(self) -> Audience:
        """For whom the answer is: what was asked for, if this account may read it. Whoever changes
        something is answered with all that they may read."""
        user = self.account()
        fullest = audience_of(user)
        if self.request.method not in SAFE:
            return fullest
        if "audience" not in self.request.query_params:
            return fullest
        name = params.one_of(self.request, "audience", Audience, fullest.value)
        audience = Audience(name)
        params.enforce(may_read_as(user, audience), self.request.user)
        return audience

    def reader(self) -> Any:
        """Through whose eyes querysets look: for the public answer, nobody's in particular."""
        return self.account() if self.audience() is Audience.INTERNAL else None

    def now(self) -> datetime:
        """The moment of this request, the same for all of its answer."""
        at: datetime = vars(self).setdefault("_now", timezone.now())
        return at

    def as_of(self) -> datetime:
        return params.moment(self.request, "as_of", self.now())

    def actor(self) -> Actor:
        return actor_of(self.request.user, Channel.API)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = cache_control(request)
        patch_vary_headers(response, ("Authorization", "Cookie"))
        throttling.tell(request, response)
        return response


@cache
def _allowed(view: Any) -> str:
    return ", ".join(view().allowed_methods)


def cache_control(request: Request) -> str:
    """Who may keep the answer: anybody if nobody in particular asked, and never unasked."""
    if request.method not in SAFE:
        return "no-store"
    signed_in = getattr(request.user, "is_authenticated", False)
    return "private, no-cache" if signed_in else "public, no-cache"
