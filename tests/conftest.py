"""Fixtures that several rooms of tests share."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from sources.foundation.domain.roles import Role
from sources.foundation.engine import seals
from sources.foundation.models import AppendOnly
from tests.environment import much
from tests.people import person

settings.register_profile(
    "second-source",
    max_examples=much(100),
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("second-source")


def pytest_configure() -> None:
    """Tests make many accounts: hashing their passwords slowly would take most of the time."""
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With NOTHING_SKIPPED set, a skipped test is a failure: somewhere everything has to run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("NOTHING_SKIPPED") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = 1


NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)


# What migrations leave behind, and tests with real transactions too.
KEPT = {"auth_group", "auth_permission", "django_content_type", "django_migrations"}


@pytest.fixture(autouse=True, scope="session")
def _emptying_unseals() -> Iterator[None]:
    """Tests with real transactions end by emptying the tables, which the triggers would refuse."""
    original = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        sealed = [model for model in apps.get_models() if issubclass(model, AppendOnly)]
        tables = set(connection.introspection.django_table_names(only_existing=True)) - KEPT
        for model in sealed:
            seals.unseal(connection, model)
        connection.ops.execute_sql_flush(
            connection.ops.sql_flush(no_style(), sorted(tables), allow_cascade=False)
        )
        for model in sealed:
            seals.seal(connection, model)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = original


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """What a fixture of a module records beneath this is on record for all of its tests.

    Each of them still takes back what it changes itself.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def desk(db: None) -> Any:
    """Somebody of the newsroom who records and reviews."""
    return person("desk", Role.REPORTER, Role.REVIEWER)


@pytest.fixture
def now(time_machine: Any) -> Callable[[datetime], None]:
    """Set the clock."""
    return lambda moment: time_machine.move_to(moment, tick=False)
