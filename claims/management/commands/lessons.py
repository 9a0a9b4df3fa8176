"""`manage.py lessons`: what people did with the drafts, as JSON Lines to learn from."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from claims.domain.vocabulary import DraftStep
from claims.intake.selectors.drafts import training_material
from claims.management.printing import as_text


class Command(BaseCommand):
    help = (
        "Print every step of every draft: what was found, mended, split, joined, accepted or "
        "rejected, before and after, with the text that it stands in."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--step", choices=[*DraftStep], action="append", help="only these")

    def handle(self, *, step: list[str] | None, **_: Any) -> None:
        rows = training_material()
        if step:
            rows = rows.filter(step__in=step)
        try:
            for row in rows.iterator(chunk_size=500):
                self.stdout.write(as_text(_lesson(row), self.stdout))
        except BrokenPipeError:  # whoever asked has heard enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _lesson(row: Any) -> dict[str, Any]:
    snapshot = row.draft.snapshot
    return {
        "draft": row.draft.ref,
        "step": row.step,
        "before": row.before,
        "after": row.after,
        "why": row.why,
        "at": row.at.isoformat(),
        "snapshot": snapshot.sha256,
        "text": snapshot.text,
    }
