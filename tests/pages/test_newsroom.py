"""The newsroom's pages: what each shows, what it costs, and what it never shows."""

import json
import re
import struct
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import trans_real

from claims.domain.citing.formats import FORMATS
from claims.domain.vocabulary import Status
from claims.models import Alert, Citation, Claim, ClaimRelation
from claims.services import recording
from claims.services.citing import Place, cite
from claims.services.telling import tell_followers
from reviews.services import casework
from sources.domain.authority import Door, Role
from sources.models import Alias
from sources.permissions import hand_of
from tests.cases import EXAMPLES
from tests.dbcases import loaded
from tests.factories import (
    BY,
    NOON,
    ClaimFactory,
    DetailFactory,
    DocumentFactory,
    EventFactory,
    SourceFactory,
    answered,
    said,
)
from tests.people import hand, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def launch() -> None:
    for name in ("missile-launch", "missile-launch-follow-up"):
        loaded((EXAMPLES / f"{name}.json").read_text())


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def plain(html: str) -> str:
    return " ".join(
        re.sub(r"<[^>]+>", " ", html).replace("&#x27;", "'").replace("&quot;", '"').split()
    )


@pytest.mark.usefixtures("launch")
def test_the_claim_page_answers_can_i_print_this_and_how(client: Client) -> None:
    shown = plain(page(client, "/claims/kp-launch/"))

    for part in (
        "corroborated 3 origins / 6 reports",
        "Two more approvals by reviewers would confirm.",
        "said separately that North Korea launched a missile toward the sea off its east coast on 7 November 2025",
        "policy default@1",
        "Who says so Republic of Korea one origin, 3 reports; under one control",
        "says it is likely",
        "What does not count, and why",
        "an outlet says so in its own voice and cites nobody",
        "What is known of it",
        "630 to 770 km",
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
    assert "South Korean military officials said that North Korea launched" in shown
    assert "Memento-Datetime" in answer
    assert "this is what stands" in plain(page(client, "/claims/kp-launch/records/2/"))
    page(client, "/claims/kp-launch/records/9/", 404)


def reworded(claim: Claim, text: str, hours: float) -> None:
    claim.refresh_from_db()
    claim.text = text
    recording.record_claim(claim=claim, by=BY, at=NOON + timedelta(hours=hours))


def test_the_public_never_reads_a_wording_that_was_not_public(
    client: Client, now: Any, desk: Any
) -> None:
    claim = ClaimFactory(text="Smith stole money.", visibility="internal")
    said(claim)
    reworded(claim, "A minister is under investigation.", 1)
    Claim.objects.filter(pk=claim.pk).update(visibility="public")
    now(NOON + timedelta(hours=2))
    reworded(claim, "A minister is under investigation, police say.", 2)
    tell_followers(at=NOON + timedelta(hours=2))
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
    tell_followers(at=NOON)
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


@pytest.mark.parametrize(
    "query", ["url=http://[", "url=http://testserver/claims/dam/&maxwidth=" + "9" * 5_000]
)
def test_odd_addresses_break_nothing(client: Client, query: str) -> None:
    said(ClaimFactory(ref="dam"))

    assert client.get(f"/oembed?{query}").status_code in (200, 404)


def test_whoever_leaves_the_newsroom_sees_nothing_internal_of_their_citations(
    client: Client,
) -> None:
    user = person("reporter", Role.REPORTER)
    claim = ClaimFactory(visibility="internal", text="It is a secret.")
    said(claim)
    record = claim.timeline.filter(audience="internal").latest("pk")
    cite(
        record=record, place=Place("pages", headline="Hush"), by=hand_of(user, Door.PAGES), at=NOON
    )
    user.groups.set(Group.objects.filter(name=Role.API_CLIENT.value))
    client.force_login(user)

    assert "Hush" not in page(client, "/citations/")
    assert "secret" not in page(client, "/citations/")


def test_a_later_copy_at_one_place_replaces_the_earlier(reporter: Client) -> None:
    claim = ClaimFactory()
    said(claim)
    place = Place("pages", headline="Dam breaks")
    records = []
    for hours in (0, 1):
        record = claim.timeline.filter(audience="public").as_of(NOON + timedelta(hours=hours))
        records.append(cite(record=record, place=place, by=BY, at=NOON + timedelta(hours=hours)))
        said(claim, at=NOON + timedelta(hours=hours + 1))
    shown = plain(page(reporter, "/citations/"))

    assert len({row.pk for row in records}) == 2
    assert shown.count("replaced by a later copy") == 1


def test_an_earlier_wording_is_shown_at_its_time(client: Client, now: Callable[..., None]) -> None:
    claim = ClaimFactory(text="The dam broke on 4 May 2026.")
    said(claim)
    tell_followers(at=NOON)
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
    tell_followers(at=NOON)
    casework.hold(claim=claim, reason="A leak.", by=hand("editor", Role.EDITOR), at=NOON)
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


# Search


@pytest.mark.usefixtures("launch")
def test_pyongyang_finds_what_is_said_of_north_korea(client: Client) -> None:
    shown = page(client, "/search/?q=Pyongyang")

    assert "<mark>North</mark> <mark>Korea</mark> launched a missile toward" in shown
    assert "Also looked for" in shown
    assert 'href="/sources/KP/"' in shown
    assert page(client, "/search/?q=North+Korea").count('class="hit"') == 20


@pytest.mark.usefixtures("launch")
def test_what_fits_better_stands_first_and_filters_are_links_with_counts(client: Client) -> None:
    shown = page(client, "/search/?q=damage")
    first = re.findall(r'class="hit" href="([^"]+)"', shown)[0]
    narrowed = page(client, "/search/?q=damage&status=unsubstantiated")

    assert first in ("/claims/kp-launch-damage/", "/claims/kp-launch-no-reports-of-damage/")
    assert re.search(
        r'href="\?q=damage&amp;status=unsubstantiated"><span class="status unsubstantiated">unsubstantiated</span></a> \d',
        shown,
    )
    assert re.findall(r'class="hit" href="([^"]+)"', narrowed) == ["/claims/kp-launch-damage/"]
    assert '<a href="?q=damage">unsubstantiated' in narrowed
    for address in (
        "?q=xyzzy",
        "?q=%22%22",
        "?q=---",
        "?event=nope",
        "?speaker=nope",
        "?status=nope",
        "?page=x",
        "?page=999",
    ):
        page(client, f"/search/{address}")


@pytest.mark.usefixtures("launch")
def test_an_alias_of_somebody_hidden_widens_no_search(client: Client) -> None:
    hidden = SourceFactory(name="Codename Falcon")
    Alias.objects.create(source=hidden, name="missile")

    assert "Falcon" not in page(client, "/search/?q=missile")


def test_the_order_of_what_is_found_does_not_depend_on_what_is_hidden(
    client: Client, now: Any
) -> None:
    now(NOON + timedelta(days=1))
    for number in range(4):
        said(ClaimFactory(text=f"The dam broke, part {number}."))
    before = page(client, "/search/?q=dam")
    for _ in range(3):
        ClaimFactory(visibility="internal", text="The dam broke in secret, the dam, the dam.")

    assert page(client, "/search/?q=dam") == before


# What others take


@pytest.mark.usefixtures("launch")
def test_the_badge_has_a_validator_and_the_embed_can_stand_anywhere(client: Client) -> None:
    badge = client.get("/claims/kp-launch/badge.svg")
    again = client.get("/claims/kp-launch/badge.svg", headers={"If-None-Match": badge["ETag"]})
    embed = client.get("/claims/kp-launch/embed/")

    assert badge["Content-Type"] == "image/svg+xml"
    assert "corroborated" in badge.content.decode()
    assert (again.status_code, again.content) == (304, b"")
    assert "frame-ancestors *" in embed["Content-Security-Policy"]
    assert "X-Frame-Options" not in embed
    assert "<script" not in embed.content.decode()
    assert client.get("/claims/kp-launch/")["X-Frame-Options"] == "DENY"


def test_what_others_take_is_always_the_publics(client: Client, desk: Any) -> None:
    claim = ClaimFactory(visibility="internal")
    public = ClaimFactory()
    said(public)
    said(public, document=DocumentFactory(embargoed_until="2099-01-01T00:00:00Z"))
    client.force_login(desk)

    page(client, f"/claims/{claim.ref}/badge.svg", 404)
    page(client, f"/claims/{claim.ref}/embed/", 404)
    assert "single source" in page(client, f"/claims/{public.ref}/badge.svg")
    assert "corroborated" in page(client, f"/claims/{public.ref}/")


@pytest.mark.usefixtures("launch")
def test_oembed_is_found_and_answers(client: Client) -> None:
    link = re.findall(
        r'application/json\+oembed" href="http://testserver([^"]+)"',
        page(client, "/claims/kp-launch/"),
    )[0]
    found = client.get(link).json()

    assert found["type"] == "rich"
    assert 'src="http://testserver/claims/kp-launch/embed/"' in found["html"]
    page(client, "/oembed?url=http://elsewhere.example/claims/kp-launch/", 404)
    page(client, "/oembed?url=http://testserver/admin/", 404)
    page(client, "/oembed?format=xml", 501)


@pytest.mark.usefixtures("launch")
def test_the_sitemap_has_what_is_public(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://desk.example"
    assert "https://desk.example/sitemap-claims.xml" in page(
        client, "/sitemap.xml"
    ) or "sitemap-claims.xml" in page(client, "/sitemap.xml")
    assert "<loc>https://desk.example/claims/kp-launch/</loc>" in page(
        client, "/sitemap-claims.xml"
    )
    assert "/events/kp-launch-2025-11/" in page(client, "/sitemap-events.xml")
    assert "/sources/KR.jcs/" in page(client, "/sitemap-sources.xml")
    settings.PUBLIC_READING = False
    assert "Disallow: /\n" in page(client, "/robots.txt")


# Citing on the pages


@pytest.fixture
def reporter(client: Client) -> Client:
    client.force_login(person("reporter", Role.REPORTER))
    return client


def test_copying_for_a_story_registers_it(reporter: Client) -> None:
    claim = ClaimFactory()
    said(claim)
    address = f"/claims/{claim.ref}/"
    number = claim.timeline.filter(audience="internal").latest("pk").number
    copied = f"{address}copied/"
    refused = reporter.post(copied, {"number": number}, headers={"Accept": "application/json"})
    faulty = reporter.post("/story/", {"headline": "", "desk": "World", "back": address})
    begun = reporter.post("/story/", {"headline": "Dam breaks", "desk": "World", "back": address})
    told = reporter.post(
        copied, {"number": number, "format": "wire"}, headers={"Accept": "application/json"}
    )

    assert refused.status_code == 409
    assert faulty.status_code == 422
    assert 'value="World"' in faulty.content.decode()
    assert begun["Location"] == address
    assert told.json() == {"told": "Registered for “Dam breaks”."}
    (row,) = Citation.objects.all()
    assert (row.headline, row.desk, row.cited_by, row.record.number) == (
        "Dam breaks",
        "World",
        "reporter",
        number,
    )
    shown = plain(page(reporter, address))
    assert "Copies are registered for Dam breaks" in shown
    assert "Where it was printed Dam breaks , World" in shown
    without = reporter.post(copied, {"number": number, "back": "https://evil.example/"})
    assert without["Location"] == f"{address}?format=sentence#copy-sentence"
    reporter.post("/story/", {"done": "1"})
    assert "For which story?" in page(reporter, address)
    assert reporter.post(copied, {"number": "x"}).status_code == 302


def test_the_register_shows_what_has_changed_since_and_alerts_are_acknowledged(
    reporter: Client,
) -> None:
    claim = ClaimFactory(text="The dam broke.")
    said(claim)
    record = claim.timeline.filter(audience="public").as_of(NOON)
    for place in (
        Place("pages", headline="Dam breaks", desk="World"),
        Place("pages", headline="Rain", desk="Weather"),
    ):
        cite(record=record, place=place, by=BY, at=NOON)
    assert "No alert waits." in plain(page(reporter, "/citations/"))
    assert "Nothing that was printed has changed" in plain(page(reporter, "/citations/?changed=1"))
    said(claim)
    shown = plain(page(reporter, "/citations/?desk=World&changed=1"))
    waiting = page(reporter, "/alerts/?desk=World")

    assert "Dam breaks" in shown
    assert "Rain" not in shown
    assert "Its status rose from single source to corroborated." in waiting
    assert "said separately that the dam broke" in waiting
    assert '<b class="count">2</b>' in waiting
    alert = Alert.objects.get(citation__desk="World")
    answer = reporter.post(
        f"/alerts/{alert.ref}/acknowledgement/", {"note": "Updated online."}, follow=True
    )
    assert "Acknowledged: Dam breaks." in plain(answer.content.decode())
    assert "Acknowledged by reporter" in plain(page(reporter, f"/alerts/{alert.ref}/"))
    log = reporter.get("/citations/corrections.csv")
    lines = b"".join(log.streaming_content).decode().splitlines()
    assert len(lines) == 3
    assert "Updated online." in lines[1] + lines[2]


def test_a_faulty_file_says_where_and_loses_nothing(reporter: Client) -> None:
    answer = reporter.post("/citations/import/", {"text": "claim,url\nnope,https://x.example/\n"})
    shown = answer.content.decode()

    assert answer.status_code == 422
    assert "Line 2" in plain(shown)
    assert "nope,https://x.example/" in shown
    assert reporter.post("/citations/import/", {}).status_code == 422
    said(ClaimFactory(ref="dam"))
    assert (
        reporter.post("/citations/import/", {"text": "claim,headline\ndam,Dam\n"}).status_code
        == 302
    )
    assert Citation.objects.count() == 1


def test_a_program_sees_its_own_citations_alone(client: Client) -> None:
    claim = ClaimFactory()
    said(claim)
    record = claim.timeline.filter(audience="public").as_of(NOON)
    program = hand("cms", Role.API_CLIENT)
    cite(record=record, place=Place("cms", headline="Its own"), by=program, at=NOON)
    cite(record=record, place=Place("pages", headline="Of others"), by=BY, at=NOON)
    client.force_login(program.user)
    shown = page(client, "/citations/")

    assert "Its own" in shown
    assert "Of others" not in shown
    assert "Of others" not in page(client, f"/claims/{claim.ref}/")


# What is odd

ODD = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "bidi": "safe \u202e txet siht snrut \u2066 isolated",
    "confusable": "P\u0430ypal says so",
    "invisible": "zero\u200bwidth\u00ad and \u2060joined",
    "long": "x" * 99_000 + " \u4e2d",
}


@pytest.mark.parametrize("kind", ODD)
def test_what_is_odd_is_shown_as_odd_on_every_page(client: Client, kind: str) -> None:
    text = ODD[kind]
    line = text[:480]
    source = SourceFactory(ref="odd", name=line)
    Alias.objects.create(source=source, name=f"{line[:470]} alias")
    event = EventFactory(ref="odd-event", title=line, place=line)
    claim = ClaimFactory(ref="odd-claim", text=text, event=event)
    paper = DocumentFactory(title=line, publisher=SourceFactory(name=line, kind="outlet"))
    statement = said(claim, source, document=paper, cue=line)
    statement.sightings.update(quote=text, translation=text, language="ar")
    detail = DetailFactory(claim=claim, question=line)
    answered(detail)
    person_ = person("reporter", Role.REPORTER)
    record = claim.timeline.filter(audience="internal").latest("pk")
    cite(
        record=record, place=Place("pages", headline=line, desk=line), sentence=text, by=BY, at=NOON
    )
    said(claim)
    for user in (None, person_):
        if user:
            client.force_login(user)
        addresses = [
            "/", "/search/", "/claims/odd-claim/", "/claims/odd-claim/records/1/", "/events/odd-event/",
            "/sources/odd/", "/claims/odd-claim/embed/", "/claims/odd-claim/badge.svg",
            "/sitemap-claims.xml",
        ]  # fmt: skip
        if user:
            addresses += ["/citations/", "/alerts/", f"/alerts/{Alert.objects.latest('pk').ref}/"]
        for address in addresses:
            shown = page(client, address)
            assert "<script>alert" not in shown, address
            assert "<img src=x" not in shown, address
            body = shown.split("</header>")[-1]
            for character in "\u202e\u2066\u200b\u00ad\u2060":
                assert character not in body, (address, character)
            assert len(shown) < 130_000, address
    shown = page(client, "/claims/odd-claim/")
    if kind == "bidi":
        assert '<span class="odd" title="turns the order of what follows">U+202E</span>' in shown
    if kind == "confusable":
        assert 'title="mixes Cyrillic and Latin letters">P\u0430ypal</span>' in shown
    if kind == "long":
        assert "(99,002 characters)" in shown
    feeds = [client.get(f"/api/v1/feeds/changes.{name}") for name in ("atom", "json")]
    feeds.append(client.get("/api/v1/exports/claims.csv"))
    for each in feeds:
        told = (b"".join(each.streaming_content) if each.streaming else each.content).decode()
        assert each.status_code == 200
        assert not any(character in told for character in "\u202e\u2066\u200b\u00ad\u2060")


def test_quotes_bear_their_language_and_direction(client: Client) -> None:
    claim = ClaimFactory()
    statement = said(claim)
    statement.sightings.update(
        quote="\u0627\u0646\u0647\u0627\u0631 \u0627\u0644\u0633\u062f", language="ar"
    )

    assert '<blockquote lang="ar" dir="auto">' in page(client, f"/claims/{claim.ref}/")


# What it costs


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
    "/claims/first/badge.svg": 4, "/claims/first/embed/": 22, "/citations/": 16, "/alerts/": 9,
    "/sitemap-claims.xml": 3,
}  # fmt: skip


