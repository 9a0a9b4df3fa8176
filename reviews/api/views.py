"""What a reporter or a reviewer does on the desk, for programs with that role."""

from collections.abc import Callable
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema
from pydantic import Field
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.schemas import ClaimAnswer
from claims.api.views import ClaimRows
from claims.domain.vocabulary import VerdictKind
from claims.models import Claim
from reviews.services import casework
from reviews.services.refusals import StaleView
from reviews.services.verdicts import give_verdict
from sources.foundation.api.idempotency import IDEMPOTENCY_KEY, once
from sources.foundation.api.parsers import Sent, bad_ref, body_of
from sources.foundation.api.problems import Problem, Refusal
from sources.foundation.domain.moments import write_moment
from sources.foundation.domain.roles import Action
from sources.foundation.domain.shapes import Ref, Text


class SentVerdict(Sent):
    """A verdict on the evidence that was read: `fingerprint` is that of the claim as it was."""

    claim: Ref
    verdict: VerdictKind
    reason: Annotated[Text, Field(min_length=1)]
    fingerprint: Annotated[str, Field(max_length=64)]


class SentClaimName(Sent):
    """A claim, by its ref."""

    claim: Ref


class ClaimWrites(ClaimRows):
    """Something that is done to a claim: it is answered with the claim as it now is."""

    tag = "Reviewing"

    @classmethod
    def headers_of(cls, method: str) -> dict[str, str]:
        return {"Idempotency-Key": IDEMPOTENCY_KEY}

    def answered(self, ref: str, change: Callable[[Claim], Any], status: int = 200) -> Response:
        def carry_out() -> Response:
            claim = Claim.objects.filter(ref=ref).first()
            if claim is None:
                raise bad_ref(ref, "claim", "a claim")
            change(claim)
            return Response(self.plain(ref), status=status)

        return once(self.request, carry_out)


class Verdicts(ClaimWrites):
    writes = {"POST": Action.GIVE_VERDICT}

    @extend_schema(summary="Give a verdict", request=SentVerdict, responses={201: ClaimAnswer})
    def post(self, request: Request) -> Response:
        """Sign the claim, or object. Nobody judges a claim that they recorded or reworded, and a
        verdict on evidence that has changed since it was read is refused (409) with what happened
        since and the fingerprint of what is there now."""
        sent = body_of(request, SentVerdict)

        def give(claim: Claim) -> None:
            try:
                give_verdict(
                    claim=claim,
                    verdict=sent.verdict,
                    reason=sent.reason,
                    fingerprint=sent.fingerprint,
                    by=self.actor(),
                    at=self.now(),
                )
            except StaleView as stale:
                raise _moved_on(stale) from None

        return self.answered(sent.claim, give, 201)


def _moved_on(stale: StaleView) -> Refusal:
    since = [
        {"at": write_moment(entry.at), "by": entry.by, "deed": entry.action}
        for entry in stale.since
    ]
    fingerprint = stale.since[-1].digest if stale.since else ""
    detail = " ".join(ValidationError(stale.messages).messages)
    return Refusal(Problem.CONFLICT, detail, since=since, fingerprint=fingerprint)


class Submissions(ClaimWrites):
    writes = {"POST": Action.SUBMIT}

    @extend_schema(summary="Submit a draft", request=SentClaimName, responses=ClaimAnswer)
    def post(self, request: Request) -> Response:
        """A draft is ready for reviewers: it joins the queue."""
        sent = body_of(request, SentClaimName)
        by, at = self.actor(), self.now()
        return self.answered(sent.claim, lambda claim: casework.submit(claim=claim, by=by, at=at))
