"""The history of a claim in sentences: what we knew, when, and who decided."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from claims.domain.vocabulary import Status
from claims.models import Claim
from sources.domain.authority import Deed
from sources.models import HistoryEntry

SHOWN = 60  # entries on the desk; the rest is a page of its own
LONGEST = 160  # characters of a value


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of the history, as people read it."""

    number: int
    at: datetime
    by: str
    door: str
    told: str  # "gave a verdict"
    why: str
    changes: Sequence[str]
    status: str  # the status it left, where that is another than before
    erased: str = ""  # why its text is gone


def timeline(claim: Claim, limit: int | None = SHOWN) -> list[Moment]:
    """The history, latest first."""
    rows = HistoryEntry.objects.filter(chain=f"claim/{claim.ref}").order_by("-number")
    entries = list(rows.select_related("tombstone")[: limit + 1 if limit else None])
    moments = in_words(reversed(entries))
    return list(reversed(moments))[:limit]


def in_words(entries: Iterable[HistoryEntry]) -> list[Moment]:
    """These entries, which follow each other, in sentences."""
    moments, status = [], ""
    for entry in entries:
        said = json.loads(entry.body) if entry.body else {}
        now = said.get("status", {}).get("internal", status)
        changes = [_change(each) for each in said.get("changes", ())]
        changes += [f"beneath it: {_change(each)}" for each in said.get("about", ())]
        grave = getattr(entry, "tombstone", None)
        moments.append(
            Moment(
                number=entry.number,
                at=entry.at,
                by=entry.by,
                door=entry.door,
                told=Deed(entry.deed).told,
                why=said.get("why", ""),
                changes=changes,
                status=Status(now).label if now and now != status else "",
                erased=grave.reason if grave else "",
            )
        )
        status = now
    return moments


def _change(change: Mapping[str, Any]) -> str:
    what = change["what"]
    if "after" not in change:
        return f"{what} changed"
    before, after = change["before"], change["after"]
    if before is None:
        return f"{what}: {_fields(after)}"
    if after is None:
        return f"{what}: ended"
    parts = [
        f"{name.replace('_', ' ')} {_shown(before[name])} → {_shown(after.get(name))}"
        for name in before
    ]
    return f"{what}: {'; '.join(parts)}"


_LEAVE = {"recorded_at", "recorded_by", "fingerprint"}


def _fields(fields: Mapping[str, Any]) -> str:
    shown = (
        f"{name.replace('_', ' ')} {_shown(value)}"
        for name, value in fields.items()
        if name not in _LEAVE
    )
    return "; ".join(shown)


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return f"{len(value)} ({', '.join(_document(each) for each in value)})"[:LONGEST]
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"“{text}”" if len(text) <= LONGEST else f"“{text[:LONGEST]}…”"


def _document(sighting: Mapping[str, Any]) -> str:
    via = f" via {', '.join(sighting['via'])}" if sighting.get("via") else ""
    return f"{sighting.get('document', '?')}{via}"
