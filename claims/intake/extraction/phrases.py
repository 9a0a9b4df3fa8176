"""Where a noun phrase begins and ends among the items of a line, without a dictionary of nouns.

What is no article, preposition, verb and so on is taken for part of a name. A phrase is given as
`(first, last + 1)`. No step looks further than `REACH` items, so that a sentence of a hundred
thousand characters takes no longer than its share.
"""

from claims.intake.extraction.lexicon import AMBIGUOUS, DAYS, DOCUMENTS, SPEAKERS, words
from claims.intake.extraction.lines import TextLine
from claims.intake.extraction.parts import (
    BOUNDARIES,
    BREAKS,
    DETERMINED,
    NOMINAL,
    OWNED,
    PREDICATE,
    REFERRING,
    Part,
)

# After these a phrase may begin anew within a phrase.
_TAKES_ANOTHER = frozenset({Part.PREPOSITION, Part.COORDINATOR})
# With what the rest of a phrase begins after its preposition.
_AFTER_PREPOSITION = NOMINAL | {Part.DETERMINER, Part.CUE}
# What "and" joins to a phrase: another name, or another phrase.
_JOINED = frozenset({Part.NAME, Part.DETERMINER})
# With what no phrase ends.
_NO_END = _TAKES_ANOTHER | {Part.DETERMINER, Part.ADVERB, Part.MARK}
# What may be the head of a phrase that is read backwards.
_HEADS = NOMINAL | {Part.QUOTATION, Part.CUE}
# These are parts of a phrase wherever they stand.
_SURE = frozenset({Part.NAME, Part.NUMBER})
# After these, a word in -ed describes the noun behind it.
_BEFORE_ADJECTIVE = DETERMINED | BREAKS | {Part.ADVERB, Part.PREPOSITION, Part.NAME}
# After these a subject may begin.
_CLAUSE_BEGINS = BREAKS | {Part.SUBORDINATOR, Part.QUOTATION}
# After these, a form that may attribute is a noun.
_BEFORE_NOUN = DETERMINED | {Part.WORD, Part.NUMBER}
# After these it is one if more of the phrase follows.
_BEFORE_NOUN_WITHIN = BREAKS | {Part.PREPOSITION, Part.NAME}
# After these it is one if it is the last word of the phrase.
_BEFORE_LAST_NOUN = BREAKS | {Part.PREPOSITION}

REACH = 48
Phrase = tuple[int, int]

_JOINING = words("of for")
_LOOSELY = words("in at from on with to by about against near who under into behind")
_TIMES = words("last next earlier late early later mid-")
_SPANS = words(
    """
    week weeks month months year years night morning afternoon evening weekend
    """
)


def phrase_before(line: TextLine, last: int, floor: int = 0) -> Phrase | None:
    """The noun phrase that ends at `last`, with what belongs to it: "a spokesman for the navy"."""
    if last < floor or last < 0:
        return None
    begin = _begin(line, last, floor)
    if begin < 0:
        return None
    for _ in range(6):
        further = _further(line, begin, floor)
        if further < 0:
            break
        begin = further
    begin = _without_time(line, begin, last)
    return (begin, last + 1) if begin <= last else None


def phrase_after(line: TextLine, first: int, ceiling: int | None = None) -> Phrase | None:
    """The noun phrase that begins at `first`."""
    stop = min(len(line) if ceiling is None else ceiling, first + REACH)
    at, headed = first, False
    while at < stop:
        kind = line.part[at]
        if kind == Part.PRONOUN:
            return (first, at + 1) if at == first else (first, at)
        if kind in NOMINAL or (kind == Part.QUOTATION and not headed):
            if kind == Part.WORD and headed and _is_participle(line.low[at]):
                break
            if (
                kind == Part.WORD
                and headed
                and line.part_at(at - 1) == Part.NAME
                and at + 1 < stop
                and line.part[at + 1] in REFERRING
            ):
                break
            headed = True
        elif kind == Part.DETERMINER:
            if headed and line.part_at(at - 1) not in _TAKES_ANOTHER:
                break
        elif kind == Part.POSSESSIVE:
            headed = True
        elif kind == Part.PREPOSITION:
            if (
                not headed
                or line.part_at(at + 1) not in _AFTER_PREPOSITION
                or line.low[at]
                in ("as", "on", "during", "after", "before", "since", "until", "following", "over")
            ):
                break
            if line.low[at] not in _JOINING and line.is_at(at + 1, *DAYS):
                break
        elif kind == Part.COORDINATOR:
            if not (headed and line.part_at(at + 1) in _JOINED and line.low[at] in ("and", "&")):
                break
            if line.part_at(at + 1) == Part.DETERMINER and line.part_at(first) != Part.DETERMINER:
                break
        elif kind == Part.CUE:
            noun = line.low[at] in AMBIGUOUS and line.part_at(at - 1) in OWNED and at > first
            if not noun:
                break
            headed = True
        elif kind == Part.ADVERB:
            if headed:
                break
        elif line.word[at] in "/.-–'’&" and line.part_at(at + 1) in NOMINAL and _glued(line, at):
            pass
        elif line.word[at] == "(" and headed:
            close = _close(line, at)
            if close < 0:
                break
            at = close
        else:
            break
        at += 1
    while at > first and line.part[at - 1] in _NO_END and line.word[at - 1] != ")":
        at -= 1
    return (first, at) if at > first and headed else None


