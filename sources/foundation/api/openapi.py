"""The API in OpenAPI 3.1: each view says which parameters it takes and what it answers, once.

The same declaration is checked against each request and shown in the documentation, so that neither
can know a parameter that the other does not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from pydantic import BaseModel, ConfigDict

from sources.foundation.api.problems import Problem


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter: its name, what it is for, the JSON Schema of a value."""

    name: str
    about: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    several: bool = False  # whether it may be given more than once
    example: Any = None

    def described(self) -> OpenApiParameter:
        schema = {"type": "array", "items": self.schema} if self.several else self.schema
        examples = []
        if self.example is not None:
            examples = [OpenApiExample(self.name, value=self.example)]
        return OpenApiParameter(
            self.name,
            type=dict(schema),
            description=self.about,
            examples=examples,
            explode=True if self.several else None,
        )


def words(allowed: Sequence[Any]) -> dict[str, Any]:
    """The schema of a parameter that is one of these words."""
    return {"type": "string", "enum": [str(word) for word in allowed]}


MOMENT = {"type": "string", "format": "date-time"}


class ProblemError(BaseModel):
    """One thing that was wrong: where, what stood there, and what would have been right."""

    parameter: str | None = None
    header: str | None = None
    path: str | None = None
    value: str | None = None
    expected: str
    allowed: list[str] | None = None


class ProblemDetails(BaseModel):
    """RFC 9457 problem details."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    errors: list[ProblemError] | None = None


# What every address may answer; what only some may is named by their views.
EVERYWHERE = (
    Problem.PARAMETER,
    Problem.SIGN_IN,
    Problem.FORBIDDEN,
    Problem.NOT_FOUND,
    Problem.METHOD,
    Problem.ACCEPT,
    Problem.TOO_OFTEN,
    Problem.UNAVAILABLE,
)
WRITING = (
    Problem.CONFLICT,
    Problem.CHANGED,
    Problem.TOO_LARGE,
    Problem.MEDIA,
    Problem.INVALID,
    Problem.CONDITION,
)


class Described(AutoSchema):
    """Parameters and problems come from the view; the rest is said with `extend_schema`."""

    def get_override_parameters(self) -> list[Any]:
        found = [*super().get_override_parameters()]
        view: Any = self.view
        if self.method == "GET":
            found += [each.described() for each in view.asked()]
        elif self.method != "HEAD":
            found += [
                OpenApiParameter(
                    name, str, OpenApiParameter.HEADER, description=about, required=False
                )
                for name, about in view.headers_of(self.method).items()
            ]
        return found

    def get_filter_backends(self) -> list[Any]:
        return []  # the view names its filters among its parameters

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        """Beside what the view answers, every problem that it may answer with."""
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        view: Any = self.view
        if not view.__class__.__module__.startswith("drf_spectacular"):
            problems = EVERYWHERE if self.method == "GET" else (*EVERYWHERE, *WRITING)
            by_status: dict[int, list[Problem]] = {}
            for problem in problems:
                by_status.setdefault(problem.status, []).append(problem)
            for status, several in by_status.items():
                if str(status) not in bodies:
                    told = "; ".join(problem.meaning for problem in several)
                    kind, media_type = view.problems
                    answer = OpenApiResponse(kind, description=f"{told}.")
                    bodies[str(status)] = self._get_response_for_code(  # type: ignore[no-untyped-call]
                        answer, str(status), media_types=[media_type]
                    )
        return dict(sorted(bodies.items()))

    def get_operation_id(self) -> str:
        """Named by the address: `claims_list`, `claims_get`, `claims_create`, `claims_change` …"""
        parts = [part for part in self.path.removeprefix("/api/v1").split("/") if part]
        names = [part.replace(".", "_") for part in parts if not part.startswith("{")]
        one = parts[-1].startswith("{")
        actions = {"GET": "get" if one else "list", "POST": "create", "PATCH": "change"}
        return "_".join([*names, actions.get(self.method, self.method.lower())])

    def get_auth(self) -> list[dict[str, Any]]:
        """Reading needs nobody signed in, unless the house switched that off."""
        auth: list[dict[str, Any]] = super().get_auth()
        return [*auth, {}] if self.method == "GET" else auth

    def get_tags(self) -> list[str]:
        view: Any = self.view
        return [view.tag]


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "sources.foundation.api.authentication.Session"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "The session of the pages, for people.",
        }


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "sources.foundation.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Authorization: Token …`, with a token that an administrator issued.",
        }
