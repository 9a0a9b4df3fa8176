"""What programs with a role may do: through the same services, once for each key, undoing nothing."""

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from claims.models import Attribution, Claim, DetailValue, Sighting
from reviews.models import Verdict
from sources.foundation.domain.roles import Role
from sources.foundation.models import AnsweredRequest, HistoryEntry
from sources.models import Snapshot, Source
from tests.cases import EXAMPLES
from tests.dbcases import standing
from tests.factories import (
    BY,
    NOON,
    ClaimFactory,
    DetailFactory,
    DocumentFactory,
    SourceFactory,
    said,
)
from tests.people import person

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


class Program:
    """A program that is signed in, and speaks JSON."""

    def __init__(self, *roles: Role, name: str = "program") -> None:
        self.client = Client()
        self.user = person(name, *roles)
        self.client.force_login(self.user)

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        send = getattr(self.client, method)
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        return send(f"/api/v1/{path}", data, content_type="application/json", headers=headers)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._send("post", path, body, named)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._send("patch", path, body, named)

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1/{path}")


@pytest.fixture
def reporter(now: Callable[..., None]) -> Program:
    now(LATER)
    return Program(Role.REPORTER)


def last_entry(chain: str) -> HistoryEntry:
    return HistoryEntry.objects.filter(chain=chain).latest("number")


def test_a_claim_from_the_first_word_to_a_verdict(
    reporter: Program, now: Callable[..., None]
) -> None:
    """Everything that a reporter and two reviewers do on the desk, done by programs."""
    for body in (
        {"ref": "min", "kind": "organisation", "name": "Ministry of Bridges", "aliases": ["MoB"]},
        {"ref": "gaz", "kind": "outlet", "name": "Gazette", "newsgatherer": True},
    ):
        assert reporter.post("sources/", body).status_code == 201
    for publisher in ("min", "gaz"):
        body = {"ref": f"d-{publisher}", "publisher": publisher, "title": "The bridge"}
        assert reporter.post("documents/", body).status_code == 201
    claim = reporter.post("claims/", {"text": "The bridge was closed on 3 March 2026."})
    ref = claim.json()["ref"]
    assert claim.status_code == 201
    assert claim["Location"].endswith(f"/api/v1/claims/{ref}/")
    assert ref.startswith("the-bridge-was-closed")
    for speaker, basis in (("min", "own_act"), ("gaz", "own_reporting")):
        answer = reporter.post(
            "attributions/",
            {
                "claim": ref, "speaker": speaker, "stance": "asserts", "basis": basis,
                "sightings": [{"document": f"d-{speaker}", "attestation": "primary"}],
            },
        )  # fmt: skip
        assert answer.status_code == 201, answer.content
    detail = reporter.post(
        "details/", {"claim": ref, "question": "How long is it?", "unit": "m"}
    ).json()
    value = reporter.post(
        "values/",
        {
            "detail": detail["ref"], "speaker": "min", "knowledge": "value",
            "value": {"value": 120, "qualifier": "about", "unit": "m"},
            "sightings": [{"document": "d-min"}],
        },
    )  # fmt: skip
    assert value.status_code == 201
    assert reporter.post("submissions/", {"claim": ref}).status_code == 200
    for minutes, name in enumerate(("one", "two"), 1):
        now(LATER + timedelta(minutes=minutes))
        reviewer = Program(Role.REVIEWER, name=name)
        seen = reviewer.get(f"claims/{ref}/").json()
        given = reviewer.post(
            "verdicts/",
            {
                "claim": ref, "verdict": "corroborate", "reason": "I called both.",
                "fingerprint": seen["fingerprint"],
            },
        )  # fmt: skip
        assert given.status_code == 201, given.content

    assert given.json()["assessment"]["status"] == "confirmed"
    assert last_entry(f"claim/{ref}").channel in ("api", "itself")
    assert HistoryEntry.objects.filter(chain=f"claim/{ref}", by="program", channel="api").exists()
    assert reporter.get(f"claims/{ref}/?audience=public").status_code == 404


def test_the_same_key_and_body_write_once_and_answer_the_same(reporter: Program) -> None:
    body = {"text": "It happened on 10 January 2026, they say."}
    first = reporter.post("claims/", body, Idempotency_Key="k1")
    again = reporter.post("claims/", body, Idempotency_Key="k1")

    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert (again["Location"], again["ETag"]) == (first["Location"], first["ETag"])
    assert again["Idempotency-Replayed"] == "true"
    assert Claim.objects.count() == 1


