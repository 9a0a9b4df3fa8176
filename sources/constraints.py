"""Database constraints that several tables share, by name."""

from collections.abc import Iterable
from enum import StrEnum

from django.db.models import CheckConstraint, Q


def one_of(field: str, choices: Iterable[StrEnum], *, blank: bool = False) -> CheckConstraint:
    """The column holds one of the words of its vocabulary and nothing else."""
    values = [choice.value for choice in choices]
    return CheckConstraint(
        condition=Q(**{f"{field}__in": [*values, ""] if blank else values}),
        name=f"%(app_label)s_%(class)s_{field}_known",
        violation_error_message=f"{field} must be one of: {', '.join(values)}.",
    )


def given(field: str) -> CheckConstraint:
    """The column is not empty."""
    return CheckConstraint(
        condition=~Q(**{field: ""}),
        name=f"%(app_label)s_%(class)s_{field}_given",
        violation_error_message=f"{field} must not be empty.",
    )


def choices(words: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """A vocabulary as choices for a form."""
    return [(word.value, word.value.replace("_", " ")) for word in words]
