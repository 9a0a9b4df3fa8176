"""Claims and what is said about them: to read, now or as of any moment, and to record."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import filters, payloads, schemas
from claims.api.expansions import EXPANSIONS, expand_claims
from claims.api.serializers import claim_as_json, event_as_json, record_as_json
from claims.api.writes import keep_claim, keep_event
from claims.models import (
    Claim,
    Event,
    Standing,
    StatusRecord,
)
from claims.selectors.permalinks import Permalinks
from sources.foundation.api.parsers import body_of
from sources.foundation.api.problems import Problem, Refusal
from sources.foundation.api.resources import JsonRows, Listing, Rows, Single
from sources.foundation.domain.roles import Action, Audience
from sources.foundation.domain.shapes import is_ref
from sources.foundation.selectors.history import fingerprints


class ClaimRows(Rows):
    tag = "Claims"
    answer = schemas.ClaimAnswer
    expansions = EXPANSIONS
    timed = True

    def rows(self, at: datetime) -> QuerySet:
        standing = Standing.objects.seen_by(self.audience()).at(at)
        return standing.select_related("claim__event", "record").prefetch_related("claim__details")

    def show(self, rows: Sequence[Any], at: datetime, expand: Sequence[str]) -> JsonRows:
        inside, links = self.audience() is Audience.INTERNAL, Permalinks(self.request)
        asked = self.asked_moment()
        shown = [
            claim_as_json(row, row.claim.details.all(), asked=asked, links=links, inside=inside)
            for row in rows
        ]
        if inside:
            seen = fingerprints([f"claim/{row.claim.ref}" for row in rows])
            for each in shown:
                each["fingerprint"] = seen.get(f"claim/{each['ref']}", "")
        claims = {row.claim_id: each for row, each in zip(rows, shown, strict=True)}
        expand_claims(claims, expand, reader=self.reader(), at=at, links=links)
        return shown


class ClaimList(ClaimRows, Listing):
    single = "claim"
    writes = {"POST": Action.RECORD_CLAIM}
    filters = filters.ClaimFilters
    orders = {
        "ref": ["ref"],
        "-ref": ["-ref"],
        "changed_at": ["changed_at", "ref"],
        "-changed_at": ["-changed_at", "-ref"],
    }

    @extend_schema(summary="Claims and what they amount to", responses=schemas.ClaimsAnswer)
    def get(self, request: Request) -> Response:
        """Claims with their assessment and details, narrowed by what you look for."""
        return super().get(request)

    @extend_schema(
        summary="Record a claim", request=payloads.NewClaim, responses={201: schemas.ClaimAnswer}
    )
    def post(self, request: Request) -> Response:
        """Record a claim: a draft, for the newsroom. Submit it when it is ready for reviewers."""
        given = body_of(request, payloads.NewClaim)
        return self.made(lambda: keep_claim(self, Claim(ref=given.ref or ""), given))


class ClaimDetail(ClaimRows, Single):
    writes = {"PATCH": Action.RECORD_CLAIM}

    @extend_schema(summary="A claim and what it amounts to", responses=schemas.ClaimAnswer)
    def get(self, request: Request, ref: str) -> Response:
        """One claim by its ref."""
        return super().get(request, ref)

    @extend_schema(
        summary="Change a claim", request=payloads.ClaimChange, responses=schemas.ClaimAnswer
    )
    def patch(self, request: Request, ref: str) -> Response:
        """Change what is sent, and leave the rest. Other words have reviewers look again."""
        given = body_of(request, payloads.ClaimChange)
        return self.changed(ref, lambda: keep_claim(self, Claim.objects.get(ref=ref), given))


class EventRows(Rows):
    tag = "Events"
    answer = schemas.EventAnswer

    def rows(self, at: datetime) -> QuerySet:
        return Event.objects.visible_to(self.reader())

    def show(self, rows: Sequence[Any], at: datetime, expand: Sequence[str]) -> JsonRows:
        return [event_as_json(row) for row in rows]


class EventList(EventRows, Listing):
    single = "event"
    writes = {"POST": Action.RECORD_EVENT}
    filters = filters.EventFilters

    @extend_schema(summary="What happened, or is said to have", responses=schemas.EventsAnswer)
    def get(self, request: Request) -> Response:
        """Events about which there is a claim to see."""
        return super().get(request)

    @extend_schema(
        summary="Record an event", request=payloads.NewEvent, responses={201: schemas.EventAnswer}
    )
    def post(self, request: Request) -> Response:
        """Record an event, for claims to belong to."""
        given = body_of(request, payloads.NewEvent)
        return self.made(lambda: keep_event(self, Event(ref=given.ref or ""), given))


class EventDetail(EventRows, Single):
    writes = {"PATCH": Action.RECORD_EVENT}

    @extend_schema(summary="An event", responses=schemas.EventAnswer)
    def get(self, request: Request, ref: str) -> Response:
        """One event by its ref. Its claims: `/api/v1/claims/?event=…`."""
        return super().get(request, ref)

    @extend_schema(
        summary="Change an event", request=payloads.EventChange, responses=schemas.EventAnswer
    )
    def patch(self, request: Request, ref: str) -> Response:
        """Change what is sent, and leave the rest."""
        given = body_of(request, payloads.EventChange)
        return self.changed(ref, lambda: keep_event(self, Event.objects.get(ref=ref), given))


class RecordRows(Rows):
    tag = "Statuses"
    answer = schemas.RecordAnswer

    def rows(self, at: datetime) -> QuerySet:
        """What has taken effect: what lies ahead would tell of embargoes."""
        claims = Claim.objects.visible_to(self.reader())
        rows = StatusRecord.objects.filter(claim__in=claims, audience=self.audience().value)
        return rows.by(at).select_related("claim", "standing")

    def show(self, rows: Sequence[Any], at: datetime, expand: Sequence[str]) -> JsonRows:
        links = Permalinks(self.request)
        return [
            record_as_json(row, row.claim.ref, getattr(row, "standing", None), links, at)
            for row in rows
        ]


class RecordList(RecordRows, Listing):
    filters = filters.RecordFilters
    orders = {
        "effective_at": ["effective_at", "number"],
        "-effective_at": ["-effective_at", "-number"],
    }

    @extend_schema(summary="A claim's timeline", responses=schemas.RecordsAnswer)
    def get(self, request: Request) -> Response:
        """Every record that a claim has had, those that were replaced later included."""
        return super().get(request)


class RecordDetail(RecordRows, Single):
    @extend_schema(summary="A frozen record", responses=schemas.RecordAnswer)
    def get(self, request: Request, ref: str, number: int) -> Response:  # type: ignore[override]
        """What the permalink of a status leads to. It never changes, but for `until`, once another
        record follows."""
        at = self.now()
        known = is_ref(ref) and number < 2**31
        row = self.rows(at).filter(claim__ref=ref, number=number).first() if known else None
        if row is None:
            raise Refusal(Problem.NOT_FOUND)
        return Response(self.shown([row], at)[0])
