"""Everything at once, as files: rows for a spreadsheet, lines for a program, dossiers to load.

They stream: however long the file, only some of the claims are in memory. All of it is as of one
moment, so a long file contradicts itself nowhere.
"""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request

from claims import ports
from claims.api.serializers import since
from claims.api.views import ClaimList
from claims.domain.oddities import defused
from claims.domain.publishing import public_part
from claims.domain.records import Dossier
from claims.domain.vocabulary import Status
from claims.models import Standing
from claims.selectors.export import as_dossier
from claims.selectors.permalinks import Permalinks
from claims.selectors.record import dossier_of
from sources.foundation.api.openapi import Parameter
from sources.foundation.api.views import cache_control
from sources.foundation.domain.moments import write_moment
from sources.foundation.domain.roles import Audience

AT_ONCE = 200  # claims in memory

Batches = Iterator[list[Standing]]

COUNTS = (
    "support_origins", "unhedged_origins", "named_origins", "interested_origins",
    "denying_origins", "interested_denials", "approvals",
)  # fmt: skip
COLUMNS = (
    "ref", "text", "event", "kind", "checkability", "status", "rank", "evidence_status", *COUNTS,
    "reasons", "explanation", "next", "since", "as_of", "audience", "policy", "permalink",
)  # fmt: skip


class Export(ClaimList):
    """The claims that a list would have, all of them; the filters are those of the list."""

    tag = "Exports"
    media_type: str
    file: str
    writes = {}
    http_method_names = ["get", "head", "options"]

    @classmethod
    def asked(cls) -> list[Parameter]:
        paging = {"order", "limit", "cursor", "fields"}
        return [each for each in super().asked() if each.name not in paging]

    def answered(self) -> StreamingHttpResponse:
        """The file; what is not understood is refused before anything of it is sent."""
        at = self.moment()
        self.shown([], at)
        lines = self.lines(self.batches(self.filtered(at)), at)
        response = StreamingHttpResponse(
            (line.encode("utf-8", "replace") for line in lines), content_type=self.media_type
        )
        response["Content-Disposition"] = f'attachment; filename="{self.file}"'
        response["Cache-Control"] = cache_control(self.request)
        return response

    def lines(self, batches: Batches, at: datetime) -> Iterator[str]:
        raise NotImplementedError

    def batches(self, rows: QuerySet) -> Batches:
        """The claims by ref, some at a time, each batch beginning after the one before."""
        rows = rows.order_by("ref")
        after = ""
        while batch := list(rows.filter(ref__gt=after)[:AT_ONCE]):
            yield batch
            after = batch[-1].ref


def _file(media_type: str, about: str) -> Any:
    return {(200, media_type): OpenApiResponse(OpenApiTypes.STR, description=about)}


class CsvExport(Export):
    media_type = "text/csv; charset=utf-8"
    file = "claims.csv"
    expansions = {}

    @extend_schema(
        summary="Claims as a spreadsheet",
        responses=_file("text/csv", "A line of names, and a line a claim."),
        operation_id="claims_csv",
    )
    def get(self, request: Request) -> StreamingHttpResponse:  # type: ignore[override]
        """One row a claim. A cell that a spreadsheet would take for a formula begins with an
        apostrophe."""
        return self.answered()

    def lines(self, batches: Batches, at: datetime) -> Iterator[str]:
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        links = Permalinks(self.request)
        yield _row(writer, buffer, COLUMNS)
        for batch in batches:
            for row in batch:
                yield _row(writer, buffer, [defused(each) for each in _cells(row, at, links)])


def _row(writer: Any, buffer: io.StringIO, cells: Sequence[Any]) -> str:
    writer.writerow(cells)
    line = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return line


def _cells(row: Standing, at: datetime, links: Permalinks) -> Iterator[Any]:
    claim, record = row.claim, row.record
    said = record.assessment
    yield from (claim.ref, claim.text, claim.event.ref if claim.event else "")
    yield from (claim.kind, claim.checkability, said["status"], Status(said["status"]).rank)
    yield from (said["evidence_status"], *(said[name] for name in COUNTS))
    yield from (" ".join(said["reasons"]), said["explanation"], said["next"])
    yield from (since(record.effective_at), write_moment(at), record.audience, said["policy"])
    yield links.of(claim.ref, record.number, record.audience)


class LinesExport(Export):
    media_type = "application/x-ndjson"
    file = "claims.jsonl"

    @extend_schema(
        summary="Claims as lines of JSON",
        responses=_file("application/x-ndjson", "A claim a line, as the list shows it."),
        operation_id="claims_jsonl",
    )
    def get(self, request: Request) -> StreamingHttpResponse:  # type: ignore[override]
        """One claim a line, with what `expand` adds."""
        return self.answered()

    def lines(self, batches: Batches, at: datetime) -> Iterator[str]:
        for batch in batches:
            for each in self.shown(batch, at):
                yield json.dumps(each, ensure_ascii=False, separators=(",", ":")) + "\n"


class DossierExport(Export):
    media_type = "application/x-ndjson"
    file = "dossiers.jsonl"
    expansions = {}

    @extend_schema(
        summary="Dossiers",
        responses=_file("application/x-ndjson", "A dossier a line, of some hundred claims."),
        operation_id="dossiers_jsonl",
    )
    def get(self, request: Request) -> StreamingHttpResponse:  # type: ignore[override]
        """A dossier (`second-source-dossier/1`) a line, each of up to 200 claims: `manage.py load`
        takes the file. For the public it holds what the public may know, with a voice without a
        name in the place of those who may not be named."""
        return self.answered()

    def lines(self, batches: Batches, at: datetime) -> Iterator[str]:
        inside = self.audience() is Audience.INTERNAL
        for batch in batches:
            policies = ports.reviews.policies({row.claim.policy for row in batch})
            for name, policy in policies.items():
                pks = [row.claim_id for row in batch if row.claim.policy == name]
                whole = dossier_of(pks).model_copy(update={"policy": policy})
                part: Dossier = whole if inside else public_part(whole, at)
                shown = as_dossier(part)
                yield json.dumps(shown, ensure_ascii=False, separators=(",", ":")) + "\n"
