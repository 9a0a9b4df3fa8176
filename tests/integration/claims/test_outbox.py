"""The feed: what followers are told, in an order in which whoever reads on misses nothing."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from claims.domain.vocabulary import VerdictKind
from claims.models import (
    Attribution,
    Claim,
    Event,
    Outbox,
    Sighting,
    Standing,
    StatusChange,
    StatusRecord,
)
from claims.services import outbox
from claims.services.outbox import publish_changes
from claims.services.reindexing import reindex
from claims.services.statements import SightingInput, record_attribution
from reviews.services import casework
from sources.foundation import engine
from sources.foundation.domain.moments import read_moment
from sources.foundation.domain.roles import Audience, Role
from tests.cases import EXAMPLES
from tests.dbcases import loaded
from tests.factories import BY, NOON, ClaimFactory, DocumentFactory, SourceFactory, said, verdict_on
from tests.people import actor

LATER = NOON + timedelta(hours=1)
EMBARGO = read_moment("2026-02-01")


def told(claim: Claim, audience: str = "public") -> list[tuple[str, str | None]]:
    """What this audience was told of the claim: kind and status of each entry."""
    rows = StatusChange.objects.filter(claim=claim, audience=audience).select_related("record")
    return [(row.kind, row.record.status if row.record else None) for row in rows.order_by("at")]


@pytest.mark.django_db
def test_each_change_is_told_once_and_in_order() -> None:
    claim = ClaimFactory()
    for hours in range(3):
        said(claim, at=NOON + timedelta(hours=hours))
    first = publish_changes(at=LATER + timedelta(hours=9))
    again = publish_changes(at=LATER + timedelta(hours=10))

    assert told(claim) == [
        ("shown", "unsubstantiated"),
        ("status", "single_source"),
        ("status", "corroborated"),
        ("status", "corroborated"),
    ]
    assert (first, again) == (8, 0)
    assert not Outbox.objects.exists()
    places = list(StatusChange.objects.filter(audience="public").values_list("at", flat=True))
    assert places == sorted(set(places))


@pytest.mark.django_db
def test_a_dossier_with_a_past_tells_what_stands_now() -> None:
    """Its past can be read in the timeline; followers hear what claims amount to."""
    loaded(
        {
            "sources": {f"s{n}": {"kind": "organisation", "name": f"M{n}"} for n in range(2)},
            "documents": {f"d{n}": {"publisher": f"s{n}"} for n in range(2)},
            "claims": [{"id": "c", "text": "It happened.", "recorded_at": "2026-01-01"}],
            "attributions": [
                {"id": f"a{n}", "claim": "c", "speaker": f"s{n}", "stance": "asserts",
                 "recorded_at": f"2026-01-0{n + 2}", "sightings": [{"document": f"d{n}"}]}
                for n in range(2)
            ],
        }
    )  # fmt: skip
    claim = Claim.objects.get(ref="c")
    publish_changes(at=timezone.now())

    assert claim.timeline.filter(audience="public").count() == 3
    assert told(claim) == [("shown", "corroborated")]


@pytest.mark.django_db
def test_the_lifting_of_an_embargo_is_told_when_it_comes() -> None:
    claim = ClaimFactory()
    said(claim, document=DocumentFactory(embargoed_until=EMBARGO))
    publish_changes(at=LATER)
    before = told(claim), told(claim, "internal")
    publish_changes(at=EMBARGO - timedelta(microseconds=1))
    still = told(claim)
    publish_changes(at=EMBARGO)

    assert before == (
        [("shown", "unsubstantiated")],
        [("shown", "unsubstantiated"), ("status", "single_source")],
    )
    assert still == before[0]
    assert told(claim) == [("shown", "unsubstantiated"), ("status", "single_source")]


@pytest.mark.django_db
def test_an_embargo_that_was_moved_is_told_at_its_new_moment_only() -> None:
    from sources.services.documents import record_document

    claim = ClaimFactory()
    document = DocumentFactory(embargoed_until=EMBARGO)
    said(claim, document=document)
    document.embargoed_until = EMBARGO + timedelta(days=1)
    record_document(document=document, by=BY, at=LATER)
    publish_changes(at=EMBARGO)
    early = told(claim)
    publish_changes(at=EMBARGO + timedelta(days=1))

    assert early == [("shown", "unsubstantiated")]
    assert told(claim)[1:] == [("status", "single_source")]


@pytest.mark.django_db
def test_a_claim_is_shown_and_taken_back(client: Any) -> None:
    editor, reviewers = actor("editor", Role.EDITOR), [actor("a", Role.REVIEWER)]
    claim = ClaimFactory(ref="told", visibility="internal")
    said(claim)
    publish_changes(at=LATER)
    inside = told(claim)
    casework.submit(claim=claim, by=editor, at=LATER)
    casework.decide(claim=claim, reason="As it is.", by=editor, at=LATER)
    casework.publish(claim=claim, reason="Out.", by=editor, at=LATER)
    publish_changes(at=LATER)
    shown = told(claim)
    cursor = client.get("/api/v1/changes/").json()["cursor"]
    casework.hold(claim=claim, reason="In doubt.", by=editor, at=LATER + timedelta(hours=1))
    publish_changes(at=LATER + timedelta(hours=1))

    assert inside == []
    assert shown == [("shown", "single_source")]
    assert told(claim)[1:] == [("gone", None)]
    assert "told" not in client.get("/api/v1/changes/").content.decode()
    gone = client.get("/api/v1/changes/", {"after": cursor, "status": "confirmed"}).json()
    assert [each["kind"] for each in gone["changes"]] == ["gone"]
    assert gone["changes"][0]["claim"]["ref"] is None
    assert gone["changes"][0]["assessment"] is None
    assert reviewers


@pytest.mark.django_db
def test_what_changed_while_it_was_hidden_is_told_when_it_is_shown_again() -> None:
    editor = actor("editor", Role.EDITOR)
    claim = ClaimFactory()
    said(claim)
    publish_changes(at=NOON)
    casework.hold(claim=claim, reason="In doubt.", by=editor, at=LATER)
    publish_changes(at=LATER)
    said(claim, at=LATER)
    publish_changes(at=LATER)
    casework.release(claim=claim, reason="Fine.", by=editor, at=LATER)
    casework.decide(claim=claim, reason="Fine.", by=editor, at=LATER)
    casework.publish(claim=claim, reason="Out.", by=actor("e2", Role.EDITOR), at=LATER)
    publish_changes(at=LATER + timedelta(seconds=1))

    assert told(claim)[-2:] == [("gone", None), ("shown", "corroborated")]


@pytest.mark.django_db
def test_a_clock_that_goes_back_moves_no_place() -> None:
    claim = ClaimFactory()
    publish_changes(at=LATER)
    said(claim)
    publish_changes(at=NOON)
    places = [row.at for row in StatusChange.objects.filter(audience="public").order_by("pk")]

    assert places == sorted(places)
    assert len(set(places)) == 2


@pytest.mark.django_db
def test_reindexing_makes_the_same_again() -> None:
    claim = ClaimFactory()
    said(claim, document=DocumentFactory(embargoed_until=EMBARGO))
    said(claim, at=LATER)
    before = set(Standing.objects.values_list("record", "begins", "until", "shown_to", "reasons"))
    words = set(claim.wordings.values_list("public", "internal", "begins", "until", "said"))
    waiting = Outbox.objects.count()
    Standing.objects.all().delete()
    claim.wordings.all().delete()
    claim.appearances.all().delete()

    assert reindex(at=LATER) == 1
    assert before == set(
        Standing.objects.values_list("record", "begins", "until", "shown_to", "reasons")
    )
    assert words == set(claim.wordings.values_list("public", "internal", "begins", "until", "said"))
    assert claim.appearances.exists()
    assert Outbox.objects.count() == waiting


WRITERS, STATEMENTS = 8, 12


def _prepared() -> list[tuple[Claim, list[tuple[Any, Any]]]]:
    """For each writer a claim, and speakers with a document each, recorded beforehand."""
    voices = [
        [
            (speaker := SourceFactory(), DocumentFactory(publisher=speaker))
            for _ in range(STATEMENTS)
        ]
        for _ in range(WRITERS)
    ]
    return [(ClaimFactory(ref=f"w{n}"), voices[n]) for n in range(WRITERS)]


def _say(claim: Claim, number: int, speaker: Any, document: Any) -> None:
    record_attribution(
        attribution=Attribution(
            ref=f"{claim.ref}-{number}", claim=claim, speaker=speaker, stance="asserts"
        ),
        sightings=[SightingInput(Sighting(document=document))],
        by=BY,
        at=timezone.now(),
    )


@pytest.mark.django_db(transaction=True)
def test_a_follower_reads_every_change_once_and_in_order_under_eight_writers(client: Any) -> None:
    prepared = _prepared()
    errors: list[BaseException] = []
    start = threading.Barrier(WRITERS)

    def write(claim: Claim, voices: list[tuple[Any, Any]]) -> None:
        try:
            start.wait()
            for number, (speaker, document) in enumerate(voices):
                _say(claim, number, speaker, document)
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=each) for each in prepared]
    for thread in threads:
        thread.start()
    followed: list[tuple[str, int]] = []
    cursor, quiet = "", 0
    while quiet < 2:
        quiet = 0 if any(thread.is_alive() for thread in threads) else quiet + 1
        answer = client.get("/api/v1/changes/", {"after": cursor, "limit": 7} if cursor else {})
        page = answer.json()
        cursor = page["cursor"]
        followed += [(each["claim"]["ref"], each["number"]) for each in page["changes"]]
        if page["more"]:
            quiet = 0
    for thread in threads:
        thread.join()

    assert not errors
    expected = [
        (claim.ref, number)
        for claim, _ in prepared
        for number in claim.timeline.filter(audience="public").values_list("number", flat=True)
    ]
    assert len(expected) == WRITERS * (STATEMENTS + 1)
    assert sorted(followed) == sorted(expected)
    for claim, _ in prepared:
        mine = [number for ref, number in followed if ref == claim.ref]
        assert mine == sorted(mine)


def _read_naively(last: int) -> list[int]:
    """A reader who goes on from the highest id it has seen."""
    rows = StatusRecord.objects.filter(pk__gt=last, audience=Audience.PUBLIC.value)
    return list(rows.order_by("pk").values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_commits_late_is_missed_by_id_and_not_by_the_feed(client: Any) -> None:
    """On PostgreSQL an id is given out before its row can be seen: a reader of `id > last` misses
    what commits late. On SQLite one writer is alone, and there is nothing to miss."""
    (late, late_voices), (early, early_voices) = _prepared()[:2]
    client.get("/api/v1/changes/")
    cursor = client.get("/api/v1/changes/").json()["cursor"]
    last = max(_read_naively(0))
    written, go_on = threading.Event(), threading.Event()

    def commit_late() -> None:
        with transaction.atomic():
            _say(late, 0, *late_voices[0])
            written.set()
            go_on.wait(10)
        connection.close()

    thread = threading.Thread(target=commit_late)
    thread.start()
    written.wait(10)
    if engine.is_postgresql():
        _say(early, 0, *early_voices[0])
    seen = _read_naively(last)
    page = client.get("/api/v1/changes/", {"after": cursor}).json()
    go_on.set()
    thread.join()
    naive = seen + _read_naively(max(seen, default=last))
    followed = (
        page["changes"]
        + client.get("/api/v1/changes/", {"after": page["cursor"]}).json()["changes"]
    )

    wanted = {"w0", "w1"} if engine.is_postgresql() else {"w0"}
    assert {each["claim"]["ref"] for each in followed} == wanted
    naive_refs = set(StatusRecord.objects.filter(pk__in=naive).values_list("claim__ref", flat=True))
    assert (naive_refs == wanted) == (not engine.is_postgresql())


@pytest.mark.django_db(transaction=True)
def test_without_its_lock_two_who_tell_at_once_give_out_places_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The lock is what keeps places in order: taken out, PostgreSQL refuses the second."""
    if not engine.is_postgresql():
        assert "IMMEDIATE" in str(engine.SQLITE_OPTIONS)
        return
    monkeypatch.setattr(engine, "lock_feed", lambda: None)
    ClaimFactory()
    together = threading.Barrier(2, timeout=5)
    original = outbox._place

    def slow(*args: Any) -> None:
        together.wait()
        original(*args)

    monkeypatch.setattr(outbox, "_place", slow)
    errors: list[BaseException] = []

    def tell() -> None:
        try:
            publish_changes(at=LATER)
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=tell) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_is_told_as_soon_as_there_is_something(client: Any) -> None:
    (claim, voices), *_ = _prepared()
    cursor = client.get("/api/v1/changes/").json()["cursor"]

    def write() -> None:
        time.sleep(0.3)
        _say(claim, 0, *voices[0])
        connection.close()

    began = time.monotonic()
    thread = threading.Thread(target=write)
    thread.start()
    page = client.get("/api/v1/changes/", {"after": cursor, "wait": 20}).json()
    thread.join()

    assert [each["claim"]["ref"] for each in page["changes"]] == [claim.ref]
    assert time.monotonic() - began < 15


