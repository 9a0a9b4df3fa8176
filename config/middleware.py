"""What no request may carry, refused before anything looks at it."""

from collections.abc import Callable
from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest

from sources.foundation.api.problems import Problem, as_response, is_for_programs

Answering = Callable[[HttpRequest], HttpResponse]


def refuse_nul(answer: Answering) -> Answering:
    """No address and no query holds a NUL character: PostgreSQL has no text with one."""

    def answer_unless_nul(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info or "\x00" in unquote(request.META.get("QUERY_STRING", "")):
            told = "The address holds a NUL character."
            if is_for_programs(request):
                return as_response(Problem.PARAMETER, told)
            return HttpResponseBadRequest(told)
        return answer(request)

    return answer_unless_nul


def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    """An address that answers nobody."""
    raise Http404
