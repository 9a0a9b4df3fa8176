"""Every action leaves an entry in the history, whatever it is done to, and `verify` holds it."""

import ast
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client

from claims.domain.dossier import parsing
from claims.domain.policy.parameters import Policy
from claims.domain.vocabulary import VerdictKind
from claims.intake.services import steps
from claims.models import (
    Alert,
    Attribution,
    Claim,
    Delivery,
    Detail,
    DetailValue,
    Event,
    Sighting,
    Subscription,
)
from claims.services import citations, claims, details, statements, subscribing
from claims.services.citation_import import import_citations
from claims.services.citations import Place
from claims.services.entering import (
    PassageInput,
    StatementInput,
    enter_answer,
    enter_attribution,
    enter_claim,
    enter_sighting,
)
from claims.services.erasing import erase
from claims.services.loading import contribute, load
from claims.services.reassessing import reassess
from claims.services.statements import SightingInput
from reviews.domain.vocabulary import DecisionKind, ReplyState
from reviews.models import Token
from reviews.selectors import verdicts as house
from reviews.services import accounts, casework, decisions, talk, tokens, verdicts
from reviews.verification import Verification, verify
from sources.domain.vocabulary import CaptureMethod
from sources.foundation.domain.roles import Action, Audience, Role
from sources.foundation.models import HistoryEntry
from sources.foundation.permissions import Actor
from sources.foundation.selectors.history import fingerprint
from sources.models import Document, Source
from sources.services import documents, sources
from sources.services.documents import WantedDocument
from tests.extraction import drafts_of, taken
from tests.factories import (
    BY,
    NOON,
    DetailFactory,
    DocumentFactory,
    SourceFactory,
)
from tests.integration.reviews.test_verdicts import corroborated
from tests.people import actor, person

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parent.parent.parent
LATER = NOON + timedelta(hours=1)
SAID = "The army said the bridge was open. Ships were late, police said."


class World:
    """What there is to act on: made when it is first asked for."""

    def __init__(self) -> None:
        self.reporter = actor("reporter", Role.REPORTER)
        self.one, self.other = (actor(name, Role.REVIEWER) for name in ("one", "other"))
        self.editor, self.second = (actor(name, Role.EDITOR) for name in ("editor", "second"))
        self.administrator = actor("administrator", Role.ADMINISTRATOR)
        self.program = actor("program", Role.API_CLIENT)
        self.claim = corroborated(ref="claim")
        self.mark = lambda: fingerprint("claim/claim")

    def statement(self) -> Attribution:
        return self.claim.attributions.order_by("pk")[0]

    def drafts(self) -> Any:
        return drafts_of(taken(SAID, by=self.reporter))

    def subscription(self) -> Subscription:
        return subscribing.subscribe(
            url="http://127.0.0.1/", audience=Audience.PUBLIC, filters={}, by=self.program, at=NOON
        )

    def alert(self) -> Alert:
        record = self.claim.timeline.filter(audience="public").as_of(NOON)
        place = Place("pages", headline="Dam", contact="a@paper.example")
        citations.cite(record=record, place=place, by=self.editor, at=NOON)
        for statement in self.claim.attributions.all():
            statements.record_attribution(
                attribution=_withdrawn(statement),
                sightings=[SightingInput(each) for each in statement.sightings.all()],
                by=BY,
                at=LATER,
            )
        return Alert.objects.latest("pk")

    def proposal(self) -> Any:
        subject = {"kind": "attribution", "ref": self.statement().ref}
        return decisions.propose(
            claim=self.claim, kind=DecisionKind.DISCOUNT, subject=subject, reason="Why.",
            by=self.one, at=LATER,
        )  # fmt: skip

    def account(self) -> Any:
        user = get_user_model()(username="cms")
        user.set_unusable_password()
        return accounts.keep_account(
            user=user, roles=[Role.API_CLIENT], by=self.administrator, at=NOON
        )

    def token(self) -> Token:
        return tokens.issue_token(
            account=self.account(), purpose="the CMS", days=3, by=self.administrator, at=NOON
        )[0]


def _withdrawn(statement: Attribution) -> Attribution:
    statement.withdrawn_note = "They took it back."
    return statement


def _passage() -> PassageInput:
    return PassageInput(document=DocumentFactory().ref)


def _dossier() -> Any:
    return parsing.read('{"claims": [{"id": "loaded", "text": "It is so.", "kind": "occurrence"}]}')


