"""`manage.py verify`: clean after every action, and it finds what was done behind its back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from claims.domain.vocabulary import VerdictKind
from reviews.domain.vocabulary import DecisionKind, ReplyState
from reviews.services import casework, talk
from reviews.verification import Verification, verify
from sources.foundation.domain.roles import Role
from sources.foundation.engine import seals
from sources.foundation.models import AppendOnly, HistoryEntry
from sources.services.sources import record_source
from tests.cases import EXAMPLES
from tests.dbcases import loaded
from tests.factories import BY, NOON, SourceFactory, decided, said, verdict_on
from tests.integration.reviews.test_verdicts import corroborated
from tests.people import actor

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


def faults() -> list[str]:
    return list(verify(Verification(), at=timezone.now()))


@contextmanager
def unsealed(*models: type[AppendOnly]) -> Iterator[Any]:
    """Somebody with the database's own password."""
    for model in models:
        seals.unseal(connection, model)
    with connection.cursor() as cursor:
        yield cursor
    for model in models:
        seals.seal(connection, model)


@pytest.fixture
def busy() -> Any:
    """A claim to which a good deal has happened."""
    claim = corroborated(ref="busy")
    reviewers = [actor(f"reviewer-{number}", Role.REVIEWER) for number in (1, 2)]
    casework.take(claim=claim, by=reviewers[0], at=LATER)
    for reviewer in reviewers:
        verdict_on(claim, VerdictKind.CORROBORATE, reviewer, at=LATER)
    talk.write_note(claim=claim, text="Look again.", by=reviewers[0], at=LATER)
    talk.note_reply(
        claim=claim, party=SourceFactory(), state=ReplyState.SOUGHT, by=reviewers[0], at=LATER
    )
    first = claim.attributions.first()
    subject = {"kind": "attribution", "ref": first.ref}
    decided(claim, DecisionKind.DISCOUNT, subject, at=LATER)
    decided(claim, DecisionKind.RESTORE, subject, at=LATER)
    casework.hold(claim=claim, reason="Wait.", by=actor("editor", Role.EDITOR), at=LATER)
    return claim


def test_it_is_clean_after_all_of_this(busy: Any) -> None:
    for name in ("five-outlets", "missile-launch", "missile-launch-follow-up", "election"):
        loaded((EXAMPLES / f"{name}.json").read_text())
    loaded((EXAMPLES / "missile-launch.json").read_text())
    speaker = busy.attributions.first().speaker
    speaker.kind = "office"
    record_source(source=speaker, aliases=["The office"], by=BY, at=LATER)

    assert faults() == []


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        (
            "UPDATE claims_claim SET text = 'Otherwise.'",
            "claim/busy: claim busy is on record other",
        ),
        ("UPDATE claims_attribution SET stance = 'denies'", "attribution"),
        ("UPDATE claims_sighting SET quote = 'Otherwise.'", "attribution"),
        ("UPDATE reviews_case SET state = 'published'", "claim/busy: case is on record otherwise"),
        ("UPDATE reviews_case SET status = 'confirmed'", "claim/busy: its place in the queue"),
        ("UPDATE reviews_rightofreply SET state = 'received'", "claim/busy: reply"),
        ("UPDATE sources_source SET name = 'Otherwise'", "source/"),
        ("UPDATE sources_document SET title = 'Otherwise'", "document/"),
        ("DELETE FROM claims_hop", None),
        (
            "INSERT INTO claims_declaredinterest (claim_id, source_id, interest, reason,"
            " recorded_by) SELECT id, (SELECT min(id) FROM sources_source), 'authority', 'x', ''"
            " FROM claims_claim",
            "claim/busy: interest authority",
        ),
    ],
)
def test_a_record_changed_behind_its_back_is_found(
    busy: Any, statement: str, says: str | None
) -> None:
    if says is None:
        said(busy, via=(SourceFactory(),), at=LATER)
        says = "claim/busy: attribution"
    with connection.cursor() as cursor:
        cursor.execute(statement)

    assert any(says in fault for fault in faults())


@pytest.mark.parametrize(
    ("table", "statement", "says"),
    [
        ("reviews_verdict", "UPDATE reviews_verdict SET verdict = 'dispute'", "verdict"),
        ("reviews_verdict", "DELETE FROM reviews_verdict", "verdict"),
        ("reviews_note", "UPDATE reviews_note SET text = 'Nothing.'", "note"),
        (
            "claims_statusrecord",
            "UPDATE claims_statusrecord SET assessment = '{}'",
            "claim/busy: the status shown to the",
        ),
    ],
)
def test_history_changed_with_the_triggers_off_is_found(
    busy: Any, table: str, statement: str, says: str
) -> None:
    model = next(each for each in AppendOnly.__subclasses__() if each._meta.db_table == table)
    with unsealed(model) as cursor:
        cursor.execute(statement)

    assert any(says in fault and "claim/busy" in fault for fault in faults())


COLUMNS = ("body", "digest", "chain", "number", "at", "by", "channel", "action", "bearing")


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_of_every_entry_counts(busy: Any, column: str) -> None:
    """One entry after the other is changed, and put back: each time its chain is named."""
    entries = list(HistoryEntry.objects.filter(chain="claim/busy"))
    for entry in entries:
        value = getattr(entry, column)
        changed = {
            "number": lambda v: v + 1000,
            "at": lambda v: v + timedelta(seconds=1),
            "bearing": lambda v: not v,
            "channel": lambda v: "api" if v != "api" else "shell",
            "chain": lambda v: f"{v}~",
            "digest": lambda v: ("0" if v[0] != "0" else "1") + v[1:],
        }.get(column, lambda v: v[:-1] + ("x" if v[-1] != "x" else "y"))(value)
        rows = HistoryEntry._base_manager.none().query.model  # the plain model
        from django.db.models import QuerySet

        with unsealed(HistoryEntry):
            QuerySet(rows).filter(pk=entry.pk).update(**{column: changed})
            found = faults()
            QuerySet(rows).filter(pk=entry.pk).update(**{column: value})
        assert any("claim/busy" in fault for fault in found), entry
    assert faults() == []


def test_a_missing_trigger_is_a_fault(busy: Any) -> None:
    seals.unseal(connection, HistoryEntry)

    assert any("trigger" in fault for fault in faults())


def test_the_command_says_what_it_looked_at_and_fails_on_a_fault(busy: Any) -> None:
    out = StringIO()
    call_command("verify", stdout=out)
    assert "Nothing is wrong with 1 claims" in out.getvalue()

    connection.cursor().execute("UPDATE claims_claim SET text = 'Otherwise.'")
    err = StringIO()
    with pytest.raises(CommandError, match="2 faults among"):
        call_command("verify", stdout=out, stderr=err)
    assert "claim/busy" in err.getvalue()


def test_the_anchor_shows_an_end_that_was_cut_off(busy: Any) -> None:
    before, after = Verification(), Verification()
    list(verify(before, at=timezone.now()))
    talk.write_note(claim=busy, text="More.", by=actor("late", Role.REPORTER), at=LATER)
    list(verify(after, at=timezone.now()))

    assert before.anchor != after.anchor
