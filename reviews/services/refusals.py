"""Why something cannot be done now, though it may be done: the world has moved on."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError

from sources.foundation.models import HistoryEntry


class Conflict(ValidationError):
    """Somebody else was there first, or the claim is in another state; look again."""

    moved_on = True  # as opposed to what could never be


class StaleView(Conflict):
    """The evidence is no longer what was on screen; `since` is what happened."""

    def __init__(self, since: Sequence[HistoryEntry]) -> None:
        super().__init__(
            "The evidence changed since you looked, so your verdict was not recorded. "
            "Look at what changed; your text is kept."
        )
        self.since = since
