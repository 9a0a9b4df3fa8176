"""From statements to what they can be taken to say at a moment (§4.1 to §4.5).

The same steps serve attributions and answers to details: visible, standing, read, excluded; and
for attributions, superseded by what the same speaker said later. What a house takes back, and what
it disowns, takes knowing whose word it is: see `houses`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf

from claims.domain.disclosure import shown_from
from claims.domain.records import Dossier, Sighting, Spoken
from claims.domain.vocabulary import (
    Attestation,
    GroundRules,
    Naming,
    Reason,
    Stance,
)
from sources.domain.records import Document
from sources.domain.vocabulary import SourceKind
from sources.foundation.domain.moments import ALWAYS
from sources.foundation.domain.roles import Audience

NAMED = frozenset({Naming.NAMED_PERSON, Naming.NAMED_INSTITUTION})


@dataclass(frozen=True, slots=True)
class View:
    """The record as one audience could see it at one moment."""

    dossier: Dossier
    as_of: datetime
    audience: Audience

    def past(self, moment: datetime | None) -> bool:
        """Whether something that happens at `moment`, if ever, has happened."""
        return moment is not None and moment <= self.as_of

    def shows_from(self, document: Document) -> datetime:
        """The first moment at which this audience may see the document."""
        public = self.audience is Audience.PUBLIC
        return shown_from(document) if public else document.recorded_at or ALWAYS

    def shows(self, document: Document) -> bool:
        return self.shows_from(document) <= self.as_of

    def sightings(self, statement: Spoken) -> list[Sighting]:
        """The visible sightings; none of a statement that is not yet on record."""
        if (statement.recorded_at or ALWAYS) > self.as_of:
            return []
        return [
            sighting
            for sighting in statement.sightings
            if (sighting.recorded_at or ALWAYS) <= self.as_of
            and self.shows(self.dossier.documents[sighting.document])
        ]

    def retracted(self, ref: str) -> bool:
        return self.past(self.dossier.documents[ref].retracted_at)


@dataclass(slots=True)
class Reading:
    """One statement as it stands: what it says, how near it is, and whether it counts."""

    statement: Spoken
    stance: Stance
    visible: Sequence[Sighting]
    standing: Sequence[Sighting]
    stances: frozenset[Stance]  # of the standing sightings
    hops: float
    hearsay: bool
    anonymous: bool
    purported: bool
    own_papers: frozenset[str]  # the speaker's own documents in which it was seen
    excluded: Reason | None = None
    superseded: bool = False
    withdrawn: bool = False
    reversed: bool = False  # the speaker went over to the other side
    house_reversed: bool = False  # or its house did

    @property
    def live(self) -> bool:
        return self.excluded is None and not self.superseded

    @property
    def named(self) -> bool:
        return (
            not self.anonymous
            and self.statement.naming in NAMED
            and self.statement.ground_rules is GroundRules.ON_RECORD
        )

    @property
    def unclear(self) -> bool:
        """Whether reports of it contradict each other, so that it can be taken to say nothing."""
        own = self.statement.stance
        return self.stance is Stance.NO_INFORMATION and own is not Stance.NO_INFORMATION

    @property
    def varies(self) -> bool:
        return self.excluded in (None, Reason.DISOWNED) and len(self.stances) > 1


def read_all(statements: Iterable[Spoken], view: View) -> list[Reading]:
    """Every statement that is on record for this view, read; absent ones are left out."""
    readings = (read(statement, view) for statement in statements)
    return [reading for reading in readings if reading is not None]


def read(statement: Spoken, view: View) -> Reading | None:
    """§4.1 to §4.4 for one statement; None if it is absent."""
    visible = view.sightings(statement)
    if not visible:
        return None
    standing, chain_retracted = standing_sightings(visible, view)
    sources = view.dossier.sources
    if standing:
        stance = stance_read(statement.stance, standing)
        hops: float = min(hops_of(sighting, statement, view) for sighting in standing)
        hearsay = all(
            any(sources[ref].kind is SourceKind.ANONYMOUS for ref in sighting.via)
            for sighting in standing
        )
    elif chain_retracted:
        stance, hops, hearsay = statement.stance, inf, True
    else:
        return None
    reading = Reading(
        statement=statement,
        stance=stance,
        visible=visible,
        standing=standing,
        stances=frozenset(sighting.stance or statement.stance for sighting in standing),
        hops=hops,
        hearsay=hearsay,
        anonymous=hearsay
        or statement.naming is Naming.ANONYMOUS
        or sources[statement.speaker].kind is SourceKind.ANONYMOUS,
        purported=all(
            sighting.attestation is Attestation.PURPORTED for sighting in standing or visible
        ),
        own_papers=frozenset(
            [each.document for each in visible if each.attestation is Attestation.PRIMARY]
        ),
    )
    reading.excluded = exclusion(statement, view, chain_retracted=not standing)
    reading.withdrawn = reading.excluded in (Reason.CHAIN_RETRACTED, Reason.WITHDRAWN)
    return reading


def standing_sightings(visible: Sequence[Sighting], view: View) -> tuple[list[Sighting], bool]:
    """§4.2: those that no retraction has felled, and whether a retraction felled any directly."""
    documents = view.dossier.documents
    taken_back = [
        sighting
        for sighting in visible
        if view.retracted(sighting.document) or view.past(sighting.retracted_at)
    ]
    unreliable = {documents[sighting.document].publisher for sighting in taken_back}
    standing, felled = [], False
    for sighting in visible:
        if sighting in taken_back or any(
            view.retracted(ref) and view.shows(documents[ref]) for ref in sighting.via_documents
        ):
            felled = True
        elif not unreliable.intersection(sighting.via):
            standing.append(sighting)
    return standing, felled


def stance_read(own: Stance, standing: Sequence[Sighting]) -> Stance:
    """§4.3: what the best attested sightings show; the most careful reading where they differ."""
    best = max(sighting.attestation.rank for sighting in standing)
    shown = [sighting.stance or own for sighting in standing if sighting.attestation.rank == best]
    denials = [stance for stance in shown if stance.polarity < 0]
    if len({stance.polarity for stance in shown}) == 1:
        return _most_careful(shown)
    if own.polarity < 0 and denials:  # one careless relay must not undo a denial
        return _most_careful(denials)
    return Stance.NO_INFORMATION


def _most_careful(stances: Sequence[Stance]) -> Stance:
    if Stance.NO_INFORMATION in stances:
        return Stance.NO_INFORMATION
    return min(stances, key=lambda stance: stance.certainty)


def hops_of(sighting: Sighting, statement: Spoken, view: View) -> int:
    """How many hands the words went through between the speaker and us."""
    if sighting.attestation is Attestation.PRIMARY:
        return 0
    publisher = view.dossier.documents[sighting.document].publisher
    return len(sighting.via) + (publisher != statement.speaker)


def exclusion(statement: Spoken, view: View, *, chain_retracted: bool) -> Reason | None:
    """§4.4: the first ground on which the statement does not count, if there is one."""
    ground = never_counts(statement, view)
    if ground is not None:
        return ground
    if view.past(statement.discounted_at):
        return Reason.DISCOUNTED
    if chain_retracted:
        return Reason.CHAIN_RETRACTED
    return Reason.WITHDRAWN if view.past(statement.withdrawn_at) else None


def never_counts(statement: Spoken, view: View) -> Reason | None:
    """The grounds that hold at any time: such a statement neither counts nor speaks."""
    if statement.ground_rules is GroundRules.OFF_RECORD:
        return Reason.OFF_RECORD
    if statement.ground_rules is GroundRules.DEEP_BACKGROUND:
        return Reason.DEEP_BACKGROUND
    speaker = view.dossier.sources[statement.speaker]
    if speaker.kind is SourceKind.UNKNOWN:
        return Reason.UNATTRIBUTED
    own_voice = speaker.kind is SourceKind.OUTLET and not statement.basis.stated
    return Reason.PUBLISHER_VOICE if own_voice and not speaker.newsgatherer else None


def mark_superseded(readings: Iterable[Reading]) -> None:
    """§4.5: a speaker's later word replaces an earlier one that is firmer or on the other side."""
    by_voice: dict[tuple[str, str | None, bool], list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.excluded is None and reading.stance.polarity:
            said = reading.statement
            by_voice[said.speaker, said.holder, reading.purported].append(reading)
    for group in by_voice.values():
        if len(group) > 1:
            _mark_in_one_voice(group)


def _mark_in_one_voice(group: list[Reading]) -> None:
    group.sort(key=_order, reverse=True)
    later: set[Stance] = set()
    tied: list[Stance] = []
    previous = None
    for reading in group:
        order = _order(reading)
        if order != previous:  # what ties is neither earlier nor later
            later.update(tied)
            tied, previous = [], order
        own = reading.stance
        reading.reversed = any(stance.polarity != own.polarity for stance in later)
        reading.superseded = reading.reversed or any(
            stance.certainty < own.certainty for stance in later
        )
        reading.withdrawn = reading.withdrawn or reading.reversed
        tied.append(own)


def _order(reading: Reading) -> tuple[bool, datetime, datetime, bool, int]:
    statement, stance = reading.statement, reading.stance
    return (
        not reading.hearsay,
        statement.said_at or ALWAYS,
        statement.recorded_at or ALWAYS,
        stance.polarity < 0,
        -stance.certainty,
    )
