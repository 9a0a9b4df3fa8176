"""Webhooks: every event arrives at least once, signed; none after its claim went private."""

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import pytest
import trustme
from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from claims.api.webhook_events import event_body, filtered
from claims.domain.signing import AGAIN
from claims.models import Claim, Delivery, Subscription
from claims.services import delivering, subscribing
from claims.services.delivering import work_once
from reviews.services import casework
from sources.foundation import outbound
from sources.foundation.domain.roles import Audience, Channel, Role
from sources.foundation.permissions import Refused, actor_of
from tests.factories import NOON, ClaimFactory, said
from tests.people import actor, person
from tests.receivers import Receiver, receiving
from tests.servers import test_database_url

LATER = NOON + timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving(Receiver()) as found:
        yield found


@pytest.fixture
def program(db: None) -> Any:
    return person("cms", Role.API_CLIENT)


def subscribed(program: Any, url: str, **filters: Any) -> Subscription:
    return subscribing.subscribe(
        url=url,
        audience=Audience.PUBLIC,
        filters=filters,
        by=actor_of(program, Channel.API),
        at=NOON - timedelta(hours=1),
    )


def deliver(at: Any = LATER) -> None:
    while work_once(filtered=filtered, event_body=event_body, at=at):
        pass


def test_an_event_arrives_signed_and_says_what_changed(receiver: Receiver, program: Any) -> None:
    subscription = subscribed(program, receiver.url)
    claim = ClaimFactory(ref="told")
    said(claim)
    deliver()
    events = [
        Webhook(subscription.secret).verify(body, headers) for headers, body in receiver.received
    ]

    assert sorted(event["type"] for event in events) == ["claim.shown", "claim.status"]
    changed = next(event for event in events if event["type"] == "claim.status")
    assert changed["data"]["claim"]["ref"] == "told"
    assert changed["data"]["status"] == "single_source"
    assert changed["data"]["previous_status"] == "unsubstantiated"
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}
    assert receiver.paths == ["/", "/"]


def test_only_what_passes_the_filters(receiver: Receiver, program: Any) -> None:
    subscribed(program, receiver.url, claim=["wanted"], status=["single_source"])
    for ref in ("wanted", "unwanted"):
        said(ClaimFactory(ref=ref))
    deliver()
    told = [json.loads(body)["data"] for _, body in receiver.received]

    assert [(each["claim"]["ref"], each["status"]) for each in told] == [
        ("wanted", "single_source")
    ]


@pytest.mark.parametrize("failure", [500, 404, 429, "reset", "hang", "drip", "redirect"])
def test_what_fails_is_tried_again_under_the_same_id(
    receiver: Receiver, program: Any, failure: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "SECONDS", 1.0)
    receiver.answers = [failure]
    subscription = subscribed(program, receiver.url)
    ClaimFactory()
    deliver(NOON)
    first = Delivery.objects.get()
    began = time.monotonic()
    deliver(timezone.now() + timedelta(hours=2))
    again = Delivery.objects.get()

    assert (first.state, first.failures, again.state) == ("waiting", 1, "delivered")
    assert len(set(receiver.ids)) == 1
    assert len(receiver.received) == 2
    assert receiver.received[0][1] == receiver.received[1][1]
    assert "/elsewhere" not in receiver.paths
    for headers, body in receiver.received:
        Webhook(subscription.secret).verify(body, headers)
    assert time.monotonic() - began < 20


def test_wrong_tls_is_a_failure_and_right_tls_arrives(
    program: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    wrong, right = (ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) for _ in range(2))
    authority.issue_cert("elsewhere.example.org").configure_cert(wrong)
    authority.issue_cert("127.0.0.1").configure_cert(right)
    states = []
    for trusted, context in ((True, wrong), (False, right), (True, right)):
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        else:
            monkeypatch.delenv("SSL_CERT_FILE", raising=False)
        with receiving(Receiver(), context) as receiver:
            Subscription.objects.all().delete()
            subscribed(program, receiver.url)
            ClaimFactory()
            deliver(NOON)
            states.append((Delivery.objects.get().state, len(receiver.received)))

    assert states == [("waiting", 0), ("waiting", 0), ("delivered", 1)]


def test_what_was_tried_often_enough_is_dead_and_can_be_replayed(
    receiver: Receiver, program: Any, client: Any
) -> None:
    receiver.usual = 500
    subscription = subscribed(program, receiver.url)
    ClaimFactory()
    at = timezone.now()
    for _ in range(len(AGAIN) + 1):
        deliver(at)
        at += timedelta(days=2)
    dead = Delivery.objects.get()
    deliver(at)
    receiver.usual = 200
    client.force_login(program)
    address = f"/api/v1/subscriptions/{subscription.ref}/"
    log = client.get(f"{address}deliveries/?state=dead").json()["results"]
    replayed = client.post(f"{address}replays/", content_type="application/json").json()
    deliver(at)

    assert (dead.state, len(receiver.received)) == ("dead", len(AGAIN) + 2)
    assert [each["status"] for each in log[0]["attempts"]] == [500] * (len(AGAIN) + 1)
    assert replayed == {"replayed": 1}
    assert Delivery.objects.get().state == "delivered"
    assert len(set(receiver.ids)) == 1


