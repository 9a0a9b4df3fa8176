"""Whole dossiers: recorded in one's own name."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.schemas import ContributedAnswer
from claims.domain.dossier import parsing
from claims.domain.dossier.faults import FaultyDossier
from claims.services.loading import contribute
from sources.foundation.api.idempotency import IDEMPOTENCY_KEY, once
from sources.foundation.api.problems import Problem, Refusal
from sources.foundation.api.views import Api
from sources.foundation.domain.roles import Action

LARGEST = 20_000_000  # bytes
SHOWN = 200  # faults


class Dossiers(Api):
    tag = "Dossiers"
    writes = {"POST": Action.CONTRIBUTE}
    largest_body = LARGEST

    @classmethod
    def headers_of(cls, method: str) -> dict[str, str]:
        return {"Idempotency-Key": IDEMPOTENCY_KEY}

    @extend_schema(
        summary="Record a dossier",
        request=OpenApiTypes.OBJECT,
        responses={201: ContributedAnswer},
        operation_id="dossiers_contribute",
    )
    def post(self, request: Request) -> Response:
        """Record what a dossier (`second-source-dossier/1`) adds: sources, documents, events,
        claims as drafts, who says so, questions and answers. All of it or nothing.

        It decides nothing: verdicts, discounts, interests, authorities and policies are refused,
        and what is on record already has to be the same. Every fault is told with its JSON path.
        """

        def carry_out() -> Response:
            parsed = parsing.well_formed(request.data)
            try:
                done = contribute("", parsed, at=self.now(), by=self.actor())
            except FaultyDossier as refused:
                raise _faults(refused) from None
            added = {kind: count for kind, count in done.added.items() if count}
            return Response({"added": added, "statuses": done.statuses}, status=201)

        return once(request, carry_out)


def _faults(refused: FaultyDossier) -> Refusal:
    errors = [each.as_json() for each in refused.faults[:SHOWN]]
    more = len(refused.faults) - len(errors)
    detail = f"The dossier is refused: {refused}. Nothing was recorded."
    if more:
        detail += f" {more} of them are not shown."
    return Refusal(Problem.INVALID, detail, errors)
