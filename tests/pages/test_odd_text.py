"""What is odd in what people wrote is shown as odd, and breaks nothing."""

from datetime import timedelta

import pytest
from django.test import Client

from claims.models import Alert
from claims.services.citations import Place, cite
from reviews.services.talk import write_note
from sources.foundation.domain.roles import Role
from sources.models import Alias, Document
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
from tests.pages.shown import page
from tests.people import actor, person

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


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
    client.force_login(person("reviewer", Role.REVIEWER))
    case = f"/admin/reviews/case/{claim.pk}"
    write_note(claim=claim, text=text[:9_000], by=actor("colleague", Role.REVIEWER), at=LATER)
    for address in ("/admin/reviews/case/?show=all", f"{case}/change/", f"{case}/history/"):
        body = page(client, address).split('id="content-start"')[-1]
        assert "<script>alert" not in body, address
        for character in "\u202e\u2066\u200b\u00ad\u2060":
            assert character not in body, (address, character)
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


ADDRESSES = ["javascript:alert(1)", "data:text/html,<b>x</b>", "JaVaScRiPt:alert(1)", "//x.example"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_links_to_what_would_run(client: Client, address: str) -> None:
    """However it came on record: by a form, a program, a file, or before anybody looked."""
    claim = ClaimFactory(ref="odd-claim")
    document = DocumentFactory(title="A report")
    said(claim, document=document)
    Document.objects.filter(pk=document.pk).update(url=address)
    client.force_login(person("reviewer", Role.REVIEWER))

    for path in ("/claims/odd-claim/", f"/admin/reviews/case/{claim.pk}/change/"):
        shown = page(client, path)
        assert "A report" in shown
        assert address not in shown
        assert address.lower() not in shown.lower()


def test_quotes_bear_their_language_and_direction(client: Client) -> None:
    claim = ClaimFactory()
    statement = said(claim)
    statement.sightings.update(
        quote="\u0627\u0646\u0647\u0627\u0631 \u0627\u0644\u0633\u062f", language="ar"
    )

    assert '<blockquote lang="ar" dir="auto">' in page(client, f"/claims/{claim.ref}/")
