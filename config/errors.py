"""What is answered where no view answers: problem details for programs, a page for people."""

import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from sources.foundation.api.problems import RETRY_AFTER, Problem, as_response, is_for_programs


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_for_programs(request):
        if isinstance(exception, TooManyFieldsSent):
            most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
            return as_response(Problem.PARAMETER, f"An address has at most {most:,} parameters.")
        return as_response(Problem.MALFORMED)
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_for_programs(request):
        return as_response(Problem.FORBIDDEN)
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_for_programs(request):
        return as_response(Problem.NOT_FOUND)
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest, *_: Any) -> HttpResponse:
    """A database that is away is no fault of ours, and comes back: 503, wherever it was noticed."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    if is_for_programs(request):
        if away:
            return as_response(Problem.UNAVAILABLE, Retry_After=str(RETRY_AFTER))
        return as_response(Problem.ERROR)
    if away:
        page = render_to_string("503.html")
        return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})
    return defaults.server_error(request)
