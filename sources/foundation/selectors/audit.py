"""What a history tells of, and how it stands on record: the list that `verify` walks.

Each app says at its start which of its rows have a history of their own (`audit`).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sources.foundation.domain.history import AuditState

# The states of these rows, by primary key; nothing for one that is not on record.
States = Callable[[Collection[int]], Mapping[int, AuditState]]


@dataclass(frozen=True, slots=True)
class Audited:
    """Rows that have a history: the chain of each is called after its kind and its key."""

    kind: str  # "claim": the chain "claim/kp-launch"
    model: Any
    states: States
    parts: Collection[str]  # what the keys in its states begin with
    key: str = "ref"  # the column that names a row
    always: bool = True  # whether there is none without a history


_audited: dict[str, list[Audited]] = {}


def audit(*rows: Audited) -> None:
    """Have these rows held against their histories. What several apps keep of one row, each of them
    names."""
    for each in rows:
        known = _audited.setdefault(each.kind, [])
        if each not in known:
            known.append(each)


def audited() -> Mapping[str, Audited]:
    """By kind of chain, all that is kept of such a row."""
    return {kind: _together(parts) for kind, parts in _audited.items()}


def _together(parts: Collection[Audited]) -> Audited:
    first = next(iter(parts))

    def states(pks: Collection[int]) -> Mapping[int, AuditState]:
        found: dict[int, AuditState] = {}
        for each in parts:
            for pk, state in each.states(pks).items():
                found[pk] = found.get(pk, {}) | state
        return found

    return Audited(
        first.kind,
        first.model,
        states,
        [part for each in parts for part in each.parts],
        first.key,
        first.always,
    )
