"""A change of evidence settles the claim in the same transaction; nobody has to run anything."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, DetailValue, Sighting, StatusRecord
from claims.services import settling
from claims.services.claims import record_claim
from claims.services.statements import SightingInput, record_attribution, record_detail_value
from reviews.domain.vocabulary import DecisionKind
from sources.foundation import engine
from sources.foundation.domain.roles import Audience
from sources.models import Affiliation, Source
from sources.services.documents import record_document, retract_document
from sources.services.sources import record_source
from tests.dbcases import standing
from tests.factories import (
    BY,
    NOON,
    ClaimFactory,
    DetailFactory,
    DocumentFactory,
    SourceFactory,
    decided,
    said,
)

HOUR = timedelta(hours=1)


def status(claim: Claim, at: Any = NOON, audience: Audience = Audience.PUBLIC) -> str:
    answer = standing(claim.ref, at, audience)
    assert answer is not None
    return answer["status"]


@pytest.mark.django_db
def test_what_is_said_settles_the_claim() -> None:
    claim = ClaimFactory()
    assert status(claim) == "unsubstantiated"

    said(claim, at=NOON + HOUR)
    said(claim, at=NOON + 2 * HOUR)

    assert status(claim, NOON + HOUR) == "single_source"
    assert status(claim, NOON + 2 * HOUR) == "corroborated"
    assert status(claim, NOON) == "unsubstantiated"


@pytest.mark.django_db
def test_when_an_embargo_lifts_the_public_status_changes_though_nobody_runs_anything() -> None:
    claim = ClaimFactory()
    report = DocumentFactory(embargoed_until=NOON + HOUR)
    said(claim, document=report)
    records = StatusRecord.objects.count()

    assert status(claim, NOON, Audience.INTERNAL) == "single_source"
    assert status(claim, NOON + HOUR - timedelta(microseconds=1)) == "unsubstantiated"
    assert status(claim, NOON + HOUR) == "single_source"
    assert StatusRecord.objects.count() == records


@pytest.mark.django_db
def test_a_moved_embargo_takes_back_what_was_written_ahead() -> None:
    claim = ClaimFactory()
    report = DocumentFactory(embargoed_until=NOON + HOUR)
    said(claim, document=report)
    report.embargoed_until = NOON + 3 * HOUR
    record_document(document=report, by=BY, at=NOON + timedelta(minutes=30))

    assert status(claim, NOON + 2 * HOUR) == "unsubstantiated"
    assert status(claim, NOON + 3 * HOUR) == "single_source"


@pytest.mark.django_db
def test_what_was_shown_stays_what_was_shown() -> None:
    """A declared interest has no time of its own: it changes the answer from now on only."""
    claim, party = ClaimFactory(), SourceFactory()
    said(claim, party)
    decided(
        claim,
        DecisionKind.DECLARE_INTEREST,
        {"source": party.ref, "interest": "favours"},
        at=NOON + HOUR,
    )

    assert status(claim, NOON) == "single_source"
    assert status(claim, NOON + HOUR) == "claimed"


@pytest.mark.django_db
def test_who_belongs_to_whom_settles_what_they_said() -> None:
    claim, one, other, state = ClaimFactory(), *(SourceFactory() for _ in range(3))
    said(claim, one)
    said(claim, other)
    one.parent = state
    record_source(source=one, by=BY, at=NOON + HOUR)
    link = Affiliation(to=state, begins=NOON - HOUR)
    record_source(source=other, affiliations=[link], by=BY, at=NOON + 2 * HOUR)

    assert status(claim, NOON + HOUR) == "corroborated"
    assert status(claim, NOON + 2 * HOUR) == "single_source"


@pytest.mark.django_db
def test_a_retracted_document_settles_what_rests_on_it() -> None:
    claim, paper = ClaimFactory(), DocumentFactory()
    said(claim, document=paper)
    retract_document(document=paper, by=BY, at=NOON + HOUR)

    assert status(claim, NOON + HOUR) == "retracted"


@pytest.mark.django_db
def test_other_wording_is_an_amendment() -> None:
    claim = ClaimFactory()
    claim.text = "Something else happened."
    record_claim(claim=claim, by=BY, at=NOON + HOUR)

    assert claim.amended_at == NOON + HOUR


@pytest.mark.django_db
def test_a_statement_is_withdrawn_with_a_note() -> None:
    claim = ClaimFactory()
    attribution = said(claim)
    attribution.withdrawn_note = "They took it back by telephone."
    sightings = [SightingInput(each) for each in attribution.sightings.all()]
    record_attribution(attribution=attribution, sightings=sightings, by=BY, at=NOON + HOUR)

    assert attribution.withdrawn_at == NOON + HOUR
    assert status(claim, NOON + HOUR) == "retracted"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("break_it", "because"),
    [
        (lambda given: given.update(sightings=[]), "at least one sighting"),
        (lambda given: given.update(via=[given["speaker"]]), "no relay of its own words"),
        (lambda given: given.update(stance="swears"), "not a valid choice"),
    ],
)
def test_what_may_not_be_is_refused_with_its_reason(break_it: Any, because: str) -> None:
    claim, speaker = ClaimFactory(), SourceFactory()
    given: dict[str, Any] = {"speaker": speaker, "stance": "asserts", "via": [], "sightings": None}
    break_it(given)
    sighting = Sighting(document=DocumentFactory())
    from claims.models import Attribution

    with pytest.raises(ValidationError, match=because):
        record_attribution(
            attribution=Attribution(ref="x", claim=claim, speaker=speaker, stance=given["stance"]),
            sightings=[SightingInput(sighting, given["via"])]
            if given["sightings"] is None
            else given["sightings"],
            by=BY,
            at=NOON,
        )
    assert not claim.attributions.exists()


@pytest.mark.django_db
def test_a_value_fits_its_question_and_a_quote_its_snapshot() -> None:
    detail = DetailFactory(claim=ClaimFactory())
    wrong = DetailValue(ref="v", detail=detail, speaker=SourceFactory(), knowledge="value")
    wrong.value = {"value": 2.5}

    with pytest.raises(ValidationError, match="whole number"):
        record_detail_value(
            detail_value=wrong, sightings=[SightingInput(Sighting())], by=BY, at=NOON
        )


@pytest.mark.django_db
def test_nobody_is_put_above_themselves() -> None:
    one = SourceFactory()
    other = SourceFactory(parent=one)
    one.parent = other

    with pytest.raises(ValidationError, match="round in a circle"):
        record_source(source=one, by=BY, at=NOON)
    assert Source.objects.get(pk=one.pk).parent is None


@pytest.mark.django_db
def test_as_of_is_one_indexed_read() -> None:
    claim = ClaimFactory()
    for number in range(20):
        said(claim, at=NOON + number * HOUR)
    records = StatusRecord.objects.filter(claim=claim, audience="public")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        records.as_of(NOON + 5 * HOUR)
    plan = records.by(NOON).latest_first()[:1].explain()

    assert len(queries) == 1
    assert "claims_timeline" in plan or "Seq Scan" in plan  # PostgreSQL reads a tiny table whole


@pytest.mark.django_db
def test_settling_twice_writes_nothing() -> None:
    claim = ClaimFactory()
    said(claim)

    news = settling.settle([claim.pk], at=NOON + HOUR, since=None)

    assert [list(each.records) for each in news] == [[]]


def _two_at_once(claim: Claim) -> list[BaseException]:
    """Two people record a statement at the same moment, in two transactions; what went wrong."""
    speakers = [SourceFactory(), SourceFactory()]
    papers = [DocumentFactory(publisher=speaker) for speaker in speakers]
    start = threading.Barrier(2)
    errors: list[BaseException] = []

    def record(number: int) -> None:
        try:
            start.wait()
            with transaction.atomic():
                said(claim, speakers[number], document=papers[number])
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=record, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.mark.django_db(transaction=True)
def test_of_two_statements_at_once_neither_is_missed() -> None:
    for _ in range(10):
        claim = ClaimFactory()
        assert not _two_at_once(claim)
        assert status(claim) == "corroborated"


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_one_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above would notice: with the claim's lock taken out it fails on PostgreSQL.

    On SQLite there is nothing to take out: whoever begins to write is alone.
    """
    if not engine.is_postgresql():
        assert "IMMEDIATE" in str(engine.SQLITE_OPTIONS)
        return
    unlocked = Claim.objects.get_queryset().__class__
    monkeypatch.setattr(unlocked, "select_for_update", lambda self, **_: self)
    together = threading.Barrier(2, timeout=5)
    original = settling.dossier_of

    def slow(claims: Any) -> Any:
        dossier = original(claims)
        if threading.current_thread() is not threading.main_thread():
            together.wait()
        return dossier

    monkeypatch.setattr(settling, "dossier_of", slow)
    claim = ClaimFactory()
    wrong = _two_at_once(claim)

    # The history's own constraint may notice before the status is wrong: either way it shows.
    assert wrong or status(claim) != "corroborated"
