"""What the policy wrote and where it was printed: to read, not to change."""

from django.contrib import admin

from claims.models import Citation, StatusRecord
from sources.admin_site import ReadOnlyAdmin


@admin.register(StatusRecord)
class StatusRecordAdmin(ReadOnlyAdmin):
    list_display = ("claim", "audience", "effective_at", "status", "evidence_status", "recorded_at")
    list_filter = ("audience", "status")
    list_select_related = ("claim",)
    search_fields = ("claim__ref", "claim__text")
    ordering = ("-effective_at", "-pk")


@admin.register(Citation)
class CitationAdmin(ReadOnlyAdmin):
    list_display = ("headline", "desk", "cited_by", "cited_at", "acknowledged_at")
    list_filter = ("desk",)
    search_fields = ("headline", "sentence", "record__claim__ref")
