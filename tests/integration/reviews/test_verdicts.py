"""Verdicts: who may give one, on what, and what it does."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from claims.domain.vocabulary import VerdictKind
from claims.models import Claim, StatusRecord
from claims.services.statements import SightingInput, record_attribution
from reviews.domain.vocabulary import DecisionKind, State
from reviews.models import Case, Verdict
from reviews.services import casework
from reviews.services.refusals import Conflict, StaleView
from reviews.services.verdicts import give_verdict
from sources.foundation.domain.roles import Role
from sources.foundation.permissions import Actor, Refused
from sources.foundation.selectors.history import fingerprint
from sources.services.documents import retract_document
from tests.factories import (
    BY,
    NOON,
    ClaimFactory,
    DocumentFactory,
    decided,
    said,
    verdict_on,
)
from tests.people import actor

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
LATER = NOON + HOUR


def corroborated(**fields: Any) -> Claim:
    claim = ClaimFactory(**fields)
    said(claim)
    said(claim)
    return claim


def status(claim: Claim, audience: str = "internal") -> str:
    records = StatusRecord.objects.filter(claim=claim, audience=audience)
    return records.latest_first().first().status


@pytest.fixture
def one() -> Actor:
    return actor("one", Role.REVIEWER)


@pytest.fixture
def other() -> Actor:
    return actor("other", Role.REVIEWER)


def test_two_reviewers_confirm_and_one_does_not(one: Actor, other: Actor) -> None:
    claim = corroborated()

    verdict_on(claim, VerdictKind.CORROBORATE, one, at=LATER)
    assert status(claim) == "corroborated"
    verdict_on(claim, VerdictKind.CORROBORATE, other, at=LATER + HOUR)
    assert status(claim) == status(claim, "public") == "confirmed"
    assert Case.objects.get(pk=claim.pk).state == State.PUBLISHED


def test_one_reviewer_twice_is_one(one: Actor) -> None:
    claim = corroborated()
    verdict_on(claim, VerdictKind.CORROBORATE, one, at=LATER)
    verdict_on(claim, VerdictKind.CORROBORATE, one, at=LATER + HOUR)

    assert status(claim) == "corroborated"


def test_the_recorder_is_not_among_them(other: Actor) -> None:
    recorder = actor("recorder", Role.REVIEWER, Role.EDITOR, Role.REPORTER)
    claim = corroborated(visibility="internal", by=recorder)
    casework.submit(claim=claim, by=recorder, at=LATER)

    with pytest.raises(Refused, match="You recorded this claim"):
        verdict_on(claim, VerdictKind.CORROBORATE, recorder, at=LATER)
    with pytest.raises(Refused, match="You recorded this claim"):
        casework.take(claim=claim, by=recorder, at=LATER)
    editor = actor("editor", Role.EDITOR)
    with pytest.raises(ValidationError, match="recorded this claim"):
        casework.assign(claim=claim, to=recorder.user, by=editor, at=LATER)
    assert not Verdict.objects.exists()


@pytest.mark.parametrize(
    "who",
    [
        lambda: actor("reporter", Role.REPORTER),
        lambda: actor("editor", Role.EDITOR),
        lambda: actor("administrator", Role.ADMINISTRATOR),
        lambda: actor("program", Role.API_CLIENT),
        lambda: actor("nobody"),
        lambda: BY,
    ],
)
def test_only_reviewers_give_verdicts(who: Any) -> None:
    claim = corroborated()
    with pytest.raises(Refused):
        verdict_on(claim, VerdictKind.CORROBORATE, who(), at=LATER)


def test_a_superuser_has_no_power_over_status() -> None:
    claim = corroborated()
    root = actor("root")
    root.user.is_superuser = True
    root.user.save()
    with pytest.raises(Refused):
        verdict_on(claim, VerdictKind.CORROBORATE, root, at=LATER)


def test_a_role_that_was_revoked_counts_at_once(one: Actor) -> None:
    claim = corroborated()
    assert one.roles()
    one.user.groups.clear()
    with pytest.raises(Refused):
        verdict_on(claim, VerdictKind.CORROBORATE, one, at=LATER)


def test_somebody_switched_off_is_refused(one: Actor) -> None:
    claim = corroborated()
    type(one.user).objects.filter(pk=one.user.pk).update(is_active=False)
    with pytest.raises(Refused):
        verdict_on(claim, VerdictKind.CORROBORATE, one, at=LATER)


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_verdict_has_a_reason(one: Actor, reason: str) -> None:
    with pytest.raises(ValidationError, match="reason"):
        verdict_on(corroborated(), VerdictKind.CORROBORATE, one, at=LATER, reason=reason)


def test_what_changed_since_is_told_and_nothing_is_written(one: Actor) -> None:
    claim = corroborated()
    seen = fingerprint(f"claim/{claim.ref}")
    said(claim, stance="denies", at=LATER)

    with pytest.raises(StaleView) as refusal:
        give_verdict(
            claim=claim, verdict=VerdictKind.CORROBORATE, reason="It holds.", fingerprint=seen,
            by=one, at=LATER,
        )  # fmt: skip
    assert [entry.action for entry in refusal.value.since] == ["record_attribution"]
    assert not Verdict.objects.exists()


def test_another_reviewers_verdict_is_news_as_well(one: Actor, other: Actor) -> None:
    claim = corroborated()
    seen = fingerprint(f"claim/{claim.ref}")
    verdict_on(claim, VerdictKind.DISPUTE, other, at=LATER)

    with pytest.raises(StaleView):
        give_verdict(
            claim=claim, verdict=VerdictKind.CORROBORATE, reason="It holds.", fingerprint=seen,
            by=one, at=LATER,
        )  # fmt: skip


def test_what_is_not_evidence_leaves_the_view_fresh(one: Actor, other: Actor) -> None:
    from reviews.services.talk import write_note

    claim = corroborated()
    seen = fingerprint(f"claim/{claim.ref}")
    write_note(claim=claim, text="A thought.", by=other, at=LATER)
    casework.take(claim=claim, by=one, at=LATER)

    assert fingerprint(f"claim/{claim.ref}") == seen


def test_a_retraction_beneath_the_claim_is_news(one: Actor) -> None:
    claim, paper = ClaimFactory(), DocumentFactory()
    said(claim, document=paper)
    seen = fingerprint(f"claim/{claim.ref}")
    retract_document(document=paper, by=BY, at=LATER)

    assert fingerprint(f"claim/{claim.ref}") != seen


def test_new_evidence_brings_a_decided_claim_back(one: Actor, other: Actor) -> None:
    claim = corroborated()
    for reviewer in (one, other):
        verdict_on(claim, VerdictKind.CORROBORATE, reviewer, at=LATER)
    said(claim, stance="denies", at=LATER + HOUR)

    case = Case.objects.get(pk=claim.pk)
    assert case.state == State.REOPENED
    assert status(claim) == "disputed"


def test_a_denial_that_waited_for_the_lock_comes_after_the_verdict(
    one: Actor, other: Actor
) -> None:
    """Its clock was read before the verdict's, yet the reviewers did not see it."""
    claim = corroborated()
    for reviewer in (one, other):
        verdict_on(claim, VerdictKind.CORROBORATE, reviewer, at=LATER)
    late = said(claim, stance="denies", at=LATER - timedelta(seconds=30))

    assert late.recorded_at > LATER
    late.withdrawn_note = "They took it back."
    record_attribution(
        attribution=late, sightings=[SightingInput(each) for each in late.sightings.all()], by=BY,
        at=LATER + 2 * HOUR,
    )  # fmt: skip
    assert status(claim) == "corroborated"  # not confirmed: both signatures went stale


