"""kill -9 of the server amid concurrent verdicts: what was acknowledged is there, nothing is half."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from claims.models import Claim
from reviews.models import Verdict
from reviews.verification import Verification, verify
from sources.foundation.domain.roles import Role
from sources.foundation.models import HistoryEntry
from sources.foundation.selectors.history import fingerprint
from tests.integration.reviews.test_races import many_claims
from tests.people import person

ROOT = Path(__file__).parent.parent.parent.parent
REVIEWERS, CLAIMS, ENOUGH = 4, 400, 40
TOKEN = "a" * 32


def database_url() -> str:
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{Path(at['NAME']).absolute()}"
    user = f"{at['USER']}:{at['PASSWORD']}".rstrip(":")
    return f"postgres://{user}@{at['HOST']}:{at['PORT'] or 5432}/{at['NAME']}"


@contextmanager
def server() -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The server as in production, on a port of its own; killed at the latest when it is left."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"DATABASE_URL": database_url(), "DEBUG": "1"}
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port),
        "--blocking-threads", str(REVIEWERS), "--log-level", "error", "config.wsgi:application",
    ]  # fmt: skip
    process = subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True)
    try:
        began = monotonic()
        while monotonic() - began < 30:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                sleep(0.1)
        yield process, port
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)  # the master and its workers
    process.wait()


def session_of(user: Any) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def review(port: int, session: str, claims: list[tuple[int, str]], told: list[int]) -> None:
    """Sign claim after claim until the server is gone; note what it acknowledged."""
    for pk, seen in claims:
        http = HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            http.request(
                "POST",
                f"/admin/reviews/case/{pk}/verdict/",
                urlencode({"verdict": "corroborate", "reason": "I looked.", "fingerprint": seen}),
                {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
                    "X-CSRFToken": TOKEN,
                },
            )
            if http.getresponse().status == 302:
                told.append(pk)
        except (OSError, HTTPException):
            return
        finally:
            http.close()


@pytest.mark.django_db(transaction=True)
def test_nothing_acknowledged_is_lost_and_nothing_is_half_written() -> None:
    rows = [(claim.pk, fingerprint(f"claim/{claim.ref}")) for claim in many_claims(CLAIMS)]
    sessions = [session_of(person(f"r{n}", Role.REVIEWER)) for n in range(REVIEWERS)]
    acknowledged: list[list[int]] = [[] for _ in sessions]
    with server() as (process, port):
        threads = [
            threading.Thread(
                target=review, args=(port, session, rows[n::REVIEWERS], acknowledged[n])
            )
            for n, session in enumerate(sessions)
        ]
        for thread in threads:
            thread.start()
        began = monotonic()
        while sum(map(len, acknowledged)) < ENOUGH and monotonic() - began < 60:
            sleep(0.02)
        busy = all(thread.is_alive() for thread in threads)
        kill(process)
        for thread in threads:
            thread.join()

    told = {pk for each in acknowledged for pk in each}
    signed = set(Verdict.objects.values_list("claim", flat=True))
    # An idle run, or one that had ended by itself, would show nothing.
    assert busy
    assert len(told) >= ENOUGH
    assert len(signed) < CLAIMS
    assert told <= signed
    assert HistoryEntry.objects.filter(action="give_verdict").count() == len(signed)
    assert Claim.objects.count() == CLAIMS
    assert not list(verify(Verification(), at=timezone.now()))
