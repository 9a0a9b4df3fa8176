"""A database of any size in little time: a small record made by the services, then multiplied.

Each copy of a row keeps what it says; its key, its ref and what it belongs to are the copy's own.
The engine itself does the copying, a table a statement, so that a million claims with all that
belongs to them take minutes.
"""

import json
from typing import Any

TEMPLATE = 1_000  # claims made by the services
SPEAKERS = 50


def dossier() -> dict[str, Any]:
    """Claims of events of twenty, each with two attributions, some of them relayed, and a detail.

    Every tenth claim speaks of a river, every hundredth of a dyke, one of a bridge.
    """
    said = "2026-01-02T00:00:00Z"
    numbers = range(TEMPLATE)
    wire = {"kind": "outlet", "name": "Wire", "newsgatherer": True}
    states = {f"state{n}": {"kind": "state", "name": f"State {n}"} for n in range(5)}
    bodies = {
        f"s{n}": {"kind": "organisation", "name": f"Ministry {n}", "parent": f"state{n % 5}"}
        for n in range(SPEAKERS)
    }
    return {
        "format": "second-source-dossier/1",
        "sources": {"wire": wire, **states, **bodies},
        "documents": {
            f"d{n}": {"publisher": f"s{n % SPEAKERS}", "title": f"Report {n}", "recorded_at": said}
            for n in numbers
        },
        "events": {f"e{n}": {"title": f"Event {n}"} for n in range(TEMPLATE // 20)},
        "claims": [
            {"id": f"c{n:04}", "text": f"{_text(n)} in the year {n}.", "event": f"e{n // 20}",
             "recorded_at": said, "recorded_by": "desk"}
            for n in numbers
        ],
        "details": [
            {"id": f"q{n:04}", "claim": f"c{n:04}", "question": "How much?", "type": "quantity",
             "unit": "m"}
            for n in numbers
        ],
        "attributions": [
            {"id": f"a{n:04}.{k}", "claim": f"c{n:04}", "speaker": f"s{(n + 7 * k) % SPEAKERS}",
             "stance": "denies" if n % 9 == k == 1 else "asserts", "said_at": said,
             "recorded_at": f"2026-01-0{3 + k}T00:00:00Z",
             "sightings": [
                 {"document": f"d{n:d}", "quote": f"We saw it, said witness {n}.",
                  "via": ["wire"] if k else []}
             ]}
            for n in numbers for k in range(2)
        ],
    }  # fmt: skip


def _text(number: int) -> str:
    if number == 123:
        return "The bridge over the river fell"
    if number % 100 == 0:
        return "The dyke beside the river broke"
    return "The river rose" if number % 10 == 0 else "Something happened"


def fill(claims: int) -> None:
    """Fill an empty database with so many claims: a multiple of the template."""
    from django.db import connection
    from django.utils import timezone

    from claims.domain.dossier import parsing
    from claims.services.loading.load import load
    from claims.services.outbox import publish_changes
    from sources.foundation.permissions import Actor

    read = parsing.read(json.dumps(dossier()))
    load({"generated.json": read}, at=timezone.now(), by=Actor("benchmark"))
    publish_changes(at=timezone.now())
    with connection.cursor() as cursor:
        if claims > TEMPLATE:
            _hurry(cursor, connection.vendor)
            _multiply(cursor, connection, claims // TEMPLATE - 1)
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM")


def _hurry(cursor: Any, vendor: str) -> None:
    """Nothing of this database has to outlive a loss of power."""
    if vendor == "sqlite":
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1000000"):
            cursor.execute(f"PRAGMA {pragma}")
    else:
        cursor.execute("SET synchronous_commit = off")


def _multiply(cursor: Any, connection: Any, copies: int) -> None:
    from django.core.management.color import no_style

    from claims import models as ours
    from sources.foundation.engine import search
    from sources.models import Document

    copied = (
        Document, ours.Event, ours.Claim, ours.Attribution, ours.Detail, ours.DetailValue,
        ours.Sighting, ours.Hop, ours.StatusRecord, ours.Standing, ours.StatusChange,
        ours.Appearance, ours.Wording,
    )  # fmt: skip
    strides = {}
    for model in copied:
        cursor.execute(f'SELECT MAX("{model._meta.pk.column}") FROM "{model._meta.db_table}"')
        strides[model] = cursor.fetchone()[0] or 0
    sqlite = connection.vendor == "sqlite"
    if sqlite:  # one rebuild of the full-text index, rather than a million small changes of it
        for operation in ("insert", "update", "delete"):
            cursor.execute(f"DROP TRIGGER claims_wording_search_{operation}")
    for model in copied:
        fields = model._meta.concrete_fields
        names = ", ".join(f'"{field.column}"' for field in fields)
        values = ", ".join(_copied(field, model, strides, sqlite) for field in fields)
        cursor.execute(
            f"WITH RECURSIVE copies(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM copies"
            f' WHERE k < {copies}) INSERT INTO "{model._meta.db_table}" ({names})'
            f' SELECT {values} FROM "{model._meta.db_table}" AS t CROSS JOIN copies'
        )
    for statement in connection.ops.sequence_reset_sql(no_style(), copied):
        cursor.execute(statement)
    if sqlite:
        cursor.execute("INSERT INTO claims_wording_search(claims_wording_search) VALUES('rebuild')")
        search.prepare_search(connection, ours.Wording)


def _copied(field: Any, model: Any, strides: dict[Any, int], sqlite: bool) -> str:
    """What stands in a copy's column: `k` is the number of the copy, `t` the row it is of."""
    column = f't."{field.column}"'
    target = field.remote_field.model if field.is_relation else model if field.primary_key else None
    if target in strides:
        return f"{column} + {strides[target]} * k"
    if field.name in ("ref", "slug"):
        return f"{column} || '~' || k"
    if model.__name__ == "Wording" and field.name == "said":
        return f"{column} || ' n' || k"
    if model.__name__ == "StatusChange" and field.name == "at":
        # Places in the feed are unique: each copy's are as many hours earlier.
        if sqlite:
            return f"datetime({column}, '-' || k || ' hours') || substr({column}, 20)"
        return f"{column} - k * interval '1 hour'"
    return column


if __name__ == "__main__":
    import sys

    import django

    django.setup()
    fill(int(sys.argv[1]))
