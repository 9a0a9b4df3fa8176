"""What a record must hold beyond what the format and the policy need (model, invariants 1 to 6).

`assess` answers for whatever the policy defines, cycles included; nothing that breaks one of these
rules is loaded or written.
"""

from collections.abc import Iterator, Mapping

from claims.domain.dossier.faults import ABSENT, Fault, Path, fault
from claims.domain.records import Dossier, Spoken
from sources.domain.control import sources_in_cycles
from sources.domain.records import Source


def broken_invariants(dossier: Dossier) -> Iterator[Fault]:
    """What keeps the records of a dossier, each by itself, out of the record."""
    for ref, source in dossier.sources.items():
        yield from faulty_affiliations(source, ("sources", ref))
    for index, attribution in enumerate(dossier.attributions):
        if attribution:
            yield from faulty_statement(attribution, ("attributions", index))
    for index, answer in enumerate(dossier.detail_values):
        if answer:
            yield from faulty_statement(answer, ("detail_values", index))


def cycles(dossier: Dossier, sources: Mapping[str, Source]) -> Iterator[Fault]:
    """The dossier's sources that among `sources` at some time stand above themselves."""
    for ref in sources_in_cycles(sources):
        if ref in dossier.sources:
            yield fault(("sources", ref), ref, "no cycle of control and affiliation at any time")


def faulty_statement(statement: Spoken, path: Path = ()) -> Iterator[Fault]:
    """What is wrong with the provenance of one attribution or detail value."""
    if not statement.sightings:
        yield fault((*path, "sightings"), ABSENT, "at least one sighting")
    for index, sighting in enumerate(statement.sightings):
        for place, ref in enumerate(sighting.via):
            if ref == statement.speaker:
                where = (*path, "sightings", index, "via", place)
                yield fault(where, ref, "a relay other than the speaker")
    said, withdrawn = statement.said_at, statement.withdrawn_at
    if said is not None and withdrawn is not None and withdrawn < said:
        yield fault((*path, "withdrawn_at"), withdrawn, f"no earlier than said_at, {said}")
    if statement.discounted_at is not None and not statement.discount_reason:
        yield fault((*path, "discount_reason"), ABSENT, "the reason for discounting it")


def faulty_affiliations(source: Source, path: Path = ()) -> Iterator[Fault]:
    """What is wrong with a source's affiliations; a row with the same beginning is a correction."""
    seen = set()
    for index, affiliation in enumerate(source.affiliations):
        key = affiliation.to, affiliation.role, affiliation.from_
        if key in seen:
            where = (*path, "affiliations", index)
            yield fault(where, affiliation.to, "one affiliation with this role and beginning")
        seen.add(key)
        begun, ended = affiliation.from_, affiliation.until
        if begun is not None and ended is not None and ended < begun:
            where = (*path, "affiliations", index, "until")
            yield fault(where, ended, f"no earlier than from, {begun}")
