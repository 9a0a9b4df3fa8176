"""From a text to drafts, and from drafts to the record: each step, by whom, and what it leaves."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from claims.intake.domain.drafts import mark
from claims.intake.extraction.drafting import read
from claims.intake.models import Draft, DraftStepTaken
from claims.intake.selectors.drafts import alterations, copied_from, pieces_of, rows_of
from claims.intake.services import steps
from claims.intake.services.pages import extract
from claims.models import Attribution, Claim, DetailValue, Sighting
from claims.selectors.quotations import fallen_sightings
from sources.domain.vocabulary import CaptureMethod
from sources.foundation.domain.roles import Role
from sources.foundation.models import HistoryEntry
from sources.foundation.permissions import Refused
from sources.models import Snapshot, SnapshotBytes, Source
from tests.extraction import drafts_of, shape, taken
from tests.factories import NOON, ClaimFactory, SourceFactory
from tests.people import actor

pytestmark = pytest.mark.django_db

ARTICLE = """Bridge at Orle reopens
The bridge at Orle reopened on 3 March 2026, the army said, according to Reuters.
The army gave no details about the cost of the repairs.
Mayor Ana Silva said there were no reports of injuries. She denied that the bridge was closed again.
"We are glad," Silva said."""
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def by() -> Any:
    return actor("reporter", Role.REPORTER)


def test_nothing_is_on_record_before_a_person_accepts(by: Any) -> None:
    snapshot = taken(ARTICLE, by=by)
    drafts = drafts_of(snapshot)
    assert [shape(each).speaker for each in drafts if not shape(each).carries] == [
        "army", "army", "Ana Silva", "Ana Silva", "Ana Silva",
    ]  # fmt: skip
    assert not Claim.objects.exists()
    assert not Attribution.objects.exists()
    assert not Sighting.objects.exists()
    assert list(Source.objects.values_list("name", flat=True)) == ["The Herald"]


def test_accepting_records_who_said_so_by_which_chain_and_where_it_stands(by: Any) -> None:
    snapshot = taken(ARTICLE, by=by)
    draft = drafts_of(snapshot)[0]
    steps.accept(draft=draft, by=by, at=LATER)
    attribution = Attribution.objects.get()
    sighting = attribution.sightings.get()
    assert attribution.claim.text == "The bridge at Orle reopened on 3 March 2026."
    assert (attribution.speaker.name, attribution.stance) == ("army", "asserts")
    assert [hop.source.name for hop in sighting.hops.all()] == ["Reuters"]
    text = snapshot.text
    for each in (sighting.selector, *sighting.source_spans, *sighting.content_spans):
        assert text[each["start"] : each["end"]] == each["exact"]
    assert [each["exact"] for each in sighting.cue_spans] == ["said"]
    entries = HistoryEntry.objects.filter(chain=f"claim/{attribution.claim.ref}")
    told = [(entry.by, entry.action) for entry in entries]
    assert ("reporter", "record_attribution") in told
    assert any(draft.ref in entry.body and "pattern after" in entry.body for entry in entries)
    assert (draft.state, draft.claim, draft.attribution) == (
        "accepted", attribution.claim, attribution,
    )  # fmt: skip


def test_a_draft_of_what_is_on_record_adds_a_sighting_and_no_twin(by: Any) -> None:
    first = taken(ARTICLE, by=by)
    steps.accept(draft=drafts_of(first)[0], by=by, at=LATER)
    other = "The bridge at Orle reopened on 3 March 2026, the army said."
    second = taken(other, by=by, publisher="The Courier")
    (draft,) = drafts_of(second)
    (row,) = rows_of(second)
    claim = Claim.objects.get()
    assert row.best is not None
    assert row.best.claim == claim
    steps.accept(draft=draft, claim=claim, by=by, at=LATER)
    assert Claim.objects.count() == Attribution.objects.count() == 1
    assert Attribution.objects.get().sightings.count() == 2


def test_another_speaker_of_the_same_claim_adds_a_statement(by: Any) -> None:
    steps.accept(draft=drafts_of(taken(ARTICLE, by=by))[0], by=by, at=LATER)
    other = "The bridge at Orle reopened on 3 March 2026, the police said."
    (draft,) = drafts_of(taken(other, by=by, publisher="The Courier"))
    steps.accept(draft=draft, claim=Claim.objects.get(), by=by, at=LATER)
    names = Attribution.objects.values_list("speaker__name", flat=True)
    assert (Claim.objects.count(), sorted(names)) == (1, ["army", "police"])


def test_the_same_words_are_not_recorded_twice(by: Any) -> None:
    snapshot = taken("The army said the bridge was open. Ships were late, police said.", by=by)
    one, _ = drafts_of(snapshot)
    steps.accept(draft=one, by=by, at=LATER)
    again = steps.start(snapshot=snapshot, first=0, last=33, by=by, at=LATER)
    known = shape(one)
    changes = {"speaker": "army", "text": known.text, "source": known.source}
    steps.mend(draft=again, changes={**changes, "content": known.content}, by=by, at=LATER)
    steps.mend(draft=again, changes={"cue": known.cue}, by=by, at=LATER)
    with pytest.raises(ValidationError, match="on record for this claim already"):
        steps.accept(draft=again, claim=Claim.objects.get(), by=by, at=LATER)
    with pytest.raises(ValidationError, match="on record already"):
        steps.accept(draft=again, by=by, at=LATER)
    again.refresh_from_db()
    assert again.state == "waiting"


def test_what_was_not_said_becomes_an_open_question_of_a_claim(by: Any) -> None:
    snapshot = taken(ARTICLE, by=by)
    launch, silent = [each for each in drafts_of(snapshot) if not shape(each).carries][:2]
    with pytest.raises(ValidationError, match="choose the one"):
        steps.accept(draft=silent, by=by, at=LATER)
    steps.accept(draft=launch, by=by, at=LATER)
    claim = Claim.objects.get()
    steps.accept(draft=silent, claim=claim, by=by, at=LATER)
    value = DetailValue.objects.get()
    assert (value.detail.question, value.knowledge) == ("The cost of the repairs?", "not_stated")
    assert (value.speaker.name, value.detail.claim) == ("army", claim)
    assert value.sightings.get().snapshot == snapshot


def test_no_reports_of_is_recorded_as_what_the_speaker_knows(by: Any) -> None:
    claim = ClaimFactory(text="Somebody was hurt at Orle on 3 March 2026.")
    draft = next(
        each for each in drafts_of(taken(ARTICLE, by=by)) if shape(each).unknowns
        and not shape(each).is_silent
    )  # fmt: skip
    steps.accept(draft=draft, claim=claim, by=by, at=LATER)
    assert Attribution.objects.get(claim=claim).stance == "no_information"
    assert DetailValue.objects.get().knowledge == "none_reported"


def test_a_pronoun_that_nobody_resolved_is_asked_for(by: Any) -> None:
    (draft,) = drafts_of(taken("He said the bridge was open.", by=by))
    with pytest.raises(ValidationError, match="Who is “he”"):
        steps.accept(draft=draft, by=by, at=LATER)
    steps.mend(
        draft=draft, changes={"speaker": "Ana Silva", "speaker_kind": "person"}, by=by, at=LATER
    )
    steps.accept(draft=draft, by=by, at=LATER)
    assert Attribution.objects.get().speaker.name == "Ana Silva"


def test_a_relay_that_published_the_document_is_no_hop(by: Any) -> None:
    SourceFactory(name="Reuters", kind="outlet")
    text = "The bridge at Orle reopened on 3 March 2026, the army said, according to Reuters."
    draft = next(
        each
        for each in drafts_of(taken(text, by=by, publisher="Reuters"))
        if not shape(each).carries
    )
    steps.accept(draft=draft, by=by, at=LATER)
    assert not Sighting.objects.get().hops.exists()


def test_mending_keeps_what_it_was_and_what_it_became(by: Any) -> None:
    draft = drafts_of(taken(ARTICLE, by=by))[0]
    steps.mend(draft=draft, changes={"stance": "asserts_likely"}, by=by, at=LATER)
    step = DraftStepTaken.objects.latest("pk")
    assert step.before is not None
    assert step.after is not None
    assert (step.step, step.by) == ("mended", "reporter")
    assert (step.before["stance"], step.after["stance"]) == ("asserts", "asserts_likely")
    with pytest.raises(ValidationError, match="stance"):
        steps.mend(draft=draft, changes={"stance": "shouts"}, by=by, at=LATER)


def test_splitting_parts_what_was_said(by: Any) -> None:
    text = "The army said the bridge was open and the road was closed."
    snapshot = taken(text, by=by)
    (draft,) = drafts_of(snapshot)
    one, two = steps.split(draft=draft, place=text.index("the road"), by=by, at=LATER)
    assert [shape(one).text, shape(two).text] == ["The bridge was open.", "The road was closed."]
    assert shape(two).speaker == "army"
    assert drafts_of(snapshot) == [one, two]
    with pytest.raises(ValidationError, match="on both sides"):
        steps.split(draft=one, place=0, by=by, at=LATER)
    whole = steps.join(draft=one, other=two, by=by, at=LATER)
    assert shape(whole).text == "The bridge was open the road was closed."
    assert drafts_of(snapshot) == [whole]


def test_a_selection_starts_a_draft_by_code_points(by: Any) -> None:
    text = "🌊🌊 Flood. Nobody was hurt, a sign by the road read."
    snapshot = taken(text, by=by)
    first = text.index("Nobody")
    draft = steps.start(snapshot=snapshot, first=first, last=first + 15, by=by, at=LATER)
    assert shape(draft).content[0].exact == "Nobody was hurt"
    for wrong in ((5, 5), (-1, 3), (10, 4_000), (2, 3)):
        with pytest.raises(ValidationError):
            steps.start(snapshot=snapshot, first=wrong[0], last=wrong[1], by=by, at=LATER)


def test_a_rejected_draft_is_kept_to_learn_from(by: Any) -> None:
    draft = drafts_of(taken(ARTICLE, by=by))[0]
    steps.reject(draft=draft, why="A headline.", by=by, at=LATER)
    step = DraftStepTaken.objects.latest("pk")
    assert (step.step, step.why, step.before) == ("rejected", "A headline.", draft.stands)


@pytest.mark.parametrize("step", ["accept", "reject", "mend"])
def test_a_draft_is_decided_once(by: Any, step: str) -> None:
    draft = drafts_of(taken(ARTICLE, by=by))[0]
    seen = Draft.objects.get(pk=draft.pk)  # what another person has before them
    steps.accept(draft=draft, by=by, at=LATER)
    more = {"mend": {"changes": {"stance": "denies"}}}.get(step, {})
    with pytest.raises(ValidationError, match="decided on this already"):
        getattr(steps, step)(draft=seen, by=by, at=LATER, **more)
    assert Claim.objects.count() == 1


def test_who_may_not_record_reads_nothing(by: Any) -> None:
    snapshot = taken(ARTICLE, by=by)
    program = actor("program", Role.API_CLIENT)
    draft = drafts_of(snapshot)[0]
    for action in (
        lambda: taken("The army said so again and again.", by=program),
        lambda: steps.accept(draft=draft, by=program, at=LATER),
        lambda: steps.reject(draft=draft, by=program, at=LATER),
        lambda: steps.start(snapshot=snapshot, first=0, last=5, by=program, at=LATER),
        lambda: steps.read_for_drafts(snapshot, by=program, at=LATER),
    ):
        with pytest.raises(Refused):
            action()


def test_the_same_bytes_are_one_snapshot_and_are_read_once(by: Any) -> None:
    address = "https://herald.example/bridge"
    first = taken(ARTICLE, by=by, url=address)
    count = first.drafts.count()
    again = taken(ARTICLE, by=by, at=LATER, url=address)
    assert again == first
    assert (Snapshot.objects.count(), first.drafts.count()) == (1, count)
    kept = SnapshotBytes.objects.get()
    assert (bytes(kept.body), kept.address) == (first.text.encode(), address)


def test_changed_bytes_show_what_was_altered_and_what_no_longer_stands(by: Any) -> None:
    address = "https://herald.example/bridge"
    first = taken(ARTICLE, by=by, url=address)
    launch, silent = [each for each in drafts_of(first) if not shape(each).carries][:2]
    steps.accept(draft=launch, by=by, at=LATER)
    steps.accept(draft=silent, claim=Claim.objects.get(), by=by, at=LATER)
    changed = ARTICLE.replace("reopened on 3 March 2026", "reopened on 4 March 2026")
    second = taken(changed, by=by, at=LATER, url=address)
    assert second.document == first.document
    (change,) = alterations(first.document)
    assert (change.before, change.after) == (first, second)
    kinds = [kind for kind, _ in change.pieces]
    assert {"gone", "new", "same"} == set(kinds)
    assert "".join(text for kind, text in change.pieces if kind != "new") == first.text
    assert "".join(text for kind, text in change.pieces if kind != "gone") == second.text
    fallen = launch.sighting
    assert change.fallen == [fallen]
    assert fallen_sightings(list(Sighting.objects.all())) == {fallen.pk}


def test_a_document_that_passes_on_another_is_told_so_and_offered_as_a_relay(by: Any) -> None:
    words = "".join(
        f"The army said that bridge number {n} in the valley of Orle was open again. "
        for n in range(2, 8)
    )
    wire = taken(words, by=by, publisher="The Wire")
    paper = taken("Bridges\n" + words, by=by, at=LATER, publisher="The Herald")
    assert copied_from(paper) == wire.document
    assert copied_from(wire) is None
    row = rows_of(paper, copied=copied_from(paper), matched=False)[0]
    assert row.relays == [wire.document]
    steps.accept(draft=row.draft, relays=row.relays, by=by, at=LATER)
    (relayed,) = Sighting.objects.get().relayed.all()
    assert relayed.document == wire.document


def test_the_pieces_of_the_text_are_the_text(by: Any) -> None:
    snapshot = taken(f"🌊 {ARTICLE}", by=by)
    rows = rows_of(snapshot)
    pieces = pieces_of(snapshot.text, rows)
    assert "".join(each.text for each in pieces) == snapshot.text
    said = [each.text for each in pieces if "cue" in each.roles]
    assert "said" in said
    assert "gave no details" in said


def test_sources_on_record_are_recognised_by_each_of_their_names(by: Any) -> None:
    army = SourceFactory(name="Army of Orle", kind="organisation")
    army.aliases.create(name="the army")
    draft = drafts_of(taken("The army said the bridge was open.", by=by))[0]
    assert shape(draft).speaker_ref == army.ref
    steps.accept(draft=draft, by=by, at=LATER)
    assert Attribution.objects.get().speaker == army


def test_the_desk_tells_which_words_no_longer_stand(by: Any, client: Any) -> None:
    address = "https://herald.example/bridge"
    first = taken(ARTICLE, by=by, url=address)
    draft = drafts_of(first)[0]
    steps.accept(draft=draft, by=by, at=LATER)
    client.force_login(by.user)
    desk = f"/admin/reviews/case/{draft.claim_id}/change/"
    assert b"no longer stand in it" not in client.get(desk).content
    taken(ARTICLE.replace("reopened on", "opened on"), by=by, at=LATER, url=address)
    assert b"no longer stand in it" in client.get(desk).content


def test_a_draft_that_somebody_changed_meanwhile_is_looked_at_again(by: Any) -> None:
    draft = drafts_of(taken(ARTICLE, by=by))[0]
    on_screen = mark(draft.stands)
    steps.mend(draft=draft, changes={"text": "Something else."}, seen=on_screen, by=by, at=LATER)
    for action in (
        lambda: steps.accept(draft=draft, seen=on_screen, by=by, at=LATER),
        lambda: steps.mend(
            draft=draft, changes={"speaker": "navy"}, seen=on_screen, by=by, at=LATER
        ),
    ):
        with pytest.raises(ValidationError, match="changed this draft meanwhile"):
            action()
    assert (shape(draft).text, shape(draft).speaker) == ("Something else.", "army")
    assert not Claim.objects.exists()


def test_an_address_of_another_publisher_is_not_taken_for_its_document(by: Any) -> None:
    taken(ARTICLE, by=by, url="https://herald.example/bridge")
    with pytest.raises(ValidationError, match="on record as published by The Herald"):
        taken("The navy said so.", by=by, publisher="Courier", url="https://herald.example/bridge")


def test_a_document_passes_on_others_and_not_itself(by: Any) -> None:
    snapshot = taken(ARTICLE, by=by)
    steps.accept(
        draft=drafts_of(snapshot)[0], relays=[snapshot.document], by=by, at=LATER
    )  # fmt: skip
    assert not Sighting.objects.get().relayed.exists()


def test_a_silence_about_nothing_asks_nothing(by: Any) -> None:
    claim = ClaimFactory()
    draft = drafts_of(taken("The army gave no details about the cost.", by=by))[0]
    steps.mend(
        draft=draft,
        changes={"unknowns": [{"about": "?", "knowledge": "withheld"}]}, by=by, at=LATER,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="What is it"):
        steps.accept(draft=draft, claim=claim, by=by, at=LATER)


@pytest.mark.parametrize("changes", [{"relays": [{"name": "x" * 600}]}, {"text": "x" * 100_001}])
def test_what_could_not_be_kept_is_refused_before_it_is(by: Any, changes: Any) -> None:
    draft = drafts_of(taken(ARTICLE, by=by))[0]
    with pytest.raises(ValidationError):
        steps.mend(draft=draft, changes=changes, by=by, at=LATER)
    long = taken("word " * 30_000, by=by)
    with pytest.raises(ValidationError, match="Select at most"):
        steps.start(snapshot=long, first=0, last=120_000, by=by, at=LATER)


@pytest.mark.parametrize(
    ("step", "typed"),
    [
        ("accept", {"claim": "9" * 5_000}), ("accept", {"claim": "a\0b"}),
        ("accept", {"claim": "", "relays": "9" * 5_000}), ("accept", {"merge": "-1"}),
        ("reject", {"why": "a\0b"}), ("split", {"start": "9" * 40, "end": "1"}),
        ("split", {"start": "x"}), ("mend", {}), ("mend", {"speaker": "a\0b", "relays": "x" * 900}),
        ("join", {}), ("nothing", {}),
    ],
)  # fmt: skip
def test_odd_values_are_refused_and_break_nothing(
    by: Any, client: Any, step: str, typed: dict[str, str]
) -> None:
    draft = drafts_of(taken(ARTICLE, by=by))[0]
    client.force_login(by.user)
    answer = client.post(f"/admin/claims/draft/{draft.pk}/{step}/", typed)
    assert answer.status_code in (302, 400, 404)


@pytest.mark.parametrize(
    "block",
    [
        '{"@type": "NewsArticle", "headline": "x", "a": NaN}',
        '{"@type": "NewsArticle", "headline": "x", "a": 1e999}',
        '{"@type": "NewsArticle", "headline": "a\\\\u0000b", "publisher": {"name": "\\\\ud800"}}',
        '{"@type": "NewsArticle", "headline": "x", "a": ' + "[" * 300 + "]" * 300 + "}",
        '{"@type": "NewsArticle", "headline": "x", "a": ' + "9" * 400 + "}",
        '{"@type": "NewsArticle", "datePublished": "2026-03-01T00:00:00+23:59"}',
        '{"@type": "NewsArticle", "datePublished": "0001-01-01T00:00:00+05:00"}',
    ],
)
def test_odd_json_ld_is_kept_as_far_as_a_database_holds_it(by: Any, block: str) -> None:
    story = "<p>" + "The army said that the bridge was open. " * 10 + "</p>"
    html = f'<html><head><script type="application/ld+json">{block}</script></head><body><article>{story}</article></body></html>'  # fmt: skip
    page = extract(html.replace("\\\\u", "\\u").encode(), name="a.html")
    snapshot = steps.take_in(
        page=page, where=steps.DocumentInput(publisher="The Herald"), how=CaptureMethod.UPLOADED,
        by=by, at=LATER, body=html.encode(),
    )  # fmt: skip
    assert snapshot.drafts.exists()


@pytest.mark.parametrize("moment", ["9999-12-31T23:00:00+00:00", "0001-01-01T00:00:00+00:00"])
def test_days_at_the_ends_of_time_are_reckoned_or_left(by: Any, moment: str) -> None:
    text = "The army said on Monday that the bridge opens tomorrow. Last year it rained, it said."
    published = datetime.fromisoformat(moment)
    assert read(text, published=published.date())
    assert read("The army said that ſix of 5 ſhells fell laſt Monday in auguſt.")


def test_a_long_text_that_was_altered_is_shown_in_time(by: Any) -> None:
    address = "https://herald.example/long"
    taken("He said so. " * 700, by=by, url=address)
    second = taken("So he said. " + "He said so. " * 700, by=by, at=LATER, url=address)
    assert [kind for kind, _ in alterations(second.document)[0].pieces] == ["gone", "new"]
