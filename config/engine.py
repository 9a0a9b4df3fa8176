"""The one place that knows how SQLite and PostgreSQL differ.

Locks, the settings of a connection, and triggers that keep append-only tables append-only.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, UniqueConstraint
from environ import Env

SQLITE_OPTIONS = {
    # A writer takes its lock when it begins, so that what it read still holds when it writes.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;"
    ),
}

# Any number does, as long as nothing else on the server uses it.
_RECORD_LOCK = 7_340_011


def database(url: str) -> dict[str, Any]:
    """Django's settings for the database at `url`: sqlite:///path or postgres://…"""
    try:
        settings: dict[str, Any] = dict(Env.db_url_config(url))
    except (ValueError, KeyError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"it cannot be read as a database URL ({error})") from error
    engine = settings.get("ENGINE", "")
    if engine == "django.db.backends.sqlite3" and settings.get("NAME", "") not in ("", ":memory:"):
        # Tests use a file as well: several connections can't share a database in memory.
        return settings | {"OPTIONS": SQLITE_OPTIONS, "TEST": {"NAME": f"{settings['NAME']}.test"}}
    if engine == "django.db.backends.postgresql" and settings.get("NAME"):
        return settings | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    raise ImproperlyConfigured("only sqlite:///path and postgres://user@host/name are supported")


def is_postgresql(using: str = "default") -> bool:
    return connections[using].vendor == "postgresql"


def lock_record(*, alone: bool, using: str = "default") -> None:
    """Hold the record until the transaction ends.

    `alone` keeps every other writer out; without it, writers who also lock their claims may go on
    side by side. On SQLite an IMMEDIATE transaction is alone already.
    """
    if not transaction.get_connection(using).in_atomic_block:
        raise transaction.TransactionManagementError("the record is locked inside a transaction")
    if is_postgresql(using):
        function = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        with connections[using].cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [_RECORD_LOCK])


@contextmanager
def one_moment(using: str = "default") -> Iterator[None]:
    """Read the database as it stands at one moment, while others go on writing."""
    connection = connections[using]
    if connection.in_atomic_block:  # whoever began it chose what it sees
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(using), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        # Not `atomic`: that would take the lock of a writer.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def seal(connection: BaseDatabaseWrapper, model: type[Model]) -> None:
    """Make the table append-only: triggers refuse every other change, raw SQL included."""
    unseal(connection, model)
    with connection.cursor() as cursor:
        for statement in _sealing(connection, model).values():
            cursor.execute(statement)


def unseal(connection: BaseDatabaseWrapper, model: type[Model]) -> None:
    """Take the triggers away again: for tests that empty the database."""
    on = f' ON "{model._meta.db_table}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in _sealing(connection, model):
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')


def missing_seals(connection: BaseDatabaseWrapper, model: type[Model]) -> list[str]:
    """The names of the triggers that should guard the table and do not, or no longer refuse."""
    wanted, table = _sealing(connection, model), model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
                " WHERE tgrelid = to_regclass(%s) AND tgenabled IN ('O', 'A') AND prosrc = ANY(%s)",
                [f'"{table}"', list(_functions().values())],
            )
            present = {name for (name,) in cursor.fetchall()}
        else:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
                [table],
            )
            present = {name for name, sql in cursor.fetchall() if sql == wanted.get(name)}
    return [name for name in wanted if name not in present]


_REFUSE = "refuse_change_of_history"
_REFUSE_UNLESS_ERASED = "refuse_change_unless_erased"

_REFUSAL = (
    " BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME"
    " USING ERRCODE = 'integrity_constraint_violation'; END "
)


def _sealing(connection: BaseDatabaseWrapper, model: type[Model]) -> Mapping[str, str]:
    """Trigger name to the statement that makes it."""
    table = model._meta.db_table
    names = {deed: f"{table}_no_{deed}" for deed in ("update", "delete")}
    erasable = getattr(model, "erasable", None)
    if connection.vendor == "postgresql":
        names["truncate"] = f"{table}_no_truncate"
        statements = {
            name: f'CREATE TRIGGER "{name}" BEFORE {deed.upper()} ON "{table}"'
            f" FOR EACH STATEMENT EXECUTE FUNCTION {_REFUSE}()"
            for deed, name in names.items()
        }
        if erasable:
            statements[names["update"]] = (
                f'CREATE TRIGGER "{names["update"]}" BEFORE UPDATE ON "{table}"'
                f" FOR EACH ROW EXECUTE FUNCTION {_REFUSE_UNLESS_ERASED}()"
            )
        return statements
    refusal = f"SELECT RAISE(ABORT, '{table} is append-only')"
    statements = {
        name: f'CREATE TRIGGER "{name}" BEFORE {deed.upper()} ON "{table}" BEGIN {refusal}; END'
        for deed, name in names.items()
    }
    if erasable:
        statements[names["update"]] = (
            f'CREATE TRIGGER "{names["update"]}" BEFORE UPDATE ON "{table}"'
            f" WHEN NOT ({_only_erases(model)}) BEGIN {refusal}; END"
        )
    # INSERT OR REPLACE deletes what has the same key, and fires no delete trigger unless the
    # connection asks for recursive triggers.
    replace = f"{table}_no_replace"
    statements[replace] = (
        f'CREATE TRIGGER "{replace}" BEFORE INSERT ON "{table}" WHEN EXISTS'
        f' (SELECT 1 FROM "{table}" WHERE {_same_key(model)}) BEGIN {refusal}; END'
    )
    return statements


def _only_erases(model: type[Model]) -> str:
    """That a change empties the erasable column of a row that has a tombstone, and does no more."""
    column, graves, key = vars(model)["erasable"]
    others = [_column(model, each.name) for each in model._meta.concrete_fields]
    same = " AND ".join(f'NEW."{each}" = OLD."{each}"' for each in others if each != column)
    return (
        f"NEW.\"{column}\" = '' AND {same}"
        f' AND EXISTS (SELECT 1 FROM "{graves}" WHERE "{key}" = OLD."id")'
    )


def _same_key(model: type[Model]) -> str:
    """That a row has the primary key or another unique key of the one that is to be inserted."""
    unique = [each.name for each in model._meta.concrete_fields if each.unique]
    keys: list[tuple[str, ...]] = [(_column(model, name),) for name in unique]
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            keys.append(tuple(_column(model, name) for name in constraint.fields))
    return " OR ".join(
        "(" + " AND ".join(f'"{column}" = NEW."{column}"' for column in key) + ")" for key in keys
    )


def _column(model: type[Model], name: str) -> str:
    return str(vars(model._meta.get_field(name))["column"])


def _functions() -> dict[str, str]:
    """What the triggers on PostgreSQL call: name to body."""
    bodies = {_REFUSE: _REFUSAL}
    for model in apps.get_models():
        if getattr(model, "erasable", None):
            bodies[_REFUSE_UNLESS_ERASED] = (
                f" BEGIN IF {_only_erases(model)} THEN RETURN NEW; END IF;"
                + _REFUSAL.removeprefix(" BEGIN")
            )
    return bodies


def prepare_sealing(connection: BaseDatabaseWrapper) -> None:
    """What the triggers need that is not a trigger itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for name, body in _functions().items():
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger"
                    f" AS $${body}$$ LANGUAGE plpgsql"
                )
