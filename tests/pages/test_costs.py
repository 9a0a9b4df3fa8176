"""What each page costs, and that each has its help."""

import re
from collections import defaultdict

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.domain.vocabulary import Status
from claims.models import Claim
from claims.services.citations import Place, cite
from sources.foundation.domain.roles import Role
from tests.factories import (
    BY,
    NOON,
    ClaimFactory,
    DetailFactory,
    EventFactory,
    SourceFactory,
    answered,
    said,
)
from tests.pages.shown import page
from tests.people import person

pytestmark = pytest.mark.django_db


def some_record() -> None:
    event = EventFactory.build()
    claims = [ClaimFactory(event=Claim.objects.get(ref="first").event) for _ in range(3)]
    speaker = Claim.objects.get(ref="first").attributions.first().speaker  # type: ignore[union-attr]
    for claim in claims:
        said(claim, speaker, via=(SourceFactory(),))
        answered(DetailFactory(claim=claim))
        record = claim.timeline.filter(audience="internal").latest("pk")
        cite(
            record=record,
            place=Place("pages", headline=f"Story {claim.ref}", desk="World"),
            by=BY,
            at=NOON,
        )
        said(claim)
    assert event is not None


COSTS = {
    "/": 8, "/search/": 27, "/search/?q=happened": 40, "/claims/first/": 42,
    "/claims/first/records/1/": 43, "/events/first-event/": 26, "/sources/first-source/": 18,
    "/claims/first/badge.svg": 4, "/claims/first/embed/": 22, "/citations/": 16, "/alerts/": 25,
    "/sitemap-claims.xml": 3,
}  # fmt: skip


@pytest.fixture(scope="module")
def costs(kept: None) -> dict[str, list[int]]:
    """Queries of each page with some rows, and with as many again."""
    with transaction.atomic():
        client = Client()
        client.force_login(person("reporter", Role.REPORTER))
        claim = ClaimFactory(ref="first", event=EventFactory(ref="first-event"))
        said(claim, SourceFactory(ref="first-source"))
        found = defaultdict(list)
        for _ in range(2):
            some_record()
            for address in COSTS:
                with CaptureQueriesContext(connection) as queries:
                    page(client, address)
                found[address].append(len(queries))
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("address", COSTS)
def test_a_page_costs_the_same_for_more_rows(costs: dict[str, list[int]], address: str) -> None:
    few, many = costs[address]

    assert few == many <= COSTS[address]


def test_every_screen_has_its_help(client: Client) -> None:
    linked = set()
    claim = ClaimFactory(event=EventFactory(ref="flood"))
    said(claim, SourceFactory(ref="works"))
    client.force_login(person("reporter", Role.REPORTER))
    for address in (
        "/search/",
        f"/claims/{claim.ref}/",
        "/events/flood/",
        "/sources/works/",
        "/citations/",
        "/alerts/",
    ):
        linked |= set(re.findall(r'href="(/help/[^"]+/)">Help</a>', page(client, address)))

    assert len(linked) == 6
    for address in (*linked, "/help/citing/"):
        assert len(page(client, address)) > 2_000
    page(client, "/help/nothing/", 404)


def test_every_status_has_a_shape() -> None:
    assert all(len(status.shape) == 1 for status in Status)
