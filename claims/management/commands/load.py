"""`manage.py load FILE…`: dossiers into the record, all or nothing."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from claims.domain.dossier import parsing
from claims.domain.dossier.faults import FaultyDossier
from claims.domain.vocabulary import Visibility
from claims.services.loading import Loaded, load
from sources.foundation.domain.roles import Channel
from sources.foundation.permissions import Actor


class Command(BaseCommand):
    help = "Load dossiers: all of their files or nothing, and the same file twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="+", metavar="FILE", help="a dossier, or .jsonl with a dossier a line"
        )
        parser.add_argument(
            "--internal",
            action="store_true",
            help="new claims are seen by the newsroom only (the default is public)",
        )

    def handle(self, *, files: list[str], internal: bool, **_: Any) -> None:
        read = {
            name: parsing.read(text)
            for file in dict.fromkeys(files)
            for name, text in _dossiers(file)
        }
        began = monotonic()
        try:
            loaded = load(
                read,
                at=timezone.now(),
                by=Actor("load", Channel.COMMAND),
                visibility=Visibility.INTERNAL if internal else Visibility.PUBLIC,
                progress=self._progress,
            )
        except FaultyDossier as error:
            self._clear()
            raise CommandError(error.report("loaded")) from None
        except DatabaseError as error:
            raise CommandError(f"Nothing was loaded. {error} Has `migrate` been run?") from error
        self._clear()
        self.stdout.write(_said(loaded, monotonic() - began))

    def _progress(self, what: str, done: int, total: int) -> None:
        if sys.stderr.isatty():
            self._show(f"{what}: {done} of {total}")

    def _clear(self) -> None:
        if sys.stderr.isatty():
            self._show("")

    def _show(self, line: str) -> None:
        """Put the line in the place of the one that stands there."""
        self.stderr.write(f"\r\x1b[K{line}", style_func=str, ending="")


def _dossiers(file: str) -> Iterator[tuple[str, bytes]]:
    """The dossiers of a file, each with a name for reports."""
    if not file.endswith(".jsonl"):
        yield file, _bytes(file)
        return
    for number, line in enumerate(_bytes(file).split(b"\n"), 1):
        if line.strip():
            yield f"{file}, line {number}", line


def _bytes(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}") from None


def _said(loaded: Loaded, seconds: float) -> str:
    added = _counts(loaded.added)
    changed = _counts(loaded.changed)
    if not added and not changed:
        return "Nothing new: all of it is on record already."
    parts = [f"Added {added}." if added else "", f"Changed {changed}." if changed else ""]
    parts.append(f"Wrote {loaded.statuses} status records in {seconds:.1f} s.")
    return " ".join(part for part in parts if part)


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in counts.items() if count)
