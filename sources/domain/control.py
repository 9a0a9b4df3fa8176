"""Who stands above whom at a moment, and that nobody stands above themselves."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from graphlib import CycleError, TopologicalSorter

from sources.domain.records import Affiliation, Source
from sources.foundation.domain.moments import ALWAYS


def holds(affiliation: Affiliation, at: datetime | None) -> bool:
    """Whether it held at the moment `at`; without a moment, every affiliation holds."""
    if at is None:
        return True
    begun = affiliation.from_ is None or affiliation.from_ <= at
    return begun and (affiliation.until is None or at < affiliation.until)


def belongs_to(source: Source, at: datetime | None) -> list[str]:
    """The sources directly above this one at that moment: its controller and its affiliations."""
    above = [affiliation.to for affiliation in source.affiliations if holds(affiliation, at)]
    if source.parent is not None:
        above.append(source.parent)
    return above


def sources_in_cycles(sources: Mapping[str, Source]) -> list[str]:
    """The sources that at some moment stand above themselves, sorted by id."""
    if not _on_cycles(sources, None):  # nobody does even if everything had held at once
        return []
    found: set[str] = set()
    for at in _turning_points(sources.values()):
        found |= _on_cycles(sources, at)
    return sorted(found)


def _turning_points(sources: Iterable[Source]) -> set[datetime]:
    """Whatever holds together at any time holds together when the last of it begins."""
    begins = {
        affiliation.from_ or ALWAYS for source in sources for affiliation in source.affiliations
    }
    return begins | {ALWAYS}


def _on_cycles(sources: Mapping[str, Source], at: datetime | None) -> set[str]:
    above = {ref: belongs_to(source, at) for ref, source in sources.items()}
    found: set[str] = set()
    while True:
        try:
            TopologicalSorter(above).prepare()
        except CycleError as error:
            cycle = set(error.args[1])
            found |= cycle
            above = {ref: uppers for ref, uppers in above.items() if ref not in cycle}
        else:
            return found
