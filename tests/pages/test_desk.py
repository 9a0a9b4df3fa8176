"""The desk's pages: how many queries they take, what they show, and refusals that lose nothing."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims.domain.vocabulary import VerdictKind
from claims.models import Citation, Claim, StatusRecord
from claims.services.claims import record_claim
from reviews.domain.vocabulary import NoticeKind
from reviews.models import Case, Notice, Verdict
from reviews.services import casework
from reviews.services.notices import mute
from sources.foundation.domain.roles import Channel, Role
from sources.foundation.permissions import actor_of
from tests.cases import EXAMPLES
from tests.dbcases import loaded
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

QUEUE = "/admin/reviews/case/"
LATER = NOON + timedelta(hours=1)


def desk_of(claim: Claim) -> str:
    return reverse("admin:reviews_case_change", args=[claim.pk])


def act(claim: Claim, action: str) -> str:
    return reverse("admin:reviews_case_action", args=[claim.pk, action])


@pytest.fixture
def reviewer(client: Client) -> Client:
    client.force_login(person("reviewer", Role.REVIEWER))
    return client


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_the_queue_takes_as_many_queries_for_one_claim_as_for_many(reviewer: Client) -> None:
    said(ClaimFactory())
    few = queries(reviewer, QUEUE)
    for _ in range(12):
        said(ClaimFactory())

    assert queries(reviewer, QUEUE) == few <= 25


def test_the_desk_takes_as_many_queries_for_little_evidence_as_for_much(reviewer: Client) -> None:
    claim = ClaimFactory()

    def more(number: int) -> None:
        at = LATER + timedelta(hours=number)
        said(claim, via=(SourceFactory(),), at=at)
        verdict_on(claim, VerdictKind.ABSTAIN, actor(f"r{number}", Role.REVIEWER), at=at)

    detail = DetailFactory(claim=claim)
    for _ in range(2):
        answered(detail)
    for number in range(2):
        more(number)
    few = queries(reviewer, desk_of(claim))
    for number in range(2, 10):
        more(number)

    assert queries(reviewer, desk_of(claim)) == few <= 75


def order(client: Client, query: str = "") -> list[str]:
    rows = client.get(QUEUE + query).context["rows"]
    return [row.case.claim.ref for row in rows]


def test_what_hurts_most_stands_first_and_says_why(reviewer: Client) -> None:
    _, official, disputed, short, cited, due = (
        ClaimFactory(ref=ref) for ref in ("new", "official", "disputed", "short", "cited", "due")
    )
    for claim in (disputed, cited):
        said(claim)
    record = StatusRecord.objects.filter(claim=cited, audience="public").latest("pk")
    Citation.objects.create(
        record=record, sentence="It happened.", system="cms", cited_by="x", cited_at=NOON
    )
    for claim in (disputed, cited):
        said(claim, stance="denies")
    for _ in range(2):
        said(short)
    verdict_on(short, VerdictKind.CORROBORATE, actor("somebody", Role.REVIEWER), at=LATER)
    due.volatile, due.review_by = True, NOON
    record_claim(claim=due, by=BY, at=LATER)
    loaded(
        {
            "sources": {"court": {"kind": "organisation", "name": "A court"}},
            "documents": {"far": {"publisher": SourceFactory().ref}},
            "claims": [
                {"id": "official", "text": official.text, "authorities": ["court"]},
            ],
            "attributions": [
                {"id": "o", "claim": "official", "speaker": "court", "stance": "asserts",
                 "sightings": [{"document": "far", "via": [SourceFactory().ref]}]}
            ],
        }
    )  # fmt: skip
    page = reviewer.get(QUEUE)

    assert order(reviewer) == ["cited", "short", "disputed", "official", "due", "new"]
    whys = {row.case.claim.ref: f"{row.heading}. {row.why}" for row in page.context["rows"]}
    assert "Printed 1 time with more support; now disputed" in whys["cited"]
    assert "1 of 2 signatures" in whys["short"]
    assert "somebody denies it" in whys["disputed"]
    assert "the statement itself is missing" in whys["official"]
    assert "10 Jan 2026" in whys["due"]
    assert "Nobody has decided it yet" in whys["new"]


def test_the_filters_of_the_queue(reviewer: Client) -> None:
    mine, other, _ = (ClaimFactory(ref=ref) for ref in ("mine", "other", "away"))
    said(other)
    me = get_user_model().objects.get(username="reviewer")
    casework.take(claim=mine, by=actor_of(me, Channel.ADMIN), at=timezone.now())

    assert order(reviewer, "?show=mine") == ["mine"]
    assert order(reviewer, "?assignee=reviewer") == ["mine"]
    assert order(reviewer, "?state=in_review") == ["mine"]
    assert order(reviewer, "?status=single_source") == ["other"]
    assert order(reviewer, "?q=oth") == ["other"]
    assert set(order(reviewer, "?age=1")) == {"other", "away"}
    assert set(order(reviewer, "?show=all")) == {"mine", "other", "away"}
    assert reviewer.get(QUEUE + "?state=nonsense&event=x&age=y").status_code == 200


def test_a_lease_that_ran_out_shows_the_claim_in_the_queue_again(
    reviewer: Client, now: Any
) -> None:
    claim = ClaimFactory()
    me = actor("taker", Role.REVIEWER)
    now(LATER)
    casework.take(claim=claim, by=me, at=LATER)
    assert order(reviewer, "?state=in_review") == [claim.ref]
    now(LATER + timedelta(hours=2))
    assert order(reviewer, "?state=in_review") == []
    assert order(reviewer, "?state=queued") == [claim.ref]


def test_evidence_stands_by_origin_with_what_does_not_count(reviewer: Client) -> None:
    for name in ("missile-launch", "missile-launch-follow-up"):
        loaded((EXAMPLES / f"{name}.json").read_text())
    claim = Claim.objects.get(ref="kp-launch")
    desk = reviewer.get(desk_of(claim)).context["desk"]

    evidence = desk.evidence
    assert [origin.name for origin in evidence.support] == [
        "Republic of Korea",
        "Japan (organ not specified)",
        "United States",
    ]
    assert sum(origin.count for origin in evidence.support) == 3
    assert [each.left_out for each in evidence.left_out] == [
        "an outlet says so in its own voice and cites nobody"
    ]
    states = {question.id: question.state.value for question in evidence.questions}
    assert states["kp-range"] == "known"
    assert {each.code for each in desk.lints} >= {"publisher_voice", "confirm_hedged"}


@pytest.mark.parametrize(
    ("action", "given", "says"),
    [
        ("verdict", {"verdict": "corroborate", "reason": ""}, "This field is required"),
        ("verdict", {"verdict": "shout", "reason": "My text."}, "My text."),
        ("note", {"text": ""}, "This field is required"),
        ("propose", {"kind": "discount", "reason": "My text."}, "My text."),
        ("propose", {"kind": "declare_interest", "source": "nobody", "reason": "My text."},
         "My text."),
        ("reply", {"party": "Nobody", "state": "sought", "note": "My text."}, "My text."),
        ("question", {"question": "My text.", "type": "quantity", "unit": "parsnips"}, "My text."),
        ("attribution", {"speaker": "My text.", "document": "d", "stance": "asserts"}, "My text."),
    ],
)  # fmt: skip
def test_bad_input_is_refused_where_it_was_typed_and_loses_nothing(
    reviewer: Client, action: str, given: dict[str, str], says: str
) -> None:
    claim = ClaimFactory()
    answer = reviewer.post(act(claim, action), given)

    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert "Nothing was recorded" in answer.content.decode()


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("bad", ["\x00", "\ud800", "x" * 200_000, "<script>alert(1)</script>"])
@pytest.mark.parametrize("action", ["verdict", "note", "attribution", "question", "reply"])
def test_no_input_breaks_a_page(reviewer: Client, action: str, bad: str) -> None:
    claim = ClaimFactory()
    fields = ("reason", "text", "speaker", "document", "question", "party", "note", "quote", "unit")
    body = dict.fromkeys(fields, bad.encode("utf-8", "surrogatepass"))
    body |= {"verdict": b"corroborate", "stance": b"asserts", "state": b"sought", "type": b"count"}
    # As bytes in the address's manner: the test client would make many values of them.
    answer = reviewer.post(act(claim, action), urlencode(body), FORM)

    assert answer.status_code in (302, 400, 409)
    assert "<script>alert(1)" not in answer.content.decode()


def test_a_proposal_is_not_seconded_by_an_empty_request(reviewer: Client) -> None:
    from tests.integration.reviews.test_decisions import proposed

    claim = ClaimFactory()
    said(claim)
    proposal = proposed(claim, actor("proposer", Role.REVIEWER))
    url = reverse("admin:reviews_case_proposal", args=[claim.pk, proposal.pk])

    assert reviewer.post(url, {}).status_code == 400
    assert reviewer.post(url, {"answer": "second", "fingerprint": "old"}).status_code == 409
    assert not hasattr(type(proposal).objects.get(pk=proposal.pk), "decision")


def test_unknown_pages_are_not_there(reviewer: Client) -> None:
    claim = ClaimFactory()

    assert reviewer.get(f"{QUEUE}999999/change/").status_code == 404
    assert reviewer.post(act(claim, "shout")).status_code == 404
    assert reviewer.get(act(claim, "note")).status_code == 405


# What was judged stays


def correct(client: Client, claim: Claim, **fields: str) -> Any:
    from tests.pages.test_admin import form_of

    url = reverse("admin:claims_attribution_change", args=[claim.attributions.first().pk])
    return client.post(url, form_of(client, url) | fields)


def test_a_statement_is_corrected_freely_until_somebody_judged_it(reviewer: Client) -> None:
    claim = ClaimFactory()
    said(claim)

    assert correct(reviewer, claim, stance="denies").status_code == 302
    verdict_on(claim, VerdictKind.DISPUTE, actor("judge", Role.REVIEWER), at=timezone.now())
    answer = correct(reviewer, claim, stance="asserts")
    assert answer.status_code == 200
    assert "Reviewers have judged the claim on this (stance)" in answer.content.decode()
    assert correct(reviewer, claim, note="A note is another thing.").status_code == 302
    assert claim.attributions.first().stance == "denies"


def test_whose_word_it_is_changing_makes_reviewers_look_again() -> None:
    from sources.services.sources import record_source

    claim = ClaimFactory()
    speakers = [SourceFactory() for _ in range(2)]
    for speaker in speakers:
        said(claim, speaker)
    for number in range(2):
        by = actor(f"r{number}", Role.REVIEWER)
        verdict_on(claim, VerdictKind.CORROBORATE, by, at=LATER)
    assert Case.objects.get(pk=claim.pk).status == "confirmed"
    speakers[0].newsgatherer = True
    record_source(source=speakers[0], by=BY, at=LATER + timedelta(hours=1))

    assert Case.objects.get(pk=claim.pk).status == "corroborated"


def test_two_forms_at_once_do_not_undo_each_other() -> None:
    from sources.models import Document
    from sources.services.documents import record_document, retract_document

    paper = DocumentFactory()
    read_before = Document.objects.get(pk=paper.pk)
    retract_document(document=paper, by=BY, at=LATER)
    read_before.byline = "A. Reporter"
    record_document(document=read_before, by=BY, at=LATER)
    paper.refresh_from_db()

    assert paper.retracted_at is not None
    assert paper.byline == "A. Reporter"


# Notices


def test_notices_reach_whom_they_concern_and_nobody_else(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        recorder = actor("recorder", Role.REPORTER, Role.REVIEWER)
        one, other = actor("one", Role.REVIEWER), actor("other", Role.REVIEWER)
        person("administrator", Role.ADMINISTRATOR)
        claim = ClaimFactory(by=recorder)
        for _ in range(2):
            said(claim)
        verdict_on(claim, VerdictKind.CORROBORATE, one, at=LATER)
        told = set(Notice.objects.values_list("reader__username", "kind"))
        assert told == {("other", "second_look")}
        verdict_on(claim, VerdictKind.CORROBORATE, other, at=LATER)
        said(claim, stance="denies", at=LATER + timedelta(hours=1))
        casework.assign(
            claim=claim, to=one.user, by=actor("editor", Role.EDITOR),
            at=LATER + timedelta(hours=2),
        )  # fmt: skip

    told = set(Notice.objects.values_list("reader__username", "kind"))
    assert told >= {
        ("one", "verdict_stale"), ("other", "verdict_stale"), ("recorder", "claim_fell"),
        ("one", "assigned"),
    }  # fmt: skip
    assert not any(name == "administrator" for name, _ in told)
    assert mailed(LATER + timedelta(hours=3)) == len({name for name, _ in told})
    # A mailbox is not the desk: no word of the claim leaves it, and each letter leads to it.
    assert not any(claim.text in message.body + message.subject for message in mail.outbox)
    assert all(f"/admin/reviews/case/{claim.pk}/change/" in each.body for each in mail.outbox)


def test_a_verdict_goes_stale_once(reviewer: Client) -> None:
    claim = ClaimFactory()
    for _ in range(2):
        said(claim)
    verdict_on(claim, VerdictKind.CORROBORATE, actor("one", Role.REVIEWER), at=LATER)
    for hours in (1, 2, 3):
        said(claim, stance="denies", at=LATER + timedelta(hours=hours))

    assert Notice.objects.filter(kind="verdict_stale").count() == 1


def test_what_is_switched_off_is_not_told(reviewer: Client) -> None:
    one = actor("one", Role.REVIEWER)
    mute(one.user, [NoticeKind.ASSIGNED])
    editor = actor("editor", Role.EDITOR)
    casework.assign(claim=ClaimFactory(), to=one.user, by=editor, at=LATER)

    assert not Notice.objects.exists()
    me = person("reader", Role.REVIEWER)
    reviewer.force_login(me)
    reviewer.post(f"{QUEUE}notices/", {"wanted": ["assigned"]})
    assert {each.kind for each in me.muted.all()} == {
        "second_look",
        "verdict_stale",
        "claim_fell",
        "alert_waiting",
    }


# Accounts


def test_administrators_give_roles_and_every_change_leaves_a_trace(client: Client) -> None:
    from sources.foundation.models import HistoryEntry

    admin = person("admin", Role.ADMINISTRATOR)
    client.force_login(admin)
    new = client.post(
        "/admin/auth/user/add/",
        {
            "username": "newcomer", "password1": "a-long-phrase-9", "password2": "a-long-phrase-9",
            "usable_password": "true", "email": "",
            "groups": [group.pk for group in admin.groups.model.objects.filter(name="administrator")],
        },
    )  # fmt: skip
    assert new.status_code == 302, new.context["adminform"].errors
    user = type(admin).objects.get(username="newcomer")
    assert user.is_staff
    assert HistoryEntry.objects.filter(chain="account/newcomer").count() == 1
    client.post(
        f"/admin/auth/user/{user.pk}/password/",
        {
            "password1": "another-phrase-9",
            "password2": "another-phrase-9",
            "usable_password": "true",
        },
    )
    assert HistoryEntry.objects.filter(chain="account/newcomer").count() == 2


def test_nobody_changes_their_own_roles(client: Client) -> None:
    admin = person("admin", Role.ADMINISTRATOR)
    roles = {group.name: group.pk for group in admin.groups.model.objects.all()}
    client.force_login(admin)
    client.post(
        f"/admin/auth/user/{admin.pk}/change/",
        {"username": "admin", "groups": list(roles.values()), "is_active": "on"},
    )

    assert [group.name for group in admin.groups.all()] == ["administrator"]


def test_no_account_takes_anothers_name(client: Client) -> None:
    client.force_login(person("admin", Role.ADMINISTRATOR))
    person("Élan", Role.REVIEWER)
    for name in ("élan", "ÉLAN", "Admin"):
        answer = client.post(
            "/admin/auth/user/add/",
            {"username": name, "password1": "a-long-phrase-9", "password2": "a-long-phrase-9",
             "usable_password": "true"},
        )  # fmt: skip
        assert answer.status_code == 200, name
    assert Verdict.objects.count() == 0


# Signing on less than it takes


def test_the_desk_says_before_somebody_signs_on_less_than_the_bar(reviewer: Client) -> None:
    from tests.integration.reviews.test_verdicts import verdict_on

    claim = ClaimFactory()
    said(claim)
    page = reviewer.get(f"{QUEUE}{claim.pk}/change/").content.decode()
    assert "a verdict to corroborate or refute is a note" in page

    verdict_on(claim, VerdictKind.CORROBORATE, actor("other", Role.REVIEWER), at=NOON)
    said(claim, at=NOON + timedelta(hours=1))
    page = reviewer.get(f"{QUEUE}{claim.pk}/change/").content.decode()
    assert "does not count: the evidence did not reach the bar" in page
    assert "a verdict to refute is a note" in page
