"""The way of a claim over the desk: one table, from which the diagram in the docs is drawn.

What the state allows stands here; who may do it stands in `sources/foundation/domain/roles.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reviews.domain.vocabulary import State
from sources.foundation.domain.roles import Action

S = State


@dataclass(frozen=True, slots=True)
class Transition:
    action: Action
    sources: Sequence[State]
    target: State
    when: str = ""  # what decides where one action has several targets

    @property
    def by_itself(self) -> bool:
        return self.action is Action.FOLLOW


OPEN = (S.QUEUED, S.IN_REVIEW, S.REOPENED)
SETTLED = (S.DECIDED, S.PUBLISHED)

TRANSITIONS = (
    Transition(Action.SUBMIT, [S.DRAFT], S.QUEUED),
    Transition(Action.TAKE, OPEN, S.IN_REVIEW),
    Transition(Action.ASSIGN, OPEN, S.IN_REVIEW),
    Transition(Action.HAND_OVER, [S.IN_REVIEW], S.IN_REVIEW),
    Transition(Action.GIVE_BACK, [S.IN_REVIEW], S.QUEUED),
    Transition(Action.FOLLOW, [S.IN_REVIEW], S.QUEUED, "the lease ran out"),
    Transition(Action.GIVE_VERDICT, OPEN, S.QUEUED, "more signatures are needed"),
    Transition(Action.GIVE_VERDICT, OPEN, S.DECIDED, "it is signed off"),
    Transition(Action.GIVE_VERDICT, OPEN, S.PUBLISHED, "it is signed off, and public already"),
    Transition(Action.GIVE_VERDICT, SETTLED, S.REOPENED, "the status changes"),
    Transition(Action.DECIDE, OPEN, S.DECIDED, "it is for the newsroom"),
    Transition(Action.DECIDE, OPEN, S.PUBLISHED, "it is public already"),
    Transition(Action.FOLLOW, SETTLED, S.REOPENED, "a signature went stale, or the status changed"),
    Transition(Action.REOPEN, SETTLED, S.REOPENED),
    Transition(Action.PUBLISH, [S.DECIDED], S.PUBLISHED),
    Transition(Action.HOLD, [*OPEN, *SETTLED], S.HELD),
    Transition(Action.RELEASE, [S.HELD], S.QUEUED),
    Transition(Action.SECOND, [S.HELD], S.PUBLISHED, "two people publish against the hold"),
    Transition(Action.SECOND, [S.DECIDED], S.PUBLISHED, "two publish what names a private person"),
)


class NotNow(ValueError):
    """The state does not allow this; the text says what would have to be."""


def target(action: Action, state: State, *, towards: State | None = None) -> State:
    """Where the action leads from this state; `towards` picks among several targets."""
    ways = [each for each in TRANSITIONS if each.action is action]
    for way in ways:
        if state in way.sources and towards in (None, way.target):
            return way.target
    allowed = sorted({source.label for way in ways for source in way.sources})
    raise NotNow(
        f"The claim is {state.label}; to {action.value.replace('_', ' ')} it has to be "
        f"{' or '.join(allowed)}."
    )


def allows(action: Action, state: State) -> bool:
    return any(each.action is action and state in each.sources for each in TRANSITIONS)


def diagram() -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    [*] --> draft: record the claim"]
    for each in TRANSITIONS:
        label = each.action.value.replace("_", " ") if not each.by_itself else "by itself"
        if each.when:
            label += f" ({each.when})"
        lines += [f"    {source.value} --> {each.target.value}: {label}" for source in each.sources]
    return "\n".join(lines)
