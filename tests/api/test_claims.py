"""Reading the API: claims with their assessment, now or as of any moment."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sources.foundation.domain.moments import read_moment
from sources.foundation.domain.roles import Audience
from tests.cases import EXAMPLES
from tests.dbcases import loaded, standing
from tests.factories import NOON, ClaimFactory, DocumentFactory, SourceFactory, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def examples() -> None:
    for name in ("missile-launch", "missile-launch-follow-up", "election", "earthquake"):
        loaded((EXAMPLES / f"{name}.json").read_text())


@pytest.mark.usefixtures("examples")
def test_a_claim_with_its_assessment_and_details(client: Any) -> None:
    claim = client.get("/api/v1/claims/kp-launch/").json()

    assert claim["text"].startswith("North Korea launched a missile")
    assert claim["event"]["ref"] == "kp-launch-2025-11"
    assert claim["assessment"]["status"] == "corroborated"
    assert claim["assessment"]["support_origins"] == 3
    assert "awaiting_review" in claim["assessment"]["reasons"]
    assert claim["assessment"]["next"] == "Two more approvals by reviewers would confirm."
    assert claim["details"]["kp-range"] == {
        "question": "How far did it fly?",
        "type": "quantity",
        "unit": "km",
        "state": "known",
        "value": {"low": 630.0, "high": 770.0, "unit": "km"},
        "given": "around 700 kilometres (435 miles)",
        "origins": 1,
        "reasons": [],
    }


@pytest.mark.usefixtures("examples")
def test_as_of_an_earlier_moment(client: Any) -> None:
    then = client.get("/api/v1/claims/kp-launch/", {"as_of": "2025-11-08T12:00:00Z"}).json()

    assert then["assessment"]["status"] == "partly_corroborated"
    assert then["assessment"]["as_of"] == "2025-11-08T12:00:00Z"
    assert then["since"] == "2025-11-08T09:00:00Z"
    assert then["details"]["kp-range"]["state"] == "not_stated"
    assert client.get("/api/v1/claims/kp-launch/?as_of=2025-11-01").status_code == 404


@pytest.mark.usefixtures("examples")
def test_the_list_has_every_public_claim_and_can_be_filtered(client: Any) -> None:
    found = client.get("/api/v1/claims/").json()["results"]
    refuted = client.get("/api/v1/claims/", {"status": "refuted"}).json()["results"]
    election = client.get("/api/v1/claims/", {"event": "eldmark-election-2026"}).json()["results"]

    assert len(found) == 43
    assert [claim["ref"] for claim in found] == sorted(claim["ref"] for claim in found)
    assert [claim["ref"] for claim in refuted] == ["eq-dam-cracked"]
    assert len(election) == 10


@pytest.mark.usefixtures("examples")
def test_the_internal_answer_is_for_those_who_may(client: Any, desk: Any) -> None:
    address = "/api/v1/claims/el-postal-miscounted/"
    refused = client.get(address, {"audience": "internal"})
    public = client.get(address).json()
    client.force_login(desk)
    internal = client.get(address, {"audience": "internal"}).json()

    assert refused.status_code == 401
    assert refused.json()["detail"] == "Only the newsroom sees internal material."
    assert public["assessment"]["status"] == "single_source"
    assert internal["assessment"]["status"] == "corroborated"


@pytest.mark.parametrize("user", ["anonymous", "desk"])
def test_nobody_asks_what_an_embargo_will_show(client: Any, desk: Any, user: str, now: Any) -> None:
    now(NOON)
    claim = ClaimFactory()
    said(claim, document=DocumentFactory(embargoed_until=read_moment("2026-02-01")))
    if user == "desk":
        client.force_login(desk)
    answer = client.get(f"/api/v1/claims/{claim.ref}/", {"as_of": "2026-02-02"})

    assert answer.status_code == 400
    assert "a moment that has come" in str(answer.json())


def test_when_the_embargo_lifts_the_answer_changes(client: Any, now: Any) -> None:
    claim = ClaimFactory()
    said(claim, document=DocumentFactory(embargoed_until=read_moment("2026-02-01")))
    found = []
    for moment in ("2026-01-31T23:59:59Z", "2026-02-01T00:00:00Z"):
        now(read_moment(moment))
        found.append(client.get(f"/api/v1/claims/{claim.ref}/").json()["assessment"]["status"])

    assert found == ["unsubstantiated", "single_source"]


def test_an_internal_claim_is_unknown_to_the_public(client: Any, desk: Any) -> None:
    ClaimFactory(ref="secret", visibility="internal")
    hidden, missing = client.get("/api/v1/claims/secret/"), client.get("/api/v1/claims/none/")

    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content
    assert client.get("/api/v1/claims/").json()["results"] == []
    client.force_login(desk)
    assert client.get("/api/v1/claims/secret/").status_code == 200


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("as_of=2025-02-30", "as_of"),
        ("as_of=", "as_of"),
        ("audience=everybody", "audience"),
        ("status=rumour", "status"),
    ],
)
def test_a_bad_value_is_refused_by_name(client: Any, query: str, named: str) -> None:
    answer = client.get(f"/api/v1/claims/?{query}")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert [error["parameter"] for error in answer.json()["errors"]] == [named]


def test_a_ref_may_hold_any_character(client: Any) -> None:
    ClaimFactory(ref="a/b ?é#1")

    assert client.get("/api/v1/claims/a%2Fb%20%3F%C3%A9%231/").json()["ref"] == "a/b ?é#1"


def test_off_the_record_material_shows_nowhere(client: Any) -> None:
    claim = ClaimFactory()
    before = client.get(f"/api/v1/claims/{claim.ref}/").json()
    said(claim, ground_rules="off_record")
    after = client.get(f"/api/v1/claims/{claim.ref}/").json()
    for answer in (before, after):
        del answer["assessment"]["as_of"]

    assert after == before
    internal = standing(claim.ref, NOON, Audience.INTERNAL)
    assert internal is not None
    assert internal["reasons"] == ["off_record"]


def test_a_list_costs_as_many_queries_as_one_claim(client: Any) -> None:
    costs = []
    for _ in range(2):
        for _ in range(3):
            said(ClaimFactory())
        with CaptureQueriesContext(connection) as queries:
            client.get("/api/v1/claims/")
        costs.append(len(queries))

    assert costs == [2, 2]


@pytest.mark.parametrize("address", ["%00/", "a%00b/", "?cursor=cD0lMDA=", "?event=%00"])
def test_a_nul_character_is_refused_on_both_engines(client: Any, address: str) -> None:
    assert client.get(f"/api/v1/claims/{address}").status_code in (400, 404)


@pytest.mark.parametrize(
    ("terms", "shown"),
    [
        ({"ground_rules": "background"}, "an unnamed source"),
        ({"naming": "described"}, "an unnamed source"),
        ({"naming": "anonymous"}, "an unnamed source"),
        ({"ground_rules": "background", "attribution_as": "a colonel"}, "a colonel"),
        ({}, "Colonel Kim"),
    ],
)
def test_a_name_is_printed_only_on_the_record(client: Any, terms: Any, shown: str) -> None:
    claim = ClaimFactory()
    said(claim, SourceFactory(kind="person", name="Colonel Kim"), **terms)
    answer = client.get(f"/api/v1/claims/{claim.ref}/").content.decode()

    assert f"supports it: {shown}." in answer
    assert ("Colonel Kim" in answer) == (shown == "Colonel Kim")
