"""What the intake shows: the text with its drafts marked, what was altered since, what waits."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from django.db.models import Count, Q

from claims.domain.quoting import place_of
from claims.domain.records import Selector
from claims.domain.vocabulary import DraftState
from claims.intake.domain.drafts import Shape, mark
from claims.intake.extraction.lines import cut
from claims.intake.extraction.voices import Known
from claims.intake.models import Draft, DraftStepTaken
from claims.intake.selectors.matching import Candidate, candidates
from claims.models import Sighting
from claims.selectors.quotations import exact_words
from sources.domain.vocabulary import SourceKind
from sources.models import Alias, Document, Snapshot, Source

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_NOTE = re.compile(r"\s*\([^()]*\)$")
RECENT = timedelta(days=7)
LOOKED_AT = 200  # recent documents that a new one is compared with
SHARED = 0.5  # of its longer sentences: from here on it passes the other one on
MOST_COMPARED = 250_000  # pairs of sentences; of longer texts both are shown as they are
LONG = 8  # words of a sentence that is not written twice by chance


def known_names() -> Mapping[str, Known]:
    """The sources on record that can be named, by each of their names in lower case; a name that
    several bear names nobody."""
    named = Source.objects.exclude(kind__in=[SourceKind.ANONYMOUS.value, SourceKind.UNKNOWN.value])
    found: dict[str, Known | None] = {}
    rows = list(named.values_list("ref", "name", "kind"))
    known = {ref: Known(ref, name, SourceKind(kind)) for ref, name, kind in rows}
    names = [(name, ref) for ref, name, _ in rows]
    names += list(Alias.objects.filter(source__in=named).values_list("name", "source__ref"))
    for name, ref in names:
        key = " ".join(name.split()).lower()
        source = known[ref]
        # "Military officials (unnamed)" is a note of ours, not what a text would say.
        for each in {key, _NOTE.sub("", key)}:
            found[each] = source if found.get(each, source) == source else None
    return {key: source for key, source in found.items() if source is not None}


@dataclass(frozen=True, slots=True)
class MarkedStretch:
    """A stretch of the text, and which drafts it belongs to in which part."""

    text: str
    drafts: Sequence[str]
    roles: Sequence[str]

    @property
    def is_plain(self) -> bool:
        return not self.drafts


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft as the list shows it."""

    draft: Draft
    shape: Shape
    number: int
    like: Sequence[Candidate]
    relays: Sequence[Document]  # on record, which this draft's document may pass on

    @property
    def best(self) -> Candidate | None:
        """The claim on record that it belongs to, as far as can be told."""
        return next((each for each in self.like if each.likeness.is_same), None)

    @property
    def nearest(self) -> Candidate | None:
        """The claim on record that a person would merge it with: the most like, if nothing tells
        them apart."""
        return next((each for each in self.like if not each.likeness.apart), None)

    @property
    def mark(self) -> str:
        """What is on screen, to be told from what somebody changed since."""
        return mark(self.draft.stands)

    @property
    def waits(self) -> bool:
        return self.draft.state == DraftState.WAITING.value


@dataclass(frozen=True, slots=True)
class Alteration:
    """What a publisher changed from one snapshot to the next."""

    before: Snapshot
    after: Snapshot
    pieces: Sequence[tuple[str, str]]  # ("same" | "gone" | "new", text)
    fallen: Sequence[Sighting] = field(default_factory=list)  # which no longer stand in it


def rows_of(
    snapshot: Snapshot, *, copied: Document | None = None, matched: bool = True
) -> list[DraftRow]:
    """The drafts of a snapshot that were not replaced; those that wait with claims like them, and
    with what they pass on (`copied`: what all of the document does)."""
    found = []
    shown = Draft.objects.filter(snapshot=snapshot).exclude(state=DraftState.REPLACED.value)
    for number, draft in enumerate(shown.select_related("claim", "attribution"), 1):
        shape = Shape.model_validate(draft.stands)
        waits = draft.state == DraftState.WAITING.value
        asks = matched and waits and shape.text and not shape.carries
        like = candidates(shape.text) if asks else []
        relays = _relayed(shape, like, snapshot, copied) if waits else []
        draft.snapshot = snapshot
        found.append(DraftRow(draft, shape, number, like, relays))
    return found


def pieces_of(text: str, rows: Sequence[DraftRow]) -> list[MarkedStretch]:
    """The text cut wherever something of a draft begins or ends."""
    opens: dict[int, list[tuple[str, str]]] = {}
    closes: dict[int, list[tuple[str, str]]] = {}
    for row in rows:
        places: list[tuple[str, Selector]] = [
            *(("source", each) for each in row.shape.source),
            *(("cue", each) for each in row.shape.cue),
            *(("content", each) for each in row.shape.content),
            *(("hedge", each) for each in row.shape.hedges),
            *(("relay", each.place) for each in row.shape.relays if each.place),
            *(("unknown", each.place) for each in row.shape.unknowns if each.place),
        ]
        for role, where in places:
            start, end = where.start or 0, where.end or 0
            if 0 <= start < end <= len(text):
                opens.setdefault(start, []).append((row.draft.ref, role))
                closes.setdefault(end, []).append((row.draft.ref, role))
    pieces: list[MarkedStretch] = []
    here: list[tuple[str, str]] = []
    last = 0
    for place in sorted({*opens, *closes, len(text)}):
        if place > last:
            pieces.append(_piece(text[last:place], here))
        for each in closes.get(place, []):
            here.remove(each)
        here.extend(opens.get(place, []))
        last = place
    return pieces


