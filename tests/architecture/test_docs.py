"""The documentation names what the code knows: a missing status, reason or setting fails."""

import ast
import re
from pathlib import Path

import pytest

from claims.domain.dossier.parsing import parse
from claims.domain.policy.assessment import assess_all
from claims.domain.policy.parameters import Policy
from claims.domain.vocabulary import (
    DetailReason,
    DetailState,
    Knowledge,
    Reason,
    Status,
)
from claims.intake.extraction.patterns import Pattern
from reviews.domain.vocabulary import Level, NoticeKind
from reviews.domain.workflow import diagram
from sources.foundation.domain.moments import read_moment
from sources.foundation.domain.roles import Action, Audience, Role
from tests.architecture.test_rooms import BELOW, ROOMS

ROOT = Path(__file__).parent.parent.parent
POLICY = (ROOT / "docs" / "policy.md").read_text()
README = (ROOT / "README.md").read_text()
DESK = (ROOT / "docs" / "desk.md").read_text()
SETTINGS = (ROOT / "docs" / "settings.md").read_text()
INTAKE = (ROOT / "docs" / "intake.md").read_text()
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()


@pytest.mark.parametrize("status", Status)
def test_every_status_is_in_the_readme_with_rank_and_meaning(status: Status) -> None:
    rank = "–" if status.rank is None else status.rank

    assert f"| {rank} | `{status.value}` | {status.meaning} |" in README
    assert f"`{status.value}`" in POLICY


@pytest.mark.parametrize("reason", [*Reason, *DetailReason])
def test_every_reason_is_in_the_policy_with_what_it_tells(reason: Reason | DetailReason) -> None:
    row = re.search(rf"^\|[^|]*`{reason.value}`[^|]*\| (.*) \|$", POLICY, re.M)

    assert row
    if reason not in (Reason.OFF_RECORD, Reason.DEEP_BACKGROUND):
        assert f"`{reason.value}` | {reason.meaning} |" in POLICY


@pytest.mark.parametrize("state", DetailState)
def test_every_state_of_a_detail_is_in_the_policy(state: DetailState) -> None:
    assert f"| `{state.value}` |" in POLICY


@pytest.mark.parametrize(
    "name", [name for name in Policy.model_fields if name not in ("id", "version")]
)
def test_every_parameter_is_in_the_policy_with_its_default(name: str) -> None:
    default = getattr(Policy(), name)
    shown = {False: "no", 0.10: "0.10"}.get(default, str(default))

    assert re.search(rf"^\| `{name}`[^|]*\| {re.escape(shown)} \|", POLICY, re.M)


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    read = {
        str(node.args[0].value)
        for node in ast.walk(ast.parse((ROOT / "config" / "settings.py").read_text()))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func)
        in ("env.str", "env.int", "env.list", "os.environ.get", "_flag", "_whole")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }

    assert read == set(re.findall(r"^\| `([A-Z_]+)` \|", SETTINGS, re.M))


def test_links_inside_the_documentation_lead_somewhere() -> None:
    dead = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\((?!https?:|/api/)([^)#]+)", page.read_text())
        if not (page.parent / target).exists()
    ]

    assert not dead


@pytest.mark.parametrize(
    ("hour", "status"),
    [("06:00", "single_source"), ("08:30", "corroborated"), ("10:00", "confirmed")],
)
def test_the_story_that_the_readme_tells_is_what_happens(hour: str, status: str) -> None:
    dossier = parse((ROOT / "examples" / "five-outlets.json").read_text())
    at = read_moment(f"2025-11-07T{hour}:00Z")
    answer = assess_all(dossier, at, Audience.PUBLIC)
    claim = answer["claims"]["five-outlets-launch"]

    assert claim["status"] == status
    assert f"**{Status(status).label}**" in README
    assert answer["details"]["five-range"]["state"] == "not_stated"
    if status == "single_source":
        told = " ".join(README.replace("\n>", "").split())
        assert "One independent origin supports it: ROK Joint Chiefs of Staff." in told
        assert f"*{claim['next']}*" in told
        assert claim["explanation"].split(". ", 1)[1] in told


def test_every_example_file_that_is_named_exists() -> None:
    named = set(re.findall(r"examples/([\w-]+\.json)", README))

    assert named <= {path.name for path in (ROOT / "examples").glob("*.json")}


def test_the_diagram_in_the_docs_is_drawn_from_the_table() -> None:
    assert f"```mermaid\n{diagram()}\n```" in DESK


def test_the_roles_in_the_docs_are_those_of_the_code() -> None:
    roles = [
        Role.REPORTER, Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR, Role.API_CLIENT,
        Role.OPERATOR,
    ]  # fmt: skip
    told: dict[str, set[Role]] = {}
    for line in DESK.splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) == len(roles) + 1 and "`" in cells[0]:
            holders = {role for role, cell in zip(roles, cells[1:], strict=True) if cell}
            told |= dict.fromkeys(re.findall(r"`(\w+)`", cells[0]), holders)

    assert told == {action.value: set(action.roles) for action in Action}


def test_the_docs_name_every_level_and_every_notice() -> None:
    for level in Level:
        assert f"| {level.rank} | `{level.value}` | {level.why} |" in DESK
    for kind in NoticeKind:
        assert f"- `{kind.value}`: {kind.meaning}" in DESK


def test_the_docs_name_every_pattern_of_the_reader_and_every_kind_of_not_knowing() -> None:
    row = next(line for line in INTAKE.splitlines() if line.startswith("| the pattern |"))
    assert set(re.findall(r"`([\w-]+)`", row)) == {each.value for each in Pattern}
    told = {each.value for each in Knowledge} - {Knowledge.VALUE.value}
    assert all(f"`{each}`" in INTAKE for each in told)


def test_the_architecture_names_every_house_every_room_and_every_test_it_leans_on() -> None:
    rooms = set(ROOMS) - {"verification"}
    named = set(re.findall(r"`([\w/.]+?)/?`", ARCHITECTURE))
    words = {part for each in named for part in each.removesuffix(".py").split("/")}
    tests = {path.name for path in (ROOT / "tests").rglob("test_*.py")}

    assert all(house.replace(".", "/") + "/" in ARCHITECTURE for house in BELOW)
    assert rooms - {"templatetags"} <= words
    assert {each for each in named if each.startswith("test_")} <= tests
    files = {each for each in named if each.endswith(".py") and "/" in each and "*" not in each}
    assert all((ROOT / each).exists() or (ROOT / "sources" / each).exists() for each in files)