def _sighting() -> Sighting:
    return Sighting(document=DocumentFactory())


Act = Callable[[World], Any]
A = Action


# Every service that somebody acts by: what it leaves in the history.
def reassessed() -> None:
    """What stood by the first edition moves to the second."""
    with patch.object(house, "house_policy", lambda: Policy(version="1")):
        reassess(by=BY, at=NOON + timedelta(minutes=1))
    reassess(by=BY, at=LATER, outdated=True)


ACTS: dict[str, tuple[Action, Act]] = {
    "sources.record_source": (A.RECORD_SOURCE, lambda w: sources.record_source(
        source=Source(name="Army", kind="organisation"), by=w.reporter, at=LATER)),
    "sources.find_or_record_source": (A.RECORD_SOURCE, lambda w: sources.find_or_record_source(
        name="The Herald", kind="outlet", place="speaker", by=w.reporter, at=LATER)),
    "documents.record_document": (A.RECORD_DOCUMENT, lambda w: documents.record_document(
        document=Document(publisher=SourceFactory()), by=w.reporter, at=LATER)),
    "documents.find_or_record_document": (
        A.RECORD_DOCUMENT, lambda w: documents.find_or_record_document(
            wanted=WantedDocument(called="A report", publisher="The Herald"), by=w.reporter,
            at=LATER)),
    "documents.retract_document": (A.RETRACT_DOCUMENT, lambda w: documents.retract_document(
        document=DocumentFactory(), why="Wrong.", by=w.reporter, at=LATER)),
    "documents.capture": (A.CAPTURE, lambda w: documents.capture(
        document=DocumentFactory(), text="Words.", how=CaptureMethod.PASTED, by=w.reporter,
        at=LATER)),
    "claims.record_event": (A.RECORD_EVENT, lambda w: claims.record_event(
        event=Event(title="A dam"), by=w.reporter, at=LATER)),
    "claims.record_claim": (A.RECORD_CLAIM, lambda w: claims.record_claim(
        claim=Claim(text="It is so."), by=w.reporter, at=LATER)),
    "entering.enter_claim": (A.RECORD_CLAIM, lambda w: enter_claim(
        claim=Claim(text="It is so."), by=w.reporter, at=LATER)),
    "statements.record_attribution": (
        A.RECORD_ATTRIBUTION, lambda w: statements.record_attribution(
            attribution=Attribution(claim=w.claim, speaker=SourceFactory(), stance="asserts"),
            sightings=[SightingInput(_sighting())], by=w.reporter, at=LATER)),
    "entering.enter_attribution": (A.RECORD_ATTRIBUTION, lambda w: enter_attribution(
        claim=w.claim, said=StatementInput(
            speaker="Army", speaker_kind="organisation", fields={"stance": "asserts"}),
        seen=_passage(), by=w.reporter, at=LATER)),
    "entering.enter_sighting": (A.RECORD_ATTRIBUTION, lambda w: enter_sighting(
        statement=w.statement(), seen=_passage(), by=w.reporter, at=LATER)),
    "statements.record_sighting": (A.RECORD_ATTRIBUTION, lambda w: statements.record_sighting(
        statement=w.statement(), sighted=SightingInput(_sighting()), by=w.reporter, at=LATER)),
    "details.record_detail": (A.RECORD_DETAIL, lambda w: details.record_detail(
        detail=Detail(claim=w.claim, question="How many?"), by=w.reporter, at=LATER)),
    "statements.record_detail_value": (
        A.RECORD_ANSWER, lambda w: statements.record_detail_value(
            detail_value=DetailValue(
                detail=DetailFactory(claim=w.claim), speaker=SourceFactory(), knowledge="unknown"),
            sightings=[SightingInput(_sighting())], by=w.reporter, at=LATER)),
    "entering.enter_answer": (A.RECORD_ANSWER, lambda w: enter_answer(
        detail=DetailFactory(claim=w.claim), answer="",
        said=StatementInput(
            speaker="Army", speaker_kind="organisation", fields={"knowledge": "unknown"}),
        seen=_passage(), by=w.reporter, at=LATER)),
    "statements.retract_passage": (
        A.RETRACT_PASSAGE, lambda w: (lambda said: statements.retract_passage(
            statement=said, document=said.sightings.get().document, why="In its corrections.",
            by=w.reporter, at=LATER))(w.statement())),
    "statements.link_evidence": (A.LINK_EVIDENCE, lambda w: statements.link_evidence(
        attributions=list(w.claim.attributions.all()), by=w.reporter, at=LATER, why="They share a radar.")),
    "load.load": (A.LOAD, lambda w: load({"a.json": _dossier()}, by=BY, at=LATER)),
    "load.contribute": (A.CONTRIBUTE, lambda w: contribute(
        "a.json", _dossier(), by=w.reporter, at=LATER)),
    "steps.take_in": (A.READ_DOCUMENT, lambda w: taken(SAID, by=w.reporter)),
    "steps.start": (A.WORK_ON_DRAFT, lambda w: steps.start(
        snapshot=w.drafts()[0].snapshot, first=0, last=20, by=w.reporter, at=LATER)),
    "steps.mend": (A.WORK_ON_DRAFT, lambda w: steps.mend(
        draft=w.drafts()[0], changes={"text": "It was open."}, by=w.reporter, at=LATER)),
    "steps.split": (A.WORK_ON_DRAFT, lambda w: steps.split(
        draft=w.drafts()[0], place=25, by=w.reporter, at=LATER)),
    "steps.join": (A.WORK_ON_DRAFT, lambda w: (lambda made: steps.join(
        draft=made[0], other=made[1], by=w.reporter, at=LATER))(w.drafts())),
    "steps.reject": (A.WORK_ON_DRAFT, lambda w: steps.reject(
        draft=w.drafts()[0], why="Nothing.", by=w.reporter, at=LATER)),
    "steps.accept": (A.WORK_ON_DRAFT, lambda w: steps.accept(
        draft=w.drafts()[0], by=w.reporter, at=LATER)),
    "casework.submit": (A.SUBMIT, lambda w: casework.submit(
        claim=claims.record_claim(claim=Claim(text="It is so."), by=w.reporter, at=NOON),
        by=w.reporter, at=LATER)),
    "casework.take": (A.TAKE, lambda w: casework.take(claim=w.claim, by=w.one, at=LATER)),
    "casework.give_back": (A.GIVE_BACK, lambda w: (
        casework.take(claim=w.claim, by=w.one, at=LATER),
        casework.give_back(claim=w.claim, by=w.one, at=LATER))),
    "casework.hand_over": (A.HAND_OVER, lambda w: (
        casework.take(claim=w.claim, by=w.one, at=LATER),
        casework.hand_over(claim=w.claim, to=w.other.user, by=w.one, at=LATER))),
    "casework.assign": (A.ASSIGN, lambda w: casework.assign(
        claim=w.claim, to=w.one.user, by=w.editor, at=LATER)),
    "casework.decide": (A.DECIDE, lambda w: casework.decide(
        claim=w.claim, reason="It stays.", by=w.editor, at=LATER)),
    "casework.reopen": (A.REOPEN, lambda w: (
        casework.decide(claim=w.claim, reason="It stays.", by=w.editor, at=LATER),
        casework.reopen(claim=w.claim, reason="Not yet.", by=w.second, at=LATER))),
    "casework.hold": (A.HOLD, lambda w: casework.hold(
        claim=w.claim, reason="Wait.", by=w.editor, at=LATER)),
    "casework.release": (A.RELEASE, lambda w: (
        casework.hold(claim=w.claim, reason="Wait.", by=w.editor, at=LATER),
        casework.release(claim=w.claim, reason="Go on.", by=w.editor, at=LATER))),
    "casework.publish": (A.PUBLISH, lambda w: (
        casework.hold(claim=w.claim, reason="Wait.", by=w.editor, at=LATER),
        casework.release(claim=w.claim, reason="Go on.", by=w.editor, at=LATER),
        casework.decide(claim=w.claim, reason="It stays.", by=w.editor, at=LATER),
        casework.publish(claim=w.claim, reason="As before.", by=w.second, at=LATER))),
    "verdicts.give_verdict": (A.GIVE_VERDICT, lambda w: verdicts.give_verdict(
        claim=w.claim, verdict=VerdictKind.CORROBORATE, reason="I looked.", fingerprint=w.mark(),
        by=w.one, at=LATER)),
    "talk.write_note": (A.WRITE_NOTE, lambda w: talk.write_note(
        claim=w.claim, text="Look.", by=w.one, at=LATER)),
    "talk.note_reply": (A.SEEK_REPLY, lambda w: talk.note_reply(
        claim=w.claim, party=SourceFactory(), state=ReplyState.SOUGHT, by=w.one, at=LATER)),
    "decisions.propose": (A.PROPOSE, lambda w: w.proposal()),
    "decisions.second": (A.SECOND, lambda w: decisions.second(
        proposal=w.proposal(), reason="So did I.", fingerprint=w.mark(), by=w.editor, at=LATER)),
    "decisions.decline": (A.DECLINE, lambda w: decisions.decline(
        proposal=w.proposal(), reason="No.", by=w.editor, at=LATER)),
    "citations.cite": (A.CITE, lambda w: citations.cite(
        record=w.claim.timeline.filter(audience="public").as_of(NOON),
        place=Place("pages", headline="Dam"), by=w.editor, at=LATER)),
    "citation_import.import_citations": (A.CITE, lambda w: import_citations(
        text="claim,url,sentence,cited_at\nclaim,https://paper.example/1,It is so.,"
        "2026-01-10T12:00:00Z\n", by=w.editor, at=LATER)),
    "citations.acknowledge": (A.ACKNOWLEDGE, lambda w: citations.acknowledge(
        alert=w.alert(), by=w.editor, at=LATER)),
    "citations.keep_story_desk": (A.KEEP_STORY_DESK, lambda w: citations.keep_story_desk(
        name="World", editor=w.editor.user, by=w.editor, at=LATER)),
    "subscribing.subscribe": (A.SUBSCRIBE, lambda w: w.subscription()),
    "subscribing.change_subscription": (
        A.SUBSCRIBE, lambda w: subscribing.change_subscription(
            subscription=w.subscription(), description="Ours", by=w.program, at=LATER)),
    "subscribing.unsubscribe": (A.SUBSCRIBE, lambda w: subscribing.unsubscribe(
        subscription=w.subscription(), by=w.program, at=LATER)),
    "subscribing.rotate_secret": (A.SUBSCRIBE, lambda w: subscribing.rotate_secret(
        subscription=w.subscription(), by=w.program, at=LATER)),
    "subscribing.try_out": (A.SUBSCRIBE, lambda w: subscribing.try_out(
        subscription=w.subscription(), by=w.program, at=LATER)),
    "subscribing.replay": (A.SUBSCRIBE, lambda w: (lambda row: (
        Delivery.objects.create(subscription=row, due=NOON, made_at=NOON, state="dead"),
        subscribing.replay(
            subscription=row, deliveries=row.deliveries.all(), by=w.program, at=LATER),
    ))(w.subscription())),
    "accounts.keep_account": (A.MANAGE_ACCOUNTS, lambda w: w.account()),
    "tokens.issue_token": (A.MANAGE_ACCOUNTS, lambda w: w.token()),
    "tokens.revoke_token": (A.MANAGE_ACCOUNTS, lambda w: tokens.revoke_token(
        token=w.token(), by=w.administrator, at=LATER)),
    "reassessing.reassess": (A.REASSESS, lambda w: reassessed()),
    "erasing.erase": (A.ERASE, lambda w: erase(
        of="claim", kind="attribution", ref=w.statement().ref, reason="Order 12.", by=BY,
        at=LATER)),
}  # fmt: skip

