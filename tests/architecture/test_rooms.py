"""What a machine can hold of the layout: who may import whom, and what lives where.

`docs/architecture.md` draws it. A *house* is a folder with rooms of the same names: `foundation` is
what every app stands on, the intake is a house inside `claims`.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
FOUNDATION, INTAKE = "sources.foundation", "claims.intake"

# A house may look into these and into itself. Nobody looks into the roof (`config`).
BELOW = {
    FOUNDATION: set(),
    "sources": {FOUNDATION},
    "claims": {FOUNDATION, "sources"},
    INTAKE: {FOUNDATION, "sources", "claims"},
    "reviews": {FOUNDATION, "sources", "claims"},
    "config": {FOUNDATION, "sources", "claims", INTAKE, "reviews"},
}
HOUSES = sorted(BELOW, key=len, reverse=True)  # the innermost first

# A room may look into these, of its own house and of those below.
PURE = {"domain", "extraction"}
TABLES = {*PURE, "columns", "constraints", "querysets", "models", "refs"}
ASKING = {"domain", "permissions", "ports", "querysets"}
READING = {*TABLES, "permissions", "ports", "batches", "engine", "selectors", "addresses"}
WRITING = {*READING, "services", "outbound", "mailing"}
ROOMS = {
    "domain": PURE,
    "extraction": PURE,
    "constraints": PURE,
    "addresses": set(),
    "batches": {"batches"},
    "columns": PURE,
    "refs": set(),
    "engine": {"engine", "domain"},
    "outbound": {"outbound"},
    "permissions": {"domain", "permissions"},
    "ports": {"domain", "permissions", "ports"},
    "querysets": ASKING,
    "models": TABLES,
    "selectors": READING,
    "mailing": READING,
    "services": WRITING,
    "adapters": {*WRITING, "adapters"},
    "verification": {*WRITING, "verification"},
    "templatetags": {"domain", "templatetags"},
    "api": {*WRITING, "api"},
    "web": {*WRITING, "web"},
    "forms": {*WRITING, "forms"},
    "admin": {*WRITING, "forms", "admin"},
    # Commands put together what no room may: `deliver` sends what the API's filters let through.
    "management": {*WRITING, "verification", "api", "management"},
    "apps": {*WRITING, "adapters", "apps"},
}
# The shell is a way in like any other, and has to lie where Django looks for it.
COMMANDS_OF_THE_INTAKE = {"archive", "lessons", "propose", "read", "watch"}

TOP = {
    "manage.py", "pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md",
    "claims", "sources", "reviews", "templates", "tests", "config", "docs", "examples",
    "benchmarks", "Makefile", "requirements.txt", "requirements-dev.txt", "var",
}  # fmt: skip
APPS = ("sources", "claims", "reviews", "config")
UNNAMED = {"utils", "util", "helpers", "helper", "common", "core", "misc"}
# Names that say nothing of what they are.
GENERIC = {
    "Data", "Entry", "Found", "Helper", "Info", "Item", "Line", "Manager", "Moment", "Object",
    "Piece", "Result", "Row", "Shown", "Thing", "Told", "Work",
}  # fmt: skip
# Modules of one name in several rooms, which do the same for different things (what Django and
# REST framework call every app's, and what is one subject seen from its domain, its selectors, its
# services and its addresses). Any other name stands once.
SHARED = {
    # rooms
    "adapters", "admin", "apps", "filters", "forms", "models", "params", "payloads", "ports",
    "querysets", "schemas", "serializers", "urls", "views", "vocabulary",
    # one subject in several layers
    "accounts", "actions", "audit", "citations", "claim", "desk", "details", "drafts", "erasing",
    "history",
    "indexing", "load", "matching", "pages", "places", "records", "statement", "statements", "statuses",
    "talk", "token", "tokens", "verdicts",
}  # fmt: skip


def modules(*folders: str) -> list[Path]:
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def house_of(module: str) -> str | None:
    return next((each for each in HOUSES if f"{module}.".startswith(f"{each}.")), None)


def room_of(module: str) -> str:
    house = house_of(module) or ""
    return module.removeprefix(house).strip(".").split(".")[0]


def arrows(*folders: str) -> Iterator[tuple[str, str]]:
    """Every import of one of our modules by another: (who, what)."""
    for path in modules(*folders):
        for name in imports(path):
            if house_of(name):
                yield name_of(path), name


def test_a_house_looks_only_into_those_below_it() -> None:
    upward = {
        f"{who} imports {what}"
        for who, what in arrows(*APPS)
        if house_of(what) not in {house_of(who), *BELOW[house_of(who) or ""]}
        and not (
            house_of(what) == INTAKE
            and who.removeprefix("claims.management.commands.") in COMMANDS_OF_THE_INTAKE
        )
    }

    assert not upward


def test_a_room_looks_only_into_those_that_it_may() -> None:
    upward = {
        f"{who} imports {what}"
        for who, what in arrows("sources", "claims", "reviews")
        if room_of(who) and room_of(what) and room_of(what) not in ROOMS[room_of(who)]
    }

    assert not upward


@pytest.mark.parametrize("house", [FOUNDATION, "sources", "claims", INTAKE, "reviews"])
def test_every_room_of_a_house_has_its_rule(house: str) -> None:
    folder = ROOT / house.replace(".", "/")
    found = {
        each.stem
        for each in folder.iterdir()
        if (each.suffix == ".py" or (each / "__init__.py").exists()) and each.stem != "__init__"
    }
    inner = {other.rpartition(".")[2] for other in BELOW if other.startswith(f"{house}.")}

    assert found - inner - {"migrations"} <= ROOMS.keys()


def test_the_rules_notice_what_they_forbid() -> None:
    """That nothing is found above is not because nothing can be."""
    assert house_of("sources.foundation.api.views") == FOUNDATION
    assert room_of("sources.foundation.api.views") == "api"
    assert room_of("claims.intake.extraction.lines") == "extraction"
    assert house_of("claims.intake.models") not in BELOW["claims"]
    assert "services" not in ROOMS["selectors"]
    assert "api" not in ROOMS["web"]


def test_the_domain_knows_no_django_no_clock_and_no_database() -> None:
    pure = [path for path in modules(*APPS) if room_of(name_of(path)) in PURE]
    foreign = {"django", "rest_framework", "time", "os", "config", "random", "secrets"}
    impure = {
        f"{name_of(path)} imports {name}"
        for path in pure
        for name in imports(path)
        if name.split(".")[0] in foreign
    }
    clocks = {
        name_of(path)
        for path in pure
        if any(word in path.read_text() for word in (".now(", ".utcnow(", ".today("))
    }

    assert len(pure) > 60
    assert not impure
    assert not clocks


def test_one_function_writes_a_status() -> None:
    writers = {
        str(path.relative_to(ROOT))
        for path in modules(*APPS)
        if re.search(
            r"(?<!class )StatusRecord\(|StatusRecord\.objects\.\w*create", path.read_text()
        )
    }

    assert writers == {"claims/services/settling.py"}


def test_the_top_level_is_what_it_should_be() -> None:
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}

    assert found <= TOP
    assert TOP - found <= {"var"}  # made on first use


def test_every_file_has_a_name_for_its_idea() -> None:
    assert not [path for path in modules(*APPS, "tests") if path.stem in UNNAMED]


def test_no_two_modules_of_one_name_have_different_jobs() -> None:
    stems = [path.stem for path in modules(*APPS) if path.stem != "__init__"]
    twice = {stem for stem in stems if stems.count(stem) > 1}

    assert twice == SHARED


def test_a_class_is_named_for_what_it_is() -> None:
    named = {
        f"{name_of(path)}.{node.name}"
        for path in modules(*APPS)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef) and node.name.lstrip("_") in GENERIC
    }

    assert not named


def test_rooms_stay_small_enough_to_be_seen() -> None:
    large = {
        f"{path.relative_to(ROOT)}: {lines}"
        for path in modules(*APPS)
        if (lines := len(path.read_text().splitlines())) > 500
    }

    assert not large


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in modules(*APPS, "tests", "benchmarks")
        if path.read_text().strip()
        and path.name not in {"apps.py", "__init__.py"}
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]

    assert not silent
