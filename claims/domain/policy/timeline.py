"""When the answer about a claim can change: between two of these moments it is the same."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from claims.domain.records import Claim, Dossier, Spoken, statements_of
from sources.domain.records import Document
from sources.foundation.domain.moments import ALWAYS


def moments(dossier: Dossier, claim: Claim) -> list[datetime]:
    """Every moment at which the answer about the claim may change, in order.

    Between two of them it is the same, so that the answers at these moments are its whole timeline.
    The first is the moment at which the claim came on record.
    """
    begun = claim.recorded_at or ALWAYS
    found = {begun}
    found.update(at for at in _turning_times(dossier, claim) if at is not None and at > begun)
    return sorted(found)


def _turning_times(dossier: Dossier, claim: Claim) -> Iterator[datetime | None]:
    yield claim.amended_at
    yield from (verdict.at for verdict in dossier.verdicts_on.get(claim.id, ()))
    statements = statements_of(dossier, claim)
    for statement in statements:
        yield from (statement.recorded_at, statement.withdrawn_at, statement.discounted_at)
        for sighting in statement.sightings:
            yield from (sighting.recorded_at, sighting.retracted_at)
    for document in documents_of(dossier, statements):
        yield from (document.recorded_at, document.embargoed_until, document.retracted_at)


def documents_of(dossier: Dossier, statements: Sequence[Spoken]) -> list[Document]:
    """The documents in which these statements were seen, and those behind them."""
    refs = {
        ref
        for statement in statements
        for sighting in statement.sightings
        for ref in (sighting.document, *sighting.via_documents)
    }
    return [dossier.documents[ref] for ref in refs]
