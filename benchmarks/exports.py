"""The memory that a whole export takes of its server, of 2,000 claims and of 40,000."""

import re
import urllib.request
from pathlib import Path

from benchmarks.measuring import table
from benchmarks.serving import Server, engine, filled, free_port, granian, serving

SIZES = (2_000, 40_000)
FILES = ("claims.csv", "claims.jsonl", "dossiers.jsonl")


def peak(server: Server, path: str) -> tuple[float, int]:
    """The most megabytes that the worker held meanwhile above those before; the bytes sent."""
    place = Path(f"/proc/{server.worker()}")
    (place / "clear_refs").write_text("5")  # the peak begins anew
    before, size = _megabytes(place, "VmRSS"), 0
    with urllib.request.urlopen(server.url(path)) as answer:
        while part := answer.read(1 << 16):
            size += len(part)
    return _megabytes(place, "VmHWM") - before, size


def _megabytes(place: Path, what: str) -> float:
    found = re.search(rf"{what}:\s+(\d+) kB", (place / "status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def main() -> None:
    rows = []
    for size in SIZES:
        with filled(size) as url:
            for name in FILES:
                port = free_port()
                with serving(granian(port), port, url, ready="/constant") as server:
                    grown, sent = peak(server, f"/api/v1/exports/{name}")
                rows.append((name, f"{size:,}", f"{sent / 1e6:.0f} MB", f"{grown:.0f} MB"))
    table(f"memory of an export on {engine()}", ("file", "claims", "sent", "taken"), sorted(rows))


main()
