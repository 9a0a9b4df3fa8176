"""The review desk in a real browser: by keyboard, without script, narrow, dark, for everybody."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from claims.models import Claim
from reviews.models import Verdict
from sources.domain.vocabulary import CaptureMethod
from sources.foundation.domain.roles import Role
from sources.services.documents import capture
from tests.cases import EXAMPLES
from tests.dbcases import loaded
from tests.factories import BY, said
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)

LAUNCH = "North Korea launched a missile toward the sea off its east coast"


@pytest.fixture(autouse=True)
def newsroom() -> None:
    for name in ("missile-launch", "missile-launch-follow-up"):
        loaded((EXAMPLES / f"{name}.json").read_text())
    person("reporter", Role.REPORTER)
    person("one", Role.REVIEWER)
    person("other", Role.REVIEWER)
    person("editor", Role.EDITOR)


def press(page: Page, key: str) -> None:
    """A key, once the page has everything it came with."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def sign_in(page: Page, live_server: Any, name: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/admin/login/?next=/admin/reviews/case/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(f"secret-{name}")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Queue")).to_be_visible()


def open_claim(page: Page, live_server: Any, words: str = LAUNCH) -> Claim:
    claim = Claim.objects.get(text__startswith=words)
    page.goto(f"{live_server.url}/admin/reviews/case/{claim.pk}/change/")
    return claim


def sign_by_key(page: Page, key: str, reason: str) -> None:
    press(page, key)
    expect(page.get_by_label("Reason", exact=True).first).to_be_focused()
    page.keyboard.type(reason)
    press(page, "Control+Enter")


@pytest.mark.usefixtures("complaints")
def test_from_draft_to_confirmed_by_two_reviewers_by_keyboard_alone(
    page: Page, live_server: Any
) -> None:
    """A claim of the article, from writing it down to the second signature."""
    sign_in(page, live_server, "reporter")
    press(page, "w")
    expect(page.get_by_label("Text")).to_be_focused()
    page.keyboard.type("The missile of 7 November 2025 flew about 700 km.")
    press(page, "Control+Enter")
    expect(page.locator(".facts")).to_contain_text("draft")
    for speaker, kind, words in (
        ("ROK Joint Chiefs of Staff", None, "The missile flew about 700 kilometres."),
        ("Ministry of Testing", "new: office", "It flew some 700 km, we measured."),
    ):
        press(page, "a")
        expect(page.locator("#attributionform_speaker")).to_be_focused()
        page.keyboard.type(speaker)
        press(page, "Tab")
        if kind:
            page.keyboard.type(kind)
        page.locator("#attributionform_document").focus()
        page.keyboard.type(f"Statement of {speaker}")
        press(page, "Tab")
        page.keyboard.type(speaker)
        press(page, "Tab")
        page.keyboard.type(f"Seoul, 7 November. {words} It said no more.")
        press(page, "Tab")
        page.keyboard.type(words)
        press(page, "Control+Enter")
        expect(page.get_by_text("Recorded who says so.")).to_be_visible()
        expect(page.locator(".passage q", has_text=words)).to_be_visible()
    press(page, "m")
    expect(page.get_by_text("It waits for a reviewer.")).to_be_visible()
    claim = Claim.objects.get(text__startswith="The missile of 7 November")

    for number, name in enumerate(("one", "other"), 1):
        sign_in(page, live_server, name)
        press(page, "/")
        page.keyboard.type("flew about 700")
        press(page, "Enter")
        page.wait_for_url("**q=flew**")
        press(page, "j")
        press(page, "Enter")
        page.wait_for_url(f"**/{claim.pk}/change/")
        press(page, "t")
        expect(page.get_by_text("The claim is yours.")).to_be_visible()
        sign_by_key(page, "c", "I heard both, and they do not rely on each other.")
        wanted = "corroborated" if number == 1 else "confirmed"
        expect(page.locator(".verdict-line .status")).to_have_text(wanted)


@pytest.mark.usefixtures("complaints")
def test_whoever_recorded_it_is_refused(page: Page, live_server: Any) -> None:
    author = person("author", Role.REPORTER, Role.REVIEWER)
    sign_in(page, live_server, "author")
    press(page, "w")
    page.get_by_label("Text").fill("A tower fell in Tarn on 3 March 2026.")
    press(page, "Control+Enter")
    expect(page.locator(".facts")).to_contain_text("draft")
    press(page, "m")
    expect(page.get_by_text("It waits for a reviewer.")).to_be_visible()

    expect(page.get_by_text("You recorded this claim, so others judge it.")).to_be_visible()
    assert page.locator(".verdict-form").count() == 0
    # Nor does a request of one's own making help.
    claim = Claim.objects.get(recorded_by=author.username)
    answer = page.request.post(
        f"{live_server.url}/admin/reviews/case/{claim.pk}/verdict/",
        form={
            "verdict": "corroborate", "reason": "Mine.",
            "csrfmiddlewaretoken": page.locator("input[name=csrfmiddlewaretoken]").first.input_value(),
        },
        headers={"Referer": live_server.url},
    )  # fmt: skip
    assert answer.status == 403
    assert "You recorded this claim" in answer.text()


