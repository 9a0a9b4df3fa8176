"""The schema says what the API does: held against the rules of OpenAPI, and against the API."""

import copy
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from claims.api import citations as citing_views
from claims.api import factcheck, payloads, schemas
from claims.api import statuses as status_views
from claims.api import webhooks as webhook_views
from claims.domain.vocabulary import DeliveryState
from claims.intake.api import schemas as proposals
from claims.intake.api import views as documents_views
from claims.models import Alert, Attribution, Citation, Claim, Delivery, Detail, DetailValue
from claims.services.alerting import raise_alerts
from config.documentation import openapi
from config.openapi_examples import EXAMPLES
from reviews.api import views as review_views
from reviews.services.tokens import issue_token
from sources.api import payloads as sources_sent
from sources.api import schemas as sources_shapes
from sources.foundation.api import openapi as toolkit
from sources.foundation.domain.roles import Role
from sources.foundation.permissions import Actor
from sources.models import Document
from tests.cases import EXAMPLES as FILES
from tests.dbcases import loaded
from tests.environment import much
from tests.people import person

MODELS = {
    name: kind
    for module in (
        schemas, payloads, factcheck, status_views, webhook_views, review_views, toolkit, sources_sent,
        sources_shapes, citing_views, documents_views, proposals,
    )
    for name, kind in vars(module).items()
    if hasattr(kind, "model_validate")
}  # fmt: skip


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in openapi()["paths"].items():
        for method, operation in methods.items():
            if isinstance(operation, dict) and "operationId" in operation:
                yield path, method, operation


