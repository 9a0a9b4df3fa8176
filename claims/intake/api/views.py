"""Documents with their text: read for who said what; kept with drafts where a publisher is named.

The list of documents is that of `sources`; what is read in one is about claims, and so it is here.
"""

from typing import Annotated, Any

from drf_spectacular.utils import extend_schema
from pydantic import Field
from rest_framework.request import Request
from rest_framework.response import Response

from claims.intake.api.schemas import Proposed, ReadAnswer
from claims.intake.extraction.drafting import read
from claims.intake.extraction.proposing import as_json
from claims.intake.selectors.drafts import known_names
from claims.intake.services import ingest, steps
from sources.api import views
from sources.api.payloads import NewDocument
from sources.api.schemas import DocumentAnswer
from sources.domain.vocabulary import CaptureMethod
from sources.foundation.api.idempotency import once
from sources.foundation.api.params import enforce
from sources.foundation.api.parsers import body_of
from sources.foundation.domain.roles import Action
from sources.foundation.domain.shapes import Ref
from sources.foundation.permissions import may_user
from sources.models import Document

LONGEST = 200_000  # characters of a text that is sent


class SentText(NewDocument):
    """A document to record, or a text to be read for who said what; with a publisher, both."""

    publisher: Ref | None = None  # type: ignore[assignment]
    id: Ref | None = None  # yours, to know the answer by
    text: Annotated[str, Field(max_length=LONGEST)] = ""


class DocumentList(views.DocumentList):
    @extend_schema(
        summary="Record a document, or read one",
        request=SentText,
        responses={200: ReadAnswer, 201: DocumentAnswer},
    )
    def post(self, request: Request) -> Response:
        """Record where something stands written. With a `text` it is read for who said what: the
        answer has every attribution with its spans. With a publisher as well, the text is kept with
        drafts that wait in the intake; without one nothing is kept."""
        sent = body_of(request, SentText)
        if not sent.text:
            body = body_of(request, NewDocument)
            return self.made(lambda: views.keep_document(self, Document(ref=body.ref or ""), body))
        enforce(may_user(self.account(), Action.READ_DOCUMENT), request.user)
        page = ingest.pasted(sent.text)

        def carry_out() -> Response:
            document = None
            if sent.publisher is not None:
                fields = sent.model_fields_set - {"text", "id"}
                body = NewDocument.model_validate(sent.model_dump(include=fields))
                document = views.keep_document(self, Document(ref=body.ref or ""), body)
                steps.take_in(
                    page=page,
                    where=steps.DocumentInput(ref=document.ref),
                    how=CaptureMethod.UPLOADED,
                    by=self.actor(),
                    at=self.now(),
                )
            return Response(self._read(sent, page.text, document))

        return once(request, carry_out)

    def _read(self, sent: SentText, text: str, document: Document | None) -> dict[str, Any]:
        published = sent.published.date() if sent.published else None
        drafts = read(text, published=published, known=known_names())
        attributions = [Proposed.model_validate(as_json(each)) for each in drafts]
        answer = ReadAnswer(
            id=sent.id, document=document.ref if document else None, attributions=attributions
        )
        return answer.model_dump(mode="json")
