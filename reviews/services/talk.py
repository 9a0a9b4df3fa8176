"""Notes between reviewers, and the right of reply."""

from datetime import datetime

from django.core.exceptions import ValidationError

from claims.models import Claim
from reviews.domain.vocabulary import ReplyState
from reviews.models import Note, RightOfReply
from reviews.selectors.audit import audited
from reviews.services.casework import work_on
from sources.foundation.domain.history import Change
from sources.foundation.domain.roles import Action
from sources.foundation.permissions import Actor
from sources.models import Source


def write_note(*, claim: Claim, text: str, by: Actor, at: datetime) -> Note:
    if not text.strip():
        raise ValidationError({"text": "There is nothing to note."})
    with work_on(Action.WRITE_NOTE, claim, by=by, at=at) as work:
        note = Note(claim=work.claim, author=by.name, text=text, at=work.at)
        note.full_clean()
        note.save()
        work.note(Change(f"note {note.pk}", None, audited(note)))
    return note


def note_reply(
    *,
    claim: Claim,
    party: Source,
    state: ReplyState,
    contacted_at: datetime | None = None,
    deadline: datetime | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> RightOfReply:
    """Note whether a party was asked and what came of it; one row a party, brought up to date."""
    with work_on(Action.SEEK_REPLY, claim, by=by, at=at) as work:
        row = RightOfReply.objects.filter(claim=work.claim, party=party).first()
        before = audited(row) if row else None
        if row is None:
            row = RightOfReply(claim=work.claim, party=party)
        row.state, row.note = state.value, note
        row.contacted_at = contacted_at or row.contacted_at
        row.deadline = deadline or row.deadline
        if state is not ReplyState.NOT_REQUIRED and row.contacted_at is None:
            row.contacted_at = work.at
        if row.contacted_at and row.contacted_at > work.at:
            raise ValidationError({"contacted_at": "Nobody can have been contacted yet."})
        row.full_clean()
        row.save()
        after = audited(row)
        if after != before:
            work.note(Change(f"reply {party.ref}", before, after))
    return row