def alterations(document: Document) -> list[Alteration]:
    """What the publisher changed between the snapshots of a document, the latest change first, and
    the sightings that stood in an earlier one and stand in the later one no more."""
    snapshots = list(document.snapshots.order_by("captured_at", "pk"))
    found = []
    for before, after in pairwise(snapshots):
        if before.text == after.text:
            continue
        seen = Sighting.objects.filter(snapshot=before).select_related(
            "attribution__claim", "attribution__speaker", "detail_value__detail__claim"
        )
        fallen = [
            each
            for each in seen
            if place_of(exact_words(each), after.text) is None and exact_words(each)
        ]
        found.append(Alteration(before, after, _difference(before.text, after.text), fallen))
    return found[::-1]


def waiting() -> Any:
    """The snapshots that hold drafts, those first in which something waits."""
    is_waiting = Q(drafts__state=DraftState.WAITING.value)
    return (
        Snapshot.objects.filter(drafts__isnull=False)
        .defer("text", "about")
        .select_related("document__publisher")
        .annotate(
            waits=Count("drafts", filter=is_waiting, distinct=True),
            all=Count("drafts", distinct=True),
        )
        .order_by("-captured_at", "-pk")
    )


def copied_from(snapshot: Snapshot) -> Document | None:
    """The recent document on record that this one passes on, if half of its sentences are that
    one's."""
    own = _sentences(snapshot.text)
    if not own:
        return None
    since = snapshot.captured_at - RECENT
    others = (
        Snapshot.objects.filter(captured_at__gte=since, captured_at__lte=snapshot.captured_at)
        .exclude(document=snapshot.document_id)
        .exclude(document__publisher=snapshot.document.publisher_id)
        .select_related("document__publisher")
        .order_by("-captured_at", "-pk")[:LOOKED_AT]
    )
    for other in others:
        theirs = _sentences(other.text)
        earlier = _since(other) <= _since(snapshot)
        if theirs and earlier and len(own & theirs) >= SHARED * len(own):
            return other.document
    return None


def training_material() -> Any:
    """Every step of every draft, oldest first, with the text that it is about."""
    return DraftStepTaken.objects.select_related("draft__snapshot").order_by("pk")


def _relayed(
    shape: Shape, like: Sequence[Candidate], snapshot: Snapshot, copied: Document | None
) -> list[Document]:
    """Documents on record that pass on what this draft says, and from which it may have it."""
    found = [copied] if copied is not None else []
    refs = [each.ref for each in shape.relays if each.ref]
    same = [each.claim.pk for each in like if each.likeness.is_same]
    if refs and same:
        seen = Document.objects.filter(
            publisher__ref__in=refs, sightings__attribution__claim__in=same
        )
        found += list(seen.exclude(pk=snapshot.document_id).distinct()[:5])
    return list(dict.fromkeys(found))


def _since(snapshot: Snapshot) -> datetime:
    return snapshot.document.published or snapshot.captured_at


def _sentences(text: str) -> set[str]:
    """The longer sentences of a text, to be compared with another's."""
    parts = (" ".join(each.lower().split()) for each in _SENTENCE_END.split(text))
    return {each for each in parts if each.count(" ") >= LONG - 1}


def _piece(text: str, here: Sequence[tuple[str, str]]) -> MarkedStretch:
    return MarkedStretch(
        text,
        list(dict.fromkeys(ref for ref, _ in here)),
        list(dict.fromkeys(role for _, role in here)),
    )


def _difference(before: str, after: str) -> list[tuple[str, str]]:
    """The two texts sentence by sentence: what stayed, what is gone, what is new."""
    old, new = _pieces(before), _pieces(after)
    if len(old) * len(new) > MOST_COMPARED:
        return [("gone", before), ("new", after)]
    found: list[tuple[str, str]] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("same", "".join(old[a:b])))
            continue
        if b > a:
            found.append(("gone", "".join(old[a:b])))
        if d > c:
            found.append(("new", "".join(new[c:d])))
    return found


def _pieces(text: str) -> list[str]:
    """The sentences of a text, each with the space up to the next: together they are the text."""
    starts = [line.start[0] for line in cut(text).lines]
    edges = [0, *starts[1:], len(text)]
    return [text[a:b] for a, b in pairwise(edges) if b > a]
