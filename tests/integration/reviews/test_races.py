"""Two reviewers at once: exactly one of two conflicting verdicts wins, and the other is told."""

import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections
from django.utils import timezone

from claims.domain.vocabulary import VerdictKind
from claims.models import Claim
from claims.services import actions
from reviews.models import Verdict
from reviews.services.refusals import Conflict, StaleView
from reviews.services.verdicts import give_verdict
from reviews.verification import Verification, verify
from sources.foundation import engine
from sources.foundation.domain.roles import Role
from sources.foundation.permissions import Actor
from sources.foundation.selectors.history import fingerprint
from tests.dbcases import loaded
from tests.environment import much
from tests.factories import NOON
from tests.integration.reviews.test_decisions import proposed, seconded
from tests.integration.reviews.test_verdicts import corroborated
from tests.people import actor

LATER = NOON + timedelta(hours=1)
PAIRS = much(60)
KINDS = (VerdictKind.CORROBORATE, VerdictKind.DISPUTE)


def many_claims(count: int) -> list[Claim]:
    loaded(
        {
            "sources": {"s": {"kind": "organisation", "name": "A ministry"}},
            "documents": {"d": {"publisher": "s"}},
            "claims": [
                {"id": f"c{number}", "text": f"It happened {number} times."}
                for number in range(count)
            ],
            "attributions": [
                {
                    "id": f"a{number}", "claim": f"c{number}", "speaker": "s", "stance": "asserts",
                    "sightings": [{"document": "d"}],
                }
                for number in range(count)
            ],
        }
    )  # fmt: skip
    return list(Claim.objects.order_by("pk"))


def race(claims: list[Claim], reviewers: list[Actor]) -> list[list[str]]:
    """Both reviewers give conflicting verdicts on each claim at once; what each was told."""
    seen = {claim.pk: fingerprint(f"claim/{claim.ref}") for claim in claims}
    start = threading.Barrier(2)
    told: list[dict[int, str]] = [{}, {}]

    def review(number: int) -> None:
        try:
            for claim in claims:
                start.wait(timeout=60)
                try:
                    give_verdict(
                        claim=claim, verdict=KINDS[number], reason="I looked.",
                        fingerprint=seen[claim.pk], by=reviewers[number], at=timezone.now(),
                    )  # fmt: skip
                    told[number][claim.pk] = "won"
                except StaleView:
                    told[number][claim.pk] = "told"
                except DatabaseError as error:
                    told[number][claim.pk] = type(error).__name__
        except threading.BrokenBarrierError:
            pass
        except BaseException:
            start.abort()
            raise
        finally:
            connection.close()

    threads = [threading.Thread(target=review, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [sorted(each.get(claim.pk, "lost") for each in told) for claim in claims]


@pytest.fixture
def reviewers() -> list[Actor]:
    return [actor(name, Role.REVIEWER) for name in ("one", "other")]


@pytest.mark.django_db(transaction=True)
def test_of_two_verdicts_at_once_exactly_one_wins(reviewers: list[Actor]) -> None:
    claims = many_claims(PAIRS)
    outcomes = Counter(map(tuple, race(claims, reviewers)))

    assert outcomes == {("told", "won"): PAIRS}
    assert Verdict.objects.count() == PAIRS
    assert not list(verify(Verification(), at=timezone.now()))


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_it_goes_wrong(
    reviewers: list[Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above would notice: with the lock taken out, not every pair has one winner and one
    who is told."""
    monkeypatch.setattr(actions, "hold", lambda claims: None)
    monkeypatch.setattr(engine, "lock_record", lambda **_: None)
    unlocked = Claim.objects.get_queryset().__class__
    monkeypatch.setattr(unlocked, "select_for_update", lambda self, **_: self)
    if not engine.is_postgresql():
        options = connections["default"].settings_dict["OPTIONS"]
        monkeypatch.setitem(options, "transaction_mode", "DEFERRED")
        monkeypatch.setitem(options, "timeout", 0.05)
    outcomes = Counter(map(tuple, race(many_claims(40), reviewers)))

    assert set(outcomes) != {("told", "won")}


@pytest.mark.django_db(transaction=True)
def test_a_proposal_is_seconded_once_however_many_try(reviewers: list[Actor]) -> None:
    for number in range(10):
        claim = corroborated(ref=f"contested-{number}")
        proposal = proposed(claim, actor(f"proposer-{number}", Role.EDITOR))
        start, told = threading.Barrier(2), []

        def second(
            by: Actor, proposal: Any = proposal, start: Any = start, told: Any = told
        ) -> None:
            try:
                start.wait()
                seconded(proposal, by, timezone.now())
                told.append("won")
            except Conflict:
                told.append("told")
            finally:
                connection.close()

        threads = [threading.Thread(target=second, args=(by,)) for by in reviewers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(told) == ["told", "won"]
    assert not list(verify(Verification(), at=timezone.now()))
