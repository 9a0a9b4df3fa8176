"""Words as search compares them, and queries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.domain.words import LONGEST, MOST_WORDS, read_query, stems, words
from sources.foundation.engine.search import _fts5, _tsquery


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Missiles launched", ["missil", "launch"]),
        ("CAFÉ café Cafe\u0301", ["cafe", "cafe", "cafe"]),
        ("Kim's e-mail, 1,000 km", ["kim", "e", "mail", "1", "000", "km"]),
        ("Kim\u2019s", ["kim"]),
        ("the dog's bone", ["the", "dog", "bone"]),
        ("北朝鮮が発射", ["北", "朝", "鮮", "か", "発", "射"]),
        ("미사일 발사", ["미", "사", "일", "발", "사"]),
        ("Straße STRASSE", ["strass", "strass"]),
        ("ИРАН Иран", ["иран", "иран"]),
        ("７００ｋｍ", ["700km"]),
        ("", []),
        ("… — !?", []),
        ("x" * 200, ["x" * LONGEST]),
        ("a_b", ["a", "b"]),
    ],
)
def test_texts_are_taken_apart(text: str, expected: list[str]) -> None:
    assert stems(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("launched", "launches"),
        ("missile", "Missiles"),
        ("Müller", "muller"),
        ("ﬁre", "fire"),
        ("don't", "don’t"),
    ],
)
def test_these_find_each_other(one: str, other: str) -> None:
    assert stems(one) == stems(other)


def test_each_word_stands_where_it_stands() -> None:
    text = "“Zwölf” missiles, 北."

    assert [text[word.start : word.end] for word in words(text)] == ["Zwölf", "missiles", "北"]


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("missile", [("missil",)], []),
        ("missile missile", [("missil",)], []),
        ('"ballistic missile" -submarine', [("ballist", "missil")], [("submarin",)]),
        ('-"short range" launch', [("launch",)], [("short", "rang")]),
        ("e-mail", [("e", "mail")], []),
        ('"never closed', [("never", "close")], []),
        ("- -- \"\" ''", [], []),
        ("-only", [], [("onli",)]),
        ("a OR b AND NOT c*", [("a",), ("or",), ("b",), ("and",), ("not",), ("c",)], []),
    ],
)
def test_queries_are_read(text: str, wanted: list[object], unwanted: list[object]) -> None:
    query = read_query(text)

    assert ([group[0][0] for group in query.groups], list(query.unwanted)) == (wanted, unwanted)
    assert bool(query) == bool(wanted)


def test_a_query_has_so_many_words_and_no_more() -> None:
    query = read_query(" ".join(f"w{number}" for number in range(100)))

    assert len(query.groups) == MOST_WORDS


@given(st.text())
def test_no_text_makes_a_word_that_an_engine_would_read_as_more_than_a_word(text: str) -> None:
    for stem in stems(text):
        assert stem.isalnum()
        assert 0 < len(stem) <= LONGEST
    query = read_query(text)
    if query:
        for statement in (_tsquery(query), _fts5(query)):
            assert statement.isprintable()


@given(st.text())
def test_a_text_is_found_by_any_of_its_words(text: str) -> None:
    """What is looked for is compared as what is said is."""
    found = stems(text)
    for word in words(text):
        looked_for = read_query(text[word.start : word.end].lstrip("-"))
        assert not looked_for or all(stem in found for stem in looked_for.groups[0][0][0])
