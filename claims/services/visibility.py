"""Whether the public may know of a claim: the one function that writes it."""

from datetime import datetime

from claims.domain.vocabulary import Visibility
from claims.models import Claim, Outbox, Standing
from sources.foundation.domain.roles import Audience


def show(claim: Claim, visibility: Visibility, *, at: datetime) -> None:
    """Make the claim public, or take it back, inside an action that holds it."""
    if claim.visibility == visibility.value:
        return
    claim.visibility = visibility.value
    claim.save(update_fields=["visibility"])
    public = Audience.PUBLIC.value
    Standing.objects.filter(claim=claim, audience=public).update(
        shown_to=public if visibility is Visibility.PUBLIC else ""
    )
    Outbox.objects.create(claim=claim, audience=public, due=at)
