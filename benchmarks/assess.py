"""`assess` of one claim with 10 to 10,000 attributions: time, growth, memory."""

import tracemalloc
from typing import Any

from benchmarks.measuring import best_of, table
from claims.domain.dossier.parsing import check
from claims.domain.policy.assessment import assess
from sources.foundation.domain.moments import read_moment
from sources.foundation.domain.roles import Audience

SIZES = (10, 100, 1_000, 10_000)
AT = read_moment("2026-02-01")


def dossier(size: int) -> Any:
    """Some voices repeat themselves, some share a controller, some share evidence."""
    voices = max(size // 4, 1)
    sources = {
        f"s{n}": {"kind": "organisation", "name": f"Body {n}"}
        | ({"parent": f"s{n - 1}"} if n % 3 == 1 else {})
        for n in range(voices)
    }
    sources["ap"] = {"kind": "outlet", "name": "AP", "newsgatherer": True}
    stances = ("asserts", "asserts_likely", "denies", "asserts", "no_information")
    return check(
        {
            "sources": sources,
            "documents": {f"d{n}": {"publisher": "ap"} for n in range(20)},
            "claims": [{"id": "c", "text": "It happened."}],
            "attributions": [
                {
                    "id": f"a{n}",
                    "claim": "c",
                    "speaker": f"s{n % voices}",
                    "stance": stances[n % 5],
                    "said_at": f"2026-01-{1 + n % 28:02}T{n % 24:02}:00:00Z",
                    "recorded_at": f"2026-01-{1 + n % 28:02}T{n % 24:02}:30:00Z",
                    **({"evidence_key": f"e{n % 97}"} if n % 2 else {}),
                    "sightings": [{"document": f"d{n % 20}"}],
                }
                for n in range(size)
            ],
            "reviews": [
                {"claim": "c", "reviewer": f"r{n}", "verdict": "corroborate",
                 "at": "2026-01-20T00:00:00Z", "reason": "Looked."}
                for n in range(10)
            ],
        }
    )  # fmt: skip


def main() -> None:
    rows: list[tuple[Any, ...]] = []
    previous = None
    for size in SIZES:
        record = dossier(size)
        claim = record.claims[0]
        assess(record, claim, AT, Audience.PUBLIC)  # indexes are made on first use
        seconds = best_of(5, lambda: assess(record, claim, AT, Audience.PUBLIC))
        tracemalloc.start()
        assess(record, claim, AT, Audience.PUBLIC)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        growth = f"×{seconds / previous:.1f}" if previous else ""
        each = seconds / size * 1e6
        rows.append((f"{size:,}", f"{seconds * 1000:.2f} ms", f"{each:.1f} µs", growth,
                     f"{peak / 2**20:.2f} MB"))  # fmt: skip
        previous = seconds
    table(
        "assess, one claim (n·log n would grow ×20, ×15, ×13)",
        ("attributions", "time", "each", "growth", "peak memory"),
        rows,
    )


main()
