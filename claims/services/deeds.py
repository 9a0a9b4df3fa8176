"""A deed on claims: may it be done, what did it change, what does it amount to now.

Everything that changes a claim, what is said of it, or its review happens inside `deed`. It asks
for permission, holds the claims, and when the change is made settles their statuses and adds to
each claim's history what differs, all in one transaction.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from claims import ports
from claims.models import Claim
from claims.selectors.portraits import Portrait, portraits
from claims.services.settling import settle
from config import engine
from sources.domain.authority import Deed
from sources.domain.history import Change, differences
from sources.permissions import Hand, enforce, may
from sources.selectors.history import last_moments
from sources.selectors.rows import chunks
from sources.services.history import Told, tell

# What may change in a claim without changing what a reviewer signed.
_NO_EVIDENCE = frozenset({"visibility", "volatile", "review_by"})
# What may change in a source or a document without bearing on the claims that rest on it.
_NO_BEARING = frozenset(
    {
        "wikidata", "country", "aliases", "description", "snapshots", "byline", "type", "language",
        "url", "title", "signal", "supersedes",
    }
)  # fmt: skip


@dataclass(slots=True)
class Doing:
    """What is being done. Claims that are new, and changes beside the evidence, are put here."""

    claims: set[int]
    at: datetime  # when it is done: never before what the claims' histories tell last
    before: dict[int, Portrait]
    changes: dict[int, list[Change]] = field(default_factory=dict)  # by claim, as reviews make them
    about: Sequence[Change] = ()  # what changed beneath the claims that rest on it
    resting: Collection[int] = ()
    also: dict[str, Any] = field(default_factory=dict)  # what else each entry tells
    bearing: bool = False  # whether those changes bear on what a reviewer signs
    statuses: int = 0  # how many records were written

    def note(self, claim: int, change: Change) -> None:
        self.changes.setdefault(claim, []).append(change)

    def portray(self, claims: Collection[int]) -> None:
        """Remember how these claims stand before they are changed, if they are."""
        new = set(claims) - self.before.keys()
        if new:
            hold(new)
            self.before |= portraits(new)


@contextmanager
def deed(
    what: Deed,
    *,
    by: Hand,
    at: datetime,
    why: str = "",
    claims: Collection[int | None] = (),
    evidence: bool = True,
    alone: bool = False,
    whole: bool = False,
    progress: Callable[[int], object] = lambda done: None,
) -> Iterator[Doing]:
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
        at = not_before(known, at)
        doing = Doing(known, at, portraits(known) if evidence else {})
        yield doing
        if not evidence and not doing.bearing:
            _tell_alone(doing, what, by=by, why=why)
            return
        news = settle(doing.claims, at=at, since=None if whole else at, progress=progress)
        doing.statuses = sum(each.written for each in news)
        after = portraits(doing.claims) if evidence else {}
        told = []
        for each in news:
            changed = differences(doing.before.get(each.claim, {}), after.get(each.claim, {}))
            beside = doing.changes.get(each.claim, [])
            about = doing.about if each.claim in doing.resting else ()
            if changed or beside or about:
                also = {"status": each.statuses, **doing.also, **_about(about)}
                bearing = any(map(_bears, changed)) or bool(about) or (doing.bearing and beside)
                told.append(Told(f"claim/{each.ref}", [*changed, *beside], also, bool(bearing)))
        tell(told, deed=what, by=by, at=at, why=why)
        ports.reviews.settled(news, deed=what, by=by, at=at)


def not_before(claims: Collection[int], at: datetime) -> datetime:
    """`at`, or the moment after the last entry in the histories of these claims, if that is later.

    Whoever had to wait for the lock comes later than whoever had it: otherwise a denial could enter
    with an earlier time than a verdict that was given without it, and the verdict would count as
    given in its knowledge. After a verdict even the same moment is too early, as the policy takes
    what was signed at one moment with a denial for signed in its knowledge.
    """
    refs = Claim.objects.values_list("ref", flat=True)
    chains = [f"claim/{ref}" for part in chunks(claims) for ref in refs.filter(pk__in=part)]
    for part in chunks(chains):
        for last, last_verdict in last_moments(part, Deed.GIVE_VERDICT.value):
            at = max(at, last)
            if last_verdict is not None and last_verdict >= at:
                at = last_verdict + timedelta(microseconds=1)
    return at


def _tell_alone(doing: Doing, what: Deed, *, by: Hand, why: str) -> None:
    """The history of a deed that left the evidence as it was."""
    refs = dict(Claim.objects.filter(pk__in=doing.changes).values_list("pk", "ref"))
    told = [Told(f"claim/{refs[pk]}", changes, doing.also) for pk, changes in doing.changes.items()]
    tell(told, deed=what, by=by, at=doing.at, why=why)


def bear_on(
    claims: Collection[int],
    changes: Sequence[Change],
    *,
    deed: Deed,
    by: Hand,
    at: datetime,
    why: str,
) -> None:
    """Something that these claims rest on changed: settle them, and tell it in their histories."""
    news = settle(claims, at=at, since=at)
    about = bearing(changes)
    if about:
        told = [
            Told(f"claim/{each.ref}", (), {"status": each.statuses, **_about(about)}, True)
            for each in news
        ]
        tell(told, deed=deed, by=by, at=at, why=why)
    ports.reviews.settled(news, deed=deed, by=by, at=at)


def bearing(changes: Iterable[Change]) -> list[Change]:
    """Those changes of sources and documents that bear on the claims that rest on them."""
    return [
        each
        for each in changes
        if each.before is not None and not {*each.before, *(each.after or ())} <= _NO_BEARING
    ]


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


def _bears(change: Change) -> bool:
    fields = {*(change.before or ()), *(change.after or ())}
    return not (
        change.what.startswith("claim ")
        and change.before is not None
        and change.after is not None
        and fields <= _NO_EVIDENCE
    )
