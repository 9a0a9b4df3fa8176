"""What is said, who is cited for it, what it amounts to. Changes go through `claims.services`."""

from claims.models.citation import Citation
from claims.models.claim import Claim, ClaimRelation, DeclaredInterest, Event
from claims.models.detail import Detail, DetailValue
from claims.models.statement import Attribution, Hop, RelayedDocument, Sighting, Statement
from claims.models.status import StatusRecord

__all__ = [
    "Attribution",
    "Citation",
    "Claim",
    "ClaimRelation",
    "DeclaredInterest",
    "Detail",
    "DetailValue",
    "Event",
    "Hop",
    "RelayedDocument",
    "Sighting",
    "Statement",
    "StatusRecord",
]
