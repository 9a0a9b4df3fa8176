"""Accounts and roles in the admin: for administrators, who have no other power."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from reviews.selectors.history import moments_of
from reviews.services.accounts import (
    GROUPS,
    account_chain,
    keep_account,
)
from sources.foundation.domain.roles import Channel, Role, folded
from sources.foundation.permissions import actor_of, may_manage_accounts

admin.site.unregister(Group)  # the roles are what they are
admin.site.unregister(User)


class Roles(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        roles = Group.objects.filter(name__in=GROUPS).order_by("pk")
        super().__init__(roles, required=False, label="Roles", **kwargs)


class AccountForm(forms.ModelForm):
    groups = Roles()


class NewAccountForm(AdminUserCreationForm):
    groups = Roles()
    email = forms.EmailField(required=False)
    usable_password = forms.ChoiceField(
        label="For",
        required=False,
        initial="true",
        choices=(("true", "a person, with a password"), ("false", "a program, with tokens")),
        widget=forms.RadioSelect(attrs={"class": "radiolist inline"}),
        help_text="A program signs in with tokens, which are issued once it has an account and a "
        "role. It never signs in to these pages.",
    )

    def clean_username(self) -> str:
        name = self.cleaned_data["username"]
        if folded(name) in {
            folded(each) for each in User.objects.values_list("username", flat=True)
        }:
            raise ValidationError("Somebody has this name, but perhaps for capitals.")
        return str(name)


@admin.register(User)
class AccountAdmin(UserAdmin):
    form = AccountForm
    add_form = NewAccountForm
    list_display = ("username", "email", "roles", "is_active", "last_login")
    list_filter = ("groups", "is_active")
    search_fields = ("username", "email")
    filter_horizontal = ()
    actions = None
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (None, {"fields": ("email", "is_active", "groups")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    "username", "email", "usable_password", "password1", "password2", "groups",
                )
            },
        ),
    )  # fmt: skip
    object_history_template = "reviews/account_history.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="roles")
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all()) or "–"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is None:
            return ()
        own = obj.pk == request.user.pk
        return ("username", "groups", "is_active") if own else ("username",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(may_manage_accounts(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(may_manage_accounts(request.user))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(may_manage_accounts(request.user))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(may_manage_accounts(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # what was signed with a name bears it; an account is switched off

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Left to `save_related`, where the roles are known as well."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        user = form.instance
        if "groups" in form.cleaned_data:
            names = [group.name for group in form.cleaned_data["groups"]]
        else:
            names = list(user.groups.values_list("name", flat=True))
        by = actor_of(request.user, Channel.ADMIN)
        keep_account(user=user, roles=[Role(name) for name in names], by=by, at=timezone.now())

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Forms refuse first; this is for what another person changed in the meantime."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (ValidationError, IntegrityError) as error:
            why = " ".join(getattr(error, "messages", ["Somebody has this name."]))
            messages.error(request, f"Nothing was saved: {why}")
            return HttpResponseRedirect(request.get_full_path())

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """What was done to the account, its tokens among it, from whatever side."""
        user = self.get_object(request, object_id)
        moments = moments_of(account_chain(user), limit=None) if user else []
        return super().history_view(request, object_id, {"moments": moments})

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> Any:
        return admin.ModelAdmin.response_add(self, request, obj, post_url_continue)
