"""The number of origins is a maximum matching of control groups to evidence bases."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.domain.policy.independence import origins


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


@given(
    st.lists(st.tuples(st.sampled_from("abcde"), st.none() | st.sampled_from("12345")), max_size=9)
)
def test_no_assignment_of_groups_to_bases_does_better(voices: list[tuple[str, str | None]]) -> None:
    groups = sorted({group for group, _ in voices})
    bases = [key or f"own {number}" for number, (_, key) in enumerate(voices)]
    edges = {(group, base) for (group, _), base in zip(voices, bases, strict=True)}
    padded = [*sorted(set(bases)), *["none"] * len(groups)]
    best = max(
        sum((group, base) in edges for group, base in zip(groups, chosen, strict=False))
        for chosen in permutations(padded[:7], min(len(groups), 7))
    )

    if len(set(bases)) + len(groups) <= 7:
        assert origins(voices) == best
    assert origins(voices) <= min(len(groups), len(set(bases))) if voices else True


def test_long_augmenting_paths_need_no_recursion() -> None:
    """Each group prefers its neighbour's base, so that the last one moves all the others."""
    size = 3_000
    voices: list[tuple[str, str | None]] = []
    for number in range(size):
        voices += [(f"g{number:05}", f"e{number:05}"), (f"g{number:05}", f"e{number + 1:05}")]
    voices.append((f"g{size:05}", "e00000"))

    assert origins(voices) == size + 1
