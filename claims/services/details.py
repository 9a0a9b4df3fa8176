"""Questions about claims, one at a time."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from claims.domain import records
from claims.domain.dossier.answers import faulty_answer, faulty_question
from claims.domain.vocabulary import Knowledge
from claims.models import Detail, DetailValue
from claims.selectors.record import answers_on_record, detail_record
from claims.services.actions import claims_before, perform
from sources.foundation.constraints import check_shapes
from sources.foundation.domain.roles import Action
from sources.foundation.permissions import Actor
from sources.foundation.services.saving import merging_save


def record_detail(*, detail: Detail, by: Actor, at: datetime) -> Detail:
    """Keep a new or changed question about a claim."""
    claims = claims_before(Detail, detail, "claim") | {detail.claim_id}
    with perform(Action.RECORD_DETAIL, by=by, at=at, claims=claims) as context:
        check_detail(detail)
        merging_save(detail, by=by, at=context.at)
    return detail


def check_detail(detail: Detail) -> None:
    """Raise ValidationError for a unit that is none, or categories in a circle."""
    check_shapes(detail, detail.column_shapes)
    question = detail_record(detail)
    _refuse(faulty_question(question))
    for answer in answers_on_record([detail.pk] if detail.pk else []):
        for fault in faulty_answer(answer.knowledge, answer.value, question):
            raise ValidationError(f"The answer {answer.id} on record would not fit: {fault}")


def _refuse(faults: Any) -> None:
    found = [
        f"{fault.path.removeprefix('$').removeprefix('.')}: {fault.value}; expected "
        f"{fault.expected}"
        for fault in faults
    ]
    if found:
        raise ValidationError(found)


def check_answer(answer: DetailValue) -> None:
    """Raise ValidationError unless the answer fits its question."""
    check_shapes(answer, answer.column_shapes)
    value = None if answer.value is None else records.Value.model_validate(answer.value)
    _refuse(faulty_answer(Knowledge(answer.knowledge), value, detail_record(answer.detail)))
