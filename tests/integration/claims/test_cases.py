"""Every worked case comes out exactly, through the database too."""

import json
from pathlib import Path
from typing import Any

import pytest

from sources.foundation.domain.moments import read_moment
from sources.foundation.domain.roles import Audience
from tests.cases import EXAMPLES, HERE, failures, scenarios, steps
from tests.dbcases import loaded, standing

pytestmark = pytest.mark.django_db


def _failures(step: dict[str, Any], claim_of: dict[str, str]) -> list[str]:
    found = []
    for expected in step["expect"]:
        at = read_moment(expected.get("as_of", step["at"]))
        claim = expected.get("claim") or claim_of[expected["detail"]]
        result = standing(claim, at, Audience(expected.get("audience", "public")))
        if result is not None and "detail" in expected:
            result = result["details"].get(expected["detail"])
        found += [f"{claim} at {at}: {each}" for each in failures(expected, result)]
    return found


def _claims_of_details(*dossiers: dict[str, Any]) -> dict[str, str]:
    return {each["id"]: each["claim"] for some in dossiers for each in some.get("details", ())}


@pytest.mark.parametrize("path", scenarios(), ids=lambda path: path.stem)
def test_scenario_loaded_step_by_step(path: Path) -> None:
    """Each step is a later version of the same dossier."""
    found = []
    for step, dossier in steps(path):
        loaded(dossier)
        found += _failures(step, _claims_of_details(dossier))

    assert not found


def test_the_example_file_by_file() -> None:
    found = []
    texts = [(EXAMPLES / name).read_text() for name in ("missile-launch.json",)]
    claim_of = _claims_of_details(*(json.loads(text) for text in texts))
    for step in json.loads((HERE / "example.json").read_text())["steps"]:
        loaded((EXAMPLES / step["file"]).read_text())
        found += _failures(step, claim_of)

    assert not found


def test_the_example_in_one_load() -> None:
    files = ["missile-launch.json", "missile-launch-follow-up.json"]
    texts = [(EXAMPLES / name).read_text() for name in files]
    loaded(*texts)
    step = json.loads((HERE / "example.json").read_text())["steps"][-1]

    assert not _failures(step, _claims_of_details(json.loads(texts[0])))
