"""What is on record of the review of claims, field by field, as the history tells it."""

from collections.abc import Collection, Mapping
from typing import Any

from reviews.models import Assignment, Case, Decision, Note, Proposal, RightOfReply, Verdict
from sources.foundation.batches import chunks
from sources.foundation.domain.moments import write_moment

KINDS = ("case", "assignment", "verdict", "proposal", "decision", "note", "reply")

AuditState = dict[str, dict[str, Any]]


def verdict_told(row: Verdict) -> dict[str, Any]:
    return _given(
        {
            "reviewer": row.reviewer,
            "at": write_moment(row.at),
            "verdict": row.verdict,
            "reason": row.reason,
            "fingerprint": row.fingerprint,
        }
    )


def proposal_told(row: Proposal) -> dict[str, Any]:
    return _given(
        {
            "kind": row.kind,
            "subject": row.subject,
            "proposed_by": row.proposed_by,
            "at": write_moment(row.at),
            "reason": row.reason,
        }
    )


def decision_told(row: Decision) -> dict[str, Any]:
    return _given(
        {
            "kind": row.kind,
            "at": write_moment(row.at),
            "proposal": row.proposal_id,
            "decided_by": row.decided_by,
            "seconded_by": row.seconded_by,
            "carried": row.carried,
            "reason": row.reason,
        }
    )


def note_told(row: Note) -> dict[str, Any]:
    return {"author": row.author, "at": write_moment(row.at), "text": row.text}


def reply_told(row: RightOfReply) -> dict[str, Any]:
    moments = {"contacted_at": row.contacted_at, "deadline": row.deadline}
    written = {name: write_moment(moment) for name, moment in moments.items() if moment}
    return _given({"state": row.state, "note": row.note, **written})


def assignment_told(row: Assignment) -> dict[str, Any]:
    return {"reviewer": row.reviewer.get_username(), "until": write_moment(row.until)}


def case_told(row: Case) -> dict[str, Any]:
    return {"state": row.state}


def review_states(claims: Collection[int]) -> dict[int, AuditState]:
    """By claim (primary key), then by key ("verdict 12", "case")."""
    found: dict[int, AuditState] = {pk: {} for pk in claims}
    for part in chunks(claims):
        for case in Case.objects.filter(pk__in=part):
            found[case.pk]["case"] = case_told(case)
        live = Assignment.objects.filter(claim__in=part, ended_at=None)
        for assignment in live.select_related("reviewer"):
            found[assignment.claim_id]["assignment"] = assignment_told(assignment)
        for verdict in Verdict.objects.filter(claim__in=part):
            found[verdict.claim_id][f"verdict {verdict.pk}"] = verdict_told(verdict)
        for proposal in Proposal.objects.filter(claim__in=part):
            found[proposal.claim_id][f"proposal {proposal.pk}"] = proposal_told(proposal)
        for decision in Decision.objects.filter(claim__in=part):
            found[decision.claim_id][f"decision {decision.pk}"] = decision_told(decision)
        for note in Note.objects.filter(claim__in=part):
            found[note.claim_id][f"note {note.pk}"] = note_told(note)
        replies = RightOfReply.objects.filter(claim__in=part).select_related("party")
        for reply in replies:
            found[reply.claim_id][f"reply {reply.party.ref}"] = reply_told(reply)
    return found


def _given(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", {})}
