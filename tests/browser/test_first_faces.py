"""The start page and the admin in a real browser, under the strict content policy."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.cases import EXAMPLES
from tests.dbcases import loaded

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def examples() -> None:
    for name in ("missile-launch", "missile-launch-follow-up"):
        loaded((EXAMPLES / f"{name}.json").read_text())


@pytest.fixture
def signed_in(page: Page, live_server: Any, desk: Any) -> Page:
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("desk")
    page.get_by_label("Password").fill("secret-desk")
    page.get_by_role("button", name="Log in").click()
    return page


@pytest.mark.usefixtures("complaints")
def test_a_newcomer_finds_the_launch_and_why(page: Page, live_server: Any) -> None:
    page.goto(live_server.url)
    launch = page.get_by_role("listitem").filter(has_text="North Korea launched a missile toward")

    expect(launch.get_by_text("corroborated", exact=True)).to_be_visible()
    launch.get_by_text("Why, and what would change it").click()
    expect(launch.get_by_text("Three independent origins support it")).to_be_visible()
    expect(launch.get_by_text("Two more approvals by reviewers would confirm.")).to_be_visible()


@pytest.mark.usefixtures("complaints")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_overflows_a_narrow_window(page: Page, live_server: Any, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(live_server.url)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.usefixtures("complaints")
def test_by_keyboard_the_content_is_two_keys_away(page: Page, live_server: Any) -> None:
    page.goto(live_server.url)
    page.keyboard.press("Tab")

    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/#main")


@pytest.mark.usefixtures("complaints")
def test_the_admin_works_under_the_strict_policy(signed_in: Page, live_server: Any) -> None:
    page = signed_in
    for model in ("claims/claim", "claims/attribution", "sources/source", "claims/detailvalue"):
        page.goto(f"{live_server.url}/admin/{model}/")
        page.goto(f"{live_server.url}/admin/{model}/add/")
    page.goto(f"{live_server.url}/admin/claims/claim/?q=kp-launch-damage")
    page.get_by_role("link", name="North Korea's missile launch of 7 November 2025 caused").click()

    expect(page.get_by_text("Nobody who counts asserts or denies it")).to_be_visible()


@pytest.mark.usefixtures("complaints")
def test_a_statement_is_recorded_with_autocompletion(signed_in: Page, live_server: Any) -> None:
    page = signed_in
    page.goto(f"{live_server.url}/admin/claims/attribution/add/")
    for field, typed, wanted in (
        ("claim", "kp-launch-damage", "North Korea's missile launch"),
        ("speaker", "takaichi", "Sanae Takaichi"),
        ("sightings-0-document", "d.ja7", "d.ja7"),
    ):
        page.locator(f".field-{field.split('-')[-1]} .select2-selection").first.click()
        page.locator(".select2-search__field").fill(typed)
        page.locator(".select2-results__option", has_text=wanted).first.click()
    page.locator("#id_ref").fill("by-hand")
    page.locator("#id_stance").select_option("denies")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("was added successfully")).to_be_visible()
    page.goto(live_server.url)
    damage = page.get_by_role("listitem").filter(has_text="caused damage")
    expect(damage.get_by_text("denied", exact=True)).to_be_visible()
