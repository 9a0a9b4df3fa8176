"""The guide to the API, example by example, against a server that really runs."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from claims.api.webhook_events import event_body, filtered
from claims.services.delivering import work_once
from tests.cases import EXAMPLES
from tests.dbcases import loaded
from tests.servers import test_database_url

ROOT = Path(__file__).parent.parent.parent
GUIDE = (ROOT / "docs" / "api.md").read_text()
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
SERVER, RECEIVER = "http://127.0.0.1:8000", "http://127.0.0.1:9000/"


def examples() -> list[tuple[str, str | None]]:
    """Each shell example with what the guide says comes of it."""
    blocks = BLOCK.findall(GUIDE)
    found = []
    for (language, text), (following, said) in zip(blocks, [*blocks[1:], ("", "")], strict=True):
        if language == "sh":
            found.append((text, said if following in ("json", "text") else None))
    return found


def holds(said: Any, answered: Any) -> bool:
    """Whether the answer holds everything that the guide shows of it."""
    if isinstance(said, dict):
        return isinstance(answered, dict) and all(
            name in answered and holds(value, answered[name]) for name, value in said.items()
        )
    if isinstance(said, list):
        return len(said) <= len(answered) and all(map(holds, said, answered))
    return bool(said == answered)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.mark.django_db(transaction=True)
def test_every_example_does_what_the_guide_says(live_server: Any, tmp_path: Path) -> None:
    assert shutil.which("curl"), "the examples use curl"
    for name in (
        "five-outlets", "missile-launch", "missile-launch-follow-up", "election", "earthquake",
    ):  # fmt: skip
        loaded((EXAMPLES / f"{name}.json").read_text())
    (receiver,) = [text for language, text in BLOCK.findall(GUIDE) if "HTTPServer" in text]
    port = free_port()
    (tmp_path / "receiver.py").write_text(receiver.replace("9000", str(port)))
    told = tmp_path / "told.txt"
    script = ["set -u"]
    for number, (text, _) in enumerate(examples()):
        text = text.replace(SERVER, live_server.url).replace(RECEIVER, f"http://127.0.0.1:{port}/")
        text = text.replace(".venv/bin/python", sys.executable)
        text = text.replace(
            "python3 receiver.py &",
            f"{sys.executable} {tmp_path}/receiver.py > {told} 2>/dev/null &",
        )
        script += [f"echo; echo '@@ {number}'", text]
    script.append(f"echo; echo '@@ end'; sleep 1; echo $! > {tmp_path}/pid")
    environment = os.environ | {"DATABASE_URL": test_database_url(), "DEBUG": "1"}
    ran = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    try:
        outputs = re.split(r"^@@ \w+$", ran.stdout, flags=re.M)[1:]
        for (text, said), output in zip(examples(), outputs, strict=False):
            if said is None:
                continue
            shown = output.strip().splitlines()[-1]
            if said.startswith("{"):
                expected = json.loads(re.sub(r", …", "", said))
                assert holds(expected, json.loads(shown)), (text, shown, ran.stderr)
            else:
                assert shown == said.strip(), text
        deadline = time.monotonic() + 30
        while "trial" not in told.read_text() and time.monotonic() < deadline:
            work_once(filtered=filtered, event_body=event_body, at=timezone.now())
            time.sleep(0.2)
        assert told.read_text().splitlines()[-1] == "trial None"
    finally:
        subprocess.run(["kill", (tmp_path / "pid").read_text().strip()], check=False)
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_the_client_of_google_reads_this_server(live_server: Any) -> None:
    """The example of the guide, with the official client: only the address is ours."""
    loaded((EXAMPLES / "missile-launch.json").read_text())
    (example,) = [text for _, text in BLOCK.findall(GUIDE) if "googleapiclient" in text]
    ran = subprocess.run(
        [sys.executable, "-c", example.replace(SERVER, live_server.url)],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip

    assert "North Korea launched a missile" in ran.stdout
    assert ran.stdout.startswith(("Single", "Partly", "Corroborated", "Officially", "Claimed"))
