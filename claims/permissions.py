"""Who may what with claims: one answer for every door, with its reason."""

from typing import Any

from claims.domain.vocabulary import Audience
from sources.domain.authority import YES, Answer
from sources.permissions import may_see_internal

__all__ = ["Answer", "audience_of", "may_read_as", "may_see_internal"]


def may_read_as(user: Any, audience: Audience) -> Answer:
    """The public answer is for everybody; the internal one is for the newsroom."""
    return YES if audience is Audience.PUBLIC else may_see_internal(user)


def audience_of(user: Any) -> Audience:
    """The fullest answer this person may read."""
    return Audience.INTERNAL if may_see_internal(user) else Audience.PUBLIC
