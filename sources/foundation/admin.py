"""How every admin of this project behaves: it shows, and lets the services do.

No admin writes a model itself. What a form holds is handed to a service, which checks, writes and
settles; a refusal comes back as an error of the form. Nothing is deleted here.
"""

import json
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from sources.foundation.domain.roles import Action, Channel
from sources.foundation.permissions import actor_of, may_see_internal, may_user


class BoundedDecoder(json.JSONDecoder):
    """JSON from a form: nested too deeply, it is invalid rather than an error of the server."""

    def decode(self, text: str, *args: Any) -> Any:
        try:
            found = super().decode(text, *args)
            json.dumps(found, ensure_ascii=False).encode()
        except json.JSONDecodeError:
            raise
        except (RecursionError, ValueError):
            raise json.JSONDecodeError("No database holds this", text[:20], 0) from None
        return found


class Newsroom:
    """For an admin of internal material: what `domain/roles.py` says, and nothing else.

    Django's own permissions are not asked, so that a superuser has no more power over the record
    than any other account without a role.
    """

    write_action: Action | None = (
        None  # what adding or changing a row is; None: nobody does so here
    )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(may_see_internal(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(may_see_internal(request.user))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def _may(self, request: HttpRequest) -> bool:
        return self.write_action is not None and bool(may_user(request.user, self.write_action))


class ServiceAdmin(Newsroom, admin.ModelAdmin):  # type: ignore[type-arg]  # takes none when it runs
    """An admin whose form is carried out by `carry_out`."""

    list_per_page = 50
    show_full_result_count = False
    formfield_overrides: ClassVar = {
        models.JSONField: {"decoder": BoundedDecoder},
        models.URLField: {"assume_scheme": "https"},
    }

    def carry_out(self, request: HttpRequest, row: Any, formsets: list[Any], **given: Any) -> None:
        """Call the service that keeps this row and the rows of its inlines."""
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Left to `save_related`, where the inlines are known as well."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        for formset in formsets:
            formset.save(commit=False)  # fills the lists from which the log entry is made
        if change:
            _keep_what_was_not_touched(form)
        self.carry_out(
            request,
            form.instance,
            formsets,
            by=actor_of(request.user, Channel.ADMIN),
            at=timezone.now(),
        )

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Back to the page that led here, if it is one of ours."""
        back = request.GET.get("back", "")
        if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
            return HttpResponseRedirect(back)
        return super().response_post_save_change(request, obj)

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


def of(formsets: list[Any], model: type[Model]) -> Any:
    """The formset of this model; whoever may not edit all of a record may not save it."""
    for formset in formsets:
        if formset.model is model:
            return formset
    kind = model._meta.verbose_name_plural
    raise PermissionDenied(f"Saving this needs the permission to change its {kind} as well.")


def _keep_what_was_not_touched(form: Any) -> None:
    """Widgets drop what they cannot show, such as fractions of a second: put it back."""
    row = form.instance
    stored = type(row)._default_manager.get(pk=row.pk)
    for name in set(form.fields) - set(form.changed_data):
        setattr(row, name, getattr(stored, name))


class ReadOnlyAdmin(Newsroom, admin.ModelAdmin):  # type: ignore[type-arg]  # takes none when it runs
    """An admin of what nobody changes by hand: history, and what the policy writes."""

    list_per_page = 50
    show_full_result_count = False
    actions = None


class KeptInline(Newsroom, admin.TabularInline):  # type: ignore[type-arg]  # takes none when it runs
    """Rows that belong to another one; they can be added and corrected, not deleted."""

    extra = 0
    can_delete = False
