"""Every worked case comes out exactly, through the pure function."""

import json
from pathlib import Path
from typing import Any

import pytest

from claims.domain.dossier.parsing import check
from claims.domain.policy.assessment import assess_all
from sources.foundation.domain.moments import read_moment
from sources.foundation.domain.roles import Audience
from tests.cases import EXAMPLES, HERE, failures, merged, scenarios, steps


def _failures(dossier: dict[str, Any], step: dict[str, Any]) -> list[str]:
    read, found = check(dossier), []
    for expected in step["expect"]:
        at = read_moment(expected.get("as_of", step["at"]))
        results = assess_all(read, at, Audience(expected.get("audience", "public")))
        kind = "claim" if "claim" in expected else "detail"
        result = results[f"{kind}s"].get(expected[kind])
        found += [f"{expected[kind]} at {at}: {each}" for each in failures(expected, result)]
    return found


@pytest.mark.parametrize("path", scenarios(), ids=lambda path: path.stem)
def test_scenario(path: Path) -> None:
    found = [each for step, dossier in steps(path) for each in _failures(dossier, step)]

    assert not found


def test_the_example_alone_and_with_its_follow_up() -> None:
    dossier: dict[str, Any] = {}
    found = []
    for step in json.loads((HERE / "example.json").read_text())["steps"]:
        dossier = merged(dossier, _as_addition(step["file"]))
        found += _failures(dossier, step)

    assert not found


def _as_addition(file: str) -> dict[str, Any]:
    """A file of the example as the step of a case: what it says of sightings is added."""
    added = json.loads((EXAMPLES / file).read_text())
    del added["format"]
    for kind in ("attributions", "detail_values"):
        for record in added.get(kind, ()):
            record["add_sightings"] = record.pop("sightings")
    return added


def test_there_are_as_many_expectations_as_were_worked_out() -> None:
    counts = {
        path.stem: sum(len(step["expect"]) for step in json.loads(path.read_text())["steps"])
        for path in [*scenarios(), HERE / "example.json"]
    }

    assert counts.pop("example") == 56
    assert sum(counts.values()) == 142
