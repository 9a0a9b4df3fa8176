"""The intake in a real browser: an article is pasted, its drafts are decided on by key, and the desk
shows them where they stand in the text."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from claims.intake.models import Draft
from claims.models import Attribution, Claim, Sighting
from sources.foundation.domain.roles import Role
from tests.browser.test_desk import LAUNCH, press, sign_in
from tests.cases import EXAMPLES
from tests.dbcases import loaded
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)

# The launch of the example in other words, with an emoji before everything that is said.
ARTICLE = """🚀 Missile fired toward the sea
North Korea launched a missile toward the sea off its east coast on 7 November 2025, the South Korean army said, according to Reuters.
The army gave no details about the type of missile.
Japan's coast guard said the missile most likely fell outside Japan's exclusive economic zone.
Prime Minister Sanae Takaichi said there were no confirmed reports of damage. "We keep watching," she said.
Fishing boats had returned to port by noon, the harbour master of Hachinohe told the Kita Shimbun.
Trump said he had discussed the launch with Seoul."""


@pytest.fixture(autouse=True)
def newsroom() -> None:
    for name in ("missile-launch", "missile-launch-follow-up"):
        loaded((EXAMPLES / f"{name}.json").read_text())
    person("reporter", Role.REPORTER)


def paste(page: Page, live_server: Any, text: str = ARTICLE) -> None:
    page.goto(f"{live_server.url}/admin/claims/draft/add/")
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_label("Publisher").fill("The Herald")
    page.get_by_label("Published").fill("2025-11-07T12:00")
    page.get_by_role("button", name="Read").click()
    expect(page.locator(".draft").first).to_be_visible()


def current(page: Page) -> Draft:
    page.wait_for_load_state()
    ref = page.locator(".draft.current").get_attribute("id")
    return Draft.objects.get(ref=ref)


def to(page: Page, words: str) -> Draft:
    """Go to the draft of these words by key."""
    for _ in range(30):
        draft = current(page)
        if words in draft.stands["text"] and not draft.stands["carries"]:
            return draft
        page.keyboard.press("j")
    raise AssertionError(f"no draft of {words!r}")


@pytest.mark.usefixtures("complaints")
def test_five_drafts_are_accepted_and_one_is_merged_by_keyboard_alone(
    page: Page, live_server: Any
) -> None:
    launch = Claim.objects.get(text__startswith=LAUNCH)
    before = Claim.objects.count(), launch.attributions.count()
    sign_in(page, live_server, "reporter")
    paste(page, live_server)

    merged = to(page, LAUNCH)
    press(page, "m")
    expect(page.get_by_text("On record:").first).to_be_visible()
    merged.refresh_from_db()
    assert merged.claim == launch
    assert launch.attributions.count() == before[1] + 1

    accepted = []
    for words in ("keep watching", "Fishing boats", "discussed the launch", "fell outside", "no confirmed"):  # fmt: skip
        page.reload()
        page.keyboard.press("k")
        for _ in range(12):
            page.keyboard.press("k")
        draft = to(page, words)
        card = page.locator(".draft.current")
        card.locator("input[type=radio]").first.check()  # a claim of its own
        page.locator(".draft.current").focus()
        press(page, "a")
        expect(page.locator(f"#{draft.ref}.is-accepted")).to_be_visible()
        draft.refresh_from_db()
        accepted.append(draft)
    assert Claim.objects.count() == before[0] + 5
    for draft in (merged, *accepted):
        sighting = Sighting.objects.get(pk=draft.sighting_id)
        place = sighting.selector
        assert draft.snapshot.text[place["start"] : place["end"]] == place["exact"]
        page.goto(f"{live_server.url}/admin/reviews/case/{draft.claim_id}/change/")
        shown = page.locator(".passage blockquote q", has_text=place["exact"][:40])
        expect(shown.first).to_be_visible()
        words = page.locator("blockquote q", has_text=place["exact"][:40])
        kept = page.locator(".passage", has=words).locator("details.kept summary").first
        kept.click()
        expect(page.locator(".kept pre").filter(has_text="🚀 Missile fired").first).to_be_visible()
    relays = [hop.source.name for hop in Sighting.objects.get(pk=merged.sighting_id).hops.all()]
    assert relays == ["Reuters"]


@pytest.mark.usefixtures("complaints")
def test_a_selection_after_an_emoji_starts_a_draft_that_is_mended_and_accepted(
    page: Page, live_server: Any
) -> None:
    sign_in(page, live_server, "reporter")
    paste(page, live_server)
    page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.getElementById("article"), NodeFilter.SHOW_TEXT);
          const words = "toward the sea";
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(walker.currentNode, at);
            range.setEnd(walker.currentNode, at + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            break;
          }
        }"""
    )
    press(page, "n")
    expect(page.locator(".draft.current strong", has_text="Who?")).to_be_visible()
    draft = current(page)
    assert draft.stands["content"][0]["exact"] == "toward the sea"
    assert draft.start == ARTICLE.index("toward the sea")
    press(page, "e")
    edit = page.locator(".draft.current .edit")
    edit.get_by_label("Who says so").fill("A fisher")
    edit.get_by_label("What they are, if new").select_option("person")
    edit.get_by_label("Claim").fill("A missile was fired toward the sea on 7 November 2025.")
    press(page, "Control+Enter")
    expect(page.locator(".draft.current strong", has_text="A fisher")).to_be_visible()
    press(page, "a")
    expect(page.locator(f"#{draft.ref}.is-accepted")).to_be_visible()
    assert Attribution.objects.filter(speaker__name="A fisher").count() == 1


@pytest.mark.usefixtures("complaints")
def test_split_join_and_reject_by_key(page: Page, live_server: Any) -> None:
    text = "The army said the bridge was open and the road was closed. Police said boats were late."
    sign_in(page, live_server, "reporter")
    paste(page, live_server, text)
    first = current(page)
    page.evaluate(
        """() => {
          const marks = [...document.querySelectorAll("#article mark")];
          const node = marks.find((each) => each.textContent.includes("the road")).firstChild;
          const at = node.data.indexOf("the road");
          const range = document.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + 8);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    press(page, "s")
    expect(page.locator(".draft")).to_have_count(3)
    assert current(page).stands["text"] == "The bridge was open."
    press(page, "j")
    press(page, "g")
    expect(page.locator(".draft")).to_have_count(2)
    first.refresh_from_db()
    assert first.state == "replaced"
    press(page, "x")
    expect(page.locator(".draft.is-rejected")).to_have_count(1)
    assert not Attribution.objects.filter(speaker__name="army").exists()


def test_nobody_is_left_out(page: Page, live_server: Any) -> None:
    sign_in(page, live_server, "reporter")
    paste(page, live_server)
    address = page.url
    for path in (address, f"{live_server.url}/admin/claims/draft/add/", f"{live_server.url}/admin/claims/draft/"):  # fmt: skip
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.goto(path)
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_a_script_drafts_are_decided_with_buttons(
    browser: Browser, live_server: Any
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server, "reporter")
    paste(page, live_server, "The army said the bridge at Orle was open.")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("On record:").first).to_be_visible()
    assert Attribution.objects.filter(speaker__name="army").count() == 1
    context.close()
