"""A filled database, servers of one worker each, and wrk to ask them."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SETTINGS = "benchmarks.contenders"
CONNECTIONS, THREADS = 4, 8


def engine() -> str:
    return "PostgreSQL" if _postgresql() else "SQLite"


def _postgresql() -> str:
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else ""


@contextmanager
def filled(claims: int) -> Iterator[str]:
    """The URL of a database with so many claims, on the engine of DATABASE_URL.

    With BENCHMARK_KEEP set it stays, and is used again: a million claims take minutes.
    """
    keep = os.environ.get("BENCHMARK_KEEP")
    name = f"benchmark_{claims}"
    with tempfile.TemporaryDirectory() as own:
        if _postgresql():
            url, there = _postgresql().rsplit("/", 1)[0] + f"/{name}", _has(name)
            if there and not keep:
                _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')
            if not (there and keep):
                _on_server(f'CREATE DATABASE "{name}"')
        else:
            place = Path(keep) if keep else Path(own)
            place.mkdir(parents=True, exist_ok=True)
            there = (place / name).exists()
            url = f"sqlite:///{place / name}"
        if not (there and keep):
            _manage(url, "migrate", "--verbosity", "0")
            subprocess.run(
                [sys.executable, "-m", "benchmarks.filling", str(claims)],
                env=_environment(url), cwd=ROOT, check=True,
            )  # fmt: skip
        try:
            yield url
        finally:
            if _postgresql() and not keep:
                _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_server(statement: str) -> list[Any]:
    import psycopg

    with psycopg.connect(_postgresql(), autocommit=True) as connection:
        cursor = connection.execute(statement)  # type: ignore[call-overload]
        return cursor.fetchall() if cursor.description else []


def _has(name: str) -> bool:
    return bool(_on_server(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))


def _manage(url: str, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments], env=_environment(url), cwd=ROOT, check=True
    )


def _environment(url: str) -> dict[str, str]:
    """That of a server in production, but for HTTPS."""
    own = {
        "DATABASE_URL": url, "DEBUG": "1", "LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": SETTINGS,
        "API_RATE_ANONYMOUS": "0", "API_RATE_SIGNED_IN": "0", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    return os.environ | own


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@dataclass
class Server:
    process: subprocess.Popen[bytes]
    port: int

    def url(self, path: str = "") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def megabytes(self) -> float:
        """What the server and its workers hold of memory of their own."""
        total = 0.0
        for pid in [self.process.pid, *_children(self.process.pid)]:
            with suppress(OSError):
                said = Path(f"/proc/{pid}/smaps_rollup").read_text()
                found = re.findall(r"^Private_\w+:\s+(\d+) kB", said, re.M)
                total += sum(map(int, found)) / 1024
        return total

    def worker(self) -> int:
        children = _children(self.process.pid)
        return children[-1] if children else self.process.pid

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _children(pid: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


def gunicorn(port: int) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1",
        "--worker-class", "gthread", "--threads", str(THREADS), "--keep-alive", "75",
        "--log-level", "error",
        "config.wsgi",
    ]  # fmt: skip


def granian(port: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", "1", "--blocking-threads", str(THREADS),
        "--respawn-failed-workers", "--no-access-log", "--log-level", "error",
        "config.wsgi:application",
    ]  # fmt: skip


def datasette(port: int, url: str) -> list[str]:
    path = url.removeprefix("sqlite:///")
    return [
        str(Path(sys.executable).parent / "datasette"), "serve", path,
        "--host", "127.0.0.1", "--port", str(port),
    ]  # fmt: skip


@contextmanager
def serving(command: Sequence[str], port: int, url: str, *, ready: str) -> Iterator[Server]:
    """The server, from when it answers until it is stopped."""
    process = subprocess.Popen(
        command, cwd=ROOT, env=_environment(url), stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    server = Server(process, port)
    try:
        wait_for(server.url(ready))
        yield server
    finally:
        server.stop()


def wait_for(url: str, seconds: float = 30) -> float:
    """Wait until it answers 200; how long that took, in seconds."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        with suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:
            if answer.status == 200:
                return time.monotonic() - began
        time.sleep(0.05)
    raise TimeoutError(url)


# Asks for `path` with its %d and %s made a number and a copy's mark, each time those of another
# claim: the numbers of a made database, from a generator that starts the same for everybody.
_SCRIPT = """
local path, headers = os.getenv("ASKED"), {}
if os.getenv("ETAG") ~= "" then headers["If-None-Match"] = os.getenv("ETAG") end
local copies, last = tonumber(os.getenv("COPIES")), tonumber(os.getenv("LAST"))
math.randomseed(1)
request = function()
  local copy = math.random(0, copies - 1)
  local mark = copy == 0 and "" or "~" .. copy
  local found = path:gsub("REF", string.format("c%04d", math.random(0, 999)) .. mark)
  found = found:gsub("ROW", tostring(math.random(1, last)))
  return wrk.format("GET", found, headers)
end
done = function(summary)
  io.write(string.format("RATE %d %d %d\\n", summary.requests, summary.duration,
    summary.errors.status + summary.errors.read + summary.errors.timeout))
end
"""


def rate(
    server: Server, path: str, *, claims: int, seconds: float = 4, etag: str = "", last: int = 1
) -> float:
    """Requests per second. In the path, REF is another claim each time, ROW a number to `last`."""
    if not shutil.which("wrk"):
        raise SystemExit("wrk is needed for this benchmark (on Debian: apt-get install wrk).")
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_SCRIPT)
        script.flush()
        asked = {"ASKED": path, "ETAG": etag, "COPIES": str(claims // 1_000), "LAST": str(last)}
        ran = subprocess.run(
            ["wrk", f"-c{CONNECTIONS}", "-t1", f"-d{seconds:.0f}s", "-s", script.name,
             server.url()],
            env=os.environ | asked, capture_output=True, text=True, check=True,
        )  # fmt: skip
    requests, microseconds, errors = map(int, ran.stdout.split("RATE ")[1].split())
    if errors:
        raise SystemExit(f"{path}: {errors} of {requests} answers were errors\n{ran.stdout}")
    return requests / microseconds * 1e6
