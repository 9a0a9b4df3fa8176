"""`manage.py mail`: send the notices that could not be sent when they were written."""

from typing import Any

from django.core.management.base import BaseCommand

from reviews.services.notices import mail


class Command(BaseCommand):
    help = "Send notices by e-mail that have not been sent yet."

    def handle(self, **_: Any) -> None:
        self.stdout.write(f"Sent {mail()}.")
