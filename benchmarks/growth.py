"""What is asked most, of 1,000 claims and of 1,000,000: the median latency, and how it grows.

The two servers are asked in turns. A question whose answer is a page of what few claims have in
common asks for as many claims in the large record as in the small one; one whose answer is a page
of what many have in common asks for a thousand times as many.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from http.client import HTTPConnection

from benchmarks.measuring import table
from benchmarks.serving import Server, engine, filled, free_port, granian, serving

FEW, MANY = 1_000, int(os.environ.get("CLAIMS", "1000000"))
TIMES, LONGEST = int(os.environ.get("TIMES", "60")), 30  # seconds a question


def ref(size: int) -> str:
    copy = random.randrange(size // 1_000)
    return f"c{random.randrange(1_000):04}" + (f"~{copy}" if copy else "")


def event(size: int) -> str:
    copy = random.randrange(size // 1_000)
    return f"e{random.randrange(50)}" + (f"~{copy}" if copy else "")


def document(size: int) -> str:
    copy = random.randrange(size // 1_000)
    return f"d{random.randrange(1_000)}" + (f"~{copy}" if copy else "")


NOW = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
CLAIMS, CHANGES = "/api/v1/claims/?limit=20", "/api/v1/changes/?limit=20"
QUESTIONS: dict[str, Callable[[int], str]] = {
    "status": lambda size: f"/api/v1/statuses/{ref(size)}",
    "a claim": lambda size: f"/api/v1/claims/{ref(size)}/",
    "list": lambda size: CLAIMS,
    "list, newest first": lambda size: f"{CLAIMS}&order=-changed_at",
    "list, by status": lambda size: f"{CLAIMS}&status=disputed",
    "list, a rank at least": lambda size: f"{CLAIMS}&status_at_least=corroborated",
    "list, newest first, by status": lambda size: f"{CLAIMS}&status=disputed&order=-changed_at",
    "list, by event": lambda size: f"{CLAIMS}&event={event(size)}",
    "list, by document": lambda size: f"{CLAIMS}&document={document(size)}",
    "list, by speaker (4% of all)": lambda size: f"{CLAIMS}&speaker=s7",
    "list, by a state (40%)": lambda size: f"{CLAIMS}&speaker=state1",
    "list, by speaker and status": lambda size: f"{CLAIMS}&speaker=s7&status=disputed",
    "list, by publisher (4%)": lambda size: f"{CLAIMS}&publisher=s7",
    "search, one claim's words": lambda size: f"{CLAIMS}&q=bridge+{'n7' if size > FEW else 'fell'}",
    "search, a rare word (0.1%)": lambda size: f"{CLAIMS}&q=bridge",
    "search, 1%": lambda size: f"{CLAIMS}&q=dyke",
    "search, 10%": lambda size: f"{CLAIMS}&q=river",
    "search, 100%": lambda size: f"{CLAIMS}&q=witness",
    "search and status": lambda size: f"{CLAIMS}&q=river&status=disputed",
    "attributions": lambda size: "/api/v1/attributions/?limit=20&speaker=s7",
    "changes, from the start": lambda size: CHANGES,
    "changes, asked in vain": lambda size: f"{CHANGES}&after={NOW}",
    "changes, of a speaker": lambda size: f"{CHANGES}&speaker=s7",
    "fact-check search": lambda size: "/v1alpha1/claims:search?query=dyke&pageSize=10",
}  # fmt: skip


class Asker:
    """One connection to a server, as a program keeps it."""

    def __init__(self, server: Server) -> None:
        self.connection = HTTPConnection("127.0.0.1", server.port, timeout=600)

    def ask(self, path: str) -> float:
        """Seconds until the whole answer was there."""
        began = time.perf_counter()
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        body = answer.read()
        took = time.perf_counter() - began
        assert answer.status == 200, (path, answer.status, body[:300])
        return took


def main() -> None:
    random.seed(1)
    with ExitStack() as stack:
        askers = {}
        for size in (FEW, MANY):
            url, port = stack.enter_context(filled(size)), free_port()
            server = stack.enter_context(serving(granian(port), port, url, ready="/constant"))
            askers[size] = Asker(server)
        rows = []
        for name, path in QUESTIONS.items():
            found: dict[int, list[float]] = {FEW: [], MANY: []}
            for size, asker in askers.items():
                asker.ask(path(size))
            began = time.monotonic()
            while len(found[MANY]) < TIMES and time.monotonic() - began < LONGEST:
                for size, asker in askers.items():
                    found[size].append(asker.ask(path(size)))
            few, many = (statistics.median(found[size]) * 1e3 for size in (FEW, MANY))
            print(f"{name}: {few:.2f} → {many:.2f} ms", file=sys.stderr, flush=True)
            rows.append((name, f"{few:.2f} ms", f"{many:.2f} ms", f"{many / few:.2f}"))
        table(
            f"median latency on {engine()}, of {FEW:,} and of {MANY:,} claims",
            ("", f"{FEW:,}", f"{MANY:,}", "grew by"),
            rows,
        )


main()
