"""Which claims are the same, and what tells others apart however alike they are."""

import pytest

from claims.intake.domain.matching import distinctive, likeness, queries

LAUNCH = "North Korea fired 10 artillery shells into its western waters on 3 November 2025."


@pytest.mark.parametrize(
    ("rule", "other"),
    [
        ("the same words", LAUNCH),
        ("in another order", "On 3 November 2025 North Korea fired 10 artillery shells into its western waters."),
        ("without the day", "North Korea fired 10 artillery shells into its western waters."),
        ("in another tense", "North Korea had fired 10 artillery shells into its western waters on 3 November 2025."),
        ("a number in words", "North Korea fired ten artillery shells into its western waters on 3 November 2025."),
        ("less of the day", "In November 2025 North Korea fired 10 artillery shells into its western waters."),
    ],
)  # fmt: skip
def test_the_same_claim_is_offered_as_such(rule: str, other: str) -> None:
    assert (rule, likeness(other, LAUNCH).is_same) == (rule, True)
    assert (rule, likeness(LAUNCH, other).is_same) == (rule, True)


@pytest.mark.parametrize(
    ("why", "other"),
    [
        ("number", "North Korea fired 12 artillery shells into its western waters on 3 November 2025."),
        ("number", "North Korea fired eleven artillery shells into its western waters on 3 November 2025."),
        ("day", "North Korea fired 10 artillery shells into its western waters on 4 November 2025."),
        ("day", "North Korea fired 10 artillery shells into its western waters in October 2025."),
        ("not so", "North Korea did not fire 10 artillery shells into its western waters on 3 November 2025."),
        ("not so", "North Korea denied firing 10 artillery shells into its western waters on 3 November 2025."),
        ("not so", "North Korea fired no artillery shells into its western waters on 3 November 2025."),
    ],
)  # fmt: skip
def test_what_differs_in_a_number_a_day_or_a_not_is_never_the_same(why: str, other: str) -> None:
    found = likeness(other, LAUNCH)
    assert not found.is_same
    assert any(why in each for each in found.apart)
    assert not likeness(LAUNCH, other).is_same


@pytest.mark.parametrize(
    "other",
    [
        "The missile launch.",
        "North Korea.",
        "South Korea held a summit in Gyeongju on 1 November 2025.",
        "",
        "It fell outside the zone.",
    ],
)
def test_a_few_shared_words_make_no_claim_the_same(other: str) -> None:
    assert not likeness(other, LAUNCH).is_same


def test_looking_is_strict_first_and_looser_then() -> None:
    asked = list(queries(LAUNCH))
    sizes = [len(query.groups[0][0]) for query in asked]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] == 2
    assert list(queries("")) == []
    assert "korea" in distinctive(LAUNCH)
