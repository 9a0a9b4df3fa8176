"""The assessment: everything the policy says of a claim (§6), and when that can change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from claims.domain.disclosure import HIDDEN
from claims.domain.policy.details import DetailAssessment, detail_on
from claims.domain.policy.explanation import explain, what_would_change_it
from claims.domain.policy.gate import SIGNATURES, Reviews, gate, reviews_of
from claims.domain.policy.reading import View
from claims.domain.policy.reasons import reasons
from claims.domain.policy.settlement import Evidence, evidence_on
from claims.domain.policy.timeline import documents_of
from claims.domain.records import Claim, Dossier, statements_of
from claims.domain.vocabulary import (
    Reason,
    Status,
    VerdictKind,
)
from sources.foundation.domain.moments import ALWAYS, write_moment
from sources.foundation.domain.roles import Audience


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a claim amounts to for one audience at one moment, and why. Counts are origins."""

    status: Status
    evidence_status: Status
    support_origins: int
    unhedged_origins: int
    named_origins: int
    interested_origins: int
    denying_origins: int
    interested_denials: int
    approvals: int  # reviewers whose signature holds and counts
    reasons: Sequence[Reason]
    explanation: str
    next: str
    as_of: datetime
    audience: Audience
    policy: str  # id@version

    def as_json(self) -> dict[str, Any]:
        return {
            "status": self.status.value,
            "evidence_status": self.evidence_status.value,
            "support_origins": self.support_origins,
            "unhedged_origins": self.unhedged_origins,
            "named_origins": self.named_origins,
            "interested_origins": self.interested_origins,
            "denying_origins": self.denying_origins,
            "interested_denials": self.interested_denials,
            "approvals": self.approvals,
            "reasons": [reason.value for reason in self.reasons],
            "explanation": self.explanation,
            "next": self.next,
            "as_of": write_moment(self.as_of),
            "audience": self.audience.value,
            "policy": self.policy,
        }


def assess(
    dossier: Dossier, claim: Claim, as_of: datetime, audience: Audience
) -> Assessment | None:
    """The status of `claim`, as far as it was on record at `as_of`; None if it was not."""
    view = View(dossier, as_of, audience)
    if not on_record(claim, view):
        return None
    evidence = evidence_on(claim, view)
    reviews = reviews_of(claim, view)
    policy = dossier.policy
    status = gate(evidence, reviews, policy.reviewers_required)
    why = reasons(evidence, status, reviews, policy, audience)
    return Assessment(
        status=status,
        evidence_status=evidence.status,
        support_origins=evidence.support.origins,
        unhedged_origins=evidence.support.unhedged,
        named_origins=evidence.support.named,
        interested_origins=evidence.support.interested,
        denying_origins=evidence.denial.origins,
        interested_denials=evidence.denial.interested,
        approvals=_approvals(evidence, reviews, audience),
        reasons=why,
        explanation=explain(evidence, status, reviews, why, view),
        next=what_would_change_it(evidence, status, reviews, view),
        as_of=as_of,
        audience=audience,
        policy=policy.name,
    )


def _approvals(evidence: Evidence, reviews: Reviews, audience: Audience) -> int:
    """What signatures saw may not show before everybody sees it."""
    if audience is Audience.PUBLIC and not evidence.status.sufficient:
        return 0
    return reviews.counting(VerdictKind.CORROBORATE)


def assess_details(
    dossier: Dossier, claim: Claim, as_of: datetime, audience: Audience
) -> dict[str, DetailAssessment]:
    """The claim's details by id; none if the claim was not on record at `as_of`."""
    view = View(dossier, as_of, audience)
    if not on_record(claim, view):
        return {}
    return {
        detail.id: detail_on(detail, claim, view) for detail in dossier.details_of.get(claim.id, ())
    }


def on_record(claim: Claim, view: View) -> bool:
    return (claim.recorded_at or ALWAYS) <= view.as_of


def hides_nothing(dossier: Dossier, claim: Claim) -> bool:
    """Whether the public may see all there is about the claim: it gets the newsroom's answers.

    Signatures are not told of to everybody as they are to the newsroom (§6).
    """
    if any(verdict.verdict in SIGNATURES for verdict in dossier.verdicts_on.get(claim.id, ())):
        return False
    statements = statements_of(dossier, claim)
    off_record = any(statement.ground_rules in HIDDEN for statement in statements)
    return not off_record and not any(
        document.embargoed_until for document in documents_of(dossier, statements)
    )


def assess_all(dossier: Dossier, as_of: datetime, audience: Audience) -> dict[str, Any]:
    """Every claim and detail on record at that moment, by id, ready for JSON."""
    claims, details = {}, {}
    for claim in dossier.claims:
        assessment = assess(dossier, claim, as_of, audience)
        if assessment is not None:
            claims[claim.id] = assessment.as_json()
            for ref, detail in assess_details(dossier, claim, as_of, audience).items():
                details[ref] = detail.as_json()
    return {"claims": claims, "details": details}
