"""One record at a time, by hand: what forms and other programs call.

Each action is one transaction: it checks, writes, settles every claim it bears on, and tells the
history. What may not be is a ValidationError whose text says what and where; what this person may
not do is `Refused`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from claims import ports
from claims.domain.policy.independence import ancestors
from claims.domain.quoting import place_of
from claims.domain.vocabulary import Basis, Interest
from claims.models import (
    Attribution,
    DetailValue,
    Hop,
    RelayedDocument,
    Sighting,
)
from claims.services.actions import claims_before, perform
from claims.services.details import check_answer
from sources.foundation.domain.roles import Action
from sources.foundation.permissions import Actor
from sources.foundation.services.saving import merging_save
from sources.models import Document, Source
from sources.selectors.records import sources_by_ref


@dataclass(frozen=True, slots=True)
class SightingInput:
    """A sighting and its chain: relays nearest the speaker first, and the documents relayed."""

    sighting: Sighting
    via: Sequence[Source] = ()
    via_documents: Sequence[Document] = ()


def record_attribution(
    *,
    attribution: Attribution,
    sightings: Sequence[SightingInput],
    by: Actor,
    at: datetime,
    why: str = "",
) -> Attribution:
    """Keep a new or changed attribution with all of its sightings.

    A note on withdrawal withdraws it, as of now.
    """
    claims = claims_before(Attribution, attribution, "claim") | {attribution.claim_id}
    with perform(Action.RECORD_ATTRIBUTION, by=by, at=at, why=why, claims=claims) as context:
        keep_statement(attribution, sightings, by=by, at=context.at)
    return attribution


def record_detail_value(
    *,
    detail_value: DetailValue,
    sightings: Sequence[SightingInput],
    by: Actor,
    at: datetime,
    why: str = "",
) -> DetailValue:
    """Keep a new or changed answer to a detail with all of its sightings."""
    claims = claims_before(DetailValue, detail_value, "detail__claim")
    claims.add(detail_value.detail.claim_id)
    with perform(Action.RECORD_ANSWER, by=by, at=at, why=why, claims=claims) as context:
        check_answer(detail_value)
        keep_statement(detail_value, sightings, by=by, at=context.at)
    return detail_value


def retract_passage(
    *, statement: Attribution | DetailValue, document: Document, why: str, by: Actor, at: datetime
) -> list[Sighting]:
    """Take note that an outlet took back what it reported there of this statement, and nothing else
    of its document. Noted once, and for good."""
    answer = isinstance(statement, DetailValue)
    claim = statement.detail.claim_id if isinstance(statement, DetailValue) else statement.claim_id
    if not why.strip():
        raise ValidationError({"why": "Say how it is known that it was taken back."})
    with perform(Action.RETRACT_PASSAGE, by=by, at=at, why=why, claims=[claim]) as context:
        of_statement = {"detail_value" if answer else "attribution": statement}
        passages = Sighting.objects.filter(document=document, **of_statement)
        found = list(passages.order_by("pk"))
        if not found:
            raise ValidationError({"document": "This statement was not read in that document."})
        standing = [each for each in found if each.retracted_at is None]
        for each in standing:
            each.retracted_at, each.retracted_by = context.at, by.name
            each.save(update_fields=["retracted_at", "retracted_by"])
    return standing


def link_evidence(*, attributions: Sequence[Attribution], by: Actor, at: datetime, why: str) -> str:
    """Note that these statements rely on one piece of evidence; the key they share from now on."""
    if len({each.pk for each in attributions}) < 2:
        raise ValidationError("It takes two statements to share their evidence.")
    claims = {each.claim_id for each in attributions}
    if len(claims) > 1:
        raise ValidationError("Statements about one claim share their evidence.")
    with perform(Action.LINK_EVIDENCE, by=by, at=at, why=why, claims=claims):
        chosen = Attribution.objects.filter(pk__in=[each.pk for each in attributions])
        keys = sorted({each.evidence_key for each in chosen if each.evidence_key})
        key = keys[0] if keys else f"shared with {min(each.ref for each in attributions)}"[:500]
        # All that shared any of these keys shares the one: linking never parts what was linked.
        linked = Q(pk__in=[each.pk for each in attributions]) | Q(evidence_key__in=keys)
        for each in Attribution.objects.filter(linked, claim__in=claims):
            each.evidence_key = key
            merging_save(each, by=by, at=at)
    return key


def record_sighting(
    *, statement: Attribution | DetailValue, sighted: SightingInput, by: Actor, at: datetime
) -> Sighting:
    """Keep a further report of a statement that is on record."""
    answer = isinstance(statement, DetailValue)
    claim = statement.detail.claim_id if isinstance(statement, DetailValue) else statement.claim_id
    what = Action.RECORD_ANSWER if answer else Action.RECORD_ATTRIBUTION
    with perform(what, by=by, at=at, claims=[claim]) as context:
        check_sightings(statement, [sighted])
        _keep_sighting(statement, sighted, by=by, at=context.at)
    return sighted.sighting


def check_statement(statement: Any, *, at: datetime) -> None:
    """Raise ValidationError for what cannot be so at that moment, or would undo what was noted."""
    _ask_for_basis(statement, at)
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


def _ask_for_basis(statement: Any, at: datetime) -> None:
    """Raise ValidationError where nobody has said how somebody knows who is entitled to state the
    claim: with the basis stands or falls whether their word is official (policy §4.7)."""
    if statement.basis:
        return
    claim = statement.claim if hasattr(statement, "claim_id") else statement.detail.claim
    entitled = claim.interests.filter(interest=Interest.AUTHORITY.value)
    refs = set(entitled.values_list("source__ref", flat=True))
    if refs:
        moment = statement.said_at or at
        above = sources_by_ref([statement.speaker.ref])
        if refs & ancestors(statement.speaker.ref, moment, above).keys():
            raise ValidationError(
                {
                    "basis": f"{statement.speaker} is entitled to state this. How does it know: "
                    "did it see it, do it, read records, judge, or was it told? If it does not "
                    "say, say so (unstated)."
                }
            )
    statement.basis = Basis.UNSTATED.value


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


def _check_frozen_sighting(statement: Any, sighted: SightingInput) -> None:
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


def check_sightings(statement: Any, sightings: Sequence[SightingInput]) -> None:
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


def keep_statement(
    statement: Any, sightings: Sequence[SightingInput], *, by: Actor, at: datetime
) -> None:
    """Check and write a statement with all of its sightings; inside an action."""
    check_statement(statement, at=at)
    check_sightings(statement, sightings)
    noting = set()
    if statement.withdrawn_note and statement.withdrawn_at is None:
        statement.withdrawn_at = at
        noting.add("withdrawn_at")
    if statement._state.adding:
        statement.restores_id = None
    merging_save(statement, by=by, at=at, noting=noting)
    for each in sightings:
        _keep_sighting(statement, each, by=by, at=at)


def _keep_sighting(statement: Any, each: SightingInput, *, by: Actor, at: datetime) -> None:
    setattr(
        each.sighting,
        "attribution" if isinstance(statement, Attribution) else "detail_value",
        statement,
    )
    _find_place(each.sighting)
    merging_save(each.sighting, by=by, at=at)
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
