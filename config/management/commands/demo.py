"""`manage.py demo`: on an empty database, the example record and accounts to look around with."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from claims.models import Claim

EXAMPLES = (
    "five-outlets.json",
    "missile-launch.json",
    "missile-launch-follow-up.json",
    "election.json",
    "earthquake.json",
)
ACCOUNTS = (
    ("admin", "accounts, and all that the desk may do"),
    ("desk", "a fact-checker: sources, documents, claims and what is said of them"),
)
DESK = ("view", "add", "change")


class Command(BaseCommand):
    help = "On first start: load the examples, create demo accounts and print their passwords."

    def handle(self, **_: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Demo accounts are for trying things out: they need DEBUG=1.")
        if not Claim.objects.exists():
            files = [str(settings.BASE_DIR / "examples" / name) for name in EXAMPLES]
            # One after the other, as they came in: the follow-up adds to what is on record.
            for file in files:
                call_command("load", file, stdout=self.stdout)
        if not get_user_model().objects.exists():
            self._accounts()
        else:
            self.stdout.write(
                "The passwords were printed at the first start. For a new one: "
                ".venv/bin/python manage.py changepassword desk"
            )

    def _accounts(self) -> None:
        self.stdout.write("Accounts for /admin/ (the passwords are shown only this once):")
        for name, purpose in ACCOUNTS:
            password = secrets.token_urlsafe(9)
            user = get_user_model().objects.create_user(
                name, password=password, is_staff=True, is_superuser=name == "admin"
            )
            if name == "desk":
                user.user_permissions.set(_desk_permissions())
            self.stdout.write(f"  {name:<6} {password}   {purpose}")


def _desk_permissions() -> Any:
    ours = Permission.objects.filter(content_type__app_label__in=("sources", "claims", "reviews"))
    return [each for each in ours if each.codename.split("_")[0] in DESK]
