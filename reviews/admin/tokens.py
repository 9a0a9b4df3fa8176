"""Tokens in the admin: for administrators, and shown once."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from reviews.models import Token
from reviews.services.tokens import LONGEST, issue_token, revoke_token
from sources.foundation.domain.roles import Channel
from sources.foundation.permissions import actor_of, may_manage_accounts


class TokenForm(forms.ModelForm):
    days = forms.IntegerField(
        min_value=1, max_value=LONGEST, initial=365, help_text="after which it expires"
    )

    class Meta:
        model = Token
        fields = ("user", "purpose", "days")
        labels = {"user": "Service account"}
        help_texts = {"user": "an account without a password, with the role it needs"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programs = User.objects.filter(
            password__startswith=UNUSABLE_PASSWORD_PREFIX, is_active=True, groups__isnull=False
        )
        self.fields["user"].queryset = programs.distinct()  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The service makes the row, and checks it."""


@admin.register(Token)
class TokenAdmin(admin.ModelAdmin):
    form = TokenForm
    list_display = ("name", "user", "purpose", "issued_by", "created", "expiry")
    list_display_links = None
    list_select_related = ("user",)
    search_fields = ("user__username", "purpose")
    actions = ("revoke",)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        found = super().get_actions(request)
        found.pop("delete_selected", None)
        return found

    @admin.action(description="Revoke the selected tokens", permissions=["add"])
    def revoke(self, request: HttpRequest, tokens: QuerySet) -> None:
        for token in tokens.select_related("user"):
            revoke_token(token=token, by=actor_of(request.user, Channel.ADMIN), at=timezone.now())
            messages.success(request, f"{token.name} is refused from now on.")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        given = form.cleaned_data
        token, text = issue_token(
            account=given["user"],
            purpose=given["purpose"],
            days=given["days"],
            by=actor_of(request.user, Channel.ADMIN),
            at=timezone.now(),
        )
        vars(obj).update(vars(token))
        vars(request)["_issued"] = text

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: Any = None
    ) -> HttpResponse:
        """Shown on this page only; not in a message, which would be kept in a cookie."""
        context = {
            **self.admin_site.each_context(request),
            "title": "A new token",
            "opts": self.opts,
            "token": obj,
            "text": vars(request)["_issued"],
        }
        response = TemplateResponse(request, "reviews/token.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().add_view(request, *args, **kwargs)
        except ValidationError as error:
            messages.error(request, f"No token was issued: {' '.join(error.messages)}")
            return self.response_post_save_add(request, None)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(may_manage_accounts(request.user))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(may_manage_accounts(request.user))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(may_manage_accounts(request.user))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def history_view(self, *_: Any, **__: Any) -> HttpResponse:
        """An account's history is what tells of its tokens."""
        raise Http404

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
