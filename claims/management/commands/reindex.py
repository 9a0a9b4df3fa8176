"""`manage.py reindex`: make anew what repeats the record, such as what claims are found by."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from claims.services.reindexing import reindex
from sources.foundation import engine


class Command(BaseCommand):
    help = (
        "Work out anew, from the record, the intervals of every timeline and what claims are found "
        "by. Needed once after an update that says so; changes nothing of the record."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--missing", action="store_true", help="only for claims that have none of it yet"
        )

    def handle(self, *, missing: bool, **_: Any) -> None:
        done = reindex(at=timezone.now(), missing=missing)
        if done or not missing:
            engine.keep_statistics()
            self.stdout.write(f"Worked out for {done} claims.")
