"""Attributions beside the sentence's own verb: "according to …", "citing …"."""

from collections.abc import Iterator

from claims.intake.extraction.contents import content_begin, content_end
from claims.intake.extraction.lexicon import Cue, Frame
from claims.intake.extraction.lines import TextLine
from claims.intake.extraction.parts import (
    BREAKS,
    CONJUNCTIONS,
    OPENS_SUBJECT,
    PREDICATE,
    REFERRING,
    Part,
)
from claims.intake.extraction.patterns import Pattern, PatternFind
from claims.intake.extraction.phrases import Phrase, head, is_someone, phrase_after

_ACCORDING = Cue("according", frozenset({Frame.ANYTHING}))
_CITING = Cue("cite", frozenset({Frame.NOUN}))

# After these a phrase goes on, so that no clause begins.
_INSIDE_PHRASE = frozenset({Part.PREPOSITION, Part.POSSESSIVE})
# Before a comma, these open a clause into which something is put.
_OPENS_CLAUSE = frozenset({Part.RELATIVE, Part.COORDINATOR})
# An apposition is a phrase: it has no verb and no pronoun.
_NOT_IN_APPOSITION = PREDICATE | {Part.PRONOUN}


def according(line: TextLine, at: int) -> PatternFind | None:
    """The bridge was closed, according to police."""
    subject = phrase_after(line, at + 2)
    if subject is None:
        return None
    before = at - 1
    subject = _with_name(line, subject)
    rest_at = subject[1]
    while (
        rest_at < len(line)
        and line.word[rest_at] not in (",", ".", ";", "—", "–", ")")
        and rest_at < subject[1] + 16
    ):
        if (
            line.part[rest_at] in REFERRING
            and before < 0
            and line.part_at(rest_at - 1) not in _INSIDE_PHRASE
        ):
            break
        rest_at += 1
    parts: list[Phrase] = []
    opened = (
        before < 0
        or line.part_at(before) in CONJUNCTIONS
        or line.is_at(before, "that")
        or (line.is_at(before, ",") and line.part_at(before - 1) in _OPENS_CLAUSE)
        or (line.is_at(before, ":"))
    )
    if opened or (
        line.is_at(before, ",")
        and before >= 1
        and line.low[before - 1] in ("which", "that", "and", "but")
    ):
        begin = rest_at
        if line.is_at(begin, ","):
            begin += 1
            close = appositive_end(line, begin)
            begin = close if close else begin
        end = content_end(line, begin, at)
        if end > begin:
            parts.append((begin, end))
    else:
        stop = before if line.part_at(before) == Part.MARK else at
        begin = content_begin(line, stop)
        if stop > begin:
            parts.append((begin, stop))
        if line.is_at(rest_at, ",") and rest_at + 2 < len(line):
            end = content_end(line, rest_at + 1, at)
            if end > rest_at + 1:
                parts.append((rest_at + 1, end))
    if not parts:
        return None
    return PatternFind(line, at, subject, [(at, at + 2)], parts, Pattern.ACCORDING, _ACCORDING)


def _with_name(line: TextLine, office: Phrase) -> Phrase:
    """An office with the name that follows it: "the district chief, Samuel Ire,"."""
    if not line.is_at(office[1], ",") or line.part[head(line, office)] == Part.NAME:
        return office
    name = phrase_after(line, office[1] + 1)
    named = name is not None and all(line.part[k] == Part.NAME for k in range(*name))
    closed = named and name is not None and line.part_at(name[1]) in BREAKS
    return (office[0], name[1]) if closed and name is not None else office


def appositive_end(line: TextLine, begin: int) -> int:
    """After "according to Kim," the place behind "a navy spokesman,"; 0 if there is none."""
    close = next((k for k in range(begin, min(len(line), begin + 18)) if line.word[k] == ","), 0)
    if not close or close + 1 >= len(line):
        return 0
    if any(line.part[k] in _NOT_IN_APPOSITION for k in range(begin, close)):
        return 0
    phrase = phrase_after(line, begin, close)
    if phrase is None or phrase[1] != close:
        return 0
    return (
        close + 1
        if line.part[close + 1] in OPENS_SUBJECT or line.part[close + 1] == Part.PREPOSITION
        else 0
    )


def citing(line: TextLine, found: list[PatternFind]) -> Iterator[PatternFind]:
    """AP reported, citing officials: the officials said it, and AP passes it on."""
    for at, low in enumerate(line.low):
        if low not in ("citing", "quoting") or not found:
            continue
        subject = phrase_after(line, at + 1)
        if subject is None or not is_someone(line, subject):
            continue
        if any(at in range(*cue) for each in found for cue in each.cues):
            continue
        outer = next((each for each in reversed(found) if each.at < at), None)
        outer = outer or next((each for each in found if each.at > at), None)
        if outer is not None and outer.content:
            yield PatternFind(
                line,
                at,
                subject,
                [(at, at + 1)],
                list(outer.content),
                Pattern.CITING,
                _CITING,
                relays=[outer.source],
            )
