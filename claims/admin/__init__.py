"""Claims and what is said of them, in the admin. Forms only: the services check and write."""

from claims.admin.claim import ClaimAdmin, EventAdmin
from claims.admin.statement import AttributionAdmin, DetailAdmin, DetailValueAdmin
from claims.admin.timeline import CitationAdmin, StatusRecordAdmin

__all__ = [
    "AttributionAdmin",
    "CitationAdmin",
    "ClaimAdmin",
    "DetailAdmin",
    "DetailValueAdmin",
    "EventAdmin",
    "StatusRecordAdmin",
]
