"""Full-text search: tsvector on PostgreSQL, FTS5 on SQLite.

Texts and queries come as stems: neither engine is asked to know a language.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Model

from sources.foundation.engine import is_postgresql


def prepare_search(connection: BaseDatabaseWrapper, model: type[Model]) -> None:
    """The full-text index of the columns that the model names in `searched`.

    PostgreSQL keeps it in a column of the table, SQLite in a table of its own that triggers keep up
    to the model's (made anew, because remaking a table drops its triggers).
    """
    table, columns = model._meta.db_table, _searched(model)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            weighted = " || ".join(
                f"setweight(to_tsvector('simple', \"{column}\"), '{weight}')"
                for column, weight in zip(columns, "ABCD", strict=False)
            )
            cursor.execute(
                f'ALTER TABLE "{table}" ADD COLUMN IF NOT EXISTS "{_DOCUMENT}" tsvector'
                f" GENERATED ALWAYS AS ({weighted}) STORED"
            )
            cursor.execute(
                f'CREATE INDEX IF NOT EXISTS "{table}_search" ON "{table}"'
                f' USING gin ("{_DOCUMENT}")'
            )
            return
        index, names = f"{table}_search", ", ".join(f'"{column}"' for column in columns)
        cursor.execute(
            f'CREATE VIRTUAL TABLE IF NOT EXISTS "{index}" USING fts5({names},'
            f" content='{table}', content_rowid='id', tokenize='unicode61')"
        )

        def values(row: str) -> str:
            return ", ".join(f'{row}."{column}"' for column in columns)

        add = f'INSERT INTO "{index}" (rowid, {names}) VALUES (new.id, {values("new")});'
        drop = (
            f'INSERT INTO "{index}" ("{index}", rowid, {names})'
            f" VALUES ('delete', old.id, {values('old')});"
        )
        for operation, what in (("INSERT", add), ("DELETE", drop), ("UPDATE", drop + add)):
            name = f"{index}_{operation.lower()}"
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
            cursor.execute(
                f'CREATE TRIGGER "{name}" AFTER {operation} ON "{table}" BEGIN {what} END'
            )


_DOCUMENT = "search_document"


def _searched(model: type[Model]) -> Sequence[str]:
    columns: Sequence[str] = vars(model)["searched"]
    return columns


def first_matches(model: type[Model], query: Any, most: int) -> list[int]:
    """The keys of so many rows at most that a query finds."""
    table = model._meta.db_table
    if is_postgresql():
        found = f'SELECT id FROM "{table}" WHERE "{_DOCUMENT}" @@ to_tsquery(\'simple\', %s)'
        text = _tsquery(query)
    else:
        found = f'SELECT rowid FROM "{table}_search" WHERE "{table}_search" MATCH %s'
        text = _fts5(query)
    with connection.cursor() as cursor:
        cursor.execute(f"{found} LIMIT {most}", [text])
        return [key for (key,) in cursor.fetchall()]


def last_matches(model: type[Model], query: Any, most: int, below: int | None = None) -> list[int]:
    """The same, from the last key backwards, those before `below`."""
    table = model._meta.db_table
    before = "" if below is None else f" AND {{key}} < {int(below)}"
    if is_postgresql():
        found = f'SELECT id FROM "{table}" WHERE "{_DOCUMENT}" @@ to_tsquery(\'simple\', %s)'
        text, key = _tsquery(query), "id"
    else:
        found = f'SELECT rowid FROM "{table}_search" WHERE "{table}_search" MATCH %s'
        text, key = _fts5(query), "rowid"
    statement = f"{found}{before.format(key=key)} ORDER BY {key} DESC LIMIT {int(most)}"
    with connection.cursor() as cursor:
        cursor.execute(statement, [text])
        return [row for (row,) in cursor.fetchall()]


def is_match(model: type[Model], query: Any) -> "Match":
    """Whether a row is one that a query finds, asked of one row at a time."""
    text = _tsquery(query) if is_postgresql() else _fts5(query)
    return Match(model._meta.db_table, text)


class Match(Func):
    output_field = BooleanField()

    def __init__(self, table: str, text: str) -> None:
        super().__init__(F("pk"))
        self.table, self.text = table, text

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> Any:
        key, _params = compiler.compile(self.source_expressions[0])
        index = f'"{self.table}_search"'
        found = f"SELECT 1 FROM {index} WHERE {index} MATCH %s AND {index}.rowid = {key}"
        return f"EXISTS ({found})", [self.text]

    def as_postgresql(self, compiler: Any, connection: Any, **_: Any) -> Any:
        key, _params = compiler.compile(self.source_expressions[0])
        row = key.rpartition(".")[0]  # the column is none of Django's
        return f"{row}.\"{_DOCUMENT}\" @@ to_tsquery('simple', %s)", [self.text]


def _tsquery(query: Any) -> str:
    def phrase(words: Sequence[str]) -> str:
        return "(" + " <-> ".join(f"'{word}'" for word in words) + ")"

    unwanted = [f"!{phrase(words)}" for words in query.unwanted]
    return " & ".join([*_groups(query, phrase, " & ", " | "), *unwanted])


def _fts5(query: Any) -> str:
    def phrase(words: Sequence[str]) -> str:
        return '"' + " ".join(words) + '"'

    wanted = " AND ".join(_groups(query, phrase, " AND ", " OR "))
    return "".join([f"({wanted})", *(f" NOT {phrase(words)}" for words in query.unwanted)])


def _groups(query: Any, phrase: Any, both: str, either: str) -> list[str]:
    """Each group of the query: one of its alternatives, all phrases of which have to stand."""
    return [
        "(" + either.join("(" + both.join(map(phrase, each)) + ")" for each in group) + ")"
        for group in query.groups
    ]
