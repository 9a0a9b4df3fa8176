"""`manage.py demo`: on an empty database, the example record and accounts to look around with."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.models import Claim
from reviews.services.accounts import keep_account
from sources.foundation.domain.roles import Channel, Role
from sources.foundation.permissions import Actor

EXAMPLES = (
    "five-outlets.json",
    "missile-launch.json",
    "missile-launch-follow-up.json",
    "election.json",
    "earthquake.json",
)
ACCOUNTS = (
    ("reporter", "records what was said", (Role.REPORTER,)),
    ("reviewer", "looks at the evidence and gives verdicts", (Role.REVIEWER,)),
    ("second", "another reviewer, as nothing is confirmed by one", (Role.REVIEWER,)),
    ("editor", "assigns, decides, holds and publishes", (Role.EDITOR,)),
    ("admin", "manages accounts, and has no power over any status", (Role.ADMINISTRATOR,)),
)


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
                ".venv/bin/python manage.py changepassword reviewer"
            )

    def _accounts(self) -> None:
        self.stdout.write("Accounts for /admin/ (the passwords are shown only this once):")
        at = timezone.now()
        for name, purpose, roles in ACCOUNTS:
            password = secrets.token_urlsafe(9)
            user = get_user_model()(username=name, is_superuser=name == "admin")
            user.set_password(password)
            keep_account(user=user, roles=roles, by=Actor("demo", Channel.COMMAND), at=at)
            self.stdout.write(f"  {name:<9} {password}   {purpose}")
