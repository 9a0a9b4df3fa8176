"""What edition 2 of the policy asks of whoever records: how an authority knows, what an outlet took
back, whom the answers to a question serve, and whom a claim would damage. By every door alike."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from claims.api.writes import on_record
from claims.domain.vocabulary import Interest
from claims.intake.domain.drafts import proposed_basis
from claims.models import Alert, Attribution, Claim, DetailValue, Sighting
from claims.selectors.record import dossier_of
from claims.selectors.sentences import worded_at
from claims.services.citations import Place, cite
from claims.services.claims import record_claim
from claims.services.entering import PassageInput, StatementInput, enter_attribution
from claims.services.statements import (
    SightingInput,
    record_attribution,
    record_sighting,
    retract_passage,
)
from reviews.domain.vocabulary import DecisionKind, State
from reviews.models import Case
from reviews.services import casework, decisions
from reviews.services.refusals import Conflict
from reviews.verification import Verification, verify
from sources.foundation.domain.roles import Audience, Role
from sources.foundation.models import HistoryEntry
from sources.models import Affiliation, Source
from sources.services.sources import record_source
from tests.api.test_writing import Program
from tests.dbcases import loaded, standing
from tests.extraction import drafts_of, shape, taken
from tests.factories import (
    BY,
    NOON,
    ClaimFactory,
    DetailFactory,
    DocumentFactory,
    SourceFactory,
    answered,
    decided,
    said,
)
from tests.people import actor, person

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


# How somebody knows who is entitled to state it


def entitled() -> tuple[Claim, Any]:
    """A claim, and a ministry of those entitled to state it."""
    claim, state = ClaimFactory(), SourceFactory(name="Tarn", kind="state")
    decided(claim, DecisionKind.DECLARE_AUTHORITY, {"source": state.ref}, at=NOON)
    return claim, SourceFactory(name="Works", ref="works", parent=state)


def test_a_program_is_asked_how_an_authority_knows() -> None:
    claim, ministry = entitled()
    program, paper = Program(Role.REPORTER), DocumentFactory()
    sent = {
        "claim": claim.ref,
        "speaker": ministry.ref,
        "stance": "asserts",
        "sightings": [{"document": paper.ref}],
    }

    asked = program.post("attributions/", sent)
    told = program.post("attributions/", {**sent, "basis": "observed"})
    silent = program.post("attributions/", {**sent, "basis": "unstated"})
    other = program.post("attributions/", {**sent, "speaker": SourceFactory().ref})

    assert asked.status_code == 422
    assert [each["path"] for each in asked.json()["errors"]] == ["$.basis"]
    assert "entitled to state this" in asked.content.decode()
    assert [each.status_code for each in (told, silent, other)] == [201, 201, 201]
    assert [each.json()["basis"] for each in (told, silent, other)] == [
        "observed", "unstated", "unstated",
    ]  # fmt: skip


def test_the_desk_asks_and_keeps_what_was_typed(client: Client) -> None:
    claim, ministry = entitled()
    document = DocumentFactory()
    client.force_login(person("rita", Role.REPORTER))
    address = f"/admin/reviews/case/{claim.pk}/attribution/"
    typed = {
        "speaker": ministry.ref, "stance": "asserts", "document": document.ref, "quote": "It broke.",
        "attestation": "paraphrase", "ground_rules": "on_record", "basis": "",
    }  # fmt: skip

    asked = client.post(address, typed)
    told = client.post(address, {**typed, "basis": "told"})

    assert asked.status_code == 400
    shown = asked.content.decode()
    assert "entitled to state this" in shown
    assert "It broke." in shown
    assert told.status_code == 302
    assert Attribution.objects.get(claim=claim).basis == "told"


def test_the_stock_form_asks(client: Client) -> None:
    claim, ministry = entitled()
    client.force_login(person("rita", Role.REPORTER))
    typed = {
        "ref": "a-new-one", "claim": claim.pk, "speaker": ministry.pk, "stance": "asserts", "naming": "named_institution",
        "ground_rules": "on_record", "basis": "",
        "sightings-TOTAL_FORMS": 1, "sightings-INITIAL_FORMS": 0, "sightings-0-document": DocumentFactory().pk,
        "sightings-0-attestation": "paraphrase",
    }  # fmt: skip

    asked = client.post("/admin/claims/attribution/add/", typed)
    told = client.post("/admin/claims/attribution/add/", {**typed, "basis": "records"})

    assert "entitled to state this" in asked.content.decode()
    assert told.status_code == 302


def test_whoever_enters_by_hand_is_asked_at_the_time_of_speaking() -> None:
    claim, ministry = entitled()
    said_so = StatementInput(ministry.ref, fields={"stance": "asserts", "basis": ""})
    seen = PassageInput(document=DocumentFactory().ref)

    with pytest.raises(ValidationError, match="How does it know"):
        enter_attribution(claim=claim, said=said_so, seen=seen, by=BY, at=LATER)
    assert not Attribution.objects.filter(claim=claim).exists()


# A passage that was taken back


def test_an_outlet_takes_back_one_passage_and_its_document_stands() -> None:
    claim, paper = ClaimFactory(), DocumentFactory()
    one = said(claim, document=paper)
    other = said(claim, document=paper)
    reporter = actor("rita", Role.REPORTER)

    retract_passage(statement=one, document=paper, why="In its corrections.", by=reporter, at=LATER)

    passage = Sighting.objects.get(attribution=one)
    assert (passage.retracted_at, passage.retracted_by) == (LATER, "rita")
    paper.refresh_from_db()
    assert paper.retracted_at is None
    now = standing(claim.ref, at=LATER)
    assert now["support_origins"] == 1
    assert "chain_retracted" in now["reasons"]
    assert standing(claim.ref, at=NOON)["support_origins"] == 2  # as it was known then
    assert HistoryEntry.objects.filter(
        action="retract_passage", body__contains="In its corrections."
    ).exists()
    assert other.sightings.get().retracted_at is None
    assert not list(verify(Verification(), at=LATER + timedelta(days=1)))


def test_a_passage_is_taken_back_once_and_where_it_stands() -> None:
    claim, paper = ClaimFactory(), DocumentFactory()
    one = said(claim, document=paper)
    by = actor("rita", Role.REPORTER)

    with pytest.raises(ValidationError, match="was not read in that document"):
        retract_passage(statement=one, document=DocumentFactory(), why="So.", by=by, at=LATER)
    with pytest.raises(ValidationError, match="how it is known"):
        retract_passage(statement=one, document=paper, why=" ", by=by, at=LATER)
    retract_passage(statement=one, document=paper, why="So.", by=by, at=LATER)
    again = retract_passage(
        statement=one, document=paper, why="So.", by=by, at=LATER + timedelta(hours=1)
    )

    assert again == []
    assert one.sightings.get().retracted_at == LATER


def test_programs_and_the_desk_note_it(client: Client) -> None:
    claim, paper = ClaimFactory(), DocumentFactory()
    one = said(claim, document=paper)
    detail = DetailFactory(claim=claim)
    answer = answered(detail, document=paper)
    program = Program(Role.REPORTER)

    noted = program.post(
        "passage-retractions/",
        {"attribution": one.ref, "document": paper.ref, "why": "In its corrections."},
    )
    client.force_login(person("rita", Role.REPORTER))
    shown = client.get(f"/admin/reviews/case/{claim.pk}/change/").content.decode()
    done = client.post(
        f"/admin/reviews/case/{claim.pk}/passage/",
        {"passage": f"answer {answer.ref} {paper.ref}", "why": "In its corrections."},
    )

    assert noted.status_code == 200
    assert noted.json()["sightings"][0]["retracted_at"] is not None
    assert f'value="attribution {one.ref} {paper.ref}"' not in shown  # that one is taken back
    assert f'value="answer {answer.ref} {paper.ref}"' in shown
    assert done.status_code == 302
    assert DetailValue.objects.get(pk=answer.pk).sightings.get().retracted_by == "rita"


def test_the_public_reads_of_it_from_then_on() -> None:
    claim, paper = ClaimFactory(), DocumentFactory()
    one = said(claim, document=paper)
    retract_passage(
        statement=one, document=paper, why="So.", by=actor("rita", Role.REPORTER), at=LATER
    )

    before = Client().get(f"/api/v1/attributions/{one.ref}/?as_of={NOON:%Y-%m-%dT%H:%M}Z").json()
    after = Client().get(f"/api/v1/attributions/{one.ref}/").json()

    assert before["sightings"][0]["retracted_at"] is None
    assert after["sightings"][0]["retracted_at"] == LATER.isoformat().replace("+00:00", "Z")


# Whom the answers to a question serve


def test_two_people_declare_whom_answers_serve() -> None:
    claim, party = ClaimFactory(), SourceFactory(name="Party")
    detail = DetailFactory(claim=claim)
    answered(detail, {"value": 500}, speaker=party)
    assert standing(claim.ref, at=NOON)["details"][detail.ref]["state"] == "known"

    subject = {"detail": detail.ref, "source": party.ref}
    decided(claim, DecisionKind.DECLARE_DETAIL_INTEREST, subject, at=LATER)

    detail.refresh_from_db()
    assert detail.favours == [party.ref]
    assert standing(claim.ref, at=LATER)["details"][detail.ref]["state"] == "reported"
    with pytest.raises(Conflict, match="declared already"):
        decided(claim, DecisionKind.DECLARE_DETAIL_INTEREST, subject, at=LATER)
    assert not list(verify(Verification(), at=LATER + timedelta(days=1)))


# Private persons


def accusing(visibility: str = "public") -> Claim:
    """A loaded claim that would damage somebody without any office, with one newsroom behind it."""
    loaded(
        """{"format": "second-source-dossier/1",
        "sources": {"plain": {"kind": "person", "name": "Tom Plain"},
                    "wire": {"kind": "outlet", "name": "Wire", "newsgatherer": true}},
        "documents": {"d": {"publisher": "wire"}},
        "claims": [{"id": "fire", "text": "Tom Plain set the fire of 9 January 2026.",
                    "kind": "responsibility", "damages": ["plain"]}],
        "attributions": [{"id": "a", "claim": "fire", "speaker": "wire", "stance": "asserts",
                          "sightings": [{"document": "d"}]}]}"""
    )
    return Claim.objects.get(ref="fire")


def test_what_damages_a_private_person_is_internal_at_first() -> None:
    claim = accusing()

    assert claim.visibility == "internal"
    assert Client().get("/claims/fire/").status_code == 404


def test_below_the_bar_it_takes_two_to_publish_it() -> None:
    claim, editor = accusing(), actor("edda", Role.EDITOR)
    casework.decide(claim=claim, reason="As it stands.", by=editor, at=LATER)

    with pytest.raises(Conflict, match="Tom Plain"):
        casework.publish(claim=claim, reason="It is out.", by=editor, at=LATER)
    claim.refresh_from_db()
    assert claim.visibility == "internal"

    decided(claim, DecisionKind.PUBLISH_PRIVATE, {}, at=LATER)

    claim.refresh_from_db()
    assert claim.visibility == "public"
    assert Case.objects.get(pk=claim.pk).state == State.PUBLISHED
    page = Client().get("/claims/fire/").content.decode()
    assert "names a private person" in page  # and nothing to print of it


def test_what_names_nobody_private_is_published_by_an_editor() -> None:
    claim = ClaimFactory(visibility="internal")
    editor = actor("edda", Role.EDITOR)
    casework.submit(claim=claim, by=actor("rita", Role.REPORTER), at=LATER)
    casework.decide(claim=claim, reason="As it stands.", by=editor, at=LATER)

    with pytest.raises(Conflict, match="no private person"):
        decisions.propose(
            claim=claim, kind=DecisionKind.PUBLISH_PRIVATE, subject={}, reason="Why.",
            by=actor("one", Role.REVIEWER), at=LATER,
        )  # fmt: skip
    casework.publish(claim=claim, reason="So.", by=editor, at=LATER)


def test_a_public_claim_found_to_damage_a_private_person_is_put_on_hold() -> None:
    claim, stranger = ClaimFactory(), SourceFactory(name="Tom Plain", kind="person")
    said(claim)

    decided(
        claim, DecisionKind.DECLARE_INTEREST,
        {"source": stranger.ref, "interest": Interest.DAMAGES.value}, at=LATER,
    )  # fmt: skip

    claim.refresh_from_db()
    assert claim.visibility == "internal"
    assert Case.objects.get(pk=claim.pk).state == State.HELD


# How a claim stands inside a sentence


def test_the_form_inside_a_sentence_is_part_of_what_is_signed() -> None:
    claim = ClaimFactory(text="Interest rates stay at 4 per cent in 2026.")
    rows = Claim.objects.get(pk=claim.pk)
    rows.clause_past = "interest  rates would stay at 4 per cent in 2026"
    record_claim(claim=rows, by=BY, at=LATER)

    rows.refresh_from_db()
    assert rows.clause_past == "interest rates would stay at 4 per cent in 2026"
    assert rows.amended_at == LATER
    before = worded_at(rows, dossier_of([rows.pk]), NOON, Audience.INTERNAL)
    assert before.claims[0].clause_past is None
    assert not list(verify(Verification(), at=LATER + timedelta(days=1)))


def test_other_words_leave_no_old_form_behind() -> None:
    claim = ClaimFactory(text="Volta cheated in 2025.")
    claim = Claim.objects.get(pk=claim.pk)
    claim.clause = "it cheated in 2025"
    record_claim(claim=claim, by=BY, at=LATER)
    claim = Claim.objects.get(pk=claim.pk)
    claim.text = "Volta sold cars in 2025."
    record_claim(claim=claim, by=BY, at=LATER + timedelta(hours=1))

    claim.refresh_from_db()
    assert claim.clause == ""
    earlier = worded_at(claim, dossier_of([claim.pk]), LATER, Audience.INTERNAL)
    assert (earlier.claims[0].text, earlier.claims[0].clause) == (
        "Volta cheated in 2025.",
        "it cheated in 2025",
    )


def test_the_desk_shows_the_finished_sentence(client: Client) -> None:
    claim = ClaimFactory(text="Inmates rioted in Tarn on 9 January 2026.")
    said(claim, SourceFactory(name="Guild"))
    client.force_login(person("rita", Role.REPORTER))

    shown = client.get(f"/admin/reviews/case/{claim.pk}/change/").content.decode()

    assert "The Guild said" in shown
    assert "They said that inmates rioted in Tarn on 9 January 2026." in shown


# Values as they were given


def test_a_value_is_shown_as_it_was_given() -> None:
    claim = ClaimFactory()
    far = DetailFactory(claim=claim, question="How far?", type="quantity", unit="km")
    answered(far, {"value": 700, "qualifier": "about", "unit": "km"})
    dead = DetailFactory(claim=claim, question="How many died?", type="count")
    answered(dead, {"value": 12, "qualifier": "about"})

    known = Client().get(f"/api/v1/details/{far.ref}/").json()
    page = Client().get(f"/claims/{claim.ref}/").content.decode()
    board = Client().get("/").content.decode()

    assert known["given"] == "about 700 km"
    assert known["value"] == {"low": 630.0, "high": 770.0, "unit": "km"}
    for shown in (page,):
        assert "about 700 km" in shown
        assert "10.8" not in shown
    assert "10.8" not in board


def test_a_date_without_a_time_is_that_day_wherever_it_was() -> None:
    claim = ClaimFactory()
    when = DetailFactory(claim=claim, question="When?", type="instant")
    answered(when, {"at": "2026-01-09"})
    answered(when, {"at": "2026-01-09T23:30:00-08:00"})

    known = Client().get(f"/api/v1/details/{when.ref}/").json()

    assert known["state"] == "known"
    assert "9 January 2026" in known["given"]


# Nobody gets round it


def test_other_words_about_a_private_person_take_a_public_claim_back() -> None:
    claim, stranger = ClaimFactory(), SourceFactory(name="Tom Plain", kind="person")
    said(claim, stranger)
    row = Claim.objects.get(pk=claim.pk)
    row.text, row.kind = "Tom Plain set the fire of 9 January 2026.", "responsibility"

    record_claim(claim=row, by=actor("rita", Role.REPORTER), at=LATER)

    row.refresh_from_db()
    assert row.visibility == "internal"
    assert Case.objects.get(pk=claim.pk).state == State.HELD
    assert not list(verify(Verification(), at=LATER + timedelta(days=1)))


def test_what_two_have_published_stays_public() -> None:
    claim = accusing()
    editor = actor("edda", Role.EDITOR)
    casework.decide(claim=claim, reason="As it stands.", by=editor, at=LATER)
    decided(claim, DecisionKind.PUBLISH_PRIVATE, {}, at=LATER)

    said(claim, at=LATER + timedelta(hours=1))

    claim.refresh_from_db()
    assert claim.visibility == "public"


def test_to_belong_to_somebody_is_no_office() -> None:
    claim = accusing()
    stranger = Source.objects.get(ref="plain")
    club = SourceFactory(name="Rowing Club")
    record_source(
        source=stranger, affiliations=[Affiliation(to=club, capacity="personal")], by=BY, at=NOON
    )
    editor = actor("edda", Role.EDITOR)
    casework.decide(claim=claim, reason="As it stands.", by=editor, at=LATER)

    with pytest.raises(Conflict, match="Tom Plain"):
        casework.publish(claim=claim, reason="It is out.", by=editor, at=LATER)


def test_an_answer_for_what_waits_is_for_what_was_shown(client: Client) -> None:
    """One place, two desks: whoever looks at one desk's sees all that waits at the place."""
    claim, other = ClaimFactory(), ClaimFactory()
    one, two = said(claim), said(other)
    for cited, desk in ((claim, "World"), (other, "Politics")):
        record = cited.timeline.filter(audience="public").as_of(NOON)
        place = Place(system="cms", url="https://paper.example/dam", desk=desk)
        cite(record=record, place=place, by=BY, at=NOON)
    for statement in (one, two):
        statement.withdrawn_note = "They took it back."
        record_attribution(attribution=statement, sightings=on_record(statement), by=BY, at=LATER)
    client.force_login(person("rita", Role.REPORTER))

    shown = client.get("/alerts/?desk=World").content.decode()
    first = Alert.objects.order_by("pk").first()
    assert all(alert.ref in shown for alert in Alert.objects.all())
    last = Alert.objects.order_by("pk").last()
    assert first
    assert last
    client.post(f"/alerts/{last.ref}/acknowledgement/", {"note": "Done.", "shown": [last.ref]})

    assert list(Alert.objects.open()) == [first]