@pytest.mark.django_db(transaction=True)
def test_whoever_finds_no_place_to_wait_in_is_answered_at_once(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from claims.api import changes

    monkeypatch.setattr(changes, "_places", threading.BoundedSemaphore(1))
    changes._places.acquire()
    ClaimFactory()
    cursor = client.get("/api/v1/changes/").json()["cursor"]
    began = time.monotonic()
    page = client.get("/api/v1/changes/", {"after": cursor, "wait": 30}).json()

    assert (page["changes"], page["cursor"]) == ([], cursor)
    assert time.monotonic() - began < 10


@pytest.mark.django_db
def test_a_verdict_is_told(client: Any, now: Callable[..., None]) -> None:
    claim = ClaimFactory()
    said(claim)
    said(claim)
    for name in ("one", "two"):
        verdict_on(claim, VerdictKind.CORROBORATE, actor(name, Role.REVIEWER), at=LATER)
    now(LATER + timedelta(hours=1))
    changes = client.get("/api/v1/changes/", {"status": "confirmed"}).json()["changes"]

    assert [each["previous_status"] for each in changes] == ["corroborated"]
    assert {"status", "approvals", "reasons"} <= set(changes[0]["changed"])


@pytest.mark.django_db(transaction=True)
def test_a_filter_looks_at_claims_that_come_while_somebody_waits(client: Any) -> None:
    """What passes a filter is settled anew at each look: the event has no claim yet when it begins."""
    loaded((EXAMPLES / "five-outlets.json").read_text())
    event = Event.objects.create(ref="storm", title="A storm", recorded_at=NOON)
    after = client.get("/api/v1/changes/").json()["cursor"]

    def record() -> None:
        time.sleep(0.8)
        ClaimFactory(ref="late", event=event)
        connection.close()

    thread = threading.Thread(target=record)
    thread.start()
    found = client.get(f"/api/v1/changes/?event=storm&wait=10&after={after}").json()
    thread.join()

    assert [each["claim"]["ref"] for each in found["changes"]] == ["late"]