def test_nothing_is_told_after_a_claim_went_private(receiver: Receiver, program: Any) -> None:
    """What failed before, and what has not been sent yet."""
    receiver.answers = [500]
    subscribed(program, receiver.url)
    claim = ClaimFactory()
    deliver(NOON)
    said(claim)
    casework.hold(claim=claim, reason="In doubt.", by=actor("editor", Role.EDITOR), at=NOON)
    before = len(receiver.received)
    deliver(timezone.now() + timedelta(days=3))

    assert before == len(receiver.received) == 1
    assert Delivery.objects.filter(state="withheld").exists()
    assert not Delivery.objects.filter(state="delivered").exists()


def test_without_its_last_look_it_would_be_told(
    receiver: Receiver, program: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above would notice."""
    monkeypatch.setattr(delivering, "_may_be_told", lambda row: True)
    receiver.answers = [500]
    subscribed(program, receiver.url)
    claim = ClaimFactory()
    deliver(NOON)
    casework.hold(claim=claim, reason="In doubt.", by=actor("editor", Role.EDITOR), at=NOON)
    deliver(timezone.now() + timedelta(days=3))

    assert len(receiver.received) == 2


@pytest.mark.parametrize("lost", ["role", "account", "switched off"])
def test_nothing_is_told_to_whoever_may_no_longer_be_told(
    receiver: Receiver, program: Any, lost: str
) -> None:
    subscription = subscribed(program, receiver.url)
    ClaimFactory()
    delivering.publish_changes(at=NOON)
    delivering.serve_subscriptions(filtered, at=NOON)
    if lost == "role":
        program.groups.clear()
    elif lost == "account":
        program.is_active = False
        program.save()
    else:
        subscribing.change_subscription(
            subscription=subscription, active=False, by=actor_of(program, Channel.API), at=NOON
        )
    deliver()

    assert receiver.received == []
    assert Delivery.objects.get().state == "withheld"


def test_an_internal_event_is_for_the_newsroom(receiver: Receiver, program: Any) -> None:
    reporter = person("reporter", Role.REPORTER)
    given: dict[str, Any] = {
        "url": receiver.url, "audience": Audience.INTERNAL, "filters": {}, "at": NOON,
    }  # fmt: skip
    with pytest.raises(Refused):
        subscribing.subscribe(**given, by=actor_of(program, Channel.API))
    subscribed(program, receiver.url)
    subscribing.subscribe(**given, by=actor_of(reporter, Channel.API))
    ClaimFactory(ref="inside", visibility="internal")
    deliver()
    told = [json.loads(body)["data"]["claim"]["ref"] for _, body in receiver.received]
    reporter.groups.clear()
    ClaimFactory(ref="later", visibility="internal")
    deliver(LATER + timedelta(hours=1))

    assert told == ["inside"]
    assert len(receiver.received) == 1


def test_a_secret_is_rotated_without_a_gap(receiver: Receiver, program: Any, client: Any) -> None:
    subscription = subscribed(program, receiver.url)
    old = subscription.secret
    client.force_login(program)
    address = f"/api/v1/subscriptions/{subscription.ref}/rotation/"
    new = client.post(address, content_type="application/json").json()["secret"]
    ClaimFactory(ref="first")
    deliver(timezone.now())
    Subscription.objects.update(old_secret_until=timezone.now())
    ClaimFactory(ref="second")
    deliver(timezone.now() + timedelta(hours=1))
    (first, first_body), (second, second_body) = receiver.received

    assert new != old
    assert new not in client.get(f"/api/v1/subscriptions/{subscription.ref}/").content.decode()
    for secret in (old, new):
        Webhook(secret).verify(first_body, first)
    Webhook(new).verify(second_body, second)
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(second_body, second)


def test_a_receiver_that_is_gone_ends_its_subscription(receiver: Receiver, program: Any) -> None:
    receiver.usual = 410
    subscribed(program, receiver.url)
    ClaimFactory()
    deliver(NOON)

    assert not Subscription.objects.get().active


INSIDE = [
    "http://127.0.0.1/", "https://localhost/", "https://127.1/", "https://0x7f000001/",
    "https://2130706433/", "https://0177.0.0.1/", "https://0/", "https://[::1]/",
    "https://[::ffff:127.0.0.1]/", "https://[::ffff:10.0.0.1]/", "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b::a00:1]/", "https://[2002:7f00:1::]/", "https://[fe80::1]/",
    "https://[fc00::1]/", "https://[fec0::1]/", "https://10.0.0.1/", "https://172.16.0.1/",
    "https://192.168.0.1/", "https://169.254.169.254/latest/meta-data/", "https://100.64.0.1/",
    "https://224.0.0.1/", "https://255.255.255.255/", "https://[ff02::1]/", "https://[::]/",
    "https://198.18.0.1/", "https://[2001:db8::1]/", "https://[2001::1]/", "https://[::7f00:1]/",
]  # fmt: skip


@pytest.mark.parametrize("url", INSIDE)
def test_no_webhook_reaches_inside(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[Any] = []
    monkeypatch.setattr(socket.socket, "connect", lambda self, to: connected.append(to))

    with pytest.raises(outbound.Unreachable):
        outbound.post(url, b"{}", {})
    assert connected == []


@pytest.mark.parametrize("url", INSIDE[:6])
def test_without_the_guard_it_would(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above would notice."""
    connected: list[Any] = []

    def connect(self: Any, to: Any) -> None:
        connected.append(to)
        raise OSError

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(outbound, "is_outside", lambda address: True)
    everything = [ip_network("0.0.0.0/0"), ip_network("::/0")]
    with pytest.raises(outbound.Unreachable):
        outbound.post(url, b"{}", {}, also=everything)

    assert connected


def test_a_name_that_changes_its_address_after_the_check_is_not_followed(
    monkeypatch: pytest.MonkeyPatch, receiver: Receiver
) -> None:
    """DNS rebinding: the connection goes to the address that was checked."""
    asked: list[str] = []

    def rebinding(host: str, *args: Any, **kwargs: Any) -> list[Any]:
        asked.append(host)
        public = "93.184.216.34"
        address = public if len(asked) == 1 or host == public else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]

    connected: list[Any] = []

    def connect(self: Any, to: Any) -> None:
        connected.append(to)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(outbound.Unreachable):
        outbound.post("https://rebinding.example.org/", b"{}", {})

    assert [to[0] for to in connected] == ["93.184.216.34"]
    assert asked.count("rebinding.example.org") == 1


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("ftp://example.org/", "an address like"),
        ("javascript:alert(1)", "an address like"),
        ("https://user:secret@example.org/", "without a name and a password"),
        ("https:///nothing", "an address like"),
        ("https://example.org:0/", "a port"),
        ("not an address", "an address like"),
    ],
)
def test_an_address_that_is_none_is_refused_when_it_is_given(
    client: Any, program: Any, url: str, expected: str
) -> None:
    client.force_login(program)
    answer = client.post("/api/v1/subscriptions/", {"url": url}, content_type="application/json")

    assert answer.status_code == 422
    assert expected in answer.json()["detail"]


