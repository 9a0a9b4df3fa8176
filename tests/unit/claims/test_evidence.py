"""The evidence as it is shown: who counts, by which chain, what was left out and why."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given

from claims.domain.disclosure import HIDDEN, UNNAMED
from claims.domain.evidence.view import EvidenceView, StatementView, evidence_view
from claims.domain.policy.assessment import assess
from claims.domain.policy.reading import View
from claims.domain.records import Dossier
from sources.foundation.domain.moments import read_moment
from sources.foundation.domain.roles import Audience
from tests.dossiers import as_of, audiences, dossiers, read

NOW = read_moment("2026-02-01")

SOURCES = {
    "ministry": {"kind": "organisation", "name": "The Ministry"},
    "mayor": {"kind": "person", "name": "Mayor Holt"},
    "paper": {"kind": "outlet", "name": "The Courier", "newsgatherer": True},
    "wire": {"kind": "outlet", "name": "The Wire", "newsgatherer": True},
    "insider": {"kind": "anonymous", "name": "A clerk of the ministry"},
}
DOCUMENTS = {
    "release": {"publisher": "ministry", "title": "Release", "url": "https://ministry.example/1"},
    "report": {"publisher": "paper", "title": "Report", "url": "https://courier.example/1"},
    "script": {"publisher": "paper", "title": "Script", "url": "javascript:alert(1)"},
    "untitled": {"publisher": "wire"},
    "embargoed": {"publisher": "paper", "title": "Later", "embargoed_until": "2099-01-01"},
    "gone": {"publisher": "wire", "title": "Gone", "retracted_at": "2026-01-20"},
}


def dossier(
    attributions: list[dict[str, Any]] = [],  # noqa: B006 - nobody changes it
    values: list[dict[str, Any]] = [],  # noqa: B006
    *,
    detail: Mapping[str, Any] | None = None,
    claim: Mapping[str, Any] | None = None,
) -> Dossier:
    """A claim with these statements, each in the Courier's report unless it says otherwise."""

    def complete(number: int, kind: str, each: dict[str, Any]) -> dict[str, Any]:
        sightings = each.pop("sightings", [{"document": each.pop("document", "report")}])
        return {"id": f"{kind}{number}", "speaker": "ministry", **each, "sightings": sightings}

    return read(
        {
            "sources": SOURCES,
            "documents": DOCUMENTS,
            "claims": [{"id": "c", "text": "The bridge was closed on 5 January 2026.", **(claim or {})}],
            "attributions": [
                {"claim": "c", "stance": "asserts", **complete(n, "a", dict(each))}
                for n, each in enumerate(attributions)
            ],
            "details": [
                {"id": "d", "claim": "c", "question": "How long?", "unit": "d", **(detail or {})}
            ],
            "detail_values": [
                {"detail": "d", "knowledge": "value", **complete(n, "v", dict(each))}
                for n, each in enumerate(values)
            ],
        }
    )  # fmt: skip


def seen(
    record: Dossier, audience: Audience = Audience.PUBLIC, at: Any = NOW, **given: Any
) -> EvidenceView:
    return evidence_view(record.claims[0], View(record, at, audience), **given)


def days(number: float, **fields: Any) -> dict[str, Any]:
    return {"value": {"value": number}, **fields}


def chain_of(statement: StatementView) -> list[str]:
    (passage,) = statement.passages
    return [f"{box.role} {box.name}" for box in passage.drawing.boxes]


# Origins


def test_who_speak_in_one_document_of_their_own_are_one_origin_and_it_says_why() -> None:
    together = [{"document": "release", "attestation": "primary"}]
    (origin,) = seen(
        dossier([{"sightings": together}, {"speaker": "mayor", "sightings": together}])
    ).support

    assert (origin.count, origin.why) == (1, "relying on one piece of evidence")


# Answers


