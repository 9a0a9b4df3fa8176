"""What several tables hold their columns to: vocabulary, presence, shape."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, CheckConstraint, Model, Q, TextField
from pydantic import TypeAdapter
from pydantic import ValidationError as ShapeError

from sources.foundation.domain.expectations import expectation


def one_of(
    field: str, choices: Iterable[StrEnum], *, blank: bool = False, name: str = ""
) -> CheckConstraint:
    """The column holds one of the words of its vocabulary and nothing else; `name` where the
    constraint was called otherwise before the field was."""
    values = [choice.value for choice in choices]
    return CheckConstraint(
        condition=Q(**{f"{field}__in": [*values, ""] if blank else values}),
        name=name or f"%(app_label)s_%(class)s_{field}_known",
        violation_error_message=f"{field} must be one of: {', '.join(values)}.",
    )


def given(field: str) -> CheckConstraint:
    """The column is not empty."""
    return CheckConstraint(
        condition=~Q(**{field: ""}),
        name=f"%(app_label)s_%(class)s_{field}_given",
        violation_error_message=f"{field} must not be empty.",
    )


def check_shapes(row: Model, shapes: Mapping[str, Any]) -> None:
    """Raise ValidationError for columns that do not have the shape that the format gives them."""
    faults: dict[str, list[str]] = {}
    for column, shape in shapes.items():
        value = getattr(row, column)
        if value in ("", None):
            continue
        try:
            TypeAdapter(shape).validate_python(value)
        except ShapeError as error:
            faults[column] = [
                f"{'.'.join(map(str, each['loc']))}: expected {expectation(each)}".removeprefix(
                    ": "
                )
                for each in error.errors(include_url=False)
            ]
    if faults:
        raise ValidationError(faults)


def refuse_blank(row: Model) -> None:
    """Raise ValidationError for text that has to be there and is nothing but blanks."""
    faults = {
        column.name: "This is blank."
        for column in row._meta.concrete_fields
        if isinstance(column, CharField | TextField)
        and not column.blank
        and isinstance(text := getattr(row, column.attname), str)
        and text
        and not text.strip()
    }
    if faults:
        raise ValidationError(faults)


def choices(words: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """A vocabulary as choices for a form."""
    return [(word.value, word.value.replace("_", " ")) for word in words]
