"""A database from before the feed and the indexes is carried over."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone

from claims.models import Claim, Standing, StatusRecord
from reviews.verification import Verification, verify
from tests.cases import EXAMPLES
from tests.dbcases import loaded

BEFORE = [("claims", "0002_restoring"), ("reviews", "0003_roles"), ("sources", "0002_history")]


@pytest.mark.django_db(transaction=True)
def test_an_older_record_is_numbered_and_found_again(capsys: Any) -> None:
    for name in ("missile-launch", "missile-launch-follow-up"):
        loaded((EXAMPLES / f"{name}.json").read_text())
    numbered = list(StatusRecord.objects.order_by("pk").values_list("pk", "number"))
    stood = set(Standing.objects.values_list("record", "begins", "until", "shown_to", "status"))
    try:
        MigrationExecutor(connection).migrate(BEFORE)
    finally:
        call_command("migrate", verbosity=0)
    assert not Standing.objects.exists()
    assert len(list(verify(Verification(), at=timezone.now()))) >= Claim.objects.count()

    call_command("reindex", "--missing")

    assert list(StatusRecord.objects.order_by("pk").values_list("pk", "number")) == numbered
    assert stood == set(
        Standing.objects.values_list("record", "begins", "until", "shown_to", "status")
    )
    assert list(verify(Verification(), at=timezone.now())) == []
    assert Client().get("/api/v1/claims/?q=missile").json()["results"]
    assert Client().get("/api/v1/changes/").json()["changes"]
    capsys.readouterr()
    call_command("reindex", "--missing")
    assert capsys.readouterr().out == ""
