"""From outside, a world with secrets answers the same bytes as one without."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import Client

from claims import querysets
from claims.domain import indexing
from claims.domain.evidence import disclosed, view
from claims.domain.policy import reading
from claims.models import Claim
from claims.services.outbox import publish_changes
from config.urls import urlpatterns
from sources.foundation.api.views import Api
from sources.foundation.domain.moments import ALWAYS
from sources.foundation.domain.roles import Audience, Role
from sources.querysets import DocumentQuerySet
from tests.api import worlds
from tests.factories import (
    ClaimFactory,
    DetailFactory,
    DocumentFactory,
    SourceFactory,
    answered,
    said,
)
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def outsiders(now: Callable[..., None]) -> list[Client]:
    """A visitor who has not signed in, and a program that reads what is public."""
    now(worlds.NOW)
    program = Client()
    program.force_login(person("cms", Role.API_CLIENT))
    return [Client(), program]


def differences(outsiders: list[Client], at: str = "") -> set[str]:
    """Where the second world answers otherwise than the first, of the addresses with `at` in them."""
    looked_at = [address for address in worlds.addresses() if at in address]
    worlds.open_world()
    publish_changes(at=worlds.NOW)
    before = [worlds.seen(client, looked_at) for client in outsiders]
    worlds.add_secrets()
    after = [worlds.seen(client, looked_at) for client in outsiders]
    assert all(code < 500 for world in (*before, *after) for code, _, _ in world.values())
    return {
        address
        for first, second in zip(before, after, strict=True)
        for address in first
        if first[address] != second[address]
    }


def test_every_get_answers_the_same_bytes(outsiders: list[Client]) -> None:
    assert differences(outsiders) == set()


def test_the_newsroom_would_see_the_difference(now: Callable[..., None], desk: Any) -> None:
    """Otherwise the test above would look at the wrong things."""
    now(worlds.NOW)
    client = Client()
    client.force_login(desk)
    found = differences([client])

    assert {
        "/api/v1/claims/", "/api/v1/sources/", "/api/v1/statuses/open-0",
        "/api/v1/claims/?q=insider", "/api/v1/changes/", "/api/v1/exports/claims.csv",
        "/api/v1/records/?claim=open-0", "/api/v1/details/how-many-0/?expand=values", "/",
        "/search/?q=insider", "/search/?q=river", "/claims/open-0/", "/claims/secret/", "/events/flood/",
        "/events/secret-event/", "/sources/insider/", "/sources/ministry/", "/api/v1/sentences/secret",
    } <= found  # fmt: skip


@contextmanager
def planted(owner: Any, name: str, value: Any) -> Iterator[None]:
    original = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, original)


def _all(rows: Any, *_: Any, **__: Any) -> Any:
    return rows.all()


# Each with the addresses among which it has to be found.
LEAKS: dict[str, tuple[str, Any, str, Any]] = {
    "claims that are internal": (
        "/claims/", querysets.StandingQuerySet, "seen_by",
        lambda rows, audience: rows.filter(audience=audience.value),
    ),
    "sources that only a secret names": (
        "/sources/", querysets.AppearanceQuerySet, "seen_by", _all,
    ),
    "documents under embargo": ("/documents/", DocumentQuerySet, "visible_to", _all),
    "statements off the record": (
        "/attributions/", querysets.StatementQuerySet, "visible_to", _all,
    ),
    "the feed of the newsroom": (
        "/feeds/", querysets.ChangeQuerySet, "seen_by",
        lambda rows, audience: rows.filter(audience=Audience.INTERNAL.value),
    ),
    "words of what is hidden": ("q=", querysets.WordingQuerySet, "seen_by", _all),
    "events without a public claim": ("/events/", querysets.EventQuerySet, "visible_to", _all),
    "claims that are internal, in a search": (
        "/search/?q=", querysets.StandingQuerySet, "seen_by",
        lambda rows, audience: rows.filter(audience=audience.value),
    ),
    "claims that are internal, by their address": (
        "/claims/secret/", querysets.ClaimQuerySet, "visible_to", _all,
    ),
    "claims that are internal, in the sitemap": (
        "/sitemap-claims", querysets.StandingQuerySet, "seen_by",
        lambda rows, audience: rows.filter(audience=audience.value),
    ),
    "sources that only a secret names, on their pages": (
        "/sources/insider/", querysets.AppearanceQuerySet, "seen_by", _all,
    ),
    "what is under embargo, on the page of a claim": (
        "/claims/open-0/", reading.View, "shows_from",
        lambda view, document: document.recorded_at or ALWAYS,
    ),
    "statements off the record, on the page of a claim": (
        "/claims/open-0/", view._Builder, "_met", lambda *_: True,
    ),
    # Names that may not be printed, found by a search.
    "names in the index": ("q=", indexing, "met_from", lambda *_: worlds.NOON),
}  # fmt: skip


@pytest.mark.parametrize("leak", LEAKS)
def test_a_planted_leak_is_found(outsiders: list[Client], leak: str) -> None:
    where, *plant = LEAKS[leak]
    with planted(*plant):
        assert differences(outsiders[:1], where)


def test_a_leak_in_a_header_alone_is_found(outsiders: list[Client]) -> None:
    """A validator made from a count that nobody may know."""
    original = Api.finalize_response

    def leaking(self: Any, *args: Any, **kwargs: Any) -> Any:
        response = original(self, *args, **kwargs)
        response["ETag"] = f'"{Claim.objects.count()}"'
        return response

    with planted(Api, "finalize_response", leaking):
        assert differences(outsiders[:1], "/statuses/")


def test_a_leak_in_what_may_be_named_is_found(now: Callable[..., None]) -> None:
    now(worlds.NOW)
    said(
        ClaimFactory(), SourceFactory(kind="person", name="Colonel Kim"),
        document=DocumentFactory(), ground_rules="background",
    )  # fmt: skip
    addresses = ("/api/v1/attributions/", "/api/v1/exports/dossiers.jsonl", "/api/v1/claims/")

    def told() -> bool:
        answers = [Client().get(address) for address in addresses]
        return any(
            b"Kim" in (b"".join(each.streaming_content) if each.streaming else each.content)
            for each in answers
        )

    assert not told()
    with planted(disclosed, "is_withheld", lambda *_: False):
        assert told()


@pytest.mark.parametrize("place", ["claim", "answer"])
def test_whose_own_document_it_is_tells_nobody_who_speaks(
    now: Callable[..., None], place: str
) -> None:
    """The document of somebody who may not be named bears their name: no address shows it."""
    now(worlds.NOW)
    kim = SourceFactory(ref="insider", kind="person", name="Colonel Kim")
    diary = DocumentFactory(
        ref="embargoed", publisher=kim, title="Memoir", url="https://kim.example/"
    )
    claim = ClaimFactory(ref="open-0")
    agreed = {"document": diary, "ground_rules": "background"}
    if place == "claim":
        said(claim, kim, **agreed)
    else:
        said(claim, SourceFactory(name="Ministry"), document=DocumentFactory())
        detail = DetailFactory(claim=claim, type="text")
        answered(detail, {"value": "Seven."}, speaker=kim, **agreed)
    told = set()
    for address in [*worlds.addresses(), "/search/?q=memoir", "/search/?q=colonel"]:
        answer = Client().get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if any(name in body for name in (b"Colonel", b"Memoir", b"kim.example")):
            told.add(address)
    found = Client().get("/api/v1/attributions/?document=embargoed").json()["results"]

    assert not told
    assert not found
    with planted(disclosed, "would_tell", lambda *_: False):
        shows = "/claims/open-0/" if place == "claim" else "/api/v1/values/"
        assert b"Memoir" in Client().get(shows).content


def test_no_address_of_the_api_is_left_out() -> None:
    """Every list and every kind of file that the API offers is looked at."""
    looked_at = {address.split("?")[0] for address in worlds.addresses()}
    names = {
        str(pattern.pattern)
        for included in urlpatterns
        if str(included.pattern) == "api/v1/"
        for group in included.url_patterns
        for pattern in group.url_patterns
    }
    # What only writes, and what is somebody's own.
    left_out = {
        name for name in names
        if not any(address.startswith(f"/api/v1/{name.split('<')[0]}") for address in looked_at)
    }  # fmt: skip

    assert left_out == {
        "verdicts/", "submissions/", "retractions/", "sightings/", "withdrawals/", "dossiers/",
        "passage-retractions/",
        "deliveries/<str:ref>/replay/",
    }  # fmt: skip
