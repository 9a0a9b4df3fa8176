"""Why it came out so: the reason codes of an assessment (§6)."""

from collections.abc import Iterator

from claims.domain.policy.gate import OBJECTIONS, Reviews
from claims.domain.policy.parameters import Policy
from claims.domain.policy.settlement import Evidence
from claims.domain.policy.weighing import Stake, evidence_of
from claims.domain.vocabulary import (
    INTERNAL_REASONS,
    Basis,
    Reason,
    Stance,
    Status,
    VerdictKind,
)
from sources.foundation.domain.roles import Audience

_SILENCES = {
    Stance.DECLINES: Reason.DECLINED_TO_COMMENT,
    Stance.NO_INFORMATION: Reason.NO_INFORMATION_STATED,
    Stance.DENIES_POSSIBLE: Reason.DOUBTED,
}


def reasons(
    evidence: Evidence, status: Status, reviews: Reviews, policy: Policy, audience: Audience
) -> list[Reason]:
    """Every reason that applies and that this audience may see, sorted by code."""
    found = {
        *_of_support(evidence, policy),
        *_of_denial(evidence),
        *_of_collapsing(evidence),
        *_of_readings(evidence),
        *_of_reviews(evidence.status, status, reviews),
    }
    if audience is Audience.PUBLIC:
        found -= INTERNAL_REASONS
    return sorted(found)


def _of_support(evidence: Evidence, policy: Policy) -> Iterator[Reason]:
    side = evidence.support
    for official in side.officials:
        against = official.stake is Stake.AGAINST
        yield Reason.ADMISSION_AGAINST_INTEREST if against else Reason.AUTHORITY_ON_RECORD
    if not side.officials and any(
        voice.may_be_official and voice.reading.hops > policy.official_max_hops
        for voice in side.voices
    ):
        yield Reason.OFFICIAL_NEEDS_PRIMARY
    if not side.officials and evidence.entitled:
        yield Reason.OFFICIAL_BASIS_UNSTATED
    if side.origins and not side.unhedged:
        yield Reason.HEDGED_OR_DISTANT_ONLY
    if side.unhedged and side.origins > side.unhedged:
        yield Reason.SOME_ORIGINS_HEDGED
    disinterested = [voice for voice in side.voices if voice.disinterested]
    if disinterested and all(voice.reading.anonymous for voice in disinterested):
        yield Reason.ANONYMOUS_ONLY
    if side.unhedged >= policy.min_independent_origins and side.named < policy.min_named_origins:
        yield Reason.NO_NAMED_ORIGIN
    if side.interested:
        yield Reason.INTERESTED_PARTY_ASSERTS
    if any(voice.reading.statement.basis is Basis.TOLD for voice in side.voices):
        yield Reason.SECOND_HAND
    if any(voice.reading.purported for voice in side.voices):
        yield Reason.PURPORTED


def _of_denial(evidence: Evidence) -> Iterator[Reason]:
    side = evidence.denial
    if evidence.ineffective:
        yield Reason.INEFFECTIVE_DENIAL
    if side.interested:
        yield Reason.INTERESTED_PARTY_DENIES
    if side.origins:
        yield Reason.DISINTERESTED_DENIAL
    for official in side.officials:
        against = official.stake is Stake.AGAINST
        yield Reason.DENIAL_AGAINST_INTEREST if against else Reason.AUTHORITY_DENIES


def _of_collapsing(evidence: Evidence) -> Iterator[Reason]:
    supporters = evidence.support.voices
    groups = {voice.group for voice in supporters}
    bases = [base for _, base in evidence_of(supporters) if base is not None]
    if len(supporters) > len(groups):
        yield Reason.SAME_CONTROL_GROUP_COLLAPSED
    if bases:
        yield Reason.SHARED_EVIDENCE_COLLAPSED
    if any(len(voice.reading.standing) > 1 for voice in supporters):
        yield Reason.RELAYS_COLLAPSED
    if groups & {voice.group for voice in evidence.denial.voices}:
        yield Reason.CONTROL_GROUP_SPLIT


def _of_readings(evidence: Evidence) -> Iterator[Reason]:
    if evidence.support.beside or evidence.denial.beside:
        yield Reason.UNNAMED_BESIDE_NAMED
    for reading in evidence.readings:
        if reading.excluded:
            yield reading.excluded
        if reading.superseded:
            yield Reason.SUPERSEDED
        if reading.reversed:
            yield Reason.SPEAKER_REVERSED
        if reading.house_reversed:
            yield Reason.HOUSE_REVERSED
        if reading.varies:
            yield Reason.RELAY_VARIANCE
        if reading.live and reading.stance in _SILENCES:
            yield _SILENCES[reading.stance]


def _of_reviews(evidence: Status, status: Status, reviews: Reviews) -> Iterator[Reason]:
    objected = reviews.any_of(OBJECTIONS)
    signed = status in (Status.CONFIRMED, Status.REFUTED)
    if objected and status is not Status.REFUTED:
        yield Reason.REVIEWER_DISPUTE
    if signed:
        yield Reason.REVIEWED
    elif (evidence.sufficient and not objected) or (
        evidence is Status.REFUTED and not reviews.any_of({VerdictKind.CORROBORATE})
    ):
        yield Reason.AWAITING_REVIEW
    if reviews.stale:
        yield Reason.REVIEWS_STALE
    if reviews.on_less:
        yield Reason.SIGNED_ON_LESS
