"""A status by its ref, against less and against more: requests per second of one worker.

`CLAIMS=1000000 python -m benchmarks speed` for another size than 100,000.
"""

import json
import os
import statistics
import time
import urllib.parse
import urllib.request
from collections.abc import Callable

from benchmarks.measuring import table
from benchmarks.serving import (
    Server,
    datasette,
    engine,
    filled,
    free_port,
    gunicorn,
    rate,
    serving,
)

CLAIMS = int(os.environ.get("CLAIMS", "100000"))
ROUNDS = 4
STATUS = "/api/v1/statuses/REF"
MANY = 1_000


def etag_of(url: str) -> str:
    with urllib.request.urlopen(url) as answer:
        return str(answer.headers["ETag"])


def in_one(server: Server, form: bool, seconds: float = 4) -> float:
    """Statuses per second, a thousand at a time, of one asker: in a body, or in an address."""
    asked = 0
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        copy = f"~{asked // MANY % (CLAIMS // 1_000 - 1) + 1}"
        refs = [f"c{number:04}{copy}" for number in range(MANY)]
        if form:
            request = urllib.request.Request(
                server.url("/api/v1/statuses/"),
                json.dumps({"refs": refs}).encode(),
                {"Content-Type": "application/json"},
            )
        else:
            query = urllib.parse.urlencode([("ref", ref) for ref in refs])
            request = urllib.request.Request(server.url(f"/api/v1/statuses/?{query}"))
        with urllib.request.urlopen(request) as answer:
            found = json.load(answer)
        assert len(found["statuses"]) == MANY
        asked += MANY
    return asked / (time.monotonic() - began)


def main() -> None:
    with filled(CLAIMS) as url:
        port = free_port()
        with serving(gunicorn(port), port, url, ready="/constant") as server:
            one = "/api/v1/statuses/c0001"
            etag = etag_of(server.url(one))
            asked: dict[str, Callable[[], float]] = {
                "a constant": lambda: rate(server, "/constant", claims=CLAIMS),
                "one raw statement": lambda: rate(server, "/raw/REF", claims=CLAIMS),
                "status by ref": lambda: rate(server, STATUS, claims=CLAIMS),
                "of one claim": lambda: rate(server, one, claims=CLAIMS),
                "of one claim, 304": lambda: rate(server, one, claims=CLAIMS, etag=etag),
                "nested ModelViewSet": lambda: rate(server, "/drf/nested/REF/", claims=CLAIMS),
                "1,000 in a body (statuses)": lambda: in_one(server, True),
            }
            found: dict[str, list[float]] = {name: [] for name in asked}
            for _ in range(ROUNDS):  # taking turns, so that a noisy moment hits all
                for name, ask in asked.items():
                    found[name].append(ask())
        if engine() == "SQLite":
            port = free_port()
            row = f"/benchmark_{CLAIMS}/claims_statusrecord/ROW.json?_shape=array"
            with serving(datasette(port, url), port, url, ready="/-/versions.json") as other:
                found["Datasette, a row"] = [
                    rate(other, row, claims=CLAIMS, last=CLAIMS) for _ in range(ROUNDS)
                ]
    ours = found["status by ref"]
    table(
        f"one worker of gunicorn on {engine()}, {CLAIMS:,} claims",
        ("", "per second", "status by ref is", "from", "to"),
        [
            (name, f"{statistics.median(each):,.0f}", *compared(ours, each))
            for name, each in found.items()
        ],
    )


def compared(ours: list[float], theirs: list[float]) -> tuple[str, str, str]:
    """How many times as fast ours is: the median of the rounds, the least and the most."""
    ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    return f"{statistics.median(ratios):.2f}×", f"{min(ratios):.2f}", f"{max(ratios):.2f}"


main()
