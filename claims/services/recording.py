"""One record at a time, by hand: what forms and other programs call.

Each deed is one transaction: it checks, writes, and settles every claim it bears on. A refusal is a
ValidationError whose text says what and where.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from claims.domain import records
from claims.domain.dossier.answers import faulty_answer, faulty_question
from claims.domain.vocabulary import Knowledge
from claims.models import (
    Attribution,
    Claim,
    ClaimRelation,
    DeclaredInterest,
    Detail,
    DetailValue,
    Event,
    Hop,
    RelayedDocument,
    Sighting,
)
from claims.selectors.record import answers_on_record, detail_record
from claims.services.settling import settle
from config import engine
from sources.constraints import check_shapes
from sources.models import Document, Recorded, Source


@dataclass(frozen=True, slots=True)
class Sighted:
    """A sighting and its chain: relays nearest the speaker first, and the documents relayed."""

    sighting: Sighting
    via: Sequence[Source] = ()
    via_documents: Sequence[Document] = ()


@transaction.atomic
def record_event(*, event: Event, by: str, at: datetime) -> Event:
    """Keep a new or changed event."""
    engine.lock_record(alone=False)
    _keep(event, by=by, at=at)
    return event


@transaction.atomic
def record_claim(
    *,
    claim: Claim,
    interests: Sequence[DeclaredInterest] = (),
    relations: Sequence[ClaimRelation] = (),
    by: str,
    at: datetime,
) -> Claim:
    """Keep a new or changed claim, with these declared interests and relations, new or changed.

    Other wording is an amendment: what reviewers signed off was the old one.
    """
    engine.lock_record(alone=False)
    before = Claim.objects.filter(pk=claim.pk).values_list("text", flat=True).first()
    if before is not None and before.split() == claim.text.split():
        claim.text = before  # a form may change white space, which amends nothing
    elif before is not None:
        claim.amended_at = at
    _keep(claim, by=by, at=at)
    parts: list[DeclaredInterest | ClaimRelation] = [*interests, *relations]
    for part in parts:
        part.claim = claim
        _keep(part, by=by, at=at)
    settle([claim.pk], at=at, since=at)
    return claim


@transaction.atomic
def record_detail(*, detail: Detail, by: str, at: datetime) -> Detail:
    """Keep a new or changed question about a claim."""
    engine.lock_record(alone=False)
    check_detail(detail)
    claims = _claims_before(Detail, detail, "claim") | {detail.claim_id}
    _keep(detail, by=by, at=at)
    settle(claims, at=at, since=at)
    return detail


@transaction.atomic
def record_attribution(
    *, attribution: Attribution, sightings: Sequence[Sighted], by: str, at: datetime
) -> Attribution:
    """Keep a new or changed attribution with all of its sightings.

    A note on withdrawal withdraws it and a reason for discounting discounts it, as of now.
    """
    engine.lock_record(alone=False)
    claims = _claims_before(Attribution, attribution, "claim") | {attribution.claim_id}
    _record_statement(attribution, sightings, by=by, at=at)
    settle(claims, at=at, since=at)
    return attribution


@transaction.atomic
def record_detail_value(
    *, detail_value: DetailValue, sightings: Sequence[Sighted], by: str, at: datetime
) -> DetailValue:
    """Keep a new or changed answer to a detail with all of its sightings."""
    engine.lock_record(alone=False)
    check_answer(detail_value)
    claims = _claims_before(DetailValue, detail_value, "detail__claim")
    claims.add(detail_value.detail.claim_id)
    _record_statement(detail_value, sightings, by=by, at=at)
    settle(claims, at=at, since=at)
    return detail_value


def check_detail(detail: Detail) -> None:
    """Raise ValidationError for a unit that is none, or categories in a circle."""
    check_shapes(detail, detail.shapes)
    question = detail_record(detail)
    _refuse(faulty_question(question))
    for answer in answers_on_record([detail.pk] if detail.pk else []):
        for fault in faulty_answer(answer.knowledge, answer.value, question):
            raise ValidationError(f"The answer {answer.id} on record would not fit: {fault}")


def check_answer(answer: DetailValue) -> None:
    """Raise ValidationError unless the answer fits its question."""
    check_shapes(answer, answer.shapes)
    value = None if answer.value is None else records.Value.model_validate(answer.value)
    _refuse(faulty_answer(Knowledge(answer.knowledge), value, detail_record(answer.detail)))


def check_statement(statement: Any, *, at: datetime) -> None:
    """Raise ValidationError for what cannot be so at that moment, or would undo what was noted."""
    if statement.said_at is not None and statement.said_at > at:
        raise ValidationError({"said_at": "Nobody can have said it yet."})
    noted = type(statement).objects.filter(pk=statement.pk).first()
    if noted is None:
        return
    if noted.withdrawn_note and not statement.withdrawn_note:
        raise ValidationError(
            {"withdrawn_note": "It is on record as withdrawn, and the note stays with it."}
        )
    if noted.discount_reason and not statement.discount_reason:
        raise ValidationError(
            {"discount_reason": "It is on record as discounted, and the reason stays with it."}
        )


def check_sightings(statement: Any, sightings: Sequence[Sighted]) -> None:
    """Raise ValidationError unless these sightings can show that the statement was made."""
    if not sightings:
        raise ValidationError("There has to be at least one sighting.")
    for each in sightings:
        if statement.speaker in each.via:
            raise ValidationError(
                f"{statement.speaker} is the speaker, and so no relay of its own words."
            )
        publisher = each.sighting.document.publisher if each.sighting.document_id else None
        if publisher is not None and publisher in each.via:
            raise ValidationError(
                f"{publisher} published the document and is counted as such; leave it out of via."
            )
        _stands_in_snapshot(each.sighting)


def _stands_in_snapshot(sighting: Sighting) -> None:
    selector = sighting.selector
    if not sighting.snapshot or not selector or selector.get("start") is None:
        return
    start, exact = selector["start"], selector["exact"]
    if sighting.snapshot.text[start : start + len(exact)] != exact:
        raise ValidationError(f"“{exact}” does not stand at {start} in the snapshot.")


def _refuse(faults: Any) -> None:
    found = [
        f"{fault.path.removeprefix('$').removeprefix('.')}: {fault.value}; expected "
        f"{fault.expected}"
        for fault in faults
    ]
    if found:
        raise ValidationError(found)


def _record_statement(
    statement: Any, sightings: Sequence[Sighted], *, by: str, at: datetime
) -> None:
    check_statement(statement, at=at)
    check_sightings(statement, sightings)
    if statement.withdrawn_note and statement.withdrawn_at is None:
        statement.withdrawn_at = at
    if statement.discount_reason and statement.discounted_at is None:
        statement.discounted_at = at
    _keep(statement, by=by, at=at)
    owner = "attribution" if isinstance(statement, Attribution) else "detail_value"
    for each in sightings:
        setattr(each.sighting, owner, statement)
        _keep(each.sighting, by=by, at=at)
        each.sighting.hops.all().delete()
        each.sighting.relayed.all().delete()
        Hop.objects.bulk_create(
            Hop(sighting=each.sighting, position=position, source=source)
            for position, source in enumerate(each.via)
        )
        RelayedDocument.objects.bulk_create(
            RelayedDocument(sighting=each.sighting, position=position, document=document)
            for position, document in enumerate(each.via_documents)
        )


def _claims_before(model: Any, row: Any, path: str) -> set[int]:
    """The claim that the row belonged to before this change."""
    return set(model.objects.filter(pk=row.pk).values_list(path, flat=True))


def _keep(record: Recorded, *, by: str, at: datetime) -> None:
    if record._state.adding:
        record.recorded_by = record.recorded_by or by
        record.recorded_at = record.recorded_at or at
    record.full_clean()
    record.save()
