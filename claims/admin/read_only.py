"""What the policy wrote and where it was printed: to read, not to change."""

from django.contrib import admin

from claims.models import Alert, Citation, StatusRecord
from sources.foundation.admin import ReadOnlyAdmin


@admin.register(StatusRecord)
class StatusRecordAdmin(ReadOnlyAdmin):
    list_display = ("claim", "audience", "effective_at", "status", "evidence_status", "recorded_at")
    list_filter = ("audience", "status")
    list_select_related = ("claim",)
    search_fields = ("claim__ref", "claim__text")
    ordering = ("-effective_at", "-pk")


@admin.register(Citation)
class CitationAdmin(ReadOnlyAdmin):
    list_display = ("headline", "desk", "cited_by", "cited_at")
    list_filter = ("desk",)
    readonly_fields = (
        "ref", "record", "sentence", "system", "url", "headline", "desk", "contact", "cited_by",
        "cited_at",
    )  # fmt: skip
    fields = readonly_fields
    search_fields = ("headline", "sentence", "record__claim__ref")


@admin.register(Alert)
class AlertAdmin(ReadOnlyAdmin):
    list_display = ("kind", "citation", "at", "why")
    list_filter = ("kind",)
    list_select_related = ("citation",)
    search_fields = ("citation__headline", "citation__url", "why", "record__claim__ref")
