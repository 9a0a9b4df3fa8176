"""Who may what, at every address: a table written apart from the code.

Each route of the site stands in `TABLE` with who may read it and who may post to it; a route that
does not stand there fails. Rows are checked for every role, for what one recorded oneself and what
others did, and for public and internal claims.
"""

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from claims.models import Attribution, Citation, Claim, Detail, DetailValue, Event
from claims.services import subscribing
from claims.services.alerting import raise_alerts
from claims.services.citations import Place, cite
from reviews.domain.vocabulary import DecisionKind
from reviews.models import Case, Proposal
from reviews.services import casework, decisions
from sources.foundation.domain.roles import Audience, Channel, Role
from sources.foundation.permissions import actor_of
from sources.foundation.selectors.history import fingerprint
from sources.models import Document, Source
from tests.extraction import taken
from tests.factories import NOON, ClaimFactory, DetailFactory, EventFactory, answered, said
from tests.people import actor, person

pytestmark = pytest.mark.django_db

EVERYBODY = {"anonymous", "reporter", "reviewer", "editor", "administrator", "program", "root"}
STAFF = EVERYBODY - {"anonymous", "program"}
NEWSROOM = {"reporter", "reviewer", "editor"}
DECIDERS = {"reviewer", "editor"}
ACCOUNTS = {"administrator", "root"}
NOBODY: set[str] = set()
SIGNED_IN = EVERYBODY - {"anonymous"}
SUBSCRIBERS = NEWSROOM | {"program"}
CITERS = NEWSROOM | {"program"}

