"""Subscriptions to changes: who is told, where, of what."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from claims.domain.signing import OLD_SECRET, secret_of
from claims.domain.vocabulary import DeliveryState
from claims.models import Delivery, StatusChange, Subscription
from claims.selectors.audit import subscription_states
from sources.foundation import outbound
from sources.foundation.domain.history import together
from sources.foundation.domain.roles import Action, Audience, Channel
from sources.foundation.permissions import Actor, enforce, may, may_read_as
from sources.foundation.services.history import log_difference

MOST = 100  # subscriptions of one account
ITSELF = Actor("deliver", Channel.ITSELF)


def new_secret() -> str:
    return secret_of(secrets.token_bytes(32))


def subscribe(
    *,
    url: str,
    audience: Audience,
    filters: Mapping[str, Any],
    description: str = "",
    alerts: bool = False,
    by: Actor,
    at: datetime,
) -> Subscription:
    """Tell of what changes from now on, and with `alerts` of what was cited and no longer holds.
    The caller has checked the filters."""
    enforce(may(by, Action.SUBSCRIBE))
    enforce(may_read_as(by.user, audience))
    check_url(url)
    with transaction.atomic():
        if Subscription.objects.filter(owner=by.user).count() >= MOST:
            raise ValidationError(f"An account has at most {MOST} subscriptions.")
        told = StatusChange.objects.filter(audience=audience.value)
        latest = told.order_by("-at").values_list("at", flat=True).first()
        row = Subscription(
            owner=by.user,
            url=url,
            description=description,
            audience=audience.value,
            filters=dict(filters),
            alerts=alerts,
            secret=new_secret(),
            # Places may lie ahead of the clock; what was told already is not told anew.
            served=max(at, latest) if latest else at,
            made_at=at,
        )
        with _logged(row, by=by, at=at):
            row.full_clean()
            row.save()
    return row


def change_subscription(
    *, subscription: Subscription, by: Actor, at: datetime, **given: Any
) -> Subscription:
    """Change its address, filters, description, or whether it is active. One that is switched on
    again is served from where it stopped."""
    enforce(may(by, Action.SUBSCRIBE))
    enforce(may_read_as(by.user, Audience(subscription.audience)))
    if "url" in given:
        check_url(given["url"])
    with _logged(subscription, by=by, at=at):
        for name, value in given.items():
            setattr(subscription, name, value)
        if subscription.active:
            subscription.stopped_because = ""
        subscription.full_clean()
        subscription.save(update_fields=[*given, "stopped_because"])
    return subscription


def stop(subscription: Subscription, because: str, *, at: datetime) -> None:
    """Tell nothing more, by itself, until its owner switches it on again."""
    with _logged(subscription, by=ITSELF, at=at):
        subscription.active, subscription.stopped_because = False, because
        subscription.save(update_fields=["active", "stopped_because"])


def unsubscribe(*, subscription: Subscription, by: Actor, at: datetime) -> None:
    """Tell nothing more: what waits is not sent, and its log goes with it."""
    enforce(may(by, Action.SUBSCRIBE))
    with _logged(subscription, by=by, at=at):
        subscription.delete()


def rotate_secret(*, subscription: Subscription, by: Actor, at: datetime) -> Subscription:
    """A new secret; for a day the old one signs as well, so that no receiver misses anything."""
    enforce(may(by, Action.SUBSCRIBE))
    with _logged(subscription, by=by, at=at):
        subscription.old_secret = subscription.secret
        subscription.old_secret_until = at + OLD_SECRET
        subscription.secret = new_secret()
        subscription.save(update_fields=["secret", "old_secret", "old_secret_until"])
    return subscription


def try_out(*, subscription: Subscription, by: Actor, at: datetime) -> Delivery:
    """Send an event that tells of nothing."""
    enforce(may(by, Action.SUBSCRIBE))
    with _logged(subscription, by=by, at=at, why="sent a trial"):
        return Delivery.objects.create(subscription=subscription, due=at, made_at=at)


def replay(*, subscription: Subscription, deliveries: Any, by: Actor, at: datetime) -> int:
    """Send these events of the subscription again, under the ids that they have; how many. One that
    is waiting or was withheld stays as it is."""
    enforce(may(by, Action.SUBSCRIBE))
    states = [DeliveryState.DEAD.value, DeliveryState.DELIVERED.value]
    with transaction.atomic():
        ended = deliveries.filter(subscription=subscription, state__in=states)
        count: int = ended.update(
            state=DeliveryState.WAITING.value, failures=0, due=at, ended_at=None, leased_until=None
        )
        with _logged(subscription, by=by, at=at, why=f"sent {count} again" if count else ""):
            return count


@contextmanager
def _logged(row: Subscription, *, by: Actor, at: datetime, why: str = "") -> Iterator[None]:
    """Hold the subscription, and tell its history what differs afterwards."""
    with transaction.atomic():
        held = Subscription.objects.select_for_update().filter(ref=row.ref)
        before = together(subscription_states(list(held.values_list("pk", flat=True))))
        yield
        stands = Subscription.objects.filter(ref=row.ref).values_list("pk", flat=True)
        after = together(subscription_states(list(stands)))
        chain = f"subscription/{row.ref}"
        log_difference(chain, before, after, action=Action.SUBSCRIBE, by=by, at=at, why=why)


def check_url(url: str) -> None:
    """Raise ValidationError for an address that is never asked, whatever it stands for."""
    try:
        outbound.check_address(url, also=settings.WEBHOOK_NETWORKS)
    except ValueError as error:
        raise ValidationError({"url": f"Expected {error}."}) from None
