"""Verdicts and policies in the admin: to read. So far verdicts come in with dossiers."""

from django.contrib import admin

from reviews.models import HousePolicy, Verdict
from sources.admin_site import ReadOnlyAdmin


@admin.register(Verdict)
class VerdictAdmin(ReadOnlyAdmin):
    list_display = ("claim", "reviewer", "verdict", "at", "reason")
    list_filter = ("verdict",)
    list_select_related = ("claim",)
    search_fields = ("claim__ref", "claim__text", "reviewer")


@admin.register(HousePolicy)
class HousePolicyAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "effective_from", "recorded_at")