def test_two_dates_are_two_days_and_a_time_of_either_is_that_day() -> None:
    claim = ClaimFactory()
    when = DetailFactory(claim=claim, question="When?", type="instant")
    answered(when, {"at": "2026-01-03"})
    answered(when, {"at": "2026-01-05"})

    assert standing(claim.ref, at=NOON)["details"][when.ref]["state"] == "disputed"


def test_a_place_hears_of_other_forms_and_of_a_passage_that_was_taken_back() -> None:
    claim, paper = ClaimFactory(text="Volta cheated in 2025."), DocumentFactory()
    one = said(claim, document=paper)
    record_sighting(
        statement=one, sighted=SightingInput(Sighting(document=DocumentFactory())), by=BY, at=NOON
    )
    record = claim.timeline.filter(audience="public").as_of(NOON)
    cite(record=record, place=Place(system="cms", headline="Cheats"), by=BY, at=NOON)

    retract_passage(
        statement=one, document=paper, why="So.", by=actor("rita", Role.REPORTER), at=LATER
    )
    row = Claim.objects.get(pk=claim.pk)
    row.clause = "it cheated in 2025"
    record_claim(claim=row, by=BY, at=LATER + timedelta(hours=1))

    passage, forms = (alert.why for alert in Alert.objects.order_by("pk"))
    assert "passage" in passage
    assert "wording of the claim was amended" in forms


@pytest.mark.parametrize(
    ("words", "basis"),
    [
        ("announced", "own_act"),
        ("ruled that", "own_act"),
        ("detected", "observed"),
        ("was told that", "told"),
        ("concluded that", "assessed"),
        ("said", None),
        ("a registered nurse said", None),
    ],
)
def test_how_somebody_knows_is_proposed_from_the_words_of_saying(
    words: str, basis: str | None
) -> None:
    assert proposed_basis(words) == basis


def test_the_proposal_reaches_the_draft_and_a_name_proposes_nothing() -> None:
    rita = actor("rita", Role.REPORTER)
    (announced,) = drafts_of(taken("The ministry announced that the dam broke.", by=rita))
    (said_so,) = drafts_of(taken("Judge Holt said that the dam broke.", by=rita))

    assert shape(announced).basis == "own_act"
    assert shape(said_so).basis is None
