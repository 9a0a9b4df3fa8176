"""What the law demands to be erased is gone from every place where words live, and nothing else is:
who said it stays, the chains hold, and a tombstone says why."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import BinaryField, CharField, JSONField, TextField
from django.test import Client

from claims.domain.erasing import ERASED, Sought
from claims.domain.vocabulary import VerdictKind
from claims.intake.models import Draft, DraftStepTaken
from claims.intake.services import steps
from claims.models import (
    Alert,
    Attribution,
    Citation,
    Claim,
    ClaimRelation,
    DetailValue,
    Event,
    Sighting,
    StatusRecord,
    Subscription,
)
from claims.services import erasing, subscribing
from claims.services.citations import Place as Printed
from claims.services.citations import acknowledge, cite
from claims.services.claims import record_claim
from claims.services.statements import SightingInput, record_attribution, record_detail_value
from reviews.domain.vocabulary import DecisionKind, ReplyState
from reviews.models import Case, Notice, Verdict
from reviews.selectors.history import timeline
from reviews.services import casework, decisions, talk
from reviews.verification import Verification, verify
from sources.foundation.domain.roles import Audience, Role
from sources.foundation.models import AnsweredRequest, Erasure, HistoryEntry, Tombstone
from sources.foundation.selectors.history import fingerprint
from sources.models import Snapshot, SnapshotBytes
from tests.dbcases import loaded
from tests.extraction import drafts_of, taken
from tests.factories import (
    BY,
    NOON,
    ClaimFactory,
    DetailFactory,
    DocumentFactory,
    EventFactory,
    SourceFactory,
    answered,
    said,
    verdict_on,
)
from tests.people import actor, person

pytestmark = pytest.mark.django_db

SECRET = "the minister's daughter was ill on Tuesday"
LATER = NOON + timedelta(hours=1)

# Text columns in which no words of a statement, a claim or a draft can live, and why.
WITHOUT_WORDS = {
    "codes": {
        "sources.HistoryEntry": "channel action digest",
        "sources.Letter": "kind outcome",
        "sources.AnsweredRequest": "key sent",
        "sources.Erasure": "table",
        "sources.Source": "kind country wikidata",
        "sources.Affiliation": "capacity",
        "sources.Document": "language type signal",
        "sources.Snapshot": "sha256 media_type captured_how",
        "claims.Claim": "kind checkability visibility policy language",
        "claims.Event": "country",
        "claims.DeclaredInterest": "interest",
        "claims.ClaimRelation": "relation",
        "claims.StatusRecord": "audience status evidence_status",
        "claims.Standing": "audience status shown_to reasons detail_states",
        "claims.Outbox": "audience",
        "claims.StatusChange": "audience kind",
        "claims.Citation": "ref place",
        "claims.Alert": "ref kind",
        "claims.Attribution": "naming ground_rules basis stance",
        "claims.DetailValue": "naming ground_rules basis knowledge",
        "claims.Sighting": "attestation stance language",
        "claims.Detail": "type unit favours",
        "claims.Appearance": "part",
        "claims.Subscription": "ref audience secret old_secret stopped_because",
        "claims.Delivery": "ref state",
        "claims.Draft": "ref state",
        "claims.DraftStepTaken": "step",
        "reviews.Case": "state status decided_status",
        "reviews.Verdict": "verdict fingerprint",
        "reviews.HousePolicy": "policy_id version parameters",
        "reviews.Proposal": "kind",
        "reviews.Decision": "kind",
        "reviews.Notice": "kind occasion",
        "reviews.MutedNotice": "kind",
        "reviews.RightOfReply": "state",
        "reviews.Token": "digest token_key",
        "admin.LogEntry": "object_id",
        "auth.Permission": "name codename",
        "auth.Group": "name",
        "contenttypes.ContentType": "app_label model",
        "sessions.Session": "session_key",
    },
    "who did it": {
        "sources.HistoryEntry": "by",
        "sources.Tombstone": "by",
        "sources.Erasure": "by",
        **dict.fromkeys(
            (
                *("sources.Source", "sources.Affiliation", "sources.Document"),
                *("sources.Snapshot", "claims.Event", "claims.Claim", "claims.DeclaredInterest"),
                *("claims.ClaimRelation", "claims.Attribution", "claims.DetailValue"),
                *("claims.Sighting", "claims.Detail"),
            ),
            "recorded_by",
        ),
        "claims.Sighting": "recorded_by retracted_by",
        "claims.Citation": "cited_by",
        "claims.Acknowledgement": "by",
        "claims.DraftStepTaken": "by",
        "claims.Detail": "recorded_by not_applicable_by",
        "reviews.Verdict": "reviewer",
        "reviews.Proposal": "proposed_by",
        "reviews.Decision": "decided_by seconded_by",
        "reviews.Note": "author",
        "reviews.Token": "issued_by purpose",
        "auth.User": "password username first_name last_name email",
    },
    "who speaks and publishes: it stays, as the statement counts": {
        "sources.Source": "ref name in_text description",
        "sources.Alias": "name",
        "sources.Affiliation": "role",
        "sources.Document": "ref url byline",
        "claims.Attribution": "holder",
        "claims.DetailValue": "holder",
    },
    "the newsroom's own names for what happened": {
        "claims.Event": "place when parties",
        "claims.Detail": "narrower_than",
        "claims.StoryDesk": "name",
    },
    "why it was erased": {"sources.Erasure": "reason", "sources.Tombstone": "reason"},
    "the program's own": {
        "sources.AnsweredRequest": "headers",
        "claims.Subscription": "url description",
        "claims.Attempt": "error",
    },
    "about what, as a key that no words are in, and to whom": {"sources.Letter": "about address"},
    "ends with the session, and is signed": {"sessions.Session": "session_data"},
}
# Columns that `erase` sees to beside its list of places.
BESIDE = {
    "sources.HistoryEntry": "chain body",  # tombstones
    "sources.Tombstone": "about",
    "sources.AnsweredRequest": "body",  # deleted
    "claims.Claim": "ref",  # renamed, and with it what is named after it
    "claims.Attribution": "ref",
    "claims.DetailValue": "ref",
    "claims.Detail": "ref",
    "claims.Event": "ref slug",
    "claims.Standing": "ref",
    "claims.Subscription": "filters",
    "claims.Wording": "said speakers quoted",  # the search index: worked out anew
}


def text_columns() -> Iterator[tuple[Any, Any]]:
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if isinstance(column, CharField | TextField | JSONField | BinaryField):
                yield model, column


def test_every_text_column_is_a_place_or_holds_no_words() -> None:
    """A new column in which words may live fails here, by name."""
    found = {f"{model._meta.label}.{column.name}" for model, column in text_columns()}
    named = {
        f"{table}.{column}"
        for tables in (*WITHOUT_WORDS.values(), BESIDE)
        for table, columns in tables.items()
        for column in columns.split()
    }
    walked = {
        f"{place.model._meta.label}.{column}"
        for place in erasing.places()
        for column in place.columns
    }

    assert found - named - walked == set()
    assert (named | walked) - found == {"claims.Sighting.snapshot_id"}
    assert not named & walked


def where(word: str) -> list[str]:
    """The columns of the whole database in which the word stands."""
    found = []
    for model, column in text_columns():
        for value in model._base_manager.values_list(column.name, flat=True):
            text = (
                bytes(value).decode("utf-8", "replace")
                if isinstance(column, BinaryField)
                else value
                if isinstance(value, str)
                else json.dumps(value, ensure_ascii=False)
            )
            if word in text.casefold():
                found.append(f"{model._meta.label}.{column.name}")
    return sorted(set(found))


def erase(*args: str, **more: Any) -> str:
    out = StringIO()
    call_command("erase", *args, reason="Order 12 of a court", stdout=out, **more)
    return out.getvalue()


def faults() -> list[str]:
    return list(verify(Verification(), at=LATER))


def talked_about(claim: Claim, *, words: str = SECRET) -> None:
    """Everybody repeats it: reviewers, editors, whoever prints it, and whoever answers for it."""
    if Case.objects.get(claim=claim).state == "draft":
        casework.submit(claim=claim, by=actor("submitter", Role.REPORTER), at=LATER)
    one, other = actor("one", Role.REVIEWER), actor("other", Role.REVIEWER)
    editor = actor("editor", Role.EDITOR)
    talk.write_note(claim=claim, text=f"“{words.upper()}”?", by=one, at=LATER)
    verdict_on(claim, VerdictKind.CORROBORATE, one, at=LATER, reason=f"It says: {words}.")
    talk.note_reply(
        claim=claim, party=SourceFactory(), state=ReplyState.RECEIVED, note=f"No: {words}.",
        by=one, at=LATER,
    )  # fmt: skip
    first = claim.attributions.order_by("pk").last()
    proposal = decisions.propose(
        claim=claim, kind=DecisionKind.DISCOUNT, subject={"kind": "attribution", "ref": first.ref},
        reason=f"Only this: {words}", by=other, at=LATER,
    )  # fmt: skip
    decisions.decline(proposal=proposal, reason=f"No, {words}", by=editor, at=LATER)
    record = claim.timeline.filter(audience="public").as_of(LATER)
    if record is None:
        record = claim.timeline.as_of(LATER)
    place = Printed("pages", headline=f"Ill: {words}")
    cite(record=record, place=place, sentence=f"So {words}, it says.", by=editor, at=LATER)
    subject = {"source": SourceFactory().ref, "interest": "favours"}
    proposal = decisions.propose(
        claim=claim, kind=DecisionKind.DECLARE_INTEREST, subject=subject, reason=f"As {words}",
        by=other, at=LATER,
    )  # fmt: skip
    decisions.second(
        proposal=proposal, reason=f"Yes, {words}", by=editor, at=LATER,
        fingerprint=fingerprint(f"claim/{claim.ref}"),
    )  # fmt: skip
    Alert.objects.create(
        citation=Citation.objects.latest("pk"), kind="kill", before=record, record=record,
        why=f"Because {words}.", replacement=f"It read: {words}.", at=LATER,
    )  # fmt: skip
    acknowledge(alert=Alert.objects.latest("pk"), note=f"Took out: {words}", by=one, at=LATER)
    Notice.objects.create(
        reader=one.user, kind="assigned", claim=claim, text=f"“{words}”", occasion="x", at=LATER
    )
    AnsweredRequest.objects.create(
        account=one.user, key="k", sent="s", at=LATER, body=json.dumps({"x": [words]})
    )
    LogEntry.objects.log_actions(one.user.pk, [claim], CHANGE, change_message="x")


@pytest.fixture
def quoted() -> Attribution:
    """A statement that was read in a document, accepted, and talked about."""
    reporter = actor("reporter", Role.REPORTER)
    page = f"Army chief ill\nThe army said {SECRET}. Ships were late, police said."
    snapshot = taken(page, by=reporter)
    draft = drafts_of(snapshot)[0]
    steps.mend(draft=draft, changes={"text": "Somebody was ill."}, by=reporter, at=LATER)
    steps.accept(draft=draft, by=reporter, at=LATER)
    row = draft.attribution
    assert row is not None
    document = snapshot.document
    document.title = f"“{SECRET}”, says army"
    from sources.services.documents import record_document

    record_document(document=document, by=reporter, at=LATER)
    row.note, row.evidence_key = f"They heard that {SECRET}", f"report that {SECRET}"
    record_attribution(
        attribution=row,
        sightings=[SightingInput(each, via=(), via_documents=()) for each in row.sightings.all()],
        by=reporter,
        at=LATER,
    )
    sighting = Sighting.objects.get()
    assert SECRET in sighting.quote
    # Another paper has the same words: its draft waits.
    taken(f"The navy said {SECRET}.", by=reporter, publisher="The Courier")
    talked_about(row.claim)
    row.claim.refresh_from_db()
    return row


def test_the_words_of_a_statement_are_gone_from_everywhere(quoted: Attribution) -> None:
    assert len(where("daughter")) > 20
    assert faults() == []
    printed = erase(quoted.claim.ref, "attribution", quoted.ref, snapshots=True)

    assert where("daughter") == []
    assert faults() == []
    quoted.refresh_from_db()
    assert (quoted.speaker.name, quoted.stance, quoted.note) == ("army", "asserts", ERASED)
    assert quoted.claim.text == "Somebody was ill."
    assert "Beyond its reach" in printed
    for place in ("verdicts", "steps of drafts", "other drafts", "kept texts", "alerts"):
        assert f" {place}\n" in printed


def test_what_is_blackened_stands_where_it_stood(quoted: Attribution) -> None:
    snapshot = Snapshot.objects.order_by("pk")[0]
    before = snapshot.text
    erase(quoted.claim.ref, "attribution", quoted.ref, snapshots=True)
    snapshot.refresh_from_db()

    assert len(snapshot.text) == len(before)
    assert snapshot.text.endswith("Ships were late, police said.")
    assert SnapshotBytes.objects.get(snapshot=snapshot).body in (b"",)
    assert Client().get("/").status_code == 200


def test_kept_texts_are_asked_for_by_themselves(quoted: Attribution) -> None:
    printed = erase(quoted.claim.ref, "attribution", quoted.ref)

    assert "nobody asked for these" in printed
    assert "kept texts: " in printed
    assert "--snapshots" in printed
    assert where("daughter") == ["sources.Snapshot.text", "sources.SnapshotBytes.body"]
    assert faults() == []


def test_pages_of_what_was_erased_still_answer(quoted: Attribution, client: Client) -> None:
    claim = quoted.claim
    erase(claim.ref, "attribution", quoted.ref, snapshots=True)
    client.force_login(person("reader", Role.REVIEWER, Role.EDITOR))

    for path in (
        f"/claims/{claim.ref}/", f"/admin/reviews/case/{claim.pk}/change/",
        f"/api/v1/claims/{claim.ref}/",
        "/alerts/", "/citations/", f"/api/v1/attributions/?claim={claim.ref}",
        f"/admin/claims/draft/{Snapshot.objects.order_by('pk')[0].pk}/change/",
    ):  # fmt: skip
        assert client.get(path).status_code == 200, path
    assert "daughter" not in StringIO().getvalue()
    out = StringIO()
    call_command("lessons", stdout=out)
    assert "daughter" not in "".join(
        line for line in out.getvalue().splitlines() if "Courier" not in line and "navy" not in line
    )


def test_the_words_of_an_answer_are_gone_from_everywhere() -> None:
    claim = ClaimFactory(ref="c")
    said(claim)
    row = answered(
        DetailFactory(claim=claim, question="Who was ill?", type="text"),
        {"value": f"It is that {SECRET}.", "wording": SECRET},
        quote=f"“{SECRET}”",
        note=SECRET,
    )
    said(claim, note="Nothing.")
    talked_about(claim)
    assert StatusRecord.objects.filter(details__icontains="daughter").exists()
    erase("c", "answer", row.ref, snapshots=True)

    assert where("daughter") == []
    assert faults() == []
    row.refresh_from_db()
    assert (row.knowledge, row.value["value"]) == ("value", ERASED)


def test_the_wording_of_a_claim_is_gone_with_its_address(client: Client) -> None:
    """The slugs that were made of it too, and what others say of it by its address."""
    text = f"{SECRET[0].upper()}{SECRET[1:]}."
    event = EventFactory(ref="ill-daughter", slug="ill-daughter", title=text)
    reporter = actor("reporter", Role.REPORTER)
    claim = record_claim(
        claim=Claim(text="Any daughter was ill.", event=event), by=reporter, at=NOON
    )
    claim.text = text
    claim = record_claim(claim=claim, by=reporter, at=NOON)
    old = claim.ref
    assert "daughter" in old
    other = ClaimFactory(ref="other")
    relation = ClaimRelation(relation="contradicts", other=claim)
    record_claim(claim=other, relations=[relation], by=reporter, at=NOON)
    said(claim)
    statement = record_attribution(
        attribution=Attribution(claim=claim, speaker=SourceFactory(), stance="asserts"),
        sightings=[SightingInput(Sighting(document=DocumentFactory(), quote=text))],
        by=reporter,
        at=NOON,
    )
    detail = DetailFactory(claim=claim, question=f"Who says that {SECRET}?")
    record_detail_value(
        detail_value=DetailValue(detail=detail, speaker=SourceFactory(), knowledge="unknown"),
        sightings=[SightingInput(Sighting(document=DocumentFactory()))],
        by=reporter,
        at=NOON,
    )
    subscribing.subscribe(
        url="http://127.0.0.1/", audience=Audience.INTERNAL, filters={"claim": old},
        by=actor("follower", Role.REPORTER), at=NOON,
    )  # fmt: skip
    talked_about(claim)
    assert faults() == []
    printed = erase(old, "claim", snapshots=True)

    # What a statement on it says is a statement's, and told of by what it is called now.
    assert where("daughter") == ["claims.Sighting.quote", "claims.Wording.quoted"]
    claim.refresh_from_db()
    statement.refresh_from_db()
    assert f"another statement: erase {claim.ref} attribution {statement.ref}" in printed
    erase(claim.ref, "attribution", statement.ref, snapshots=True)
    assert where("daughter") == []
    assert where("minister") == []
    assert claim.text == ERASED
    assert f"is {claim.ref} now" in printed
    assert Subscription.objects.get().filters == {"claim": claim.ref}
    statement.refresh_from_db()
    assert statement.ref.startswith(claim.ref)
    assert faults() == []
    client.force_login(person("reader", Role.REVIEWER))
    assert client.get(f"/claims/{old}/").status_code == 404
    assert client.get(f"/claims/{claim.ref}/").status_code == 200
    assert client.get(f"/admin/reviews/case/{claim.pk}/change/").status_code == 200
    assert client.get("/api/v1/claims/other/?expand=relations").status_code == 200
    # And it goes on: what is done afterwards is told, and verified.
    said(claim, at=LATER)
    casework.hold(claim=claim, reason="Wait.", by=actor("second", Role.EDITOR), at=LATER)
    assert faults() == []
    assert Event.objects.get().slug == Event.objects.get().ref


def test_a_draft_that_nobody_accepted_can_be_erased() -> None:
    snapshot = taken(f"The army said {SECRET}.", by=actor("reporter", Role.REPORTER))
    (draft,) = drafts_of(snapshot)
    steps.reject(draft=draft, why=f"That {SECRET}?", by=actor("two", Role.REPORTER), at=LATER)
    erase(draft.ref, "draft", snapshots=True)

    assert where("daughter") == []
    assert faults() == []
    draft.refresh_from_db()
    assert steps.shape_in(draft).speaker == "army"


def test_a_draft_from_before_drafts_had_a_history_is_erased_as_well() -> None:
    snapshot = taken(f"The army said {SECRET}.", by=actor("reporter", Role.REPORTER))
    row = Draft(snapshot=snapshot, start=0, stands=drafts_of(snapshot)[0].stands, read_at=NOON)
    row.save()
    DraftStepTaken(draft=row, step="found", after=row.stands, at=NOON, by="x").save()
    erase(row.ref, "draft")

    assert faults() == []
    assert HistoryEntry.objects.filter(chain=f"draft/{row.ref}", action="erase").count() == 1


def test_another_statement_with_the_words_is_told_and_left() -> None:
    claim, other = ClaimFactory(ref="c"), ClaimFactory(ref="d")
    rows = [
        record_attribution(
            attribution=Attribution(claim=each, speaker=SourceFactory(), stance="asserts"),
            sightings=[SightingInput(Sighting(document=DocumentFactory(), quote=f"{SECRET}!"))],
            by=BY,
            at=NOON,
        )
        for each in (claim, other)
    ]
    printed = erase("c", "attribution", rows[0].ref)

    assert f"another statement: erase d attribution {rows[1].ref}" in printed
    assert Sighting.objects.get(attribution=rows[1]).quote == f"{SECRET}!"


def test_short_words_are_not_hunted_for() -> None:
    """“said” stands everywhere."""
    claim = ClaimFactory(ref="c", text="It said so.")
    row = said(claim, cue="said", note="no")
    talk.write_note(claim=claim, text="They said no.", by=actor("one", Role.REVIEWER), at=LATER)
    erase("c", "attribution", row.ref)

    row.refresh_from_db()
    assert (row.cue, row.note) == (ERASED, ERASED)
    assert claim.notes.get().text == "They said no."
    claim.refresh_from_db()
    assert claim.text == "It said so."


def test_a_claim_whose_address_says_nothing_keeps_it() -> None:
    ClaimFactory(ref="kp-0042", text="The dam broke on 4 May 2026.")
    erase("kp-0042", "claim")

    assert Claim.objects.get().ref == "kp-0042"
    assert faults() == []


# The seals


def test_no_row_is_emptied_without_a_note_of_it_and_no_other_column_with_one() -> None:
    claim = ClaimFactory(ref="c")
    said(claim)
    said(claim)
    verdict = verdict_on(claim, VerdictKind.CORROBORATE, actor("one", Role.REVIEWER), at=LATER)

    def refused(change: str) -> None:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(f"UPDATE reviews_verdict SET {change}")

    refused("reason = ''")
    Erasure.objects.create(table="reviews_verdict", row=verdict.pk + 1, reason="r", at=NOON, by="x")
    refused("reason = ''")
    Erasure.objects.create(table="reviews_verdict", row=verdict.pk, reason="r", at=NOON, by="x")
    for change in ("verdict = 'dispute'", "reason = '', reviewer = 'x'", "fingerprint = 'x'"):
        refused(change)
    connection.cursor().execute("UPDATE reviews_verdict SET reason = '[erased]'")
    assert Verdict.objects.get().reason == ERASED


# What was there before


@pytest.fixture
def told() -> Attribution:
    claim = ClaimFactory(ref="told")
    attribution = said(claim, note=SECRET)
    said(claim)
    return attribution


def test_the_words_go_and_the_chain_holds(told: Attribution) -> None:
    erase("told", "attribution", told.ref)
    told.refresh_from_db()

    assert told.note == ERASED
    assert told.stance == "asserts"
    assert not HistoryEntry.objects.filter(body__contains="daughter").exists()
    assert Tombstone.objects.get().about == [f"attribution {told.ref}"]
    assert faults() == []
    assert [moment.erased for moment in timeline(told.claim)].count("Order 12 of a court") == 1


def test_what_happens_afterwards_is_told_and_verified(told: Attribution) -> None:
    erase("told", "attribution", told.ref)
    said(told.claim, stance="denies", at=NOON)
    erase("told", "attribution", told.ref)

    assert faults() == []


def test_without_a_tombstone_no_entry_is_emptied(told: Attribution) -> None:
    entry = HistoryEntry.objects.filter(chain="claim/told").last()
    table = "sources_historyentry"
    for change in ("body = ''", "body = '', by = 'x'", "digest = 'x'"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(f"UPDATE {table} SET {change} WHERE id = {entry.pk}")
    Tombstone.objects.create(entry=entry, reason="r", about=[], at=NOON, by="x")
    for change in ("body = 'Otherwise.'", "body = '', by = 'x'", "digest = 'x'"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(f"UPDATE {table} SET {change} WHERE id = {entry.pk}")


@pytest.mark.parametrize(
    ("claim", "kind", "ref", "reason", "says"),
    [
        ("nowhere", "attribution", "a", "law", "no claim nowhere"),
        ("told", "attribution", "nowhere", "law", "no attribution nowhere"),
        ("told", "answer", "nowhere", "law", "no answer nowhere"),
        ("told", "claim", "other", "law", "the claim told itself"),
        ("nowhere", "draft", "", "law", "no draft nowhere"),
        ("told", "attribution", None, "  ", "has a reason"),
    ],
)
def test_what_cannot_be_erased_says_so(
    told: Attribution, claim: str, kind: str, ref: str | None, reason: str, says: str
) -> None:
    with pytest.raises(CommandError, match=says):
        call_command("erase", claim, kind, told.ref if ref is None else ref, reason=reason)


def test_loading_afterwards_works(told: Attribution) -> None:
    erase("told", "attribution", told.ref)
    loaded({"claims": [{"id": "told", "text": "A thing happened on 10 January 2026."}]})

    assert faults() == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("He said: “The   Minister's\ndaughter was ill on TUESDAY”.", ERASED),
        ("The minister's daughter was ill on Tuesdays.", None),
        ("claim/told", "claim/x"),
        ("attribution told", "attribution x"),
        ("She told us.", None),
        ("told", "x"),
    ],
)
def test_what_is_found_and_what_is_not(text: str, left: str | None) -> None:
    sought = Sought([SECRET], {"told": "x"})

    assert sought.without(text) == (text if left is None else left)
    assert sought.without({"told": [text]}) == {"x": [text if left is None else left]}
    assert len(sought.blackened(text)) == len(text)
