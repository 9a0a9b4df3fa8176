"""Events and claims."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join

from claims.admin.newsroom import WithStatus, attach_status
from claims.domain.vocabulary import (
    Status,
)
from claims.models import Claim, ClaimRelation, DeclaredInterest, Event, StatusRecord
from claims.selectors.sentences import reading_of
from claims.selectors.suggestions import suggestions
from claims.services.claims import record_claim, record_event
from sources.foundation.admin import KeptInline, ServiceAdmin, of
from sources.foundation.domain.roles import Action, Audience
from sources.foundation.permissions import enforce, may_see_internal


@admin.register(Event)
class EventAdmin(ServiceAdmin):
    write_action = Action.RECORD_EVENT
    list_display = ("title", "when", "place", "country")
    list_filter = ("country",)
    search_fields = ("title", "ref", "place")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("ref",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("title",)}

    def carry_out(self, request: HttpRequest, row: Any, formsets: list[Any], **given: Any) -> None:
        record_event(event=row, **given)


class InterestInline(KeptInline):
    """To read: interests and authorities are declared on the desk, by two people."""

    model = DeclaredInterest
    autocomplete_fields = ("source",)
    verbose_name_plural = "declared interests and authorities"


class RelationFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            if self.instance.pk and form.cleaned_data.get("other") == self.instance:
                raise ValidationError("A claim has no relation to itself.")


class RelationInline(KeptInline):
    write_action = Action.RECORD_CLAIM
    model = ClaimRelation
    formset = RelationFormSet
    fk_name = "claim"
    autocomplete_fields = ("other",)
    verbose_name_plural = "relations to other claims"


@admin.register(Claim)
class ClaimAdmin(ServiceAdmin):
    write_action = Action.RECORD_CLAIM
    list_display = ("__str__", "status", "origins", "reasons", "event")
    list_filter = ("event", "kind", "checkability", "visibility", "volatile")
    list_select_related = ("event",)
    search_fields = ("text", "ref", "event__title")
    autocomplete_fields = ("event",)
    inlines = (InterestInline, RelationInline)
    readonly_fields = (
        "status",
        "origins",
        "reasons",
        "explanation",
        "what_would_change_it",
        "evidence",
        "details_now",
        "reads",
        "amended_at",
        "recorded_at",
        "recorded_by",
        "policy",
    )
    fieldsets = (
        (None, {"fields": ("ref", "text", "event", "kind", "checkability", "visibility")}),
        (
            "Inside a sentence (proposed from its words where this is empty)",
            {"fields": ("clause", "clause_past", "language", "reads")},
        ),
        (None, {"fields": ("volatile", "review_by")}),
        (
            "What it amounts to (worked out by the policy; nobody sets it)",
            {
                "fields": (
                    "status",
                    "explanation",
                    "what_would_change_it",
                    "origins",
                    "reasons",
                    "details_now",
                    "evidence",
                )
            },
        ),
        ("Record", {"fields": ("recorded_at", "recorded_by", "amended_at", "policy")}),
    )

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.suggest_view)
        return [path("suggest/", view, name="claims_claim_suggest"), *super().get_urls()]

    def suggest_view(self, request: HttpRequest) -> HttpResponse:
        """Names on record that hold these letters, as the options of a list."""
        enforce(may_see_internal(request.user))
        given = request.GET.get("kind", ""), request.GET.get("q", "")
        found = suggestions(*given, user=request.user)
        return TemplateResponse(request, "claims/_options.html", {"found": found})

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type:
        return WithStatus

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        claim = super().get_object(request, object_id, from_field)
        if claim is not None:
            attach_status([claim])
        return claim

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.readonly_fields, "ref", "visibility") if obj else self.readonly_fields

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new claim is for the newsroom: nothing to choose, and nothing to read yet."""
        if obj is not None:
            return self.fieldsets
        fields = (
            "ref",
            "text",
            "clause",
            "clause_past",
            "language",
            "event",
            "kind",
            "checkability",
            "volatile",
            "review_by",
        )
        return ((None, {"fields": fields}),)

    def carry_out(self, request: HttpRequest, row: Any, formsets: list[Any], **given: Any) -> None:
        record_claim(
            claim=row,
            relations=_saved(of(formsets, ClaimRelation)),
            **given,
        )

    @admin.display(description="it reads")
    def reads(self, claim: Claim) -> str:
        return format_html_join("", "<p>{}</p>", ((each,) for each in reading_of(claim)))

    @admin.display(description="status")
    def status(self, claim: Claim) -> str:
        """What the newsroom sees, and what the public sees where that is something else."""
        inside, outside = (
            _label(_now(claim, each)) for each in (Audience.INTERNAL, Audience.PUBLIC)
        )
        return inside if inside == outside else f"{inside} (public: {outside})"

    @admin.display(description="origins")
    def origins(self, claim: Claim) -> str:
        record = _now(claim, Audience.INTERNAL)
        if record is None:
            return "–"
        said = record.assessment
        return f"{said['support_origins']} for, {said['denying_origins']} against"

    @admin.display(description="reasons")
    def reasons(self, claim: Claim) -> str:
        record = _now(claim, Audience.INTERNAL)
        codes = record.assessment["reasons"] if record else []
        return ", ".join(code.replace("_", " ") for code in codes) or "–"

    @admin.display(description="explanation")
    def explanation(self, claim: Claim) -> str:
        record = _now(claim, Audience.INTERNAL)
        return record.assessment["explanation"] if record else "–"

    @admin.display(description="what would change it")
    def what_would_change_it(self, claim: Claim) -> str:
        record = _now(claim, Audience.INTERNAL)
        return record.assessment["next"] if record else "–"

    @admin.display(description="details")
    def details_now(self, claim: Claim) -> str:
        record = _now(claim, Audience.INTERNAL)
        states = record.details if record else {}
        rows = [
            (reverse("admin:claims_detail_change", args=[row.pk]), row.question, _said(row, states))
            for row in claim.details.all()
        ]
        return _listed('<a href="{}">{}</a>: {}', rows)

    @admin.display(description="who says so")
    def evidence(self, claim: Claim) -> str:
        rows = [
            (
                reverse("admin:claims_attribution_change", args=[row.pk]),
                row.speaker,
                row.stance.replace("_", " "),
            )
            for row in claim.attributions.select_related("speaker")
        ]
        return _listed('<a href="{}">{}</a> {}', rows)


def _saved(formset: Any) -> list[Any]:
    return [*formset.new_objects, *(row for row, _ in formset.changed_objects)]


def _now(claim: Claim, audience: Audience) -> StatusRecord | None:
    return getattr(claim, "now", {}).get(audience)


def _label(record: StatusRecord | None) -> str:
    return Status(record.status).label if record else "not on record"


def _said(detail: Any, states: dict[str, Any]) -> str:
    state = states.get(detail.ref)
    return state["state"].replace("_", " ") if state else "–"


def _listed(template: str, rows: list[Any]) -> str:
    if not rows:
        return "–"
    items = format_html_join("", "<li>{}</li>", ((format_html(template, *row),) for row in rows))
    return format_html("<ul>{}</ul>", items)
