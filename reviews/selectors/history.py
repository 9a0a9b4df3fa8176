"""The history of a claim in sentences: what we knew, when, and who decided."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from claims.domain.vocabulary import Status
from claims.models import Claim
from sources.foundation.batches import chunks
from sources.foundation.domain.roles import Action, Channel
from sources.foundation.models import HistoryEntry
from sources.models import Source

SHOWN = 60  # entries on the desk; the rest is a page of its own
LONGEST = 160  # characters of a value

# What goes without saying when something is recorded.
_LEAVE = frozenset({"recorded_at", "recorded_by", "fingerprint", "policy", "narrower_than"})
_USUAL = {
    "basis": "unstated",
    "ground_rules": "on_record",
    "naming": "named_institution",
    "visibility": "internal",
    "checkability": "checkable",
    "kind": "occurrence",
    "carried": True,
}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry of the history, as people read it."""

    number: int
    at: datetime
    by: str  # "" for what happened by itself
    channel: str
    told: str  # "gave a verdict"
    why: str
    changes: Sequence[str]
    status: Status | None  # the status it left, where that is another than before
    erased: str = ""  # why its text is gone


def timeline(claim: Claim, limit: int | None = SHOWN) -> list[HistoryLine]:
    """The history of a claim, latest first."""
    return moments_of(f"claim/{claim.ref}", limit)


def moments_of(chain: str, limit: int | None = SHOWN) -> list[HistoryLine]:
    """The history of whatever this chain tells of, latest first."""
    rows = HistoryEntry.objects.filter(chain=chain).order_by("-number")
    entries = list(rows.select_related("tombstone")[: limit + 1 if limit else None])
    moments = in_words(list(reversed(entries)))
    return list(reversed(moments))[:limit]


def in_words(entries: Sequence[HistoryEntry]) -> list[HistoryLine]:
    """These entries, which follow each other, in sentences."""
    bodies = [json.loads(entry.body) if entry.body else {} for entry in entries]
    names = _names(bodies)
    moments, status = [], ""
    for entry, said in zip(entries, bodies, strict=True):
        now = said.get("status", {}).get("internal", status)
        own = said.get("changes", ())
        changes = [_change(each, names) for each in own]
        changes += [f"beneath it, {_change(each, names)}" for each in said.get("about", ())]
        grave = getattr(entry, "tombstone", None)
        itself = entry.channel == Channel.ITSELF.value
        moments.append(
            HistoryLine(
                number=entry.number,
                at=entry.at,
                by="" if itself else entry.by,
                channel=entry.channel,
                told=_told(Action(entry.action), own),
                why=said.get("why", ""),
                changes=changes,
                status=Status(now) if now and now != status else None,
                erased=grave.reason if grave else "",
            )
        )
        status = now
    return moments


def _told(action: Action, changes: Sequence[Mapping[str, Any]]) -> str:
    corrected = changes and all(each["before"] and each["after"] for each in changes)
    return action.told.replace("recorded", "corrected") if corrected else action.told


def _names(bodies: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The names of the sources that are spoken of, by ref."""
    refs = {
        side[name]
        for body in bodies
        for change in body.get("changes", ())
        for side in (change["before"], change["after"])
        if side
        for name in ("speaker", "publisher", "source")
        if isinstance(side.get(name), str)
    }
    found: dict[str, str] = {}
    for part in chunks(sorted(refs)):
        found |= dict(Source.objects.filter(ref__in=part).values_list("ref", "name"))
    return found


def _change(change: Mapping[str, Any], names: Mapping[str, str]) -> str:
    what = change["what"]
    if "after" not in change:
        return f"{what} changed"
    before, after = change["before"], change["after"]
    if before is None:
        return _added(what, after, names)
    if after is None:
        return f"{what} ended"
    parts = [
        f"{_words(name)} {_shown(before[name], names)} → {_shown(after.get(name), names)}"
        for name in before
    ]
    return f"{what}: {'; '.join(parts)}"


def _added(what: str, fields: Mapping[str, Any], names: Mapping[str, str]) -> str:
    rest = dict(fields)
    kind = what.split(" ")[0]
    lead = what
    if kind in ("attribution", "answer") and "speaker" in rest:
        speaker = names.get(rest["speaker"], rest["speaker"])
        del rest["speaker"]
        lead = f"{speaker} {_words(rest.pop('stance', '') or rest.pop('knowledge', ''))} ({what})"
    elif kind == "verdict":
        lead = f"{rest.pop('reviewer')}: {_words(rest.pop('verdict'))}"
    elif kind in ("proposal", "decision"):
        lead = f"{kind} {_words(rest.pop('kind', ''))}"
    elif kind == "note":
        return _shown(rest["text"], names)
    elif kind == "case":
        return f"now {_words(rest['state'])}"
    if kind in ("verdict", "proposal", "decision"):  # the entry itself says these
        for name in ("at", "reason", "proposed_by", "decided_by"):
            rest.pop(name, None)
    shown = "; ".join(
        f"{_words(name)} {_shown(value, names)}"
        for name, value in rest.items()
        if name not in _LEAVE and _USUAL.get(name) != value
    )
    return f"{lead}: {shown}" if shown else lead


def _words(code: str) -> str:
    return code.replace("_", " ")


def _shown(value: Any, names: Mapping[str, str]) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return ", ".join(_document(each) for each in value)[:LONGEST]
    if isinstance(value, str) and value in names:
        return names[value]
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if _is_moment(text):
        return text[:16].replace("T", " ")
    return f"“{text}”" if len(text) <= LONGEST else f"“{text[:LONGEST]}…”"


def _is_moment(text: str) -> bool:
    return len(text) >= 20 and text[4] == "-" and text[10] == "T" and text.endswith("Z")


def _document(sighting: Mapping[str, Any]) -> str:
    via = f" via {', '.join(sighting['via'])}" if sighting.get("via") else ""
    return f"{sighting.get('document', '?')}{via}"
