"""What is wrong with a dossier: where, the value that stands there, and what was expected."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]
ABSENT = object()
SHOWN = 120  # characters of a value that a report repeats


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `path` is a JSON path from the dossier's root; `file` is where it was read."""

    path: str
    value: str
    expected: str
    file: str = ""

    def __str__(self) -> str:
        place = f"{self.file}: {self.path}" if self.file else self.path
        return f"{place}: {self.value}; expected {self.expected}"

    def as_json(self) -> dict[str, str]:
        return {"path": self.path, "value": self.value, "expected": self.expected}


class FaultyDossier(Exception):
    """A dossier that is refused, with every fault that was found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        count = len(self.faults)
        super().__init__(f"{count} {'fault' if count == 1 else 'faults'}")

    def report(self, done: str) -> str:
        """Every fault on a line, below what did not happen: nothing was loaded, or assessed."""
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        return f"The dossier is refused: {self}. Nothing was {done}.\n{lines}"


def fault(path: Iterable[str | int], value: Any, expected: str) -> Fault:
    return Fault(json_path(path), shown(value), expected)


def json_path(path: Iterable[str | int]) -> str:
    """`("claims", 3, "text")` as `$.claims[3].text`; unusual keys are quoted (RFC 9535)."""
    steps = ["$"]
    for step in path:
        if isinstance(step, int):
            steps.append(f"[{step}]")
        elif step.isascii() and step.isidentifier():
            steps.append(f".{step}")
        else:
            steps.append(f"[{_clip(json.dumps(step))}]")
    return "".join(steps)


def shown(value: Any) -> str:
    """The value as ASCII JSON, cut short: safe to print whatever it holds."""
    if value is ABSENT:
        return "missing"
    if isinstance(value, dict | list | tuple):
        kind = "an object" if isinstance(value, dict) else "a list"
        return f"{kind} of {len(value)}"
    try:
        return _clip(json.dumps(value, default=str))
    except ValueError:  # an integer with more digits than Python will write
        return "a number of thousands of digits"


def _clip(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}… ({len(text)} characters)"
