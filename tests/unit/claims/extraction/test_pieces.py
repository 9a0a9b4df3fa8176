"""Drafts of fourteen short pieces of news, held against what a person marked in them."""

import pytest

from claims.intake.extraction.drafting import read
from tests.unit.claims.extraction.pieces import PIECES, Piece
from tests.unit.claims.extraction.scoring import marked, matches

EACH = pytest.mark.parametrize("piece", PIECES, ids=lambda each: each.name)


@EACH
def test_every_attribution_that_a_person_marked_is_drafted(piece: Piece) -> None:
    drafts = read(piece.text)
    missed = [
        (row.said.source, row.said.cue)
        for row in marked(piece)
        if not any(matches(draft, row) for draft in drafts)
    ]
    assert missed == []


@EACH
def test_nothing_is_drafted_that_a_person_did_not_mark(piece: Piece) -> None:
    rows = marked(piece)
    strange = [
        [piece.text[a:b] for a, b in (*draft.source, *draft.cue, *draft.content)]
        for draft in read(piece.text)
        if not any(matches(draft, row) for row in rows)
    ]
    assert strange == []


@EACH
def test_speaker_stance_chain_and_not_knowing_are_as_a_person_read_them(piece: Piece) -> None:
    drafts = read(piece.text)
    for row in marked(piece):
        draft = next(each for each in drafts if matches(each, row))
        said = row.said
        assert (said.cue, draft.stance.value) == (said.cue, said.stance)
        assert (said.cue, [voice.name for _, voice in draft.relays]) == (said.cue, [*said.relays])
        unknowns = tuple((each.about, each.knowledge.value) for each in draft.unknowns)
        assert (said.cue, unknowns) == (said.cue, said.unknowns)
        if said.says:
            meant = said.says.lower().removeprefix("the ")
            assert draft.voice.name.lower().removeprefix("the ") == meant


def test_the_pieces_are_enough_to_tell() -> None:
    assert len(PIECES) >= 12
    assert sum(len(piece.said) for piece in PIECES) >= 120
