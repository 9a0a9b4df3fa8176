"""Who may see what only the newsroom sees: one answer for every door, with its reason."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something is allowed, and if not, why, as text fit to show."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Answer(True)


def may_see_internal(user: Any) -> Answer:
    """Newsroom staff see internal claims, and documents under embargo with all they count for."""
    if user is not None and user.is_active and user.has_perm("claims.view_internal"):
        return YES
    return Answer(False, "Only the newsroom sees internal material.")
