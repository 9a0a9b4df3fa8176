"""What a machine can hold of the layout: who may import whom, and what lives where."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
APPS = ("sources", "claims", "reviews")
MAY_IMPORT = {
    "sources": {"sources", "config"},
    "claims": {"claims", "sources", "config"},
    "reviews": {"reviews", "claims", "sources", "config"},
}
# Inside an app, a room may look down to these and to itself.
LOWER = {
    "domain": {"domain"},
    "models": {"domain", "querysets", "constraints", "models"},
    "querysets": {"domain", "permissions", "ports", "querysets"},
    "permissions": {"domain", "permissions"},
    "selectors": {"domain", "models", "querysets", "permissions", "selectors", "ports"},
    "services": {
        "domain", "models", "querysets", "permissions", "selectors", "services", "ports",
    },
}  # fmt: skip
TOP = {
    "manage.py", "pyproject.toml", "README.md", "CHANGELOG.md", "claims", "sources", "reviews",
    "templates", "tests", "config", "docs", "examples", "benchmarks", "Makefile",
    "requirements.txt", "requirements-dev.txt", "var",
}  # fmt: skip
UNNAMED = {"utils", "util", "helpers", "helper", "common", "core", "misc"}


def modules(*folders: str) -> list[Path]:
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("app", APPS)
def test_an_app_imports_only_those_below_it(app: str) -> None:
    foreign = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(app)
        for name in imports(path)
        if name.split(".")[0] in APPS and name.split(".")[0] not in MAY_IMPORT[app]
    }

    assert not foreign


def test_the_domain_knows_no_django_no_clock_and_no_database() -> None:
    impure = {
        f"{path.relative_to(ROOT)} imports {name}"
        for app in APPS
        for path in modules(f"{app}/domain")
        for name in imports(path)
        if name.split(".")[0] in {"django", "rest_framework", "time", "os", "config", "random"}
    }
    clocks = {
        str(path.relative_to(ROOT))
        for app in APPS
        for path in modules(f"{app}/domain")
        if any(word in path.read_text() for word in (".now(", ".utcnow(", ".today("))
    }

    assert not impure
    assert not clocks


@pytest.mark.parametrize("app", APPS)
def test_inside_an_app_rooms_look_only_down(app: str) -> None:
    upward = set()
    for path in modules(app):
        room = path.relative_to(ROOT / app).parts[0].removesuffix(".py")
        for name in imports(path):
            parts = name.split(".")
            known = (ROOT / app / parts[1]).exists() or (ROOT / app / f"{parts[1]}.py").exists() \
                if parts[0] == app and len(parts) > 1 else False  # fmt: skip
            if known and room in LOWER and parts[1] not in LOWER[room]:
                upward.add(f"{path.relative_to(ROOT)} imports {name}")

    assert not upward


def test_one_function_writes_a_status() -> None:
    writers = {
        str(path.relative_to(ROOT))
        for path in modules(*APPS, "config")
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
    assert not [path for path in modules(*APPS, "config", "tests") if path.stem in UNNAMED]


def test_rooms_stay_small_enough_to_be_seen() -> None:
    large = {
        f"{path.relative_to(ROOT)}: {lines}"
        for path in modules(*APPS, "config")
        if (lines := len(path.read_text().splitlines())) > 500
    }

    assert not large


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in modules(*APPS, "config", "tests", "benchmarks")
        if path.read_text().strip()
        and path.name not in {"apps.py", "__init__.py"}
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]

    assert not silent
