"""Claims with their assessment, to read: now or as of any moment."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from rest_framework import generics
from rest_framework.exceptions import NotFound, PermissionDenied, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from claims import permissions
from claims.api.filters import ClaimFilter
from claims.api.serializers import claim_as_json
from claims.domain.vocabulary import Audience
from claims.models import Claim, StatusRecord
from sources.domain.moments import read_moment
from sources.domain.records import is_ref


class ByRef(CursorPagination):
    ordering = ("ref",)
    page_size = 100

    def decode_cursor(self, request: Request) -> Any:
        cursor = super().decode_cursor(request)
        if cursor is not None and cursor.position and not is_ref(str(cursor.position)):
            raise NotFound(self.invalid_cursor_message)
        return cursor


class AsAsked(generics.GenericAPIView):
    """What every answer about claims depends on: the moment, the audience and the reader."""

    def as_of(self) -> datetime:
        text, now = self.request.query_params.get("as_of"), timezone.now()
        try:
            at = now if text is None else read_moment(text)
        except ValueError as error:
            raise ValidationError({"as_of": f"{text!r}: expected {error}"}) from None
        if at > now:  # the timeline holds what an embargo will show when it lifts
            raise ValidationError({"as_of": f"{text!r}: expected a moment that has come"})
        return at

    def audience(self) -> Audience:
        name = self.request.query_params.get("audience", Audience.PUBLIC.value)
        try:
            audience = Audience(name)
        except ValueError:
            expected = " or ".join(Audience)
            raise ValidationError({"audience": f"{name!r}: expected {expected}"}) from None
        allowed = permissions.may_read_as(self.request.user, audience)
        if not allowed:
            raise PermissionDenied(allowed.reason)
        return audience

    def on_record(self, at: datetime, audience: Audience) -> Any:
        claims = Claim.objects.visible_to(self.request.user).on_record(at, audience)
        return claims.select_related("event").prefetch_related("details")


def shown(claims: Sequence[Claim], at: datetime) -> list[dict[str, Any]]:
    """Claims (annotated by `on_record`) as JSON, with their assessment at that moment."""
    records = StatusRecord.objects.in_bulk([claim.standing for claim in claims])
    return [claim_as_json(claim, records[claim.standing], at) for claim in claims]


class ClaimList(AsAsked):
    """Every claim that the reader may see, by ref."""

    pagination_class = ByRef
    filterset_class = ClaimFilter
    queryset = Claim.objects.none()

    def get(self, request: Request) -> Response:
        at = self.as_of()
        claims = self.filter_queryset(self.on_record(at, self.audience()))
        page = self.paginate_queryset(claims)
        return self.get_paginated_response(shown(page or [], at))


class ClaimDetail(AsAsked):
    """One claim by its ref."""

    filter_backends = ()
    queryset = Claim.objects.none()

    def get(self, request: Request, ref: str) -> Response:
        at = self.as_of()
        claims = list(self.on_record(at, self.audience()).filter(ref=ref))
        if not claims:
            raise NotFound("There is no such claim on record.")
        return Response(shown(claims, at)[0])