@pytest.mark.parametrize("other", ["body", "address", "account"])
def test_a_key_is_of_one_request_of_one_account(reporter: Program, other: str) -> None:
    body = {"text": "It happened on 10 January 2026, they say."}
    reporter.post("claims/", body, Idempotency_Key="k1")
    if other == "account":
        again = Program(Role.REPORTER, name="another").post(
            "claims/", {"text": "Another thing."}, Idempotency_Key="k1"
        )
        assert again.status_code == 201
        return
    path = "claims/" if other == "body" else "sources/"
    again = reporter.post(path, {"text": "Another thing."}, Idempotency_Key="k1")

    assert again.status_code == 422
    assert again.json()["type"].endswith("#reused-key" if other == "body" else "#invalid")
    assert Claim.objects.count() == 1


def test_what_was_refused_can_be_tried_again_with_its_key(reporter: Program) -> None:
    refused = reporter.post("claims/", {"text": ""}, Idempotency_Key="k1")
    mended = reporter.post("claims/", {"text": "It happened."}, Idempotency_Key="k1")

    assert (refused.status_code, mended.status_code) == (422, 201)


@pytest.mark.parametrize("key", ["", "two words", "x" * 201, "é"])
def test_a_key_is_some_visible_characters(reporter: Program, key: str) -> None:
    answer = reporter.post("claims/", {"text": "It happened."}, Idempotency_Key=key)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["header"] == "Idempotency-Key"


def test_answers_are_kept_for_a_day(reporter: Program, now: Callable[..., None]) -> None:
    reporter.post("claims/", {"text": "It happened."}, Idempotency_Key="k1")
    now(LATER + timedelta(hours=25))
    reporter.post("claims/", {"text": "It happened again."}, Idempotency_Key="k2")

    assert list(AnsweredRequest.objects.values_list("key", flat=True)) == ["k2"]


@pytest.mark.django_db(transaction=True)
def test_two_who_send_the_same_at_once_write_once() -> None:
    program = Program(Role.REPORTER)
    start = threading.Barrier(2)
    answers: list[Any] = []

    def send() -> None:
        client = Client()
        client.force_login(program.user)
        start.wait()
        answers.append(
            client.post(
                "/api/v1/claims/", {"ref": "once", "text": "It happened."},
                content_type="application/json", headers={"Idempotency-Key": "k1"},
            )
        )  # fmt: skip
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert sum("Idempotency-Replayed" in answer for answer in answers) == 1
    assert Claim.objects.count() == 1


def test_a_change_says_what_it_is_based_on(reporter: Program) -> None:
    claim = ClaimFactory(ref="c", visibility="internal")
    etag = reporter.get("claims/c/")["ETag"]
    without = reporter.patch("claims/c/", {"volatile": True})
    changed = reporter.patch("claims/c/", {"text": "It happened on 9 January."}, If_Match=etag)
    lost = reporter.patch("claims/c/", {"text": "It never happened."}, If_Match=etag)
    claim.refresh_from_db()

    assert [each.status_code for each in (without, changed, lost)] == [428, 200, 412]
    assert claim.text == "It happened on 9 January."
    assert lost.json()["current"]["text"] == "It happened on 9 January."
    assert lost["ETag"] == changed["ETag"] == reporter.get("claims/c/")["ETag"]


def test_what_is_not_sent_stays_as_it_was(reporter: Program) -> None:
    SourceFactory(ref="state", kind="state")
    reporter.post(
        "sources/",
        {"ref": "s", "kind": "organisation", "name": "A", "parent": "state", "aliases": ["B"]},
    )
    etag = reporter.get("sources/s/")["ETag"]
    changed = reporter.patch("sources/s/", {"country": "KR"}, If_Match=etag).json()

    assert changed["parent"]["ref"] == "state"
    assert changed["aliases"] == ["B"]
    assert changed["country"] == "KR"
    cleared = reporter.patch(
        "sources/s/", {"parent": None, "aliases": []}, If_Match=reporter.get("sources/s/")["ETag"]
    ).json()
    assert (cleared["parent"], cleared["aliases"]) == (None, [])


