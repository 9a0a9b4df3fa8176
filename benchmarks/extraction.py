"""Reading articles and matching what they say: words a second, memory, the time from paste to
drafts, and how well and how fast drafts are matched against 100,000 claims on record.

Claims and their altered forms are generated. A reworded one should be found; one with another
number, another day or a "not" may be shown as near and never offered as the same.
"""

import os
import random
import sys
from time import perf_counter
from typing import Any

from benchmarks.measuring import best_of, database, peak_megabytes, table


def words(text: str) -> list[str]:
    return text.split()


CLAIMS = int(os.environ.get("CLAIMS", "100000"))
ASKED = int(os.environ.get("ASKED", "300"))

_PARTS = words(
    "ar bel cor dun el far gor hal is jor kel lum mar nor or pel quin ros sal tor ur vel"
)
_ENDS = words("a en is o um ia ow ford stad by grad mouth")
_WHO = (
    "army", "coastguard", "health ministry", "central bank", "port authority", "rail operator",
    "interior ministry", "electoral commission", "fire service", "water company",
)  # fmt: skip
# What happened, and the same in other words: {n} how many, {p} where.
_WHAT = (
    ("fired {n} rockets at the harbour of {p}", "launched {n} rockets at the port of {p}"),
    ("detained {n} people after protests in {p}", "arrested {n} people following protests in {p}"),
    ("closed {n} schools in {p} because of flooding", "shut {n} schools in {p} after floods"),
    ("reported {n} new cases of measles in {p}", "counted {n} new measles cases in {p}"),
    ("rescued {n} sailors off the coast of {p}", "saved {n} sailors off the shore of {p}"),
    ("cancelled {n} trains from {p} to the capital", "called off {n} trains from {p} to town"),
    ("destroyed {n} houses in the village of {p}", "wrecked {n} homes in the village of {p}"),
    ("spent {n} million on the bridge at {p}", "paid {n} million for the bridge at {p}"),
    ("evacuated {n} residents of {p} in the fire", "moved {n} residents out of {p} in the fire"),
    ("counted {n} votes again in {p}", "recounted {n} votes in {p}"),
)  # fmt: skip
_MONTHS = words(
    "January February March April May June July August September October November December"
)


def claim(chance: random.Random) -> dict[str, Any]:
    """The parts of a claim."""
    names = [
        (chance.choice(_PARTS) + chance.choice(_PARTS) + chance.choice(_ENDS)).capitalize()
        for _ in range(2)
    ]
    return {
        "who": f"{names[0]} {chance.choice(_WHO)}", "p": names[1], "n": chance.randint(3, 980),
        "what": chance.choice(_WHAT), "day": chance.randint(1, 28),
        "month": chance.choice(_MONTHS), "year": chance.randint(2019, 2026),
    }  # fmt: skip


def worded(parts: dict[str, Any], way: int = 0) -> str:
    what = parts["what"][way].format(n=parts["n"], p=parts["p"])
    return f"The {parts['who']} {what} on {parts['day']} {parts['month']} {parts['year']}."


def reworded(parts: dict[str, Any], chance: random.Random) -> str:
    """The same in other words: synonyms, another order, less of the day, or none."""
    what = parts["what"][1].format(n=parts["n"], p=parts["p"])
    month = f"{parts['month']} {parts['year']}"
    day = chance.choice([f"on {parts['day']} {month}", f"in {month}", ""])
    if chance.random() < 0.5 and day:
        return f"{day.capitalize()} the {parts['who']} {what}."
    return f"The {parts['who']} {what} {day}".strip() + "."


def altered(parts: dict[str, Any], chance: random.Random) -> dict[str, str]:
    """What is not the same however alike."""
    number = {**parts, "n": parts["n"] + chance.randint(1, 9)}
    day = {**parts, "day": parts["day"] % 28 + 1}
    verb, rest = parts["what"][0].format(n=parts["n"], p=parts["p"]).split(" ", 1)
    when = f"on {parts['day']} {parts['month']} {parts['year']}"
    return {
        "renumbered": worded(number),
        "another day": worded(day),
        "negated": f"The {parts['who']} never {verb} {rest} {when}.",
        "negated (did not)": f"The {parts['who']} did not say it {verb} {rest} {when}.",
    }


