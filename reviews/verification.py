"""Whether the record is what its history says, and every status what the policy makes of it.

Nothing here changes anything. `manage.py verify` prints what it finds.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection

from claims import ports
from claims.domain import indexing
from claims.domain.records import Dossier
from claims.models import Appearance, Claim, Standing, StatusRecord, Wording
from claims.selectors.record import dossier_of
from claims.selectors.statuses import standing_records
from claims.services.settling import payload_of, record_digest
from claims.services.timelines import intervals_of
from reviews.models import Case
from sources.domain.vocabulary import CaptureMethod
from sources.foundation.batches import chunks
from sources.foundation.domain.history import Flaw, Replay, digest, flaws
from sources.foundation.domain.moments import write_moment
from sources.foundation.domain.roles import Audience
from sources.foundation.engine import seals
from sources.foundation.models import AppendOnly, Erasure, HistoryEntry
from sources.foundation.selectors.audit import audited
from sources.foundation.selectors.history import chains
from sources.models import Snapshot

# What an entry says, by the columns that repeat it.
COLUMNS = {"by": "by", "door": "channel", "deed": "action", "bearing": "bearing"}


@dataclass(slots=True)
class Verification:
    """What was looked at. `anchor` stands for the whole history: kept elsewhere, it shows whether
    somebody who could rewrite the database cut off its end or wrote all of it anew."""

    counts: Counter[str] = field(default_factory=Counter)
    heads: list[str] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return digest("\n".join(sorted(self.heads)))


def verify(seen: Verification, *, at: datetime) -> Iterator[str]:
    """Everything that is wrong, in words that name the place; `seen` counts what was looked at."""
    yield from _unsealed()
    for batch in chunks(_replayed(seen), 200):
        yield from (str(flaw) for each in batch for flaw in each.flaws)
        sound = [each for each in batch if not each.flaws]
        yield from _otherwise({each.chain: each.replay for each in sound})
        yield from _other_records({each.chain: each.records for each in sound})
    yield from _without_history()
    yield from _altered_snapshots()
    yield from _wrong_statuses(seen, at)


def _unsealed() -> Iterator[str]:
    for model in apps.get_models():
        if issubclass(model, AppendOnly):
            for name in seals.missing_seals(connection, model):
                yield f"The trigger {name} is missing: history could have been rewritten."


@dataclass(slots=True)
class ReplayedChain:
    """A chain that was read from its beginning."""

    chain: str
    replay: Replay
    flaws: list[Flaw]
    records: Counter[str] | None  # the digests of the status records; None if some were erased


def _replayed(seen: Verification) -> Iterator[ReplayedChain]:
    for chain, entries in chains():
        replay = Replay()
        found = list(flaws([written for _, written in entries], replay))
        found += [
            Flaw(chain, row.number, f"its column {name} is not what its text says")
            for row, written in entries
            if written.body
            for name in _columns_that_differ(row)
        ]
        seen.counts["entries"] += len(entries)
        seen.counts["chains"] += 1
        seen.heads.append(f"{chain} {entries[-1][1].number} {entries[-1][1].digest}")
        bodies = [written.body for _, written in entries]
        records: Counter[str] | None = None
        if not found and all(bodies):
            records = Counter(
                each for body in bodies for each in json.loads(body).get("records", ())
            )
        yield ReplayedChain(chain, replay, found[:1], records)


def _columns_that_differ(row: HistoryEntry) -> list[str]:
    try:
        said = json.loads(row.body)
        told = {column: said[name] for name, column in COLUMNS.items()}
        shown = {column: getattr(row, column) for column in told}
        return [column for column in told if told[column] != shown[column]] + (
            ["at"] if said["at"] != write_moment(row.at) else []
        )
    except (ValueError, KeyError, TypeError):
        return ["body"]


def _otherwise(sound: Mapping[str, Replay]) -> Iterator[str]:
    """Where the record is not what these chains say."""
    by_kind: dict[str, dict[str, Replay]] = {}
    for chain, replay in sound.items():
        kind, ref = chain.split("/", 1)
        by_kind.setdefault(kind, {})[ref] = replay
    for kind, rows in audited().items():
        replays = by_kind.get(kind, {})
        known = rows.model.objects.filter(**{f"{rows.key}__in": list(replays)})
        pks = {str(key): pk for key, pk in known.values_list(rows.key, "pk")}
        states = rows.states(list(pks.values()))
        for ref, replay in replays.items():
            if ref in pks:
                for key in replay.differs_from(states.get(pks[ref], {}), rows.parts):
                    yield f"{kind}/{ref}: {key} is on record otherwise than its history says"
            elif replay.state:
                yield f"{kind}/{ref}: it has a history and is not on record"


def _other_records(told: Mapping[str, Counter[str] | None]) -> Iterator[str]:
    """Where the status records are not those that these chains tell of."""
    refs = {
        chain.removeprefix("claim/"): records
        for chain, records in told.items()
        if chain.startswith("claim/") and records is not None
    }
    found: dict[str, Counter[str]] = {ref: Counter() for ref in refs}
    rows = StatusRecord.objects.filter(claim__ref__in=list(refs)).select_related("claim")
    for row in rows.iterator(chunk_size=2_000):
        found[row.claim.ref][record_digest(row)] += 1
    for ref, records in refs.items():
        if records != found[ref]:
            yield f"claim/{ref}: its status records are not those that its history tells of"


def _without_history() -> Iterator[str]:
    for kind, rows in audited().items():
        if not rows.always:
            continue
        keys = rows.model.objects.order_by("pk").values_list(rows.key, flat=True)
        for refs in chunks(keys.iterator()):
            names = {f"{kind}/{ref}" for ref in refs}
            told = HistoryEntry.objects.filter(chain__in=names, number=1)
            for chain in sorted(names - set(told.values_list("chain", flat=True))):
                yield f"{chain}: it is on record without a history"


def _altered_snapshots() -> Iterator[str]:
    """Kept texts that are not those that were pasted (of other snapshots only the bytes say)."""
    erased = Erasure.objects.filter(table=Snapshot._meta.db_table).values("row")
    pasted = Snapshot.objects.filter(captured_how=CaptureMethod.PASTED.value)
    pasted = pasted.exclude(pk__in=erased)
    rows = pasted.values_list("document__ref", "sha256", "text")
    for ref, sha256, text in rows.iterator(chunk_size=200):
        if digest(text) != sha256:
            yield f"document/{ref}: a kept text is not the one that was pasted"


def _wrong_statuses(seen: Verification, at: datetime) -> Iterator[str]:
    """Where the status that stands is not what the policy makes of the record now."""
    for pks in chunks(Claim.objects.order_by("pk").values_list("pk", flat=True).iterator()):
        rows = {row.ref: row for row in Claim.objects.filter(pk__in=pks)}
        cases = dict(Case.objects.filter(pk__in=pks).values_list("pk", "status"))
        policies = ports.reviews.policies({row.policy for row in rows.values()})
        dossier = dossier_of(pks)
        under = {
            name: dossier.model_copy(update={"policy": policy}) for name, policy in policies.items()
        }
        yield from _stale_intervals(rows.values())
        yield from _stale_indexes(dossier, rows)
        standing = {each: standing_records(pks, audience=each, at=at) for each in Audience}
        for claim in dossier.claims:
            row = rows[claim.id]
            seen.counts["claims"] += 1
            for audience in Audience:
                record = standing[audience].get(row.pk)
                shown = (record.assessment, record.details) if record else None
                if payload_of(under[row.policy], claim, at, audience) != shown:
                    yield (
                        f"claim/{claim.id}: the status shown to the {audience.value} audience is "
                        "not what the policy makes of the record"
                    )
            inside = standing[Audience.INTERNAL].get(row.pk)
            if cases.get(row.pk, "") != (inside.status if inside else ""):
                yield f"claim/{claim.id}: its place in the queue is not that of its status"


def _stale_intervals(claims: Collection[Claim]) -> Iterator[str]:
    """Where the timeline that lists read is not the claim's own."""
    wanted = _by_claim(intervals_of(claims))
    found = _by_claim(Standing.objects.filter(claim__in=[claim.pk for claim in claims]))
    for claim in claims:
        if wanted.get(claim.pk) != found.get(claim.pk):
            yield f"claim/{claim.ref}: lists read another timeline than its own; run `reindex`"


