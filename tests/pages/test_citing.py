"""Copying for a story, the register, alerts, and a house's own language."""

import re
import struct
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real

from claims.api.writes import on_record
from claims.models import Alert, Citation
from claims.services.citations import Place, cite
from claims.services.statements import record_attribution
from sources.foundation.domain.roles import Channel, Role
from sources.foundation.permissions import actor_of
from tests.factories import (
    BY,
    NOON,
    ClaimFactory,
    SourceFactory,
    said,
)
from tests.pages.shown import page, plain
from tests.people import actor, person

pytestmark = pytest.mark.django_db


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
    assert without["Location"] == f"{address}?format=print#copy-print"
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
    program = actor("cms", Role.API_CLIENT)
    cite(record=record, place=Place("cms", headline="Its own"), by=program, at=NOON)
    cite(record=record, place=Place("pages", headline="Of others"), by=BY, at=NOON)
    client.force_login(program.user)
    shown = page(client, "/citations/")

    assert "Its own" in shown
    assert "Of others" not in shown
    assert "Of others" not in page(client, f"/claims/{claim.ref}/")


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
                "%(who)s %(verb)s that %(claim)s%(relay)s": "%(who)s %(verb)s, dass %(claim)s%(relay)s",
                "said": "sagte",
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

    assert answer["text"] == "Works sagte, dass the dam broke."
    assert "Stand " in answer["formats"]["record"]


def test_whoever_leaves_the_newsroom_sees_nothing_internal_of_their_citations(
    client: Client,
) -> None:
    user = person("reporter", Role.REPORTER)
    claim = ClaimFactory(visibility="internal", text="It is a secret.")
    said(claim)
    record = claim.timeline.filter(audience="internal").latest("pk")
    cite(
        record=record,
        place=Place("pages", headline="Hush"),
        by=actor_of(user, Channel.PAGES),
        at=NOON,
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


def test_without_a_script_a_copy_leads_back_to_the_words_that_were_copied(reporter: Client) -> None:
    claim = ClaimFactory()
    said(claim)
    number = claim.timeline.filter(audience="public").as_of(NOON).number
    address = f"/claims/{claim.ref}/records/{number}/?audience=public"
    reporter.post("/story/", {"headline": "Dam breaks"})
    answer = reporter.post(
        f"/claims/{claim.ref}/copied/?audience=public",
        {"number": number, "format": "wire", "back": address},
    )

    assert answer["Location"] == f"{address}&format=wire#copy-wire"


def test_what_an_alert_offers_to_copy_is_the_sentence_alone(reporter: Client) -> None:
    claim = ClaimFactory(text="The dam broke on 4 May 2026.")
    statement = said(claim, SourceFactory(name="Guild"))
    record = claim.timeline.filter(audience="public").latest("pk")
    cite(record=record, place=Place("pages", headline="Dam"), by=BY, at=NOON)
    statement.withdrawn_note = "They took it back."
    record_attribution(
        attribution=statement, sightings=on_record(statement), by=BY, at=NOON + timedelta(hours=1)
    )

    shown = page(reporter, "/alerts/")

    assert re.search(r"<textarea[^>]*>The Guild withdrew [^<]*</textarea>", shown)
