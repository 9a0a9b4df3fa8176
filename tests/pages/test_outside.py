"""What other sites and search engines take: badge, embed, oEmbed, sitemap."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.factories import (
    ClaimFactory,
    DocumentFactory,
    said,
)
from tests.pages.shown import page

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(
    "query", ["url=http://[", "url=http://testserver/claims/dam/&maxwidth=" + "9" * 5_000]
)
def test_odd_addresses_break_nothing(client: Client, query: str) -> None:
    said(ClaimFactory(ref="dam"))

    assert client.get(f"/oembed?{query}").status_code in (200, 404)
