"""The database goes away amid traffic and comes back: 503 meanwhile, nothing acknowledged lost."""

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from glob import glob
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from claims.models import Standing
from sources.foundation import engine

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/api/v1/claims/", "/"])
def test_a_database_that_is_away_is_said_to_be_away(
    client: Any, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(Standing.objects._queryset_class, "_fetch_all", away)
    monkeypatch.setattr("claims.web.views.board", away)
    client.raise_request_exception = False
    answer = client.get(address)

    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def binary(name: str) -> str:
    found = shutil.which(name) or next(iter(sorted(glob(f"/usr/lib/postgresql/*/bin/{name}"))), "")
    assert found, f"PostgreSQL's {name} is needed"
    return found


class Cluster:
    """A PostgreSQL of the test's own, which nobody else notices the stopping of."""

    def __init__(self, folder: Path) -> None:
        self.data, self.port = folder / "data", free_port()
        folder.mkdir(mode=0o755)
        self.as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.as_postgres:
            shutil.chown(folder, "postgres")
        self.run(binary("initdb"), "-D", str(self.data), "-U", "postgres", "-A", "trust", "-N")

    def run(self, *command: str) -> None:
        subprocess.run(
            [*self.as_postgres, *command], check=True, stdout=subprocess.DEVNULL, timeout=60,
            cwd="/",
        )  # fmt: skip

    def start(self) -> None:
        options = f"-p {self.port} -k '' -h 127.0.0.1"
        self.run(
            binary("pg_ctl"), "-D", str(self.data), "-o", options, "-w",
            "-l", str(self.data / "log"), "start",
        )  # fmt: skip

    def stop(self, mode: str) -> None:
        self.run(binary("pg_ctl"), "-D", str(self.data), "-m", mode, "-w", "stop")


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    # Not below pytest's own folder, which only root may enter.
    folder = Path("/tmp") / f"second-source-cluster-{os.getpid()}-{free_port()}"
    found = Cluster(folder)
    found.start()
    yield found
    with suppress(subprocess.CalledProcessError):
        found.stop("immediate")
    shutil.rmtree(folder)


def until(what: Callable[[], bool], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.django_db
def test_postgresql_stops_amid_traffic_and_comes_back(request: Any) -> None:
    if not engine.is_postgresql():  # there is no server to stop: the test above is what can be
        assert engine.SQLITE_OPTIONS["timeout"] == 20
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    port = free_port()
    environment = os.environ | {
        "DATABASE_URL": f"postgres://postgres@127.0.0.1:{cluster.port}/postgres",
        "DEBUG": "0", "HTTPS": "0", "ALLOWED_HOSTS": "127.0.0.1", "SECRET_KEY": "x" * 60,
    }  # fmt: skip

    def manage(*command: str) -> str:
        return subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True,
            capture_output=True, text=True,
        ).stdout.strip()  # fmt: skip

    manage("migrate", "--verbosity", "0")
    token = manage("token", "wire", "--role", "reporter", "--purpose", "the test")
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--blocking-threads", "4",
         "--port", str(port), "--log-level", "error", "config.wsgi:application"],
        cwd=ROOT, env=environment, stderr=subprocess.DEVNULL,
    )  # fmt: skip

    def ask(path: str, body: dict[str, Any] | None = None) -> tuple[int, Any, Any]:
        headers = {"Authorization": f"Token {token}", "Content-Type": "application/json"}
        data = json.dumps(body).encode() if body is not None else None
        asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data, headers)
        try:
            with urllib.request.urlopen(asked, timeout=20) as answer:
                return answer.status, json.load(answer), answer.headers
        except urllib.error.HTTPError as error:
            return error.code, json.load(error), error.headers
        except OSError:
            return 0, None, None

    answers: list[tuple[int, str]] = []
    refused: list[tuple[Any, Any]] = []
    stopping = threading.Event()

    def write(worker: int) -> None:
        number = 0
        while not stopping.is_set():
            ref = f"w{worker}-{number}"
            number += 1
            text = f"It happened {number} times to {worker}."
            code, said, headers = ask("/api/v1/claims/", {"ref": ref, "text": text})
            answers.append((code, ref))
            if code == 503:
                refused.append((said, headers))
                time.sleep(0.05)

    writers = [threading.Thread(target=write, args=(worker,)) for worker in range(3)]
    try:
        assert until(lambda: ask("/api/v1/claims/")[0] == 200)
        for writer in writers:
            writer.start()
        for mode in ("fast", "immediate"):
            before = sum(code == 201 for code, _ in answers)
            assert until(lambda before=before: sum(c == 201 for c, _ in answers) > before + 5)
            cluster.stop(mode)
            away = len(refused)
            assert until(lambda away=away: len(refused) > away + 5)
            assert ask("/api/v1/statuses/w0-0")[0] == 503
            cluster.start()
            back = sum(code == 201 for code, _ in answers)
            assert until(lambda back=back: sum(c == 201 for c, _ in answers) > back + 5)
    finally:
        stopping.set()
        for writer in writers:
            writer.join()
        _, listed, _ = ask("/api/v1/claims/?limit=1000&fields=ref")
        server.terminate()
        server.wait(20)

    acknowledged = {ref for code, ref in answers if code == 201}
    assert {code for code, _ in answers} == {201, 503}
    for said, headers in refused:
        assert said["type"] == "/api/docs/problems/#unavailable"
        assert int(headers["Retry-After"]) > 0
        assert headers["Content-Type"] == "application/problem+json"
    assert acknowledged <= {each["ref"] for each in listed["results"]}