def test_nobody_signs_what_another_has(one: Actor, other: Actor) -> None:
    claim = corroborated()
    casework.take(claim=claim, by=one, at=LATER)

    with pytest.raises(Conflict, match="one has this claim"):
        verdict_on(claim, VerdictKind.CORROBORATE, other, at=LATER)
    with pytest.raises(Conflict, match="one has this claim"):
        casework.take(claim=claim, by=other, at=LATER)


def test_a_lease_runs_out(one: Actor, other: Actor) -> None:
    claim = corroborated()
    casework.take(claim=claim, by=one, at=LATER)
    casework.take(claim=claim, by=other, at=LATER + HOUR)

    with pytest.raises(Conflict, match="other has this claim"):
        verdict_on(claim, VerdictKind.CORROBORATE, one, at=LATER + HOUR)


@pytest.mark.parametrize("state", ["draft", "held"])
def test_no_verdict_on_a_draft_or_against_a_hold(one: Actor, state: str) -> None:
    claim = corroborated(visibility="internal")
    if state == "held":
        casework.submit(claim=claim, by=actor("reporter", Role.REPORTER), at=LATER)
        casework.hold(claim=claim, reason="Wait.", by=actor("editor", Role.EDITOR), at=LATER)

    with pytest.raises(Conflict, match=state):
        verdict_on(claim, VerdictKind.CORROBORATE, one, at=LATER)


def test_the_fingerprint_stays_with_the_verdict(one: Actor) -> None:
    claim = corroborated()
    seen = fingerprint(f"claim/{claim.ref}")

    assert verdict_on(claim, VerdictKind.ABSTAIN, one, at=LATER).fingerprint == seen


def test_what_happens_at_the_same_instant_comes_after_the_verdict(one: Actor, other: Actor) -> None:
    """The policy takes a signature of the same instant as fresh; the record does not let it be."""
    claim = corroborated()
    for reviewer in (one, other):
        verdict_on(claim, VerdictKind.CORROBORATE, reviewer, at=LATER)
    lost = claim.attributions.first()
    subject = {"kind": "attribution", "ref": lost.ref}
    decided(claim, DecisionKind.DISCOUNT, subject, at=LATER)
    decided(claim, DecisionKind.RESTORE, subject, at=LATER)

    assert status(claim) == "corroborated"
