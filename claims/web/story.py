"""The story that somebody is writing: where what they copy will be printed. Kept with their
session, so that a copy is one key."""

from typing import Any

from django import forms
from django.http import HttpRequest

from claims.services.citations import Place
from sources.foundation.domain import shapes

_KEPT = "story"


class StoryForm(forms.Form):
    """Where it will be printed, and whom to warn."""

    headline = forms.CharField(
        max_length=shapes.LINE_LENGTH, required=False, help_text="or its working title"
    )
    url = forms.URLField(
        max_length=shapes.URL_LENGTH,
        required=False,
        label="Address",
        assume_scheme="https",
        help_text="where it will be read, if that is known",
    )
    desk = forms.CharField(max_length=shapes.LINE_LENGTH, required=False)
    contact = forms.EmailField(
        max_length=shapes.LINE_LENGTH, required=False, label="E-mail to warn"
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not (given.get("headline") or given.get("url")) and not self.errors:
            self.add_error("headline", "Say where it is printed: a headline or an address.")
        return given


def story_of(request: HttpRequest) -> Place | None:
    """The story that this person is writing, if they said which."""
    kept = request.session.get(_KEPT) if request.user.is_authenticated else None
    return Place(**kept) if kept else None


def keep_story(request: HttpRequest, given: dict[str, str] | None) -> None:
    if given is None:
        request.session.pop(_KEPT, None)
        return
    names = ("headline", "url", "desk", "contact")
    request.session[_KEPT] = {"system": "pages", **{name: given.get(name, "") for name in names}}
