"""Loading: all or nothing, idempotent, and answering for the past of what was loaded."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.domain.dossier.faults import FaultyDossier
from claims.domain.policy.timeline import moments
from claims.models import Attribution, Claim, Event, Sighting, StatusRecord
from claims.selectors.export import CannotDump, dossier_for
from sources.foundation.domain.moments import ALWAYS, read_moment, write_moment
from sources.foundation.domain.roles import Audience
from sources.models import Affiliation, Document, Source
from tests.dbcases import loaded, standing, timeless
from tests.dossiers import answer, dossiers, read
from tests.environment import much
from tests.unit.claims.test_faults import SMALL, with_

pytestmark = pytest.mark.django_db

THEN = read_moment("2026-06-01")


@contextmanager
def undone() -> Iterator[None]:
    """Leave nothing behind between two generated dossiers."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def every_moment(raw: dict[str, Any]) -> list[Any]:
    dossier = read(raw)
    found = [THEN]
    for moment in moments(dossier, dossier.claims[0]):
        if moment > ALWAYS:
            found += [moment - timedelta(seconds=1), moment, moment + timedelta(seconds=1)]
    return found


@settings(max_examples=much(60))
@given(dossiers(with_details=True))
def test_as_of_any_moment_the_timeline_says_what_the_policy_says(raw: dict[str, Any]) -> None:
    with undone():
        loaded(raw)
        for at in every_moment(raw):
            for audience in Audience:
                expected = timeless(answer(raw, at, audience))
                assert standing("c", at, audience) == expected, (at, audience)


@settings(max_examples=much(40))
@given(dossiers(with_details=True))
def test_what_is_dumped_assesses_the_same(raw: dict[str, Any]) -> None:
    with undone():
        loaded(raw)
        dumped = json.loads(json.dumps(dossier_for(claims=["c"])))
        for at in every_moment(raw):
            for audience in Audience:
                assert answer(dumped, at, audience) == answer(raw, at, audience)


@settings(max_examples=much(30))
@given(dossiers(with_details=True), dossiers(with_details=True), st.data())
def test_a_later_version_adds_and_updates(
    first: dict[str, Any], second: dict[str, Any], data: Any
) -> None:
    """What was there stays, what is new is added, and the timeline is that of both."""
    more = deepcopy(first)
    for kind in ("attributions", "detail_values"):
        more[kind] += [{**each, "id": f"more-{each['id']}"} for each in second[kind]]
    more["reviews"] += second["reviews"]
    for attribution in more["attributions"]:
        if data.draw(st.booleans()):
            attribution["stance"] = "asserts_possible"
    with undone():
        loaded(first)
        loaded(more)
        amended = Claim.objects.get(ref="c").amended_at
        if amended:  # what had been signed was rewritten: our record took note, as of now
            more["claims"][0]["amended_at"] = write_moment(amended)
        for at in every_moment(more):
            for audience in Audience:
                assert standing("c", at, audience) == timeless(answer(more, at, audience))


def test_the_same_file_twice_changes_nothing() -> None:
    loaded(SMALL)
    records = list(StatusRecord.objects.values_list("pk", flat=True))
    again = loaded(SMALL)

    assert not any(again.added.values())
    assert not any(again.changed.values())
    assert again.statuses == 0
    assert list(StatusRecord.objects.values_list("pk", flat=True)) == records


def test_a_faulty_dossier_loads_nothing_at_all() -> None:
    faulty = deepcopy(SMALL)
    faulty["attributions"].append({**SMALL["attributions"][0], "id": "y", "speaker": "z"})
    with pytest.raises(FaultyDossier):
        loaded(SMALL, faulty)

    assert not Source.objects.exists()
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("faulty", "path"),
    [
        (with_("attributions.0.speaker", "z"), "$.attributions[0].speaker"),
        (with_("attributions.0.sightings", []), "$.attributions[0].sightings"),
        (with_("sources.a.parent", "a"), "$.sources.a"),
        (with_("claims.0.text", "a\x00b"), "$.claims[0].text"),
        (with_("sources.\ud800", {"kind": "state", "name": "X"}), "$.sources"),
    ],
)
def test_what_is_refused_is_reported_with_its_file(faulty: Any, path: str) -> None:
    with pytest.raises(FaultyDossier) as refusal:
        loaded(faulty)

    assert [(each.file, each.path) for each in refusal.value.faults] == [("file-1.json", path)]


