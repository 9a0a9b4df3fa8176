"""What a record must hold beyond what the format and the policy need (model, invariants 1 to 6).

`assess` answers for whatever the policy defines, cycles included; nothing that breaks one of these
rules is loaded or written.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from claims.domain.dossier.faults import ABSENT, Fault, Path, fault
from claims.domain.policy.independence import belongs_to
from claims.domain.records import Dossier, Spoken
from sources.domain.moments import ALWAYS
from sources.domain.records import Source


def broken_invariants(dossier: Dossier) -> Iterator[Fault]:
    yield from _affiliations(dossier.sources)
    for ref in sources_in_cycles(dossier.sources):
        yield fault(("sources", ref), ref, "no cycle of control and affiliation at any time")
    for index, attribution in enumerate(dossier.attributions):
        yield from faulty_statement(attribution, ("attributions", index))
    for index, answer in enumerate(dossier.detail_values):
        yield from faulty_statement(answer, ("detail_values", index))


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


def _affiliations(sources: Mapping[str, Source]) -> Iterator[Fault]:
    for ref, source in sources.items():
        for index, affiliation in enumerate(source.affiliations):
            begun, ended = affiliation.from_, affiliation.until
            if begun is not None and ended is not None and ended < begun:
                where = ("sources", ref, "affiliations", index, "until")
                yield fault(where, ended, f"no earlier than from, {begun}")


def sources_in_cycles(sources: Mapping[str, Source]) -> list[str]:
    """The sources that at some moment stand above themselves, sorted."""
    found: set[str] = set()
    for at in _turning_points(sources.values()):
        above = {ref: belongs_to(source, at) for ref, source in sources.items()}
        found.update(_on_a_cycle(above))
    return sorted(found)


def _turning_points(sources: Iterable[Source]) -> set[datetime]:
    """What holds at any time holds at one of these: whatever begins, begins at one of them."""
    begins = {
        affiliation.from_ or ALWAYS for source in sources for affiliation in source.affiliations
    }
    return begins | {ALWAYS}


def _on_a_cycle(above: Mapping[str, list[str]]) -> set[str]:
    """What is left when everything with nothing (left) above or below it is taken away."""
    below: dict[str, list[str]] = {ref: [] for ref in above}
    for ref, uppers in above.items():
        for upper in uppers:
            below.setdefault(upper, []).append(ref)
    return _core(_core(set(above), above, below), below, above)


def _core(
    refs: set[str], ahead: Mapping[str, list[str]], behind: Mapping[str, list[str]]
) -> set[str]:
    """`refs` less those from which, going ahead within `refs`, one cannot go on for ever."""
    ways_on = {ref: sum(each in refs for each in ahead.get(ref, ())) for ref in refs}
    ends = [ref for ref, ways in ways_on.items() if not ways]
    left = set(refs)
    while ends:
        ref = ends.pop()
        left.discard(ref)
        for previous in behind.get(ref, ()):
            if previous in left:
                ways_on[previous] -= 1
                if not ways_on[previous]:
                    ends.append(previous)
    return left
