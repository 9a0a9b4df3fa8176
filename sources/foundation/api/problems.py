"""Refusals as problem details (RFC 9457): what was wrong, where, and what would have been right.

Every refusal of the API, whatever raised it, is one of `Problem`, whose `type` is the address of
its description in the documentation.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response

log = logging.getLogger(__name__)

RETRY_AFTER = 5  # seconds
MEDIA_TYPE = "application/problem+json"


class Problem(StrEnum):
    """What can go wrong, with the code of the answer and what it means."""

    status: int
    meaning: str

    def __new__(cls, code: str, status: int = 0, meaning: str = "") -> "Problem":
        member = str.__new__(cls, code)
        member._value_ = code
        member.status = status
        member.meaning = meaning
        return member

    PARAMETER = "parameter", 400, "A parameter is unknown, or its value is not allowed"
    MALFORMED = "malformed", 400, "The body cannot be read"
    SIGN_IN = "sign-in", 401, "This takes a session or a token"
    FORBIDDEN = "forbidden", 403, "You may not do this"
    NOT_FOUND = "not-found", 404, "There is nothing here that you may see"
    METHOD = "method", 405, "This address does not answer this method"
    ACCEPT = "accept", 406, "None of the media types you accept is to be had here"
    CONFLICT = "conflict", 409, "The record has moved on"
    CHANGED = "changed", 412, "It is no longer what you saw"
    TOO_LARGE = "too-large", 413, "The body is too large"
    TOO_LONG = "too-long", 414, "The address is too long"
    MEDIA = "media", 415, "The body is of another media type than is understood here"
    INVALID = "invalid", 422, "The record may not hold this"
    REUSED_KEY = "reused-key", 422, "This Idempotency-Key was used for another request"
    CONDITION = "condition", 428, "Say with If-Match what you saw"
    TOO_OFTEN = "too-often", 429, "Too many requests"
    ERROR = "error", 500, "This is our fault"
    UNAVAILABLE = "unavailable", 503, "The record cannot be reached for the moment"

    @property
    def address(self) -> str:
        return f"/api/docs/problems/#{self.value}"


class Refusal(exceptions.APIException):
    """A problem, with what is worth saying about this case of it.

    `errors` name the place (`parameter`, `header` or `path`, a JSON path into the body), the value,
    what was expected, and where there are few, every allowed value. `more` are further members.
    """

    def __init__(
        self,
        problem: Problem,
        detail: str = "",
        errors: Iterable[Mapping[str, Any]] = (),
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail or problem.meaning)
        self.problem = problem
        self.errors = [dict(each) for each in errors]
        self.headers = dict(headers or {})
        self.more = more
        self.status_code = problem.status


def bad_parameter(
    name: str, value: object, expected: str, allowed: Iterable[str] | None = None
) -> Refusal:
    return bad_parameters([parameter_error(name, value, expected, allowed)])


def bad_parameters(errors: Sequence[Mapping[str, Any]]) -> Refusal:
    places = ", ".join(f"{each['parameter']}: expected {each['expected']}" for each in errors)
    return Refusal(Problem.PARAMETER, f"{places}.", errors)


def parameter_error(
    name: str, value: object, expected: str, allowed: Iterable[str] | None = None
) -> dict[str, Any]:
    error = {"parameter": shown(name), "value": shown(value), "expected": expected}
    return error | ({} if allowed is None else {"allowed": list(allowed)})


def shown(value: object) -> str | None:
    """A value from outside, cut short, as a text that any encoder writes."""
    if value is None:
        return None
    text = str(value).encode("utf-8", "replace").decode()
    return text if len(text) <= 120 else f"{text[:120]}… ({len(text)} characters)"


def handle(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """What REST framework calls for an error in a view."""
    refusal = _refusal(error)
    if refusal is None:
        return None
    headers = dict(refusal.headers)
    if refusal.problem is Problem.SIGN_IN:
        headers.setdefault("WWW-Authenticate", "Token")
    headers["Cache-Control"] = "no-store"
    return Response(
        _body(refusal), status=refusal.status_code, headers=headers, content_type=MEDIA_TYPE
    )


def _body(refusal: Refusal) -> dict[str, Any]:
    body: dict[str, Any] = {
        "type": refusal.problem.address,
        "title": refusal.problem.meaning,
        "status": refusal.status_code,
        "detail": str(refusal.detail),
    }
    if refusal.errors:
        body["errors"] = refusal.errors
    return body | refusal.more


def _refusal(error: Exception) -> Refusal | None:
    match error:
        case Refusal():
            return error
        case Http404() | exceptions.NotFound():
            return Refusal(Problem.NOT_FOUND)
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            return Refusal(Problem.SIGN_IN, str(error.detail))
        case exceptions.PermissionDenied():
            return Refusal(Problem.FORBIDDEN, str(error.detail))
        case PermissionDenied():
            return Refusal(Problem.FORBIDDEN, str(error))
        case exceptions.Throttled():
            wait = max(1, round(vars(error).get("wait") or 1))
            return Refusal(
                Problem.TOO_OFTEN,
                f"Try again in {wait} seconds.",
                headers={"Retry-After": str(wait)},
            )
        case exceptions.MethodNotAllowed():
            return Refusal(Problem.METHOD, str(error.detail))
        case exceptions.NotAcceptable():
            return Refusal(Problem.ACCEPT)
        case exceptions.UnsupportedMediaType():
            return Refusal(Problem.MEDIA, str(error.detail))
        case exceptions.ParseError():
            return Refusal(Problem.MALFORMED, str(error.detail))
        case ValidationError():
            return _invalid(error)
        case OperationalError() | InterfaceError():
            log.warning("The database cannot be reached: %s", error)
            return Refusal(Problem.UNAVAILABLE, headers={"Retry-After": str(RETRY_AFTER)})
    return None


def _invalid(error: ValidationError) -> Refusal:
    """What a service refused; `moved_on` marks what was right a moment ago."""
    problem = Problem.CONFLICT if getattr(error, "moved_on", False) else Problem.INVALID
    errors = []
    if hasattr(error, "error_dict"):
        for name, messages in error.message_dict.items():
            place = {} if name == NON_FIELD_ERRORS else {"path": f"$.{name}"}
            errors += [{**place, "expected": message} for message in messages]
    else:
        errors = [{"expected": message} for message in error.messages]
    detail = " ".join(each["expected"] for each in errors)
    return Refusal(problem, detail, errors)


def as_response(problem: Problem, detail: str = "", **headers: str) -> HttpResponse:
    """A problem outside REST framework: an address that does not exist, a database that is away."""
    refusal = Refusal(problem, detail)
    response = JsonResponse(
        _body(refusal),
        status=problem.status,
        content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )
    response["Cache-Control"] = "no-store"
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


def is_for_programs(request: HttpRequest) -> bool:
    """Whether whoever asks expects problem details rather than a page."""
    return request.path_info.startswith(("/api/", "/v1alpha1/")) and not (
        request.path_info.startswith("/api/docs/")
    )