def test_a_file_may_name_what_is_on_record_already() -> None:
    loaded(SMALL)
    loaded({"attributions": [{**SMALL["attributions"][0], "id": "y", "speaker": "b"}]})

    assert Attribution.objects.count() == 2


def test_two_files_of_one_load_may_not_contradict_each_other() -> None:
    other = {"sources": {"a": {"kind": "person", "name": "Somebody else"}}}
    with pytest.raises(FaultyDossier) as refusal:
        loaded(SMALL, other)

    assert [str(fault) for fault in refusal.value.faults] == [
        'file-2.json: $.sources.a.name: "Somebody else"; '
        "expected the same as in file-1.json, or a load of its own"
    ]


def test_a_cycle_with_what_is_on_record_is_refused() -> None:
    loaded(with_("sources.a.parent", "b"))
    with pytest.raises(FaultyDossier) as refusal:
        loaded({"sources": {"b": {"kind": "state", "name": "B", "parent": "a"}}})

    assert [fault.path for fault in refusal.value.faults] == ["$.sources.b"]


def test_a_moment_of_record_does_not_move() -> None:
    loaded(with_("claims.0.recorded_at", "2026-01-01"))
    with pytest.raises(FaultyDossier, match="1 fault"):
        loaded(with_("claims.0.recorded_at", "2026-01-02"))

    assert Claim.objects.get().recorded_at == read_moment("2026-01-01")


def test_a_further_passage_is_added_and_a_known_one_corrected() -> None:
    loaded(SMALL)
    further = deepcopy(SMALL)
    further["documents"]["e"] = {"publisher": "b"}
    further["attributions"][0]["sightings"] = [{"document": "e", "via": ["b"]}]
    loaded(further)
    corrected = deepcopy(SMALL)
    corrected["attributions"][0]["sightings"] = [{"document": "d", "attestation": "primary"}]
    loaded(corrected)

    assert sorted(Sighting.objects.values_list("document__ref", "attestation")) == [
        ("d", "primary"),
        ("e", "paraphrase"),
    ]


def test_other_wording_is_an_amendment() -> None:
    loaded(SMALL)
    loaded(with_("claims.0.text", "Something else happened."))

    assert Claim.objects.get().amended_at is not None


def test_an_affiliation_that_ends_is_a_new_row_of_history() -> None:
    open_ended = [{"to": "b", "from": "2020-01-01", "role": "minister"}]
    loaded(with_("sources.a.affiliations", open_ended))
    loaded(with_("sources.a.affiliations", [{**open_ended[0], "until": "2021-01-01"}]))

    assert Affiliation.objects.count() == 2
    assert [each.until for each in Affiliation.objects.standing()] == [read_moment("2021-01-01")]


def test_a_policy_of_its_own_is_kept_under_its_name() -> None:
    lenient = {**SMALL, "policy": {"id": "trial", "version": 3, "min_independent_origins": 1}}
    loaded(lenient)

    assert standing("c", THEN)["policy"] == "trial@3"
    assert dossier_for()["policy"] == {"id": "trial", "version": "3", "min_independent_origins": 1}
    with pytest.raises(FaultyDossier, match="1 fault"):
        loaded({**lenient, "policy": {**lenient["policy"], "max_hops": 5}})


def test_dump_says_what_it_cannot_find() -> None:
    with pytest.raises(CannotDump, match="There is no claim nothing on record"):
        dossier_for(claims=["nothing"])


def test_a_retraction_that_is_loaded_settles_every_claim_that_rests_on_it() -> None:
    raw = with_("attributions.0.sightings.0", {"document": "d"})
    loaded(raw)
    before = standing("c", THEN)
    loaded({"documents": {"d": {"publisher": "b", "retracted_at": "2026-02-01"}}})

    assert before["status"] == "single_source"
    assert standing("c", THEN)["status"] == "retracted"
    assert standing("c", read_moment("2026-01-31"))["status"] == "single_source"
    assert Document.objects.get().retracted_at == read_moment("2026-02-01")