def test_a_stale_verdict_is_refused_and_its_text_kept(page: Page, live_server: Any) -> None:
    sign_in(page, live_server, "one")
    claim = open_claim(page, live_server)
    said(claim, stance="denies", cue="denied it")
    sign_by_key(page, "c", "All three say so, and I called them.")

    expect(page.get_by_text("This changed since you looked:")).to_be_visible()
    expect(page.locator(".changed")).to_contain_text("denies")
    expect(page.get_by_label("Reason", exact=True).first).to_have_value(
        "All three say so, and I called them."
    )
    assert not Verdict.objects.filter(claim=claim).exists()
    sign_by_key(page, "d", "")
    expect(page.get_by_text("Your verdict is recorded.")).to_be_visible()
    assert Verdict.objects.get(claim=claim).reason == "All three say so, and I called them."


@pytest.mark.usefixtures("complaints")
@pytest.mark.parametrize("width", [1400, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_on_any_desk_page(
    page: Page, live_server: Any, scheme: Any, width: int
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, live_server, "one")
    claim = Claim.objects.get(text__startswith=LAUNCH)
    desk = f"/admin/reviews/case/{claim.pk}"
    for place in (
        "",
        "?show=all&page=2",
        "add/",
        "notices/",
        f"{desk}/history/",
        f"{desk}/change/",
    ):
        url = place if place.startswith("/") else f"/admin/reviews/case/{place}"
        page.goto(f"{live_server.url}{url}")
        page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
        found = Axe().run(page).response["violations"]
        serious = [
            (each["id"], [node["html"][:160] for node in each["nodes"]][:3])
            for each in found
            if each["impact"] in ("serious", "critical")
        ]
        assert not serious, url
        assert page.evaluate("document.documentElement.scrollWidth") <= width, url


def test_it_works_with_scripts_off(browser: Browser, live_server: Any) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    sign_in(page, live_server, "one")
    page.get_by_role("link", name=LAUNCH).first.click()
    page.get_by_role("button", name="Take").click()
    expect(page.get_by_text("The claim is yours.")).to_be_visible()
    page.locator("summary", has_text="Write a note").click()
    page.locator("#noteform_text").fill("The Joint Chiefs' page is down.")
    page.get_by_role("button", name="Write a note").click()
    expect(page.get_by_text("The Joint Chiefs' page is down.").first).to_be_visible()
    page.locator("summary", has_text="Record who says so").click()
    page.locator("#attributionform_speaker").fill("Nobody on record")
    page.get_by_label("Document", exact=True).first.fill("Nothing on record")
    page.get_by_role("button", name="Record who says so").click()
    expect(page.get_by_text("Nobody is on record as “Nobody on record”")).to_be_visible()
    expect(page.get_by_text("No such document is on record")).to_be_visible()
    expect(page.locator("#attributionform_speaker")).to_have_value("Nobody on record")
    page.get_by_label("Reason", exact=True).first.fill("I read all three.")
    page.get_by_role("button", name="Corroborate").click()
    expect(page.get_by_text("Your verdict is recorded.")).to_be_visible()
    page.context.close()


@pytest.mark.usefixtures("complaints")
def test_words_selected_in_a_kept_text_are_quoted(page: Page, live_server: Any) -> None:
    claim = Claim.objects.get(text__startswith=LAUNCH)
    document = claim.attributions.first().sightings.first().document
    text = "😀 Seoul. “Pyongyang fired it,” the general said. That was all."
    from django.utils import timezone

    capture(document=document, text=text, how=CaptureMethod.PASTED, by=BY, at=timezone.now())
    sign_in(page, live_server, "reporter")
    open_claim(page, live_server)
    page.locator(".kept summary").first.click()
    page.evaluate(
        """() => {
          const text = document.querySelector(".kept pre").firstChild;
          const range = document.createRange();
          const start = text.data.indexOf("Pyongyang");
          range.setStart(text, start);
          range.setEnd(text, start + "Pyongyang fired it".length);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    press(page, "q")
    expect(page.locator("#attributionform_quote")).to_have_value("Pyongyang fired it")
    page.locator("#attributionform_speaker").fill("A general")
    page.locator("#attributionform_speaker_kind").select_option("person")
    page.get_by_role("button", name="Record who says so").click()
    expect(page.get_by_text("Recorded who says so.")).to_be_visible()
    sighting = claim.attributions.get(speaker__name="A general").sightings.get()

    assert sighting.selector["start"] == text.index("Pyongyang")  # code points, not UTF-16
    assert sighting.selector["exact"] == "Pyongyang fired it"


@pytest.mark.usefixtures("complaints")
def test_the_keys_can_be_shown_and_switched_off(page: Page, live_server: Any) -> None:
    sign_in(page, live_server, "one")
    open_claim(page, live_server)
    press(page, "?")
    expect(page.get_by_text("show and hide this")).to_be_visible()
    page.get_by_label("Keys are on").uncheck()
    press(page, "Escape")
    page.locator("h1").first.click()
    press(page, "c")

    assert page.locator(".chosen").count() == 0


@pytest.mark.usefixtures("complaints")
def test_names_on_record_are_suggested(page: Page, live_server: Any) -> None:
    sign_in(page, live_server, "reporter")
    open_claim(page, live_server)
    press(page, "a")
    page.keyboard.type("Joint Ch")

    expect(page.locator("#suggestions option").first).to_have_attribute(
        "label", "ROK Joint Chiefs of Staff"
    )
