"""Verdicts, decisions and policies in the admin: to read. They are given on the desk."""

from django.contrib import admin

from reviews.models import Decision, HousePolicy, Verdict
from sources.foundation.admin import ReadOnlyAdmin


@admin.register(Verdict)
class VerdictAdmin(ReadOnlyAdmin):
    list_display = ("claim", "reviewer", "verdict", "at", "reason")
    list_filter = ("verdict",)
    list_select_related = ("claim",)
    search_fields = ("claim__ref", "claim__text", "reviewer")


@admin.register(HousePolicy)
class HousePolicyAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "effective_from", "recorded_at")


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ("claim", "kind", "decided_by", "seconded_by", "carried", "at", "reason")
    list_filter = ("kind", "carried")
    list_select_related = ("claim",)
    search_fields = ("claim__ref", "claim__text", "decided_by", "seconded_by")
