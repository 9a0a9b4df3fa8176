"""How well drafts match what a person marked: by the words that they share, not by their marks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claims.intake.extraction.drafting import Draft
from tests.unit.claims.extraction.pieces import Piece, Said

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")


@dataclass(frozen=True)
class Marked:
    """A row of gold with the places of its words."""

    said: Said
    source: tuple[int, int]
    cue: tuple[int, int]
    content: tuple[int, int] | None


def marked(piece: Piece) -> list[Marked]:
    """Where the words of each row stand: of all their places, those nearest to each other."""
    rows = []
    for said in piece.said:
        best: tuple[int, int, int, int] | None = None
        for cue in _places(piece.text, said.cue):
            for source in _places(piece.text, said.source):
                for content in _places(piece.text, said.content) if said.content else [cue]:
                    places = (cue, source, content)
                    ends = (
                        cue + len(said.cue),
                        source + len(said.source),
                        content + len(said.content),
                    )
                    reach = max(ends) - min(places)
                    if best is None or reach < best[0]:
                        best = (reach, *places)
        assert best is not None, f"{piece.name}: {said} does not stand in the text"
        _, cue, source, content = best
        rows.append(
            Marked(
                said,
                (source, source + len(said.source)),
                (cue, cue + len(said.cue)),
                (content, content + len(said.content)) if said.content else None,
            )
        )
    return rows


def matches(draft: Draft, row: Marked) -> bool:
    """Whether a draft is about this row: its cue, its speaker and what was said meet the row's."""
    content = [row.content] if row.content else []
    said = (not content and not draft.content) or _meet(draft.content, content)
    return _meet(draft.cue, [row.cue]) and _meet(draft.source, [row.source]) and said


def _places(text: str, words: str) -> list[int]:
    return [each.start() for each in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]


def _meet(ours: Sequence[tuple[int, int]], theirs: Sequence[tuple[int, int]]) -> bool:
    return any(a < d and c < b for a, b in ours for c, d in theirs)