def is_boundary(line: TextLine, at: int) -> bool:
    """Whether a clause may begin right after this item."""
    kind = line.part_at(at)
    return kind in BOUNDARIES or line.is_at(
        at, "that", ",", ":", ";", "—", "–", "-", "(", ")", "...", "…"
    )


def is_someone(line: TextLine, phrase: Phrase) -> bool:
    """Whether a phrase names a person, a body or a text by which somebody speaks."""
    first, end = phrase
    if end - first == 1 and line.part[first] == Part.PRONOUN:
        return True
    return any(line.part[at] == Part.NAME for at in range(first, end)) or any(
        line.low[at] in SPEAKERS or line.low[at] in DOCUMENTS for at in range(first, end)
    )


def head(line: TextLine, phrase: Phrase) -> int:
    """The item that a phrase is about: its last noun before "of", "for" and the like."""
    first, end = phrase
    for at in range(first + 1, end):
        if line.part[at] == Part.PREPOSITION or line.word[at] == "(":
            return at - 1
    return end - 1


def _begin(line: TextLine, last: int, floor: int) -> int:
    """Where the innermost phrase begins: articles, names, nouns and their adjectives."""
    kind, at = line.part[last], last
    if kind == Part.PRONOUN:
        return last
    if line.word[last] in ")]":
        opened = _open(line, last, floor)
        return -1 if opened <= floor else _begin(line, opened - 1, floor)
    if kind not in _HEADS and not (
        kind == Part.DETERMINER
        and line.low[last]
        in (
            "others",
            "others",
            "another",
            "both",
            "all",
            "some",
            "many",
            "most",
            "several",
            "few",
            "this",
            "these",
            "those",
        )
    ):
        return -1
    begin = -1
    limit = max(floor, last - REACH)
    while at >= limit:
        kind = line.part[at]
        if kind in _SURE:
            begin = at
        elif kind == Part.WORD:
            if (
                _is_participle(line.low[at])
                and at != last
                and line.part_at(at - 1) not in _BEFORE_ADJECTIVE
            ):
                break
            if (
                _is_participle(line.low[at])
                and at == last
                and line.part_at(at - 1) not in DETERMINED
            ):
                break
            begin = at
        elif kind == Part.QUOTATION:
            if begin >= 0 and line.part_at(at - 1) not in OWNED:
                break
            begin = at
        elif kind == Part.CUE:
            if not _is_noun(line, at, at == last):
                break
            begin = at
        elif kind == Part.POSSESSIVE:
            if line.part_at(at - 1) not in NOMINAL:
                break
        elif kind == Part.DETERMINER:
            begin = at
            if line.part_at(at - 1) != Part.DETERMINER:
                break
        elif kind == Part.ADVERB:
            if begin < 0 or line.part_at(at - 1) != Part.DETERMINER:
                break
        elif kind == Part.MARK:
            if line.word[at] in "/.-–'’&#@" and begin >= 0 and _glued(line, at):
                begin = at if line.word[at] in "#@" else begin
            elif line.word[at] in ")]" and begin >= 0:
                opened = _open(line, at, floor)
                if opened < limit:
                    break
                at = opened
            else:
                break
        else:
            break
        at -= 1
    return begin