# Functions that take an actor and are no way in of their own.
WITHIN = {
    "actions.perform": "what services act by",
    "actions.bear_on": "what services act by",
    "casework.work_on": "what services act by",
    "history.write_log_entries": "what writes the entries",
    "history.log_difference": "what writes the entries",
    "saving.merging_save": "what services write by",
    "statements.keep_statement": "a part of recording a statement",
    "judging.restore": "a part of a decision",
    "judging.declare_interest": "a part of a decision",
    "affiliations.record_affiliations": "a part of loading",
    "interests.declare_interests": "a part of loading",
    "reactions.opened": "a part of recording a claim",
    "accounts.told": "what writes the entries",
    "accounts.acting": "names who acts",
    "casework.may_judge_claim": "asks only",
    "ingest.fetched": "gets a page; taking it in is what is done",
    "steps.read_for_drafts": "a part of taking a document in",
}


def services() -> set[str]:
    """Every function of the services that is told who acts."""
    found = set()
    for folder in ("sources", "claims", "reviews"):
        for path in (ROOT / folder).rglob("services/**/*.py"):
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    named = {each.arg for each in (*node.args.args, *node.args.kwonlyargs)}
                    if "by" in named:
                        found.add(f"{path.stem}.{node.name}")
    return found


def test_every_service_is_tried_here() -> None:
    assert services() == {*ACTS, *WITHIN} - {"accounts.acting"}


