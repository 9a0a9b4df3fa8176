"""Sources and documents: to read, and to record."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from sources.api.payloads import (
    DocumentChange,
    NewDocument,
    NewSource,
    Retraction,
    SentAffiliation,
    SentDocument,
    SentSource,
    SourceChange,
)
from sources.api.schemas import DocumentAnswer, DocumentsAnswer, SourceAnswer, SourcesAnswer
from sources.api.serializers import documents_as_json, sources_as_json, with_what_is_above
from sources.domain.vocabulary import Signal, SourceKind
from sources.foundation.api.filters import Filters, a_moment, a_ref, a_word, a_yes
from sources.foundation.api.idempotency import IDEMPOTENCY_KEY, once
from sources.foundation.api.parsers import bad_ref, body_of, columns
from sources.foundation.api.resources import JsonRows, Listing, Rows, Single, apply
from sources.foundation.api.views import Api
from sources.foundation.domain.roles import Action
from sources.models import Affiliation, Document, Snapshot, Source
from sources.selectors.records import under
from sources.services.documents import record_document, retract_document
from sources.services.sources import record_source


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

    def show(self, rows: Sequence[Any], at: datetime, expand: Sequence[str]) -> JsonRows:
        return sources_as_json(rows, user=self.reader(), at=at)


def found_source(ref: str | None, place: str) -> Source | None:
    """The source of this ref; a refusal that names the place of one that there is not."""
    if ref is None:
        return None
    row = Source.objects.filter(ref=ref).first()
    if row is None:
        raise bad_ref(ref, place, "a source")
    return row


def _affiliations(sent: Sequence[SentAffiliation]) -> list[Affiliation]:
    return [
        Affiliation(
            to=found_source(each.to, f"affiliations[{index}].to"), **columns(each, leave=("to",))
        )
        for index, each in enumerate(sent)
    ]


class SourceList(SourceRows, Listing):
    filters = SourceFilters
    single = "source"
    writes = {"POST": Action.RECORD_SOURCE}

    @extend_schema(summary="Who speaks", responses=SourcesAnswer)
    def get(self, request: Request) -> Response:
        """Sources: people, offices, bodies and outlets that something on record names."""
        return super().get(request)

    @extend_schema(summary="Record a source", request=NewSource, responses={201: SourceAnswer})
    def post(self, request: Request) -> Response:
        """Record somebody who speaks or passes on what others said."""
        sent = body_of(request, NewSource)
        return self.made(lambda: _keep_source(self, Source(ref=sent.ref or ""), sent))


class SourceDetail(SourceRows, Single):
    writes = {"PATCH": Action.RECORD_SOURCE}

    @extend_schema(summary="A source", responses=SourceAnswer)
    def get(self, request: Request, ref: str) -> Response:
        """One source by its ref, with those it belongs to."""
        return super().get(request, ref)

    @extend_schema(summary="Change a source", request=SourceChange, responses=SourceAnswer)
    def patch(self, request: Request, ref: str) -> Response:
        """Change what is sent, and leave the rest; whom it belongs to can be added to."""
        sent = body_of(request, SourceChange)
        return self.changed(ref, lambda: _keep_source(self, Source.objects.get(ref=ref), sent))


def _keep_source(view: Api, row: Source, sent: SentSource) -> Source:
    given = columns(sent, leave=("ref", "aliases", "affiliations", "parent"))
    if "parent" in sent.model_fields_set:
        given["parent"] = found_source(sent.parent, "parent")
    apply(row, given)
    return record_source(
        source=row,
        aliases=sent.aliases,
        affiliations=_affiliations(sent.affiliations),
        by=view.actor(),
        at=view.now(),
    )


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

    def show(self, rows: Sequence[Any], at: datetime, expand: Sequence[str]) -> JsonRows:
        return documents_as_json(rows, user=self.reader(), at=at)


def found_document(ref: str | None, place: str) -> Document | None:
    if ref is None:
        return None
    row = Document.objects.filter(ref=ref).first()
    if row is None:
        raise bad_ref(ref, place, "a document")
    return row


class DocumentList(DocumentRows, Listing):
    filters = DocumentFilters
    single = "document"
    writes = {"POST": Action.RECORD_DOCUMENT}

    @extend_schema(summary="Where something stands written", responses=DocumentsAnswer)
    def get(self, request: Request) -> Response:
        """Documents in which something on record stands."""
        return super().get(request)

    @extend_schema(
        summary="Record a document", request=NewDocument, responses={201: DocumentAnswer}
    )
    def post(self, request: Request) -> Response:
        """Record where something stands written."""
        sent = body_of(request, NewDocument)
        return self.made(lambda: keep_document(self, Document(ref=sent.ref or ""), sent))


class DocumentDetail(DocumentRows, Single):
    writes = {"PATCH": Action.RECORD_DOCUMENT}

    @extend_schema(summary="A document", responses=DocumentAnswer)
    def get(self, request: Request, ref: str) -> Response:
        """One document by its ref."""
        return super().get(request, ref)

    @extend_schema(summary="Change a document", request=DocumentChange, responses=DocumentAnswer)
    def patch(self, request: Request, ref: str) -> Response:
        """Change what is sent, and leave the rest."""
        sent = body_of(request, DocumentChange)
        return self.changed(ref, lambda: keep_document(self, Document.objects.get(ref=ref), sent))


def keep_document(view: Api, row: Document, sent: SentDocument) -> Document:
    given = columns(sent, leave=("ref", "publisher", "supersedes"))
    if "publisher" in sent.model_fields_set:
        given["publisher"] = found_source(sent.publisher, "publisher")
    if "supersedes" in sent.model_fields_set:
        given["supersedes"] = found_document(sent.supersedes, "supersedes")
    apply(row, given)
    return record_document(document=row, by=view.actor(), at=view.now())


class Retractions(DocumentRows):
    writes = {"POST": Action.RETRACT_DOCUMENT}

    @classmethod
    def headers_of(cls, method: str) -> dict[str, str]:
        return {"Idempotency-Key": IDEMPOTENCY_KEY}

    @extend_schema(summary="Note a retraction", request=Retraction, responses=DocumentAnswer)
    def post(self, request: Request) -> Response:
        """Note that its publisher took a document back. What rests on it is settled at once."""
        sent = body_of(request, Retraction)

        def carry_out() -> Response:
            document = found_document(sent.document, "document")
            assert document is not None
            retract_document(document=document, by=self.actor(), at=self.now(), why=sent.why)
            return Response(self.plain(sent.document))

        return once(request, carry_out)
