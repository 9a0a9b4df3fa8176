"""What is said about claims: attributions, details, and the answers to them; to read and record."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import filters, payloads, schemas
from claims.api.serializers import detail_as_json
from claims.api.statements import attributions_as_json, values_as_json, with_sightings
from claims.api.writes import (
    change_attribution,
    change_value,
    found,
    keep_detail,
    new_attribution,
    new_value,
    sighted,
    statement_of,
    take_back_passage,
    withdraw,
)
from claims.models import Attribution, Claim, Detail, DetailValue, Standing
from claims.services.statements import record_sighting
from sources.foundation.api.idempotency import IDEMPOTENCY_KEY, once
from sources.foundation.api.parsers import body_of
from sources.foundation.api.resources import JsonRows, Listing, Rows, Single
from sources.foundation.api.views import Api
from sources.foundation.domain.roles import Action, Audience


class AttributionRows(Rows):
    tag = "Statements"
    answer = schemas.AttributionAnswer
    timed = True

    def rows(self, at: datetime) -> QuerySet:
        rows = Attribution.objects.visible_to(self.reader(), at).select_related("claim")
        return with_sightings(rows)

    def show(self, rows: Sequence[Any], at: datetime, expand: Sequence[str]) -> JsonRows:
        return attributions_as_json(rows, user=self.reader(), at=at)


class AttributionList(AttributionRows, Listing):
    single = "attribution"
    writes = {"POST": Action.RECORD_ATTRIBUTION}
    filters = filters.AttributionFilters

    @extend_schema(summary="Who says so", responses=schemas.AttributionsAnswer)
    def get(self, request: Request) -> Response:
        """Attributions: who takes which stance on a claim, by what chain it reached us."""
        return super().get(request)

    @extend_schema(
        summary="Record who says so",
        request=payloads.NewAttribution,
        responses={201: schemas.AttributionAnswer},
    )
    def post(self, request: Request) -> Response:
        """Record that somebody takes a stance on a claim, with where it stands and by what chain it
        got there. The claim's status is settled at once."""
        given = body_of(request, payloads.NewAttribution)
        return self.made(lambda: new_attribution(self, given))


class AttributionDetail(AttributionRows, Single):
    writes = {"PATCH": Action.RECORD_ATTRIBUTION}

    @extend_schema(summary="An attribution", responses=schemas.AttributionAnswer)
    def get(self, request: Request, ref: str) -> Response:
        """One attribution by its ref, with its sightings and their chains."""
        return super().get(request, ref)

    @extend_schema(
        summary="Change an attribution",
        request=payloads.AttributionChange,
        responses=schemas.AttributionAnswer,
    )
    def patch(self, request: Request, ref: str) -> Response:
        """Correct an attribution that nobody has judged yet."""
        given = body_of(request, payloads.AttributionChange)
        return self.changed(
            ref, lambda: change_attribution(self, Attribution.objects.get(ref=ref), given)
        )


class ValueRows(Rows):
    tag = "Details"
    answer = schemas.ValueAnswer
    timed = True

    def rows(self, at: datetime) -> QuerySet:
        rows = DetailValue.objects.visible_to(self.reader(), at).select_related("detail__claim")
        return with_sightings(rows)

    def show(self, rows: Sequence[Any], at: datetime, expand: Sequence[str]) -> JsonRows:
        return values_as_json(rows, user=self.reader(), at=at)


class ValueList(ValueRows, Listing):
    single = "value"
    writes = {"POST": Action.RECORD_ANSWER}
    filters = filters.ValueFilters

    @extend_schema(summary="What speakers answer", responses=schemas.ValuesAnswer)
    def get(self, request: Request) -> Response:
        """Answers to details, and the kinds of not knowing that speakers stated."""
        return super().get(request)

    @extend_schema(
        summary="Record an answer", request=payloads.NewValue, responses={201: schemas.ValueAnswer}
    )
    def post(self, request: Request) -> Response:
        """Record what somebody answers to a detail, or the kind of not knowing they stated."""
        given = body_of(request, payloads.NewValue)
        return self.made(lambda: new_value(self, given))


class ValueDetail(ValueRows, Single):
    writes = {"PATCH": Action.RECORD_ANSWER}

    @extend_schema(summary="An answer", responses=schemas.ValueAnswer)
    def get(self, request: Request, ref: str) -> Response:
        """One answer by its ref."""
        return super().get(request, ref)

    @extend_schema(
        summary="Change an answer", request=payloads.ValueChange, responses=schemas.ValueAnswer
    )
    def patch(self, request: Request, ref: str) -> Response:
        """Correct an answer on a claim that nobody has judged yet."""
        given = body_of(request, payloads.ValueChange)
        return self.changed(
            ref, lambda: change_value(self, DetailValue.objects.get(ref=ref), given)
        )


