"""Claims and what is said of them, in the admin. Forms only: the services check and write."""

from claims.admin.claim import ClaimAdmin, EventAdmin
from claims.admin.read_only import CitationAdmin, StatusRecordAdmin
from claims.admin.statement import AttributionAdmin, DetailAdmin, DetailValueAdmin

__all__ = [
    "AttributionAdmin",
    "CitationAdmin",
    "ClaimAdmin",
    "DetailAdmin",
    "DetailValueAdmin",
    "EventAdmin",
    "StatusRecordAdmin",
]
