"""gunicorn (gthread) against granian (WSGI): speed, stopping, dying, slow clients, memory.

`MINUTES=60 python -m benchmarks servers` for an hour of traffic each.
"""

import os
import signal
import socket
import statistics
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from benchmarks.measuring import table
from benchmarks.serving import (
    Server,
    engine,
    filled,
    free_port,
    granian,
    gunicorn,
    rate,
    serving,
    wait_for,
)

CLAIMS = 10_000
ROUNDS = 2
MINUTES = float(os.environ.get("MINUTES", "2"))
SLOW = 200  # clients
ASKED = {
    "a constant": "/constant",
    "one raw statement": "/raw/REF",
    "status by ref": "/api/v1/statuses/REF",
    "twenty claims": "/api/v1/claims/?limit=20",
}


def fetched(url: str, timeout: float = 10) -> int:
    """The status of the answer, 0 if there was none."""
    try:
        with urllib.request.urlopen(url, timeout=timeout) as answer:
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def meanwhile(server: Server, work: Callable[[], object], asked: int = 4) -> list[int]:
    """What slow requests are answered if something is done while they wait."""
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(fetched(server.url("/slow"))))
        for _ in range(asked)
    ]
    for thread in threads:
        thread.start()
    time.sleep(0.7)
    work()
    for thread in threads:
        thread.join()
    return found


def stopped(server: Server) -> str:
    """Asked to stop (SIGTERM) while four wait for an answer."""
    began = time.monotonic()
    found = meanwhile(server, lambda: server.process.send_signal(signal.SIGTERM))
    server.process.wait(60)
    took = time.monotonic() - began
    return f"{found.count(200)} of {len(found)} answered, down after {took:.1f} s"


def killed(server: Server) -> str:
    """The worker killed (SIGKILL): how long until somebody answers again."""
    os.kill(server.worker(), signal.SIGKILL)
    try:
        return f"answers again after {wait_for(server.url('/constant'), 20):.1f} s"
    except TimeoutError:
        return "never answers again"


@contextmanager
def dripping(server: Server) -> Iterator[None]:
    """Clients that send their request a byte at a time."""
    sockets, stop = [], threading.Event()
    for _ in range(SLOW):
        with suppress(OSError):
            sockets.append(socket.create_connection(("127.0.0.1", server.port), timeout=5))

    def drip() -> None:
        text = b"GET /constant HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: " + b"x" * 10_000
        for byte in text:
            for each in sockets:
                with suppress(OSError):
                    each.send(bytes([byte]))
            if stop.wait(0.5):
                return

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        time.sleep(1)
        yield
    finally:
        stop.set()
        thread.join()
        for each in sockets:
            each.close()


@contextmanager
def lingering(server: Server) -> Iterator[None]:
    """Clients that ask for all claims and do not read what comes."""
    sockets = []
    for _ in range(SLOW // 10):
        each = socket.create_connection(("127.0.0.1", server.port), timeout=5)
        each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        each.sendall(b"GET /api/v1/exports/claims.jsonl HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        sockets.append(each)
    try:
        time.sleep(2)
        yield
    finally:
        for each in sockets:
            each.close()


def beside(server: Server, slow: Callable[[Server], object]) -> str:
    """How many of a hundred others are answered within five seconds, beside slow clients."""
    with slow(server):  # type: ignore[attr-defined]
        times = []
        for _ in range(100):
            began = time.monotonic()
            if fetched(server.url("/constant"), 5) == 200:
                times.append(time.monotonic() - began)
            if time.monotonic() - began > 4.9 and not times:
                return "nobody is answered"
    return f"{len(times)} of 100 answered, at most {max(times, default=0) * 1e3:.0f} ms"


def long_address(server: Server) -> str:
    query = urllib.parse.urlencode([("ref", f"c{number:04}") for number in range(1_000)])
    return str(fetched(server.url(f"/api/v1/statuses/?{query}")) or "reset")


def memory(server: Server) -> str:
    """Megabytes at the start, and at each quarter of the traffic."""
    found, paths = [server.megabytes()], list(ASKED.values())
    for _ in range(4):
        for path in paths:
            rate(server, path, claims=CLAIMS, seconds=max(MINUTES * 60 / 4 / len(paths), 1))
        found.append(server.megabytes())
    return " → ".join(f"{each:.0f}" for each in found) + " MB"


TRIALS: dict[str, Callable[[Server], str]] = {
    "an address with 1,000 refs": long_address,
    f"{SLOW} clients that send slowly": lambda server: beside(server, dripping),
    f"{SLOW // 10} clients that read slowly": lambda server: beside(server, lingering),
    f"{MINUTES:g} minutes' traffic": memory,
    "worker killed": killed,
    "asked to stop": stopped,
}


def main() -> None:
    commands = {"gunicorn": gunicorn, "granian": granian}
    with filled(CLAIMS) as url:
        rates: dict[str, dict[str, list[float]]] = {
            asked: {name: [] for name in commands} for asked in ASKED
        }
        for _ in range(ROUNDS):
            for name, command in commands.items():
                port = free_port()
                with serving(command(port), port, url, ready="/constant") as server:
                    for asked, path in ASKED.items():
                        rates[asked][name].append(rate(server, path, claims=CLAIMS))
        rows = []
        for asked, found in rates.items():
            each = [statistics.median(found[name]) for name in commands]
            rows.append((asked, *(f"{one:,.0f}" for one in each), f"{each[1] / each[0]:.2f}"))
        table(
            f"requests per second of one worker with eight threads, on {engine()}",
            ("", *commands, "granian / gunicorn"),
            rows,
        )
        for name, command in commands.items():
            print(f"\n{name}")
            for trial, work in TRIALS.items():
                port = free_port()
                with serving(command(port), port, url, ready="/constant") as server:
                    print(f"  {trial}: {work(server)}", flush=True)


main()
