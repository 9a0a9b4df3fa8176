"""Writing history: the one function that adds entries to chains."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sources.foundation.batches import chunks
from sources.foundation.domain.history import (
    GENESIS,
    AuditState,
    Change,
    as_text,
    differences,
    digest,
)
from sources.foundation.domain.moments import write_moment
from sources.foundation.domain.roles import Action
from sources.foundation.models import HistoryEntry
from sources.foundation.permissions import Actor
from sources.foundation.selectors.history import heads


@dataclass(frozen=True, slots=True)
class LogEntry:
    """What an action did to one thing: its chain, what changed, and what else is worth telling."""

    chain: str
    changes: Sequence[Change] = ()
    also: Mapping[str, Any] = field(default_factory=dict)  # such as the status it left
    bearing: bool = False  # whether it bears on the evidence


def log_difference(
    chain: str,
    before: AuditState,
    after: AuditState,
    *,
    action: Action,
    by: Actor,
    at: datetime,
    why: str = "",
) -> None:
    """Tell one chain what differs between these states; nothing if nothing does and no reason is
    given. The caller holds what the chain belongs to."""
    changes = differences(before, after)
    if changes or why:
        write_log_entries([LogEntry(chain, changes)], action=action, by=by, at=at, why=why)


def write_log_entries(
    told: Sequence[LogEntry], *, action: Action, by: Actor, at: datetime, why: str = ""
) -> list[HistoryEntry]:
    """Add an entry to each of these chains, in the caller's transaction.

    The caller holds what the chains belong to, so that nobody else adds to them.
    """
    written = []
    for part in chunks(told):
        last = heads([each.chain for each in part])
        for each in part:
            number, previous = last.get(each.chain, (0, GENESIS))
            body = as_text(
                {
                    "chain": each.chain,
                    "number": number + 1,
                    "previous": previous,
                    "at": write_moment(at),
                    "by": by.name,
                    "door": by.channel.value,
                    "deed": action.value,
                    "bearing": each.bearing,
                    "why": why,
                    "changes": [change.as_json() for change in each.changes],
                    **each.also,
                }
            )
            entry = HistoryEntry(
                chain=each.chain,
                number=number + 1,
                at=at,
                by=by.name,
                channel=by.channel.value,
                action=action.value,
                bearing=each.bearing,
                body=body,
                digest=digest(body),
            )
            last[each.chain] = entry.number, entry.digest
            written.append(entry)
    return HistoryEntry.objects.bulk_create(written, batch_size=500)
