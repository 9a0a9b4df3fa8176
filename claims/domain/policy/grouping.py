"""The voices of one side by origin, to be shown: what `independence.origins` counts.

Voices hang together if they share a control group or a piece of evidence, directly or by way of
others. Such a cluster is mostly one origin; where it is more, its count says how many.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from claims.domain.policy.weighing import Voice, count, evidence_of
from sources.foundation.domain.moments import ALWAYS


@dataclass(frozen=True, slots=True)
class Cluster:
    """Voices that hang together, and how many origins they are."""

    voices: Sequence[Voice]
    origins: int

    @property
    def groups(self) -> list[str]:
        """The control groups, by id."""
        return sorted({voice.group for voice in self.voices})

    @property
    def shares_evidence(self) -> bool:
        """Whether some of them rely on one piece: by a key, or by being seen in one document of
        their own."""
        return any(base for _, base in evidence_of(self.voices))

    @property
    def shared_keys(self) -> list[str]:
        """Evidence that more than one of the voices relies on."""
        keys = [voice.reading.statement.evidence_key for voice in self.voices]
        return sorted({key for key in keys if key and keys.count(key) > 1})


def one_an_origin(voices: Iterable[Voice]) -> list[Voice]:
    """Who speaks for each origin, as many as `independence.origins` counts: of a control group the
    firmest voice, of equals the latest, that relies on nothing on which another of them does."""
    found: list[Voice] = []
    for cluster in by_origin(voices):
        options: dict[str, list[tuple[Voice, str | None]]] = {}
        pairs = evidence_of(cluster.voices)
        for voice, (group, base) in zip(cluster.voices, pairs, strict=True):
            options.setdefault(group, []).append((voice, base))
        for own in options.values():
            own.sort(key=lambda option: _said(option[0]), reverse=True)
            own.sort(key=lambda option: _firmness(option[0]))
        chosen: dict[str, Voice] = {}
        taken: dict[str, str] = {}  # an evidence base, and by which group
        for group in options:
            _place(group, options, chosen, taken, set())
        found += sorted(chosen.values(), key=_firmest)
    return found


def _place(
    group: str,
    options: dict[str, list[tuple[Voice, str | None]]],
    chosen: dict[str, Voice],
    taken: dict[str, str],
    tried: set[str],
) -> bool:
    """Find a voice for the group, if need be by finding another for who holds its base."""
    for voice, base in options[group]:
        if base is None:
            chosen[group] = voice
            return True
        if base in tried:
            continue
        tried.add(base)
        holder = taken.get(base)
        if holder is None or _place(holder, options, chosen, taken, tried):
            taken[base] = group
            chosen[group] = voice
            return True
    return False


def by_origin(voices: Iterable[Voice]) -> list[Cluster]:
    """The voices in clusters, those with the firmest voice first."""
    voices = list(voices)
    clusters: list[tuple[set[str], list[Voice]]] = []
    for voice, (group, base) in zip(voices, evidence_of(voices), strict=True):
        ties = {f"group {group}"} | ({f"base {base}"} if base else set())
        joined = [cluster for cluster in clusters if cluster[0] & ties]
        together = [voice, *(each for _, members in joined for each in members)]
        clusters = [cluster for cluster in clusters if cluster not in joined]
        clusters.append((ties.union(*(cluster[0] for cluster in joined)), together))
    found = [Cluster(sorted(members, key=_firmest), count(members)) for _, members in clusters]
    return sorted(found, key=lambda cluster: _firmest(cluster.voices[0]))


def _firmness(voice: Voice) -> tuple[bool, bool, int]:
    return not voice.disinterested, not voice.official, -voice.reading.stance.certainty


def _said(voice: Voice) -> datetime:
    return voice.reading.statement.said_at or ALWAYS


def _firmest(voice: Voice) -> tuple[bool, bool, int, float, str]:
    return (*_firmness(voice), voice.reading.hops, voice.reading.statement.id)
