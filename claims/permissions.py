"""Who may what with claims: one answer for every door, with its reason."""

from dataclasses import dataclass
from typing import Any

from claims.domain.vocabulary import Audience


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something is allowed, and if not, why, as text fit to show."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Answer(True)


def may_see_internal(user: Any) -> Answer:
    """Newsroom staff see internal claims, and the answers that count embargoed documents."""
    if user is not None and user.is_active and user.has_perm("claims.view_internal"):
        return YES
    return Answer(False, "Only the newsroom sees internal material.")


def may_read_as(user: Any, audience: Audience) -> Answer:
    """The public answer is for everybody; the internal one is for the newsroom."""
    return YES if audience is Audience.PUBLIC else may_see_internal(user)


def audience_of(user: Any) -> Audience:
    """The fullest answer this person may read."""
    return Audience.INTERNAL if may_see_internal(user) else Audience.PUBLIC
