"""The desk at 1,000 and at 100,000 claims: queue, one claim's page, a verdict; history's growth.

The claims beside the real ones are rows without evidence: what is measured is whether finding the
25 that matter, and working on one of them, costs more where there are many.
"""

from itertools import count
from time import perf_counter
from typing import Any

from benchmarks.measuring import best_of, database, table

SIZES = (1_000, 100_000)
REAL = 40  # claims with evidence, from the dossier
VERDICTS = 20


def dossier() -> dict[str, Any]:
    numbers = range(REAL)
    return {
        "sources": {f"s{n}": {"kind": "organisation", "name": f"Ministry {n}"} for n in range(4)},
        "documents": {f"d{n}": {"publisher": f"s{n}", "title": f"Report {n}"} for n in range(4)},
        "claims": [{"id": f"c{n}", "text": f"It happened {n} times in 2026."} for n in numbers],
        "attributions": [
            {"id": f"a{n}.{k}", "claim": f"c{n}", "speaker": f"s{k}", "stance": "asserts",
             "sightings": [{"document": f"d{k}", "quote": "It happened, we saw it."}]}
            for n in numbers for k in range(4)
        ],
    }  # fmt: skip


def fill(size: int) -> None:
    """As many claims in the queue as that, with a status and a place each."""
    from django.utils import timezone

    from claims.models import Claim, StatusRecord
    from reviews.models import Case

    now = timezone.now()
    like = StatusRecord.objects.filter(claim__ref="c0", audience="internal").last()
    assert like
    have = Claim.objects.count()
    for begin in range(have, size, 10_000):
        claims = Claim.objects.bulk_create(
            Claim(ref=f"more-{n}", text=f"Another thing happened {n} times.", recorded_at=now)
            for n in range(begin, min(size, begin + 10_000))
        )
        Case.objects.bulk_create(
            Case(claim=claim, state="queued", since=now, level=7, status="corroborated")
            for claim in claims
        )
        StatusRecord.objects.bulk_create(
            StatusRecord(
                claim=claim, audience="internal", number=1, effective_at=now, status=like.status,
                evidence_status=like.evidence_status, assessment=like.assessment,
                details={}, recorded_at=now,
            )
            for claim in claims
        )  # fmt: skip


def verdict_costs(by: Any, numbers: Any) -> tuple[float, float]:
    """Seconds from the click to the settled status, and bytes that it adds to the history."""
    from django.db.models import Sum
    from django.db.models.functions import Length
    from django.utils import timezone

    from claims.domain.vocabulary import VerdictKind
    from claims.models import Claim
    from reviews.services.verdicts import give_verdict
    from sources.foundation.models import HistoryEntry
    from sources.foundation.selectors.history import fingerprint

    def grown() -> int:
        return HistoryEntry.objects.aggregate(total=Sum(Length("body")))["total"]

    before, seconds = grown(), []
    for _ in range(VERDICTS):
        claim = Claim.objects.get(ref=f"c{next(numbers) % REAL}")
        seen = fingerprint(f"claim/{claim.ref}")
        began = perf_counter()
        give_verdict(
            claim=claim, verdict=VerdictKind.ABSTAIN, reason="I looked at all four, and wait.",
            fingerprint=seen, by=by, at=timezone.now(),
        )  # fmt: skip
        seconds.append(perf_counter() - began)
    return min(seconds), (grown() - before) / VERDICTS


def main() -> None:
    with database() as engine:
        import json

        from django.contrib.auth import get_user_model
        from django.contrib.auth.models import Group
        from django.db import connection
        from django.test import Client
        from django.utils import timezone

        from claims.domain.dossier import parsing
        from claims.models import Claim
        from claims.services.loading import load
        from sources.foundation.domain.roles import Channel
        from sources.foundation.permissions import Actor, actor_of

        read = {"generated.json": parsing.read(json.dumps(dossier()))}
        load(read, at=timezone.now(), by=Actor("benchmark"))
        user = get_user_model().objects.create_user("reviewer", is_staff=True)
        user.groups.add(Group.objects.get(name="reviewer"))
        client, by, numbers = (
            Client(SERVER_NAME="127.0.0.1"),
            actor_of(user, Channel.ADMIN),
            count(),
        )
        client.force_login(user)
        pages = {
            "queue": "/admin/reviews/case/",
            "queue, page 20": "/admin/reviews/case/?page=20",
            "queue, a search": "/admin/reviews/case/?q=happened+777+times",
            "desk": f"/admin/reviews/case/{Claim.objects.get(ref='c1').pk}/change/",
        }
        found: dict[str, list[float]] = {name: [] for name in (*pages, "verdict")}
        growth = 0.0
        for size in SIZES:
            fill(size)
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("ANALYZE")
            for name, url in pages.items():
                assert client.get(url).status_code == 200, url
                found[name].append(best_of(5, lambda url=url: client.get(url)))
            seconds, growth = verdict_costs(by, numbers)
            found["verdict"].append(seconds)
        table(
            f"the desk on {engine}, at {SIZES[0]:,} and {SIZES[1]:,} claims",
            ("", f"{SIZES[0]:,}", f"{SIZES[1]:,}", "ratio"),
            [
                (name, f"{few * 1e3:.0f} ms", f"{many * 1e3:.0f} ms", f"{many / few:.2f}")
                for name, (few, many) in found.items()
            ],
        )
        print(f"\nhistory grows by {growth:.0f} bytes a verdict")


main()
