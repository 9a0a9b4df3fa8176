"""What the law demands to be erased: the words go, the fact that something stood there stays.

Nobody else rewrites history, and this does so in one way only: the text of an entry is emptied, and
a tombstone says why, by whom and what it told of. The chain of digests goes on across it.
"""

import json
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from claims.models import Attribution, Claim, DetailValue
from claims.services.actions import perform
from sources.foundation.domain.roles import Action
from sources.foundation.models import HistoryEntry, Tombstone
from sources.foundation.permissions import Actor

STATEMENTS: dict[str, Any] = {"attribution": Attribution, "answer": DetailValue}
ERASED = "[erased]"
# Not the holder: by whom an office was held decides whose word it is.
WORDS = ("cue", "note", "attribution_as", "withdrawn_note")
PASSAGE = ("quote", "translation")


def erase_words(*, claim: Claim, kind: str, ref: str, reason: str, by: Actor, at: datetime) -> int:
    """Erase the words of a statement, on record and in its claim's history; how many entries.

    What it counts for stays: who said it, which stance, where. To have it not count either,
    discount it. Snapshots of documents are untouched.
    """
    model = STATEMENTS.get(kind)
    of_claim = {"claim": claim} if kind == "attribution" else {"detail__claim": claim}
    statement = model.objects.filter(ref=ref, **of_claim).first() if model else None
    if statement is None:
        raise ValidationError({"ref": f"{claim.ref} has no {kind} {ref}."})
    if not reason.strip():
        raise ValidationError({"reason": "An erasure has a reason."})
    key = f"{kind} {ref}"
    with perform(Action.ERASE, by=by, at=at, why=reason, claims=[claim.pk]) as context:
        context.unspoken.add(key)
        for name in WORDS:
            if getattr(statement, name):
                setattr(statement, name, ERASED)
        if kind == "answer" and statement.quote:
            statement.quote = ERASED
        statement.save()
        for sighting in statement.sightings.all():
            for name in PASSAGE:
                if getattr(sighting, name):
                    setattr(sighting, name, ERASED)
            sighting.selector, sighting.snapshot = None, None
            sighting.source_spans = sighting.cue_spans = sighting.content_spans = []
            sighting.save()
        return _bury(claim, key, reason, by=by, at=context.at)


def _bury(claim: Claim, key: str, reason: str, *, by: Actor, at: datetime) -> int:
    """Empty every entry that tells of this; the trigger lets it through for the tombstone only."""
    chain = HistoryEntry.objects.filter(chain=f"claim/{claim.ref}", tombstone=None)
    told = [entry for entry in chain.exclude(body="") if _tells_of(entry, key)]
    for entry in told:
        about = [change["what"] for change in _changes(entry)]
        Tombstone.objects.create(entry=entry, reason=reason, about=about, at=at, by=by.name)
        QuerySet(HistoryEntry).filter(pk=entry.pk).update(body="")
    return len(told)


def _tells_of(entry: HistoryEntry, key: str) -> bool:
    return any(change["what"] == key for change in _changes(entry))


def _changes(entry: HistoryEntry) -> list[dict[str, Any]]:
    changes: list[dict[str, Any]] = json.loads(entry.body)["changes"]
    return changes
