"""History is added to, never changed or deleted: by no one, by no route."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from claims.models import Citation, Claim
from claims.services.alerting import raise_alerts
from claims.services.citations import Place, acknowledge, cite
from claims.services.outbox import publish_changes
from config import checks
from reviews.domain.vocabulary import DecisionKind
from reviews.services import talk
from sources.foundation import engine
from sources.foundation.domain.roles import Role
from sources.foundation.engine import seals
from sources.foundation.models import AppendOnly, Erasure, HistoryEntry, Tombstone
from sources.foundation.permissions import Actor
from sources.foundation.querysets import AppendOnlyQuerySet, HistoryIsAppendOnly
from tests.cases import EXAMPLES
from tests.dbcases import loaded
from tests.extraction import taken
from tests.factories import NOON, ClaimFactory, DocumentFactory, decided
from tests.people import actor

LATER = NOON + timedelta(days=1000)

HISTORY = [model for model in apps.get_models() if issubclass(model, AppendOnly)]

pytestmark = pytest.mark.django_db


@pytest.fixture
def history() -> None:
    """At least one row in every table of history."""
    loaded((EXAMPLES / "election.json").read_text())
    loaded(
        {
            "policy": {"max_hops": 3},
            "claims": [{"id": "c", "text": "It happened."}],
            "reviews": [
                {
                    "claim": "c", "reviewer": "objector", "verdict": "dispute",
                    "at": "2026-01-01", "reason": "No.",
                }
            ],
        }
    )  # fmt: skip
    decided(
        Claim.objects.get(ref="c"), DecisionKind.CLOSE_DISPUTE, {"reviewer": "objector"}, at=LATER
    )
    talk.write_note(
        claim=Claim.objects.get(ref="c"), text="Look.", by=actor("noter", Role.REVIEWER), at=LATER
    )
    publish_changes(at=LATER)
    entry = HistoryEntry.objects.latest("pk")
    Tombstone.objects.create(entry=entry, reason="A court's order.", about=[], at=LATER, by="x")
    Erasure.objects.create(table="x", row=1, reason="A court's order.", at=LATER, by="x")
    claim = Claim.objects.get(ref="c")
    record = claim.timeline.filter(audience="public").latest("pk")
    cite(
        record=record,
        place=Place("pages", headline="It happened"),
        sentence="It did.",
        by=Actor("x"),
        at=LATER,
    )
    Citation.objects.update(basis={"status": "confirmed", "text": "Once."})
    (alert,) = raise_alerts([claim.pk], at=LATER)
    acknowledge(alert=alert, by=actor("reader", Role.REPORTER), at=LATER)
    document = DocumentFactory()
    document.snapshots.create(
        captured_at=NOON, sha256="0" * 64, media_type="text/plain", text="", captured_how="pasted"
    )
    taken("The army said the bridge was open.", by=Actor("x"))


def refused(sql: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(sql)


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("model", HISTORY, ids=lambda model: model.__name__)
def test_no_route_changes_or_deletes(model: Any) -> None:
    row, table = model.objects.latest("pk"), model._meta.db_table
    column = next(field.column for field in model._meta.fields if not field.primary_key)

    for action in (row.save, row.delete, model.objects.all().delete):
        with pytest.raises(HistoryIsAppendOnly):
            action()
    with pytest.raises(HistoryIsAppendOnly):
        model.objects.update(pk=1)
    refused(f'UPDATE "{table}" SET "{column}" = "{column}"')
    refused(f'DELETE FROM "{table}"')
    if engine.is_postgresql():
        connection.check_constraints()  # what is still to be checked would refuse it first
        refused(f'TRUNCATE "{table}" CASCADE')
    else:
        refused(f'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}"')
        refused(f'UPDATE OR REPLACE "{table}" SET id = id')
    assert model.objects.latest("pk") == row


def test_all_that_should_be_history_is() -> None:
    assert {model.__name__ for model in HISTORY} == {
        "Acknowledgement",
        "Affiliation",
        "Alert",
        "Decision",
        "DraftStepTaken",
        "Erasure",
        "HistoryEntry",
        "HousePolicy",
        "Note",
        "Proposal",
        "Snapshot",
        "SnapshotBytes",
        "StatusChange",
        "StatusRecord",
        "Tombstone",
        "Verdict",
    }


@pytest.mark.parametrize("model", HISTORY, ids=lambda model: model.__name__)
def test_a_missing_trigger_is_reported_and_made_anew_by_migrate(model: Any) -> None:
    names = seals.missing_seals(connection, model)
    seals.unseal(connection, model)
    found = checks.history_is_sealed(databases=["default"])

    assert names == []
    assert len(found) >= 2
    assert all(error.obj is model for error in found)
    assert "history could be rewritten" in found[0].msg

    call_command("migrate", verbosity=0)
    assert not checks.history_is_sealed(databases=["default"])


def test_replacing_by_another_key_is_refused_without_the_connections_help() -> None:
    """A plain client of SQLite has recursive triggers off."""
    if engine.is_postgresql():
        return
    loaded((EXAMPLES / "election.json").read_text())
    connection.cursor().execute("PRAGMA recursive_triggers=OFF")
    columns = "claim_id, reviewer, verdict, reason, fingerprint, at, recorded_at"
    forged = columns.replace(" reason", " 'FORGED'")
    refused(
        f"INSERT OR REPLACE INTO reviews_verdict ({columns}) SELECT {forged} FROM reviews_verdict"
    )
    connection.cursor().execute("PRAGMA recursive_triggers=ON")


def test_a_trigger_that_no_longer_refuses_counts_as_missing() -> None:
    if engine.is_postgresql():
        connection.cursor().execute(
            "CREATE OR REPLACE FUNCTION refuse_change_of_history() RETURNS trigger"
            " AS $$ BEGIN RETURN NEW; END $$ LANGUAGE plpgsql"
        )
    else:
        name = "claims_statusrecord_no_update"
        connection.cursor().execute(f"DROP TRIGGER {name}")
        connection.cursor().execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON claims_statusrecord BEGIN SELECT 1; END"
        )

    assert checks.history_is_sealed(databases=["default"])


def test_a_disabled_trigger_counts_as_missing() -> None:
    if engine.is_postgresql():
        connection.cursor().execute("ALTER TABLE claims_statusrecord DISABLE TRIGGER USER")

        assert checks.history_is_sealed(databases=["default"])


def test_the_database_holds_the_vocabulary() -> None:
    claim = ClaimFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute("UPDATE claims_claim SET kind = 'rumour'")
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute("UPDATE claims_claim SET text = ''")
    claim.refresh_from_db()

    assert claim.kind == "occurrence"


@pytest.mark.parametrize("model", HISTORY, ids=lambda model: model.__name__)
def test_every_table_of_history_has_a_manager_that_refuses(model: Any) -> None:
    assert issubclass(model._default_manager.get_queryset().__class__, AppendOnlyQuerySet)
