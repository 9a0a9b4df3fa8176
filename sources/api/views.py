"""Sources and documents, to read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from sources.api.filters import Filters, a_moment, a_ref, a_word, a_yes
from sources.api.listing import Listing, Rows, Shown, Single
from sources.api.serializers import documents_as_json, sources_as_json, with_what_is_above
from sources.api.shapes import DocumentAnswer, DocumentsAnswer, SourceAnswer, SourcesAnswer
from sources.domain.vocabulary import Signal, SourceKind
from sources.models import Document, Snapshot, Source
from sources.selectors import under


class SourceFilters(Filters):
    kind = a_word("What sort of voice it is.", SourceKind)
    under = a_ref("This source and everything that is or was under it.", method="below")
    newsgatherer = a_yes("Whether its own reporting counts as an origin.")

    class Meta:
        model = Source
        fields = ()

    def below(self, rows: QuerySet, name: str, ref: str) -> QuerySet:
        top = Source.objects.visible_to(self.user, self.as_of).filter(ref=ref)
        found = under(top.values_list("pk", flat=True))
        return rows.filter(pk__in=found)


class SourceRows(Rows):
    tag = "Sources"
    answer = SourceAnswer

    def rows(self, at: datetime) -> QuerySet:
        return with_what_is_above(Source.objects.visible_to(self.reader(), at))

    def show(self, rows: Sequence[Any], at: datetime, expand: Sequence[str]) -> Shown:
        return sources_as_json(rows, user=self.reader(), at=at)


class SourceList(SourceRows, Listing):
    filters = SourceFilters

    @extend_schema(summary="Who speaks", responses=SourcesAnswer)
    def get(self, request: Request) -> Response:
        """Sources: people, offices, bodies and outlets that something on record names."""
        return super().get(request)


class SourceDetail(SourceRows, Single):
    @extend_schema(summary="A source", responses=SourceAnswer)
    def get(self, request: Request, ref: str) -> Response:
        """One source by its ref, with those it belongs to."""
        return super().get(request, ref)


class DocumentFilters(Filters):
    publisher = a_ref("Published by this source.", field_name="publisher__ref")
    signal = a_word("What it does to the version before it.", Signal)
    retracted = a_yes("Whether its publisher took it back.", method="taken_back")
    published_after = a_moment(
        "Published at or after this moment.", field_name="published", lookup_expr="gte"
    )
    published_before = a_moment(
        "Published before this moment.", field_name="published", lookup_expr="lt"
    )

    class Meta:
        model = Document
        fields = ()

    def taken_back(self, rows: QuerySet, name: str, yes: bool) -> QuerySet:
        return rows.filter(retracted_at__isnull=not yes)


class DocumentRows(Rows):
    tag = "Documents"
    answer = DocumentAnswer

    def rows(self, at: datetime) -> QuerySet:
        rows = Document.objects.visible_to(self.reader(), at)
        captured = Snapshot.objects.defer("text").order_by("pk")
        return rows.select_related("publisher", "supersedes").prefetch_related(
            Prefetch("snapshots", captured)
        )

    def show(self, rows: Sequence[Any], at: datetime, expand: Sequence[str]) -> Shown:
        return documents_as_json(rows, user=self.reader(), at=at)


class DocumentList(DocumentRows, Listing):
    filters = DocumentFilters

    @extend_schema(summary="Where something stands written", responses=DocumentsAnswer)
    def get(self, request: Request) -> Response:
        """Documents in which something on record stands."""
        return super().get(request)


class DocumentDetail(DocumentRows, Single):
    @extend_schema(summary="A document", responses=DocumentAnswer)
    def get(self, request: Request, ref: str) -> Response:
        """One document by its ref."""
        return super().get(request, ref)
