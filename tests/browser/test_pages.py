"""The newsroom's pages in a real browser: the whole way by keyboard, for everybody, and how heavy."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from claims.api.writes import on_record
from claims.models import Alert, Attribution, Citation
from claims.services.statements import record_attribution
from sources.foundation.domain.roles import Role
from tests.cases import EXAMPLES
from tests.dbcases import loaded
from tests.factories import BY, ClaimFactory, DocumentFactory, said
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = (
    "/", "/search/", "/search/?q=missile", "/claims/kp-launch/", "/claims/kp-launch/records/1/",
    "/events/kp-launch-2025-11/", "/sources/KR.jcs/", "/claims/kp-launch/embed/", "/help/", "/help/citing/",
)  # fmt: skip
OWN = ("/citations/", "/alerts/")


@pytest.fixture(autouse=True)
def newsroom() -> None:
    for name in ("missile-launch", "missile-launch-follow-up"):
        loaded((EXAMPLES / f"{name}.json").read_text())
    person("reporter", Role.REPORTER)


@pytest.fixture
def newsdesk(page: Page, live_server: Any) -> Page:
    sign_in(page, live_server)
    return page


def sign_in(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/admin/login/?next=/")
    page.get_by_label("Username").fill("reporter")
    page.get_by_label("Password").fill("secret-reporter")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Sign out reporter")).to_be_visible()


def press(page: Page, *keys: str) -> None:
    page.wait_for_load_state()
    for key in keys:
        page.keyboard.press(key)


def retract(ref: str) -> None:
    """The speaker takes it back."""
    statement = Attribution.objects.get(ref=ref)
    statement.withdrawn_note = "Taken back by the cabinet office."
    record_attribution(
        attribution=statement, sightings=on_record(statement), by=BY, at=timezone.now()
    )


@pytest.mark.usefixtures("complaints")
def test_find_read_cite_be_warned_and_answer_for_it_by_keyboard_alone(
    newsdesk: Page, live_server: Any
) -> None:
    page = newsdesk
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    press(page, "/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("Pyongyang exclusive economic zone")
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pyongyang")
    press(page, "Escape", "j", "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "fell outside Japan's exclusive economic zone"
    )
    expect(page.locator(".verdict-line .status")).to_have_text("single source")

    press(page, "w")
    expect(page.get_by_label("Headline")).to_be_focused()
    page.keyboard.type("Missile fell outside Japan's waters")
    press(page, "Tab", "Tab")
    page.keyboard.type("World")
    press(page, "Enter")
    expect(page.locator(".story")).to_contain_text("Missile fell outside Japan's waters")
    press(page, "c")
    expect(page.get_by_role("status").filter(has_text="Registered")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "said on 7 November 2025 it was likely that the missile" in copied
    assert "policy" not in copied  # for print: the sentence alone
    assert Citation.objects.get().headline == "Missile fell outside Japan's waters"

    for ref in ("kp-b05", "kp-a04"):  # everything that the Japanese side said of it
        retract(ref)
    page.goto(f"{live_server.url}/alerts/")
    alert = page.locator(".alert").first
    expect(alert.locator(".kind")).to_have_text("KILL")
    expect(page.get_by_text("The statement of Sanae Takaichi was withdrawn.")).to_be_visible()
    expect(alert.locator("dd").last).to_contain_text("withdrew on")
    for left in range(page.locator(".alert").count() - 1, -1, -1):
        press(page, "a")
        expect(page.get_by_label("What is done about it").first).to_be_focused()
        page.keyboard.type("Taken out online.")
        press(page, "Enter")
        expect(
            page.get_by_role("status").filter(has_text="Acknowledged: Missile fell")
        ).to_be_visible()
        expect(page.locator(".alert")).to_have_count(left)
    expect(page.get_by_text("Nothing waits.")).to_be_visible()
    assert not Alert.objects.open().exists()
    page.goto(f"{live_server.url}/citations/?changed=1")
    expect(page.get_by_role("table")).to_contain_text("acknowledged by reporter")


@pytest.fixture
def alarmed() -> None:
    from claims.services.citations import Place, cite

    claim = Attribution.objects.get(ref="kp-a04").claim
    record = claim.timeline.filter(audience="internal").latest("pk")
    place = Place("pages", headline="Missile fell outside Japan's waters", desk="World")
    cite(record=record, place=place, by=BY, at=timezone.now())
    retract("kp-b05")


@pytest.mark.usefixtures("alarmed")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_barrier(browser: Browser, live_server: Any, scheme: Any) -> None:
    page = browser.new_page(color_scheme=scheme)
    sign_in(page, live_server)
    found = {}
    for address in (*PAGES, *OWN, f"/alerts/{Alert.objects.latest('pk').ref}/"):
        page.goto(f"{live_server.url}{address}")
        page.evaluate(
            "document.querySelectorAll('main details').forEach((each) => { each.open = true; })"
        )
        results = Axe().run(page).response["violations"]
        if results:
            found[address] = [
                (each["id"], [node["html"][:200] for node in each["nodes"]]) for each in results
            ]
    page.close()

    assert found == {}


@pytest.mark.usefixtures("alarmed")
@pytest.mark.parametrize(("width", "zoom"), [(320, 1), (1280, 2)])
def test_nothing_overflows_when_narrow_or_enlarged(
    browser: Browser, live_server: Any, width: int, zoom: int
) -> None:
    page = browser.new_page(
        viewport={"width": width // zoom, "height": 800 // zoom}, device_scale_factor=zoom
    )
    sign_in(page, live_server)
    said(
        ClaimFactory(ref="wide", text="w" * 3_000),
        document=DocumentFactory(title="w" * 400, url="https://example.org/" + "w" * 900),
    )
    for address in (*PAGES, *OWN, "/claims/wide/"):
        page.goto(f"{live_server.url}{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width // zoom, address
    page.close()


# What a page may weigh: bytes of everything it loads, how often it asks, and whether it jumps.
HEAVIEST, MOST_REQUESTS = 100_000, 6


@pytest.fixture
def weighing(page: Page) -> list[Any]:
    loads: list[Any] = []
    page.on("response", lambda response: loads.append(response))
    return loads


@pytest.mark.usefixtures("complaints")
@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_light_asks_nobody_else_and_stands_still(
    page: Page, live_server: Any, weighing: list[Any], address: str
) -> None:
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => list.getEntries().forEach("
        "(each) => { if (!each.hadRecentInput) window.moved += each.value; }))"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    page.goto(f"{live_server.url}{address}")
    page.wait_for_load_state("networkidle")
    sizes = {each.url: len(each.body()) for each in weighing if each.status == 200}

    assert {url for url in sizes if not url.startswith(live_server.url)} == set()
    assert sum(sizes.values()) <= HEAVIEST, sizes
    assert len(weighing) <= MOST_REQUESTS, sizes
    assert page.evaluate("window.moved") < 0.02


@pytest.mark.usefixtures("complaints")
def test_typing_finds_without_a_page_of_its_own_and_keeps_the_address(
    page: Page, live_server: Any
) -> None:
    page.goto(f"{live_server.url}/search/")
    page.evaluate("window.same = true")
    page.get_by_role("searchbox").press_sequentially("artillery", delay=20)
    expect(page.locator(".hits mark").first).to_have_text("artillery")

    assert page.evaluate("window.same") is True
    assert page.url.endswith("/search/?q=artillery")


def test_without_a_script_it_is_all_there(browser: Browser, live_server: Any) -> None:
    page = browser.new_page(java_script_enabled=False)
    sign_in(page, live_server)
    page.get_by_role("searchbox").fill("artillery")
    page.get_by_role("searchbox").press("Enter")
    page.locator("a.hit").first.click()
    page.get_by_text("For which story?", exact=True).click()
    page.get_by_label("Headline").fill("Guns")
    page.get_by_role("button", name="Write for this story").click()
    page.get_by_role("button", name="Copy Markdown").click()
    expect(page.get_by_text("Registered for “Guns”.")).to_be_visible()
    assert Citation.objects.get().headline == "Guns"
    page.get_by_text("All of them as text").click()
    assert "artillery" in page.get_by_label("Markdown").input_value()
    page.close()


@pytest.mark.usefixtures("complaints")
def test_a_time_shows_the_readers_own(browser: Browser, live_server: Any) -> None:
    page = browser.new_page(timezone_id="Asia/Seoul")
    page.goto(f"{live_server.url}/claims/kp-launch/")
    page.goto(f"{live_server.url}/claims/kp-launch/")
    moment = page.locator(
        ".said-at", has=page.locator("time[datetime='2025-11-07T05:00:00+00:00']")
    ).first

    expect(moment).to_have_text("7 Nov 2025, 14:00 KST (05:00 UTC)")
    page.close()


@pytest.mark.usefixtures("complaints")
def test_the_slider_reads_the_board_as_of_an_earlier_moment(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/events/kp-launch-2025-11/")
    slider = page.get_by_role("slider")
    slider.focus()
    press(page, "Home")
    expect(page.get_by_text("As it stands now")).to_be_visible()

    assert "as_of=2025-11-08T09" in page.url


def test_the_board_prints_on_one_sheet(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/events/kp-launch-2025-11/")
    sheet = page.pdf(format="A4")

    assert sheet.count(b"/Type /Page\n") + sheet.count(b"/Type /Page ") <= 1 or b"/Count 1" in sheet
