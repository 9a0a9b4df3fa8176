"""`manage.py erase CLAIM KIND REF --reason …`: what the law demands, with a tombstone."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.services.erasing import erase, kinds
from sources.foundation.domain.roles import Channel
from sources.foundation.permissions import Actor

BEYOND_REACH = (
    "Beyond its reach is what has left this database: training material that was exported "
    "(`lessons`), dumps, web archives and backups; letters and webhooks that were sent; what was "
    "printed."
)


class Command(BaseCommand):
    help = (
        "Erase the words of a statement, of a claim or of a draft wherever they live, as the law "
        "demands. Tombstones say why; who said it, and its stance, stay."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("claim", help="the claim's id; of a draft its own")
        parser.add_argument("kind", choices=kinds())
        parser.add_argument("ref", nargs="?", default="", help="the statement's id")
        parser.add_argument("--reason", required=True, help="which law or order, and who asked")
        parser.add_argument(
            "--snapshots",
            action="store_true",
            help="also blacken the words in the kept texts of documents, and forget their bytes",
        )

    def handle(
        self, *, claim: str, kind: str, ref: str, reason: str, snapshots: bool, **_: Any
    ) -> None:
        try:
            done = erase(
                of=claim,
                kind=kind,
                ref=ref,
                reason=reason,
                snapshots=snapshots,
                by=Actor("erase", Channel.COMMAND),
                at=timezone.now(),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        for place, count in done.places.items():
            self.stdout.write(f"{count:>6} {place}")
        for old, new in done.renamed.items():
            self.stdout.write(f"{old} is {new} now: its old address was made of the words.")
        self.stdout.write(f"Erased; {done.entries} entries of the history are tombstones now.")
        if done.left:
            self.stdout.write("\nThe words are still here, as nobody asked for these:")
            for each in done.left:
                self.stdout.write(f"  {each}")
            if not snapshots:
                self.stdout.write("  (--snapshots takes them out of kept texts)")
        self.stdout.write(f"\n{BEYOND_REACH}")
