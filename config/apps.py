"""What happens once, when the project starts and after each migration."""

from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import Tags, register
from django.db import connections
from django.db.models.signals import post_migrate


class SecondSourceConfig(AppConfig):
    name = "config"
    label = "second_source"
    verbose_name = "Second Source"

    def ready(self) -> None:
        from config import checks

        register(checks.settings_can_be_read, "settings")
        register(checks.settings_can_serve, "settings", deploy=True)
        register(checks.history_is_sealed, Tags.database)
        # SQLite drops a table's triggers whenever a migration remakes it, so they are made anew
        # after each migration and not by one.
        post_migrate.connect(seal_history, dispatch_uid="seal_history")
        post_migrate.connect(prepare_search, dispatch_uid="prepare_search")


def seal_history(*, app_config: AppConfig, using: str, **_: Any) -> None:
    from sources.foundation.engine import seals
    from sources.foundation.models import AppendOnly

    connection = connections[using]
    tables = set(connection.introspection.table_names())
    models = [
        model
        for model in apps.get_models()
        if issubclass(model, AppendOnly) and model._meta.app_label == app_config.label
    ]
    if models:
        seals.prepare_sealing(connection)
    for model in models:
        if model._meta.db_table in tables:
            seals.seal(connection, model)


def prepare_search(*, app_config: AppConfig, using: str, **_: Any) -> None:
    from sources.foundation.engine import search

    connection = connections[using]
    tables = set(connection.introspection.table_names())
    for model in app_config.get_models():
        if hasattr(model, "searched") and model._meta.db_table in tables:
            search.prepare_search(connection, model)