@pytest.mark.parametrize(
    ("filters", "path"),
    [
        ({"stauts": "confirmed"}, "$.filters.stauts"),
        ({"status": "rumour"}, "$.filters.status"),
        ({"said_after": "soon"}, "$.filters.said_after"),
    ],
)
def test_filters_that_the_feed_would_not_understand_are_refused(
    client: Any, program: Any, filters: dict[str, str], path: str
) -> None:
    client.force_login(program)
    answer = client.post(
        "/api/v1/subscriptions/",
        {"url": "http://127.0.0.1/", "filters": filters},
        content_type="application/json",
    )

    assert answer.status_code == 422
    assert [each["path"] for each in answer.json()["errors"]] == [path]


def test_subscriptions_are_ones_own(client: Any, program: Any) -> None:
    subscription = subscribed(program, "http://127.0.0.1/")
    address = f"/api/v1/subscriptions/{subscription.ref}/"
    client.force_login(person("other", Role.API_CLIENT))
    answers = [
        client.get(address), client.get(f"{address}deliveries/"),
        client.patch(address, {"active": False}, content_type="application/json"),
        client.delete(address),
        *(
            client.post(f"{address}{action}/", content_type="application/json")
            for action in ("rotation", "trial", "replays")
        ),
    ]  # fmt: skip

    assert [answer.status_code for answer in answers] == [404] * 7
    assert client.get("/api/v1/subscriptions/").json()["results"] == []
    client.force_login(program)
    assert len(client.get("/api/v1/subscriptions/").json()["results"]) == 1
    assert client.delete(address).status_code == 204


