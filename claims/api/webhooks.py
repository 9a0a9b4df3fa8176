"""Webhooks: subscriptions, and what was delivered."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from pydantic import Field
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.filters import ChangeFilters
from claims.api.schemas import (
    DeliveriesAnswer,
    DeliveryAnswer,
    ReplayedAnswer,
    SecretAnswer,
    SubscriptionAnswer,
    SubscriptionsAnswer,
)
from claims.api.webhook_events import as_query
from claims.domain.vocabulary import DeliveryState
from claims.models import Attempt, Delivery, StatusChange, Subscription
from claims.services import subscribing
from sources.api.serializers import moment
from sources.foundation.api.filters import Filters, words_of
from sources.foundation.api.idempotency import IDEMPOTENCY_KEY, etag_of, once
from sources.foundation.api.params import enforce
from sources.foundation.api.parsers import Sent, body_of
from sources.foundation.api.problems import Problem, Refusal
from sources.foundation.api.resources import JsonRows, Listing, Rows, Single
from sources.foundation.domain.moments import write_moment
from sources.foundation.domain.roles import Action, Answer, Audience
from sources.foundation.domain.shapes import Line, Url
from sources.foundation.permissions import audience_of

Words = Annotated[str, Field(min_length=1, max_length=2_000)]


class SentSubscription(Sent):
    """Where to be told, of what. `filters` are those of `/changes/`, each with a text or a list of
    texts; with `alerts` also when something that you cited no longer holds."""

    url: Url
    description: Line = ""
    filters: dict[str, Words | list[Words]] = {}
    alerts: Annotated[bool, Field(strict=True)] = False


class NewSubscription(SentSubscription):
    """A subscription to make. Only the newsroom may ask for the `internal` audience."""

    audience: Audience = Audience.PUBLIC


class SubscriptionChange(SentSubscription):
    """What is otherwise about a subscription; `active` switches it off and on."""

    url: Url | None = None  # type: ignore[assignment]
    active: Annotated[bool, Field(strict=True)] | None = None


class Own(Rows):
    """Rows that belong to whoever asks."""

    tag = "Webhooks"

    def mine(self, model: Any) -> QuerySet:
        enforce(Answer(self.account() is not None, "Sign in to subscribe."), self.account())
        rows: QuerySet = model.objects.visible_to(self.account())
        return rows


class SubscriptionRows(Own):
    answer = SubscriptionAnswer

    def rows(self, at: datetime) -> QuerySet:
        return self.mine(Subscription)

    def show(self, rows: Sequence[Any], at: datetime, expand: Sequence[str]) -> JsonRows:
        counts: dict[int, dict[str, int]] = {row.pk: {} for row in rows}
        told = Delivery.objects.filter(subscription__in=rows).values("subscription", "state")
        for each in told.annotate(count=Count("pk")).order_by():
            counts[each["subscription"]][each["state"]] = each["count"]
        return [_subscription(row, counts[row.pk]) for row in rows]

    def checked(self, filters: Mapping[str, Any], audience: Audience) -> None:
        """Refuse filters that the feed would not understand."""
        known = ChangeFilters.base_filters
        errors = [
            {
                "path": f"$.filters.{name}",
                "expected": f"one of: {', '.join(sorted(known))}",
                "allowed": sorted(known),
            }
            for name in filters
            if name not in known
        ]
        errors += [
            {"path": f"$.filters.{name}", "expected": "one text"}
            for name, value in filters.items()
            if isinstance(value, list)
            and len(value) > 1
            and name in known
            and not getattr(known[name], "several", False)
        ]
        if not errors:
            try:
                ChangeFilters(
                    as_query(filters),
                    StatusChange.objects.none(),
                    user=None,
                    account=self.account(),
                    as_of=self.now(),
                ).narrowed()
            except Refusal as refused:
                errors = [
                    {"path": f"$.filters.{each.pop('parameter')}", **each}
                    for each in refused.errors
                ]
        if errors:
            detail = f"{errors[0]['path']}: expected {errors[0]['expected']}."
            raise Refusal(Problem.INVALID, detail, errors)


def _subscription(row: Subscription, counts: Mapping[str, int]) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "url": row.url,
        "description": row.description,
        "audience": row.audience,
        "filters": row.filters,
        "alerts": row.alerts,
        "active": row.active,
        "stopped_because": row.stopped_because,
        "served": write_moment(row.served),
        "made_at": write_moment(row.made_at),
        "deliveries": {state.value: counts.get(state.value, 0) for state in DeliveryState},
    }


class NoFilters(Filters):
    class Meta:
        model = Subscription
        fields = ()


class SubscriptionList(SubscriptionRows, Listing):
    filters = NoFilters
    single = "subscription"
    writes = {"POST": Action.SUBSCRIBE}

    @extend_schema(summary="Your subscriptions", responses=SubscriptionsAnswer)
    def get(self, request: Request) -> Response:
        """Where you are told of changes."""
        return super().get(request)

    @extend_schema(summary="Subscribe", request=NewSubscription, responses={201: SecretAnswer})
    def post(self, request: Request) -> Response:
        """Be told of changes from now on. The secret that signs them is told here only."""
        sent = body_of(request, NewSubscription)
        self.checked(sent.filters, sent.audience)

        def carry_out() -> Response:
            row = subscribing.subscribe(
                url=sent.url,
                audience=sent.audience,
                filters=sent.filters,
                description=sent.description,
                alerts=sent.alerts,
                by=self.actor(),
                at=self.now(),
            )
            return Response({**_subscription(row, {}), "secret": row.secret}, status=201)

        return once(request, carry_out)


class SubscriptionDetail(SubscriptionRows, Single):
    writes = {"PATCH": Action.SUBSCRIBE, "DELETE": Action.SUBSCRIBE}

    @extend_schema(summary="A subscription", responses=SubscriptionAnswer)
    def get(self, request: Request, ref: str) -> Response:
        """One subscription, with how many events it was told of and is waiting for."""
        return super().get(request, ref)

    @extend_schema(
        summary="Change a subscription", request=SubscriptionChange, responses=SubscriptionAnswer
    )
    def patch(self, request: Request, ref: str) -> Response:
        """Change what is sent. Switched on again, it goes on where it stopped."""
        sent = body_of(request, SubscriptionChange)
        given = {
            name: getattr(sent, name)
            for name in sent.model_fields_set
            if getattr(sent, name) is not None
        }

        def carry_out() -> Response:
            row = self.row(ref, self.now())
            if "filters" in given:
                self.checked(given["filters"], Audience(row.audience))
            subscribing.change_subscription(
                subscription=row, by=self.actor(), at=self.now(), **given
            )
            shown = self.plain(ref)
            return Response(shown, headers={"ETag": etag_of(shown)})

        return once(request, carry_out)

    @extend_schema(summary="Unsubscribe", request=None, responses={204: None})
    def delete(self, request: Request, ref: str) -> HttpResponse:
        """Be told nothing more. What waits is not sent, and the log is gone."""
        row = self.row(ref, self.now())
        subscribing.unsubscribe(subscription=row, by=self.actor(), at=self.now())
        return HttpResponse(status=204)

    @classmethod
    def headers_of(cls, method: str) -> dict[str, str]:
        return {"Idempotency-Key": IDEMPOTENCY_KEY} if method == "PATCH" else {}


class SubscriptionAction(SubscriptionRows):
    """Something that is done to a subscription."""

    writes = {"POST": Action.SUBSCRIBE}

    @classmethod
    def headers_of(cls, method: str) -> dict[str, str]:
        return {"Idempotency-Key": IDEMPOTENCY_KEY}


class Rotation(SubscriptionAction):
    @extend_schema(summary="Rotate the secret", request=None, responses=SecretAnswer)
    def post(self, request: Request, ref: str) -> Response:
        """Sign with a new secret. For a day the old one signs as well."""

        def carry_out() -> Response:
            row = self.row(ref, self.now())
            subscribing.rotate_secret(subscription=row, by=self.actor(), at=self.now())
            return Response({**self.plain(ref), "secret": row.secret})

        return once(request, carry_out)


class Trial(SubscriptionAction):
    @extend_schema(summary="Send a trial", request=None, responses={202: DeliveryAnswer})
    def post(self, request: Request, ref: str) -> Response:
        """Send an event of type `trial`, which tells of nothing, to see whether it arrives."""

        def carry_out() -> Response:
            row = self.row(ref, self.now())
            delivery = subscribing.try_out(subscription=row, by=self.actor(), at=self.now())
            return Response(_delivery(delivery, []), status=202)

        return once(request, carry_out)


class Replays(SubscriptionAction):
    @extend_schema(summary="Replay dead letters", request=None, responses=ReplayedAnswer)
    def post(self, request: Request, ref: str) -> Response:
        """Send every event again that was given up."""

        def carry_out() -> Response:
            row = self.row(ref, self.now())
            dead = row.deliveries.filter(state=DeliveryState.DEAD.value)
            count = subscribing.replay(
                subscription=row, deliveries=dead, by=self.actor(), at=self.now()
            )
            return Response({"replayed": count})

        return once(request, carry_out)


class DeliveryFilters(Filters):
    state = words_of("What became of it.", DeliveryState, field_name="state")

    class Meta:
        model = Delivery
        fields = ()


class DeliveryRows(Own):
    answer = DeliveryAnswer

    def rows(self, at: datetime) -> QuerySet:
        attempts = Prefetch("attempts", Attempt.objects.order_by("pk"))
        rows = self.mine(Delivery).select_related("subscription", "change__claim", "alert")
        return rows.prefetch_related(attempts)

    def show(self, rows: Sequence[Any], at: datetime, expand: Sequence[str]) -> JsonRows:
        return [_delivery(row, row.attempts.all()) for row in rows]


def _delivery(row: Delivery, attempts: Sequence[Attempt]) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "subscription": row.subscription.ref,
        # Of a claim that has gone private since, nothing is told here either.
        "claim": row.change.claim.ref if row.change and _still_told(row) else None,
        "alert": row.alert.ref if row.alert else None,
        "cursor": write_moment(row.change.at) if row.change else None,
        "state": row.state,
        "failures": row.failures,
        "due": write_moment(row.due),
        "made_at": write_moment(row.made_at),
        "ended_at": moment(row.ended_at),
        "attempts": [
            {
                "at": write_moment(each.at),
                "status": each.status,
                "error": each.error,
                "milliseconds": each.milliseconds,
            }
            for each in attempts
        ],
    }


def _still_told(row: Delivery) -> bool:
    assert row.change is not None
    internal = audience_of(row.subscription.owner) is Audience.INTERNAL
    return internal or row.change.claim.visibility == "public"


class DeliveryList(DeliveryRows, Listing):
    filters = DeliveryFilters
    orders = {"-made_at": ["-made_at", "-ref"], "made_at": ["made_at", "ref"]}

    @extend_schema(
        summary="What was delivered", responses=DeliveriesAnswer, operation_id="deliveries_list"
    )
    def get(self, request: Request, ref: str) -> Response:  # type: ignore[override]
        """Every event of a subscription, with each attempt to deliver it."""
        self.of = ref
        return super().get(request)

    def rows(self, at: datetime) -> QuerySet:
        rows = super().rows(at)
        if not self.mine(Subscription).filter(ref=self.of).exists():
            raise Refusal(Problem.NOT_FOUND)
        return rows.filter(subscription__ref=self.of)


class Replay(DeliveryRows):
    writes = {"POST": Action.SUBSCRIBE}

    @classmethod
    def headers_of(cls, method: str) -> dict[str, str]:
        return {"Idempotency-Key": IDEMPOTENCY_KEY}

    @extend_schema(summary="Replay an event", request=None, responses=DeliveryAnswer)
    def post(self, request: Request, ref: str) -> Response:
        """Send one event again, under its id, whether it was delivered or given up."""

        def carry_out() -> Response:
            row = self.row(ref, self.now())
            rows = Delivery.objects.filter(pk=row.pk)
            subscribing.replay(
                subscription=row.subscription, deliveries=rows, by=self.actor(), at=self.now()
            )
            return Response(self.plain(ref))

        return once(request, carry_out)
