"""`manage.py token NAME --purpose …`: a token, and its service account if there is none yet.

The same as in the admin, for whoever sets a server up.
"""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reviews.services.accounts import keep_account
from reviews.services.tokens import issue_token
from sources.foundation.domain.roles import Channel, Role
from sources.foundation.permissions import Actor

ROLES = [Role.API_CLIENT, Role.REPORTER, Role.REVIEWER, Role.EDITOR]


class Command(BaseCommand):
    help = "Issue a token for a program, and print it: it is shown only this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the service account's name, such as cms")
        parser.add_argument("--purpose", required=True, help="where it will be used")
        parser.add_argument("--days", type=int, default=365, help="until it expires (default 365)")
        parser.add_argument(
            "--role",
            choices=[role.value for role in ROLES],
            default=Role.API_CLIENT.value,
            help="of an account that is new (default: api client, which reads what is public)",
        )

    def handle(self, *, name: str, purpose: str, days: int, role: str, **_: Any) -> None:
        actor, at = Actor("token", Channel.COMMAND), timezone.now()
        user = get_user_model().objects.filter(username=name).first()
        try:
            if user is None:
                user = get_user_model()(username=name)
                user.set_unusable_password()
                keep_account(user=user, roles=[Role(role)], by=actor, at=at)
            _, text = issue_token(account=user, purpose=purpose, days=days, by=actor, at=at)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(text)
