"""`manage.py read FILE|URL…`: who said what in each, printed, or kept as drafts for the intake."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.intake.domain.pages import Page
from claims.intake.extraction.drafting import read
from claims.intake.extraction.proposing import as_json
from claims.intake.selectors.drafts import known_names
from claims.intake.services import ingest, steps
from claims.intake.services.pages import extract
from claims.management.printing import as_text
from sources.domain.vocabulary import CaptureMethod
from sources.foundation.domain.roles import Channel
from sources.foundation.permissions import Actor
from sources.models import Snapshot


class Command(BaseCommand):
    help = "Read documents for who said what. Prints one JSON object each, or keeps the drafts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("document", nargs="+", help="a file (HTML, text, PDF) or an address")
        parser.add_argument(
            "--keep",
            action="store_true",
            help="keep it and its drafts, to be decided on in /admin/",
        )
        parser.add_argument("--publisher", default="", help="who published it, if it does not say")

    def handle(self, *, document: list[str], keep: bool, publisher: str, **_: Any) -> None:
        failed = 0
        for number, name in enumerate(document, 1):
            try:
                answer = self._read(name, keep=keep, publisher=publisher)
            except ValidationError as error:
                failed += 1
                self.stderr.write(f"{name}: {' '.join(error.messages)}")
                continue
            self.stdout.write(as_text(answer, self.stdout))
            if len(document) > 1:
                self.stderr.write(f"{number} of {len(document)}: {name}")
        if failed:
            raise CommandError(f"{failed} of {len(document)} could not be read.")

    def _read(self, name: str, *, keep: bool, publisher: str) -> dict[str, Any]:
        by = Actor("read", Channel.COMMAND)
        url, body, page, how = opened(name, by)
        if not keep:
            drafts = read(page.text, known=known_names())
            about = {**page.about, "text": page.text, "url": url}
            return {"id": name, **about, "attributions": [as_json(each) for each in drafts]}
        snapshot = keep_page(url, body, page, how, publisher=publisher, by=by)
        return {"id": name, "document": snapshot.document.ref, "drafts": snapshot.drafts.count()}


def opened(name: str, by: Actor) -> tuple[str, bytes, Page, CaptureMethod]:
    """What stands at an address or in a file. ValidationError says why there is nothing."""
    if name.startswith(("https://", "http://")):
        url, body, page = ingest.fetched(name, by=by)
        return url, body, page, CaptureMethod.FETCHED
    try:
        body = Path(name).read_bytes()
    except OSError as error:
        raise ValidationError(str(error.strerror)) from None
    return "", body, extract(body, name=name), CaptureMethod.UPLOADED


def keep_page(
    url: str, body: bytes, page: Page, how: CaptureMethod, *, publisher: str, by: Actor
) -> Snapshot:
    """Keep it with its drafts; the address, where there is one, is what it is known by."""
    where = steps.DocumentInput(publisher=publisher, url=url)
    return steps.take_in(page=page, where=where, how=how, by=by, at=timezone.now(), body=body)