# Route: who may GET it, and who may POST to it.
TABLE: dict[str, tuple[set[str], set[str]]] = {
    "claims:start": (EVERYBODY, NOBODY),
    "claims:search": (EVERYBODY, NOBODY),
    "claims:claim": (EVERYBODY, NOBODY),
    "claims:frozen": (EVERYBODY, NOBODY),
    "claims:event": (EVERYBODY, NOBODY),
    "claims:source": (EVERYBODY, NOBODY),
    "claims:badge": (EVERYBODY, NOBODY),
    "claims:embed": (EVERYBODY, NOBODY),
    "claims:oembed": (EVERYBODY, NOBODY),
    "claims:robots": (EVERYBODY, NOBODY),
    "claims:sitemap": (EVERYBODY, NOBODY),
    "claims:sitemap-section": (EVERYBODY, NOBODY),
    "claims:help": (EVERYBODY, NOBODY),
    "claims:help-screen": (EVERYBODY, NOBODY),
    "claims:story": (NOBODY, CITERS),
    "claims:copied": (NOBODY, CITERS),
    "claims:register": (SIGNED_IN, NOBODY),
    "claims:import": (NOBODY, CITERS),
    "claims:story-desk": (NOBODY, {"editor"}),
    "claims:corrections": (SIGNED_IN, NOBODY),
    "claims:alerts": (SIGNED_IN, NOBODY),
    "claims:alert": (CITERS, NOBODY),
    "claims:acknowledge": (NOBODY, CITERS),
    "api-guide": (EVERYBODY, NOBODY),
    "api-reference": (EVERYBODY, NOBODY),
    "api-problems": (EVERYBODY, NOBODY),
    "api-schema": (EVERYBODY, NOBODY),
    # What anybody reads, and the newsroom's programs record.
    "api:claims": (EVERYBODY, NEWSROOM),
    "api:events": (EVERYBODY, NEWSROOM),
    "api:sources": (EVERYBODY, NEWSROOM),
    "api:documents": (EVERYBODY, NEWSROOM),
    "api:attributions": (EVERYBODY, NEWSROOM),
    "api:details": (EVERYBODY, NEWSROOM),
    "api:values": (EVERYBODY, NEWSROOM),
    "api:claim": (EVERYBODY, NOBODY),
    "api:event": (EVERYBODY, NOBODY),
    "api:source": (EVERYBODY, NOBODY),
    "api:document": (EVERYBODY, NOBODY),
    "api:attribution": (EVERYBODY, NOBODY),
    "api:detail": (EVERYBODY, NOBODY),
    "api:value": (EVERYBODY, NOBODY),
    "api:records": (EVERYBODY, NOBODY),
    "api:record": (EVERYBODY, NOBODY),
    "api:statuses": (EVERYBODY, EVERYBODY),  # a longer list of refs than an address holds
    "api:status": (EVERYBODY, NOBODY),
    "api:changes": (EVERYBODY, NOBODY),
    "api:atom": (EVERYBODY, NOBODY),
    "api:json-feed": (EVERYBODY, NOBODY),
    "api:csv": (EVERYBODY, NOBODY),
    "api:jsonl": (EVERYBODY, NOBODY),
    "api:dossiers-jsonl": (EVERYBODY, NOBODY),
    "api:claimreview": (EVERYBODY, NOBODY),
    "factcheck:factcheck-search": (EVERYBODY, NOBODY),
    "factcheck:factcheck-pages": (EVERYBODY, NOBODY),
    "factcheck:factcheck-page": (EVERYBODY, NOBODY),
    "api:sightings": (NOBODY, NEWSROOM),
    "api:withdrawals": (NOBODY, NEWSROOM),
    "api:passage-retractions": (NOBODY, NEWSROOM),
    "api:retractions": (NOBODY, NEWSROOM),
    "api:dossiers": (NOBODY, NEWSROOM),
    "api:submissions": (NOBODY, NEWSROOM),
    "api:verdicts": (NOBODY, {"reviewer"}),
    "api:citations": (SIGNED_IN, CITERS),
    "api:citation": (CITERS, NOBODY),  # it belongs to the program, and the newsroom sees all
    "api:sentence": (EVERYBODY, NOBODY),
    "api:alerts": (SIGNED_IN, NOBODY),
    "api:alert": (CITERS, NOBODY),
    "api:acknowledgement": (NOBODY, CITERS),
    "api:subscriptions": (SIGNED_IN, SUBSCRIBERS),
    "api:subscription": ({"program"}, NOBODY),  # it belongs to the program
    "api:deliveries": ({"program"}, NOBODY),
    "api:rotation": (NOBODY, {"program"}),
    "api:trial": (NOBODY, {"program"}),
    "api:replays": (NOBODY, {"program"}),
    "api:replay": (NOBODY, {"program"}),
    "admin:reviews_token_changelist": (ACCOUNTS, ACCOUNTS),
    "admin:reviews_token_add": (ACCOUNTS, ACCOUNTS),
    "admin:reviews_token_history": (NOBODY, NOBODY),
    "admin:reviews_token_change": (NOBODY, NOBODY),
    "admin:reviews_token_delete": (NOBODY, NOBODY),
    "admin:index": (STAFF, STAFF),
    "admin:login": (EVERYBODY, EVERYBODY),
    "admin:logout": ({"anonymous", "program"}, EVERYBODY),
    "admin:password_change": (STAFF, STAFF),
    "admin:password_change_done": (STAFF, NOBODY),
    "admin:autocomplete": (NEWSROOM, NOBODY),
    "admin:jsi18n": (STAFF, NOBODY),
    "admin:view_on_site": (NOBODY, NOBODY),
    "admin:app_list": (NEWSROOM, NEWSROOM),
    "admin:claims_draft_changelist": (NEWSROOM, NEWSROOM),
    "admin:claims_draft_add": (NEWSROOM, NEWSROOM),
    "admin:claims_draft_change": (NEWSROOM, NEWSROOM),
    "admin:claims_draft_read": (NOBODY, NEWSROOM),
    "admin:claims_draft_start": (NOBODY, NEWSROOM),
    "admin:claims_draft_step": (NOBODY, NEWSROOM),
    "admin:reviews_case_changelist": (NEWSROOM, NEWSROOM),
    "admin:reviews_case_add": (NEWSROOM, NEWSROOM),
    "admin:claims_claim_suggest": (NEWSROOM, NEWSROOM),
    "admin:reviews_case_notices": (NEWSROOM, NEWSROOM),
    "admin:reviews_case_change": (NEWSROOM, NEWSROOM),
    "admin:reviews_case_history": (NEWSROOM, NEWSROOM),
    "admin:reviews_case_link": (NOBODY, NEWSROOM),
    "admin:reviews_case_proposal": (NOBODY, NEWSROOM),  # to be told why not; see below
    "admin:reviews_case_action": (NOBODY, NEWSROOM),  # each action has a row of its own below
    "admin:auth_user_changelist": (ACCOUNTS, ACCOUNTS),
    "admin:auth_user_add": (ACCOUNTS, ACCOUNTS),
    "admin:auth_user_history": (ACCOUNTS, ACCOUNTS),
    "admin:auth_user_delete": (NOBODY, NOBODY),
    "admin:auth_user_change": (ACCOUNTS, ACCOUNTS),
    "admin:auth_user_password_change": (ACCOUNTS, ACCOUNTS),
}
for _model, _recorded in {
    "sources_source": True, "sources_document": True, "sources_snapshot": False,
    "claims_event": True, "claims_claim": True, "claims_attribution": True,
    "claims_detail": True, "claims_detailvalue": True, "claims_statusrecord": False,
    "claims_citation": False, "claims_alert": False, "reviews_verdict": False, "reviews_housepolicy": False,
    "reviews_decision": False,
}.items():  # fmt: skip
    _writers = NEWSROOM if _recorded else NOBODY
    TABLE |= {
        f"admin:{_model}_changelist": (NEWSROOM, NEWSROOM),
        f"admin:{_model}_add": (_writers, _writers),
        f"admin:{_model}_change": (NEWSROOM, _writers),
        f"admin:{_model}_history": (NEWSROOM, NEWSROOM),
        f"admin:{_model}_delete": (NOBODY, NOBODY),
    }

