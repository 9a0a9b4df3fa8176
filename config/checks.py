"""System checks: settings that explain what is wrong with them, and history that is guarded."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import DatabaseError, connections

from sources.foundation.engine import seals


def settings_can_be_read(**_: Any) -> list[CheckMessage]:
    """A setting that cannot be read stops everything: it would have been replaced by a guess."""
    return [
        Error(fault, hint=hint, id="second_source.E001") for fault, hint in settings.SETTINGS_FAULTS
    ]


def settings_can_serve(**_: Any) -> list[CheckMessage]:
    """What a server needs and a command does not; an error for `check --deploy` and the server."""
    return [
        Error(fault, hint=hint, id="second_source.E003") for fault, hint in settings.SERVING_FAULTS
    ]


def history_is_sealed(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Every append-only table has the triggers that keep it so."""
    from sources.foundation.models import AppendOnly

    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        try:
            tables = set(connection.introspection.table_names())
        except DatabaseError:
            continue  # Django's own checks say why the database cannot be reached
        for model in apps.get_models():
            if issubclass(model, AppendOnly) and model._meta.db_table in tables:
                found += [
                    Error(
                        f"The trigger {name} is missing: history could be rewritten.",
                        hint="Run `python manage.py migrate`, and find out who removed it.",
                        obj=model,
                        id="second_source.E002",
                    )
                    for name in seals.missing_seals(connection, model)
                ]
    return found
