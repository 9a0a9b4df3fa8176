"""Attributions with their chain, details, and the answers to them."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from claims.domain.vocabulary import Basis
from claims.models import Attribution, Detail, DetailValue, Sighting
from claims.services.details import check_detail, record_detail
from claims.services.statements import (
    SightingInput,
    check_answer,
    check_sightings,
    check_statement,
    record_attribution,
    record_detail_value,
)
from sources.foundation.admin import Newsroom, ServiceAdmin, of
from sources.foundation.constraints import choices
from sources.foundation.domain.roles import Action
from sources.models import Document, Source


class Refs(forms.CharField):
    """Several records by their ids, one a line, in the order given."""

    widget = forms.Textarea(attrs={"rows": 2, "cols": 40})

    def __init__(self, model: Any, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.model = model

    def clean(self, value: Any) -> list[Any]:
        refs = [ref.strip() for ref in super().clean(value).splitlines() if ref.strip()]
        found = self.model.objects.in_bulk(refs, field_name="ref")
        unknown = [ref for ref in refs if ref not in found]
        if unknown:
            kind = self.model._meta.verbose_name
            raise ValidationError(f"There is no {kind} with the id {', '.join(unknown)}.")
        return [found[ref] for ref in refs]


class CheckedForm(forms.ModelForm):
    """A form whose row is looked at as a whole, by the service that will keep it."""

    def check_row(self, row: Any) -> None:
        raise NotImplementedError

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            try:
                self.check_row(self.instance)
            except ValidationError as error:
                self.add_error(None, error)


class StatementForm(CheckedForm):
    basis = forms.ChoiceField(
        required=False, choices=[("", "asked where it matters"), *choices(Basis)]
    )

    def check_row(self, row: Any) -> None:
        check_statement(row, at=timezone.now())


class SightingForm(forms.ModelForm):
    via = Refs(
        Source,
        label="Via",
        help_text=(
            "ids of the relays between the speaker and the document, nearest the speaker first, "
            "one a line; without the document's own publisher"
        ),
    )
    via_documents = Refs(
        Document, label="Relayed documents", help_text="ids of the documents that this one relays"
    )

    class Meta:
        model = Sighting
        fields = (
            "document",
            "via",
            "via_documents",
            "attestation",
            "stance",
            "quote",
            "language",
            "translation",
        )
        widgets = {
            "quote": forms.Textarea({"rows": 2, "cols": 40}),
            "translation": forms.Textarea({"rows": 2, "cols": 40}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["via"] = "\n".join(h.source.ref for h in self.instance.hops.all())
            self.initial["via_documents"] = "\n".join(
                each.document.ref for each in self.instance.relayed.all()
            )


class SightingFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        if any(self.errors) or self.instance.speaker_id is None:
            return
        check_sightings(self.instance, self.sighted())

    def sighted(self) -> list[SightingInput]:
        return [
            SightingInput(
                form.instance,
                form.cleaned_data.get("via", ()),
                form.cleaned_data.get("via_documents", ()),
            )
            for form in self.forms
            if form.cleaned_data
        ]


class SightingInline(Newsroom, admin.StackedInline):
    extra = 0
    can_delete = False
    model = Sighting
    form = SightingForm
    formset = SightingFormSet
    autocomplete_fields = ("document",)
    min_num = 1
    validate_min = True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        chain = ("hops__source", "relayed__document")
        return super().get_queryset(request).select_related("document").prefetch_related(*chain)


class AttributionSightings(SightingInline):
    write_action = Action.RECORD_ATTRIBUTION
    fk_name = "attribution"


class AnswerSightings(SightingInline):
    write_action = Action.RECORD_ANSWER
    fk_name = "detail_value"


PROVENANCE = (
    ("How it can be printed", ("naming", "holder", "ground_rules", "attribution_as", "cue")),
    ("How the speaker knows", ("basis", "evidence_key")),
    (
        "Taken back (a note takes effect at once), or discounted by two people on the desk",
        ("withdrawn_note", "withdrawn_at", "discount_reason", "discounted_at"),
    ),
    ("Record", ("ref", "note", "recorded_at", "recorded_by")),
)


class StatementAdmin(ServiceAdmin):
    """What attributions and answers have in common: a speaker, and a chain to us."""

    own_fields: Sequence[str] = ()
    stays: Sequence[str] = ()  # what it belongs to, which never changes
    formfield_overrides: ClassVar = {
        **ServiceAdmin.formfield_overrides,
        models.TextField: {"widget": forms.Textarea({"rows": 2, "cols": 70})},
    }

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str | list[str]]:
        return {"basis": "", **super().get_changeform_initial_data(request)}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        own = (None, {"fields": (*self.own_fields, "said_at")})
        return [own, *((title, {"fields": fields}) for title, fields in PROVENANCE)]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        sightings = Sighting.objects.select_related("document__publisher").prefetch_related(
            "hops__source"
        )
        return super().get_queryset(request).prefetch_related(Prefetch("sightings", sightings))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        moments = (
            "withdrawn_at", "discount_reason", "discounted_at", "recorded_at", "recorded_by",
        )  # fmt: skip
        return (*self.stays, "ref", *moments) if obj else moments

    @admin.display(description="chain")
    def chain(self, statement: Any) -> str:
        return "; ".join(_chain(statement, each) for each in statement.sightings.all()) or "–"


def _chain(statement: Any, sighting: Sighting) -> str:
    """Speaker → relays → where it stands written."""
    relays = [str(hop.source) for hop in sighting.hops.all()]
    publisher = sighting.document.publisher
    last = "its own document" if publisher == statement.speaker else str(publisher)
    return " → ".join([str(statement.speaker), *relays, last])


@admin.register(Attribution)
class AttributionAdmin(StatementAdmin):
    write_action = Action.RECORD_ATTRIBUTION
    form = StatementForm
    list_display = ("speaker", "stance", "claim", "chain", "said_at")
    list_filter = ("stance", "naming", "ground_rules", "basis")
    list_select_related = ("speaker", "claim")
    search_fields = ("ref", "speaker__name", "claim__text", "claim__ref", "cue")
    autocomplete_fields = ("claim", "speaker")
    own_fields = ("claim", "speaker", "stance")
    stays = ("claim",)
    inlines = (AttributionSightings,)

    def carry_out(self, request: HttpRequest, row: Any, formsets: list[Any], **given: Any) -> None:
        record_attribution(attribution=row, sightings=of(formsets, Sighting).sighted(), **given)


class DetailForm(CheckedForm):
    def check_row(self, row: Any) -> None:
        check_detail(row)


@admin.register(Detail)
class DetailAdmin(ServiceAdmin):
    write_action = Action.RECORD_DETAIL
    form = DetailForm
    list_display = ("question", "claim", "type", "unit", "cumulative")
    list_filter = ("type", "cumulative")
    list_select_related = ("claim",)
    search_fields = ("question", "ref", "claim__text", "claim__ref")
    autocomplete_fields = ("claim",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        recorded = ("recorded_at", "recorded_by")
        return ("claim", "ref", *recorded) if obj else recorded

    def carry_out(self, request: HttpRequest, row: Any, formsets: list[Any], **given: Any) -> None:
        record_detail(detail=row, **given)


class DetailValueForm(StatementForm):
    def check_row(self, row: Any) -> None:
        super().check_row(row)
        check_answer(row)


@admin.register(DetailValue)
class DetailValueAdmin(StatementAdmin):
    write_action = Action.RECORD_ANSWER
    form = DetailValueForm
    list_display = ("detail", "speaker", "knowledge", "answer", "chain", "said_at")
    list_filter = ("knowledge", "naming", "ground_rules")
    list_select_related = ("speaker", "detail")
    search_fields = ("ref", "speaker__name", "detail__question", "detail__claim__ref")
    autocomplete_fields = ("detail", "speaker")
    own_fields = ("detail", "speaker", "knowledge", "value", "quote")
    stays = ("detail",)
    inlines = (AnswerSightings,)

    @admin.display(description="value")
    def answer(self, detail_value: DetailValue) -> str:
        parts = (detail_value.value or {}).items()
        return ", ".join(str(part) if name == "value" else f"{name} {part}" for name, part in parts)

    def carry_out(self, request: HttpRequest, row: Any, formsets: list[Any], **given: Any) -> None:
        record_detail_value(detail_value=row, sightings=of(formsets, Sighting).sighted(), **given)