# Action of the desk: who may do it, and whether it may be done by whoever recorded the claim.
ACTIONS: dict[str, tuple[set[str], bool]] = {
    "submit": (NEWSROOM, True),
    "take": ({"reviewer"}, False),
    "give-back": ({"reviewer"}, True),
    "hand-over": ({"reviewer"}, True),
    "assign": ({"editor"}, True),
    "verdict": ({"reviewer"}, False),
    "note": (NEWSROOM, True),
    "reply": (NEWSROOM, True),
    "propose": (DECIDERS, False),
    "attribution": (NEWSROOM, True),
    "sighting": (NEWSROOM, True),
    "passage": (NEWSROOM, True),
    "question": (NEWSROOM, True),
    "answer": (NEWSROOM, True),
    "decide": ({"editor"}, False),
    "reopen": (DECIDERS, True),
    "hold": ({"editor"}, True),
    "release": ({"editor"}, False),
    "publish": ({"editor"}, False),
}

BULK = {
    ("sources_document", "note_retraction"): NEWSROOM,
    ("reviews_token", "revoke"): ACCOUNTS,
}


def routes(resolver: Any = None, prefix: str = "") -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from routes(pattern, space)
        elif pattern.name:
            yield f"{prefix}{pattern.name}"


@pytest.fixture(scope="module")
def people(kept: None) -> dict[str, Any]:
    return {
        "reporter": person("reporter", Role.REPORTER),
        "reviewer": person("reviewer", Role.REVIEWER),
        "editor": person("editor", Role.EDITOR),
        "administrator": person("administrator", Role.ADMINISTRATOR),
        "program": person("program", Role.API_CLIENT, is_staff=False),
        "root": person("root", is_superuser=True),
        "anonymous": None,
    }


def signed_in(user: Any) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