def test_every_action_is_tried_here() -> None:
    tried = {action for action, _ in ACTS.values()}

    assert set(Action) - tried == {Action.SEE_INTERNAL, Action.FOLLOW}


@pytest.mark.parametrize("name", ACTS)
def test_it_leaves_an_entry_and_the_record_is_what_the_history_says(name: str) -> None:
    action, act = ACTS[name]
    world = World()
    before = HistoryEntry.objects.filter(action=action.value).count()
    act(world)

    told = HistoryEntry.objects.filter(action=action.value)
    assert told.count() > before
    assert all(entry.by for entry in told)
    assert list(verify(Verification(), at=LATER)) == []


# Accounts, by the ways that Django has for them


def entries(name: str) -> list[tuple[str, str]]:
    rows = HistoryEntry.objects.filter(chain=f"account/{name}").order_by("number")
    return [(row.by, row.body) for row in rows]


def test_an_account_made_or_changed_beside_the_forms_is_told_as_well() -> None:
    call_command("createsuperuser", "--noinput", username="root", email="", stdout=StringIO())
    user = get_user_model().objects.get(username="root")
    user.is_active = False
    user.save()
    user.groups.add(Group.objects.get(name=Role.EDITOR.value))
    Group.objects.get(name=Role.REVIEWER.value).user_set.add(user)
    user.set_password("x")
    user.save()

    told = entries("root")
    assert len(told) == 5
    assert {by for by, _ in told} == {"shell"}
    for body, part in zip([body for _, body in told], (
        '"superuser":true', '"active":null', '"editor"', '"reviewer"', "set the password",
    ), strict=True):  # fmt: skip
        assert part in body
    assert list(verify(Verification(), at=LATER)) == []


