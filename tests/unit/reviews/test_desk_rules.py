"""The rules of the desk: transitions, the order of the queue, what comes back, how a chain is drawn."""

from typing import Any

import pytest

from claims.domain.drawing import WIDEST, chain
from claims.domain.vocabulary import Status
from reviews.domain.placing import comes_back, fell, level
from reviews.domain.vocabulary import Level, State
from reviews.domain.workflow import TRANSITIONS, NotNow, allows, diagram, target
from sources.foundation.domain.roles import Action


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", sorted({each.action for each in TRANSITIONS}))
def test_an_action_leads_somewhere_or_says_what_it_needs(action: Action, state: State) -> None:
    if allows(action, state):
        assert target(action, state) in State
    else:
        with pytest.raises(NotNow, match=f"The claim is {state.label}"):
            target(action, state)


def test_every_state_can_be_reached_and_left() -> None:
    left = {source for each in TRANSITIONS for source in each.sources}
    reached = {each.target for each in TRANSITIONS} | {State.DRAFT}

    assert left == reached == set(State)


def test_nothing_leads_back_to_a_draft_or_past_a_hold_alone() -> None:
    assert all(each.target is not State.DRAFT for each in TRANSITIONS)
    out_of_hold = {each.action for each in TRANSITIONS if State.HELD in each.sources}
    assert out_of_hold == {Action.RELEASE, Action.SECOND}


def test_the_diagram_shows_every_transition() -> None:
    lines = diagram().splitlines()

    assert len(lines) == 2 + sum(len(each.sources) for each in TRANSITIONS)


def assessment(
    status: str, *reasons: str, evidence: str = "", approvals: int = 0
) -> dict[str, Any]:
    return {
        "status": status, "evidence_status": evidence or status, "reasons": reasons,
        "approvals": approvals,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "cited", "state", "wanted"),
    [
        (assessment("disputed"), ["confirmed"], State.PUBLISHED, Level.CITED_ADVERSE),
        (assessment("disputed"), ["disputed"], State.QUEUED, Level.DISPUTED),
        (assessment("corroborated", "awaiting_review", approvals=1), [], State.QUEUED,
         Level.ONE_SHORT),
        (assessment("corroborated", "awaiting_review", approvals=0), [], State.QUEUED, Level.NEW),
        (assessment("confirmed", "reviewed", approvals=2), ["confirmed"], State.DECIDED, Level.NEW),
        (assessment("disputed", "reviewer_dispute"), [], State.QUEUED, Level.DISPUTED),
        (assessment("single_source", "official_needs_primary"), [], State.QUEUED,
         Level.NEEDS_PRIMARY),
        (assessment("single_source"), [], State.REOPENED, Level.STALE),
        (assessment("single_source"), ["single_source"], State.QUEUED, Level.NEW),
        (assessment("not_checkable"), ["not_checkable"], State.QUEUED, Level.NEW),
        (None, [], State.QUEUED, Level.NEW),
    ],
)  # fmt: skip
def test_what_hurts_most_stands_first(
    given: dict[str, Any] | None, cited: list[str], state: State, wanted: Level
) -> None:
    assert level(given, state=state, required=2, refutals=0, cited_as=cited) is wanted


def test_one_refutal_short() -> None:
    given = assessment("denied", "awaiting_review", evidence="refuted")

    assert level(given, state=State.QUEUED, required=2, refutals=1, cited_as=[]) is Level.ONE_SHORT


@pytest.mark.parametrize(
    ("given", "back"),
    [
        (assessment("confirmed", approvals=2), False),
        (assessment("confirmed", approvals=3), False),
        (assessment("confirmed", approvals=1), True),
        (assessment("disputed", approvals=2), True),
    ],
)
def test_what_was_decided_comes_back_when_it_no_longer_holds(
    given: dict[str, Any], back: bool
) -> None:
    assert comes_back(given, decided_status="confirmed", decided_approvals=2) is back


@pytest.mark.parametrize("old", [each for each in Status if each.rank is not None])
@pytest.mark.parametrize("new", [each for each in Status if each.rank is not None])
def test_a_claim_fell_if_a_reader_may_infer_less(old: Status, new: Status) -> None:
    fallen = fell(assessment(old.value), assessment(new.value))

    assert fallen == ((new.rank or 0) < (old.rank or 0))


@pytest.mark.parametrize("length", [1, 12, 40, 300])
@pytest.mark.parametrize("stations", [1, 2, 5, 30])
def test_a_chain_is_drawn_within_its_width(length: int, stations: int) -> None:
    names = [("speaker" if n == 0 else "relay", "x" * length) for n in range(stations)]
    drawing = chain(names)

    assert all(box.x + box.width <= WIDEST for box in drawing.boxes)
    assert len(drawing.arrows) == stations - 1
    assert drawing.told.count("→") == stations - 1
    rows: dict[float, float] = {}
    for box in drawing.boxes:  # no box lies on another
        assert box.x >= rows.get(box.y, 0)
        rows[box.y] = box.x + box.width
