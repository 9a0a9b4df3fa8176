"""Citing by program: the sentence in every format, the register of what was printed, and alerts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from pydantic import Field
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import filters, schemas
from claims.api.serializers import citation_as_json
from claims.api.views import ClaimRows
from claims.domain.citing.formats import FORMATS
from claims.domain.citing.sentence import Sentence
from claims.domain.vocabulary import Status
from claims.models import Alert, Citation, Claim, StatusRecord
from claims.selectors.permalinks import Permalinks
from claims.selectors.sentences import (
    citing_of,
    dossier_under_policy,
    holding_now,
    sentence_at,
    sentence_of_record,
    worded_at,
)
from claims.services.citations import Place, acknowledge, cite
from sources.api.serializers import moment
from sources.foundation.api.idempotency import IDEMPOTENCY_KEY, once
from sources.foundation.api.openapi import Parameter
from sources.foundation.api.params import enforce
from sources.foundation.api.parsers import Sent, bad_ref, body_of
from sources.foundation.api.resources import JsonRows, Listing, Rows
from sources.foundation.api.views import AS_OF
from sources.foundation.domain.moments import Moment, write_moment
from sources.foundation.domain.roles import Action, Answer, Audience
from sources.foundation.domain.shapes import Line, Name, Ref, Text, Url
from sources.foundation.permissions import audience_of


class SentenceDetail(ClaimRows):
    tag = "Citations"
    answer = schemas.SentenceAnswer  # type: ignore[assignment]

    @classmethod
    def asked(cls) -> list[Parameter]:
        return [AS_OF]

    @extend_schema(
        summary="The sentence to print",
        responses=schemas.SentenceAnswer,
        operation_id="sentence",
    )
    def get(self, request: Request, ref: str) -> Response:
        """What may be printed of a claim, made from the record, in every format. Where nothing may
        be printed `text` is empty, and `why_not` says why. It is of the moment asked for."""
        at = self.moment()
        row = self.row(ref, at)
        dossier = dossier_under_policy(row.claim)
        if self.asked_moment() is None:
            sentence = sentence_at(dossier, at, self.audience())
        else:
            dossier = worded_at(row.claim, dossier, at, self.audience())
            sentence = sentence_of_record(row.record, dossier)
        text = dossier.claims[0].text
        citing = citing_of(row.claim, row.record, sentence, at, request.build_absolute_uri, text)
        formats = {each.key: each.write(citing) for each in FORMATS} if sentence.text else {}
        return Response(
            {
                "claim": row.claim.ref,
                "number": row.record.number,
                "audience": row.record.audience,
                "status": row.record.status,
                "text": sentence.text,
                "more": list(sentence.more),
                "why_not": sentence.why_not,
                "on_request": sentence.on_request,
                "as_of": write_moment(at),
                "policy": row.record.assessment["policy"],
                "formats": formats,
            }
        )


class SentCitation(Sent):
    """That something was printed. Without a `number` the record that stood at `cited_at` (or now)
    is cited; without a `sentence`, the one that it allows."""

    claim: Ref
    number: Annotated[int, Field(ge=1, lt=2**31)] | None = None
    audience: Audience | None = None
    sentence: Text = ""
    system: Name
    url: Url = ""
    headline: Line = ""
    desk: Line = ""
    contact: Line = ""
    cited_at: Moment | None = None


class SentAcknowledgement(Sent):
    """That an alert is taken care of, and how."""

    note: Text = ""


class CitationRows(Rows):
    tag = "Citations"
    answer = schemas.CitationAnswer

    def rows(self, at: datetime) -> QuerySet:
        enforce(Answer(self.account() is not None, "Sign in to see citations."), self.account())
        rows = Citation.objects.visible_to(self.account()).select_related("record__claim")
        alerts = Alert.objects.visible_to(self.account()).select_related("acknowledgement")
        return rows.prefetch_related(Prefetch("alerts", alerts))

    def show(self, rows: Sequence[Any], at: datetime, expand: Sequence[str]) -> JsonRows:
        links = Permalinks(self.request)
        return [citation_as_json(row, links) for row in rows]


class CitationList(CitationRows, Listing):
    single = "citation"
    filters = filters.CitationFilters
    orders = {"-cited_at": ["-cited_at", "-ref"], "cited_at": ["cited_at", "ref"]}
    writes = {"POST": Action.CITE}

    @extend_schema(summary="Where it was printed", responses=schemas.CitationsAnswer)
    def get(self, request: Request) -> Response:
        """Your own citations; the newsroom sees all of them."""
        return super().get(request)

    @extend_schema(
        summary="Register what was printed",
        request=SentCitation,
        responses={201: schemas.CitationAnswer},
    )
    def post(self, request: Request) -> Response:
        """Register where a statement is printed: whoever did so is warned when it falls. The same
        words from the same record at the same place are one citation."""
        given = body_of(request, SentCitation)
        return self.made(lambda: self._cite(given))

    def _cite(self, given: SentCitation) -> Citation:
        at = self.now()
        audience = given.audience or audience_of(self.account())
        claims = Claim.objects.visible_to(self.account())
        claim = claims.filter(ref=given.claim).first()
        if claim is None:
            raise bad_ref(given.claim, "claim", "a claim")
        records = StatusRecord.objects.filter(claim=claim, audience=audience.value).by(at)
        if given.number is None:
            record = records.as_of(min(given.cited_at or at, at))
        else:
            record = records.filter(number=given.number).first()
        if record is None:
            raise bad_ref(str(given.number or given.cited_at), "number", "a record")
        place = Place(given.system, given.url, given.headline, given.desk, given.contact)
        return cite(
            record=record,
            place=place,
            sentence=given.sentence,
            by=self.actor(),
            at=at,
            cited_at=given.cited_at,
        )


class CitationDetail(CitationRows):
    @extend_schema(summary="A citation", responses=schemas.CitationAnswer)
    def get(self, request: Request, ref: str) -> Response:
        """One of them, by its ref, with every alert that it had."""
        at = self.now()
        return Response(self.shown([self.row(ref, at)], at)[0])


class AlertRows(Rows):
    tag = "Citations"
    answer = schemas.AlertAnswer

    def rows(self, at: datetime) -> QuerySet:
        enforce(Answer(self.account() is not None, "Sign in to see alerts."), self.account())
        return Alert.objects.visible_to(self.account()).select_related(
            "citation", "record__claim", "before", "acknowledgement"
        )

    def show(self, rows: Sequence[Any], at: datetime, expand: Sequence[str]) -> JsonRows:
        links = Permalinks(self.request)
        asked = [(row.record.claim, Audience(row.record.audience)) for row in rows]
        now = holding_now(asked, at)
        return [
            alert_as_json(row, links, now[claim.pk, audience])
            for row, (claim, audience) in zip(rows, asked, strict=True)
        ]


def alert_as_json(row: Alert, links: Permalinks, now: Sentence | None = None) -> dict[str, Any]:
    """With what holds `now`; without it, with what held when it was raised."""
    done = row.acknowledged
    claim = row.record.claim
    return {
        "ref": row.ref,
        "kind": row.kind,
        "at": write_moment(row.at),
        "citation": row.citation.ref,
        "claim": claim.ref,
        "place": {
            "system": row.citation.system,
            "url": row.citation.url,
            "headline": row.citation.headline,
            "desk": row.citation.desk,
        },
        "sentence": row.citation.sentence,
        "previous_status": Status(row.before.status).value,
        "status": Status(row.record.status).value,
        "why": row.why,
        "replacement": now.whole if now else row.replacement,
        "why_not": now.why_not if now else "",
        "permalink": links.of(claim.ref, row.record.number, row.record.audience),
        "acknowledge": links.alert(row.ref),
        "acknowledged_by": done.by if done else None,
        "acknowledged_at": moment(done.at) if done else None,
        "acknowledged_note": done.note if done else None,
    }


class AlertList(AlertRows, Listing):
    filters = filters.AlertFilters
    orders = {"-at": ["-at", "-ref"], "at": ["at", "ref"]}

    @extend_schema(summary="What no longer holds", responses=schemas.AlertsAnswer)
    def get(self, request: Request) -> Response:
        """Alerts about your own citations; the newsroom sees all of them. All of it, with who
        acknowledged what, is the house's corrections record."""
        return super().get(request)


class AlertDetail(AlertRows):
    @extend_schema(summary="An alert", responses=schemas.AlertAnswer)
    def get(self, request: Request, ref: str) -> Response:
        """One of them, by its ref."""
        at = self.now()
        return Response(self.shown([self.row(ref, at)], at)[0])


class Acknowledging(AlertRows):
    writes = {"POST": Action.ACKNOWLEDGE}

    @classmethod
    def headers_of(cls, method: str) -> dict[str, str]:
        return {"Idempotency-Key": IDEMPOTENCY_KEY}

    @extend_schema(
        summary="Acknowledge an alert", request=SentAcknowledgement, responses=schemas.AlertAnswer
    )
    def post(self, request: Request, ref: str) -> Response:
        """Take it upon yourself, by name, with all that its place was told before it: one act.
        Whoever was first stays."""
        given = body_of(request, SentAcknowledgement)

        def carry_out() -> Response:
            row = self.row(ref, self.now())
            acknowledge(alert=row, note=given.note, by=self.actor(), at=self.now())
            return Response(self.plain(ref))

        return once(request, carry_out)
