"""What every page shows of whoever reads it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from claims.selectors.claim_page import open_alerts


def waiting(request: HttpRequest) -> dict[str, Any]:
    """How many alerts wait for this person; asked only where it is shown."""
    return {"open_alerts": SimpleLazyObject(lambda: open_alerts(request.user))}
