"""What is answered where no view answers: problem details for programs, a page for people."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from sources.api.problems import Problem, as_response, is_for_programs


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_for_programs(request):
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
    if is_for_programs(request):
        return as_response(Problem.ERROR)
    return defaults.server_error(request)
