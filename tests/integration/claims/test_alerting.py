"""What was printed is warned of what changed: which kind, once, to whom, until somebody answers."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.api.writes import on_record
from claims.domain.vocabulary import VerdictKind
from claims.models import (
    Acknowledgement,
    Alert,
    Attribution,
    Citation,
    Claim,
    Delivery,
    Escalation,
    StatusRecord,
)
from claims.selectors.claim_page import open_alerts
from claims.selectors.register import waiting
from claims.services import alerting, subscribing
from claims.services.citation_import import FaultyFile, import_citations
from claims.services.citations import Place, acknowledge, cite, keep_story_desk
from claims.services.claims import record_claim
from claims.services.outbox import publish_changes
from claims.services.statements import record_attribution
from reviews.models import Notice
from reviews.services import casework
from sources.foundation.domain.roles import Audience, Role
from sources.foundation.models import HistoryEntry
from sources.models import Document
from sources.services.documents import retract_document
from tests.factories import (
    BY,
    NOON,
    ClaimFactory,
    DetailFactory,
    DocumentFactory,
    SourceFactory,
    answered,
    said,
    verdict_on,
)
from tests.letters import mailed
from tests.people import actor, person

pytestmark = pytest.mark.django_db

STORY = Place(system="pages", url="https://paper.example/dam", headline="Dam breaks", desk="World",
              contact="world@paper.example")  # fmt: skip


def hours(count: float) -> datetime:
    return NOON + timedelta(hours=count)


def record_of(claim: Claim, at: datetime = NOON, audience: str = "public") -> StatusRecord:
    found = claim.timeline.filter(audience=audience).as_of(at)
    assert found is not None
    return found


def printed(claim: Claim, place: Place = STORY, *, by: Any = BY, at: datetime = NOON) -> Citation:
    return cite(record=record_of(claim, at), place=place, by=by, at=at)


def withdrawn(attribution: Attribution, at: datetime) -> None:
    attribution.withdrawn_note = "They took it back."
    record_attribution(attribution=attribution, sightings=on_record(attribution), by=BY, at=at)


def alerts() -> list[tuple[str, str]]:
    return [(alert.kind, alert.why) for alert in Alert.objects.order_by("pk")]


def test_a_citation_is_of_a_record_and_bears_the_sentence_it_allows() -> None:
    claim = ClaimFactory(text="The dam broke on 4 May 2026.")
    said(claim, SourceFactory(name="Ministry of Works"))
    row = printed(claim)

    assert row.record == record_of(claim)
    assert row.sentence == ("The Ministry of Works said that the dam broke on 4 May 2026.")
    entry = HistoryEntry.objects.get(action="cite")
    assert (entry.chain, entry.bearing) == (f"claim/{claim.ref}", False)
    assert alerts() == []


def test_the_same_words_at_the_same_place_are_one_citation() -> None:
    claim = ClaimFactory()
    said(claim)

    assert printed(claim) == printed(claim, at=hours(1))
    assert printed(claim, Place(system="pages", url="https://paper.example/dam#top")) == printed(
        claim
    )
    assert printed(claim, Place(system="cms", headline="Another")) != printed(claim)


def test_a_withdrawal_of_the_only_statement_is_a_kill_with_the_right_replacement() -> None:
    claim = ClaimFactory(text="The dam broke on 4 May 2026.")
    statement = said(claim, SourceFactory(name="Ministry of Works"))
    printed(claim)
    withdrawn(statement, hours(2))

    (alert,) = Alert.objects.all()
    assert alert.kind == "kill"
    assert alert.why == (
        "Its status fell from single source to retracted. The statement of Ministry of Works was withdrawn."
    )
    assert alert.replacement == (
        "The Ministry of Works withdrew on 10 January its statement that the dam broke on 4 May 2026."
    )
    assert (alert.before.status, alert.record.status) == ("single_source", "retracted")


def test_losing_one_of_two_is_to_be_corrected_and_gaining_one_to_be_updated() -> None:
    claim = ClaimFactory()
    said(claim)
    printed(claim)
    second = said(claim, at=hours(1))
    withdrawn(second, hours(2))

    assert [kind for kind, _ in alerts()] == ["update", "correct"]
    assert alerts()[0][1] == "Its status rose from single source to corroborated."
    assert alerts()[1][1] == "Its status fell from corroborated to single source."


def test_a_statement_that_the_sentence_names_is_missed_even_if_the_status_stays() -> None:
    claim = ClaimFactory()
    first = said(claim, SourceFactory(name="Ministry of Works"))
    said(claim)
    said(claim)
    printed(claim)
    withdrawn(first, hours(1))

    assert alerts() == [("correct", "The statement of Ministry of Works was withdrawn.")]


def test_a_retracted_document_an_amended_wording_and_a_denial_are_told() -> None:
    claim = ClaimFactory()
    said(claim)
    ministry, report = SourceFactory(name="Ministry of Works"), DocumentFactory(title="Dam report")
    said(claim, ministry, document=report)
    printed(claim)
    retract_document(document=Document.objects.get(pk=report.pk), why="Wrong.", by=BY, at=hours(1))
    claim.refresh_from_db()
    claim.text = "A dam broke on 4 May 2026."
    record_claim(claim=claim, by=BY, at=hours(2))

    assert [kind for kind, _ in alerts()] == ["correct", "correct"]
    assert "“Dam report”" in alerts()[0][1]
    assert "rests on a document that was retracted" in alerts()[0][1]
    assert alerts()[1] == ("correct", "The wording of the claim was amended.")


def test_a_detail_that_is_disputed_or_becomes_known_is_told() -> None:
    claim = ClaimFactory()
    said(claim)
    detail = DetailFactory(claim=claim, question="How many?")
    printed(claim)
    answered(detail, {"value": 3})
    answered(detail, {"value": 9})

    assert alerts() == [
        ("update", "It is now known: “How many?”"),
        ("correct", "Accounts now differ: “How many?”"),
    ]


def test_what_changes_nothing_that_was_printed_alarms_nobody() -> None:
    claim = ClaimFactory()
    said(claim)
    printed(claim)
    said(claim, ground_rules="off_record", document=DocumentFactory())
    said(claim, document=DocumentFactory(embargoed_until=hours(48)))
    verdict_on(claim, VerdictKind.CORROBORATE, actor("one", Role.REVIEWER), at=hours(1))

    assert alerts() == []


def test_the_lifting_of_an_embargo_is_told_when_it_lifts() -> None:
    claim = ClaimFactory()
    said(claim)
    printed(claim)
    said(claim, document=DocumentFactory(embargoed_until=hours(48)))
    publish_changes(at=hours(47))
    assert alerts() == []
    publish_changes(at=hours(49))

    assert [kind for kind, _ in alerts()] == ["update"]


def test_what_was_missed_is_found_by_the_sweep_and_told_once(monkeypatch: Any) -> None:
    claim = ClaimFactory()
    statement = said(claim)
    printed(claim)
    monkeypatch.setattr("claims.services.consequences.raise_alerts", lambda *_, **__: [])
    withdrawn(statement, hours(1))
    assert alerts() == []

    assert alerting.sweep(at=hours(2)) == 1
    assert alerting.sweep(at=hours(3)) == 0


def test_of_two_citations_at_one_place_only_the_later_is_told() -> None:
    claim = ClaimFactory()
    said(claim)
    printed(claim)
    second = said(claim, at=hours(1))
    later = printed(claim, at=hours(2))
    elsewhere = printed(claim, Place(system="cms", url="https://paper.example/other"), at=hours(2))
    withdrawn(second, hours(3))

    told = Alert.objects.filter(kind="correct").values_list("citation", flat=True)
    assert set(told) == {later.pk, elsewhere.pk}


def test_a_claim_that_is_taken_back_is_told_without_a_word_of_why() -> None:
    claim = ClaimFactory()
    statement = said(claim)
    program = actor("cms", Role.API_CLIENT)
    printed(claim, by=program)
    casework.hold(claim=claim, reason="A leak.", by=actor("editor", Role.EDITOR), at=hours(1))
    withdrawn(statement, hours(2))

    assert alerts() == [("correct", "The claim was taken back: its readers can no longer see it.")]
    (alert,) = Alert.objects.visible_to(program.user)
    assert (alert.record.status, alert.replacement) == ("single_source", "")


def test_nobody_silences_the_alerts_of_another() -> None:
    claim = ClaimFactory()
    statement = said(claim)
    one, other = actor("cms", Role.API_CLIENT), actor("blog", Role.API_CLIENT)
    editor = actor("editor", Role.EDITOR)
    for by in (editor, one, other):
        cite(record=record_of(claim), place=STORY, by=by, at=NOON)
    withdrawn(statement, hours(1))

    told = Alert.objects.values_list("citation__cited_by", flat=True)
    assert sorted(told) == ["blog", "cms", "editor"]


def test_what_falls_returns_and_falls_again_is_told_each_time() -> None:
    claim = ClaimFactory()
    said(claim)
    said(claim)
    printed(claim)
    editor, second = actor("editor", Role.EDITOR), actor("second", Role.EDITOR)
    party = SourceFactory(name="The Party")
    interested(claim, party)
    for number in (1, 2):
        denial = said(claim, party, "denies", at=hours(3 * number), document=DocumentFactory())
        withdrawn(denial, hours(3 * number + 1))
    assert [why for _, why in alerts()][-4:] == [
        "Somebody denies it who did not before.", "Somebody no longer denies it.",
        "Somebody denies it who did not before.", "Somebody no longer denies it.",
    ]  # fmt: skip
    for number in (1, 2):
        casework.hold(claim=claim, reason="A leak.", by=editor, at=hours(20 * number))
        casework.release(claim=claim, reason="No leak.", by=editor, at=hours(20 * number + 1))
        casework.decide(claim=claim, reason="It stays.", by=editor, at=hours(20 * number + 2))
        casework.publish(claim=claim, reason="As before.", by=second, at=hours(20 * number + 3))
    assert [why for _, why in alerts()][-4:] == [
        "The claim was taken back: its readers can no longer see it.", "The claim can be read again.",
    ] * 2  # fmt: skip


def interested(claim: Claim, source: Any) -> None:
    from claims.models import DeclaredInterest

    DeclaredInterest.objects.create(
        claim=claim, source=source, interest="damages", reason="It loses."
    )


def test_a_statement_that_is_read_otherwise_is_told_though_the_status_stays() -> None:
    claim = ClaimFactory()
    statement = said(claim, SourceFactory(name="Works"))
    printed(claim)
    statement.stance = "asserts_possible"
    record_attribution(attribution=statement, sightings=on_record(statement), by=BY, at=hours(1))

    assert alerts() == [
        ("correct", "The statement of Works is read or named otherwise than it was.")
    ]


def test_an_alert_is_acknowledged_once_by_name() -> None:
    claim = ClaimFactory()
    statement = said(claim)
    printed(claim)
    withdrawn(statement, hours(1))
    alert = Alert.objects.get()
    one, other = actor("one", Role.REPORTER), actor("other", Role.REPORTER)
    acknowledge(alert=alert, note="Corrected online.", by=one, at=hours(2))
    again = acknowledge(alert=alert, note="Me too.", by=other, at=hours(3))

    assert (again.by, again.note) == ("one", "Corrected online.")
    assert not Alert.objects.open().exists()
    assert HistoryEntry.objects.filter(action="acknowledge").count() == 1
    with pytest.raises(PermissionDenied):
        acknowledge(alert=alert, by=actor("root"), at=hours(3))


def test_a_letter_has_the_place_the_sentence_the_reason_and_the_replacement() -> None:
    claim = ClaimFactory(text="The dam broke on 4 May 2026.")
    statement = said(claim, SourceFactory(name="Ministry of Works"))
    place = Place(
        system="pages",
        headline="Dam\r\nBcc: evil@x.example \u202ekaerb",
        contact="world@paper.example",
    )
    printed(claim, place)
    withdrawn(statement, hours(1))

    assert mailed(hours(2)) == 1
    assert mailed(hours(3)) == 0
    (letter,) = mail.outbox
    assert letter.to == ["world@paper.example"]
    assert letter.subject == "[kill] Dam Bcc: evil@x.example [U+202E]kaerb"
    for part in (
        "KILL – take it out",
        "single source → retracted",
        "It now reads: The Ministry of Works withdrew",
        "/alerts/",
    ):
        assert part in letter.body


def test_a_letter_about_what_is_internal_says_only_that_something_waits() -> None:
    claim = ClaimFactory(visibility="internal", text="A secret dam broke on 4 May 2026.")
    statement = said(claim)
    cite(
        record=record_of(claim, audience="internal"),
        place=STORY,
        by=actor("one", Role.REPORTER),
        at=NOON,
    )
    withdrawn(statement, hours(1))
    mailed(hours(2))

    (letter,) = mail.outbox
    assert "secret" not in letter.subject + letter.body
    assert "Sign in" in letter.body


def test_what_nobody_acknowledges_in_time_reaches_the_editor_of_the_desk(settings: Any) -> None:
    settings.ALERT_MINUTES = 30
    editor, of_world = actor("editor", Role.EDITOR), actor("of-world", Role.EDITOR)
    keep_story_desk(name="World", editor=of_world.user, by=editor, at=NOON)
    claim = ClaimFactory()
    statement = said(claim)
    printed(claim)
    printed(claim, Place(system="pages", headline="Sport", desk="Sport"))
    printed(claim, Place(system="pages", headline="Answered", desk="World"))
    withdrawn(statement, hours(1))
    answered_for = Alert.objects.get(citation__headline="Answered")
    acknowledge(alert=answered_for, by=actor("one", Role.REPORTER), at=hours(1))

    assert alerting.escalate(at=hours(1.4)) == 0
    assert alerting.escalate(at=hours(1.6)) == 2
    assert alerting.escalate(at=hours(9)) == 0
    told = {
        (each.reader.username, each.text.split("“")[1].split("”")[0])
        for each in Notice.objects.filter(kind="alert_waiting")
    }
    assert told == {("of-world", "Dam breaks"), ("of-world", "Sport"), ("editor", "Sport")}


def test_webhooks_with_alerts_are_told_of_their_owners_citations_only() -> None:
    cms, other = actor("cms", Role.API_CLIENT), actor("other", Role.API_CLIENT)
    for by, wants in ((cms, True), (other, True), (actor("third", Role.API_CLIENT), False)):
        subscribing.subscribe(
            url="http://127.0.0.1/",
            audience=Audience.PUBLIC,
            filters={},
            alerts=wants,
            by=by,
            at=NOON,
        )
    claim = ClaimFactory()
    statement = said(claim)
    printed(claim, by=cms)
    withdrawn(statement, hours(1))

    (delivery,) = Delivery.objects.exclude(alert=None)
    assert delivery.subscription.owner == cms.user
    from claims.api.webhook_events import event_body

    body = event_body(delivery).decode()
    assert '"type":"citation.kill"' in body
    assert "acknowledged" not in body.replace('"acknowledge":', "")


def test_citing_what_no_longer_stands_is_told_at_once() -> None:
    claim = ClaimFactory()
    statement = said(claim)
    then = record_of(claim)
    withdrawn(statement, hours(1))
    cite(record=then, place=STORY, by=BY, at=hours(2), cited_at=NOON)

    assert [kind for kind, _ in alerts()] == ["kill"]


def test_nobody_cites_what_they_may_not_read() -> None:
    claim = ClaimFactory(visibility="internal")
    said(claim)
    with pytest.raises(PermissionDenied):
        cite(
            record=record_of(claim, audience="internal"),
            place=STORY,
            by=actor("cms", Role.API_CLIENT),
            at=NOON,
        )
    with pytest.raises(PermissionDenied):
        cite(record=record_of(claim), place=STORY, by=actor("root"), at=NOON)


def test_a_place_and_a_past_are_needed() -> None:
    claim = ClaimFactory()
    said(claim)
    with pytest.raises(ValidationError, match="a headline or an address"):
        cite(record=record_of(claim), place=Place(system=""), by=BY, at=NOON)
    with pytest.raises(ValidationError, match="still to come"):
        cite(record=record_of(claim), place=STORY, by=BY, at=NOON, cited_at=hours(1))


def test_a_file_of_what_was_printed_is_registered_whole_or_not_at_all() -> None:
    said(ClaimFactory(ref="dam"))
    by = actor("one", Role.REPORTER)
    good = "claim,headline,desk,cited_at\ndam,Dam breaks,World,2026-01-10T12:00:00Z\ndam,Again,,\n"
    bad = "claim,url,number,cited_at\nnope,,,\ndam,not an address,,\ndam,,x,\ndam,,,yesterday\n"
    with pytest.raises(FaultyFile) as refused:
        import_citations(bad, by=by, at=hours(1))

    assert [(fault.line, fault.column) for fault in refused.value.faults] == [
        (2, "claim"), (3, "url"), (4, "number"), (5, "cited_at"),
    ]  # fmt: skip
    assert not Citation.objects.exists()
    assert len(import_citations(good, by=by, at=hours(1))) == 2
    with pytest.raises(FaultyFile, match="claim and some of"):
        import_citations("title\nx\n", by=by, at=hours(1))
    with pytest.raises(FaultyFile, match="2 cells"):
        import_citations("claim,url\ndam,a,b\n", by=by, at=hours(1))


def test_settling_what_nobody_printed_costs_one_query_more(
    django_assert_max_num_queries: Any,
) -> None:
    claims = [ClaimFactory() for _ in range(3)]
    with CaptureQueriesContext(connection) as queries:
        alerting.raise_alerts([claim.pk for claim in claims], at=NOON)

    assert len([each for each in queries if "SELECT" in each["sql"]]) == 1


def test_the_register_cannot_be_rewritten() -> None:
    claim = ClaimFactory()
    statement = said(claim)
    printed(claim)
    withdrawn(statement, hours(1))
    alert = Alert.objects.get()

    with pytest.raises(TypeError):
        alert.save()
    with pytest.raises(TypeError):
        Alert.objects.all().delete()
    assert Escalation.objects.filter(alert=alert).exists()
    assert person("reader", Role.API_CLIENT) is not None
    assert not Alert.objects.visible_to(person("stranger", Role.API_CLIENT)).exists()


def test_a_clock_does_not_matter_to_what_is_told(now: Callable[..., None]) -> None:
    """Told in the transaction of what changed: no command has to run."""
    now(NOON)
    claim = ClaimFactory()
    statement = said(claim)
    printed(claim)
    withdrawn(statement, NOON + timedelta(seconds=1))

    assert [kind for kind, _ in alerts()] == ["kill"]


# What waits for one place is one row


def test_what_waits_for_one_place_is_one_row_and_answered_for_at_once() -> None:
    claim, other = ClaimFactory(), ClaimFactory()
    first, second = said(claim), said(claim)
    printed(claim)
    third = said(other)
    printed(other)
    elsewhere = printed(claim, Place(system="cms", headline="Another"))
    for number, statement in enumerate((first, second, third), 1):
        withdrawn(statement, hours(number))

    reader = person("rita", Role.REPORTER)
    places = waiting(reader, at=hours(4))

    assert [place.newest.citation.headline for place in places] == ["Dam breaks", "Another"]
    (story, _) = places
    assert [len(each.alerts) for each in story.told] == [1, 2]
    assert open_alerts(reader) == 2
    acknowledge(alert=story.newest, note="Taken out.", by=actor("edda", Role.EDITOR), at=hours(5))

    left = waiting(reader, at=hours(6))
    assert [place.newest.citation for place in left] == [elsewhere]
    assert {(each.by, each.note) for each in Acknowledgement.objects.all()} == {
        ("edda", "Taken out.")
    }


def test_nobody_answers_for_what_came_after_what_they_saw() -> None:
    claim = ClaimFactory()
    one, two = said(claim), said(claim)
    printed(claim)
    withdrawn(one, hours(1))
    seen = Alert.objects.get()
    withdrawn(two, hours(2))

    acknowledge(alert=seen, by=actor("edda", Role.EDITOR), at=hours(3))

    (left,) = Alert.objects.open()
    assert left.pk > seen.pk


def test_a_program_answers_for_its_own_places_alone() -> None:
    claim = ClaimFactory()
    statement = said(claim)
    program = actor("cms", Role.API_CLIENT)
    own = printed(claim, by=program)
    ours = printed(claim)
    withdrawn(statement, hours(1))

    acknowledge(alert=Alert.objects.get(citation=own), by=program, at=hours(2))

    assert [alert.citation for alert in Alert.objects.open()] == [ours]


def test_the_replacement_is_what_holds_when_it_is_read() -> None:
    claim = ClaimFactory(text="The dam broke on 4 May 2026.")
    statement = said(claim, SourceFactory(name="Guild"))
    printed(claim)
    withdrawn(statement, hours(1))
    said(claim, SourceFactory(name="Harbour Relief"), at=hours(2))

    (place,) = waiting(person("rita", Role.REPORTER), at=hours(3))

    (told,) = place.told
    assert "withdrew" in told.alerts[0].replacement
    assert told.now.text.startswith("Harbour Relief said that the dam broke")


def test_of_one_place_a_letter_tells_once() -> None:
    claim = ClaimFactory()
    one, two = said(claim), said(claim)
    printed(claim)
    withdrawn(one, hours(1))
    withdrawn(two, hours(1))

    assert mailed(hours(3)) == 1

    (letter,) = mail.outbox
    assert letter.body.count("Where: Dam breaks") == 1
    assert letter.body.count("Why: ") == 2
