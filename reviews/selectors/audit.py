"""What is on record of the review of claims, field by field, as the history tells it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Model

from reviews.models import Assignment, Case, Decision, Note, Proposal, RightOfReply, Verdict
from sources.foundation.batches import chunks
from sources.foundation.columns import history_fields
from sources.foundation.domain.history import AuditState
from sources.foundation.domain.moments import write_moment

# What a key begins with, and whose row it is.
KINDS: dict[str, type[Model]] = {
    "case": Case,
    "assignment": Assignment,
    "verdict": Verdict,
    "proposal": Proposal,
    "decision": Decision,
    "note": Note,
    "reply": RightOfReply,
}


def audited(row: Model) -> dict[str, Any]:
    """What the history tells of a row of the desk: what is given, moments in writing."""
    return {
        name: write_moment(value) if isinstance(value, datetime) else value
        for name, value in history_fields(row).items()
        if value not in (None, "", {})
    }


def review_states(claims: Collection[int]) -> dict[int, AuditState]:
    """By claim (primary key), then by key ("verdict 12", "case")."""
    found: dict[int, AuditState] = {pk: {} for pk in claims}
    for part in chunks(claims):
        for case in Case.objects.filter(pk__in=part):
            found[case.pk]["case"] = audited(case)
        live = Assignment.objects.filter(claim__in=part, ended_at=None)
        for assignment in live.select_related("reviewer"):
            found[assignment.claim_id]["assignment"] = audited(assignment)
        for kind in ("verdict", "proposal", "decision", "note"):
            model: Any = KINDS[kind]
            for row in model.objects.filter(claim__in=part):
                found[row.claim_id][f"{kind} {row.pk}"] = audited(row)
        for reply in RightOfReply.objects.filter(claim__in=part).select_related("party"):
            found[reply.claim_id][f"reply {reply.party.ref}"] = audited(reply)
    return found
