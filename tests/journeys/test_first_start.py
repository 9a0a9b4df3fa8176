"""What a newcomer does first: one command, and there is something to see."""

import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from claims.models import Claim

pytestmark = pytest.mark.django_db


def started() -> str:
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def test_the_first_start_loads_the_example_and_prints_working_passwords(
    settings: Any, client: Any
) -> None:
    settings.DEBUG = True
    said = started()
    accounts = dict(re.findall(r"^  (\w+) +(\S+)   ", said, re.M))

    assert Claim.objects.count() == 44
    assert set(accounts) == {"reporter", "reviewer", "second", "editor", "admin"}
    for name, password in accounts.items():
        assert client.login(username=name, password=password)
        desk = client.get("/admin/reviews/case/").status_code
        accounts_page = client.get("/admin/auth/user/").status_code
        assert (desk, accounts_page) == ((403, 200) if name == "admin" else (200, 403))


def test_the_second_start_changes_nothing_and_prints_no_password(settings: Any) -> None:
    settings.DEBUG = True
    started()
    again = started()

    assert "changepassword" in again
    assert "Added" not in again


def test_there_are_no_demo_accounts_in_production(settings: Any) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG=1"):
        started()
