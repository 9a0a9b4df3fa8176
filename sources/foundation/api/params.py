"""What a request asks: which parameters it gives, as of when, for whom, and how much of the answer.

A parameter that an address does not know is refused rather than ignored: whoever misspells a filter
would take everything for what they asked for.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from rest_framework.request import Request

from sources.foundation.api.problems import (
    Problem,
    Refusal,
    bad_parameter,
    bad_parameters,
    parameter_error,
)
from sources.foundation.domain.moments import read_moment
from sources.foundation.domain.roles import Answer

MOST_VALUES = 1_000  # of one parameter that may be given several times
LONGEST_VALUE = 2_000


def check_known(given: QueryDict, known: Collection[str], several: Collection[str] = ()) -> None:
    """Refuse parameters that are not known, and those given twice that may be given once."""
    errors = []
    for name in given:
        if name not in known:
            near = get_close_matches(name, known, 1)
            expected = f"{near[0]}, perhaps" if near else "no parameter of this name"
            errors.append(parameter_error(name, given[name], expected, sorted(known)))
        elif name not in several and len(given.getlist(name)) > 1:
            errors.append(parameter_error(name, given[name], "this parameter only once"))
        elif any(not is_text(value) for value in given.getlist(name)):
            expected = f"text of at most {LONGEST_VALUE} characters, without control characters"
            errors.append(parameter_error(name, given[name], expected))
    if errors:
        raise bad_parameters(errors)


def is_text(value: str) -> bool:
    """Whether both engines can be asked for it."""
    if len(value) > LONGEST_VALUE or any(ord(each) < 32 for each in value):
        return False
    return value.isascii() or not any("\ud800" <= each <= "\udfff" for each in value)


def moment(request: Request, name: str, otherwise: datetime) -> datetime:
    """The moment that a parameter gives, which has to have come."""
    text, now = request.query_params.get(name), timezone.now()
    if text is None:
        return otherwise
    try:
        at = read_moment(text)
    except ValueError as error:
        raise bad_parameter(name, text, str(error)) from None
    if at > now:  # the timeline holds what an embargo will show when it lifts
        raise bad_parameter(name, text, "a moment that has come")
    return at


def one_of(request: Request, name: str, allowed: Iterable[str], otherwise: str) -> str:
    value = request.query_params.get(name, otherwise)
    words = [str(word) for word in allowed]
    if value not in words:
        raise bad_parameter(name, value, f"one of: {', '.join(words)}", words)
    return value


def whole(request: Request, name: str, least: int, most: int, otherwise: int) -> int:
    text = request.query_params.get(name)
    if text is None:
        return otherwise
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else -1
    if not least <= number <= most:
        raise bad_parameter(name, text, f"a whole number from {least} to {most}")
    return number


def names(request: Request, name: str, allowed: Collection[str]) -> list[str]:
    """Names with commas between, each one of those allowed."""
    text = request.query_params.get(name)
    if text is None:
        return []
    found = [each.strip() for each in text.split(",")]
    for each in found:
        if each not in allowed:
            words = sorted(allowed)
            raise bad_parameter(name, each, f"some of: {', '.join(words)}", words)
    return list(dict.fromkeys(found))


def enforce(answer: Answer, user: Any) -> None:
    """Refuse with the reason; whoever has not signed in yet is asked to."""
    if not answer:
        anonymous = not getattr(user, "is_authenticated", False)
        raise Refusal(Problem.SIGN_IN if anonymous else Problem.FORBIDDEN, answer.reason)


def only(fields: Iterable[str], answer: Mapping[str, Any]) -> dict[str, Any]:
    """These fields of an answer, and of what is inside it ("assessment.status")."""
    inside: dict[str, list[str]] = {}
    for path in fields:
        name, _, rest = path.partition(".")
        inside.setdefault(name, []).append(rest)
    return {
        name: value if "" in inside[name] else _only(inside[name], value)
        for name, value in answer.items()
        if name in inside
    }


def _only(fields: Collection[str], value: Any) -> Any:
    if isinstance(value, list):
        return [_only(fields, each) for each in value]
    return only(fields, value) if isinstance(value, dict) else value