@pytest.mark.django_db(transaction=True)
def test_a_sender_that_is_killed_loses_nothing() -> None:
    """kill -9 amid a receiver that is slow and fails: every event arrives, signed, and the ids are
    those of the deliveries."""
    program = person("cms", Role.API_CLIENT)
    with receiving(Receiver(answers=[500, "hang", 200, "reset"] * 3)) as receiver:
        subscription = subscribing.subscribe(
            url=receiver.url, audience=Audience.PUBLIC, filters={},
            by=actor_of(program, Channel.API), at=NOON,
        )  # fmt: skip
        claims = [ClaimFactory(ref=f"c{number}") for number in range(12)]
        environment = os.environ | {"DATABASE_URL": test_database_url()}
        for _ in range(4):
            worker = _worker(environment)
            deadline = time.monotonic() + 20
            seen = len(receiver.received)
            while len(receiver.received) < seen + 3 and time.monotonic() < deadline:
                time.sleep(0.05)
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            Delivery.objects.filter(state="waiting").update(
                due=timezone.now() - timedelta(minutes=1), leased_until=timezone.now()
            )
        receiver.answers = []
        claims.append(ClaimFactory(ref="last"))
        worker = _worker(environment)
        while "last" not in str(receiver.received) and worker.poll() is None:
            time.sleep(0.1)
        deadline = time.monotonic() + 60
        while Delivery.objects.filter(state="waiting").exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        worker.send_signal(signal.SIGTERM)
        stopped = worker.wait(20)

        assert stopped == 0
        arrived = {
            Webhook(subscription.secret).verify(body, headers)["data"]["claim"]["ref"]
            for headers, body in receiver.received
        }
        assert arrived == {claim.ref for claim in claims}
        assert set(receiver.ids) == set(Delivery.objects.values_list("ref", flat=True))
        assert Delivery.objects.filter(state="delivered").count() == len(claims)
    connection.close()


def _worker(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "deliver"], env=environment, stderr=subprocess.DEVNULL
    )


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_lease_the_same(program: Any) -> None:
    subscribed(program, "http://127.0.0.1/")
    for number in range(6):
        ClaimFactory(ref=f"c{number}")
    delivering.publish_changes(at=NOON)
    delivering.serve_subscriptions(filtered, at=NOON)
    first = delivering.lease(LATER, 4)
    second = delivering.lease(LATER, 4)

    assert len(first) == 4
    assert len(second) == 2
    assert not {row.pk for row in first} & {row.pk for row in second}
    assert len(delivering.lease(LATER + delivering.LEASE, 10)) == 6


def test_what_ended_long_ago_leaves_the_log(receiver: Receiver, program: Any) -> None:
    subscribed(program, receiver.url)
    claim: Claim = ClaimFactory()
    deliver(NOON)
    kept = delivering.tidy(at=timezone.now())
    gone = delivering.tidy(at=timezone.now() + timedelta(days=31))

    assert claim.changes.count() == 2
    assert (kept, gone) == (0, 2)  # the delivery and its attempt


def test_what_becomes_of_an_event_of_a_subscription_that_ended_is_nothing(program: Any) -> None:
    subscription = subscribed(program, "http://127.0.0.1/")
    ClaimFactory(ref="c")
    delivering.publish_changes(at=timezone.now())
    delivering.serve_subscriptions(filtered, at=timezone.now())
    (leased,) = delivering.lease(timezone.now(), 5)
    message = delivering.Message(leased, subscription.url, b"", [])
    subscribing.unsubscribe(subscription=subscription, by=actor_of(program, Channel.API), at=NOON)

    delivering.note(delivering.Outcome(message, timezone.now(), 1, 200))

    assert not Delivery.objects.exists()


def test_a_claim_that_went_private_makes_no_delivery_to_be_withheld(program: Any) -> None:
    subscription = subscribed(program, "http://127.0.0.1/")
    claim = ClaimFactory(ref="c")
    delivering.publish_changes(at=timezone.now())
    type(claim).objects.filter(pk=claim.pk).update(visibility="internal")
    delivering.serve_subscriptions(filtered, at=timezone.now())

    subscription.refresh_from_db()
    assert not Delivery.objects.exists()


def test_whoever_may_not_read_the_newsrooms_answers_any_more_is_not_served() -> None:
    staff = person("staff", Role.REPORTER)
    subscription = subscribing.subscribe(
        url="http://127.0.0.1/", audience=Audience.INTERNAL, filters={},
        by=actor_of(staff, Channel.API), at=NOON,
    )  # fmt: skip
    ClaimFactory(ref="c", visibility="internal")
    staff.groups.set(Group.objects.filter(name=Role.API_CLIENT))
    delivering.publish_changes(at=timezone.now())
    delivering.serve_subscriptions(filtered, at=timezone.now())

    subscription.refresh_from_db()
    assert not subscription.active
    assert subscription.stopped_because
    assert not Delivery.objects.exists()
    with pytest.raises(Refused):
        subscribing.change_subscription(
            subscription=subscription,
            by=actor_of(subscription.owner, Channel.API),
            at=NOON,
            active=True,
        )