@pytest.mark.parametrize(
    ("path", "body", "place"),
    [
        ("claims/", {}, "$.text"),
        ("claims/", {"text": "It.", "kind": "rumour"}, "$.kind"),
        ("claims/", {"text": "It.", "status": "confirmed"}, "$.status"),
        ("claims/", {"text": "It.", "visibility": "public"}, "$.visibility"),
        ("claims/", {"text": "It.", "recorded_by": "another"}, "$.recorded_by"),
        ("claims/", {"text": "It.", "event": "nothing"}, "$.event"),
        ("claims/", {"text": "It.", "volatile": "yes"}, "$.volatile"),
        ("attributions/", {"claim": "c", "speaker": "s", "stance": "asserts"}, "$.sightings"),
        (
            "attributions/",
            {"claim": "c", "speaker": "s", "stance": "asserts", "sightings": [{}]},
            "$.sightings[0].document",
        ),
        (
            "attributions/",
            {"claim": "c", "speaker": "s", "stance": "asserts",
             "sightings": [{"document": "nothing"}]},
            "$.sightings[0].document",
        ),
        (
            "attributions/",
            {"claim": "c", "speaker": "nobody", "stance": "asserts",
             "sightings": [{"document": "d"}]},
            "$.speaker",
        ),
        (
            "attributions/",
            {"claim": "c", "speaker": "s", "stance": "asserts", "discount_reason": "No.",
             "sightings": [{"document": "d"}]},
            "$.discount_reason",
        ),
        ("withdrawals/", {"note": "They took it back."}, "$"),
        ("verdicts/", {"claim": "c", "verdict": "confirm", "reason": "x", "fingerprint": ""},
         "$.verdict"),
        ("sources/", {"kind": "organisation", "name": "\ud800"}, "$.name"),
    ],
)  # fmt: skip
def test_a_bad_body_is_refused_with_the_place(
    reporter: Program, path: str, body: Any, place: str
) -> None:
    ClaimFactory(ref="c")
    DocumentFactory(ref="d", publisher=SourceFactory(ref="s"))
    program = Program(Role.REVIEWER, Role.REPORTER, name="both") if "verdict" in path else reporter
    answer = program.post(path, body)

    assert answer.status_code == 422, answer.content
    assert place in [error["path"] for error in answer.json()["errors"]]
    assert Claim.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "path", "code"),
    [
        (Role.API_CLIENT, "claims/", 403),
        (Role.ADMINISTRATOR, "claims/", 403),
        (Role.REPORTER, "verdicts/", 403),
        (Role.EDITOR, "verdicts/", 403),
        (Role.API_CLIENT, "dossiers/", 403),
    ],
)
def test_whoever_may_not_is_told_why(role: Role, path: str, code: int) -> None:
    answer = Program(role).post(path, {})

    assert answer.status_code == code
    assert "It takes the role of" in answer.json()["detail"]


def test_nobody_judges_what_they_recorded(now: Callable[..., None]) -> None:
    now(LATER)
    program = Program(Role.REPORTER, Role.REVIEWER)
    ref = program.post("claims/", {"text": "It happened on 10 January."}).json()["ref"]
    program.post("submissions/", {"claim": ref})
    seen = program.get(f"claims/{ref}/").json()["fingerprint"]
    answer = program.post(
        "verdicts/",
        {"claim": ref, "verdict": "corroborate", "reason": "Mine.", "fingerprint": seen},
    )

    assert answer.status_code == 403
    assert "others judge it" in answer.json()["detail"]
    assert not Verdict.objects.exists()


def test_a_verdict_on_evidence_that_changed_is_refused_with_what_happened(
    now: Callable[..., None],
) -> None:
    now(LATER)
    claim = ClaimFactory(ref="c")
    said(claim)
    reviewer = Program(Role.REVIEWER)
    body = {
        "claim": "c", "verdict": "corroborate", "reason": "I looked.",
        "fingerprint": reviewer.get("claims/c/").json()["fingerprint"],
    }  # fmt: skip
    said(claim, stance="denies")
    refused = reviewer.post("verdicts/", body)
    problem = refused.json()
    again = reviewer.post("verdicts/", body | {"fingerprint": problem["fingerprint"]})

    assert refused.status_code == 409
    assert [each["deed"] for each in problem["since"]] == ["record_attribution"]
    assert again.status_code == 201


