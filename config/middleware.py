"""What is done around every request: what none may carry is refused, and who acts is known."""

from collections.abc import Callable
from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest

from reviews.services.accounts import acting
from sources.foundation.api.problems import Problem, as_response, is_for_programs
from sources.foundation.domain.roles import Channel
from sources.foundation.permissions import Actor, actor_of

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


def know_who_acts(answer: Answering) -> Answering:
    """Who is signed in, for what Django's own pages change: the password of an account."""

    def answer_for(request: HttpRequest) -> HttpResponse:
        def who() -> Actor | None:
            user = request.user
            return actor_of(user, Channel.ADMIN) if user.is_authenticated else None

        with acting(who):
            return answer(request)

    return answer_for


def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    """An address that answers nobody."""
    raise Http404
