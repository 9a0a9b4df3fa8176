"""What the law demands to be erased leaves a tombstone, and nothing else can empty an entry."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from claims.models import Attribution
from reviews.selectors.history import timeline
from reviews.verification import Verification, verify
from sources.foundation.models import HistoryEntry, Tombstone
from tests.dbcases import loaded
from tests.factories import NOON, ClaimFactory, said

pytestmark = pytest.mark.django_db

SECRET = "The minister's daughter was ill."


@pytest.fixture
def told() -> Attribution:
    claim = ClaimFactory(ref="told")
    attribution = said(claim, note=SECRET)
    said(claim)
    return attribution


def test_the_words_go_and_the_chain_holds(told: Attribution) -> None:
    call_command("erase", "told", "attribution", told.ref, reason="Order 12 of a court")
    told.refresh_from_db()

    assert told.note == "[erased]"
    assert told.stance == "asserts"
    assert not HistoryEntry.objects.filter(body__contains="daughter").exists()
    assert Tombstone.objects.get().about == [f"attribution {told.ref}"]
    assert not list(verify(Verification(), at=timezone.now()))
    assert [moment.erased for moment in timeline(told.claim)].count("Order 12 of a court") == 1


def test_what_happens_afterwards_is_told_and_verified(told: Attribution) -> None:
    call_command("erase", "told", "attribution", told.ref, reason="Order 12 of a court")
    said(told.claim, stance="denies", at=NOON)
    call_command("erase", "told", "attribution", told.ref, reason="Order 13 of a court")

    assert not list(verify(Verification(), at=timezone.now()))


def test_without_a_tombstone_no_entry_is_emptied(told: Attribution) -> None:
    entry = HistoryEntry.objects.filter(chain="claim/told").last()
    table = "sources_historyentry"
    for change in ("body = ''", "body = '', by = 'x'", "digest = 'x'"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(f"UPDATE {table} SET {change} WHERE id = {entry.pk}")
    Tombstone.objects.create(entry=entry, reason="r", about=[], at=NOON, by="x")
    for change in ("body = 'Otherwise.'", "body = '', by = 'x'", "digest = 'x'"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(f"UPDATE {table} SET {change} WHERE id = {entry.pk}")


@pytest.mark.parametrize(
    ("claim", "kind", "ref", "reason", "says"),
    [
        ("nowhere", "attribution", "a", "law", "no claim nowhere"),
        ("told", "attribution", "nowhere", "law", "no attribution nowhere"),
        ("told", "answer", "nowhere", "law", "no answer nowhere"),
        ("told", "attribution", None, "  ", "has a reason"),
    ],
)
def test_what_cannot_be_erased_says_so(
    told: Attribution, claim: str, kind: str, ref: str | None, reason: str, says: str
) -> None:
    with pytest.raises(CommandError, match=says):
        call_command("erase", claim, kind, ref or told.ref, reason=reason)


def test_loading_afterwards_works(told: Attribution) -> None:
    call_command("erase", "told", "attribution", told.ref, reason="Order 12 of a court")
    loaded({"claims": [{"id": "told", "text": "A thing happened on 10 January 2026."}]})

    assert not list(verify(Verification(), at=timezone.now()))
