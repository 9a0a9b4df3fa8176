"""Claims move to another edition of the policy: from now on, told to whom it concerns."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.utils import timezone

from claims.domain.policy.parameters import Policy
from claims.models import Alert, Claim, StatusRecord
from claims.services.citations import Place, cite
from claims.services.reassessing import reassess
from reviews.selectors import verdicts as house
from reviews.verification import Verification, verify
from sources.foundation.domain.history import digest
from tests.factories import BY, NOON, ClaimFactory, SourceFactory, said

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


@contextmanager
def under(**policy: Any) -> Iterator[None]:
    with patch.object(house, "house_policy", lambda: Policy(**policy)):
        yield


@pytest.fixture
def claim() -> Claim:
    """A claim that one origin was enough for."""
    with under(id="old", version="1", min_independent_origins=1):
        claim = ClaimFactory(ref="c")
        said(claim, SourceFactory())
        record = claim.timeline.filter(audience="public").as_of(NOON)
        cite(
            record=record,
            place=Place("pages", headline="Dam", contact="a@b.example"),
            by=BY,
            at=NOON,
        )
    return claim


def test_what_was_shown_stays_and_what_stands_is_the_new_editions(claim: Claim) -> None:
    shown = list(StatusRecord.objects.order_by("pk").values_list("pk", "status", "assessment"))
    assert any("status shown" in each for each in verify(Verification(), at=LATER))

    assert reassess(by=BY, at=LATER, outdated=True) == 1

    records = StatusRecord.objects.order_by("pk").values_list("pk", "status", "assessment")
    assert list(records)[: len(shown)] == shown
    for at, status, policy in (
        (NOON, "corroborated", "old@1"),
        (LATER, "single_source", "default@2"),
    ):
        record = claim.timeline.filter(audience="public").as_of(at)
        assert (record.status, record.assessment["policy"]) == (status, policy)
    assert list(verify(Verification(), at=LATER)) == []


def test_whoever_printed_what_fell_is_warned(claim: Claim) -> None:
    assert not Alert.objects.exists()
    reassess(by=BY, at=LATER)

    assert [each.kind for each in Alert.objects.all()] == ["correct"]


def test_it_is_done_once(claim: Claim, capsys: Any) -> None:
    call_command("reassess", "--outdated")
    assert capsys.readouterr().out == "Assessed 1 claims.\n"
    written = StatusRecord.objects.count()
    heads = digest("".join(str(each) for each in verify(Verification(), at=timezone.now())))

    call_command("reassess", "--outdated")
    call_command("reassess")

    assert StatusRecord.objects.count() == written
    assert heads == digest("")