def test_the_order_of_the_files_of_one_load_does_not_matter() -> None:
    later = {"attributions": [{**SMALL["attributions"][0], "id": "y"}]}
    loaded(later, SMALL)

    assert Attribution.objects.count() == 2


ANSWERED = with_("detail_values", [
    {"id": "v", "detail": "range", "speaker": "a", "knowledge": "value",
     "value": {"value": 700, "unit": "km"}, "sightings": [{"document": "d"}]}
])  # fmt: skip


@pytest.mark.parametrize("change", [{"type": "instant"}, {"unit": "s"}, {"type": "category"}])
def test_a_question_does_not_change_under_its_answers(change: Any) -> None:
    loaded(ANSWERED)
    question = {"id": "range", "claim": "c", "question": "How far?", "unit": "km", **change}
    with pytest.raises(FaultyDossier) as refusal:
        loaded({"details": [question]})

    assert refusal.value.faults[0].path == "$.details[0]"
    assert "the answer v on record" in refusal.value.faults[0].expected


def test_what_moves_to_another_claim_settles_both() -> None:
    loaded({**ANSWERED, "claims": [*SMALL["claims"], {"id": "c2", "text": "Another."}]})
    loaded({"details": [{"id": "range", "claim": "c2", "question": "How far?", "unit": "km"}]})
    loaded({"details": [{"id": "far", "claim": "c", "question": "How far?", "unit": "km"}],
            "detail_values": [{**ANSWERED["detail_values"][0], "detail": "far"}]})  # fmt: skip

    assert "range" not in standing("c", THEN)["details"]
    assert standing("c2", THEN)["details"]["range"]["state"] == "not_stated"
    assert standing("c", THEN)["details"]["far"]["state"] == "known"


def test_a_sighting_keeps_what_a_later_file_does_not_mention() -> None:
    full = {"document": "d", "recorded_at": "2025-06-01", "attestation": "primary", "quote": "Yes."}
    loaded(with_("attributions.0.sightings.0", full))
    loaded(SMALL)
    sighting = Sighting.objects.get()

    assert (sighting.attestation, sighting.quote) == ("primary", "Yes.")
    assert sighting.recorded_at == read_moment("2025-06-01")
    with pytest.raises(FaultyDossier):
        loaded(with_("attributions.0.sightings.0", {"document": "d", "recorded_at": "2025-01-01"}))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (with_("attributions.0.sightings.0", {"document": "d", "stance": "denies"}),
         with_("attributions.0.sightings.0", {"document": "d", "stance": "asserts"})),
        (with_("sources.a.affiliations", [{"to": "b", "until": "2025-01-01"}]),
         with_("sources.a.affiliations", [{"to": "b", "until": "2026-01-01"}])),
        (with_("policy", {"max_hops": 3}), with_("policy", {"max_hops": 4})),
    ],
)  # fmt: skip
def test_files_of_one_load_do_not_contradict_each_other_in_the_small(one: Any, other: Any) -> None:
    with pytest.raises(FaultyDossier):
        loaded(one, other)


def test_a_large_figure_comes_back_as_it_was() -> None:
    large = {**ANSWERED["detail_values"][0], "value": {"value": 9.2e18}}
    loaded({**ANSWERED, "detail_values": [large]})

    assert dossier_for()["detail_values"][0]["value"]["value"] == 9.2e18


def test_events_in_any_script_get_slugs_of_their_own() -> None:
    loaded(
        {"events": {"東京": {"title": "One"}, "大阪": {"title": "Two"}, "kp_x": {"title": "Three"}}}
    )

    assert set(Event.objects.values_list("slug", flat=True)) == {"event", "event-2", "kp_x"}


def test_a_verdict_on_record_keeps_its_reason() -> None:
    verdict = {"claim": "c", "reviewer": "reviewer A", "verdict": "corroborate",
               "at": "2026-01-01", "reason": "Looked."}  # fmt: skip
    loaded({**SMALL, "reviews": [verdict]})
    with pytest.raises(FaultyDossier) as refusal:
        loaded({**SMALL, "reviews": [{**verdict, "reason": "Looked again."}]})

    assert refusal.value.faults[0].path == "$.reviews"
    assert "another reason" in refusal.value.faults[0].value
