"""History as a chain: any byte that changes afterwards shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.foundation.domain.history import (
    GENESIS,
    Change,
    Replay,
    Written,
    as_text,
    differences,
    digest,
    flaws,
)


def chain(*claim_states: dict[str, dict[str, object]]) -> list[Written]:
    """The history of something that looked like this, one state after the other."""
    written, before, previous = [], {}, GENESIS
    for number, state in enumerate(claim_states, 1):
        body = as_text(
            {
                "chain": "claim/c",
                "number": number,
                "previous": previous,
                "changes": [change.as_json() for change in differences(before, state)],
            }
        )
        previous = digest(body)
        written.append(Written("claim/c", number, body, previous))
        before = state
    return written


STORY = (
    {"claim c": {"text": "Es geschah in Köln – 地震."}},
    {"claim c": {"text": "It happened."}, "attribution a": {"stance": "asserts", "cue": "said"}},
    {"claim c": {"text": "It happened."}, "attribution a": {"stance": "asserts"}},
    {"claim c": {"text": "It happened."}},
)

fields = st.dictionaries(
    st.sampled_from("abc"), st.one_of(st.text(max_size=5), st.integers(), st.just(True)), min_size=1
)
claim_states = st.lists(st.dictionaries(st.sampled_from(["x 1", "x 2", "y 1"]), fields), max_size=6)


@given(claim_states)
def test_a_history_tells_what_is_on_record(story: list[dict[str, dict[str, object]]]) -> None:
    replay = Replay()

    assert not list(flaws(chain(*story), replay))
    assert replay.state == (story[-1] if story else {})
    assert not replay.differs_from(story[-1] if story else {}, ("x", "y"))


def test_every_byte_counts() -> None:
    entries = chain(*STORY)
    for place, entry in enumerate(entries):
        text = entry.body.encode()
        for position in range(len(text)):
            flipped = text[:position] + bytes([text[position] ^ 1]) + text[position + 1 :]
            body = flipped.decode(errors="surrogateescape")
            try:
                changed = Written(entry.chain, entry.number, body, entry.digest)
                found = list(flaws([*entries[:place], changed, *entries[place + 1 :]], Replay()))
            except UnicodeEncodeError:
                continue  # no database holds such a text
            assert [flaw.number for flaw in found] == [entry.number]


@pytest.mark.parametrize("place", range(len(STORY)))
def test_so_does_every_digit_of_a_digest(place: int) -> None:
    entries = chain(*STORY)
    entry = entries[place]
    for position in range(64):
        other = "0" if entry.digest[position] != "0" else "1"
        forged = entry.digest[:position] + other + entry.digest[position + 1 :]
        changed = Written(entry.chain, entry.number, entry.body, forged)
        found = list(flaws([*entries[:place], changed, *entries[place + 1 :]], Replay()))
        assert found


@pytest.mark.parametrize("gone", range(len(STORY) - 1))
def test_an_entry_that_is_missing_is_missed(gone: int) -> None:
    entries = chain(*STORY)

    assert list(flaws(entries[:gone] + entries[gone + 1 :], Replay()))


def test_a_forged_entry_with_a_digest_of_its_own_breaks_the_next() -> None:
    entries = chain(*STORY)
    body = entries[1].body.replace("asserts", "denies!")
    forged = Written("claim/c", 2, body, digest(body))
    found = list(flaws([entries[0], forged, *entries[2:]], Replay()))

    assert [flaw.number for flaw in found] == [3]
    assert "does not follow" in found[0].what


def test_an_end_that_was_cut_off_is_not_what_is_on_record() -> None:
    replay = Replay()

    assert not list(flaws(chain(*STORY)[:-1], replay))
    assert replay.differs_from(STORY[-1], ("claim", "attribution")) == ["attribution a"]


def test_an_erased_entry_keeps_its_place() -> None:
    entries = chain(*STORY)
    grave = Written("claim/c", 2, "", entries[1].digest, frozenset({"attribution a"}))

    assert not list(flaws([entries[0], grave, *entries[2:]], Replay()))
    empty = Written("claim/c", 2, "", entries[1].digest)
    assert list(flaws([entries[0], empty, *entries[2:]], Replay()))


def test_only_what_differs_is_told() -> None:
    changes = differences({"x": {"a": 1, "b": 2}}, {"x": {"a": 1, "b": 3, "c": 4}})

    assert changes == [Change("x", {"b": 2, "c": None}, {"b": 3, "c": 4})]
