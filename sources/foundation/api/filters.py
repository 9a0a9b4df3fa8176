"""What lists can be narrowed by, with what each filter is for.

A filter set is declared once: it checks what is asked, names what would have been allowed, and is
shown in the documentation.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

from sources.foundation.api.openapi import MOMENT, Parameter, words
from sources.foundation.api.params import MOST_VALUES
from sources.foundation.api.problems import bad_parameters, parameter_error
from sources.foundation.domain.moments import read_moment
from sources.foundation.domain.shapes import is_ref

SPEECH = {"type": "string"}


class _MomentField(forms.Field):
    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            return read_moment(value)
        except ValueError as error:
            raise ValidationError(str(error)) from None


class _RefField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not is_ref(value):
            raise ValidationError("an id: 1 to 200 characters, without control characters")


class _YesField(forms.Field):
    def to_python(self, value: Any) -> bool | None:
        if value in self.empty_values:
            return None
        if value not in ("true", "false"):
            raise ValidationError("true or false")
        return bool(value == "true")


def a_ref(about: str, **given: Any) -> Any:
    """By the id of something."""
    return _filter(_RefField, about, SPEECH, **given)


class _RefsField(forms.Field):
    """Several ids: the parameter may be given more than once."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[str]:
        refs = list(value or [])
        if len(refs) > MOST_VALUES:
            raise ValidationError(f"at most {MOST_VALUES:,} of them")
        return [_RefField(required=False).clean(ref) for ref in refs]


def many_refs(about: str, **given: Any) -> Any:
    """By the id of something, or of any of several things."""
    made = _filter(_RefsField, about, SPEECH, lookup_expr="in", **given)
    made.several = True
    return made


def a_moment(about: str, **given: Any) -> Any:
    return _filter(_MomentField, about, MOMENT, **given)


def a_yes(about: str, **given: Any) -> Any:
    return _filter(_YesField, about, {"type": "boolean"}, **given)


def a_text(about: str, **given: Any) -> Any:
    return _filter(forms.CharField, about, SPEECH, **given)


def a_word(about: str, allowed: Iterable[StrEnum], **given: Any) -> Any:
    return _chosen(django_filters.ChoiceFilter, about, allowed, **given)


def words_of(about: str, allowed: Iterable[StrEnum], **given: Any) -> Any:
    """One of several: the parameter may be given more than once."""
    # What is compared is of the row or of what it has one of, so no row comes twice.
    return _chosen(
        django_filters.MultipleChoiceFilter, about, allowed, **{"distinct": False, **given}
    )


def _filter(field: Any, about: str, schema: dict[str, Any], **given: Any) -> Any:
    made = type("Filter", (django_filters.Filter,), {"field_class": field})(**given)
    made.about, made.described_as = about, schema
    return made


def _chosen(kind: Any, about: str, allowed: Iterable[StrEnum], **given: Any) -> Any:
    codes = [each.value for each in allowed]
    made = kind(choices=[(code, code) for code in codes], **given)
    made.about, made.described_as = about, words(codes)
    made.several = kind is django_filters.MultipleChoiceFilter
    return made


class Filters(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """The filters of one list. `user` and `as_of` say through whose eyes and when: what a filter
    looks at has to be visible to them as well. `account` is who asks, whatever they asked to see.
    """

    def __init__(
        self, data: QueryDict, queryset: QuerySet[Any], *, user: Any, account: Any, as_of: datetime
    ) -> None:
        super().__init__(data, queryset)
        self.user, self.account, self.as_of = user, account, as_of

    @classmethod
    def parameters(cls) -> list[Parameter]:
        return [
            Parameter(
                name,
                each.about,
                each.described_as,
                several=getattr(each, "several", False),
            )
            for name, each in cls.base_filters.items()
        ]

    def narrowed(self) -> QuerySet[Any]:
        """The rows that pass; a refusal that names every parameter that is not right."""
        if not self.is_valid():
            errors = [
                parameter_error(name, self.data.get(name), *self._expected(name, messages))
                for name, messages in self.errors.items()
            ]
            raise bad_parameters(errors)
        empty = [name for name in self.filters if name in self.data and self.data.get(name) == ""]
        if empty:
            raise bad_parameters([parameter_error(name, "", "a value") for name in empty])
        found: QuerySet[Any] = self.qs
        return found

    def _expected(self, name: str, messages: Any) -> tuple[str, list[str] | None]:
        allowed = self.filters[name].described_as.get("enum")
        if allowed:
            return f"one of: {', '.join(allowed)}", allowed
        return " ".join(messages), None


Method = Callable[[Any, QuerySet[Any], str, Any], QuerySet[Any]]
