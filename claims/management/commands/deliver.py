"""`manage.py deliver`: send webhooks and letters, until it is stopped."""

import signal
import threading
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from claims.api.webhook_events import event_body, filtered
from claims.services import alerting, delivering
from sources.foundation import engine, mailing
from sources.foundation.mailing import Mailer

HOUR = 3_600


class Command(BaseCommand):
    help = (
        "Send webhooks, and alerts and notices by e-mail, as they become due. On PostgreSQL, run "
        "as many as you like; on SQLite one is enough, beside the server. Stops when what it is "
        "sending is sent."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what there is to do, and stop")
        parser.add_argument(
            "--workers", type=int, default=8, help="how many to send to at once (default 8)"
        )

    def handle(self, *, once: bool, workers: int, **_: Any) -> None:
        stopping = threading.Event()
        if threading.current_thread() is threading.main_thread():
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: stopping.set())
        mailer = Mailer(workers)
        try:
            self._work(mailer, stopping, once=once, workers=workers)
        finally:
            mailer.close(at=timezone.now())

    def _work(self, mailer: Mailer, stopping: threading.Event, *, once: bool, workers: int) -> None:
        tidied = float("-inf")
        while not stopping.is_set():
            try:
                close_old_connections()
                done = delivering.work_once(
                    filtered=filtered, event_body=event_body, at=timezone.now(), workers=workers
                )
                done += alerting.escalate(at=timezone.now())
                done += mailer.step(at=timezone.now())
                if once:
                    done += mailer.finish(at=timezone.now())
                if time.monotonic() - tidied > HOUR:
                    alerting.sweep(at=timezone.now())
                    delivering.tidy(at=timezone.now())
                    mailing.tidy(at=timezone.now())
                    engine.keep_statistics()
                    tidied = time.monotonic()
            except DatabaseError as error:
                if once:
                    raise
                self.stderr.write(f"The database cannot be reached ({error}); trying again.")
                done = 0
                stopping.wait(2)
            if once and not done:
                break
            if not done:
                stopping.wait(1)
