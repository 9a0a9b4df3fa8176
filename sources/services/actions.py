"""An action on sources or documents: may it be done, what did it change, whom does it concern.

Everything that changes a source or a document happens inside `perform`. It asks for permission,
holds the record, and when the change is made tells the history of the thing itself and lets those
who build on it settle what rests on it, all in one transaction.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from sources import ports
from sources.foundation import engine
from sources.foundation.domain.history import AuditState, Change, differences, together
from sources.foundation.domain.roles import Action
from sources.foundation.permissions import Actor, enforce, may
from sources.foundation.services.history import LogEntry, write_log_entries
from sources.selectors.audit import document_states, source_states


@dataclass(slots=True)
class ActionContext:
    """What is being done: rows that are new are put here once they have a primary key."""

    at: datetime  # when it is done: never before what was signed on what rests on these
    sources: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)


@contextmanager
def perform(
    what: Action,
    *,
    by: Actor,
    at: datetime,
    why: str = "",
    sources: Sequence[int | None] = (),
    documents: Sequence[int | None] = (),
) -> Iterator[ActionContext]:
    """Carry out `what` on these rows (None for one that is to be made)."""
    enforce(may(by, what))
    with transaction.atomic():
        engine.lock_record(alone=True)
        known = {pk for pk in sources if pk is not None}, {pk for pk in documents if pk is not None}
        at = ports.dependents.not_before(at, what, sources=known[0], documents=known[1])
        context = ActionContext(at, *known)
        before = _states(context)
        yield context
        changes = differences(before, _states(context))
        if changes:
            write_log_entries([_told(each) for each in changes], action=what, by=by, at=at, why=why)
            ports.dependents.changed(
                sources=context.sources,
                documents=context.documents,
                changes=changes,
                action=what,
                by=by,
                at=at,
                why=why,
            )


def _states(context: ActionContext) -> AuditState:
    sources, documents = source_states(context.sources), document_states(context.documents)
    return together(sources) | together(documents)


def _told(change: Change) -> LogEntry:
    kind, ref = change.what.split(" ", 1)
    return LogEntry(f"{kind}/{ref}", [change])
