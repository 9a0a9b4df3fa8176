"""How every admin of this project behaves: it shows, and lets the services do.

No admin writes a model itself. What a form holds is handed to a service, which checks, writes and
settles; a refusal comes back as an error of the form. Nothing is deleted here.
"""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone


class ServiceAdmin(admin.ModelAdmin):
    """An admin whose form is carried out by `carry_out`."""

    list_per_page = 50
    show_full_result_count = False

    def carry_out(self, request: HttpRequest, row: Any, formsets: list[Any], **given: Any) -> None:
        """Call the service that keeps this row and the rows of its inlines."""
        raise NotImplementedError

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Left to `save_related`, where the inlines are known as well."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        for formset in formsets:
            formset.save(commit=False)  # fills the lists from which the log entry is made
        self.carry_out(
            request, form.instance, formsets, by=request.user.get_username(), at=timezone.now()
        )

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Forms refuse first; this is for what another person changed in the meantime."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as error:
            messages.error(request, f"Nothing was saved: {' '.join(error.messages)}")
            return HttpResponseRedirect(request.get_full_path())


class ReadOnlyAdmin(admin.ModelAdmin):
    """An admin of what nobody changes by hand: history, and what the policy writes."""

    list_per_page = 50
    show_full_result_count = False
    actions = None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class KeptInline(admin.TabularInline):
    """Rows that belong to another one; they can be added and corrected, not deleted."""

    extra = 0
    can_delete = False