@pytest.mark.parametrize("address", COSTS)
def test_a_page_costs_the_same_for_more_rows(reporter: Client, address: str) -> None:
    claim = ClaimFactory(ref="first", event=EventFactory(ref="first-event"))
    said(claim, SourceFactory(ref="first-source"))
    costs = []
    for _ in range(2):
        some_record()
        with CaptureQueriesContext(connection) as queries:
            page(reporter, address)
        costs.append(len(queries))

    assert costs[0] == costs[1] <= COSTS[address]


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


def catalog(messages: dict[str, str]) -> bytes:
    """A compiled catalogue (.mo), as `compilemessages` would make it."""
    entries = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **messages}.items())
    keys = [key.encode() for key, _ in entries]
    values = [value.encode() for _, value in entries]
    start = 28 + 16 * len(entries)
    ids, texts, blob = [], [], b""
    for table, parts in ((ids, keys), (texts, values)):
        for part in parts:
            table.append(struct.pack("<II", len(part), start + len(blob)))
            blob += part + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(entries), 28, 28 + 8 * len(entries), 0, 0)
    return head + b"".join(ids) + b"".join(texts) + blob


def test_a_house_adds_its_language(client: Client, settings: Any, tmp_path: Any) -> None:
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.mo").write_bytes(
        catalog(
            {
                "%(who)s said that %(claim)s%(relay)s": "%(who)s sagte, dass %(claim)s%(relay)s",
                ", which could not be independently confirmed": "; bestätigen ließ sich das nicht",
                "as of %(time)s; policy %(policy)s": "Stand %(time)s; Regeln %(policy)s",
            }
        )
    )
    claim = ClaimFactory(text="The dam broke.")
    said(claim, SourceFactory(name="Works"))
    settings.LOCALE_PATHS = [tmp_path]
    trans_real._translations.clear()
    try:
        with translation.override("de"):
            answer = client.get(f"/api/v1/sentences/{claim.ref}").json()
    finally:
        trans_real._translations.clear()

    assert answer["text"] == "Works sagte, dass the dam broke; bestätigen ließ sich das nicht."
    assert "Stand " in answer["formats"]["sentence"]
