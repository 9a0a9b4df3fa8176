"""`manage.py watch FOLDER|FEED…`: what is new in them is kept, with its drafts, for the intake."""

import hashlib
import signal
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from claims.intake.services.ingest import agent
from claims.management.commands.read import keep_page, opened
from sources.foundation import outbound
from sources.foundation.domain.roles import Channel
from sources.foundation.permissions import Actor
from sources.models import Document, Snapshot

MOST_ENTRIES = 200  # of a feed
SUFFIXES = (".html", ".htm", ".txt", ".pdf")


class Command(BaseCommand):
    help = (
        "Watch folders (HTML, text and PDF files) and feeds (RSS, Atom). What is new is kept with "
        "its drafts; what is known by its address or its bytes is left alone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", nargs="+", help="a folder, or the address of a feed")
        parser.add_argument("--publisher", default="", help="of what does not say who published it")
        parser.add_argument("--once", action="store_true", help="look once, and stop")
        parser.add_argument("--every", type=int, default=300, help="seconds (default 300)")

    def handle(self, *, place: list[str], publisher: str, once: bool, every: int, **_: Any) -> None:
        stopping = threading.Event()
        if threading.current_thread() is threading.main_thread():
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: stopping.set())
        tried: set[str] = set()
        while not stopping.is_set():
            close_old_connections()
            for each in place:
                try:
                    self._look(each, publisher, tried, stopping)
                except (ValidationError, OSError, DatabaseError) as error:
                    told = " ".join(getattr(error, "messages", [str(error)]))
                    self.stderr.write(f"{each}: {told}")
            if once:
                break
            stopping.wait(max(every, 1))

    def _look(self, place: str, publisher: str, tried: set[str], stopping: threading.Event) -> None:
        by = Actor("watch", Channel.COMMAND)
        for name, of in entries(place):
            if stopping.is_set():
                return
            if name in tried or Document.objects.filter(url=name).exists():
                continue
            try:
                url, body, page, how = opened(name, by)
                if how.value == "uploaded" and _is_kept(body):
                    tried.add(name)
                    continue
                snapshot = keep_page(
                    url, body, page, how, publisher=publisher or page.publisher or of, by=by
                )
                waits = snapshot.drafts.count()
                self.stdout.write(f"{name}: {snapshot.document} ({waits} drafts)")
            except ValidationError as error:
                self.stderr.write(f"{name}: {' '.join(error.messages)}")
            tried.add(name)


def entries(place: str) -> Iterator[tuple[str, str]]:
    """What a folder or a feed holds: each file or address, and the name of whose feed it is."""
    if place.startswith(("https://", "http://")):
        yield from _of_feed(place)
        return
    folder = Path(place)
    if not folder.is_dir():
        raise ValidationError("It is neither a folder nor the address of a feed.")
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.suffix.lower() in SUFFIXES and not path.name.startswith("."):
            yield str(path), ""


def _of_feed(address: str) -> Iterator[tuple[str, str]]:
    import feedparser

    if not settings.FETCH:
        raise ValidationError("Fetching is turned off here (FETCH).")
    try:
        got = outbound.fetch(address, agent=agent(), also=settings.FETCH_NETWORKS)
    except outbound.Unreachable as error:
        raise ValidationError(str(error)) from None
    feed = feedparser.parse(got.body)
    if feed.bozo and not feed.entries:
        raise ValidationError("It is no feed that could be read.")
    of = str(feed.feed.get("title", ""))[:500]
    for entry in feed.entries[:MOST_ENTRIES]:
        link = str(entry.get("link", ""))
        if link.startswith(("https://", "http://")):
            yield link, of


def _is_kept(body: bytes) -> bool:
    return Snapshot.objects.filter(sha256=hashlib.sha256(body).hexdigest()).exists()
