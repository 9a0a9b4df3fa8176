"""What takes two, and what an editor decides."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from claims.domain.vocabulary import VerdictKind
from claims.models import Attribution, Claim
from reviews.domain.vocabulary import DecisionKind, State
from reviews.models import Case, Decision, Proposal
from reviews.services import casework, decisions
from reviews.services.refusals import Conflict
from sources.foundation.domain.roles import Role
from sources.foundation.permissions import Actor, Refused
from sources.foundation.selectors.history import fingerprint
from tests.factories import NOON, ClaimFactory, SourceFactory, decided, said, verdict_on
from tests.integration.reviews.test_verdicts import corroborated, status
from tests.people import actor

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
LATER = NOON + HOUR


@pytest.fixture
def one() -> Actor:
    return actor("one", Role.REVIEWER)


@pytest.fixture
def other() -> Actor:
    return actor("other", Role.REVIEWER)


@pytest.fixture
def editor() -> Actor:
    return actor("editor", Role.EDITOR)


def proposed(
    claim: Claim, by: Actor, kind: str = "discount", subject: dict[str, str] | None = None
) -> Proposal:
    if subject is None:
        subject = {"kind": "attribution", "ref": claim.attributions.first().ref}
    return decisions.propose(
        claim=claim, kind=DecisionKind(kind), subject=subject, reason="It is a rumour.", by=by,
        at=LATER,
    )  # fmt: skip


def seconded(proposal: Proposal, by: Actor, at: Any = LATER) -> Decision:
    seen = fingerprint(f"claim/{proposal.claim.ref}")
    return decisions.second(proposal=proposal, reason="", fingerprint=seen, by=by, at=at)


def test_one_proposes_and_nothing_happens_until_another_seconds(one: Actor, other: Actor) -> None:
    claim = corroborated()
    proposal = proposed(claim, one)
    assert status(claim) == "corroborated"

    seconded(proposal, other)
    assert status(claim) == "single_source"
    assert claim.attributions.first().discount_reason == "It is a rumour."


def test_nobody_seconds_their_own(one: Actor) -> None:
    claim = corroborated()
    proposal = proposed(claim, one)

    with pytest.raises(Refused, match="You proposed this"):
        seconded(proposal, one)
    assert status(claim) == "corroborated"


def test_the_recorder_is_neither_of_the_two(one: Actor) -> None:
    recorder = actor("recorder", Role.REVIEWER, Role.EDITOR)
    claim = corroborated(visibility="internal", by=recorder)

    with pytest.raises(Refused, match="You recorded this claim"):
        proposed(claim, recorder)
    with pytest.raises(Refused, match="You recorded this claim"):
        seconded(proposed(claim, one), recorder)


@pytest.mark.parametrize("role", [Role.REPORTER, Role.ADMINISTRATOR, Role.API_CLIENT])
def test_only_reviewers_and_editors_are_of_the_two(one: Actor, role: Role) -> None:
    claim = corroborated()
    guest = actor("guest", role)
    with pytest.raises(Refused):
        proposed(claim, guest)
    with pytest.raises(Refused):
        seconded(proposed(claim, one), guest)


def test_a_proposal_is_answered_once(one: Actor, other: Actor, editor: Actor) -> None:
    proposal = proposed(corroborated(), one)
    seconded(proposal, other)

    with pytest.raises(Conflict, match="other has answered"):
        seconded(proposal, editor)
    with pytest.raises(Conflict, match="other has answered"):
        decisions.decline(proposal=proposal, reason="No.", by=editor, at=LATER)
    assert Decision.objects.count() == 1


def test_the_database_wants_two_as_well(one: Actor) -> None:
    claim = corroborated()
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            claim=claim, kind="discount", decided_by="x", seconded_by="x", reason="r", at=LATER,
            proposal=proposed(claim, one),
        )  # fmt: skip


def test_what_was_declined_may_be_proposed_again(one: Actor, other: Actor) -> None:
    claim = corroborated()
    decisions.decline(proposal=proposed(claim, one), reason="No.", by=other, at=LATER)

    assert status(claim) == "corroborated"
    seconded(proposed(claim, one), other)
    assert status(claim) == "single_source"


def test_the_proposer_may_take_it_back(one: Actor) -> None:
    claim = corroborated()
    decisions.decline(proposal=proposed(claim, one), reason="I erred.", by=one, at=LATER)

    assert not Proposal.objects.filter(decision=None).exists()


def test_restoring_enters_anew_and_revives_no_signature(one: Actor, other: Actor) -> None:
    claim = corroborated()
    for reviewer in (one, other):
        verdict_on(claim, VerdictKind.CORROBORATE, reviewer, at=LATER)
    lost = claim.attributions.first()
    seconded(proposed(claim, one), other, LATER + HOUR)
    assert status(claim) == "single_source"
    back = decisions.propose(
        claim=claim, kind=DecisionKind.RESTORE, subject={"kind": "attribution", "ref": lost.ref},
        reason="It was right.", by=one, at=LATER + HOUR,
    )  # fmt: skip
    seconded(back, other, LATER + 2 * HOUR)

    assert status(claim) == "corroborated"  # and not confirmed
    restored = Attribution.objects.get(restores=lost)
    assert restored.sightings.count() == lost.sightings.count()
    with pytest.raises(Conflict, match="restored already"):
        decisions.propose(
            claim=claim, kind=DecisionKind.RESTORE, subject={"kind": "attribution", "ref": lost.ref},
            reason="Again.", by=one, at=LATER + 2 * HOUR,
        )  # fmt: skip


def test_an_objection_is_closed_by_two_others(one: Actor, other: Actor, editor: Actor) -> None:
    claim = corroborated()
    verdict_on(claim, VerdictKind.DISPUTE, one, at=LATER)
    assert status(claim) == "questioned"

    seconded(proposed(claim, other, "close_dispute", {"reviewer": "one"}), editor)
    assert status(claim) == "corroborated"
    verdict_on(claim, VerdictKind.DISPUTE, one, at=LATER + HOUR)
    assert status(claim) == "questioned"


@pytest.mark.parametrize(
    ("interest", "becomes"), [("favours", "partly"), ("damages", "officially_confirmed")]
)
def test_an_interest_is_declared_by_two(interest: str, becomes: str) -> None:
    claim, party = ClaimFactory(), SourceFactory()
    said(claim, party)
    subject = {"source": party.ref, "interest": interest}
    decided(claim, DecisionKind.DECLARE_INTEREST, subject, at=LATER)

    assert status(claim) == ("claimed" if interest == "favours" else becomes)


def test_an_authority_is_declared_by_two() -> None:
    claim, court = ClaimFactory(), SourceFactory()
    said(claim, court, basis="own_act")
    decided(claim, DecisionKind.DECLARE_AUTHORITY, {"source": court.ref}, at=LATER)

    assert status(claim) == "officially_confirmed"


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("discount", {"kind": "attribution", "ref": "nowhere"}),
        ("discount", {"kind": "claim", "ref": "nowhere"}),
        ("discount", {"ref": "nowhere"}),
        ("declare_interest", {"source": "nobody", "interest": "favours"}),
        ("declare_authority", {"source": "nobody"}),
        ("hold", {}),
    ],
)
def test_what_cannot_be_decided_is_refused_with_why(
    one: Actor, kind: str, subject: dict[str, str]
) -> None:
    with pytest.raises(ValidationError):
        proposed(corroborated(), one, kind, subject)


@pytest.mark.parametrize("kind", ["restore", "close_dispute", "publish_against_hold"])
def test_what_is_not_so_cannot_be_undone(one: Actor, kind: str) -> None:
    claim = corroborated()
    subject = {"kind": "attribution", "ref": claim.attributions.first().ref, "reviewer": "x"}
    with pytest.raises(Conflict):
        proposed(claim, one, kind, subject)


def test_a_hold_takes_the_claim_from_the_public_and_two_publish_against_it(
    one: Actor, other: Actor, editor: Actor
) -> None:
    claim = corroborated()
    casework.hold(claim=claim, reason="Wait for the lawyer.", by=editor, at=LATER)
    assert Claim.objects.visible_to(None).count() == 0
    with pytest.raises(Conflict, match="proposed and seconded"):
        casework.publish(claim=claim, reason="Now.", by=editor, at=LATER)

    seconded(proposed(claim, one, "publish_against_hold", {}), other)
    assert Claim.objects.visible_to(None).count() == 1
    assert Case.objects.get(pk=claim.pk).state == State.PUBLISHED


def test_an_editor_decides_publishes_and_the_claim_comes_back(editor: Actor) -> None:
    claim = ClaimFactory(visibility="internal")
    said(claim)
    casework.submit(claim=claim, by=actor("reporter", Role.REPORTER), at=LATER)
    casework.decide(claim=claim, reason="One source, and we say so.", by=editor, at=LATER)
    casework.publish(claim=claim, reason="It is news.", by=editor, at=LATER)
    assert Claim.objects.visible_to(None).count() == 1

    said(claim, at=LATER + HOUR)
    assert Case.objects.get(pk=claim.pk).state == State.REOPENED


def test_a_claim_by_hand_is_never_public_of_itself() -> None:
    claim = ClaimFactory(visibility="internal")
    claim.visibility = "public"
    from claims.services.claims import record_claim

    with pytest.raises(ValidationError, match="by an editor"):
        record_claim(claim=claim, by=actor("reporter", Role.REPORTER), at=LATER)