def test_a_withdrawal_settles_the_claim_at_once(reporter: Program) -> None:
    claim = ClaimFactory(ref="c")
    attribution = said(claim)
    answer = reporter.post(
        "withdrawals/", {"attribution": attribution.ref, "note": "The ministry took it back."}
    )
    public = standing("c", LATER)

    assert answer.status_code == 200
    assert answer.json()["withdrawn_at"] == "2026-01-10T13:00:00Z"
    assert public is not None
    assert public["status"] == "retracted"


def test_a_retraction_settles_what_rests_on_it(reporter: Program) -> None:
    claim = ClaimFactory(ref="c")
    said(claim, document=DocumentFactory(ref="d"))
    answer = reporter.post("retractions/", {"document": "d", "why": "The paper took it down."})
    public = standing("c", LATER)

    assert answer.json()["retracted_at"] == "2026-01-10T13:00:00Z"
    assert public is not None
    assert public["status"] == "retracted"


def test_a_further_report_and_an_answer_withdrawn(reporter: Program) -> None:
    attribution = said(ClaimFactory())
    DocumentFactory(ref="other")
    body = {"attribution": attribution.ref, "sighting": {"document": "other", "via": []}}
    seen = reporter.post("sightings/", body)
    detail = DetailFactory(claim=attribution.claim)
    value = reporter.post(
        "values/",
        {
            "detail": detail.ref, "speaker": attribution.speaker.ref, "knowledge": "value",
            "value": {"value": 3}, "sightings": [{"document": "other"}],
        },
    ).json()  # fmt: skip
    back = reporter.post("withdrawals/", {"value": value["ref"], "note": "A slip."})

    assert len(seen.json()["sightings"]) == 2
    assert back.json()["withdrawn_note"] == "A slip."
    assert DetailValue.objects.get().withdrawn_at == LATER


def test_a_quote_finds_its_place_in_the_kept_text(reporter: Program) -> None:
    document = DocumentFactory(ref="d")
    text = "The minister 🚀 said: “The bridge is closed.”"
    Snapshot.objects.create(
        document=document, captured_at=NOON, sha256="0" * 64, media_type="text/plain", text=text,
        captured_how="pasted",
    )  # fmt: skip
    ClaimFactory(ref="c")
    answer = reporter.post(
        "attributions/",
        {
            "claim": "c", "speaker": document.publisher.ref, "stance": "asserts",
            "sightings": [{"document": "d", "quote": "The bridge is closed."}],
        },
    ).json()  # fmt: skip
    place = answer["sightings"][0]["selector"]
    wrong = reporter.post(
        "sightings/",
        {
            "attribution": answer["ref"],
            "sighting": {"document": "d", "selector": {"exact": "open", "start": 0, "end": 4}},
        },
    )

    assert text[place["start"] : place["end"]] == "The bridge is closed."
    assert wrong.status_code == 422
    assert "does not stand" in wrong.json()["detail"]


def test_what_was_judged_stays_by_this_door_too(reporter: Program) -> None:
    claim = ClaimFactory(ref="c")
    attribution = said(claim)
    Verdict.objects.create(
        claim=claim, reviewer="r", verdict="dispute", reason="No.", at=NOON, recorded_at=NOON
    )
    path = f"attributions/{attribution.ref}/"
    answer = reporter.patch(path, {"stance": "denies"}, If_Match=reporter.get(path)["ETag"])

    assert answer.status_code == 422
    assert "Reviewers have judged" in answer.json()["detail"]


DOSSIER: dict[str, Any] = {
    "format": "second-source-dossier/1",
    "sources": {"s": {"kind": "organisation", "name": "A ministry"}},
    "documents": {"d": {"publisher": "s", "title": "A statement"}},
    "claims": [{"id": "c", "text": "It happened on 10 January 2026."}],
    "attributions": [
        {"id": "a", "claim": "c", "speaker": "s", "stance": "asserts",
         "sightings": [{"document": "d"}]}
    ],
}  # fmt: skip


