"""Who wants to be told of changes at an address of theirs, and what became of each telling."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.domain.vocabulary import DeliveryState
from claims.models.citation import Alert
from claims.models.status import StatusChange
from claims.querysets import DeliveryQuerySet, SubscriptionQuerySet
from sources.foundation.columns import Columns
from sources.foundation.constraints import choices, given, one_of
from sources.foundation.domain import shapes
from sources.foundation.domain.roles import Audience
from sources.foundation.refs import mint_ref


def subscription_ref() -> str:
    return mint_ref("sub_")


def message_ref() -> str:
    return mint_ref("msg_")


class Subscription(models.Model):
    """A follower with an address: how far it has been served is its place in the feed."""

    columns = Columns(
        not_in_history={
            "ref": "the history names it by this",
            "secret": "it is a secret; that it changed shows in how long the old one signs",
            "old_secret": "it is a secret",
            "served": "it moves with the feed",
            "made_at": "the entry that tells of it says when",
        }
    )

    ref = models.CharField(max_length=shapes.REF_LENGTH, unique=True, default=subscription_ref)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="subscriptions"
    )
    url = models.CharField(max_length=shapes.URL_LENGTH)
    description = models.CharField(max_length=shapes.LINE_LENGTH, blank=True)
    audience = models.CharField(
        max_length=10, choices=choices(Audience), default=Audience.PUBLIC.value
    )
    filters = models.JSONField(default=dict, blank=True, help_text="as the feed takes them")
    alerts = models.BooleanField(
        default=False, help_text="also told when what its owner cited no longer holds"
    )
    active = models.BooleanField(default=True)
    stopped_because = models.CharField(max_length=shapes.LINE_LENGTH, blank=True)
    secret = models.CharField(max_length=100)
    old_secret = models.CharField(max_length=100, blank=True)
    old_secret_until = models.DateTimeField(null=True, blank=True)
    served = models.DateTimeField(help_text="the place in the feed up to which it was served")
    made_at = models.DateTimeField()

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["ref"]
        constraints = [one_of("audience", Audience), given("url"), given("secret")]

    def __str__(self) -> str:
        return f"{self.owner}: {self.url}"


class Delivery(models.Model):
    """One event for one subscription. However often it is tried, it bears one id."""

    ref = models.CharField(max_length=shapes.REF_LENGTH, unique=True, default=message_ref)
    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="deliveries")
    # What it tells of; with neither it is a trial, which tells of nothing.
    change = models.ForeignKey(StatusChange, models.PROTECT, null=True, related_name="+")
    alert = models.ForeignKey(Alert, models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        max_length=10, choices=choices(DeliveryState), default=DeliveryState.WAITING.value
    )
    failures = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "ref"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=["due", "id"],
                condition=Q(state=DeliveryState.WAITING.value),
                name="claims_delivery_due",
            ),
            models.Index(fields=["subscription", "made_at"], name="claims_delivery_log"),
        ]
        constraints = [
            one_of("state", DeliveryState),
            models.UniqueConstraint(fields=["subscription", "change"], name="claims_delivery_once"),
            models.UniqueConstraint(
                fields=["subscription", "alert"], name="claims_delivery_alert_once"
            ),
            models.CheckConstraint(
                condition=Q(change=None) | Q(alert=None), name="claims_delivery_of_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Attempt(models.Model):
    """That a delivery was tried, and what came of it."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, help_text="of the HTTP answer")
    error = models.CharField(max_length=shapes.LINE_LENGTH, blank=True)
    milliseconds = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.error or str(self.status)
