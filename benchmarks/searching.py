"""The search page, of 1,000 claims and of 1,000,000: median and p99, against a read by primary key.

The whole page is made, in this process; the read of one claim by its key is timed in turns with it.
"""

import json
import os
import random
import statistics
import subprocess
import sys
from time import perf_counter

from benchmarks.measuring import table
from benchmarks.serving import engine, filled

FEW, MANY = 1_000, int(os.environ.get("CLAIMS", "1000000"))
TIMES, LONGEST = int(os.environ.get("TIMES", "40")), 40  # seconds a question

QUESTIONS = {
    "one claim's words": "q=bridge+fell",
    "a rare word (0.1%)": "q=bridge",
    "a word of 1%": "q=dyke",
    "a word of 10%": "q=river",
    "a word of all": "q=witness",
    "a name (a source)": 'q="Ministry+7"',
    "a word and a status": "q=river&status=disputed",
    "a word and a speaker": "q=dyke&speaker=s7",
    "a word that nothing has": "q=xyzzy",
    "everything": "",
}


def main() -> None:
    found = {}
    for size in (FEW, MANY):
        with filled(size) as url:
            environment = os.environ | {"DATABASE_URL": url, "DEBUG": "1", "LOG_LEVEL": "ERROR"}
            command = [sys.executable, "-m", "benchmarks.searching", "one"]
            answer = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
            found[size] = json.loads(answer.stdout)
    rows = []
    for name in QUESTIONS:
        cells = []
        for size in (FEW, MANY):
            median, p99, key = found[size][name]
            cells += [f"{median:.1f} ms", f"{median / key:.0f}×", f"{p99 / key:.0f}×"]
        rows.append((name, *cells))
    head = ("", *(f"{size:,} {what}" for size in (FEW, MANY) for what in ("median", "/key", "p99")))
    table(f"the search page on {engine()}; × is of a read by primary key", head, rows)


def one() -> None:
    """Time each question on the database of DATABASE_URL; medians in ms, as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from claims.models import Claim

    settings.DEBUG = False  # which would keep every query
    client, last = Client(SERVER_NAME="localhost"), Claim.objects.order_by("-pk").first()
    assert last is not None
    random.seed(1)
    found = {}
    for name, asked in QUESTIONS.items():
        times: list[float] = []
        keys: list[float] = []
        began = perf_counter()
        while len(times) < TIMES and (perf_counter() - began < LONGEST or len(times) < 3):
            start = perf_counter()
            answer = client.get(f"/search/?{asked}")
            times.append((perf_counter() - start) * 1e3)
            assert answer.status_code == 200
            start = perf_counter()
            Claim.objects.filter(pk=random.randint(1, last.pk)).first()
            keys.append((perf_counter() - start) * 1e3)
        p99 = sorted(times)[max(0, int(len(times) * 0.99) - 1)]
        found[name] = (statistics.median(times), p99, statistics.median(keys))
        print(f"{name}: {found[name][0]:.1f} ms", file=sys.stderr, flush=True)
    print(json.dumps(found))


one() if sys.argv[1:] == ["one"] else main()
