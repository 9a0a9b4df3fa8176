"""Triggers that keep append-only tables append-only, on both engines."""

from collections.abc import Mapping

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, UniqueConstraint

from sources.foundation.domain.history import Erasable


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
_REFUSE_UNLESS_ERASED = "refuse_change_unless_erased_of"  # and the table

_REFUSAL = (
    " BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME"
    " USING ERRCODE = 'integrity_constraint_violation'; END "
)


def _sealing(connection: BaseDatabaseWrapper, model: type[Model]) -> Mapping[str, str]:
    """Trigger name to the statement that makes it."""
    table = model._meta.db_table
    names = {operation: f"{table}_no_{operation}" for operation in ("update", "delete")}
    erasable = getattr(model, "erasable", None)
    if connection.vendor == "postgresql":
        names["truncate"] = f"{table}_no_truncate"
        statements = {
            name: f'CREATE TRIGGER "{name}" BEFORE {operation.upper()} ON "{table}"'
            f" FOR EACH STATEMENT EXECUTE FUNCTION {_REFUSE}()"
            for operation, name in names.items()
        }
        if erasable:
            statements[names["update"]] = (
                f'CREATE TRIGGER "{names["update"]}" BEFORE UPDATE ON "{table}"'
                f" FOR EACH ROW EXECUTE FUNCTION {_REFUSE_UNLESS_ERASED}_{table}()"
            )
        return statements
    refusal = f"SELECT RAISE(ABORT, '{table} is append-only')"
    statements = {
        name: f'CREATE TRIGGER "{name}" BEFORE {operation.upper()} ON "{table}"'
        f" BEGIN {refusal}; END"
        for operation, name in names.items()
    }
    if erasable:
        statements[names["update"]] = (
            f'CREATE TRIGGER "{names["update"]}" BEFORE UPDATE ON "{table}"'
            f" WHEN NOT ({_only_erases(model, 'IS')}) BEGIN {refusal}; END"
        )
    # INSERT OR REPLACE deletes what has the same key, and fires no delete trigger unless the
    # connection asks for recursive triggers.
    replace = f"{table}_no_replace"
    statements[replace] = (
        f'CREATE TRIGGER "{replace}" BEFORE INSERT ON "{table}" WHEN EXISTS'
        f' (SELECT 1 FROM "{table}" WHERE {_same_key(model)}) BEGIN {refusal}; END'
    )
    return statements


def _only_erases(model: type[Model], same: str) -> str:
    """That a change touches only the erasable columns of a row that is noted as erased."""
    erasable: Erasable = vars(model)["erasable"]
    kept = [each for each in model._meta.concrete_fields if each.name not in erasable.columns]
    names = [_column(model, each.name) for each in kept]
    unchanged = [f'NEW."{name}" {same} OLD."{name}"' for name in names]
    emptied = [f"NEW.\"{name}\" = ''" for name in erasable.emptied]
    return " AND ".join([*emptied, *unchanged, f"EXISTS ({_note(model, erasable)})"])


def _note(model: type[Model], erasable: Erasable) -> str:
    """What is noted of a row that the law demands to be erased."""
    if erasable.noted_in:
        table, key = erasable.noted_in
        return f'SELECT 1 FROM "{table}" WHERE "{key}" = OLD."id"'
    table = model._meta.db_table
    return f'SELECT 1 FROM "sources_erasure" WHERE "table" = \'{table}\' AND "row" = OLD."id"'


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
            only = _only_erases(model, "IS NOT DISTINCT FROM")
            bodies[f"{_REFUSE_UNLESS_ERASED}_{model._meta.db_table}"] = (
                f" BEGIN IF {only} THEN RETURN NEW; END IF;" + _REFUSAL.removeprefix(" BEGIN")
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
