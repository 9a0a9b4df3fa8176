"""What a draft is made of once it is kept: the fields that a person may mend, and the places in the
text that it rests on. Pure; the rows are in `claims.intake.models`."""

import hashlib
import json
import re
from datetime import date
from typing import Annotated, Any

from pydantic import Field, ValidationError

from claims.domain.quoting import selector
from claims.domain.records import Selector
from claims.domain.vocabulary import Attestation, Basis, Knowledge, Naming, Stance
from claims.intake.extraction.drafting import Draft, Manner
from claims.intake.extraction.patterns import Pattern
from sources.domain.vocabulary import SourceKind
from sources.foundation.domain.shapes import Line, Name, Record, Text

BY_HAND = "by-hand"  # the pattern of a draft that somebody selected


class Gap(Record):
    """Something that the speaker is said not to know, or not to have said."""

    about: Line
    knowledge: Knowledge
    place: Selector | None = None


class Relay(Record):
    """Somebody who passes it on, and where the text says so."""

    name: Name
    ref: Line = ""
    kind: SourceKind = SourceKind.OUTLET
    place: Selector | None = None


class Shape(Record):
    """A draft: who says what, how firmly, through whom, and where it stands in the snapshot."""

    speaker: Line = ""
    speaker_ref: Line = ""  # of the source on record
    speaker_kind: SourceKind = SourceKind.UNKNOWN
    role: Line = ""
    naming: Naming = Naming.DESCRIBED
    stance: Stance = Stance.ASSERTS
    text: Text = ""  # the claim, as it would begin
    relays: Annotated[tuple[Relay, ...], Field(max_length=20)] = ()
    said_on: date | None = None
    basis: Basis | None = None  # how they know; None: asked where it matters
    attestation: Attestation = Attestation.PARAPHRASE
    manner: Manner = Manner.INDIRECT
    pattern: Line = BY_HAND
    cue_words: Line = ""
    source: tuple[Selector, ...] = ()
    cue: tuple[Selector, ...] = ()
    content: tuple[Selector, ...] = ()
    hedges: tuple[Selector, ...] = ()
    unknowns: Annotated[tuple[Gap, ...], Field(max_length=40)] = ()
    carries: bool = False  # it only passes on what another draft has
    echo: bool = False  # the speaker within what the same speaker said

    @property
    def is_silent(self) -> bool:
        """Whether it tells only of what was not said or is not known."""
        return self.pattern == Pattern.SILENT.value

    @property
    def span(self) -> tuple[int, int]:
        """From the first to the last of its words, in code points."""
        places = [*self.source, *self.cue, *self.content]
        return min(each.start or 0 for each in places), max(each.end or 0 for each in places)


def shape_of(draft: Draft, text: str) -> Shape:
    """A draft as it was read, as it is kept."""

    def at(spans: Any) -> tuple[Selector, ...]:
        return tuple(Selector(**selector(text, a, b)) for a, b in spans if b > a)

    voice = draft.voice
    day = draft.said_on
    return Shape(
        speaker=voice.name[:500],
        speaker_ref=voice.ref,
        speaker_kind=voice.kind,
        role=voice.role[:500],
        naming=voice.naming,
        stance=draft.stance,
        text=draft.text,
        relays=tuple(
            Relay(name=each.name[:500], ref=each.ref, kind=each.kind, place=at([span])[0])
            for span, each in draft.relays[:20]
        ),
        said_on=day.first if day is not None and day.first == day.last else None,
        attestation=(
            Attestation.VERBATIM_ORIGINAL
            if draft.manner is Manner.DIRECT
            else Attestation.PARAPHRASE
        ),
        manner=draft.manner,
        pattern=draft.pattern.value,
        cue_words=" … ".join(text[a:b] for a, b in draft.cue)[:500],
        basis=None
        if voice.kind is SourceKind.OUTLET  # whose stated basis would make it an origin
        else proposed_basis(" ".join(text[a:b] for a, b in draft.cue)),
        source=at(draft.source),
        cue=at(draft.cue),
        content=at(draft.content),
        hedges=at(draft.hedges),
        unknowns=tuple(
            Gap(
                about=each.about[:500],
                knowledge=each.knowledge,
                place=next(iter(at([each.span])), None),
            )
            for each in draft.unknowns[:40]
        ),
        carries=draft.carries,
        echo=draft.echo,
    )


