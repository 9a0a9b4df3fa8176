"""An action on claims: may it be done, what did it change, what does it amount to now.

Everything that changes a claim, what is said of it, or its review happens inside `perform`. It asks
for permission, holds the claims, and when the change is made settles their statuses and adds to
each claim's history what differs, all in one transaction.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from claims.models import Claim
from claims.ports import SettledClaim
from claims.selectors.audit import claim_states, is_signed
from claims.services.amending import amend, bearing, changes_whose_word_it_is, rewritten
from claims.services.consequences import SettledEntry, follow_entry
from claims.services.settling import settle
from sources.foundation import engine
from sources.foundation.batches import chunks
from sources.foundation.domain.history import AuditState, Change, differences
from sources.foundation.domain.roles import Action
from sources.foundation.permissions import Actor, enforce, may
from sources.foundation.selectors.history import last_moments
from sources.foundation.services.history import LogEntry, write_log_entries

# So far may the clocks of servers differ.
SKEW = timedelta(minutes=1)


@dataclass(slots=True)
class ActionContext:
    """What is being done. Claims that are new, and changes beside the evidence, are put here."""

    claims: set[int]
    at: datetime  # when it is done: never before what the claims' histories tell last
    before: dict[int, AuditState]
    changes: dict[int, list[Change]] = field(default_factory=dict)  # by claim, as reviews make them
    about: Sequence[Change] = ()  # what changed beneath the claims that rest on it
    resting: Set[int] = frozenset()
    also: dict[str, Any] = field(default_factory=dict)  # what else each entry tells
    bearing: bool = False  # whether those changes bear on what a reviewer signs
    statuses: int = 0  # how many records were written

    def note(self, claim: int, change: Change) -> None:
        self.changes.setdefault(claim, []).append(change)

    def remember(self, claims: Collection[int]) -> None:
        """Remember how these claims stand before they are changed, if they are."""
        new = set(claims) - self.before.keys()
        if new:
            hold(new)
            self.before |= claim_states(new)


@contextmanager
def perform(
    what: Action,
    *,
    by: Actor,
    at: datetime,
    why: str = "",
    claims: Collection[int | None] = (),
    evidence: bool = True,
    alone: bool = False,
    whole: bool = False,
    progress: Callable[[int], object] = lambda done: None,
) -> Iterator[ActionContext]:
    """Carry out `what` on these claims (None for one that is to be made).

    `evidence` is false for what leaves the record of the claim as it is. `alone` keeps every other
    writer out. `whole` has the timelines worked out from their beginning, for records that arrive
    with a past of their own.
    """
    enforce(may(by, what))
    with transaction.atomic():
        engine.lock_record(alone=alone)
        known = {pk for pk in claims if pk is not None}
        hold(known)
        at = not_before(known, at, what)
        context = ActionContext(known, at, claim_states(known) if evidence else {})
        yield context
        at = context.at
        if not evidence and not context.bearing:
            _tell_alone(context, what, by=by, why=why)
            return
        after = claim_states(context.claims) if evidence else {}
        if whole:
            again = rewritten(context.before, after, context.resting, context.about)
            if any(changes_whose_word_it_is(each, at) for each in context.about):
                again += context.resting
            amended = amend(set(again), at=at)
            after |= amended
            context.claims |= amended.keys()
        news = settle(context.claims, at=at, since=None if whole else at, progress=progress)
        context.statuses = sum(len(each.records) for each in news)
        told = []
        for each in news:
            changed = differences(context.before.get(each.claim, {}), after.get(each.claim, {}))
            beside = context.changes.get(each.claim, [])
            about = context.about if each.claim in context.resting else ()
            if changed or beside or about or each.records:
                also = {**_outcome(each), **context.also, **_about(about)}
                bearing = (
                    any(map(is_signed, changed)) or bool(about) or (context.bearing and beside)
                )
                told.append(LogEntry(f"claim/{each.ref}", [*changed, *beside], also, bool(bearing)))
        write_log_entries(told, action=what, by=by, at=at, why=why)
        follow_entry(SettledEntry(news, what, by, at))


def not_before(claims: Collection[int], at: datetime, what: Action) -> datetime:
    """`at`, or just after what the histories of these claims tell of signatures, if that is later.

    Whoever had to wait for the lock comes later than whoever had it: otherwise a denial could enter
    with an earlier time than a verdict that was given without it, and the verdict would count as
    given in its knowledge. Even the same moment is too early, as the policy takes what was signed
    at one moment with a denial for signed in its knowledge. ValidationError if a clock is so far
    off that waiting for it would hide what is recorded.
    """
    refs = Claim.objects.values_list("ref", flat=True)
    chains = [f"claim/{ref}" for part in chunks(claims) for ref in refs.filter(pk__in=part)]
    wanted = at
    for part in chunks(chains):
        for last, last_verdict in last_moments(part, Action.GIVE_VERDICT.value):
            if what is Action.GIVE_VERDICT:
                at = max(at, last)
            if last_verdict is not None and last_verdict >= at:
                at = last_verdict + timedelta(microseconds=1)
    if at - wanted > SKEW:
        raise ValidationError(
            f"The record tells of {at:%-d %b %Y, %H:%M:%S} UTC, which is still to come: a clock is "
            "or was wrong. Set it right, or wait until then."
        )
    return at


def _tell_alone(context: ActionContext, what: Action, *, by: Actor, why: str) -> None:
    """The history of an action that left the evidence as it was."""
    refs = dict(Claim.objects.filter(pk__in=context.changes).values_list("pk", "ref"))
    told = [
        LogEntry(f"claim/{refs[pk]}", changes, context.also)
        for pk, changes in context.changes.items()
    ]
    write_log_entries(told, action=what, by=by, at=context.at, why=why)


def bear_on(
    claims: Collection[int],
    changes: Sequence[Change],
    *,
    action: Action,
    by: Actor,
    at: datetime,
    why: str,
) -> None:
    """Something that these claims rest on changed: settle them, and tell it in their histories.

    The policy reads whose word it is as it now stands, and would take what was signed before for
    signed in the knowledge of it: so such a change amends what has been judged.
    """
    about = bearing(changes)
    amended: dict[int, AuditState] = {}
    before: dict[int, AuditState] = {}
    if any(changes_whose_word_it_is(each, at) for each in about):
        before = claim_states(claims)
        amended = amend(claims, at=at)
    news = settle(claims, at=at, since=at)
    told = [
        LogEntry(
            f"claim/{each.ref}",
            differences(before[each.claim], amended[each.claim]) if each.claim in amended else (),
            {**_outcome(each), **_about(about)},
            bool(about),
        )
        for each in news
        if about or each.records
    ]
    write_log_entries(told, action=action, by=by, at=at, why=why)
    follow_entry(SettledEntry(news, action, by, at))


def _outcome(news: SettledClaim) -> dict[str, Any]:
    """What settling came to: the statuses that stand, and the digests of the records written."""
    records = {"records": list(news.records)} if news.records else {}
    return {"status": news.statuses, **records}


def _about(changes: Sequence[Change]) -> Mapping[str, Any]:
    """What changed beneath a claim; of many at once only which, as their own histories say how."""
    if not changes:
        return {}
    many = len(changes) > 20
    return {"about": [{"what": each.what} if many else each.as_json() for each in changes]}


def hold(claims: Collection[int]) -> None:
    """Keep other writers off these claims until the transaction ends."""
    if claims:
        rows = Claim.objects.select_for_update(no_key=True).filter(pk__in=sorted(claims))
        list(rows.order_by("pk").values_list("pk"))


def claims_before(model: Any, row: Any, path: str) -> set[int]:
    """The claim that the row belonged to before this change."""
    return set(model.objects.filter(pk=row.pk).values_list(path, flat=True))
