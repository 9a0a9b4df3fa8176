"""The names of the patterns, and what a find of one is."""

from dataclasses import dataclass, field
from enum import StrEnum

from claims.intake.extraction.lexicon import Cue
from claims.intake.extraction.lines import TextLine
from claims.intake.extraction.phrases import Phrase
from claims.intake.extraction.silence import Silence


class Pattern(StrEnum):
    """How a sentence says who said so."""

    SAYS_THAT = "says-that"  # officials said (that) …
    SAYS_QUOTE = "says-quote"  # officials said, "…"
    TELLS = "tells"  # officials told AP (that) …
    AFTER = "after"  # …, officials said
    INVERTED = "inverted"  # "…," said officials
    AROUND = "around"  # the ship, officials said, was …
    ACCORDING = "according"  # according to officials
    ADDING = "adding"  # …, adding that …
    AND_SAID = "and-said"  # … and noted that …
    WHO_SAID = "who-said"  # an official, who said that …
    CONFIRMED = "confirmed"  # officials confirmed the launch
    CALLED_FOR = "called-for"  # the minister called for talks
    WILL = "will"  # the minister vowed to …
    QUOTED_AS = "quoted-as"  # AP quoted a resident as saying that …
    CITING = "citing"  # AP reported, citing officials
    SILENT = "silent"  # officials provided no details about …


@dataclass(slots=True)
class PatternFind:
    """One attribution of a line, as item ranges; content may be of several parts."""

    line: TextLine
    at: int  # the item of the cue, by which finds are ordered
    source: Phrase
    cues: list[Phrase]
    content: list[Phrase]
    pattern: Pattern
    cue: Cue
    negated: bool = False
    open_end: bool = False  # what was said may go on in the next line
    relays: list[Phrase] = field(default_factory=list)  # told by the verb itself: "quoted by AP"
    silence: Silence | None = None
    further: list[tuple[int, int]] = field(default_factory=list)  # code points, in lines to come
