"""`manage.py verify`: recompute every chain and status, and name what is wrong."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from reviews.verification import Verification, verify
from sources.foundation import engine

SHOWN = 100


class Command(BaseCommand):
    help = (
        "Recompute the history's chains, hold the record against them, replay every status, and "
        "check the triggers. Exits with 1 and names the first bad entry of each chain."
    )

    def handle(self, **_: Any) -> None:
        seen = Verification()
        faults = 0
        try:
            with engine.one_moment():
                for fault in verify(seen, at=timezone.now()):
                    faults += 1
                    if faults <= SHOWN:
                        self.stderr.write(fault)
        except DatabaseError as error:
            raise CommandError(f"It cannot be read. {error} Has `migrate` been run?") from error
        looked = (
            f"{seen.counts['claims']} claims, {seen.counts['entries']} entries in "
            f"{seen.counts['chains']} chains"
        )
        if faults:
            raise CommandError(f"{faults} fault{'s' * (faults > 1)} among {looked}.")
        self.stdout.write(f"Nothing is wrong with {looked}.")
        self.stdout.write(f"Anchor of the whole history, to be kept elsewhere: {seen.anchor}")
