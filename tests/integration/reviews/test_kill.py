"""kill -9 amid concurrent verdicts: what was acknowledged is there, nothing is half-written."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic, sleep

import pytest
from django.db import connection
from django.utils import timezone

from reviews.models import Verdict
from reviews.verification import Verification, verify
from sources.domain.authority import Role
from sources.models import HistoryEntry
from tests.integration.reviews.test_races import many_claims
from tests.people import person

ROOT = Path(__file__).parent.parent.parent.parent
WORKERS, CLAIMS, ENOUGH = 3, 300, 30

# One server process: several threads give verdicts, and each says so once it is acknowledged.
SERVER = """
import sys, threading
import django
django.setup()
from django.contrib.auth import get_user_model
from django.utils import timezone
from claims.domain.vocabulary import VerdictKind
from claims.models import Claim
from reviews.services.verdicts import give_verdict
from sources.domain.authority import Door
from sources.permissions import hand_of
from sources.selectors.history import fingerprint

def review(number):
    by = hand_of(get_user_model().objects.get(username=f"reviewer-{number}"), Door.API)
    for claim in Claim.objects.order_by("pk"):
        while True:
            try:
                given = give_verdict(
                    claim=claim, verdict=VerdictKind.CORROBORATE, reason="I looked.",
                    fingerprint=fingerprint(f"claim/{claim.ref}"), by=by, at=timezone.now(),
                )
                break
            except Exception as error:
                if type(error).__name__ != "StaleView":
                    raise
        sys.stdout.write(f"{given.pk}\\n")
        sys.stdout.flush()

threads = [threading.Thread(target=review, args=(n,)) for n in range(int(sys.argv[1]))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def database_url() -> str:
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{Path(settings['NAME']).absolute()}"
    user = f"{settings['USER']}:{settings['PASSWORD']}".rstrip(":")
    return f"postgres://{user}@{settings['HOST']}:{settings['PORT'] or 5432}/{settings['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_nothing_acknowledged_is_lost_and_nothing_is_half_written() -> None:
    many_claims(CLAIMS)
    for number in range(WORKERS):
        person(f"reviewer-{number}", Role.REVIEWER)
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "1",
        "PYTHONPATH": str(ROOT),
    }
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(WORKERS)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=ROOT,
    )  # fmt: skip
    acknowledged: list[int] = []

    def listen() -> None:
        assert server.stdout
        acknowledged.extend(int(line) for line in server.stdout if line.endswith("\n"))

    listener = threading.Thread(target=listen)
    listener.start()
    began = monotonic()
    while Verdict.objects.count() < ENOUGH and server.poll() is None and monotonic() - began < 60:
        sleep(0.05)
    os.kill(server.pid, signal.SIGKILL)
    server.wait()
    listener.join()
    assert server.stdout
    assert server.stderr
    faults = server.stderr.read()
    server.stdout.close()
    server.stderr.close()

    # An idle run, or one that had ended by itself, would show nothing.
    assert server.returncode == -signal.SIGKILL, faults
    assert len(acknowledged) >= ENOUGH - WORKERS, faults
    assert Verdict.objects.count() < CLAIMS * WORKERS
    assert set(acknowledged) <= set(Verdict.objects.values_list("pk", flat=True))
    told = HistoryEntry.objects.filter(deed="give_verdict").count()
    assert told == Verdict.objects.count()
    assert not list(verify(Verification(), at=timezone.now()))
