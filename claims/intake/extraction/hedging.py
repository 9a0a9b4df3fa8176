"""Words that take some of the certainty away, and how far they reach."""

from dataclasses import dataclass

from claims.domain.vocabulary import Stance
from claims.intake.extraction.lexicon import NEGATIONS, words
from claims.intake.extraction.lines import TextLine
from claims.intake.extraction.parts import BEFORE_VERB, NAMING, Part
from claims.intake.extraction.phrases import Phrase, phrase_after

# Only after these "reported" and "alleged" hedge; else somebody did so.
_BEFORE_HEDGE = BEFORE_VERB | {Part.DETERMINER}

_LIKELY = words(
    """
    likely probably presumably apparently reportedly allegedly seemingly supposedly
    suspected presumed alleged reported believed thought expected appears appear appeared
    seems seem seemed estimated purportedly suggests indications
    """
)
_POSSIBLE = words("may might could possibly possible perhaps maybe potentially potential")
_ADJECTIVES = words("suspected presumed alleged reported possible potential likely")
_PASSIVE = words("believed thought reported expected presumed estimated")
_BY_CERTAINTY = {
    (1, 3): Stance.ASSERTS,
    (1, 2): Stance.ASSERTS_LIKELY,
    (1, 1): Stance.ASSERTS_POSSIBLE,
    (-1, 3): Stance.DENIES,
    (-1, 2): Stance.DENIES_LIKELY,
    (-1, 1): Stance.DENIES_POSSIBLE,
}


@dataclass(frozen=True, slots=True)
class Hedge:
    """A hedge and the words that it takes certainty from, as item ranges."""

    words: Phrase
    scope: Phrase
    certainty: int  # FactBank's: 2 probable, 1 possible


def hedges_in(line: TextLine, part: Phrase) -> list[Hedge]:
    """The hedges among these items."""
    found = []
    begin, end = part
    for at in range(begin, end):
        low = line.low[at]
        certainty = 2 if low in _LIKELY else 1 if low in _POSSIBLE else 0
        if not certainty or (line.part[at] == Part.NAME and at > begin):
            continue
        if _is_something_else(line, at, low):
            continue
        first = at - 1 if line.is_at(at - 1, "most", "very", "more", "quite", "highly") else at
        if low in _ADJECTIVES and line.part_at(at + 1) in NAMING:
            scoped = phrase_after(line, at + 1, end) or (at + 1, min(at + 2, end))
        else:
            scoped = (at + 1, _clause_end(line, at + 1, end))
        found.append(Hedge((first, at + 1), scoped, certainty))
    return found


def weakened(stance: Stance, hedges: list[Hedge]) -> Stance:
    """The stance once the weakest hedge has had its say."""
    if stance.polarity == 0 or not hedges:
        return stance
    certainty = min([stance.certainty, *(each.certainty for each in hedges)])
    return _BY_CERTAINTY[stance.polarity, certainty]


def _is_something_else(line: TextLine, at: int, low: str) -> bool:
    if low in _PASSIVE and not (line.is_at(at + 1, "to") or low in _ADJECTIVES):
        return True
    if low in _PASSIVE and low not in _ADJECTIVES and line.part_at(at - 1) not in BEFORE_VERB:
        return True
    if low in ("reported", "alleged") and line.part_at(at - 1) not in _BEFORE_HEDGE:
        return True
    if low == "could" and (
        line.is_at(at + 1, *NEGATIONS, "not") or line.is_at(at + 1, "n't", "n’t")
    ):
        return True
    if low == "possible" and line.is_at(at - 1, "as", "if", "soon"):
        return True
    if low == "suggests":
        return True
    return low in ("appear", "appeared", "appears") and not line.is_at(at + 1, "to", "that")


def _clause_end(line: TextLine, at: int, end: int) -> int:
    while at < end and line.word[at] not in ",;:" and line.part[at] != Part.SUBORDINATOR:
        at += 1
    return at
