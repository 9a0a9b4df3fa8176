"""What every answer of the API is, as types."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from sources.foundation.domain.roles import Audience


class Answer(BaseModel):
    """Exactly these members; one that is null is unknown, or not for this audience."""

    model_config = ConfigDict(extra="forbid")


class PageAnswer(Answer):
    """A page of a list. `next` is the address of the next page, null on the last one; `as_of` is
    the moment asked for, or as of which all of the pages are read; null for simply now."""

    next: str | None
    audience: Audience
    as_of: datetime | None
