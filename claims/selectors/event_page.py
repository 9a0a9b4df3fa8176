"""The board of an event: what we know, what is claimed, what is disputed, what we don't know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from claims.domain.evidence.view import Counted
from claims.domain.vocabulary import DetailState, Status
from claims.domain.wording import shown_value
from claims.models import Claim, Detail, Event, Standing, StatusRecord
from claims.selectors.counting import counts
from claims.selectors.wordings import texts_at
from sources.foundation.domain.moments import EARLIEST
from sources.foundation.domain.roles import Audience

MOST = 200  # claims on one board
MOMENTS = 60


@dataclass(frozen=True, slots=True)
class EventLine:
    """A claim on the board."""

    claim: Claim
    text: str
    record: StatusRecord
    counted: Counted
    known: Sequence[tuple[str, str, int]]  # what was asked, the answer, and by how many origins
    details: Sequence[Detail]

    @property
    def status(self) -> Status:
        return Status(self.record.status)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A question without an answer, and what kind of not knowing it is."""

    question: str
    state: DetailState
    line: EventLine


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    about: str
    lines: Sequence[EventLine]


@dataclass(frozen=True, slots=True)
class EventPage:
    event: Event
    at: datetime
    sections: Sequence[Section]
    unknown: Sequence[Unknown]
    moments: Sequence[datetime]  # at which something on the board changed, the latest first
    count: int
    more: bool


_SECTIONS = (
    (
        "known",
        "What we know",
        "enough independent origins stand behind it",
        (Status.CONFIRMED, Status.OFFICIALLY_CONFIRMED, Status.CORROBORATED),
    ),
    (
        "claimed",
        "What is claimed",
        "somebody says so, and it does not suffice yet",
        (Status.PARTLY_CORROBORATED, Status.SINGLE_SOURCE, Status.CLAIMED),
    ),
    (
        "disputed",
        "What is disputed",
        "somebody says so and somebody denies it",
        (Status.DISPUTED, Status.DENIED),
    ),
    (
        "questioned",
        "What we are looking at again",
        "one of us objects; this says nothing about who says so",
        (Status.QUESTIONED,),
    ),
    (
        "fallen",
        "What no longer holds",
        "it was said, and it was taken back or is false",
        (Status.RETRACTED, Status.REFUTED),
    ),
    ("views", "Views and expectations", "evidence cannot settle it", (Status.NOT_CHECKABLE,)),
    (
        "nobody",
        "What nobody vouches for",
        "it is said, and nobody who counts says so",
        (Status.UNSUBSTANTIATED,),
    ),
)


def event_page(event: Event, *, audience: Audience, at: datetime, now: datetime) -> EventPage:
    """The board as it stood at `at`, looked at `now`."""
    rows = Standing.objects.seen_by(audience).at(at).filter(claim__event=event)
    found = list(rows.select_related("claim", "record").order_by("claim")[: MOST + 1])
    more, found = len(found) > MOST, found[:MOST]
    lines = _lines(found, audience, at, now)
    sections = [
        Section(key, title, about, [line for line in lines if line.status in statuses])
        for key, title, about, statuses in _SECTIONS
    ]
    return EventPage(
        event=event,
        at=at,
        sections=[each for each in sections if each.lines],
        unknown=_unknown(lines),
        moments=_moments(event, audience, now),
        count=len(found),
        more=more,
    )


def _lines(
    rows: Sequence[Standing], audience: Audience, at: datetime, now: datetime
) -> list[EventLine]:
    if not rows:
        return []
    told = counts(rows, audience, at)
    earlier = texts_at([row.ref for row in rows], at, audience) if at < now else {}
    asked: dict[int, list[Detail]] = {}
    for detail in Detail.objects.filter(claim__in=[row.claim_id for row in rows]).order_by("pk"):
        asked.setdefault(detail.claim_id, []).append(detail)
    lines = []
    for row in rows:
        states = row.record.details
        lines.append(
            EventLine(
                claim=row.claim,
                text=earlier.get(row.ref, row.claim.text),
                record=row.record,
                counted=told[row.ref],
                known=[
                    (
                        detail.question,
                        shown_value(states[detail.ref]),
                        states[detail.ref].get("origins", 0),
                    )
                    for detail in asked.get(row.claim_id, ())
                    if states.get(detail.ref, {}).get("state") == DetailState.KNOWN
                ],
                details=asked.get(row.claim_id, ()),
            )
        )
    return lines


_NOT_KNOWN = (
    DetailState.DISPUTED,
    DetailState.REPORTED,
    DetailState.NOT_STATED,
    DetailState.WITHHELD,
    DetailState.UNKNOWN,
    DetailState.NONE_REPORTED,
)


def _unknown(lines: Sequence[EventLine]) -> list[Unknown]:
    found = []
    for line in lines:
        for detail in line.details:
            state = line.record.details.get(detail.ref, {}).get("state")
            if state and DetailState(state) in _NOT_KNOWN:
                found.append(Unknown(detail.question, DetailState(state), line))
    return found


def _moments(event: Event, audience: Audience, now: datetime) -> list[datetime]:
    """When anything on the board began to stand, the latest first."""
    rows = Standing.objects.seen_by(audience).filter(
        claim__event=event, begins__lte=now, begins__gt=EARLIEST
    )
    return list(rows.order_by("-begins").values_list("begins", flat=True).distinct()[:MOMENTS])
