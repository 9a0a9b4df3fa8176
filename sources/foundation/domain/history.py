"""History: what an entry says, and how entries hang together.

The entries about one thing (a claim, a source, a document, an event, an account) form a chain: each
names the digest of the one before. What is hashed is the exact text that is stored, so that any
byte that changes afterwards shows.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sources.foundation.domain.moments import write_moment

GENESIS = "0" * 64

AuditState = dict[str, dict[str, Any]]  # what is on record: key ("attribution a.1") to fields


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after: only the fields that differ; None where there is no row."""

    what: str  # the row's key
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    def as_json(self) -> dict[str, Any]:
        return {"what": self.what, "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True)
class Written:
    """A stored entry, as far as the chain is concerned."""

    chain: str
    number: int
    body: str
    digest: str
    erased: frozenset[str] | None = None  # the keys of what a tombstone covers


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a chain, and at which entry."""

    chain: str
    number: int
    what: str

    def __str__(self) -> str:
        return f"{self.chain}, entry {self.number}: {self.what}"


def digest(body: str) -> str:
    """SHA-256 of the exact text, in hexadecimal."""
    return hashlib.sha256(body.encode()).hexdigest()


def as_text(entry: Mapping[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def differences(before: AuditState, after: AuditState) -> list[Change]:
    """What changed between two states, in the order of their keys."""
    found = []
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        if old is None or new is None:
            found.append(Change(key, old, new))
        elif old != new:
            names = sorted(
                name for name in old.keys() | new.keys() if old.get(name) != new.get(name)
            )
            found.append(
                Change(
                    key,
                    {name: old.get(name) for name in names},
                    {name: new.get(name) for name in names},
                )
            )
    return found


def together(states: Mapping[int, AuditState]) -> AuditState:
    """The states of several rows as one."""
    return {key: fields for state in states.values() for key, fields in state.items()}


@dataclass(slots=True)
class Replay:
    """What a chain, read from its beginning, says is on record."""

    state: dict[str, dict[str, Any]] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)

    def tell(self, change: Mapping[str, Any]) -> str | None:
        """Take in one change; what is wrong with it, if it does not follow from those before."""
        key, before, after = change["what"], change["before"], change["after"]
        known = self.state.get(key)
        if key in self.erased:
            known = None if before is None else dict(before)
        elif (known is None) != (before is None):
            return f"{key} was {'not ' * (known is None)}on record before"
        elif known is not None and any(known.get(name) != before[name] for name in before):
            return f"{key} was otherwise before"
        if after is None:
            self.state.pop(key, None)
        else:
            told = {**(known or {}), **after}
            self.state[key] = {name: value for name, value in told.items() if value is not None}
        return None

    def differs_from(self, state: AuditState, kinds: Iterable[str]) -> list[str]:
        """The keys, among these kinds, of what the record holds otherwise than the chain says."""
        wanted = tuple(f"{kind} " for kind in kinds)
        keys = {key for key in self.state if key.startswith(wanted)} | state.keys()
        return sorted(
            key
            for key in keys - self.erased
            if self.state.get(key) != (dict(state[key]) if key in state else None)
        )


def flaws(entries: Iterable[Written], replay: Replay) -> Iterator[Flaw]:
    """What is wrong with the entries of one chain, given in order, from its beginning."""
    previous = GENESIS
    for number, entry in enumerate(entries, 1):
        if entry.number != number:
            yield Flaw(entry.chain, entry.number, f"entry {number} should stand here")
            return
        if entry.body == "" and entry.erased is not None:
            replay.erased |= entry.erased
        else:
            wrong = _wrong(entry, previous, replay)
            if wrong:
                yield Flaw(entry.chain, entry.number, wrong)
                return
        previous = entry.digest


def _wrong(entry: Written, previous: str, replay: Replay) -> str | None:
    try:
        if digest(entry.body) != entry.digest:
            return "its text is not the one that was written (the digest differs)"
        said = json.loads(entry.body)
        if (said["chain"], said["number"]) != (entry.chain, entry.number):
            return "it was written for another place"
        if said["previous"] != previous:
            return "it does not follow from the entry before it"
        for change in said["changes"]:
            wrong = replay.tell(change)
            if wrong:
                return wrong
    except (ValueError, KeyError, TypeError) as error:
        return f"it cannot be read ({error})"
    return None


def plain(row: Mapping[str, Any], leave: Collection[str] = ()) -> dict[str, Any]:
    """A row's fields as JSON holds them, without those that are empty."""
    return {
        name.removesuffix("__ref"): write_moment(value) if isinstance(value, datetime) else value
        for name, value in row.items()
        if name not in leave and value not in (None, "", False) and value != [] and value != {}
    }


@dataclass(frozen=True, slots=True)
class Erasable:
    """The columns that the triggers let change once it is noted that the row was erased: in a row
    of `sources_erasure`, unless another table notes it (its name, and its key to this one)."""

    columns: Collection[str]
    emptied: Collection[str] = ()  # those that hold nothing afterwards
    noted_in: tuple[str, str] | None = None
