"""As-of reads on a claim with 1 and with 10,000 status records: the cost should be the same."""

from datetime import timedelta
from typing import Any

from benchmarks.measuring import best_of, database, table

READS = 300


def main() -> None:
    with database() as engine:
        from django.db import connection

        from claims.models import Claim, StatusRecord
        from sources.foundation.domain.moments import read_moment

        start = read_moment("2020-01-01")
        payload = {"status": "single_source", "explanation": "One origin. " * 20}
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        timings: dict[int, float] = {}
        claims = {length: Claim.objects.create(ref=f"c{length}", text="It happened.")
                  for length in (1, 10_000)}  # fmt: skip
        for length, claim in claims.items():
            StatusRecord.objects.bulk_create(
                (
                    StatusRecord(
                        claim=claim, audience="public", number=n + 1,
                        effective_at=start + timedelta(hours=n),
                        status="single_source", evidence_status="single_source",
                        assessment=payload, details={}, recorded_at=start,
                    )
                    for n in range(length)
                ),
                batch_size=1_000,
            )  # fmt: skip
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")

        def read(claim: Any, length: int) -> None:
            for number in range(READS):
                at = start + timedelta(hours=number * length / READS, minutes=1)
                StatusRecord.objects.filter(claim=claim, audience="public").as_of(at)

        for _ in range(3):  # taking turns, so that a noisy moment hits both
            for length, claim in claims.items():
                seconds = best_of(3, lambda: read(claim, length)) / READS
                timings[length] = min(seconds, timings.get(length, seconds))
        table(
            f"as-of reads on {engine}, over the whole timeline",
            ("status records", "a read", "ratio"),
            [(f"{length:,}", f"{seconds * 1e6:.0f} µs", f"{seconds / timings[1]:.2f}")
             for length, seconds in timings.items()],
        )  # fmt: skip


main()