@pytest.fixture(scope="module")
def record(people: dict[str, Any]) -> dict[str, Any]:
    """Something of everything, and what each route needs in its address."""
    claim = ClaimFactory(event=EventFactory(), ref="open-claim")
    said(claim)
    detail = DetailFactory(claim=claim)
    answer = answered(detail)
    proposal = decisions.propose(
        claim=claim,
        kind=DecisionKind.DISCOUNT,
        subject={"kind": "attribution", "ref": claim.attributions.first().ref},
        reason="A rumour.",
        by=actor("proposer", Role.EDITOR),
        at=NOON,
    )
    by = actor_of(people["program"], Channel.API)
    subscription = subscribing.subscribe(
        url="http://127.0.0.1/", audience=Audience.PUBLIC, filters={}, by=by, at=NOON
    )
    delivery = subscribing.try_out(subscription=subscription, by=by, at=NOON)
    citation = cite(
        record=claim.timeline.filter(audience="public").as_of(NOON),
        place=Place(system="cms", url="https://paper.example/story"),
        by=by,
        at=NOON,
    )
    Citation.objects.update(basis={**citation.basis, "text": "As it was worded then."})
    (alert,) = raise_alerts([claim.pk], at=NOON)
    snapshot = taken(
        "The army said the bridge was open.", by=actor_of(people["editor"], Channel.ADMIN)
    )
    return {
        "citation": citation, "alert": alert, "draft": snapshot.drafts.first(),
        "claim": claim, "detail": detail, "answer": answer, "proposal": proposal,
        "subscription": subscription, "delivery": delivery,
        "rows": {
            "sources_source": Source.objects.first(),
            "sources_document": Document.objects.first(),
            "claims_event": Event.objects.first(),
            "claims_claim": claim,
            "claims_attribution": Attribution.objects.first(),
            "claims_detail": Detail.objects.first(),
            "claims_detailvalue": DetailValue.objects.first(),
            "claims_statusrecord": claim.timeline.first(),
            "claims_citation": citation,
            "claims_alert": alert,
        },
    }  # fmt: skip


def address(route: str, record: dict[str, Any]) -> str | None:
    """The address of a route on this record; None where there is no row to show."""
    claim = record["claim"]
    known = {
        "api:claim": [claim.ref],
        **{f"claims:{name}": [claim.ref] for name in ("claim", "badge", "embed", "copied")},
        "claims:frozen": [claim.ref, 1],
        "claims:event": [claim.event.slug],
        "claims:source": [claim.attributions.first().speaker.ref],
        "claims:sitemap-section": ["claims"],
        "claims:help-screen": ["search"],
        **{f"claims:{name}": [record["alert"].ref] for name in ("alert", "acknowledge")},
        "api:sentence": [claim.ref],
        "api:citation": [record["citation"].ref],
        **{f"api:{name}": [record["alert"].ref] for name in ("alert", "acknowledgement")},
        "api:status": [claim.ref],
        "api:claimreview": [claim.ref],
        "api:record": [claim.ref, 1],
        "api:event": [claim.event.ref],
        "api:source": [claim.attributions.first().speaker.ref],
        "api:document": [claim.attributions.first().sightings.first().document.ref],
        "api:attribution": [claim.attributions.first().ref],
        "api:detail": [record["detail"].ref],
        "api:value": [record["answer"].ref],
        "factcheck:factcheck-page": [base64.urlsafe_b64encode(b"open-claim").decode().rstrip("=")],
        **{f"api:{name}": [record["subscription"].ref] for name in OF_SUBSCRIPTION},
        "api:replay": [record["delivery"].ref],
        "admin:claims_draft_change": [record["draft"].snapshot_id],
        "admin:claims_draft_read": [record["draft"].snapshot_id],
        "admin:claims_draft_start": [record["draft"].snapshot_id],
        "admin:claims_draft_step": [record["draft"].pk, "mend"],
        "admin:reviews_case_change": [claim.pk],
        "admin:reviews_case_history": [claim.pk],
        "admin:reviews_case_link": [claim.pk],
        "admin:reviews_case_proposal": [claim.pk, record["proposal"].pk],
        "admin:reviews_case_action": [claim.pk, "note"],
        "admin:auth_user_password_change": [claim_user().pk],
        "admin:app_list": ["claims"],
        "admin:view_on_site": [1, 1],
    }
    if route in known:
        found = reverse(route, args=known[route])
    elif route.endswith(("_change", "_history", "_delete")) and route != "admin:password_change":
        name = route.removeprefix("admin:").rsplit("_", 1)[0]
        row = claim_user() if name == "auth_user" else record["rows"].get(name)
        if row is None:
            return None
        found = reverse(route, args=[row.pk])
    else:
        found = reverse(route)
    found += QUERIES.get(route, "")
    if route == "admin:autocomplete":
        found += "?app_label=claims&model_name=attribution&field_name=speaker&term=a"
    return found


