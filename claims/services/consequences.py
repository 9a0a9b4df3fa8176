"""What settling sets off: all of it, in order, and in the transaction of what was settled.

Whatever else is to follow from a status is a line in one of these two lists. Nothing has to be run
later, and nothing can be forgotten: what the clock alone changes is in the outbox with its moment.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from claims import ports
from claims.domain.records import Dossier
from claims.models import Claim
from claims.ports import SettledClaim
from claims.services.alerting import raise_alerts
from claims.services.indexing import index
from claims.services.timelines import Timeline, fill_outbox, write_intervals
from sources.foundation.domain.roles import Action
from sources.foundation.permissions import Actor


@dataclass(frozen=True, slots=True)
class SettledRecords:
    """Claims whose status records have just been written."""

    claims: Mapping[str, Claim]  # by ref
    dossier: Dossier  # all that is on record of them
    timelines: Collection[Timeline]
    at: datetime


@dataclass(frozen=True, slots=True)
class SettledEntry:
    """Claims of whose settling their histories have just been told."""

    news: Sequence[SettledClaim]
    action: Action
    by: Actor
    at: datetime


# With the records, before the history tells of them.
WITH_THE_RECORDS = (
    # the timelines as intervals, by which lists find claims
    lambda it: write_intervals(it.timelines, it.claims.values(), at=it.at),
    # what followers are to be told once its moment comes: feeds and webhooks read it
    lambda it: fill_outbox(it.timelines, at=it.at),
    # what claims are found by
    lambda it: index(it.dossier, it.claims),
    # the places that cited them, by page, letter and webhook
    lambda it: raise_alerts([row.pk for row in it.claims.values()], at=it.at),
)

# After the entry of the history: what follows has entries of its own.
AFTER_THE_ENTRY = (
    # the desk: queue, return to it, notices and their letters
    lambda it: ports.reviews.settled(it.news, action=it.action, by=it.by, at=it.at),
)


def follow_records(settled: SettledRecords) -> None:
    for step in WITH_THE_RECORDS:
        step(settled)


def follow_entry(told: SettledEntry) -> None:
    for step in AFTER_THE_ENTRY:
        step(told)
