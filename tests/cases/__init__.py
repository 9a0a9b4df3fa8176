"""Worked cases: dossiers step by step, and what must come out of them.

A step's `add` is merged into what is there: objects by key and lists by id, one level deep;
`add_sightings` appends to an attribution. An expectation holds at `as_of` (else the step's time)
for `audience` (else the public); `because` is for readers.
"""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
EXAMPLES = HERE.parent.parent / "examples"
NOT_RESULTS = {"claim", "detail", "as_of", "audience", "because"}


def scenarios() -> list[Path]:
    return sorted(HERE.glob("S*.json"))


def steps(path: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each step, with the whole dossier as it is after it."""
    case = json.loads(path.read_text())
    dossier: dict[str, Any] = {"format": "second-source-dossier/1"}
    if "policy" in case:
        dossier["policy"] = case["policy"]
    for step in case["steps"]:
        dossier = merged(dossier, step["add"])
        yield step, deepcopy(dossier)


def merged(dossier: dict[str, Any], added: dict[str, Any]) -> dict[str, Any]:
    result = deepcopy(dossier)
    for kind, records in added.items():
        if isinstance(records, dict):
            known = result.setdefault(kind, {})
            for ref, record in records.items():
                known[ref] = {**known.get(ref, {}), **record}
        elif kind == "reviews":
            result.setdefault(kind, []).extend(records)
        else:
            by_id = {record["id"]: record for record in result.setdefault(kind, [])}
            for record in records:
                record = dict(record)
                more = record.pop("add_sightings", [])
                whole = {**by_id.get(record["id"], {}), **record}
                whole["sightings"] = [*whole.get("sightings", ()), *more]
                if not kind.startswith(("attributions", "detail_values")):
                    del whole["sightings"]
                by_id[record["id"]] = whole
            result[kind] = list(by_id.values())
    return result


def failures(expected: dict[str, Any], result: dict[str, Any] | None) -> list[str]:
    """How the result departs from the expectation."""
    if result is None:
        return ["there is no result"]
    found = []
    for key, value in expected.items():
        if key in NOT_RESULTS:
            continue
        if key == "reasons_include":
            wrong = sorted(set(value) - set(result["reasons"]))
        elif key == "reasons_exclude":
            wrong = sorted(set(value) & set(result["reasons"]))
        else:
            wrong = [] if result.get(key) == value else [f"{result.get(key)!r}"]
        if wrong:
            found.append(f"{key}: expected {value!r}, got {wrong}")
    return found
