"""`manage.py dump`: the record, or a part of it, as a dossier."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from claims.management.printing import as_text
from claims.selectors.export import CannotDump, dossier_for, internal_among


class Command(BaseCommand):
    help = "Write a dossier of the whole record, or of these events and claims."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--event", action="append", default=[], metavar="REF")
        parser.add_argument("--claim", action="append", default=[], metavar="REF")

    def handle(self, *, event: list[str], claim: list[str], **_: Any) -> None:
        try:
            dossier = dossier_for(events=event, claims=claim)
        except CannotDump as error:
            raise CommandError(str(error)) from None
        except DatabaseError as error:
            raise CommandError(f"{error} Has `migrate` been run?") from error
        self.stdout.write(as_text(dossier, self.stdout, indent=1))
        if hidden := internal_among(each["id"] for each in dossier.get("claims", ())):
            self.stderr.write(
                f"Note: {hidden} of these claims are internal, which a dossier does not say. "
                "Load it with --internal."
            )
