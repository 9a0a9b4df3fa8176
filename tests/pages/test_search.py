"""The search page: what is found, in which order, narrowed how."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sources.models import Alias
from tests.factories import (
    NOON,
    ClaimFactory,
    SourceFactory,
    said,
)
from tests.pages.shown import page

pytestmark = pytest.mark.django_db


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
