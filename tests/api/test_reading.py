"""Lists and their rows: what they can be narrowed by, how they go from page to page, what is shown."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Citation, StatusRecord
from sources.foundation.domain.moments import read_moment
from sources.foundation.domain.roles import Role
from tests.api.test_lists import LISTS, refs
from tests.factories import NOON, ClaimFactory, DocumentFactory, SourceFactory, said
from tests.people import person

pytestmark = pytest.mark.django_db

EMBARGO = read_moment("2099-01-01")


def test_by_speaker_and_everyone_above_them(client: Any) -> None:
    state = SourceFactory(ref="state", kind="state")
    ministry = SourceFactory(ref="ministry", parent=state)
    said(ClaimFactory(ref="theirs"), ministry)
    said(ClaimFactory(ref="others"))

    for ref in ("state", "ministry"):
        assert refs(client.get("/api/v1/claims/", {"speaker": ref})) == ["theirs"]
    attributed = client.get("/api/v1/attributions/", {"speaker": "state"}).json()["results"]
    assert [each["claim"] for each in attributed] == ["theirs"]


def test_whoever_may_not_be_named_is_not_found_by_name(client: Any, desk: Any) -> None:
    colonel = SourceFactory(ref="colonel", kind="person", name="Colonel Kim")
    claim = ClaimFactory(ref="told")
    said(
        claim, colonel, document=DocumentFactory(),
        ground_rules="background", attribution_as="a colonel",
    )  # fmt: skip

    for query in ({"speaker": "colonel"}, {"q": "Kim"}):
        assert refs(client.get("/api/v1/claims/", query)) == []
    assert client.get("/api/v1/attributions/", {"speaker": "colonel"}).json()["results"] == []
    assert client.get("/api/v1/sources/colonel/").status_code == 404
    assert "Kim" not in client.get("/api/v1/sources/").content.decode()
    assert refs(client.get("/api/v1/claims/", {"q": "a colonel"})) == ["told"]
    shown = client.get("/api/v1/attributions/").json()["results"][0]
    assert (shown["speaker"], shown["speaker_as"]) == (None, "a colonel")
    client.force_login(desk)
    for query in ({"speaker": "colonel"}, {"q": "Kim"}):
        assert refs(client.get("/api/v1/claims/", query)) == ["told"]


@pytest.mark.parametrize("hidden", ["off_record", "deep_background", "embargo", "internal claim"])
def test_what_is_hidden_is_found_by_nothing(
    client: Any, desk: Any, hidden: str, now: Callable[..., None]
) -> None:
    now(NOON)
    whistle = SourceFactory(ref="whistle", name="Whistleblower Org")
    document = DocumentFactory(
        ref="leak", title="The leak", embargoed_until=EMBARGO if hidden == "embargo" else None
    )
    claim = ClaimFactory(
        ref="told", visibility="internal" if hidden == "internal claim" else "public"
    )
    rules = {"ground_rules": hidden} if hidden in ("off_record", "deep_background") else {}
    said(claim, whistle, document=document, said_at=NOON, **rules)
    searches = [
        "claims/?speaker=whistle", "claims/?publisher=" + document.publisher.ref,
        "claims/?document=leak", "claims/?q=whistleblower", "claims/?q=leak",
        "claims/?said_after=2026-01-01", "attributions/", "attributions/?document=leak",
        "documents/", "sources/", "documents/?publisher=" + document.publisher.ref,
        "sources/?under=whistle",
    ]  # fmt: skip
    public = [refs(client.get(f"/api/v1/{each}")) for each in searches]
    rows = [f"sources/{whistle.ref}/", f"sources/{document.publisher.ref}/", "documents/leak/"]
    alone = [client.get(f"/api/v1/{row}").status_code for row in rows]
    client.force_login(desk)
    inside = [refs(client.get(f"/api/v1/{each}")) for each in searches]

    assert public == [[]] * len(searches)
    assert alone == [404, 404, 404]
    assert all(inside)


def test_an_embargo_lifts_by_itself_in_every_list(client: Any, now: Callable[..., None]) -> None:
    lifts = read_moment("2026-02-01")
    now(NOON)
    whistle = SourceFactory(ref="whistle", name="Whistleblower Org")
    said(ClaimFactory(ref="told"), whistle, document=DocumentFactory(embargoed_until=lifts))
    found = []
    for moment in (lifts - timedelta(seconds=1), lifts):
        now(moment)
        found.append(
            [
                refs(client.get(f"/api/v1/{each}"))
                for each in ("claims/?q=whistleblower", "claims/?speaker=whistle", "sources/")
            ]
        )

    assert found[0] == [[], [], []]
    assert found[1][:2] == [["told"], ["told"]]
    assert "whistle" in found[1][2]


def test_an_embargoed_document_behind_another_is_left_out_of_the_chain(client: Any) -> None:
    from claims.models import Sighting
    from claims.services.statements import SightingInput, record_sighting
    from tests.factories import BY

    attribution = said(ClaimFactory(), SourceFactory(name="A ministry"))
    secret = DocumentFactory(ref="secret", embargoed_until=EMBARGO)
    record_sighting(
        statement=attribution,
        sighted=SightingInput(
            Sighting(document=DocumentFactory(ref="open")), via_documents=[secret]
        ),
        by=BY,
        at=NOON,
    )
    shown = client.get("/api/v1/attributions/").json()["results"][0]["sightings"]

    assert [each["via_documents"] for each in shown] == [[], []]
    assert "secret" not in client.get("/api/v1/documents/").content.decode()


def test_a_misspelt_parameter_is_told_the_one_that_was_meant(client: Any) -> None:
    problem = client.get("/api/v1/claims/?stauts=confirmed").json()

    assert problem["errors"][0]["expected"] == "status, perhaps"


@pytest.mark.parametrize("order", ["ref", "-ref", "changed_at", "-changed_at"])
def test_pages_neither_skip_nor_repeat_while_others_write(client: Any, order: str) -> None:
    """Between any two pages a claim is added and another one changes its status."""
    claims = [ClaimFactory(ref=f"c{number:02}") for number in range(12)]
    for claim in claims[::2]:
        said(claim)
    expected = {claim.ref for claim in claims}
    found: list[str] = []
    address = f"/api/v1/claims/?limit=3&order={order}"
    later = timezone.now()
    while address:
        page = client.get(address).json()
        found += [each["ref"] for each in page["results"]]
        address = page["next"]
        later += timedelta(seconds=1)
        ClaimFactory(ref=f"c{len(found):02}-new", at=later)
        said(claims[len(found) % 12], at=later)

    old = [ref for ref in found if "-new" not in ref]
    assert sorted(old) == sorted(expected)
    assert len(set(found)) == len(found)


def test_a_cursor_is_of_its_own_list(client: Any) -> None:
    for number in range(3):
        ClaimFactory(ref=f"c{number}")
    following = client.get("/api/v1/claims/?limit=1").json()["next"]
    cursor = following.split("cursor=")[1]

    for other in ("claims/?order=-changed_at", "citations/?order=cited_at"):
        answer = client.get(f"/api/v1/{other}&cursor={cursor}")
        assert answer.status_code in (400, 401)


def test_lists_cost_the_same_for_few_and_for_many(client: Any) -> None:
    addresses = [address for address in LISTS if "records" not in address]
    costs: dict[str, list[int]] = {address: [] for address in addresses}
    for _ in range(2):
        for _ in range(3):
            claim = ClaimFactory()
            said(claim, SourceFactory(parent=SourceFactory()), via=(SourceFactory(),))
        client.get("/api/v1/changes/")  # takes in what is new
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/api/v1/{address}")
            costs[address].append(len(queries))

    assert {address: few for address, (few, _) in costs.items()} == {
        address: many for address, (_, many) in costs.items()
    }
    assert max(many for _, many in costs.values()) <= 14


def test_citations_are_ones_own_and_the_newsroom_sees_all(client: Any, desk: Any) -> None:
    claim = ClaimFactory(ref="printed")
    said(claim)
    record = StatusRecord.objects.filter(claim=claim, audience="public").latest("pk")
    program = person("cms", Role.API_CLIENT)
    for name in ("cms", "another"):
        Citation.objects.create(
            ref=f"by-{name}", record=record, sentence="It happened.", system="cms",
            cited_by=name, cited_at=NOON,
        )  # fmt: skip

    assert client.get("/api/v1/citations/").status_code == 401
    assert refs(client.get("/api/v1/claims/?cited=true")) == []
    client.force_login(program)
    assert refs(client.get("/api/v1/citations/")) == ["by-cms"]
    assert refs(client.get("/api/v1/claims/?cited=true")) == ["printed"]
    client.force_login(person("other", Role.API_CLIENT))
    assert refs(client.get("/api/v1/claims/?cited=true")) == []
    client.force_login(desk)
    assert len(refs(client.get("/api/v1/citations/"))) == 2


def test_the_future_end_of_a_record_is_not_told(client: Any, now: Callable[..., None]) -> None:
    """It would tell of an embargo."""
    now(NOON)
    claim = ClaimFactory(ref="told")
    said(claim, document=DocumentFactory(embargoed_until=read_moment("2026-02-01")))
    records = client.get("/api/v1/records/?claim=told").json()["results"]
    alone = client.get("/api/v1/records/told/1/").json()

    assert [record["until"] for record in records] == [None]
    assert alone["until"] is None
    now(read_moment("2026-02-02"))
    assert client.get("/api/v1/records/told/1/").json()["until"] == "2026-02-01T00:00:00Z"
    assert client.get("/api/v1/records/told/2/").json()["assessment"]["status"] == "single_source"


def test_a_house_can_keep_reading_to_those_who_sign_in(
    client: Any, desk: Any, settings: Any
) -> None:
    settings.PUBLIC_READING = False
    answer = client.get("/api/v1/claims/")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Token"
    client.force_login(desk)
    assert client.get("/api/v1/claims/").status_code == 200
