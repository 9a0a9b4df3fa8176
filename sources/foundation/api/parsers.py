"""Bodies: JSON of a bounded size, read strictly, and checked against the type that is taken.

The faults of a body are told at once, with the JSON path of each.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from sources.foundation.api.problems import Problem, Refusal, shown
from sources.foundation.domain.expectations import expectation

USUAL_SIZE = 1_000_000  # bytes
MOST_TOLD = 200  # faults in one answer

Body = TypeVar("Body", bound=BaseModel)


class Sent(BaseModel):
    """A body: unknown members are refused, and nothing is taken for something else."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Json(BaseParser):
    """JSON in UTF-8, as sent: a body that says it is compressed is not unpacked."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        context = parser_context or {}
        request, view = context.get("request"), context.get("view")
        most = getattr(view, "largest_body", USUAL_SIZE)
        if (
            request is not None
            and request.headers.get("Content-Encoding", "identity") != "identity"
        ):
            raise Refusal(Problem.MEDIA, "Send the body as it is, not compressed.")
        raw = stream.read(most + 1)
        if len(raw) > most:
            raise Refusal(Problem.TOO_LARGE, f"At most {most:,} bytes, please.")
        if request is not None:
            request._request.body_sha256 = hashlib.sha256(raw).hexdigest()
        return decode(raw)


def decode(raw: bytes) -> Any:
    """JSON to plain values; Refusal for what is none."""
    try:
        return json.loads(raw.decode(), object_pairs_hook=_pairs, parse_constant=_no_number)
    except RecursionError:
        raise Refusal(Problem.MALFORMED, "The JSON is nested too deeply.") from None
    except ValueError as error:
        raise Refusal(Problem.MALFORMED, f"This is no JSON in UTF-8: {shown(error)}.") from None


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member stands there twice")
    return found


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def body_of(request: Request, kind: type[Body]) -> Body:
    """The body as its type; a refusal that names every fault if it is not of that type."""
    try:
        return kind.model_validate(request.data)
    except ValidationError as error:
        raise Refusal(Problem.INVALID, *_told(error)) from None


def _told(error: ValidationError) -> tuple[str, list[dict[str, Any]]]:
    found = error.errors(include_url=False)
    errors = [_error(each) for each in found[:MOST_TOLD]]
    first = errors[0]
    more = f" And {len(found) - 1} more." if len(found) > 1 else ""
    return f"{first['path']}: expected {first['expected']}.{more}", errors


def _error(each: Mapping[str, Any]) -> dict[str, Any]:
    value = each["input"]
    told = shown(value) if isinstance(value, str | int | float | bool) else None
    return {"path": path_of(each["loc"]), "value": told, "expected": expectation(each)}


def bad_ref(ref: str, place: str, kind: str) -> Refusal:
    """A ref in a body that leads nowhere."""
    error = {"path": f"$.{place}", "value": shown(ref), "expected": f"the ref of {kind} on record"}
    return Refusal(Problem.INVALID, f"$.{place}: expected {error['expected']}.", [error])


def path_of(steps: tuple[Any, ...]) -> str:
    """`("sightings", 0, "quote")` as `$.sightings[0].quote`."""
    return "$" + "".join(
        f"[{step}]" if isinstance(step, int) else f".{shown(step)}" for step in steps
    )


Flag = Annotated[bool, Field(strict=True)]


def columns(body: Sent, leave: tuple[str, ...] = ()) -> dict[str, Any]:
    """What was sent, as columns: text is never null, and words are codes."""
    found: dict[str, Any] = {}
    for name in sorted(body.model_fields_set - set(leave)):
        value = getattr(body, name)
        if value is None and name not in _MOMENTS:
            value = ""
        found[name] = getattr(value, "value", value)
    return found


_MOMENTS = frozenset({"published", "embargoed_until", "said_at", "review_by", "value"})