OF_SUBSCRIPTION = ("subscription", "deliveries", "rotation", "trial", "replays")
QUERIES = {
    "api:records": "?claim=open-claim",
    "api:statuses": "?ref=open-claim",
    "claims:oembed": "?url=http%3A//testserver/claims/open-claim/",
    "factcheck:factcheck-search": "?query=happened",
}


def claim_user() -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username="reporter")


def allowed(response: Any) -> bool:
    """Whether the person got in: not refused, not shown the door, not told that nothing is here."""
    to_login = response.status_code == 302 and "/login/" in response["Location"]
    return not to_login and response.status_code not in (401, 403, 404, 405)


def test_every_route_stands_in_the_table() -> None:
    assert set(routes()) == set(TABLE)


@pytest.mark.parametrize("route", sorted(TABLE))
def test_who_may_read_and_who_may_post(
    route: str, record: dict[str, Any], people: dict[str, Any]
) -> None:
    url = address(route, record)
    if url is None:
        return
    readers, writers = TABLE[route]
    # Logging out and changing things comes last, and everybody has a session of their own.
    read = {name for name, user in people.items() if allowed(signed_in(user).get(url))}
    given: dict[str, Any] = {"data": {"text": "A note.", "reason": "So it is."}}
    if route.startswith("api:"):
        given = {"data": {}, "content_type": "application/json"}
    wrote = {name for name, user in people.items() if allowed(signed_in(user).post(url, **given))}

    assert read == readers
    assert wrote == writers


@pytest.mark.parametrize("name", sorted(EVERYBODY))
def test_who_may_second(name: str, record: dict[str, Any], people: dict[str, Any]) -> None:
    url = address("admin:reviews_case_proposal", record)
    seen = fingerprint(f"claim/{record['claim'].ref}")
    given = {"answer": "second", "reason": "Yes.", "fingerprint": seen}
    response = signed_in(people[name]).post(url, given)

    assert allowed(response) == (name in DECIDERS)
    assert Proposal.objects.filter(decision=None).exists() == (name not in DECIDERS)


def body(action: str, claim: Claim, other: Any) -> dict[str, str]:
    """A request that is right in every way but, perhaps, for who makes it."""
    first = claim.attributions.first()
    passage = {"document": Document.objects.first().ref, "attestation": "paraphrase"}
    speaker = {
        "speaker": Source.objects.first().ref, "naming": "named_institution",
        "ground_rules": "on_record", "basis": "unstated",
    }  # fmt: skip
    return {
        "verdict": {
            "verdict": "corroborate", "reason": "I looked.",
            "fingerprint": fingerprint(f"claim/{claim.ref}"),
        },
        "note": {"text": "A note."},
        "reply": {"party": Source.objects.first().ref, "state": "sought"},
        "propose": {
            "kind": "discount", "statement": f"attribution {first.ref}", "reason": "A rumour.",
        },
        "attribution": {**passage, **speaker, "stance": "asserts"},
        "sighting": {**passage, "statement": f"attribution {first.ref}"},
        "passage": {
            "passage": f"attribution {first.ref} {first.sightings.first().document.ref}",
            "why": "In its corrections.",
        },
        "question": {"question": "How many?", "type": "count", "unit": "1"},
        "answer": {
            **passage, **speaker, "detail": claim.details.first().ref, "knowledge": "unknown",
        },
        "assign": {"to": str(other.pk)},
        "hand-over": {"to": str(other.pk)},
    }.get(action, {"reason": "So it is."})  # fmt: skip


# The state that each action needs; everything else can be done to a claim in the queue.
NEEDS = {
    "submit": "draft", "give-back": "taken", "hand-over": "taken", "reopen": "decided",
    "publish": "decided", "release": "held",
}  # fmt: skip


