"""The start page: events, their claims with status, and where everything else is."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.domain.vocabulary import Status
from tests.cases import EXAMPLES
from tests.dbcases import loaded
from tests.factories import ClaimFactory, EventFactory, said

pytestmark = pytest.mark.django_db


QUESTIONED = {
    "sources": {
        "mine": {"kind": "organisation", "name": "Mine"},
        "union": {"kind": "organisation", "name": "Miners"},
    },
    "documents": {"d": {"publisher": "mine"}},
    "events": {"mine": {"title": "A mine"}},
    "claims": [
        {"id": "open", "event": "mine", "text": "The mine was open on 5 May 2026."},
        {"id": "toll", "event": "mine", "text": "People were hurt on 5 May 2026.", "favours": ["union"]},
    ],
    "attributions": [
        {"id": "a", "claim": "open", "speaker": "mine", "stance": "asserts", "sightings": [{"document": "d"}]}
    ],
    "details": [{"id": "how-many", "claim": "toll", "question": "How many?", "type": "count"}],
    "detail_values": [
        {"id": "v", "detail": "how-many", "speaker": "union", "knowledge": "value", "value": {"value": 9},
         "sightings": [{"document": "d"}]}
    ],
    "reviews": [
        {"claim": "open", "reviewer": "A", "verdict": "dispute", "at": "2026-05-06T09:00:00Z", "reason": "It was shut."}
    ],
}  # fmt: skip


@pytest.fixture
def examples() -> None:
    for name in ("missile-launch", "missile-launch-follow-up", "election", "earthquake"):
        loaded((EXAMPLES / f"{name}.json").read_text())
    loaded(QUESTIONED)


@pytest.mark.usefixtures("examples")
def test_it_shows_every_event_and_every_status_and_every_kind_of_not_knowing(client: Any) -> None:
    page = client.get("/").content.decode()

    assert "North Korea&#x27;s missile launch of 7 November 2025" in page
    assert [s.label for s in Status if f">{s.label}</span>" not in page] == []
    for state in ("not applicable", "disputed", "known", "none reported", "withheld", "unknown",
                  "not stated", "reported"):  # fmt: skip
        assert f">{state}</span>" in page
    assert "known</span> <bdi>around 700 kilometres (435 miles)</bdi>" in page
    assert 'href="/admin/"' in page
    assert 'href="/api/v1/claims/"' in page


def test_an_empty_record_says_how_to_fill_it(client: Any) -> None:
    assert "manage.py load FILE" in client.get("/").content.decode()


def test_internal_claims_and_their_events_leave_no_trace(client: Any, desk: Any) -> None:
    event = EventFactory(title="A secret affair")
    ClaimFactory(event=event, text="It is a secret.", visibility="internal")
    public = client.get("/").content.decode()
    client.force_login(desk)
    internal = client.get("/").content.decode()

    assert "secret" not in public
    assert "It is a secret." in internal


def test_what_people_wrote_is_shown_as_text(client: Any) -> None:
    ClaimFactory(text="<script>alert(1)</script> \u202eright to left")
    page = client.get("/").content.decode()

    assert "<script>alert" not in page
    assert "<bdi>&lt;script&gt;" in page


def test_it_costs_the_same_for_many_claims(client: Any) -> None:
    costs = []
    for _ in range(2):
        for _ in range(4):
            said(ClaimFactory(event=EventFactory()))
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        costs.append(len(queries))

    assert costs == [4, 4]


def test_the_policy_for_content_is_strict_on_every_page(client: Any) -> None:
    for address in ("/", "/admin/login/", "/api/v1/claims/", "/nowhere"):
        policy = client.get(address)["Content-Security-Policy"]

        assert "default-src 'self'" in policy
        assert "unsafe" not in policy


def test_pages_are_for_reading(client: Any) -> None:
    assert client.post("/").status_code == 405


def test_a_house_can_keep_its_pages_to_those_who_sign_in(
    client: Any, desk: Any, settings: Any
) -> None:
    settings.PUBLIC_READING = False
    answer = client.get("/?page=2")

    assert answer.status_code == 302
    assert answer["Location"] == "/admin/login/?next=/%3Fpage%3D2"
    client.force_login(desk)
    assert client.get("/?page=2").status_code == 200
