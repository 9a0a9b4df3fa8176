"""A claim that we look at again: it is said so everywhere, and nothing is offered to be printed."""

from datetime import timedelta
from typing import Any

import pytest

from claims.domain.vocabulary import VerdictKind
from claims.models import Alert, Claim
from claims.services.citations import Place, cite
from sources.foundation.domain.roles import Role
from tests.dbcases import loaded
from tests.factories import BY, NOON
from tests.integration.reviews.test_verdicts import corroborated, verdict_on
from tests.pages.test_start import QUESTIONED
from tests.people import actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim() -> Claim:
    loaded(QUESTIONED)
    return Claim.objects.get(ref="open")


@pytest.mark.parametrize(
    "address",
    ["/claims/open/", "/claims/open/embed/", "/claims/open/badge.svg", "/events/mine/",
     "/search/?q=mine", "/claims/open/records/1/", "/api/v1/claims/open/", "/api/v1/statuses/open",
     "/api/v1/sentences/open", "/api/v1/claimreviews/open", "/v1alpha1/claims:search?query=mine"],
)  # fmt: skip
def test_every_page_of_it_says_so(client: Any, claim: Claim, address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 200
    if "records/1" not in address and "claimreview" not in address:
        assert b"questioned" in answer.content.lower()


def test_there_is_no_sentence_and_the_page_says_why(client: Any, claim: Claim) -> None:
    page = client.get("/claims/open/").content.decode()
    sentence = client.get("/api/v1/sentences/open").json()

    assert "Our desk is looking at it again." in page
    assert "Copy Sentence" not in page
    assert "The mine was open" not in str(sentence.get("formats", ""))


def test_whoever_printed_it_is_told_to_correct_it() -> None:
    claim = corroborated()
    record = claim.timeline.filter(audience="public").as_of(NOON)
    cite(record=record, place=Place("pages", headline="Dam"), by=BY, at=NOON)
    verdict_on(
        claim, VerdictKind.DISPUTE, actor("one", Role.REVIEWER), at=NOON + timedelta(hours=1)
    )

    (alert,) = Alert.objects.all()
    assert (alert.kind, alert.replacement) == ("correct", "")
