"""The newsroom's pages: what each shows of the record, now and as it stood."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from claims.domain.citing.formats import FORMATS
from claims.models import Claim, ClaimRelation
from claims.services.claims import record_claim
from claims.services.outbox import publish_changes
from reviews.services import casework
from sources.foundation.domain.roles import Role
from tests.factories import (
    BY,
    NOON,
    ClaimFactory,
    DocumentFactory,
    SourceFactory,
    said,
)
from tests.pages.shown import page, plain
from tests.people import actor

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("launch")
def test_the_claim_page_answers_can_i_print_this_and_how(client: Client) -> None:
    shown = plain(page(client, "/claims/kp-launch/"))

    for part in (
        "corroborated 3 origins / 6 reports",
        "Two more approvals by reviewers would confirm.",
        "said on 7 November 2025 that North Korea launched a missile toward the sea off its east coast on 7 November 2025",
        "Sanae Takaichi, prime minister of Japan, said so separately on 7 November 2025",
        "policy default@2",
        "Who says so Republic of Korea one origin from 2 statements, 3 reports; under one control",
        "says it is likely",
        "What does not count, and why",
        "an outlet says so in its own voice and cites nobody",
        "What is known of it",
        "around 700 kilometres (435 miles)",
        "did not say",
        "Its status over time",
        "partly corroborated as it stood",
    ):
        assert part in shown, part


@pytest.mark.usefixtures("launch")
def test_each_format_is_there_to_copy_and_without_a_script_too(client: Client) -> None:
    shown = page(client, "/claims/kp-launch/")

    for each in FORMATS:
        assert f'data-copies="copy-{each.key}"' in shown
        assert f'id="copy-{each.key}" readonly' in shown
    assert '<details class="texts" open>' in page(client, "/claims/kp-launch/?format=ris")


@pytest.mark.usefixtures("launch")
def test_structured_data_is_for_what_is_published(client: Client, settings: Any, desk: Any) -> None:
    shown = page(client, "/claims/kp-launch/")
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', shown)[0])
    settings.PUBLIC_READING = False
    client.force_login(desk)

    assert data["@type"] == "ClaimReview"
    assert data["url"].endswith("/claims/kp-launch/records/2/")
    assert "ld+json" not in page(client, "/claims/kp-launch/")
    assert "noindex" in page(client, "/claims/kp-launch/")


@pytest.mark.usefixtures("launch")
def test_the_frozen_page_shows_what_stood_and_what_changed_since(client: Client) -> None:
    answer = client.get("/claims/kp-launch/records/1/")
    shown = plain(answer.content.decode())

    assert "As it stood from 8 Nov 2025, 09:00:00 UTC , record 1" in shown
    assert "Since then its status rose from partly corroborated to corroborated" in shown
    assert "South Korean military officials said on 7 November that North Korea launched" in shown
    assert "Memento-Datetime" in answer
    assert "this is what stands" in plain(page(client, "/claims/kp-launch/records/2/"))
    page(client, "/claims/kp-launch/records/9/", 404)


def reworded(claim: Claim, text: str, hours: float) -> None:
    claim.refresh_from_db()
    claim.text = text
    record_claim(claim=claim, by=BY, at=NOON + timedelta(hours=hours))


def test_the_public_never_reads_a_wording_that_was_not_public(
    client: Client, now: Any, desk: Any
) -> None:
    claim = ClaimFactory(text="Smith stole money.", visibility="internal")
    said(claim)
    reworded(claim, "A minister is under investigation.", 1)
    Claim.objects.filter(pk=claim.pk).update(visibility="public")
    now(NOON + timedelta(hours=2))
    reworded(claim, "A minister is under investigation, police say.", 2)
    publish_changes(at=NOON + timedelta(hours=2))
    now(NOON + timedelta(hours=9))
    addresses = [
        f"/claims/{claim.ref}/records/1/",
        f"/claims/{claim.ref}/?as_of=2026-01-10T12:30:00Z",
    ]

    for address in addresses:
        answer = client.get(address)
        assert "Smith" not in answer.content.decode()
    client.force_login(desk)
    assert "Smith" in page(client, addresses[1])


def test_a_frozen_page_puts_the_old_words_into_the_sentence(client: Client, now: Any) -> None:
    claim = ClaimFactory(text="The envoy left.")
    said(claim, SourceFactory(name="Works"))
    publish_changes(at=NOON)
    reworded(claim, "The envoy did not leave.", 2)
    now(NOON + timedelta(hours=3))
    number = claim.timeline.filter(audience="public").as_of(NOON).number
    shown = plain(page(client, f"/claims/{claim.ref}/records/{number}/"))

    assert "Works said that the envoy left" in shown
    assert "did not leave" not in shown


def test_who_controls_an_unnamed_speaker_is_not_told(client: Client) -> None:
    ministry = SourceFactory(ref="mod", name="Ministry of Defence")
    spokes = SourceFactory(ref="spokes", name="Anna Spokes", kind="person", parent=ministry)
    colonel = SourceFactory(ref="col", name="Colonel Secret", kind="person", parent=ministry)
    claim = ClaimFactory()
    said(claim, spokes, document=DocumentFactory())
    said(claim, colonel, ground_rules="background", document=DocumentFactory())
    own = DocumentFactory(publisher=colonel, title="The colonel's post")
    said(claim, colonel, ground_rules="background", document=own)
    shown = page(client, f"/claims/{claim.ref}/").split('<section aria-labelledby="who">')[1]

    assert "an unnamed source and Anna Spokes" in plain(shown)
    for word in ("Ministry of Defence", "under one control", "Colonel", "colonel"):
        assert word not in shown


def test_two_duplicates_of_each_other_do_not_send_anybody_round(client: Client) -> None:
    one, other = ClaimFactory(), ClaimFactory()
    for duplicate, kept in ((one, other), (other, one)):
        ClaimRelation.objects.create(claim=duplicate, relation="duplicate_of", other=kept)

    page(client, f"/claims/{one.ref}/")


def test_an_earlier_wording_is_shown_at_its_time(client: Client, now: Callable[..., None]) -> None:
    claim = ClaimFactory(text="The dam broke on 4 May 2026.")
    said(claim)
    publish_changes(at=NOON)
    reworded(claim, "A dam broke on 4 May 2026.", 2)
    now(NOON + timedelta(hours=3))

    address = f"/claims/{claim.ref}/"
    assert '<h1 class="claim-text"><bdi>A dam' in page(client, address)
    assert '<h1 class="claim-text"><bdi>The dam' in page(
        client, f"{address}?as_of=2026-01-10T13:00:00Z"
    )
    page(client, f"{address}?as_of=2026-01-10T16:00:00Z", 404)
    page(client, f"{address}?as_of=yesterday", 404)


def test_a_claim_that_was_taken_back_is_gone_and_one_that_never_was_is_not_there(
    client: Client, now: Callable[..., None]
) -> None:
    now(NOON + timedelta(hours=3))
    claim = ClaimFactory(text="The dam broke.")
    said(claim)
    publish_changes(at=NOON)
    casework.hold(claim=claim, reason="A leak.", by=actor("editor", Role.EDITOR), at=NOON)
    secret = ClaimFactory(visibility="internal")

    for address in (f"/claims/{claim.ref}/", f"/claims/{claim.ref}/records/1/"):
        shown = page(client, address, 410)
        assert "taken back" in shown
        assert "dam" not in shown
    page(client, f"/claims/{secret.ref}/", 404)
    page(client, "/claims/nothing/", 404)


def test_a_duplicate_leads_to_the_claim_that_is_kept(client: Client) -> None:
    one, other, hidden = ClaimFactory(), ClaimFactory(), ClaimFactory(visibility="internal")
    for duplicate, kept in ((one, other), (other, hidden)):
        ClaimRelation.objects.create(claim=duplicate, relation="duplicate_of", other=kept)
    page(client, f"/claims/{one.ref}/")  # kept is for the newsroom only
    ClaimRelation.objects.filter(claim=other).delete()
    answer = client.get(f"/claims/{one.ref}/")

    assert (answer.status_code, answer["Location"]) == (302, f"/claims/{other.ref}/")
    page(client, f"/claims/{one.ref}/records/1/")


@pytest.mark.usefixtures("launch")
def test_the_board_is_made_of_what_we_know_and_what_we_do_not(client: Client) -> None:
    shown = plain(page(client, "/events/kp-launch-2025-11/"))
    earlier = plain(page(client, "/events/kp-launch-2025-11/?as_of=2025-11-08T12:00:00Z"))

    assert (
        "What we know enough independent origins stand behind it ◉" not in shown
    )  # shapes are CSS
    assert (
        shown.index("What we know")
        < shown.index("What is claimed")
        < shown.index("What nobody vouches for")
    )
    assert "none reported What damage was caused?" in shown
    assert "partly corroborated North Korea launched a missile toward" in earlier
    assert "not stated How far did it fly?" in earlier


@pytest.mark.usefixtures("launch")
def test_a_source_shows_what_it_said_and_how_that_fared(client: Client) -> None:
    shown = plain(page(client, "/sources/KR.jcs/"))

    assert "under the control of Republic of Korea" in shown
    assert re.search(r"Of \d claims that it asserted, as they stand", shown)
    assert "So few say little." in shown
    assert "says so : North Korea launched a missile toward" in shown
    assert "Prime Minister of Japan , Japan (organ not specified) , from 20 Oct 2025" in plain(
        page(client, "/sources/takaichi/")
    )


def test_an_unnamed_speaker_has_no_page(client: Client) -> None:
    colonel = SourceFactory(ref="colonel", kind="person", name="Colonel Kim")
    claim = ClaimFactory()
    paper = DocumentFactory()
    said(
        claim, colonel, document=paper, ground_rules="background", attribution_as="a senior officer"
    )
    shown = page(client, f"/claims/{claim.ref}/")

    assert "a senior officer" in shown
    assert "Kim" not in shown
    assert "colonel" not in shown
    page(client, "/sources/colonel/", 404)
