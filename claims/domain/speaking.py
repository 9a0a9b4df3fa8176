"""Who asserts a claim, for outside readers: in the order in which they did, and where it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from claims.domain.disclosure import is_withheld, name_of
from claims.domain.evidence.disclosed import disclosed
from claims.domain.policy.reading import Reading, View
from claims.domain.policy.settlement import evidence_on
from claims.domain.records import Claim, Dossier, Sighting, Spoken
from claims.domain.vocabulary import Attestation
from sources.domain.control import holds
from sources.domain.records import Affiliation, Document, Source
from sources.domain.vocabulary import SourceKind
from sources.foundation.domain.moments import ALWAYS, LATEST
from sources.foundation.domain.roles import Audience

_VERBATIM = frozenset({Attestation.VERBATIM_ORIGINAL, Attestation.VERBATIM_TRANSLATED})


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice as it may be printed; `source` only where it may be named."""

    name: str
    source: Source | None
    said_at: datetime | None


@dataclass(frozen=True, slots=True)
class Speaking:
    """Who asserts a claim and counts for it, or did before all of it was taken back."""

    speakers: Sequence[Speaker]
    documents: Sequence[Document]
    quoted: Sequence[Document]  # where they are quoted
    primary: Sequence[Document]  # their own
    withdrawn_at: datetime | None  # the last time that one of them took it back

    @property
    def first(self) -> Speaker | None:
        return self.speakers[0] if self.speakers else None


def speaking(dossier: Dossier, claim: Claim, at: datetime) -> Speaking:
    """What the public may know of who asserts the claim at that moment."""
    view = View(dossier, at, Audience.PUBLIC)
    evidence = evidence_on(claim, view)
    readings = [voice.reading for voice in evidence.support.voices]
    if not readings:
        readings = [each for each in evidence.readings if each.withdrawn and _supports(each)]
    statements = sorted((each.statement for each in readings), key=_when)
    sightings = [
        seen.sighting
        for each in statements
        for seen in disclosed(each, view).sightings
        if not seen.tells
    ]
    withdrawn = [each.withdrawn_at for each in statements if view.past(each.withdrawn_at)]
    return Speaking(
        speakers=list(_speakers(statements, dossier)),
        documents=_documents(dossier, sightings),
        quoted=_documents(dossier, [each for each in sightings if each.attestation in _VERBATIM]),
        primary=_documents(
            dossier, [each for each in sightings if each.attestation is Attestation.PRIMARY]
        ),
        withdrawn_at=max((each for each in withdrawn if each), default=None),
    )


def role_of(statement: Spoken, source: Source) -> str:
    """Who held the office, or for whom a person spoke when they did: "Prime Minister of Japan"."""
    if source.kind is SourceKind.OFFICE:
        return statement.holder or ""
    affiliation = affiliation_of(statement, source)
    return affiliation.role or "" if affiliation else ""


def affiliation_of(statement: Spoken, source: Source) -> Affiliation | None:
    """In what quality a person spoke: the first that held at the time and has a word for it."""
    at = statement.said_at or statement.recorded_at or ALWAYS
    if source.kind is not SourceKind.PERSON:
        return None
    return next((each for each in source.affiliations if each.role and holds(each, at)), None)


def _supports(reading: Reading) -> bool:
    return reading.stance.polarity > 0


def _when(statement: Spoken) -> tuple[datetime, str]:
    return statement.said_at or LATEST, statement.id


def _speakers(statements: Sequence[Spoken], dossier: Dossier) -> Iterator[Speaker]:
    seen = set()
    for each in statements:
        source = dossier.sources[each.speaker]
        name = name_of(each, source)
        if name not in seen:
            seen.add(name)
            yield Speaker(name, None if is_withheld(each, source) else source, each.said_at)


def _documents(dossier: Dossier, sightings: Sequence[Sighting]) -> list[Document]:
    refs = dict.fromkeys(sighting.document for sighting in sightings)
    found = [dossier.documents[ref] for ref in refs]
    return sorted(found, key=lambda document: document.published or LATEST)
