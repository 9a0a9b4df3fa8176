"""`manage.py propose < documents.jsonl`: who said what in each text, one line for one line."""

import json
import os
import sys
from typing import Any

from django.core.management.base import BaseCommand

from claims.intake.extraction.proposing import proposed
from claims.management.printing import as_text


class Command(BaseCommand):
    help = (
        'Read lines {"id", "text"} from standard input and write lines {"id", "attributions"}, '
        "each role a list of [start, end) spans in code points. The database is not touched."
    )
    requires_system_checks: list[str] = []  # it reads lines and prints; nothing else has to work

    def handle(self, **_: Any) -> None:
        try:
            for line in sys.stdin.buffer:
                if line.strip():
                    self.stdout.write(as_text(_answer(line), self.stdout))
                    self.stdout.flush()
        except BrokenPipeError:  # whoever asked has heard enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _answer(line: bytes) -> dict[str, Any]:
    try:
        document = json.loads(line)
    except (ValueError, RecursionError):
        return {"error": 'The line is no JSON; expected {"id": …, "text": "…"}.'}
    if not isinstance(document, dict) or not isinstance(document.get("text"), str):
        return {"error": 'Expected {"id": …, "text": "…"}.'}
    return {"id": document.get("id"), "attributions": proposed(document["text"])}
