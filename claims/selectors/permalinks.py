"""The addresses of claims and frozen records, as one request sees them."""

from typing import Any
from urllib.parse import quote

from sources.foundation.domain.roles import Audience


class Permalinks:
    """The addresses of frozen records, as one request sees them."""

    def __init__(self, request: Any) -> None:
        self.base = request.build_absolute_uri("/api/v1/")
        self.site = request.build_absolute_uri("/")

    def claim(self, ref: str) -> str:
        """Where the claim is read, as it stands."""
        return f"{self.base}claims/{quote(ref, safe='')}/"

    def alert(self, ref: str) -> str:
        """Where people read an alert, and acknowledge it."""
        return f"{self.site}alerts/{ref}/"

    def page(self, ref: str, number: int) -> str:
        """Where people read a record as it stood for the public."""
        return f"{self.site}claims/{quote(ref)}/records/{number}/"

    def of(self, ref: str, number: int, audience: str) -> str:
        """The permalink of a record."""
        asked = "" if audience == Audience.PUBLIC.value else f"?audience={audience}"
        return f"{self.base}records/{quote(ref, safe='')}/{number}/{asked}"
