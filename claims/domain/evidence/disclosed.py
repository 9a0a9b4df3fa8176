"""What an audience may read of a statement, and of each passage that shows it.

The rules stand in `claims.domain.disclosure`; here they are put to one statement. Pages, the desk
and the API show nothing of a statement but what is disclosed here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from claims.domain.disclosure import HIDDEN, UNNAMED, is_withheld, name_of, would_tell
from claims.domain.policy.reading import View
from claims.domain.records import Sighting, Spoken
from sources.domain.vocabulary import SourceKind
from sources.foundation.domain.roles import Audience


@dataclass(frozen=True, slots=True)
class DisclosedSighting:
    """A passage that may be read. References are those of the record."""

    place: int  # which of the statement's sightings it is, from 0
    sighting: Sighting
    tells: bool  # its document would tell who speaks, and may not be named
    via: Sequence[str | None]  # relays, nearest the speaker first; None for one not to be named
    via_documents: Sequence[str]  # documents that it relays


@dataclass(frozen=True, slots=True)
class DisclosedStatement:
    """A statement as far as it may be read."""

    statement: Spoken
    named: bool  # whether it may be told which source speaks
    name: str
    printed: str  # the name as it may be printed, whoever reads it here
    sightings: Sequence[DisclosedSighting]


def may_be_met(statement: Spoken, audience: Audience) -> bool:
    """Whether the audience may ever know of the statement."""
    return audience is Audience.INTERNAL or statement.ground_rules not in HIDDEN


def disclosed(statement: Spoken, view: View) -> DisclosedStatement:
    """What may be read of a statement that the audience may know of."""
    source = view.dossier.sources[statement.speaker]
    inside = view.audience is Audience.INTERNAL
    named = inside or not is_withheld(statement, source)
    visible = view.sightings(statement)
    return DisclosedStatement(
        statement=statement,
        named=named,
        name=source.name if inside else name_of(statement, source),
        printed=name_of(statement, source),
        sightings=[
            _sighting(place, sighting, statement, view)
            for place, sighting in enumerate(statement.sightings)
            if any(sighting is each for each in visible)
        ],
    )


def _sighting(place: int, sighting: Sighting, statement: Spoken, view: View) -> DisclosedSighting:
    def tells(ref: str) -> bool:
        source = view.dossier.sources[statement.speaker]
        hidden = view.audience is not Audience.INTERNAL
        return hidden and would_tell(view.dossier.documents[ref], statement, source)

    return DisclosedSighting(
        place=place,
        sighting=sighting,
        tells=tells(sighting.document),
        via=[ref if may_be_named(ref, view) else None for ref in sighting.via],
        via_documents=[
            ref
            for ref in sighting.via_documents
            if view.shows(view.dossier.documents[ref]) and not tells(ref)
        ],
    )


def may_be_named(ref: str, view: View) -> bool:
    """Whether the audience may know which source passed something on."""
    anonymous = view.dossier.sources[ref].kind is SourceKind.ANONYMOUS
    return view.audience is Audience.INTERNAL or not anonymous


def relay_name(ref: str | None, view: View) -> str:
    return UNNAMED if ref is None else view.dossier.sources[ref].name