def _by_claim(intervals: Iterable[Standing]) -> dict[int, set[tuple[Any, ...]]]:
    found: dict[int, set[tuple[Any, ...]]] = {}
    for each in intervals:
        row = tuple(getattr(each, column.attname) for column in each._meta.concrete_fields)
        found.setdefault(each.claim_id, set()).add(row)
    return found


def _stale_indexes(dossier: Dossier, claims: Mapping[str, Claim]) -> Iterator[str]:
    """Where a claim is found by what its record does not say."""
    pks = [claim.pk for claim in claims.values()]
    words, parts = defaultdict(set), defaultdict(set)
    for pk, *row in Wording.objects.filter(claim__in=pks).values_list("claim", *_WORDING):
        words[pk].add(tuple(row))
    appearing = Appearance.objects.filter(claim__in=pks)
    for pk, *row in appearing.values_list("claim", "part", "source__ref", "public_from"):
        parts[pk].add(tuple(row))
    for claim in dossier.claims:
        pk = claims[claim.id].pk
        wordings = {
            tuple(getattr(each, name) for name in _WORDING)
            for each in indexing.wordings(dossier, claim)
        }
        appearances = {
            (part.value, ref, at)
            for (part, ref), at in indexing.appearances(dossier, claim).items()
        }
        if wordings != words[pk] or appearances != parts[pk]:
            yield f"claim/{claim.id}: it is found by what its record does not say; run `reindex`"


_WORDING = ("public", "internal", "begins", "until", "said", "speakers", "quoted")