class DetailRows(Rows):
    tag = "Details"
    answer = schemas.DetailAnswer
    expansions = {"values": "what speakers answer"}
    timed = True

    def rows(self, at: datetime) -> QuerySet:
        claims = Claim.objects.visible_to(self.reader())
        return Detail.objects.filter(claim__in=claims).on_record(at).select_related("claim")

    def show(self, rows: Sequence[Any], at: datetime, expand: Sequence[str]) -> JsonRows:
        audience = self.audience()
        standing = Standing.objects.seen_by(audience).at(at).select_related("record")
        records = {
            each.claim_id: each.record
            for each in standing.filter(claim__in={row.claim_id for row in rows})
        }
        inside = audience is Audience.INTERNAL
        shown = [detail_as_json(row, records.get(row.claim_id), inside=inside) for row in rows]
        if "values" in expand:
            self._expand_values(rows, shown, at)
        return shown

    def _expand_values(self, rows: Sequence[Any], shown: JsonRows, at: datetime) -> None:
        values = DetailValue.objects.visible_to(self.reader(), at).filter(detail__in=rows)
        values = values.select_related("detail__claim").order_by("ref")
        found = list(with_sightings(values))
        by_detail: dict[str, JsonRows] = {row.ref: [] for row in rows}
        for each in values_as_json(found, user=self.reader(), at=at):
            by_detail[each["detail"]].append(each)
        for detail in shown:
            detail["values"] = by_detail[detail["ref"]]


class DetailList(DetailRows, Listing):
    single = "detail"
    writes = {"POST": Action.RECORD_DETAIL}
    filters = filters.DetailFilters

    @extend_schema(summary="What is asked about claims", responses=schemas.DetailsAnswer)
    def get(self, request: Request) -> Response:
        """Questions about claims, each with what is known, or what kind of not knowing there is."""
        return super().get(request)

    @extend_schema(
        summary="Record a question",
        request=payloads.NewDetail,
        responses={201: schemas.DetailAnswer},
    )
    def post(self, request: Request) -> Response:
        """Record what is asked about a claim."""
        given = body_of(request, payloads.NewDetail)

        def make() -> Detail:
            claim = found(Claim, given.claim, "claim")
            return keep_detail(self, Detail(ref=given.ref or "", claim=claim), given)

        return self.made(make)


class DetailDetail(DetailRows, Single):
    writes = {"PATCH": Action.RECORD_DETAIL}

    @extend_schema(summary="A question about a claim", responses=schemas.DetailAnswer)
    def get(self, request: Request, ref: str) -> Response:
        """One detail by its ref."""
        return super().get(request, ref)

    @extend_schema(
        summary="Change a question", request=payloads.DetailChange, responses=schemas.DetailAnswer
    )
    def patch(self, request: Request, ref: str) -> Response:
        """Change a question, as long as the answers on record still fit it."""
        given = body_of(request, payloads.DetailChange)
        return self.changed(ref, lambda: keep_detail(self, Detail.objects.get(ref=ref), given))


class StatementWrites(Api):
    """Further reports and withdrawals: of an attribution, or of an answer to a detail."""

    tag = "Statements"

    @classmethod
    def headers_of(cls, method: str) -> dict[str, str]:
        return {"Idempotency-Key": IDEMPOTENCY_KEY}

    def answered(self, change: Callable[[], Attribution | DetailValue], status: int) -> Response:
        """Carry it out, once, and answer with the statement as it now is."""

        def carry_out() -> Response:
            row = change()
            rows: type[Rows] = AttributionRows if isinstance(row, Attribution) else ValueRows
            view = rows()
            view.request = self.request
            return Response(view.plain(row.ref), status=status)

        return once(self.request, carry_out)


_EITHER: Any = [schemas.AttributionAnswer, schemas.ValueAnswer]
STATEMENT = PolymorphicProxySerializer(
    component_name="Statement", serializers=_EITHER, resource_type_field_name=None
)


class SightingWrites(StatementWrites):
    writes = {"POST": Action.RECORD_ATTRIBUTION}

    @extend_schema(
        summary="Record a further report", request=payloads.NewSighting, responses={201: STATEMENT}
    )
    def post(self, request: Request) -> Response:
        """Record another passage that shows that a statement on record was made."""
        given = body_of(request, payloads.NewSighting)

        def change() -> Attribution | DetailValue:
            row = statement_of(given)
            seen = sighted(given.sighting, "sighting.")
            record_sighting(statement=row, sighted=seen, by=self.actor(), at=self.now())
            return row

        return self.answered(change, 201)


class Withdrawals(StatementWrites):
    writes = {"POST": Action.RECORD_ATTRIBUTION}

    @extend_schema(
        summary="Note a withdrawal", request=payloads.Withdrawal, responses={200: STATEMENT}
    )
    def post(self, request: Request) -> Response:
        """Note that a speaker took a statement back. The claim's status is settled at once."""
        given = body_of(request, payloads.Withdrawal)
        return self.answered(lambda: withdraw(self, given), 200)


class PassageRetractions(StatementWrites):
    writes = {"POST": Action.RETRACT_PASSAGE}

    @extend_schema(
        summary="Note that a passage was taken back",
        request=payloads.PassageRetraction,
        responses={200: STATEMENT},
    )
    def post(self, request: Request) -> Response:
        """Note that an outlet took back what it reported of a statement, while the rest of its
        document stands. The claim's status is settled at once."""
        given = body_of(request, payloads.PassageRetraction)
        return self.answered(lambda: take_back_passage(self, given), 200)
