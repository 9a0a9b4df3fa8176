"""The way of a claim over the desk: one table, from which the diagram in the docs is drawn.

What the state allows stands here; who may do it stands in `sources/foundation/domain/roles.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reviews.domain.vocabulary import State
from sources.foundation.domain.roles import Deed

S = State


@dataclass(frozen=True, slots=True)
class Transition:
    deed: Deed
    sources: Sequence[State]
    target: State
    when: str = ""  # what decides where one deed has several targets

    @property
    def by_itself(self) -> bool:
        return self.deed is Deed.FOLLOW


OPEN = (S.QUEUED, S.IN_REVIEW, S.REOPENED)
SETTLED = (S.DECIDED, S.PUBLISHED)

TRANSITIONS = (
    Transition(Deed.SUBMIT, [S.DRAFT], S.QUEUED),
    Transition(Deed.TAKE, OPEN, S.IN_REVIEW),
    Transition(Deed.ASSIGN, OPEN, S.IN_REVIEW),
    Transition(Deed.HAND_OVER, [S.IN_REVIEW], S.IN_REVIEW),
    Transition(Deed.GIVE_BACK, [S.IN_REVIEW], S.QUEUED),
    Transition(Deed.FOLLOW, [S.IN_REVIEW], S.QUEUED, "the lease ran out"),
    Transition(Deed.GIVE_VERDICT, OPEN, S.QUEUED, "more signatures are needed"),
    Transition(Deed.GIVE_VERDICT, OPEN, S.DECIDED, "it is signed off"),
    Transition(Deed.GIVE_VERDICT, OPEN, S.PUBLISHED, "it is signed off, and public already"),
    Transition(Deed.GIVE_VERDICT, SETTLED, S.REOPENED, "the status changes"),
    Transition(Deed.DECIDE, OPEN, S.DECIDED, "it is for the newsroom"),
    Transition(Deed.DECIDE, OPEN, S.PUBLISHED, "it is public already"),
    Transition(Deed.FOLLOW, SETTLED, S.REOPENED, "a signature went stale, or the status changed"),
    Transition(Deed.REOPEN, SETTLED, S.REOPENED),
    Transition(Deed.PUBLISH, [S.DECIDED], S.PUBLISHED),
    Transition(Deed.HOLD, [*OPEN, *SETTLED], S.HELD),
    Transition(Deed.RELEASE, [S.HELD], S.QUEUED),
    Transition(Deed.SECOND, [S.HELD], S.PUBLISHED, "two people publish against the hold"),
)


class NotNow(ValueError):
    """The state does not allow this; the text says what would have to be."""


def target(deed: Deed, state: State, *, towards: State | None = None) -> State:
    """Where the deed leads from this state; `towards` picks among several targets."""
    ways = [each for each in TRANSITIONS if each.deed is deed]
    for way in ways:
        if state in way.sources and towards in (None, way.target):
            return way.target
    allowed = sorted({source.label for way in ways for source in way.sources})
    raise NotNow(
        f"The claim is {state.label}; to {deed.value.replace('_', ' ')} it has to be "
        f"{' or '.join(allowed)}."
    )


def allows(deed: Deed, state: State) -> bool:
    return any(each.deed is deed and state in each.sources for each in TRANSITIONS)


def diagram() -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    [*] --> draft: record the claim"]
    for each in TRANSITIONS:
        label = each.deed.value.replace("_", " ") if not each.by_itself else "by itself"
        if each.when:
            label += f" ({each.when})"
        lines += [f"    {source.value} --> {each.target.value}: {label}" for source in each.sources]
    return "\n".join(lines)
