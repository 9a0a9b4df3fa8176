"""A status by its ref, against less and against more: requests per second of one worker.

`CLAIMS=1000000 python -m benchmarks speed` for another size than 100,000.
"""

import json
import os
import statistics
import time
import urllib.request
from collections.abc import Callable

from benchmarks.measuring import table
from benchmarks.serving import (
    Server,
    datasette,
    engine,
    filled,
    free_port,
    granian,
    gunicorn,
    rate,
    serving,
)

CLAIMS = int(os.environ.get("CLAIMS", "100000"))
ROUNDS = 4
STATUS, OURS = "/api/v1/statuses/REF", "status by ref"
MANY = 1_000


def etag_of(url: str) -> str:
    with urllib.request.urlopen(url) as answer:
        return str(answer.headers["ETag"])


def in_one(server: Server, seconds: float = 4) -> float:
    """Statuses per second, a thousand at a time, of one asker."""
    asked = 0
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        copy = f"~{asked // MANY % (CLAIMS // 1_000 - 1) + 1}"
        refs = [f"c{number:04}{copy}" for number in range(MANY)]
        request = urllib.request.Request(
            server.url("/api/v1/statuses/"),
            json.dumps({"refs": refs}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as answer:
            found = json.load(answer)
        assert len(found["statuses"]) == MANY
        asked += MANY
    return asked / (time.monotonic() - began)


def main() -> None:
    with filled(CLAIMS) as url:
        theirs: list[float] = []
        if engine() == "SQLite":
            port = free_port()
            row = f"/benchmark_{CLAIMS}/claims_statusrecord/ROW.json?_shape=array"
            with serving(datasette(port, url), port, url, ready="/-/versions.json") as other:
                theirs = [rate(other, row, claims=CLAIMS, last=CLAIMS) for _ in range(ROUNDS)]
        for name, command in {"granian": granian, "gunicorn": gunicorn}.items():
            port = free_port()
            with serving(command(port), port, url, ready="/constant") as server:
                found = rounds(server)
            if theirs:
                found["Datasette, a row"] = theirs
            table(
                f"one worker of {name} on {engine()}, {CLAIMS:,} claims",
                ("", "per second", "status by ref is", "from", "to"),
                [
                    (asked, f"{statistics.median(each):,.0f}", *compared(found[OURS], each))
                    for asked, each in found.items()
                ],
            )


def rounds(server: Server) -> dict[str, list[float]]:
    """The rates of each round: they take turns, so that a noisy moment hits all."""
    one = "/api/v1/statuses/c0001"
    etag = etag_of(server.url(one))
    asked: dict[str, Callable[[], float]] = {
        "a constant": lambda: rate(server, "/constant", claims=CLAIMS),
        "one raw statement": lambda: rate(server, "/raw/REF", claims=CLAIMS),
        OURS: lambda: rate(server, STATUS, claims=CLAIMS),
        "of one claim": lambda: rate(server, one, claims=CLAIMS),
        "of one claim, 304": lambda: rate(server, one, claims=CLAIMS, etag=etag),
        "nested ModelViewSet": lambda: rate(server, "/drf/nested/REF/", claims=CLAIMS),
        "1,000 in a body (statuses)": lambda: in_one(server),
    }
    found: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(ROUNDS):
        for name, ask in asked.items():
            found[name].append(ask())
    return found


def compared(ours: list[float], theirs: list[float]) -> tuple[str, str, str]:
    """How many times as fast ours is: the median of the rounds, the least and the most."""
    ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    return f"{statistics.median(ratios):.2f}×", f"{min(ratios):.2f}", f"{max(ratios):.2f}"


main()
