"""What is said, who is cited for it, what it amounts to. Changes go through `claims.services`."""

from claims.models.citation import Acknowledgement, Alert, Citation, Escalation, StoryDesk
from claims.models.claim import Claim, ClaimRelation, DeclaredInterest, Event
from claims.models.detail import Detail, DetailValue
from claims.models.index import Appearance, Wording
from claims.models.statement import Attribution, Hop, RelayedDocument, Sighting, Statement
from claims.models.status import Outbox, Standing, StatusChange, StatusRecord
from claims.models.webhook import Attempt, Delivery, Subscription

__all__ = [
    "Acknowledgement",
    "Alert",
    "Appearance",
    "Attempt",
    "Attribution",
    "Citation",
    "Claim",
    "ClaimRelation",
    "DeclaredInterest",
    "Delivery",
    "Detail",
    "DetailValue",
    "Escalation",
    "Event",
    "Hop",
    "Outbox",
    "RelayedDocument",
    "Sighting",
    "Standing",
    "Statement",
    "StatusChange",
    "StatusRecord",
    "StoryDesk",
    "Subscription",
    "Wording",
]
