"""Loaded before Django (see `addopts` in pyproject.toml): the environment in which tests run."""

import os

os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("DATABASE_URL", "sqlite:///var/tests.sqlite3")
# Tests ask more often than anybody may; those of the limits set their own.
os.environ.setdefault("API_RATE_SIGNED_IN", "0")
os.environ.setdefault("API_RATE_ANONYMOUS", "0")
# Playwright's synchronous interface keeps an event loop in the thread in which tests use the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# How long to look for what is rarely found: THOROUGH=20 make test looks twenty times as long.
THOROUGH = float(os.environ.get("THOROUGH", "1"))


def much(count: int) -> int:
    """So many examples, races or requests."""
    return max(1, round(count * THOROUGH))
