"""From what people type to what the record holds: answers, and where a quotation stands."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.domain.answering import answer_of
from claims.domain.quoting import place_of
from claims.domain.vocabulary import DetailType


@pytest.mark.parametrize(
    ("typed", "asked", "value"),
    [
        ("700", "quantity", {"value": 700}),
        ("about 700 km", "quantity", {"value": 700, "qualifier": "about", "unit": "km"}),
        ("700km", "quantity", {"value": 700, "unit": "km"}),
        ("1,200", "count", {"value": 1200}),
        ("2.5 m", "quantity", {"value": 2.5, "unit": "m"}),
        ("at least 3", "count", {"value": 3, "qualifier": "at_least"}),
        ("up to 40", "count", {"value": 40, "qualifier": "at_most"}),
        ("More than 5", "count", {"value": 5, "qualifier": "more_than"}),
        ("5 to 8", "count", {"low": 5, "high": 8}),
        ("between 5 and 8 km", "quantity", {"low": 5, "high": 8, "unit": "km"}),
        ("5–8", "count", {"low": 5, "high": 8}),
        ("-3", "quantity", {"value": -3}),
        ("ballistic missile", "category", {"value": "ballistic missile"}),
        ("2026-05-04T06:12Z", "instant", {"at": "2026-05-04T06:12:00Z"}),
        (
            "about 2026-05-04T06:12Z",
            "instant",
            {"at": "2026-05-04T06:12:00Z", "approx": True},
        ),
        (
            "2026-05-04 to 2026-05-05",
            "instant",
            {"from": "2026-05-03T10:00:00Z", "until": "2026-05-06T12:00:00Z"},
        ),
    ],
)
def test_answers_in_words(typed: str, asked: str, value: dict[str, Any]) -> None:
    assert answer_of(typed, DetailType(asked)) == value


@pytest.mark.parametrize(
    ("typed", "asked"), [("", "count"), ("many", "count"), ("soon", "instant"), ("  ", "text")]
)
def test_what_is_no_answer_says_what_was_expected(typed: str, asked: str) -> None:
    with pytest.raises(ValueError, match="like"):
        answer_of(typed, DetailType(asked))


@pytest.mark.parametrize(
    ("quote", "text", "exact"),
    [
        ("it fell", "They say it fell.", "it fell"),
        ("closing the bridge", "closing the\nbridge today", "closing the\nbridge"),
        ("We're closing", "“We’re closing it,” he said", "We’re closing"),
        ('"It fell"', "Then: “It fell”.", "“It fell”"),
        ("fell", "😀 it fell", "fell"),
        ("not there", "It fell.", None),
        ("   ", "It fell.", None),
        ("(it", "So (it fell).", "(it"),
    ],
)
def test_where_a_quotation_stands(quote: str, text: str, exact: str | None) -> None:
    place = place_of(quote, text)

    assert (place and place["exact"]) == exact
    if place:
        assert text[place["start"] : place["end"]] == exact


@given(st.text(max_size=60), st.data())
def test_whatever_stands_in_a_text_is_found_there(text: str, data: Any) -> None:
    start = data.draw(st.integers(0, len(text)))
    quote = text[start : data.draw(st.integers(start, len(text)))]
    place = place_of(quote, text)

    if quote.strip():
        assert place is not None
        assert text[place["start"] : place["end"]] == place["exact"]