def test_of_a_speakers_two_answers_the_newer_counts_and_the_older_is_left_out() -> None:
    (question,) = seen(
        dossier(values=[days(3, said_at="2026-01-05"), days(5, said_at="2026-01-06")])
    ).questions

    assert [answer.words for answer in question.answers] == ["5 days"]
    assert [(said.stance, said.left_out) for said in question.left_out] == [
        ("3 days", "a later answer replaced it")
    ]
    assert question.value == "5 days"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"discounted_at": "2026-01-20", "discount_reason": "Misheard."}, "a discounted"),
        ({"withdrawn_at": "2026-01-20"}, "taken back"),
        ({"document": "gone"}, "withdrew"),
        ({"speaker": "paper"}, None),
    ],
)
def test_an_answer_that_does_not_count_is_left_out_with_its_reason(
    fields: dict[str, Any], why: str | None
) -> None:
    (question,) = seen(dossier(values=[days(3, **fields)])).questions

    assert bool(question.answers) == (why is None)
    assert bool(question.left_out) == (why is not None)
    assert all(said.left_out for said in question.left_out)


def test_answers_that_differ_are_marked_as_contradicting() -> None:
    (question,) = seen(dossier(values=[days(3), days(9, speaker="mayor")])).questions

    assert question.state.value == "disputed"
    assert [answer.said.marks for answer in question.answers] == [["contradicts another"]] * 2


def test_kinds_of_not_knowing_are_told_apart_and_stand_behind_what_is_known() -> None:
    (question,) = seen(
        dossier(
            values=[
                {"knowledge": "withheld", "speaker": "mayor"},
                {"knowledge": "unknown", "speaker": "wire", "basis": "records"},
                days(3),
            ]
        )
    ).questions

    assert [(answer.said.name, answer.words) for answer in question.answers] == [
        ("The Ministry", "3 days"), ("Mayor Holt", "declined to say"),
        ("The Wire", "said it did not know"),
    ]  # fmt: skip


def test_a_question_that_does_not_apply_says_why_and_only_the_newsroom_by_whom() -> None:
    asked = {"not_applicable": {"by": "the desk", "reason": "It never closed."}}

    (outside,) = seen(dossier(detail=asked)).questions
    (inside,) = seen(dossier(detail=asked), Audience.INTERNAL).questions

    assert (outside.not_applicable, inside.not_applicable) == (
        "It never closed.", "the desk: It never closed.",
    )  # fmt: skip


# Statements


def test_whoever_went_over_to_the_other_side_is_not_said_to_be_replaced() -> None:
    view = seen(
        dossier(
            [
                {"said_at": "2026-01-05"},
                {"said_at": "2026-01-06", "stance": "denies"},
                {"speaker": "mayor", "said_at": "2026-01-05"},
                {"speaker": "mayor", "said_at": "2026-01-06", "stance": "asserts_likely"},
            ]
        )
    )

    assert {said.id: said.left_out for said in view.left_out} == {
        "a0": "a speaker went over to the other side",
        "a2": "a speaker's earlier statement was replaced by a later one",
    }
    assert [origin.name for origin in view.denial] == ["The Ministry"]


def test_what_a_retraction_felled_is_left_out_and_says_so() -> None:
    relaying = {"document": "report", "via": ["wire"]}
    record = dossier([{"sightings": [relaying, {"document": "gone"}]}, {"sightings": [relaying]}])
    fallen, kept = seen(record).left_out, seen(record).support

    assert [said.left_out for said in fallen] == [
        "a document that a statement rested on was retracted"
    ]
    assert [said.id for origin in kept for said in origin.said] == ["a1"]


def test_a_publisher_is_a_relay_unless_it_is_the_speaker() -> None:
    view = seen(
        dossier(
            [
                {"document": "release"},
                {"speaker": "mayor", "document": "report"},
                {"speaker": "paper", "document": "report", "basis": "own_reporting"},
            ]
        )
    )

    assert {said.id: chain_of(said) for said in view.statements} == {
        "a0": ["speaker The Ministry", "document Release"],
        "a1": ["speaker Mayor Holt", "relay The Courier", "document Report"],
        "a2": ["speaker The Courier", "document Report"],
    }


def test_an_outlet_of_the_speakers_own_name_is_a_relay_all_the_same() -> None:
    """Two sources may have one name: what tells them apart is who they are."""
    record = dossier([{"speaker": "mayor"}])
    sources = {**record.sources}
    sources["paper"] = sources["paper"].model_copy(update={"name": "Mayor Holt"})
    (origin,) = seen(record.model_copy(update={"sources": sources})).support

    assert chain_of(origin.said[0])[1] == "relay Mayor Holt"


