"""The number of origins is a maximum matching of control groups to evidence bases."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.domain.dossier.parsing import check
from claims.domain.policy import houses
from claims.domain.policy.assessment import assess
from claims.domain.policy.independence import origins
from sources.foundation.domain.moments import LATEST
from sources.foundation.domain.roles import Audience


@pytest.mark.parametrize(
    ("voices", "count", "because"),
    [
        ([], 0, "nobody speaks"),
        ([("KR", None), ("KR", None), ("KR", None)], 1, "five offices of one state are one"),
        ([("KR", None), ("JP", None)], 2, "two states, each by its own means"),
        ([("KR", "video"), ("JP", "video")], 1, "two states watched one video"),
        ([("KR", "video"), ("JP", "video"), ("JP", "radar")], 2, "one of them has more"),
        ([("KR", "video"), ("JP", "video"), ("KR", None)], 2, "the other has more"),
        ([("a", "1"), ("b", "1"), ("b", "2"), ("c", "2")], 2, "a chain through two bases"),
        ([("a", "1"), ("a", "2"), ("b", "1"), ("c", "2")], 2, "three groups on two bases"),
    ],
)
def test_origins(voices: list[tuple[str, str | None]], count: int, because: str) -> None:
    assert origins(voices) == count, because


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("1234")), max_size=9))
def test_no_assignment_of_groups_to_bases_does_better(voices: list[tuple[str, str | None]]) -> None:
    groups = sorted({group for group, _ in voices})
    choices = [*"1234", *[None] * len(groups)]  # a group may go without
    best = max(
        sum((group, base) in voices for group, base in zip(groups, chosen, strict=True))
        for chosen in set(permutations(choices, len(groups)))
    )

    assert origins(voices) == best


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.none() | st.sampled_from("1234"))))
def test_a_voice_with_evidence_of_its_own_always_finds_a_base(
    voices: list[tuple[str, str | None]],
) -> None:
    """None stands for a base that nobody else has: naming each one makes no difference."""
    named = [(group, key or f"own {number}") for number, (group, key) in enumerate(voices)]

    assert origins(voices) == origins(named)


def test_long_augmenting_paths_need_no_recursion() -> None:
    """Each group prefers its neighbour's base, so that the last one moves all the others."""
    size = 3_000
    voices: list[tuple[str, str | None]] = []
    for number in range(size):
        voices += [(f"g{number:05}", f"e{number:05}"), (f"g{number:05}", f"e{number + 1:05}")]
    voices.append((f"g{size:05}", "e00000"))

    assert origins(voices) == size + 1


def test_nobody_is_compared_with_houses_that_are_not_theirs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A claim of ten thousand voices is read in the time of ten thousand, not of their square."""
    compared = []
    corrects = houses._corrects
    monkeypatch.setattr(houses, "_corrects", lambda *pair: compared.append(pair) or corrects(*pair))
    bodies = {f"s{n}": {"kind": "organisation", "name": f"Body {n}"} for n in range(200)}
    dossier = check(
        {
            "sources": bodies,
            "documents": {ref: {"publisher": ref} for ref in bodies},
            "claims": [{"id": "c", "text": "It happened."}],
            "attributions": [
                {
                    "id": ref, "claim": "c", "speaker": ref, "stance": stance,
                    "sightings": [{"document": ref}],
                }
                for ref, stance in zip(bodies, ["asserts", "denies"] * 100, strict=True)
            ],
        }
    )  # fmt: skip

    assess(dossier, dossier.claims[0], LATEST, Audience.PUBLIC)

    assert compared == []
