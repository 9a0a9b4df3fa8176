"""`manage.py assess FILE`: what the policy says of a dossier, without touching the database."""

import json
import os
import sys
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.domain.dossier import parsing
from claims.domain.dossier.faults import Fault, FaultyDossier, fault
from claims.domain.dossier.invariants import broken_invariants, cycles
from claims.domain.policy.assessment import assess_all
from claims.domain.records import Dossier
from claims.management.printing import as_text
from sources.foundation.domain.moments import read_moment
from sources.foundation.domain.roles import Audience

LINE_KEYS = frozenset({"dossier", "as_of", "audience"})


class Command(BaseCommand):
    help = "Assess every claim and detail of a dossier and print one JSON object."
    requires_system_checks: list[str] = []  # it reads a file and prints; nothing else has to work

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="a dossier, or - for JSON Lines from standard input")
        parser.add_argument("--as-of", metavar="T", help="an ISO 8601 time; the default is now")
        parser.add_argument("--audience", choices=[*Audience], default=Audience.PUBLIC.value)

    def handle(self, *, file: str, as_of: str | None, audience: str, **_: Any) -> None:
        try:
            at = read_moment(as_of) if as_of is not None else None
        except ValueError as error:
            raise CommandError(f"--as-of {as_of}: expected {error}") from None
        if file == "-":
            self._answer_lines(at, audience)
        else:
            self._answer_file(Path(file), at or timezone.now(), Audience(audience))

    def _answer_file(self, path: Path, as_of: datetime, audience: Audience) -> None:
        try:
            text = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from None
        try:
            dossier = parsing.parse(text)
        except FaultyDossier as error:
            raise CommandError(f"{path}: {error.report('assessed')}") from None
        for each in (*broken_invariants(dossier), *cycles(dossier, dossier.sources)):
            self.stderr.write(f"Note: it would not be loaded: {each}")
        self.stdout.write(as_text(assess_all(dossier, as_of, audience), self.stdout, indent=1))

    def _answer_lines(self, as_of: datetime | None, audience: str) -> None:
        try:
            for line in sys.stdin.buffer:
                if line.strip():
                    self.stdout.write(as_text(_answer(line, as_of, audience), self.stdout))
                    self.stdout.flush()
        except BrokenPipeError:  # whoever asked has heard enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _answer(line: bytes, as_of: datetime | None, audience: str) -> dict[str, Any]:
    try:
        dossier, asked_at, asked_for = _request(parsing.decode(line), audience)
        return assess_all(dossier, asked_at or as_of or timezone.now(), asked_for)
    except FaultyDossier as error:
        faults = [fault.as_json() for fault in error.faults]
        return {"error": {"message": str(error), "faults": faults}}


def _request(data: Any, audience: str) -> tuple[Dossier, datetime | None, Audience]:
    faults = []
    if not isinstance(data, dict) or "dossier" not in data:
        raise FaultyDossier([Fault("$", "no dossier", 'an object {"dossier": {…}}')])
    for key in sorted(data.keys() - LINE_KEYS):
        faults.append(fault((key,), data[key], "one of the keys dossier, as_of, audience"))
    as_of, wanted = data.get("as_of"), data.get("audience", audience)
    try:
        moment = None if as_of is None else read_moment(as_of)
    except ValueError as error:
        faults.append(Fault("$.as_of", json.dumps(as_of)[:100], str(error)))
    if wanted not in list(Audience):
        faults.append(Fault("$.audience", json.dumps(wanted)[:100], "public or internal"))
    if faults:
        raise FaultyDossier(faults)
    return parsing.check(data["dossier"]), moment, Audience(wanted)
