"""`manage.py reindex`: make anew what repeats the record, such as what claims are found by."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from claims.services.reindexing import reindex


class Command(BaseCommand):
    help = (
        "Work out anew, from the record, the intervals of every timeline and what claims are found "
        "by. Needed once after an update that says so; changes nothing of the record."
    )

    def handle(self, **_: Any) -> None:
        self.stdout.write(f"Worked out for {reindex(at=timezone.now())} claims.")
