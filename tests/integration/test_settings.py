"""Settings come from the environment, are safe by default, and explain what is wrong with them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SERVING = {
    "SECRET_KEY": "k9!x" * 20 + "abcdefghijklmnop",
    "ALLOWED_HOSTS": "desk.example.org",
    "DATABASE_URL": "sqlite:///var/settings-test.sqlite3",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_production_settings_pass_the_deployment_check() -> None:
    found = manage("check", "--deploy", "--fail-level", "WARNING", **SERVING)

    assert found.returncode == 0, found.stderr


@pytest.mark.parametrize(
    ("missing", "explained"),
    [("SECRET_KEY", "sessions would end"), ("ALLOWED_HOSTS", "no request would be answered")],
)
def test_what_a_server_needs_is_asked_for(missing: str, explained: str) -> None:
    environment = {key: value for key, value in SERVING.items() if key != missing}
    found = manage("check", "--deploy", **environment)

    assert found.returncode == 1
    assert explained in found.stderr
    assert "docs/settings.md" in found.stderr or f"Set {missing}" in found.stderr


@pytest.mark.parametrize(
    ("name", "value", "explained"),
    [
        ("SECRET_KEY", "short", "short or known"),
        ("ALLOWED_HOSTS", "*", "lets every name in"),
        ("ALLOWED_HOSTS", " ", "no request would be answered"),
        ("DATABASE_URL", "sqlite:///:memory:", "only sqlite:///path"),
        ("HSTS_SECONDS", "-5", "less than 0"),
    ],
)
def test_an_unsafe_server_is_refused(name: str, value: str, explained: str) -> None:
    found = manage("check", "--deploy", **{**SERVING, name: value})

    assert found.returncode == 1
    assert explained in found.stderr


def test_the_server_does_not_start_without_them() -> None:
    found = subprocess.run(
        [sys.executable, "-c", "import config.wsgi"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": SERVING["DATABASE_URL"]},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert found.returncode == 1
    assert "SECRET_KEY is not set" in found.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "oracle://somewhere/x"),
        ("DATABASE_URL", "not a url"),
        ("DEBUG", "perhaps"),
        ("HSTS_SECONDS", "soon"),
        ("LOG_LEVEL", "LOUD"),
        ("TIME_ZONE", "Atlantis/Main"),
    ],
)
def test_a_setting_that_cannot_be_read_stops_everything_and_says_so(name: str, value: str) -> None:
    found = manage("check", **{**SERVING, name: value})

    assert found.returncode == 1
    assert f"{name}:" in found.stderr
    assert f"See {name} in docs/settings.md" in found.stderr
    assert "Traceback" not in found.stderr
