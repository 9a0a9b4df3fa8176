"""Documents that were read, as tests need them."""

from datetime import datetime
from typing import Any

from claims.intake.domain.drafts import Shape
from claims.intake.models import Draft
from claims.intake.services import ingest, steps
from sources.domain.vocabulary import CaptureMethod
from sources.foundation.permissions import Actor
from sources.models import Snapshot
from tests.factories import NOON


def taken(
    text: str, *, by: Actor, at: datetime = NOON, publisher: str = "The Herald", **where: Any
) -> Snapshot:
    """The snapshot of a pasted text, with its drafts."""
    return steps.take_in(
        page=ingest.pasted(text),
        where=steps.DocumentInput(publisher=publisher, **where),
        how=CaptureMethod.PASTED,
        by=by,
        at=at,
    )


def drafts_of(snapshot: Snapshot) -> list[Draft]:
    """The drafts of a snapshot that wait, in the order of the text."""
    return list(snapshot.drafts.filter(state="waiting").order_by("start", "pk"))


def shape(draft: Draft) -> Shape:
    draft.refresh_from_db()
    return steps.shape_in(draft)
