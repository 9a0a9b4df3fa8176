"""What a claim is found by: who appears in it, and its words; each with when the public may know.

Worked out from the record, like an assessment, and kept beside it, so that lists and searches never
have to ask again who may see what.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from claims.domain.disclosure import (
    is_withheld,
    met_from,
    shown_from,
    sightings_from,
    would_tell,
)
from claims.domain.policy.independence import ancestors
from claims.domain.records import Claim, Dossier, statements_of
from claims.domain.vocabulary import Appearing
from claims.domain.words import stems
from sources.domain.vocabulary import SourceKind
from sources.foundation.domain.moments import ALWAYS, EARLIEST

MOST_WORDS = 20_000  # of one column; what stands beyond is not found

Appearances = dict[tuple[Appearing, str], datetime | None]  # source ref; None: never for the public


def appearances(dossier: Dossier, claim: Claim) -> Appearances:
    """Who appears in the claim, in which part, and from when on the public may know of it."""
    found: Appearances = {}
    for part, ref, at in _appearing(dossier, claim):
        earlier = found.get((part, ref))
        at = at and max(at, EARLIEST)
        found[part, ref] = min(filter(None, (earlier, at)), default=None)
    return found


def _appearing(dossier: Dossier, claim: Claim) -> Iterator[tuple[Appearing, str, datetime | None]]:
    for ref in (*claim.favours, *claim.damages, *claim.authorities):
        yield Appearing.CONCERNED, ref, claim.recorded_at or ALWAYS
    for statement in statements_of(dossier, claim):
        speaker = dossier.sources[statement.speaker]
        named = None if is_withheld(statement, speaker) else met_from(statement, dossier)
        said = statement.said_at or statement.recorded_at
        for ref in ancestors(statement.speaker, said, dossier.sources):
            yield Appearing.SPEAKER, ref, named
        for at, sighting in sightings_from(statement, dossier):
            for ref in sighting.via:
                anonymous = dossier.sources[ref].kind is SourceKind.ANONYMOUS
                yield Appearing.RELAY, ref, None if anonymous else at
            for ref in (sighting.document, *sighting.via_documents):
                document = dossier.documents[ref]
                tells = would_tell(document, statement, speaker)
                shown = None if tells else at and max(at, shown_from(document))
                yield Appearing.PUBLISHER, document.publisher, shown


@dataclass(frozen=True, slots=True)
class Wording:
    """The words by which a claim is found from `begins` until `until` (None: until further
    notice), by the public, by the newsroom, or by both. Words are stems with spaces between."""

    public: bool
    internal: bool
    begins: datetime
    until: datetime | None
    said: str  # the claim, its event and what is asked about it
    speakers: str  # who says so, with other names, and who is above them
    quoted: str  # what was quoted, and who passed it on


_COLUMNS = ("said", "speakers", "quoted")


def wordings(dossier: Dossier, claim: Claim) -> list[Wording]:
    """What the claim is found by, with what is under embargo from when it lifts."""
    pieces = list(_pieces(dossier, claim))
    begun = max(claim.recorded_at or ALWAYS, EARLIEST)
    inside = _columns(pieces)
    moments = sorted({max(at, begun) for at, _, _ in pieces if at is not None} | {begun})
    found: list[Wording] = []
    for begins, until in zip(moments, [*moments[1:], None], strict=True):
        shown = _columns(each for each in pieces if each[0] is not None and each[0] <= begins)
        both = shown == inside and len(moments) == 1
        found.append(Wording(True, both, begins, until, *shown))
    if not found[0].internal:
        found.append(Wording(False, True, begun, None, *inside))
    return found


IndexedText = tuple[datetime | None, str, str]  # from when, column, text


def _columns(pieces: Iterable[IndexedText]) -> Sequence[str]:
    texts: Mapping[str, list[str]] = {name: [] for name in _COLUMNS}
    for _, column, text in dict.fromkeys(pieces):
        texts[column].append(text)
    return [" ".join(stems("\n".join(texts[name]), MOST_WORDS)) for name in _COLUMNS]


def _pieces(dossier: Dossier, claim: Claim) -> Iterator[IndexedText]:
    begun = claim.recorded_at or ALWAYS
    yield begun, "said", claim.text
    if claim.event:
        yield begun, "said", dossier.events[claim.event].title
    for detail in dossier.details_of.get(claim.id, ()):
        yield begun, "said", detail.question
    for statement in statements_of(dossier, claim):
        met = met_from(statement, dossier)
        speaker = dossier.sources[statement.speaker]
        named = None if is_withheld(statement, speaker) else met
        said = statement.said_at or statement.recorded_at
        for ref in sorted(ancestors(statement.speaker, said, dossier.sources)):
            source = dossier.sources[ref]
            for name in (source.name, *source.aliases):
                yield named, "speakers", name
        for text in (statement.attribution_as, None if named is None else statement.holder):
            if text:
                yield met, "speakers", text
        for at, sighting in sightings_from(statement, dossier):
            for text in (sighting.quote, sighting.translation):
                if text:
                    yield at, "quoted", text
            document = dossier.documents[sighting.document]
            own = would_tell(document, statement, speaker)
            if document.title:
                yield None if own else at, "quoted", document.title
            for ref in (document.publisher, *sighting.via):
                source = dossier.sources[ref]
                hidden = source.kind is SourceKind.ANONYMOUS
                hidden = hidden or (own and ref == document.publisher)
                yield None if hidden else at, "quoted", source.name
