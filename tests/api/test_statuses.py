"""The status by ref: the same bytes for the same record, a 304 for whoever has it, and nothing about
what cannot be seen."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.api.schemas import StatusAnswer
from claims.models import Claim
from sources.foundation.domain.moments import read_moment
from sources.foundation.domain.roles import Audience
from tests.dbcases import standing
from tests.factories import NOON, ClaimFactory, DocumentFactory, said

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def claim(now: Callable[..., None]) -> Claim:
    now(LATER)
    claim = ClaimFactory(ref="told")
    said(claim)
    return claim


def test_the_status_with_its_reasons_and_the_record_that_says_so(client: Any, claim: Claim) -> None:
    answer = client.get("/api/v1/statuses/told")
    status = answer.json()
    record = client.get(status["permalink"]).json()

    StatusAnswer.model_validate(status)
    assert (status["ref"], status["status"], status["rank"]) == ("told", "single_source", 6)
    assert status["as_of"] == status["since"] == "2026-01-10T12:00:00Z"
    assert record["assessment"] == {
        name: value for name, value in status.items() if name in record["assessment"]
    }
    assert answer["Cache-Control"] == "public, no-cache"
    assert answer["Vary"] == "Authorization, Cookie"
    assert answer["Last-Modified"] == "Sat, 10 Jan 2026 12:00:00 GMT"
    assert "Memento-Datetime" not in answer


def test_the_same_record_reads_the_same_whenever_it_is_asked_for(
    client: Any, claim: Claim, now: Callable[..., None]
) -> None:
    first = client.get("/api/v1/statuses/told")
    now(LATER + timedelta(days=3))
    later = client.get("/api/v1/statuses/told")

    assert (later.content, later["ETag"]) == (first.content, first["ETag"])
    assert not first["ETag"].startswith("W/")


def test_whoever_has_it_is_answered_without_it_being_read(client: Any, claim: Claim) -> None:
    etag = client.get("/api/v1/statuses/told")["ETag"]
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/api/v1/statuses/told", headers={"If-None-Match": etag})

    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
    assert answer["Cache-Control"] == "public, no-cache"
    assert len(queries) == 1


def test_another_record_is_another_answer(
    client: Any, claim: Claim, now: Callable[..., None]
) -> None:
    first = client.get("/api/v1/statuses/told")
    said(claim, at=LATER)
    headers = {"If-None-Match": first["ETag"]}
    second = client.get("/api/v1/statuses/told", headers=headers)

    assert second.status_code == 200
    assert second.json()["status"] == "corroborated"


@pytest.mark.parametrize(("apart", "code"), [(timedelta(milliseconds=300), 200), (None, 304)])
def test_two_records_of_one_second_are_told_apart(
    client: Any, claim: Claim, now: Callable[..., None], apart: timedelta | None, code: int
) -> None:
    """`Last-Modified` has seconds. Whoever asks by it alone must not be told that a status stands
    which fell in the same second."""
    begun = NOON + timedelta(minutes=1)
    said(claim, at=begun)
    had = client.get("/api/v1/statuses/told")["Last-Modified"]
    if apart:
        said(claim, at=begun + apart)
    answer = client.get("/api/v1/statuses/told", headers={"If-Modified-Since": had})

    assert answer.status_code == code


def test_as_of_a_moment_it_is_a_memento(client: Any, claim: Claim) -> None:
    said(claim, at=LATER)
    then = client.get("/api/v1/statuses/told?as_of=2026-01-10T12:30:00Z")

    assert then.json()["status"] == "single_source"
    assert then.json()["as_of"] == "2026-01-10T12:30:00Z"
    assert then["Memento-Datetime"] == "Sat, 10 Jan 2026 12:30:00 GMT"
    assert 'rel="original"' in then["Link"]
    assert client.get("/api/v1/statuses/told").json()["status"] == "corroborated"


@pytest.mark.parametrize("ref", ["secret", "nothing", "x" * 300, "a%0Ab", "%ED%A0%80"])
def test_the_unknown_and_the_invisible_answer_alike(client: Any, claim: Claim, ref: str) -> None:
    ClaimFactory(ref="secret", visibility="internal")
    answer = client.get(f"/api/v1/statuses/{ref}")
    missing = client.get("/api/v1/statuses/never-heard-of-it")

    assert answer.status_code == missing.status_code == 404
    assert answer.content == missing.content
    if ref == "secret":
        assert dict(answer.headers) == dict(missing.headers)


def test_two_users_never_share_a_body(client: Any, desk: Any, claim: Claim) -> None:
    said(claim, document=DocumentFactory(embargoed_until=read_moment("2099-01-01")))
    public = client.get("/api/v1/statuses/told")
    client.force_login(desk)
    internal = client.get("/api/v1/statuses/told", headers={"If-None-Match": public["ETag"]})

    assert internal.status_code == 200
    assert internal["Cache-Control"] == "private, no-cache"
    assert internal.json()["status"] == "corroborated"
    assert public.json()["status"] == "single_source"
    assert client.get("/api/v1/statuses/told?audience=public").json()["status"] == "single_source"


def test_many_at_once_in_the_order_asked(client: Any, claim: Claim) -> None:
    for number in range(5):
        ClaimFactory(ref=f"c{number}")
    ClaimFactory(ref="secret", visibility="internal")
    asked = ["c3", "secret", "told", "nothing", "c0", "c3"]
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/api/v1/statuses/", {"ref": asked})
        cost = len(queries)
    posted = client.post(
        "/api/v1/statuses/", {"refs": asked}, content_type="application/json"
    ).json()

    assert [each["ref"] for each in answer.json()["statuses"]] == ["c3", "told", "c0"]
    assert answer.json()["missing"] == ["secret", "nothing"]
    assert posted == answer.json()
    assert cost == 1
    etag = {"If-None-Match": answer["ETag"]}
    assert client.get("/api/v1/statuses/", {"ref": asked}, headers=etag).status_code == 304
    said(claim, at=LATER)
    assert client.get("/api/v1/statuses/", {"ref": asked}, headers=etag).status_code == 200


@pytest.mark.parametrize(("count", "code"), [(1_000, 200), (1_001, 400)])
def test_up_to_a_thousand_in_an_address(client: Any, count: int, code: int) -> None:
    refs = [f"c{number}" for number in range(count)]
    answer = client.get("/api/v1/statuses/", {"ref": refs, "as_of": "2026-01-01"})

    assert answer.status_code == code


@pytest.mark.parametrize(("count", "code"), [(10_000, 200), (10_001, 422)])
def test_up_to_ten_thousand_in_a_body(client: Any, claim: Claim, count: int, code: int) -> None:
    refs = ["told", *(f"c{number}" for number in range(count - 1))]
    answer = client.post("/api/v1/statuses/", {"refs": refs}, content_type="application/json")

    assert answer.status_code == code


def test_what_is_read_at_speed_is_what_the_timeline_says(client: Any, claim: Claim) -> None:
    said(claim, document=DocumentFactory(embargoed_until=read_moment("2026-01-10T13:30:00Z")))
    for minutes in range(0, 60, 7):
        at = NOON + timedelta(minutes=minutes)
        shown = client.get("/api/v1/statuses/told", {"as_of": at.isoformat()}).json()
        expected = standing("told", at, Audience.PUBLIC)
        assert expected is not None
        assert shown["explanation"] == expected["explanation"]
