"""Tokens: issued and revoked by administrators, shown once, written nowhere else."""

import logging
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.core.serializers import serialize
from django.test import Client
from django.utils import timezone

from reviews.models import Token
from reviews.services.tokens import issue_token, revoke_token
from sources.foundation.domain.roles import Role
from sources.foundation.permissions import Actor
from tests.people import actor, person

pytestmark = pytest.mark.django_db
TOKENS = "/admin/reviews/token/"
SHELL = Actor("tests")


@pytest.fixture
def office(client: Client) -> Client:
    """The admin, as an administrator sees it."""
    client.force_login(person("office", Role.ADMINISTRATOR))
    return client


def program(name: str = "cms", role: Role | None = Role.API_CLIENT) -> Any:
    user = person(name, *([role] if role else []), is_staff=False)
    user.set_unusable_password()
    user.save()
    return user


def asked_with(text: str) -> int:
    return int(
        Client().get("/api/v1/claims/", headers={"Authorization": f"Token {text}"}).status_code
    )


def issued(user: Any, days: int = 30) -> tuple[Token, str]:
    return issue_token(account=user, purpose="CMS", days=days, by=SHELL, at=timezone.now())


def test_it_is_shown_once_and_works(office: Client, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    user = program()
    page = office.post(
        f"{TOKENS}add/", {"user": user.pk, "purpose": "the CMS", "days": 30}, follow=True
    )
    text = page.context["text"]

    assert text.startswith("ss_")
    assert page.content.decode().count(text) == 1
    assert "no-store" in page["Cache-Control"]
    assert asked_with(text) == 200
    # Nothing but that page holds it: no other page, no log, no row, no message, no cookie.
    assert text not in office.get(TOKENS).content.decode()
    assert text not in office.get(f"/admin/auth/user/{user.pk}/history/").content.decode()
    assert text not in caplog.text
    assert text not in str(office.cookies) + str(dict(office.session))
    kept = "".join(serialize("json", model.objects.all()) for model in apps.get_models())
    assert text not in kept
    assert text[len("ss_") + 20 :] not in kept


def test_the_accounts_history_tells_of_it(office: Client) -> None:
    user = program()
    office.post(f"{TOKENS}add/", {"user": user.pk, "purpose": "the CMS", "days": 30})
    token = Token.objects.get()
    office.post(TOKENS, {"action": "revoke", "_selected_action": [token.pk]})
    history = office.get(f"/admin/auth/user/{user.pk}/history/").content.decode()

    assert f"issued the token {token.name} for the CMS" in history
    assert f"revoked the token {token.name} for the CMS" in history


def test_an_administrator_makes_the_account_of_a_program(office: Client) -> None:
    role = Group.objects.get(name=Role.API_CLIENT.value)
    form = {"username": "cms", "usable_password": "false", "groups": [role.pk]}
    office.post("/admin/auth/user/add/", form)
    user = get_user_model().objects.get(username="cms")
    page = office.post(f"{TOKENS}add/", {"user": user.pk, "purpose": "the CMS", "days": 30})

    assert not user.has_usable_password()
    assert not user.is_staff
    assert asked_with(page.context["text"]) == 200


def test_a_revoked_token_is_refused(office: Client) -> None:
    token, text = issued(program())
    assert asked_with(text) == 200
    office.post(TOKENS, {"action": "revoke", "_selected_action": [token.pk]})

    assert asked_with(text) == 401
    assert not Token.objects.exists()


def test_an_expired_token_is_refused_and_so_is_that_of_an_account_switched_off(now: Any) -> None:
    user = program()
    _, text = issued(user)
    user.is_active = False
    user.save()
    assert asked_with(text) == 401
    user.is_active = True
    user.save()
    assert asked_with(text) == 200
    now(timezone.now() + timedelta(days=31))

    assert asked_with(text) == 401


def test_a_token_that_is_given_is_not_read_as_nobodys_request() -> None:
    """A program that thinks it is signed in is told that it is not, even where anybody may read."""
    assert asked_with("ss_" + "0" * 64) == 401
    assert asked_with("nonsense") == 401


def test_all_that_is_wrong_with_a_token_is_answered_alike(now: Any) -> None:
    _, text = issued(program())
    now(timezone.now() + timedelta(days=31))
    answers = {
        Client().get("/api/v1/claims/", headers={"Authorization": f"Token {given}"}).content
        for given in (text, "ss_" + "0" * 64, text[:-1], "")
    }
    for each in answers:
        assert b"expired" in each or b"Invalid" in each

    assert len({each for each in answers if b"expired" in each}) == 1


@pytest.mark.parametrize(
    "roles", [(), (Role.API_CLIENT,), (Role.REPORTER,), (Role.REVIEWER,), (Role.EDITOR,)], ids=str
)
def test_nobody_else_issues_sees_or_revokes_any(client: Client, roles: tuple[Role, ...]) -> None:
    user = program()
    token, _ = issued(user)
    somebody = person("somebody", *roles)
    client.force_login(somebody)
    form = {"user": user.pk, "purpose": "mine", "days": 1}

    assert client.get(TOKENS).status_code in (302, 403)
    assert client.post(f"{TOKENS}add/", form).status_code in (302, 403)
    client.post(TOKENS, {"action": "revoke", "_selected_action": [token.pk]})
    assert Token.objects.get() == token
    with pytest.raises(PermissionDenied):
        issue_token(account=user, purpose="x", days=1, by=actor("other", *roles), at=timezone.now())
    with pytest.raises(PermissionDenied):
        revoke_token(token=token, by=actor("another", *roles), at=timezone.now())


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("no password", {"account": "person"}),
        ("switched off", {"account": "inactive"}),
        ("a role first", {"account": "without"}),
        ("From 1 to 730", {"days": 0}),
        ("From 1 to 730", {"days": 731}),
        ("Where will it be used", {"purpose": " "}),
    ],
)
def test_what_is_refused(what: str, change: dict[str, Any]) -> None:
    accounts = {"program": program(), "person": person("ann", Role.REVIEWER)}
    accounts["without"] = program("without", None)
    accounts["inactive"] = program("inactive")
    accounts["inactive"].is_active = False
    given = {"account": "program", "days": 30, "purpose": "CMS", **change}
    with pytest.raises(ValidationError, match=what):
        issue_token(
            account=accounts[given["account"]], purpose=given["purpose"], days=given["days"],
            by=SHELL, at=timezone.now(),
        )  # fmt: skip

    assert not Token.objects.exists()


