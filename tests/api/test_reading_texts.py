"""Texts that programs send to be read."""

from typing import Any

import pytest
from django.test import Client

from claims.intake.models import Draft
from claims.models import Claim
from sources.foundation.domain.roles import Role
from sources.models import Document
from tests.factories import SourceFactory
from tests.people import person

pytestmark = pytest.mark.django_db

TEXT = "🌊 The army said the bridge was open."


def post(client: Client, body: Any, **headers: str) -> Any:
    return client.post(
        "/api/v1/documents/", body, content_type="application/json", headers=headers or None
    )


@pytest.fixture
def program(client: Client) -> Client:
    client.force_login(person("program", Role.REPORTER, is_staff=False))
    return client


def test_a_text_alone_is_read_and_nothing_is_kept(program: Client) -> None:
    answer = post(program, {"id": "a1", "text": TEXT})
    assert answer.status_code == 200, answer.content
    found = answer.json()
    assert (found["id"], found["document"]) == ("a1", None)
    (said,) = found["attributions"]
    assert [TEXT[a:b] for a, b in said["content"]] == ["the bridge was open"]
    assert said["speaker"]["name"] == "army"
    assert not Document.objects.exists()


def test_with_a_publisher_it_is_kept_with_drafts_that_wait(program: Client) -> None:
    SourceFactory(ref="herald", name="The Herald", kind="outlet")
    body = {"publisher": "herald", "title": "Bridge", "url": "https://h.example/b", "text": TEXT}
    answer = post(program, body, **{"Idempotency-Key": "k1"})
    assert answer.status_code == 200, answer.content
    document = Document.objects.get()
    assert answer.json()["document"] == document.ref
    assert (document.title, document.snapshots.get().text) == ("Bridge", TEXT)
    assert Draft.objects.filter(state="waiting").count() == 1
    assert not Claim.objects.exists()
    again = post(program, body, **{"Idempotency-Key": "k1"})
    assert again.json() == answer.json()
    assert Document.objects.count() == 1


def test_a_document_without_a_text_is_recorded_as_before(program: Client) -> None:
    SourceFactory(ref="herald", name="The Herald", kind="outlet")
    answer = post(program, {"publisher": "herald", "title": "Bridge"})
    assert answer.status_code == 201
    assert answer.json()["title"] == "Bridge"
    assert post(program, {"title": "Bridge"}).status_code == 422


def test_who_may_not_record_is_told_so(client: Client) -> None:
    assert post(client, {"text": TEXT}).status_code == 401
    client.force_login(person("reader", Role.API_CLIENT, is_staff=False))
    assert post(client, {"text": TEXT}).status_code == 403


def test_too_long_a_text_is_refused(program: Client) -> None:
    answer = post(program, {"text": "x" * 200_001})
    assert answer.status_code == 422
    assert "text" in answer.content.decode()
    assert post(program, {"text": "   "}).status_code == 422
