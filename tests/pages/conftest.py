"""What the tests of pages need on record, and who looks."""

import pytest
from django.test import Client

from sources.foundation.domain.roles import Role
from tests.cases import EXAMPLES
from tests.dbcases import loaded
from tests.people import person


@pytest.fixture
def launch(db: None) -> None:
    for name in ("missile-launch", "missile-launch-follow-up"):
        loaded((EXAMPLES / f"{name}.json").read_text())


@pytest.fixture
def reporter(db: None, client: Client) -> Client:
    client.force_login(person("reporter", Role.REPORTER))
    return client