def test_whoever_sets_a_password_is_named(client: Client) -> None:
    administrator = person("administrator", Role.ADMINISTRATOR)
    other = person("other", Role.REPORTER)
    client.force_login(administrator)
    new = {"password1": "a-long-enough-1", "password2": "a-long-enough-1"}
    client.post(f"/admin/auth/user/{other.pk}/password/", new)
    other.refresh_from_db()
    client.force_login(other)
    own = {f"new_{name}": value for name, value in new.items()}
    client.post("/admin/password_change/", {"old_password": "a-long-enough-1", **own})

    told = [by for by, body in entries("other") if "set the password" in body]
    assert told == ["administrator", "other"]


def test_signing_in_is_nothing_that_is_done_to_an_account(client: Client) -> None:
    person("reader", Role.REPORTER)
    before = HistoryEntry.objects.count()
    client.login(username="reader", password="secret-reader")

    assert HistoryEntry.objects.count() == before


def test_an_account_that_is_deleted_is_told() -> None:
    person("gone").delete()

    assert '"after":null' in entries("gone")[-1][1]
    assert list(verify(Verification(), at=LATER)) == []


def test_a_subscription_that_stops_by_itself_is_told() -> None:
    row = World().subscription()
    subscribing.stop(row, "The receiver answered 410: it is gone.", at=LATER)

    entry = HistoryEntry.objects.filter(chain=f"subscription/{row.ref}").latest("number")
    assert (entry.by, entry.channel) == ("deliver", "itself")
    assert "410" in entry.body


def test_what_was_done_behind_the_history_s_back_is_found() -> None:
    world = World()
    row, draft = world.subscription(), world.drafts()[0]
    Subscription.objects.filter(pk=row.pk).update(url="https://elsewhere.example/")
    type(draft).objects.filter(pk=draft.pk).update(stands=draft.stands | {"text": "Else."})
    get_user_model().objects.filter(username="one").update(is_superuser=True)

    assert {each.split(":")[0] for each in verify(Verification(), at=LATER)} == {
        f"subscription/{row.ref}", f"draft/{draft.ref}", "account/one",
    }  # fmt: skip


def test_secrets_are_not_told() -> None:
    world = World()
    row = world.subscription()
    subscribing.rotate_secret(subscription=row, by=Actor("x", user=world.program.user), at=LATER)
    bodies = HistoryEntry.objects.filter(chain__startswith="subscription").values_list(
        "body", flat=True
    )

    assert not any(row.secret in body or row.old_secret in body for body in bodies)
    assert not any("pbkdf2" in body for body in HistoryEntry.objects.values_list("body", flat=True))