def test_the_form_offers_service_accounts_only_and_says_what_is_wrong(office: Client) -> None:
    person("ann", Role.REVIEWER)
    user = program()
    page = office.get(f"{TOKENS}add/")
    offered = [each.username for each in page.context["adminform"].form.fields["user"].queryset]
    wrong = office.post(f"{TOKENS}add/", {"user": user.pk, "purpose": "x", "days": 9_999})

    assert offered == ["cms"]
    assert wrong.status_code == 200
    assert b"less than or equal to 730" in wrong.content


def test_no_page_changes_or_deletes_a_token_unseen(office: Client) -> None:
    token, _ = issued(program())

    assert office.post(f"{TOKENS}{token.pk}/delete/", {"post": "yes"}).status_code == 403
    assert office.post(f"{TOKENS}{token.pk}/change/", {"purpose": "y"}).status_code in (403, 302)
    assert office.get(f"{TOKENS}{token.pk}/history/").status_code == 404
    assert Token.objects.get().purpose == "CMS"


def test_the_command_makes_the_account_and_its_token() -> None:
    out = StringIO()
    call_command("token", "feed-reader", purpose="a test", stdout=out)
    text = out.getvalue().strip()
    user = get_user_model().objects.get(username="feed-reader")

    assert asked_with(text) == 200
    assert [group.name for group in user.groups.all()] == [Role.API_CLIENT.value]
    assert not user.has_usable_password()
    assert not user.is_staff
    person("ann", Role.REVIEWER)
    with pytest.raises(CommandError, match="no password"):
        call_command("token", "ann", purpose="a test")


def test_a_programs_account_cannot_sign_in_to_the_pages(client: Client) -> None:
    program("cms", Role.EDITOR)

    assert not client.login(username="cms", password="")
    assert not client.login(username="cms", password="secret-cms")
