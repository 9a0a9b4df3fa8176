"""What was signed: nothing that happens afterwards leaves `confirmed` on what nobody has seen."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from claims.domain.dossier.faults import FaultyDossier
from claims.domain.vocabulary import VerdictKind
from claims.models import Attribution, Claim
from claims.services.claims import record_claim
from claims.services.statements import (
    SightingInput,
    link_evidence,
    record_attribution,
    record_sighting,
)
from reviews.domain.vocabulary import DecisionKind
from reviews.services import casework
from sources.foundation.domain.roles import Role
from sources.foundation.permissions import Actor
from sources.services.documents import record_document, retract_document
from sources.services.sources import record_source
from tests.dbcases import loaded
from tests.factories import NOON, ClaimFactory, DocumentFactory, SourceFactory, said, verdict_on
from tests.integration.reviews.test_decisions import proposed, seconded
from tests.integration.reviews.test_verdicts import status
from tests.people import actor

pytestmark = pytest.mark.django_db

SIGNED = NOON + timedelta(hours=1)
AFTER = NOON + timedelta(hours=2)


@pytest.fixture
def claim() -> Claim:
    """Confirmed by two reviewers."""
    found = ClaimFactory(ref="c")
    for number in range(2):
        speaker = SourceFactory(ref=f"s{number}")
        paper = DocumentFactory(ref=f"d{number}", publisher=speaker)
        said(found, speaker, document=paper)
    for number in range(2):
        by = actor(f"r{number}", Role.REVIEWER)
        verdict_on(found, VerdictKind.CORROBORATE, by, at=SIGNED)
    assert status(found) == "confirmed"
    return found


def rewritten(row: Any, by: Actor, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    sightings = [SightingInput(each) for each in row.sightings.all()]
    record_attribution(attribution=row, sightings=sightings, by=by, at=AFTER)


def denied(claim: Claim) -> Attribution:
    return said(claim, stance="denies", at=AFTER)


def reread(model: Any, **by: Any) -> Any:
    return model.objects.get(**by)


def a_denial_edited(claim: Claim, by: Actor) -> None:
    rewritten(denied(claim), by, stance="no_information")


def a_denial_off_the_record(claim: Claim, by: Actor) -> None:
    rewritten(denied(claim), by, ground_rules="off_record")


def a_denial_moved(claim: Claim, by: Actor) -> None:
    rewritten(denied(claim), by, claim=ClaimFactory())


def a_denial_without_its_report(claim: Claim, by: Actor) -> None:
    denial, other = denied(claim), said(ClaimFactory())
    record_sighting(statement=other, sighted=SightingInput(denial.sightings.get()), by=by, at=AFTER)


def a_denial_backdated(claim: Claim, by: Actor) -> None:
    rewritten(denied(claim), by, recorded_at=NOON)


def a_denier_unknown(claim: Claim, by: Actor) -> None:
    source = denied(claim).speaker
    source.kind = "unknown"
    record_source(source=source, by=by, at=AFTER)


def a_denial_embargoed(claim: Claim, by: Actor) -> None:
    document = denied(claim).sightings.get().document
    document.embargoed_until = AFTER + timedelta(days=900)
    record_document(document=document, by=by, at=AFTER)


def a_retraction_unsaid(claim: Claim, by: Actor) -> None:
    from sources.models import Document

    said(claim, at=SIGNED + timedelta(minutes=5))
    retract_document(document=reread(Document, ref="d0"), by=by, at=AFTER)
    document = reread(Document, ref="d0")
    document.retracted_at = None
    record_document(document=document, by=by, at=AFTER)


def a_discount_unsaid(claim: Claim, by: Actor) -> None:
    first = claim.attributions.first()
    seconded(proposed(claim, actor("p", Role.REVIEWER)), actor("e", Role.EDITOR), AFTER)
    rewritten(reread(Attribution, pk=first.pk), by, discounted_at=None)


def a_discount_unloaded(claim: Claim, by: Actor) -> None:
    first = claim.attributions.first()
    seconded(proposed(claim, actor("p", Role.REVIEWER)), actor("e", Role.EDITOR), AFTER)
    again = {"id": first.ref, "claim": "c", "speaker": "s0", "stance": "asserts",
             "discounted_at": None, "discount_reason": None, "sightings": [{"document": "d0"}]}  # fmt: skip
    loaded({"attributions": [again]})


def another_speaker(claim: Claim, by: Actor) -> None:
    rewritten(claim.attributions.first(), by, speaker=SourceFactory())


def other_wording(claim: Claim, by: Actor) -> None:
    row = reread(Claim, pk=claim.pk)
    row.text = "Another thing happened on 10 January 2026."
    record_claim(claim=row, by=by, at=AFTER)
    row = reread(Claim, pk=claim.pk)
    row.amended_at = None
    record_claim(claim=row, by=by, at=AFTER)


def other_wording_loaded_as_old(claim: Claim, by: Actor) -> None:
    old = NOON.isoformat()
    loaded({"claims": [{"id": "c", "text": "Another thing happened in 2026.", "amended_at": old}]})


def an_opinion_for_a_while(claim: Claim, by: Actor) -> None:
    for checkability in ("opinion", "checkable"):
        row = reread(Claim, pk=claim.pk)
        row.checkability = checkability
        record_claim(claim=row, by=by, at=AFTER)


def another_policy(claim: Claim, by: Actor) -> None:
    denied(claim)
    row = reread(Claim, pk=claim.pk)
    row.policy = "lax@1"
    record_claim(claim=row, by=by, at=AFTER)


def a_denial_loaded_as_old(claim: Claim, by: Actor) -> None:
    denial = {"id": "x", "claim": "c", "speaker": "s1", "stance": "denies", "holder": "Another",
              "sightings": [{"document": "d1"}]}  # fmt: skip
    loaded({"attributions": [denial]})
    loaded({"attributions": [{**denial, "withdrawn_at": timezone.now().isoformat()}]})


def a_loss_loaded_as_old(claim: Claim, by: Actor) -> None:
    said(claim, at=SIGNED + timedelta(minutes=5))
    loaded({"documents": {"d0": {"publisher": "s0", "retracted_at": NOON.isoformat()}}})


def a_controller_loaded_and_unloaded(claim: Claim, by: Actor) -> None:
    for parent in ("s1", None):
        loaded({"sources": {"s0": {"kind": "organisation", "name": "Ministry", "parent": parent}}})


def statements_linked_and_parted(claim: Claim, by: Actor) -> None:
    one, other = claim.attributions.all()
    third = said(claim, stance="declines", at=SIGNED + timedelta(minutes=5), evidence_key="aa")
    for pair in ([one, other], [one, third]):
        link_evidence(attributions=pair, by=by, at=AFTER, why="They share a text.")


ACTIONS: list[Callable[[Claim, Actor], None]] = [
    a_denial_edited, a_denial_off_the_record, a_denial_moved, a_denial_without_its_report,
    a_denial_backdated, a_denier_unknown, a_denial_embargoed, a_retraction_unsaid,
    a_discount_unsaid, a_discount_unloaded, other_wording, other_wording_loaded_as_old,
    an_opinion_for_a_while, another_policy, a_denial_loaded_as_old, a_loss_loaded_as_old,
    a_controller_loaded_and_unloaded, statements_linked_and_parted,
]  # fmt: skip


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.__name__)
def test_it_is_refused_or_has_reviewers_look_again(
    claim: Claim, action: Callable[[Claim, Actor], None]
) -> None:
    by = actor("one-person", Role.REPORTER, Role.REVIEWER, Role.EDITOR)
    with suppress(ValidationError, PermissionDenied, FaultyDossier):
        action(claim, by)

    assert status(claim) != "confirmed"
    assert status(claim, "public") != "confirmed"


def test_a_speaker_is_not_exchanged_under_the_signatures(claim: Claim) -> None:
    with pytest.raises(ValidationError, match="Reviewers have judged"):
        another_speaker(claim, actor("one-person", Role.REPORTER))
    assert status(claim) == "confirmed"


def test_a_proposer_who_rewords_the_claim_is_no_longer_one_of_the_two(claim: Claim) -> None:
    proposer = actor("proposer", Role.REVIEWER)
    proposal = proposed(claim, proposer)
    row = reread(Claim, pk=claim.pk)
    row.text = "Another thing happened on 10 January 2026."
    record_claim(claim=row, by=proposer, at=AFTER)

    with pytest.raises(ValidationError, match="has reworded the claim"):
        seconded(proposal, actor("editor", Role.EDITOR), AFTER)


def test_who_rewords_a_claim_does_not_judge_it(claim: Claim) -> None:
    writer = actor("writer", Role.REVIEWER)
    row = reread(Claim, pk=claim.pk)
    row.text = "Another thing happened on 10 January 2026."
    record_claim(claim=row, by=writer, at=AFTER)

    with pytest.raises(PermissionDenied, match="You recorded this claim"):
        verdict_on(claim, VerdictKind.CORROBORATE, writer, at=AFTER)


def test_a_new_hold_is_another_hold(claim: Claim) -> None:
    editor, other = actor("editor", Role.EDITOR), actor("other", Role.EDITOR)
    casework.hold(claim=claim, reason="One.", by=editor, at=AFTER)
    proposal = proposed(claim, other, DecisionKind.PUBLISH_AGAINST_HOLD.value, {})
    casework.release(claim=claim, reason="Over.", by=editor, at=AFTER)
    casework.hold(claim=claim, reason="Two.", by=editor, at=AFTER)

    with pytest.raises(ValidationError, match="another hold"):
        seconded(proposal, actor("third", Role.REVIEWER), AFTER)


def test_whoever_released_it_does_not_publish_it(claim: Claim) -> None:
    editor = actor("editor", Role.EDITOR)
    casework.hold(claim=claim, reason="Wait.", by=editor, at=AFTER)
    casework.release(claim=claim, reason="Over.", by=editor, at=AFTER)
    casework.decide(claim=claim, reason="So it is.", by=editor, at=AFTER)

    with pytest.raises(ValidationError, match="You released it"):
        casework.publish(claim=claim, reason="Out.", by=editor, at=AFTER)
