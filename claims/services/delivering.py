"""Sending webhooks: every event to every subscription that asked for it, at least once.

A subscription is a follower: events are made from the feed, up to which each was served. A worker
leases what is due, sends it, and notes what came of it; should it die in between, the lease runs
out and another one sends it again, under the same id. Right before it is sent each event is looked
at again: nothing is told of what has gone private, or by an account that may no longer read it.
"""

import logging
import random
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from claims.domain.signing import next_try, signature
from claims.domain.vocabulary import ChangeKind, DeliveryState, Visibility
from claims.models import Attempt, Delivery, StatusChange, Subscription
from claims.services.outbox import publish_changes
from claims.services.subscribing import stop
from sources.foundation import engine, outbound
from sources.foundation.domain.roles import Action, Audience, Channel
from sources.foundation.permissions import actor_of, may, may_read_as

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)  # longer than sending may take
AT_ONCE = 500  # entries of the feed that one subscription is served in one step
KEPT = timedelta(days=30)  # how long what has ended stays in the log

# The entries that pass a subscription's filters; the body that tells of a delivery.
Filtered = Callable[[Subscription, Any], Any]
Body = Callable[[Delivery], bytes]


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent, with everything that sending needs."""

    delivery: Delivery
    url: str
    body: bytes
    keys: Sequence[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    message: Message
    at: datetime
    milliseconds: int
    status: int | None = None
    error: str = ""
    retry_after: int = 0

    @property
    def delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def work_once(
    *, filtered: Filtered, event_body: Body, at: datetime, workers: int = 8, batch: int = 32
) -> int:
    """Do what there is to do; how many events were made or sent."""
    publish_changes(at=at)
    made = serve_subscriptions(filtered, at=at)
    leased, sent = lease(at, batch), 0
    with ThreadPoolExecutor(workers) as pool:
        # No more at once than are sent at once: whether each may be told is asked just before.
        for start in range(0, len(leased), workers):
            messages = list(_prepared(leased[start : start + workers], event_body, at))
            for outcome in pool.map(send, messages):
                note(outcome)
            sent += len(messages)
    return made + sent


def serve_subscriptions(filtered: Filtered, *, at: datetime) -> int:
    """Make a delivery of each entry of the feed that a subscription has not been served with."""
    latest = {
        audience: StatusChange.objects.filter(audience=audience.value).order_by("-at").first()
        for audience in Audience
    }
    made = 0
    for audience, last in latest.items():
        behind = Subscription.objects.live().filter(audience=audience.value)
        if last is not None:
            for pk in behind.filter(served__lt=last.at).values_list("pk", flat=True):
                made += _serve(pk, last.at, filtered, at)
    return made


@transaction.atomic
def _serve(pk: int, last: datetime, filtered: Filtered, at: datetime) -> int:
    row = engine.unlocked(Subscription.objects.filter(pk=pk)).first()
    if row is None or row.served >= last:
        return 0
    audience = Audience(row.audience)
    if not may_read_as(row.owner, audience):
        stop(row, "Its account may not read this any more.", at=at)
        return 0
    seen = StatusChange.objects.seen_by(audience)
    entries = seen.filter(at__gt=row.served, at__lte=last).order_by("at")
    beyond = list(entries.values_list("at", flat=True)[AT_ONCE : AT_ONCE + 1])
    if beyond:
        entries = entries.filter(at__lt=beyond[0])
        last = beyond[0] - timedelta(microseconds=1)
    told = [ChangeKind.STATUS.value, ChangeKind.SHOWN.value]
    deliveries = [
        Delivery(subscription=row, change_id=change, due=at, made_at=at)
        for change in filtered(row, entries.filter(kind__in=told)).values_list("pk", flat=True)
    ]
    Delivery.objects.bulk_create(deliveries, batch_size=500, ignore_conflicts=True)
    row.served = last
    row.save(update_fields=["served"])
    return len(deliveries)


@transaction.atomic
def lease(at: datetime, count: int) -> list[Delivery]:
    """Some of what is due, for this worker alone until the lease runs out."""
    due = Delivery.objects.due_at(at).select_related("subscription__owner")
    rows = list(engine.unlocked(due)[:count])
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(leased_until=at + LEASE)
    return rows


def _prepared(rows: Iterable[Delivery], event_body: Body, at: datetime) -> Iterable[Message]:
    for row in rows:
        if not _may_be_told(row):
            row.state, row.ended_at, row.leased_until = DeliveryState.WITHHELD.value, at, None
            row.save(update_fields=["state", "ended_at", "leased_until"])
            continue
        subscription = row.subscription
        keys = [subscription.secret]
        if subscription.old_secret_until and subscription.old_secret_until > at:
            keys.append(subscription.old_secret)
        yield Message(row, subscription.url, event_body(row), keys)


def _may_be_told(row: Delivery) -> bool:
    """Whether the subscription may still be told, and of this: asked as late as possible."""
    subscription = Subscription.objects.select_related("owner").filter(pk=row.subscription_id)
    current = subscription.filter(active=True, owner__is_active=True).first()
    if current is None:
        return False
    audience = Audience(current.audience)
    actor = actor_of(current.owner, Channel.ITSELF)
    if not may(actor, Action.SUBSCRIBE) or not may_read_as(current.owner, audience):
        return False
    if audience is Audience.INTERNAL:
        return True
    if row.alert is not None:  # that it was taken back is told, and no more
        return row.alert.citation.cited_by == current.owner.get_username()
    if row.change_id is None:
        return True
    shown = StatusChange.objects.filter(pk=row.change_id, claim__visibility=Visibility.PUBLIC.value)
    return shown.exists()


def send(message: Message) -> Outcome:
    """Send one event, and read what is answered. It touches no database: many go side by side."""
    at, began = timezone.now(), perf_counter()
    ref = message.delivery.ref
    headers = {
        "Content-Type": "application/json",
        "webhook-id": ref,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signature(ref, at, message.body, message.keys),
    }
    status, error, again = None, "", 0
    try:
        answer = outbound.post(message.url, message.body, headers, also=settings.WEBHOOK_NETWORKS)
        status = answer.status
        after = answer.headers.get("retry-after", "")
        again = min(int(after), 3_600) if after.isascii() and after.isdigit() else 0
    except outbound.Unreachable as why:
        error = str(why)
    return Outcome(message, at, int((perf_counter() - began) * 1_000), status, error, again)


@transaction.atomic
def note(outcome: Outcome) -> None:
    """Note what came of it, and when it is tried again if it has to be."""
    row = Delivery.objects.select_for_update().filter(pk=outcome.message.delivery.pk).first()
    if row is None:  # the subscription was ended meanwhile
        return
    Attempt.objects.create(
        delivery=row,
        at=outcome.at,
        status=outcome.status,
        error=outcome.error[:500],
        milliseconds=outcome.milliseconds,
    )
    row.leased_until = None
    if outcome.delivered:
        row.state, row.ended_at = DeliveryState.DELIVERED.value, outcome.at
    else:
        row.failures += 1
        wait = next_try(row.failures, spread=random.random())
        if wait is None:
            row.state, row.ended_at = DeliveryState.DEAD.value, outcome.at
        else:
            row.due = outcome.at + max(wait, timedelta(seconds=outcome.retry_after))
    row.save(update_fields=["state", "failures", "due", "leased_until", "ended_at"])
    if outcome.status == 410:
        stop(row.subscription, "The receiver answered 410: it is gone.", at=outcome.at)


def tidy(*, at: datetime) -> int:
    """Take what ended long ago out of the log; dead letters stay."""
    ended = [DeliveryState.DELIVERED.value, DeliveryState.WITHHELD.value]
    count, _ = Delivery.objects.filter(state__in=ended, ended_at__lt=at - KEPT).delete()
    return count
