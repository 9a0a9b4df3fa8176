"""The two pictures of the README, made of the real pages: `make pictures` keeps them."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from claims.models import Claim
from sources.foundation.domain.roles import Role
from tests.cases import EXAMPLES
from tests.dbcases import loaded
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)

WIDE, HIGH, HIGHER = 1060, 700, 860
AT = datetime(2025, 11, 8, 9, tzinfo=UTC)  # so that only what the pages show makes them differ
MOST = 150_000  # bytes: they are kept in the repository


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where they go: aside, unless somebody asked for them."""
    return Path(os.environ.get("PICTURES") or tmp_path)


@pytest.mark.usefixtures("complaints")
def test_the_pictures_of_the_readme_can_be_made_anew(
    page: Page, live_server: Any, folder: Path, time_machine: Any
) -> None:
    time_machine.move_to(AT)
    loaded((EXAMPLES / "five-outlets.json").read_text())
    launch = Claim.objects.get(ref="five-outlets-launch")
    person("reviewer", Role.REVIEWER)
    page.set_viewport_size({"width": WIDE, "height": HIGH})

    page.goto(f"{live_server.url}/claims/{launch.ref}/")
    page.screenshot(path=folder / "claim.png")
    page.goto(f"{live_server.url}/admin/login/?next=/admin/reviews/case/{launch.pk}/change/")
    page.get_by_label("Username").fill("reviewer")
    page.get_by_label("Password").fill("secret-reviewer")
    page.get_by_role("button", name="Log in").click()
    page.wait_for_load_state()
    page.set_viewport_size({"width": WIDE, "height": HIGHER})
    page.screenshot(path=folder / "desk.png")

    for name in ("claim.png", "desk.png"):
        assert 10_000 < (folder / name).stat().st_size < MOST
