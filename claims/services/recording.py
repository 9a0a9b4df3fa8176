"""One record at a time, by hand: what forms and other programs call.

Each deed is one transaction: it checks, writes, settles every claim it bears on, and tells the
history. What may not be is a ValidationError whose text says what and where; what this person may
not do is `Refused`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from claims import ports
from claims.domain import records
from claims.domain.dossier.answers import faulty_answer, faulty_question
from claims.domain.quoting import place_of
from claims.domain.vocabulary import Knowledge, Visibility
from claims.models import (
    Attribution,
    Claim,
    ClaimRelation,
    Detail,
    DetailValue,
    Event,
    Hop,
    RelayedDocument,
    Sighting,
)
from claims.selectors.portraits import event_portraits
from claims.selectors.record import answers_on_record, detail_record
from claims.services.deeds import deed
from sources.foundation import engine
from sources.foundation.constraints import check_shapes
from sources.foundation.domain.history import differences
from sources.foundation.domain.roles import Deed
from sources.foundation.permissions import Hand, enforce, may
from sources.foundation.services.history import Told, tell
from sources.foundation.services.saving import keep
from sources.models import Document, Source


@dataclass(frozen=True, slots=True)
class Sighted:
    """A sighting and its chain: relays nearest the speaker first, and the documents relayed."""

    sighting: Sighting
    via: Sequence[Source] = ()
    via_documents: Sequence[Document] = ()


def record_event(*, event: Event, by: Hand, at: datetime) -> Event:
    """Keep a new or changed event."""
    enforce(may(by, Deed.RECORD_EVENT))
    with transaction.atomic():
        engine.lock_record(alone=True)
        before = event_portraits([event.pk] if event.pk else [])
        keep(event, by=by, at=at)
        changes = differences(before, event_portraits([event.pk]))
        if changes:
            told = [Told(f"event/{event.ref}", changes)]
            tell(told, deed=Deed.RECORD_EVENT, by=by, at=at)
    return event


def record_claim(
    *, claim: Claim, relations: Sequence[ClaimRelation] = (), by: Hand, at: datetime, why: str = ""
) -> Claim:
    """Keep a new or changed claim, with these relations to others, new or changed.

    Other wording is an amendment: what reviewers signed off was the old one. A new claim is for the
    newsroom; making one public is a decision of its own, and so is declaring an interest.
    """
    with deed(Deed.RECORD_CLAIM, by=by, at=at, why=why, claims=[claim.pk]) as doing:
        stands = Claim.objects.filter(pk=claim.pk).first()
        noting = set()
        if stands is None:
            claim.visibility, claim.policy, claim.amended_at = Visibility.INTERNAL.value, "", None
        elif stands.visibility != claim.visibility:
            raise ValidationError({"visibility": "It is published, or not, by an editor."})
        else:
            if stands.text.split() == claim.text.split():
                claim.text = stands.text  # a form may change white space, which amends nothing
            if any(getattr(stands, name) != getattr(claim, name) for name in WORDING):
                claim.amended_at = doing.at
                noting.add("amended_at")
        keep(claim, by=by, at=doing.at, noting=noting)
        doing.claims.add(claim.pk)
        for part in relations:
            part.claim = claim
            keep(part, by=by, at=doing.at)
        if stands is None:
            opened = ports.reviews.opened(claim.pk, by=by, at=doing.at)
            if opened is not None:
                doing.note(claim.pk, opened)
    return claim


# What reviewers sign: other wording has them look again, and its writer is an author.
WORDING = ("text", "checkability")


def record_detail(*, detail: Detail, by: Hand, at: datetime) -> Detail:
    """Keep a new or changed question about a claim."""
    claims = _claims_before(Detail, detail, "claim") | {detail.claim_id}
    with deed(Deed.RECORD_DETAIL, by=by, at=at, claims=claims) as doing:
        check_detail(detail)
        keep(detail, by=by, at=doing.at)
    return detail


def record_attribution(
    *, attribution: Attribution, sightings: Sequence[Sighted], by: Hand, at: datetime, why: str = ""
) -> Attribution:
    """Keep a new or changed attribution with all of its sightings.

    A note on withdrawal withdraws it, as of now.
    """
    claims = _claims_before(Attribution, attribution, "claim") | {attribution.claim_id}
    with deed(Deed.RECORD_ATTRIBUTION, by=by, at=at, why=why, claims=claims) as doing:
        keep_statement(attribution, sightings, by=by, at=doing.at)
    return attribution


def record_detail_value(
    *,
    detail_value: DetailValue,
    sightings: Sequence[Sighted],
    by: Hand,
    at: datetime,
    why: str = "",
) -> DetailValue:
    """Keep a new or changed answer to a detail with all of its sightings."""
    claims = _claims_before(DetailValue, detail_value, "detail__claim")
    claims.add(detail_value.detail.claim_id)
    with deed(Deed.RECORD_ANSWER, by=by, at=at, why=why, claims=claims) as doing:
        check_answer(detail_value)
        keep_statement(detail_value, sightings, by=by, at=doing.at)
    return detail_value


def link_evidence(*, attributions: Sequence[Attribution], by: Hand, at: datetime, why: str) -> str:
    """Note that these statements rely on one piece of evidence; the key they share from now on."""
    if len({each.pk for each in attributions}) < 2:
        raise ValidationError("It takes two statements to share their evidence.")
    claims = {each.claim_id for each in attributions}
    if len(claims) > 1:
        raise ValidationError("Statements about one claim share their evidence.")
    with deed(Deed.LINK_EVIDENCE, by=by, at=at, why=why, claims=claims):
        chosen = Attribution.objects.filter(pk__in=[each.pk for each in attributions])
        keys = sorted({each.evidence_key for each in chosen if each.evidence_key})
        key = keys[0] if keys else f"shared with {min(each.ref for each in attributions)}"[:500]
        # All that shared any of these keys shares the one: linking never parts what was linked.
        linked = Q(pk__in=[each.pk for each in attributions]) | Q(evidence_key__in=keys)
        for each in Attribution.objects.filter(linked, claim__in=claims):
            each.evidence_key = key
            keep(each, by=by, at=at)
    return key


def record_sighting(
    *, statement: Attribution | DetailValue, sighted: Sighted, by: Hand, at: datetime
) -> Sighting:
    """Keep a further report of a statement that is on record."""
    answer = isinstance(statement, DetailValue)
    claim = statement.detail.claim_id if isinstance(statement, DetailValue) else statement.claim_id
    what = Deed.RECORD_ANSWER if answer else Deed.RECORD_ATTRIBUTION
    with deed(what, by=by, at=at, claims=[claim]) as doing:
        check_sightings(statement, [sighted])
        _keep_sighting(statement, sighted, by=by, at=doing.at)
    return sighted.sighting


def check_detail(detail: Detail) -> None:
    """Raise ValidationError for a unit that is none, or categories in a circle."""
    check_shapes(detail, detail.column_shapes)
    question = detail_record(detail)
    _refuse(faulty_question(question))
    for answer in answers_on_record([detail.pk] if detail.pk else []):
        for fault in faulty_answer(answer.knowledge, answer.value, question):
            raise ValidationError(f"The answer {answer.id} on record would not fit: {fault}")


def check_answer(answer: DetailValue) -> None:
    """Raise ValidationError unless the answer fits its question."""
    check_shapes(answer, answer.column_shapes)
    value = None if answer.value is None else records.Value.model_validate(answer.value)
    _refuse(faulty_answer(Knowledge(answer.knowledge), value, detail_record(answer.detail)))


def check_statement(statement: Any, *, at: datetime) -> None:
    """Raise ValidationError for what cannot be so at that moment, or would undo what was noted."""
    if statement.said_at is not None and statement.said_at > at:
        raise ValidationError({"said_at": "Nobody can have said it yet."})
    noted = type(statement).objects.filter(pk=statement.pk).first()
    discounted = noted.discount_reason if noted else ""
    if statement.discount_reason != discounted:
        raise ValidationError(
            "Evidence is discounted, and restored, by two people: propose it on the desk."
        )
    if noted is not None:
        _check_unmoved(statement, noted)
        _check_frozen(statement, noted)
    if noted is not None and noted.withdrawn_note and not statement.withdrawn_note:
        raise ValidationError(
            {"withdrawn_note": "It is on record as withdrawn, and the note stays with it."}
        )


# What a statement says and how it counts: once somebody has judged the claim on it, it stands.
SAYING = (
    "speaker_id", "holder", "stance", "knowledge", "value", "naming", "ground_rules",
    "attribution_as", "basis", "evidence_key", "said_at", "cue",
)  # fmt: skip
SEEN = ("document_id", "attestation", "stance", "quote", "language")


def _check_unmoved(statement: Any, noted: Any) -> None:
    for name in ("claim", "detail"):
        if getattr(statement, f"{name}_id", None) != getattr(noted, f"{name}_id", None):
            raise ValidationError({name: "A statement stays where it was recorded."})


def _check_frozen(statement: Any, noted: Any) -> None:
    """Changing what was judged would be to discount it, which takes two."""
    changed = [name for name in SAYING if _differ(statement, noted, name)]
    if changed and _judged(noted):
        names = ", ".join(name.removesuffix("_id").replace("_", " ") for name in changed)
        raise ValidationError(
            f"Reviewers have judged the claim on this ({names}), so it stays as it is. Record what "
            "is right as another statement, and propose on the desk to discount this one."
        )


def _check_frozen_sighting(statement: Any, sighted: Sighted) -> None:
    stored = Sighting.objects.filter(pk=sighted.sighting.pk).first()
    if stored is None:
        return
    answer = isinstance(statement, DetailValue)
    if (stored.detail_value_id if answer else stored.attribution_id) != statement.pk:
        raise ValidationError("This report shows another statement, and stays with it.")
    changed = any(_differ(sighted.sighting, stored, name) for name in SEEN)
    via = [source.pk for source in sighted.via]
    relayed = [document.pk for document in sighted.via_documents]
    changed = changed or via != list(stored.hops.values_list("source", flat=True))
    changed = changed or relayed != list(stored.relayed.values_list("document", flat=True))
    if changed and _judged(statement):
        raise ValidationError(
            "Reviewers have judged the claim on this report, so it stays as it is. Record what is "
            "right as a further report."
        )


def _differ(one: Any, other: Any, name: str) -> bool:
    return bool(getattr(one, name, None) != getattr(other, name, None))


def _judged(statement: Any) -> bool:
    claim = statement.claim_id if hasattr(statement, "claim_id") else statement.detail.claim_id
    return bool(ports.reviews.verdicts_on([claim]))


def check_sightings(statement: Any, sightings: Sequence[Sighted]) -> None:
    """Raise ValidationError unless these sightings can show that the statement was made."""
    if not sightings:
        raise ValidationError("There has to be at least one sighting.")
    for each in sightings:
        _check_frozen_sighting(statement, each)
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


def keep_statement(statement: Any, sightings: Sequence[Sighted], *, by: Hand, at: datetime) -> None:
    """Check and write a statement with all of its sightings; inside a deed."""
    check_statement(statement, at=at)
    check_sightings(statement, sightings)
    noting = set()
    if statement.withdrawn_note and statement.withdrawn_at is None:
        statement.withdrawn_at = at
        noting.add("withdrawn_at")
    if statement._state.adding:
        statement.restores_id = None
    keep(statement, by=by, at=at, noting=noting)
    for each in sightings:
        _keep_sighting(statement, each, by=by, at=at)


def _keep_sighting(statement: Any, each: Sighted, *, by: Hand, at: datetime) -> None:
    setattr(
        each.sighting,
        "attribution" if isinstance(statement, Attribution) else "detail_value",
        statement,
    )
    _find_place(each.sighting)
    keep(each.sighting, by=by, at=at)
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


def _find_place(sighting: Sighting) -> None:
    """A quote that was changed stands elsewhere in the kept text, or not in it at all."""
    snapshot, selector = sighting.snapshot, sighting.selector
    if snapshot is None or not selector:
        return
    if snapshot.document_id != sighting.document_id:
        sighting.snapshot, sighting.selector = None, None
    elif sighting.quote and sighting.quote != selector.get("exact"):
        sighting.selector = place_of(sighting.quote, snapshot.text)
        sighting.snapshot = snapshot if sighting.selector else None


def _claims_before(model: Any, row: Any, path: str) -> set[int]:
    """The claim that the row belonged to before this change."""
    return set(model.objects.filter(pk=row.pk).values_list(path, flat=True))
