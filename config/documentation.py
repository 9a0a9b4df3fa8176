"""The API's documentation: the guide, the reference drawn from the schema, and the problems.

Everything is rendered here, without a script: it works under the strict content policy, without
JavaScript, on paper and in a terminal.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from markdown_it import MarkdownIt

from sources.foundation.api.problems import Problem

GUIDE = settings.BASE_DIR / "docs" / "api.md"


@cache
def openapi() -> dict[str, Any]:
    """The schema, OpenAPI 3.1: worked out once."""
    found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return found


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The schema as JSON."""
    response = JsonResponse(openapi(), json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/vnd.oai.openapi+json;version=3.1"
    response["Cache-Control"] = "public, no-cache"
    return response


@cache
def _guide() -> SafeString:
    # HTML in it is shown as text; it is our own, and has none.
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    return mark_safe(markdown.render(GUIDE.read_text()))


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    return render(request, "api/guide.html", {"guide": _guide()})


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    return render(request, "api/problems.html", {"problems": list(Problem)})


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address, as the reference shows it."""

    id: str
    method: str
    path: str
    summary: str
    about: str
    parameters: list[dict[str, Any]]
    body: str
    answers: list[tuple[str, str, str]]  # code, what it means, the type of the body


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    chapters, types = _reference()
    return render(request, "api/reference.html", {"chapters": chapters, "types": types})


@cache
def _reference() -> tuple[dict[str, list[Operation]], list[dict[str, Any]]]:
    chapters: dict[str, list[Operation]] = {}
    for path, methods in openapi()["paths"].items():
        for method, operation in methods.items():
            if method in ("get", "post", "patch", "delete"):
                shown = _operation(path, method, operation)
                chapters.setdefault(operation["tags"][0], []).append(shown)
    schemas = openapi()["components"]["schemas"]
    return dict(sorted(chapters.items())), [
        _type(name, each) for name, each in sorted(schemas.items())
    ]


def _operation(path: str, method: str, operation: Mapping[str, Any]) -> Operation:
    parameters = [
        {
            "name": each["name"],
            "where": each["in"],
            "about": each.get("description", ""),
            "type": type_of(each["schema"]),
            "needed": each.get("required", False),
        }
        for each in operation.get("parameters", [])
    ]
    body = "".join(_bodies(operation.get("requestBody", {})))
    answers = [
        (code, each.get("description", ""), ", ".join(_bodies(each)))
        for code, each in operation["responses"].items()
    ]
    return Operation(
        operation["operationId"],
        method.upper(),
        path,
        operation.get("summary", ""),
        operation.get("description", ""),
        parameters,
        body,
        answers,
    )


def _bodies(described: Mapping[str, Any]) -> Iterator[str]:
    for media_type, content in described.get("content", {}).items():
        found = type_of(content.get("schema", {}))
        plain = media_type in ("application/json", "application/problem+json")
        yield found if plain else media_type


def _type(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    needed = schema.get("required", [])
    return {
        "name": name,
        "about": schema.get("description", ""),
        "codes": schema.get("enum", []),
        "members": [
            {
                "name": member,
                "type": type_of(each),
                "needed": member in needed,
                "about": each.get("description", ""),
            }
            for member, each in schema.get("properties", {}).items()
        ],
    }


def type_of(schema: Mapping[str, Any]) -> str:
    """A type in a few words: "list of Status", "date-time or null"."""
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[-1])
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(dict.fromkeys(type_of(each) for each in schema[several]))
    if schema.get("type") == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    if "enum" in schema:
        return "one of " + ", ".join(str(each) for each in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"object of {type_of(schema['additionalProperties'])}"
    return str(schema.get("format") or schema.get("type") or "anything")
