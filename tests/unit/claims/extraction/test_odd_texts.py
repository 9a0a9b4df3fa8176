"""Texts that nobody wrote for reading: no crash, spans within the text, and twice the text at most
about twice the steps."""

import sys
import unicodedata
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claims.intake.extraction.drafting import read
from tests.environment import much

ODD = {
    "no full stop": "word and more of the same ",
    "quotation marks": '"',
    "opening marks": "“",
    "single marks": "' ",
    "nested speech": "said that he ",
    "open speech": '"he said ',
    "lists of speakers": "a, b and c said, ",
    "according to": "according to ",
    "brackets": "((([",
    "citing": "citing police, ",
    "as saying": "was quoted as saying ",
    "names": "Kim ",
    "initials": "A. ",
    "numbers": "at least 5 ",
    "years": "in 2019, ",
    "no reports": "no reports of ",
    "commas": "the man, ",
    "one word": "a",
    "line breaks": "x\n",
    "of the": "of the ",
}


@pytest.mark.parametrize("name", ODD)
def test_a_text_longer_than_any_article_is_read(name: str) -> None:
    unit = ODD[name]
    text = (unit * (30_000 // len(unit) + 1))[:30_000]
    for draft in read(text)[:50]:
        _within(draft.content, text)


@pytest.mark.parametrize("name", ODD)
def test_twice_the_text_takes_no_more_than_about_twice_the_steps(name: str) -> None:
    unit = ODD[name]
    text = (unit * (8_000 // len(unit) + 1))[:8_000]
    once, twice = _steps(lambda: read(text)), _steps(lambda: read(text + text))
    assert twice < 2.6 * once + 2_000, (once, twice)


def test_the_count_of_steps_would_show_a_square() -> None:
    def square(size: int) -> int:
        return sum(1 for _ in range(size) if _one(_) and all(_one(k) for k in range(size)))

    once, twice = _steps(lambda: square(40)), _steps(lambda: square(80))
    assert twice > 2.6 * once + 2_000


def test_every_character_is_read() -> None:
    """Of those that mean nothing yet, or only to some, a few of each block."""
    known = [
        chr(each)
        for each in range(sys.maxunicode + 1)
        if each % 0x80 < 2 or unicodedata.category(chr(each)) not in ("Cn", "Co")
    ]
    for first in range(0, len(known), 0x80):
        block = "".join(known[first : first + 0x80])
        text = f"{block} said the {block} was “{block}”. {block}"
        for draft in read(text):
            _within([*draft.source, *draft.cue, *draft.content], text)


SPEECH = st.lists(
    st.sampled_from(
        [
            "The",
            "the",
            "officials",
            "army",
            "said",
            "says",
            "told",
            "that",
            "confirmed",
            "denied",
            "according",
            "to",
            "Reuters",
            "AP",
            ",",
            ".",
            '"',
            "“",
            "”\n",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "and",
            "but",
            "which",
            "who",
            "he",
            "she",
            "it",
            "they",
            "not",
            "no",
            "details",
            "about",
            "declined",
            "may",
            "likely",
            "on",
            "Monday",
            "reported\n",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "citing",
            "as",
            "saying",
            "adding",
            "(",
            ")",
            "'",
            ":",
            ";",
            "—",
            "10",
            "5",
            "km",
            "\n",
            "🌊",
            "é",
        ]
    ),
    max_size=60,
).map(" ".join)


@settings(max_examples=much(300), deadline=None)
@given(st.one_of(SPEECH, st.text(max_size=400)))
@example("officials said citing they")
def test_spans_stand_within_the_text_and_reading_twice_is_reading_once(text: str) -> None:
    drafts = read(text)
    for draft in drafts:
        spans = [*draft.source, *draft.cue, *draft.content, *draft.hedges]
        _within(spans, text)
        assert draft.cue
        assert draft.source
        assert draft.voice.name
        names = [voice.name.lower() for _, voice in draft.relays]
        assert len(names) == len(set(names))
        assert draft.voice.name.lower() not in names
    assert read(text) == drafts


def _within(spans: list[tuple[int, int]], text: str) -> None:
    for a, b in spans:
        assert 0 <= a <= b <= len(text)


def _one(_: int) -> bool:
    return True


def _steps(action: Callable[[], Any]) -> int:
    """How many functions were called: a measure that does not hang on the machine."""
    count = 0

    def tick(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(tick)
    try:
        action()
    finally:
        sys.setprofile(before)
    return count