# What the words of saying tell of how somebody knows. They only propose it.
_KNOWING: tuple[tuple[Basis, str], ...] = (
    (Basis.TOLD, r"(?:was|were|been) (?:told|informed|briefed|notified)|heard from"),
    (
        Basis.OBSERVED,
        r"\b(?:detect|observ|witness|measur|track|spott|monitor)(?:s|ed|es|ing|ted)?\b|\bsaw\b",
    ),
    (Basis.OWN_ACT, r"\b(?:ruled|announced|certified|decreed|sentenced|apologi[sz]ed)\b"),
    (Basis.ASSESSED, r"\b(?:assessed|concluded|judged|estimated|calculated)\b"),
)


def proposed_basis(words: str) -> Basis | None:
    """How the speaker knows, as far as the words of saying tell; None where they do not."""
    for basis, pattern in _KNOWING:
        if re.search(pattern, words, re.IGNORECASE):
            return basis
    return None


def divided(shape: Shape, text: str, at: int) -> tuple[Shape, Shape]:
    """Two drafts of one, what was said being parted at this place of the text (code points).

    Raises ValueError if nothing was said on one of its sides.
    """
    spans = [(each.start or 0, each.end or 0) for each in shape.content]
    before = [(a, min(b, at)) for a, b in spans if a < at]
    after = [(max(a, at), b) for a, b in spans if b > at]
    parts = [_trimmed(text, before), _trimmed(text, after)]
    if not all(parts):
        raise ValueError("Put the cut where something that was said stands on both sides of it.")
    one, other = (_with_content(shape, text, part) for part in parts)
    return one, other


def united(one: Shape, other: Shape, text: str) -> Shape:
    """One draft of two: the first one's speaker says what both of them said."""
    spans = sorted({(each.start or 0, each.end or 0) for each in (*one.content, *other.content)})
    cues = {(each.start, each.end): each for each in (*one.cue, *other.cue)}
    whole = _with_content(one, text, spans)
    return whole.model_copy(
        update={
            "cue": tuple(cues[key] for key in sorted(cues)),
            "unknowns": tuple(dict.fromkeys((*one.unknowns, *other.unknowns))),
            "hedges": tuple(dict.fromkeys((*one.hedges, *other.hedges))),
        }
    )


def mended(shape: Shape, changes: dict[str, Any]) -> Shape:
    """The shape with other values; ValueError names the field that will not do."""
    try:
        return Shape.model_validate(shape.model_dump() | changes)
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def mark(stands: dict[str, Any]) -> str:
    """A short mark of a draft as it stands, by which one tells whether it has changed."""
    return hashlib.sha256(json.dumps(stands, sort_keys=True).encode()).hexdigest()[:16]


_JOINT = " \t\n,;:–—"
_JOINING = ("and ", "but ", "that ", "while ", "or ")


def _trimmed(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept = []
    for a, b in spans:
        while a < b and text[a] in _JOINT:
            a += 1
        for word in _JOINING:
            if text[a:b].lower().startswith(word):
                a += len(word)
        while b > a and text[b - 1] in _JOINT:
            b -= 1
        for word in _JOINING:
            if text[a:b].lower().endswith(" " + word.strip()):
                b -= len(word)
        while b > a and text[b - 1] in _JOINT:
            b -= 1
        if b > a:
            kept.append((a, b))
    return kept


def _with_content(shape: Shape, text: str, spans: list[tuple[int, int]]) -> Shape:
    said = " ".join(" ".join(text[a:b].split()) for a, b in spans).strip(_JOINT + '"“”')
    said = said[:1].upper() + said[1:]
    if said and said[-1] not in ".!?…":
        said += "."
    places = tuple(Selector(**selector(text, a, b)) for a, b in spans)

    def inside(place: Selector | None) -> bool:
        return place is not None and any(a <= (place.start or 0) < b for a, b in spans)

    return shape.model_copy(
        update={
            "content": places,
            "text": said,
            "hedges": tuple(each for each in shape.hedges if inside(each)),
            "unknowns": tuple(each for each in shape.unknowns if inside(each.place)),
        }
    )