def test_only_what_may_be_a_link_is_one() -> None:
    (origin,) = seen(dossier([{"document": "script"}])).support

    assert origin.said[0].passages[0].url == ""
    assert origin.said[0].passages[0].title == "Script"


def test_a_document_without_a_title_is_told_by_its_publisher() -> None:
    (origin,) = seen(dossier([{"document": "untitled"}])).support

    assert origin.said[0].passages[0].title == "a report of The Wire"


def test_what_stands_around_a_quote_comes_from_the_kept_text() -> None:
    record = dossier([{"sightings": [{"document": "report", "quote": "is shut"}]}])
    text = f"{'x' * 200} The bridge is shut, she said."
    (origin,) = seen(record, texts={"report": text}).support
    passage = origin.said[0].passages[0]

    assert passage.before.endswith("x The bridge ")
    assert len(passage.before) == 160
    assert passage.after == ", she said."


# Who may read what


def test_what_is_under_embargo_is_marked_for_the_newsroom_and_absent_for_the_public() -> None:
    record = dossier([{"document": "embargoed"}, {"speaker": "mayor"}])
    inside, outside = seen(record, Audience.INTERNAL), seen(record)

    (until,) = {
        passage.embargoed_until
        for said in inside.statements
        for passage in said.passages
        if passage.embargoed_until
    }
    assert until.year == 2099
    assert [said.id for said in outside.statements] == ["a1"]


def test_terms_are_the_newsrooms_to_read() -> None:
    record = dossier([{"ground_rules": "background"}, {"ground_rules": "off_record"}])
    inside, outside = seen(record, Audience.INTERNAL), seen(record)

    assert {said.terms for said in inside.statements} == {"on background", "off the record"}
    assert {(said.name, said.terms, said.ref) for said in outside.statements} == {(UNNAMED, "", "")}


def test_the_own_document_of_somebody_who_may_not_be_named_tells_nothing() -> None:
    record = dossier([{"document": "release", "ground_rules": "background"}])
    ((inside,), (outside,)) = (
        [said.passages[0] for said in seen(record, audience).statements]
        for audience in (Audience.INTERNAL, Audience.PUBLIC)
    )

    assert inside.title == "Release"
    assert (outside.title, outside.publisher, outside.url, outside.document) == (
        "a document", UNNAMED, "", "",
    )  # fmt: skip


@given(dossiers(), as_of, audiences)
def test_every_statement_that_may_be_met_is_shown_once_and_no_other(
    raw: dict[str, Any], at: Any, audience: Audience
) -> None:
    record = read(raw)
    view = View(record, at, audience)
    met = {
        each.id
        for each in record.attributions
        if view.sightings(each) and (audience is Audience.INTERNAL or each.ground_rules not in HIDDEN)
    }  # fmt: skip
    shown = evidence_view(record.claims[0], view)
    ids = [said.id for said in shown.statements]

    if assess(record, record.claims[0], at, audience) is not None:
        assert sorted(ids) == sorted(met)


@given(dossiers(), as_of, audiences)
def test_whoever_counts_is_shown_as_counting(raw: dict[str, Any], at: Any, audience: Any) -> None:
    record = read(raw)
    shown = evidence_view(record.claims[0], View(record, at, audience))
    answer = assess(record, record.claims[0], at, audience)
    if answer is None:
        return
    said = answer.as_json()
    support = sum(origin.count for origin in shown.support)

    assert bool(shown.support) == bool(said["support_origins"] or said["interested_origins"])
    assert max(said["support_origins"], said["interested_origins"]) <= support
    assert support <= said["support_origins"] + said["interested_origins"]
    assert bool(shown.denial) == bool(said["denying_origins"] or said["interested_denials"])
    assert not any(each.left_out for each in (*shown.support, *shown.denial) for each in each.said)
    assert all(each.left_out for each in shown.left_out)


def test_the_whole_of_it_is_plain_values() -> None:
    """Nothing of the database is in it: what is shown can be made from a file."""
    shown = seen(dossier([{}], [days(3)]))

    assert json.dumps(str(shown))
