"""Sources and documents in the admin. Forms only: the services check and write."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from sources.domain import records
from sources.domain.vocabulary import SourceKind
from sources.foundation.admin import KeptInline, ReadOnlyAdmin, ServiceAdmin, of
from sources.foundation.domain.roles import Action, Channel
from sources.foundation.permissions import actor_of, may_user
from sources.models import Affiliation, Alias, Document, Snapshot, Source
from sources.selectors.records import all_sources
from sources.services.documents import record_document, retract_document
from sources.services.sources import check_for_cycles, record_source


class AliasInline(KeptInline):
    write_action = Action.RECORD_SOURCE
    model = Alias
    can_delete = True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)


class AffiliationFormSet(forms.BaseInlineFormSet):
    """New affiliations, looked at together with the control that the form proposes."""

    def clean(self) -> None:
        super().clean()
        source = self.instance
        sources = all_sources()
        ref = source.ref or "\x00new"
        known = sources.get(ref)
        added = [
            records.Affiliation.model_construct(
                to=form.cleaned_data["to"].ref,
                from_=form.cleaned_data.get("begins"),
                until=form.cleaned_data.get("until"),
            )
            for form in self.extra_forms
            if form.has_changed() and form.cleaned_data.get("to")
        ]
        sources[ref] = records.Source.model_construct(
            kind=SourceKind.UNKNOWN,  # which makes no difference here
            name=source.name,
            parent=source.parent.ref if source.parent else None,
            affiliations=(*(known.affiliations if known else ()), *added),
        )
        check_for_cycles(sources)


class AffiliationInline(KeptInline):
    write_action = Action.RECORD_SOURCE
    model = Affiliation
    fk_name = "source"
    formset = AffiliationFormSet
    autocomplete_fields = ("to",)
    fields = ("to", "role", "capacity", "begins", "until")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # history: a later row with the same beginning corrects an earlier one


class SourceForm(forms.ModelForm):
    def clean_parent(self) -> Source | None:
        """A circle that the new parent closes is reported where it was chosen."""
        parent = self.cleaned_data["parent"]
        sources = all_sources()
        if parent is not None and self.instance.ref in sources:
            changed = {"parent": parent.ref}
            sources[self.instance.ref] = sources[self.instance.ref].model_copy(update=changed)
            check_for_cycles(sources)
        return parent


@admin.register(Source)
class SourceAdmin(ServiceAdmin):
    write_action = Action.RECORD_SOURCE
    form = SourceForm
    list_display = ("name", "ref", "kind", "country", "parent", "newsgatherer")
    list_filter = ("kind", "newsgatherer", "country")
    list_select_related = ("parent",)
    search_fields = ("name", "ref", "aliases__name")
    autocomplete_fields = ("parent",)
    inlines = (AliasInline, AffiliationInline)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("ref",) if obj else ()

    def carry_out(self, request: HttpRequest, row: Any, formsets: list[Any], **given: Any) -> None:
        affiliations = of(formsets, Affiliation)
        kept = [
            form.cleaned_data["name"]
            for form in of(formsets, Alias).forms
            if form.cleaned_data.get("name") and not form.cleaned_data.get("DELETE")
        ]
        record_source(source=row, aliases=kept, affiliations=affiliations.new_objects, **given)


class SnapshotInline(KeptInline):
    model = Snapshot
    fields = readonly_fields = ("captured_at", "captured_how", "media_type", "sha256")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Document)
class DocumentAdmin(ServiceAdmin):
    write_action = Action.RECORD_DOCUMENT
    list_display = ("__str__", "ref", "publisher", "published", "embargoed_until", "stands")
    list_filter = ("signal", "type", "language", "published")
    list_select_related = ("publisher",)
    search_fields = ("title", "ref", "url", "publisher__name")
    autocomplete_fields = ("publisher", "supersedes")
    readonly_fields = ("retracted_at",)
    inlines = (SnapshotInline,)
    actions = ("note_retraction",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("ref", "retracted_at") if obj else ("retracted_at",)

    @admin.display(boolean=True)
    def stands(self, document: Document) -> bool:
        return document.retracted_at is None

    def has_retract_permission(self, request: HttpRequest) -> bool:
        return bool(may_user(request.user, Action.RETRACT_DOCUMENT))

    @admin.action(description="Note that the publisher retracted these", permissions=["retract"])
    def note_retraction(self, request: HttpRequest, documents: QuerySet) -> None:
        at, by = timezone.now(), actor_of(request.user, Channel.ADMIN)
        for document in documents:
            retract_document(document=document, by=by, at=at)
        messages.success(request, "Noted. Every claim that rests on them has been settled anew.")

    def carry_out(self, request: HttpRequest, row: Any, formsets: list[Any], **given: Any) -> None:
        record_document(document=row, **given)


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    list_display = ("document", "captured_at", "captured_how", "media_type")
    list_select_related = ("document",)
    search_fields = ("document__title", "document__ref", "sha256")