def read_articles() -> None:
    before = peak_megabytes()
    from claims.intake.extraction.drafting import read
    from tests.unit.claims.extraction.pieces import PIECES

    loaded = peak_megabytes()
    text = "\n\n".join(piece.text for piece in PIECES) + "\n"
    words = len(text.split())
    long = text * 10
    seconds = best_of(3, lambda: read(long))
    splitting = best_of(3, lambda: [each.lower() for each in long.split()])
    article = " ".join(text.split(" ")[:600])
    one = best_of(5, lambda: read(article))
    rows = [
        ("words a second, one core", f"{10 * words / seconds:,.0f}"),
        ("times of splitting and lowering the words", f"{seconds / splitting:,.0f}×"),
        ("an article of 600 words, read", f"{one * 1e3:.1f} ms"),
        ("peak memory before the reader was loaded", f"{before:.0f} MB"),
        ("with the reader loaded", f"{loaded:.0f} MB"),
        ("after reading", f"{peak_megabytes():.0f} MB"),
    ]
    table(f"reading {10 * words:,} words of news", ("", ""), rows)


def match() -> None:
    with database() as vendor:
        _fill(CLAIMS)
        _match(vendor)


def _fill(count: int) -> None:
    from django.utils import timezone

    from claims.domain.words import stems
    from claims.models import Claim, Wording

    chance, now = random.Random(7), timezone.now()
    for first in range(0, count, 5_000):
        texts = [worded(claim(chance)) for _ in range(min(5_000, count - first))]
        claims = Claim.objects.bulk_create(
            Claim(ref=f"c{first + n}", text=text, recorded_at=now) for n, text in enumerate(texts)
        )
        Wording.objects.bulk_create(
            Wording(
                claim=each, public=False, internal=True, begins=now, speakers="", quoted="",
                said=" ".join(stems(each.text)),
            )
            for each in claims
        )  # fmt: skip


def _match(vendor: str) -> None:
    from django.utils import timezone

    from claims.intake.selectors.matching import candidates
    from claims.intake.services import ingest, steps
    from claims.models import Claim
    from sources.domain.vocabulary import CaptureMethod
    from sources.foundation.domain.roles import Channel
    from sources.foundation.permissions import Actor
    from tests.unit.claims.extraction.pieces import PIECES

    chance = random.Random(7)
    originals = [claim(chance) for _ in range(CLAIMS)]
    own = random.Random(3)
    asked = own.sample(range(CLAIMS), min(ASKED, CLAIMS))
    first = five = same = other = 0
    times, keys = [], []
    wrong: dict[str, int] = {}
    for number in asked:
        began = perf_counter()
        found = candidates(reworded(originals[number], own))
        times.append(perf_counter() - began)
        began = perf_counter()
        Claim.objects.filter(ref=f"c{number}").first()
        keys.append(perf_counter() - began)
        refs = [each.claim.ref for each in found]
        first += refs[:1] == [f"c{number}"]
        five += f"c{number}" in refs
        same += bool(found) and found[0].claim.ref == f"c{number}" and found[0].likeness.is_same
        other += any(each.likeness.is_same and each.claim.ref != f"c{number}" for each in found)
        for name, text in altered(originals[number], own).items():
            offered = [each for each in candidates(text) if each.likeness.is_same]
            wrong[name] = wrong.get(name, 0) + any(
                each.claim.ref == f"c{number}" for each in offered
            )
    times.sort()
    keys.sort()
    key = keys[len(keys) // 2]
    by = Actor("benchmark", Channel.COMMAND)
    text = " ".join("\n".join(piece.text for piece in PIECES).split(" ")[:600])
    began = perf_counter()
    snapshot = steps.take_in(
        page=ingest.pasted(text),
        where=steps.DocumentInput(publisher="The Herald"),
        how=CaptureMethod.PASTED,
        by=by,
        at=timezone.now(),
    )
    pasted = perf_counter() - began
    count, middle = len(asked), times[len(times) // 2]
    rows = [
        ("reworded: recall@1", f"{100 * first / count:.1f} %"),
        ("reworded: recall@5", f"{100 * five / count:.1f} %"),
        ("reworded: offered as the same", f"{100 * same / count:.1f} %"),
        ("reworded: another claim offered as the same", f"{100 * other / count:.1f} %"),
    ]
    for name, found_wrong in wrong.items():
        rows.append((f"{name}: wrongly offered as the same", f"{100 * found_wrong / count:.1f} %"))
    rows += [
        ("one match, median", f"{middle * 1e3:.1f} ms, {middle / key:.0f}× a read by key"),
        ("one match, p99", f"{times[int(len(times) * 0.99)] * 1e3:.1f} ms"),
        ("600 words pasted, to drafts kept", f"{pasted * 1e3:.0f} ms"),
        ("drafts in them", f"{snapshot.drafts.count()}"),
        ("peak memory with everything loaded", f"{peak_megabytes():.0f} MB"),
    ]
    table(f"matching against {CLAIMS:,} claims on {vendor}", ("", ""), rows)


if __name__ == "__main__":
    if sys.argv[1:] != ["match"]:
        read_articles()
    match()