def test_it_is_valid_and_drawn_without_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    openapi.cache_clear()
    schema = openapi()

    assert schema["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(schema).validate()
    assert capsys.readouterr().err == ""


def test_everything_in_it_is_described() -> None:
    for path, method, operation in operations():
        place = f"{method} {path}"
        assert operation["summary"], place
        assert operation["description"], place
        for parameter in operation.get("parameters", []):
            needed = parameter["in"] != "path"
            assert not needed or parameter["description"], (place, parameter["name"])
        for code, answer in operation["responses"].items():
            assert code.startswith("2") or code == "304" or answer["description"], (place, code)
        if method == "get":
            assert {"400", "404", "406", "429", "503"} <= set(operation["responses"]), place
        else:
            assert {"401", "403", "409", "415", "422"} <= set(operation["responses"]), place


def test_operations_have_names_of_their_own() -> None:
    names = [operation["operationId"] for _, _, operation in operations()]

    assert len(names) == len(set(names))


def test_everything_that_is_sent_or_answered_has_an_example_of_its_type() -> None:
    used = set()
    for _, _, operation in operations():
        bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
        for body in bodies:
            for content in body.get("content", {}).values():
                reference = content.get("schema", {}).get("$ref")
                if reference:
                    used.add(reference.rsplit("/", 1)[-1])
    used.discard("Statement")  # one of two that have examples of their own

    assert used - EXAMPLES.keys() == set()
    assert EXAMPLES.keys() - used == set()
    for name in used:
        MODELS[name].model_validate(EXAMPLES[name])
        assert openapi()["components"]["schemas"][name]["examples"] == [EXAMPLES[name]]


def test_the_schema_is_served(client: Any) -> None:
    answer = client.get("/api/v1/schema")

    assert answer.json()["info"]["title"] == "Second Source"
    assert "openapi+json" in answer["Content-Type"]


# What exists, so that generated requests find something, and what bodies mean by their refs.
KNOWN = {
    "claims": "five-outlets-launch", "events": "kp-launch-2025-11", "sources": "KR.jcs",
    "statuses": "five-outlets-launch", "claimreviews": "five-outlets-launch",
    "sentences": "five-outlets-launch",
    "records": "five-outlets-launch",
}  # fmt: skip
FIELDS = {"speaker": "KR.jcs", "publisher": "KR.jcs"}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ROLES: dict[str, tuple[Role, ...]] = {
    "anonymous": (),
    "api client": (Role.API_CLIENT,),
    "reporter": (Role.REPORTER,),
    "reviewer": (Role.REVIEWER,),
    "editor": (Role.EDITOR,),
    "administrator": (Role.ADMINISTRATOR,),
}
EACH = much(
    1
)  # generated requests of each operation and role, besides those that are meant to succeed


@pytest.fixture
def record(db: None) -> dict[str, str]:
    """The real article and its follow-up; more refs by which things are found."""
    for name in ("five-outlets", "missile-launch", "missile-launch-follow-up"):
        loaded((FILES / f"{name}.json").read_text())
    return {
        **KNOWN,
        "documents": Document.objects.order_by("pk").first().ref,  # type: ignore[union-attr]
        "attributions": Attribution.objects.order_by("pk").first().ref,  # type: ignore[union-attr]
        "details": Detail.objects.order_by("pk").first().ref,  # type: ignore[union-attr]
        "values": DetailValue.objects.order_by("pk").first().ref,  # type: ignore[union-attr]
    }


@pytest.fixture
def one_connection(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests end without closing the connection in which the test's transaction is."""
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)


def token(name: str, roles: tuple[Role, ...]) -> str:
    user = person(f"program-{name}", *roles, is_staff=False)
    user.set_unusable_password()
    user.save()
    _, text = issue_token(
        account=user, purpose="tests", days=1, by=Actor("tests"), at=timezone.now()
    )
    return text


@pytest.mark.usefixtures("one_connection")
def test_requests_of_every_role_are_answered_as_the_schema_says(record: dict[str, str]) -> None:
    """Each operation, for each role: a request that is meant to succeed, and generated ones.

    What one role writes is taken back before the next one asks. (All of it is one test because
    reading the schema takes half of its time.)
    """
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema", get_wsgi_application())
    # Words picked from our source, where most of the time went, find what examples find anyway.
    schema.config.analysis.constants.enabled = False
    tokens = {role: token(role, roles) for role, roles in ROLES.items() if roles}
    answered: dict[str, dict[str, set[int]]] = {role: defaultdict(set) for role in ROLES}

    def call(case: Any, ready: bool = False) -> None:
        given, path = case.headers, case.path_parameters
        for role in ROLES:
            signed = {"Authorization": f"Token {tokens[role]}"} if role in tokens else {}
            case.headers, case.path_parameters = {**(given or {}), **signed}, dict(path or {})
            with transaction.atomic():
                if ready:
                    made_ready(case, signed, record)
                response = case.call()
                transaction.set_rollback(True)
            try:
                case.validate_response(response, checks=CHECKS)
            except FailureGroup as failures:
                failures.add_note(f"as: {role}")
                raise
            answered[role][f"{case.method} {case.operation.path}"].add(response.status_code)
        case.headers, case.path_parameters = given, path

    for result in schema.get_all_operations():
        operation = result.ok()
        for case in meant_to_succeed(operation, record):
            call(case, ready=True)

        @settings(
            max_examples=EACH, deadline=None, database=None, derandomize=True,
            phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def generated(case: Any) -> None:
            if isinstance(case.query, dict):
                case.query.pop("fields", None)  # which leaves out what the type needs
            call(case)

        generated()
    for role, answers in answered.items():
        succeeded = {name for name, codes in answers.items() if any(code < 300 for code in codes)}
        assert EXPECTED[role](set(answers)) - succeeded == set(), role
    operations_asked = {name for answers in answered.values() for name in answers}
    succeeded = {
        name
        for answers in answered.values()
        for name, codes in answers.items()
        if any(code < 300 for code in codes)
    }
    assert operations_asked - succeeded == set()


def made_ready(case: Any, signed: dict[str, str], record: dict[str, str]) -> None:
    """What a request needs that no example can hold: who asks reads or makes it first."""
    desk = Client(headers=signed, SERVER_NAME="localhost")
    path, method = case.operation.path, case.method.upper()

    def make(address: str, body: Any = None) -> str:
        body = _found(copy.deepcopy(body), record)
        made = desk.post(f"/api/v1/{address}/", body, content_type="application/json")
        return str(made.json().get("ref", "none"))

    def make_claim() -> str:
        return make("claims", {**EXAMPLES["NewClaim"], "text": "A boat left Wonsan."})

    if OWN.search(path) and case.path_parameters["ref"] == "own":
        ref = make("subscriptions", {"url": "http://127.0.0.1:9/"})
        if "deliveries/{ref}" in path:
            ref = make(f"subscriptions/{ref}/trial")
            Delivery.objects.filter(ref=ref).update(state=DeliveryState.DEAD.value)
        case.path_parameters["ref"] = ref
    if PRINTED.search(path):
        ref = make("citations", EXAMPLES["SentCitation"])
        Citation.objects.filter(ref=ref).update(basis={"status": "confirmed", "text": "Once."})
        raise_alerts(Claim.objects.values_list("pk", flat=True), at=timezone.now())
        if "alerts" in path:
            alert = Alert.objects.filter(citation__ref=ref).values_list("ref", flat=True).first()
            ref = alert or "none"
        case.path_parameters["ref"] = ref
    if method == "PATCH":
        if "attributions" in path:
            record = {**record, "claims": make_claim()}
            case.path_parameters["ref"] = make("attributions", EXAMPLES["NewAttribution"])
        if "values" in path:
            record = {**record, "claims": make_claim()}
            record = {**record, "details": make("details", EXAMPLES["NewDetail"])}
            case.path_parameters["ref"] = make("values", EXAMPLES["NewValue"])
        read = desk.get(path.replace("{ref}", quote(case.path_parameters["ref"], safe="")))
        case.headers = {**(case.headers or {}), "If-Match": read.get("ETag", '"none"')}
    if path == "/api/v1/verdicts/":
        read = desk.get("/api/v1/claims/five-outlets-launch/")
        case.body["fingerprint"] = read.json().get("fingerprint") or "none"
    if path == "/api/v1/submissions/":
        case.body["claim"] = make_claim()
    if path == "/api/v1/claims/" and method == "POST":
        case.body["text"] = "A boat left Wonsan."


OWN = re.compile(r"/(subscriptions|deliveries)/\{ref\}")
PRINTED = re.compile(r"/(citations|alerts)/\{ref\}")


def meant_to_succeed(operation: Any, record: dict[str, str]) -> Iterator[Any]:
    """A request that whoever may make it succeeds with: the example, with refs that exist."""
    name = operation.path.split("/")[3] if operation.path.startswith("/api/v1/") else ""
    path = {}
    if "{ref}" in operation.path:
        path["ref"] = record.get(name, "own")
    if "{number}" in operation.path:
        path["number"] = 1
    if "{page}" in operation.path:
        path["page"] = "Zml2ZS1vdXRsZXRzLWxhdW5jaA"
    query: dict[str, Any] = {}
    if operation.path == "/api/v1/statuses/" and operation.method.upper() == "GET":
        query["ref"] = ["five-outlets-launch"]
    if operation.path == "/api/v1/records/":
        query["claim"] = "five-outlets-launch"
    if operation.path == "/v1alpha1/claims:search":
        query["query"] = "missile"
    kwargs: dict[str, Any] = {"path_parameters": path, "query": query}
    reference = _body_of(operation)
    if reference:
        body = json.loads(json.dumps(EXAMPLES[reference]))
        kwargs |= {"body": _found(body, record), "media_type": "application/json"}
    elif operation.path == "/api/v1/dossiers/":
        dossier = {"claims": [{"id": "another", "text": "Another thing happened."}]}
        kwargs |= {"body": dossier, "media_type": "application/json"}
    yield operation.Case(**kwargs)


def _body_of(operation: Any) -> str:
    raw = openapi()["paths"][operation.path][operation.method.lower()]
    content = raw.get("requestBody", {}).get("content", {}).get("application/json", {})
    return str(content.get("schema", {}).get("$ref", "").rsplit("/", 1)[-1])


def _found(body: Any, record: dict[str, str]) -> Any:
    if isinstance(body, list):
        return [_found(each, record) for each in body]
    if not isinstance(body, dict):
        return body
    known = FIELDS | {
        "claim": record["claims"], "document": record["documents"], "attribution": record["attributions"],
        "detail": record["details"], "event": record["events"],
    }  # fmt: skip
    shown = {
        name: known[name] if name in known and isinstance(value, str) else _found(value, record)
        for name, value in body.items()
    }
    if shown.get("knowledge") == "value":
        shown |= {"knowledge": "withheld"}
        shown.pop("value", None)
    if "url" in shown and "filters" in shown:
        shown["url"] = "http://127.0.0.1:9/"
    return shown


# What takes more than an example: a fingerprint, a draft, a subscription and citations of one's own.
SPECIAL = {
    "POST /api/v1/verdicts/", "POST /api/v1/submissions/", "GET /api/v1/citations/",
    "GET /api/v1/subscriptions/", "POST /api/v1/subscriptions/", "POST /api/v1/citations/",
    "GET /api/v1/alerts/",
}  # fmt: skip
CITING = {
    "GET /api/v1/citations/", "POST /api/v1/citations/", "GET /api/v1/citations/{ref}/",
    "GET /api/v1/alerts/", "GET /api/v1/alerts/{ref}/", "POST /api/v1/alerts/{ref}/acknowledgement/",
}  # fmt: skip


def _reads(names: set[str]) -> set[str]:
    own = {name for name in names if "subscriptions" in name} | CITING
    return {name for name in names if name.startswith("GET")} - own | {"POST /api/v1/statuses/"}


def _writes(names: set[str]) -> set[str]:
    others = {name for name in names if "{" in name and not name.startswith("GET")}
    return names - others - SPECIAL - {n for n in names if "deliveries" in n or "{ref}/r" in n}


def _of_newsroom(names: set[str]) -> set[str]:
    own = {name for name in names if "subscriptions/{ref}" in name}
    return (_reads(names) | _writes(names) | {"POST /api/v1/subscriptions/"} | CITING) - own


def _of_program(names: set[str]) -> set[str]:
    return _reads(names) | {
        "POST /api/v1/subscriptions/", "GET /api/v1/subscriptions/", *CITING,
    }  # fmt: skip


EXPECTED: dict[str, Callable[[set[str]], set[str]]] = {
    "anonymous": _reads,
    "api client": _of_program,
    "reporter": _of_newsroom,
    "reviewer": _of_newsroom,
    "editor": _of_newsroom,
    "administrator": _reads,
}