def ready(action: str, recorder: Any, visibility: str, user: Any) -> Claim:
    """A claim in the state that the action needs, recorded by this person or by another."""
    from sources.foundation.domain.roles import Channel
    from sources.foundation.permissions import actor_of

    by = actor_of(recorder, Channel.ADMIN)
    needs = NEEDS.get(action, "queued")
    claim = ClaimFactory(visibility="internal" if needs == "draft" else visibility, by=by)
    said(claim)
    DetailFactory(claim=claim)
    editor = actor("the-editor", Role.EDITOR)
    if needs != "draft" and visibility == "internal":
        casework.submit(claim=claim, by=actor("helper", Role.REPORTER), at=NOON)
    if needs in ("decided", "held"):
        service = casework.decide if needs == "decided" else casework.hold
        service(claim=claim, reason="So.", by=editor, at=NOON)
    if action == "publish":
        Claim.objects.filter(pk=claim.pk).update(visibility="internal")
        Case.objects.filter(pk=claim.pk).update(state="decided")
    return claim


@pytest.mark.parametrize("visibility", ["public", "internal"])
@pytest.mark.parametrize("own", [False, True], ids=["of another", "one's own"])
@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_who_may_do_what_on_the_desk(
    action: str, own: bool, visibility: str, people: dict[str, Any]
) -> None:
    who, on_ones_own = ACTIONS[action]
    other = person("another", Role.REVIEWER)
    for number, (name, user) in enumerate(people.items()):
        if own and name not in NEWSROOM:
            continue
        recorder = user if own else person(f"recorder-{number}", Role.REPORTER)
        claim = _ready_for(action, recorder, visibility, user, number)
        url = reverse("admin:reviews_case_action", args=[claim.pk, action])
        response = signed_in(user).post(url, body(action, claim, other))
        expected = name in who and (on_ones_own or not own)
        done = response.status_code == 302 and "/login/" not in response["Location"]
        if NEEDS.get(action) == "taken":
            # Only who has it can give it back: the others' roles are refused, theirs is told so.
            assert (response.status_code != 403 and allowed(response)) == (name in who), name
        else:
            assert done == expected, (name, response.status_code)
        if not expected and name in EVERYBODY - NEWSROOM:
            assert not allowed(response), name


def _ready_for(action: str, recorder: Any, visibility: str, user: Any, number: int) -> Claim:
    from django.contrib.auth import get_user_model

    for name in ("the-editor", "helper"):
        get_user_model().objects.filter(username=name).update(username=f"{name}-{number}-{action}")
    return ready(action, recorder, visibility, user)


def test_every_action_of_the_desk_stands_in_the_table() -> None:
    from reviews.admin.desk_actions import ACTIONS as OFFERED

    assert set(OFFERED) == set(ACTIONS)


def test_every_bulk_action_stands_in_the_table(people: dict[str, Any]) -> None:
    for name, user in people.items():
        if user is None:
            continue
        request = RequestFactory().get("/admin/")
        request.user = type(user).objects.get(pk=user.pk)
        for model, shown in admin.site._registry.items():
            label = f"{model._meta.app_label}_{model._meta.model_name}"
            for action in shown.get_actions(request):
                assert name in BULK[label, action], (label, action, name)


@pytest.mark.parametrize("name", sorted(EVERYBODY))
def test_internal_claims_are_nowhere_for_who_may_not_see_them(
    name: str, people: dict[str, Any]
) -> None:
    claim = ClaimFactory(visibility="internal", text="A secret thing happened.")
    said(claim)
    client = signed_in(people[name])
    sees = name in NEWSROOM

    assert ("secret" in client.get("/").content.decode()) == sees
    assert ("secret" in client.get("/api/v1/claims/").content.decode()) == sees
    assert (client.get(f"/api/v1/claims/{claim.ref}/").status_code == 200) == sees
    desk = reverse("admin:reviews_case_change", args=[claim.pk])
    missing = reverse("admin:reviews_case_change", args=[claim.pk + 1000])
    assert (client.get(desk).status_code == 200) == sees
    if not sees:
        assert client.get(desk).status_code == client.get(missing).status_code


def test_a_revoked_role_closes_the_desk_within_the_session(people: dict[str, Any]) -> None:
    client = signed_in(people["reviewer"])
    url = reverse("admin:reviews_case_changelist")
    assert client.get(url).status_code == 200
    people["reviewer"].groups.clear()

    assert client.get(url).status_code == 403