def _further(line: TextLine, begin: int, floor: int) -> int:
    """Where the phrase begins if what stands before it belongs to it; -1 if nothing does."""
    before = begin - 1
    if before - 1 < floor:
        return -1
    kind, low = line.part[before], line.low[before]
    if kind == Part.PREPOSITION:
        wider = _left(line, before - 1, floor)
        if wider < 0:
            return -1
        if _is_participle(line.low[wider]) and line.part[wider] == Part.WORD:
            earlier = _begin(line, wider - 1, floor) if wider > floor else -1
            wider = earlier if earlier >= 0 else wider
        if low in _JOINING:
            return wider
        if low in _LOOSELY and _reaches(line, wider, floor):
            return wider
        return -1
    if kind == Part.COORDINATOR and low in ("and", "&", "or"):
        wider = _begin(line, before - 1, floor)
        return (
            wider
            if wider >= 0 and _reaches(line, wider, floor) and not _verbal(line, wider, before)
            else -1
        )
    if kind == Part.WORD and _is_participle(low):
        wider = _begin(line, before - 1, floor)
        return wider if wider >= 0 and _reaches(line, wider, floor) else -1
    return -1


def _verbal(line: TextLine, first: int, end: int) -> bool:
    return any(line.part[at] in PREDICATE for at in range(first, end))


def _reaches(line: TextLine, begin: int, floor: int) -> bool:
    """Whether a clause begins there, perhaps after some more of the same phrase."""
    for _ in range(6):
        if (
            line.part[begin] == Part.WORD
            and _is_participle(line.low[begin])
            and line.part_at(begin - 1) in NOMINAL
        ):
            begin = _begin(line, begin - 1, floor)
            if begin < 0:
                return False
        if (
            begin <= floor
            or line.part_at(begin - 1) in _CLAUSE_BEGINS
            or line.is_at(begin - 1, "that")
        ):
            return True
        joins = line.part_at(begin - 1) == Part.PREPOSITION and line.low[begin - 1] in (
            _JOINING | _LOOSELY
        )
        if not joins and not (
            line.part_at(begin - 1) == Part.WORD and _is_participle(line.low[begin - 1])
        ):
            return False
        begin = _left(line, begin - 2, floor) if joins else _begin(line, begin - 2, floor)
        if begin < 0:
            return False
    return False


def _left(line: TextLine, last: int, floor: int) -> int:
    """As `_begin`, or the participle that stands there: "a study published on …"."""
    if (
        line.part[last] == Part.WORD
        and _is_participle(line.low[last])
        and line.part_at(last - 1) in NOMINAL
    ):
        return last
    return _begin(line, last, floor)


def _without_time(line: TextLine, begin: int, last: int) -> int:
    """Past a day or a time that stands before the subject without a comma."""
    at = begin
    while at < last and (line.low[at] in DAYS or (at > begin and line.part[at] == Part.NUMBER)):
        at += 1
    if at == begin and line.low[at] in _TIMES and line.is_at(at + 1, *_SPANS, *DAYS):
        at += 2
    if (
        at == begin
        and line.part_at(begin - 1) == Part.PREPOSITION
        and line.part[begin] == Part.WORD
        and line.part[last] == Part.NAME
    ):
        while at < last and line.part[at] == Part.WORD:
            at += 1
    return at if at <= last else begin


def _is_noun(line: TextLine, at: int, is_last: bool) -> bool:
    """Whether a form that may attribute is a noun here: "the reports", "a statement of claim"."""
    word, before = line.low[at], line.part_at(at - 1)
    if word in AMBIGUOUS:
        return (
            before in _BEFORE_NOUN
            or (before in _BEFORE_NOUN_WITHIN and not is_last)
            or (is_last and before in _BEFORE_LAST_NOUN)
        )
    return (before in DETERMINED and not is_last) or (is_last and before == Part.DETERMINER)


def _is_participle(low: str) -> bool:
    return len(low) > 4 and (low.endswith(("ed", "ing"))) and low not in _NOT_PARTICIPLES


_NOT_PARTICIPLES = words(
    """
    building meeting briefing hearing bombing shooting morning evening nothing something
    anything everything wedding funding training housing killing king wing spring ring
    string united seed speed breed indeed hundred sacred naked wicked rugged red sibling
    ceiling meaning feeling warning ruling painting filing spending being offering beijing
    boeing parking banking
    """
)


def _glued(line: TextLine, at: int) -> bool:
    return (
        (at > 0 and line.end[at - 1] == line.start[at])
        or (at + 1 < len(line) and line.start[at + 1] == line.end[at])
        or line.word[at] in "/-–&"
    )


def _open(line: TextLine, at: int, floor: int) -> int:
    for place in range(at - 1, max(floor, at - REACH) - 1, -1):
        if line.word[place] in "([":
            return place
    return -1


def _close(line: TextLine, at: int) -> int:
    for place in range(at + 1, min(len(line), at + 16)):
        if line.word[place] == ")":
            return place
    return -1