def test_a_dossier_is_recorded_in_ones_own_name(reporter: Program) -> None:
    answer = reporter.post("dossiers/", DOSSIER)
    again = reporter.post("dossiers/", DOSSIER)
    claim = Claim.objects.get(ref="c")

    assert answer.status_code == 201, answer.content
    assert answer.json()["added"] == {"sources": 1, "documents": 1, "claims": 1, "attributions": 1}
    assert again.json()["added"] == {}
    assert (claim.recorded_by, claim.recorded_at, claim.visibility) == (
        "program", LATER, "internal",
    )  # fmt: skip
    assert claim.case.state == "draft"
    assert {row.recorded_at for row in Attribution.objects.all()} == {LATER}
    assert {row.recorded_at for row in Sighting.objects.all()} == {LATER}
    assert standing("c", NOON) is None


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"policy": {"reviewers_required": 1}}, "$.policy"),
        (
            {"reviews": [{"claim": "c", "reviewer": "me", "verdict": "corroborate",
                          "at": "2026-01-10", "reason": "So."}]},
            "$.reviews[0]",
        ),
        ({"claims": [{"id": "c", "text": "It.", "favours": ["s"]}]}, "$.claims[0].favours"),
        ({"claims": [{"id": "c", "text": "It.", "recorded_at": "2020-01-01"}]},
         "$.claims[0].recorded_at"),
        ({"claims": [{"id": "c", "text": "It.", "recorded_by": "another"}]},
         "$.claims[0].recorded_by"),
        (
            {"attributions": [DOSSIER["attributions"][0] | {"discounted_at": "2026-01-01",
                                                           "discount_reason": "No."}]},
            "$.attributions[0].discounted_at",
        ),
        ({"claims": [{"id": "c", "text": "It.", "event": "nothing"}]}, "$.claims[0].event"),
    ],
)  # fmt: skip
def test_a_dossier_decides_nothing(reporter: Program, more: dict[str, Any], path: str) -> None:
    answer = reporter.post("dossiers/", DOSSIER | more)

    assert answer.status_code == 422
    assert path in [error["path"] for error in answer.json()["errors"]]
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"claims": [{"id": "c", "text": "It never happened."}]},
        {"claims": [{"id": "c", "text": "It happened on 10 January 2026.", "favours": []}]},
        {"sources": {"s": {"kind": "organisation", "name": "Another ministry"}}},
        {"attributions": [DOSSIER["attributions"][0] | {"stance": "denies"}]},
    ],
)
def test_a_dossier_changes_nothing_that_is_on_record(
    reporter: Program, change: dict[str, Any]
) -> None:
    reporter.post("dossiers/", DOSSIER)
    claim = Claim.objects.get(ref="c")
    claim.interests.create(source=Source.objects.get(ref="s"), interest="favours", reason="So.")
    answer = reporter.post("dossiers/", DOSSIER | change)

    assert answer.status_code == 422
    assert "on record" in answer.json()["errors"][0]["expected"]
    assert Claim.objects.get().text == "It happened on 10 January 2026."
    assert Source.objects.get().name == "A ministry"
    assert Attribution.objects.get().stance == "asserts"
    assert claim.interests.exists()


def test_a_dossier_adds_reports_and_statements_to_what_is_on_record(reporter: Program) -> None:
    claim = ClaimFactory(ref="c", text="It happened on 10 January 2026.", by=BY)
    more = {
        "documents": {"d": DOSSIER["documents"]["d"], "e": {"publisher": "s", "title": "More"}},
        "attributions": [
            DOSSIER["attributions"][0] | {"sightings": [{"document": "d"}, {"document": "e"}]}
        ],
    }
    first = reporter.post("dossiers/", DOSSIER)
    second = reporter.post("dossiers/", DOSSIER | more)

    assert (first.status_code, second.status_code) == (201, 201), second.content
    assert claim.visibility == "public"
    assert Sighting.objects.count() == 2
    public = standing("c", LATER)
    assert public is not None
    assert public["status"] == "single_source"


def test_the_real_article_without_its_decisions_is_recorded(reporter: Program) -> None:
    dossier = json.loads((EXAMPLES / "missile-launch.json").read_text())
    for claim in dossier["claims"]:
        for name in ("favours", "damages", "authorities", "recorded_by", "recorded_at"):
            claim.pop(name, None)
    for kind in ("attributions", "detail_values"):
        for each in dossier.get(kind, []):
            for name in ("recorded_at", "withdrawn_at"):
                each.pop(name, None)
            for sighting in each["sightings"]:
                sighting.pop("recorded_at", None)
    for document in dossier["documents"].values():
        document.pop("recorded_at", None)
    dossier.pop("policy", None)
    dossier.pop("reviews", None)
    answer = reporter.post("dossiers/", dossier)

    assert answer.status_code == 201, answer.content[:600]
    assert answer.json()["added"]["claims"] == len(dossier["claims"])
