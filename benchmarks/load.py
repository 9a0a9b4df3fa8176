"""`load` of a generated dossier of 10,000 claims with four attributions each."""

import json
import os
import sys
from time import perf_counter
from typing import Any

from benchmarks.measuring import Stopwatch, database, peak_megabytes, table

CLAIMS = int(os.environ.get("CLAIMS", "10000"))


def dossier(claims: int) -> dict[str, Any]:
    """Four attributions a claim, two of them of one state, at moments of their own."""
    bodies = 400
    sources: dict[str, Any] = {
        f"s{n}": {"kind": "organisation", "name": f"Body {n}"}
        | ({"parent": f"s{n - 1}"} if n % 4 == 1 else {})
        for n in range(bodies)
    }
    sources |= {f"o{n}": {"kind": "outlet", "name": f"Outlet {n}", "newsgatherer": True}
                for n in range(40)}  # fmt: skip
    stances = ("asserts", "asserts_likely", "asserts", "denies")
    return {
        "format": "second-source-dossier/1",
        "sources": sources,
        "documents": {
            f"d{n}": {"publisher": f"o{n % 40}", "recorded_at": "2026-01-01T00:00:00Z"}
            for n in range(claims)
        },
        "events": {f"e{n}": {"title": f"Event {n}"} for n in range(max(claims // 100, 1))},
        "claims": [
            {"id": f"c{n}", "text": f"Thing {n} happened on 1 January 2026.",
             "event": f"e{n // 100}", "recorded_at": "2026-01-01T00:00:00Z", "recorded_by": "desk"}
            for n in range(claims)
        ],
        "attributions": [
            {"id": f"c{n}-a{k}", "claim": f"c{n}", "speaker": f"s{(4 * n + k) % bodies}",
             "stance": stances[(n + k) % 4], "said_at": f"2026-01-0{2 + k}T00:00:00Z",
             "recorded_at": f"2026-01-0{2 + k}T01:00:00Z",
             "sightings": [{"document": f"d{(n + k) % claims}", "via": [f"o{k}"] if k % 2 else []}]}
            for n in range(claims) for k in range(4)
        ],
    }  # fmt: skip


def main() -> None:
    with database() as engine:
        from importlib import import_module

        from django.utils import timezone

        from claims.domain.dossier import parsing
        from claims.services import settling
        from sources.foundation.permissions import Actor

        loading = import_module("claims.services.loading.load")

        text = json.dumps(dossier(CLAIMS))
        before = peak_megabytes()
        policy, checking = Stopwatch(), Stopwatch()
        policy.around(settling, "payload_of")
        for place, name in (
            (parsing, "read"), (loading, "_faults"), (loading, "_cycles"),
            (loading, "contradictions"),
        ):  # fmt: skip
            _eager(place, name)
            checking.around(place, name)
        began = perf_counter()
        loaded = loading.load(
            {"generated.json": parsing.read(text)}, at=timezone.now(), by=Actor("benchmark")
        )
        seconds = perf_counter() - began
        peak = peak_megabytes()
        again = perf_counter()
        loading.load({"generated.json": parsing.read(text)}, at=timezone.now(), by=Actor("again"))
        again = perf_counter() - again
        rest = seconds - policy.seconds - checking.seconds
        table(
            f"load on {engine}: {CLAIMS:,} claims, {4 * CLAIMS:,} attributions, "
            f"{len(text) / 2**20:.0f} MB, {loaded.statuses:,} status records",
            ("time", "claims/s", "validation", "policy", "ORM and database", "peak memory",
             "before", "the same again"),
            [(f"{seconds:.1f} s", f"{CLAIMS / seconds:.0f}", _share(checking.seconds, seconds),
              _share(policy.seconds, seconds), _share(rest, seconds),
              f"{peak:.0f} MB", f"{before:.0f} MB", f"{again:.1f} s")],
        )  # fmt: skip


def _eager(place: Any, name: str) -> None:
    """A generator runs where it is used; to be timed it has to run where it is called."""
    original = getattr(place, name)

    def eager(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        return list(result) if hasattr(result, "__next__") else result

    setattr(place, name, eager)


def _share(part: float, whole: float) -> str:
    return f"{part / whole:.0%}"


if __name__ == "__main__":
    sys.exit(main())
