"""Stopwatches, memory, and a database of one's own."""

import os
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any


def best_of(times: int, work: Callable[[], Any]) -> float:
    """Seconds of the quickest of some runs: the one that the neighbours disturbed least."""
    found = []
    for _ in range(times):
        began = perf_counter()
        work()
        found.append(perf_counter() - began)
    return min(found)


def peak_megabytes() -> float:
    """The most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Stopwatch:
    """Seconds spent in a function, wherever it is called from."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def around(self, place: Any, name: str) -> None:
        original = getattr(place, name)

        def timed(*args: Any, **kwargs: Any) -> Any:
            began = perf_counter()
            try:
                return original(*args, **kwargs)
            finally:
                self.seconds += perf_counter() - began

        setattr(place, name, timed)


@contextmanager
def database() -> Iterator[str]:
    """An empty database on the engine of DATABASE_URL; yields the engine's name."""
    os.environ.setdefault("DEBUG", "1")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False)
    try:
        yield connection.vendor
    finally:
        teardown_databases(made, verbosity=0)


def table(title: str, head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    lines = [head, *(tuple(str(cell) for cell in row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    print(f"\n{title}")
    for line in lines:
        print("  " + "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)))
    sys.stdout.flush()
