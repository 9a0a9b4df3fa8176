"""A claim as schema.org ClaimReview (`claims.selectors.claim_review`), at an address of its own."""

from django.http import HttpResponse, JsonResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request

from claims.api.views import ClaimRows
from claims.selectors.claim_review import claim_review, speakers_of
from claims.selectors.permalinks import Permalinks
from sources.foundation.api.openapi import Parameter
from sources.foundation.api.views import AS_OF
from sources.foundation.domain.roles import Audience


class ClaimReviewDetail(ClaimRows):
    tag = "The world's formats"

    @classmethod
    def asked(cls) -> list[Parameter]:
        return [AS_OF]

    def audience(self) -> Audience:
        """What is marked up is for everybody."""
        return Audience.PUBLIC

    @extend_schema(
        summary="A claim as schema.org ClaimReview",
        responses={(200, "application/ld+json"): OpenApiResponse(OpenApiTypes.OBJECT)},
        operation_id="claim_review",
    )
    def get(self, request: Request, ref: str) -> HttpResponse:
        """JSON-LD, with PROV-O for where the claim comes from. The author of the claim is whoever
        makes it. There is a rating in numbers only for `confirmed` and `refuted`."""
        at = self.moment()
        row = self.row(ref.removesuffix("/"), at)
        shown = claim_review(row, speakers_of([row], at), Permalinks(request))
        return JsonResponse(
            shown, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False}
        )
