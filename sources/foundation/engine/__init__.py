"""The one place that knows how SQLite and PostgreSQL differ.

Here: the settings of a connection, locks, and reading one moment. Beside: `search`, full-text
indexes, and `seals`, the triggers that keep append-only tables append-only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction
from environ import Env

SQLITE_OPTIONS = {
    # A writer takes its lock when it begins, so that what it read still holds when it writes.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;"
    ),
}

# A connection serves many requests: opening one costs more than most of what is asked of it.
_KEPT = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}

# Any numbers do, as long as nothing else on the server uses them.
_RECORD_LOCK = 7_340_011
_FEED_LOCK = 7_340_012


def database(url: str) -> dict[str, Any]:
    """Django's settings for the database at `url`: sqlite:///path or postgres://…"""
    try:
        settings: dict[str, Any] = dict(Env.db_url_config(url))
    except (ValueError, KeyError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"it cannot be read as a database URL ({error})") from error
    engine = settings.get("ENGINE", "")
    if engine == "django.db.backends.sqlite3" and settings.get("NAME", "") not in ("", ":memory:"):
        # Tests use a file as well: several connections can't share a database in memory.
        own = {"OPTIONS": SQLITE_OPTIONS, "TEST": {"NAME": f"{settings['NAME']}.test"}}
        return settings | _KEPT | own
    if engine == "django.db.backends.postgresql" and settings.get("NAME"):
        return settings | _KEPT
    raise ImproperlyConfigured("only sqlite:///path and postgres://user@host/name are supported")


def is_postgresql(using: str = "default") -> bool:
    return connections[using].vendor == "postgresql"


def moment(value: datetime) -> datetime:
    """A moment as a cursor gives it: SQLite knows no time zones, and what it keeps is UTC."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)


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


def lock_feed(using: str = "default") -> None:
    """Be the only one who adds to the feed until the transaction ends."""
    if is_postgresql(using):
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_FEED_LOCK])


def unlocked(rows: Any) -> Any:
    """These rows, held until the transaction ends; those that somebody else holds are left out. On
    SQLite nobody else writes meanwhile."""
    return rows.select_for_update(skip_locked=True, of=("self",)) if is_postgresql() else rows


def keep_statistics(using: str = "default") -> None:
    """What the planner has to know of the tables so as to choose an index. PostgreSQL sees to it
    itself; SQLite, told nothing, walks a whole list for a few rows."""
    if not is_postgresql(using):
        with connections[using].cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")  # so it takes seconds, however large
            cursor.execute("ANALYZE")


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
