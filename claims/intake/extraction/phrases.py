"""Where a noun phrase begins and ends among the items of a line, without a dictionary of nouns.

What is no article, preposition, verb and so on is taken for part of a name. A phrase is given as
`(first, last + 1)`. No step looks further than `REACH` items, so that a sentence of a hundred
thousand characters takes no longer than its share.
"""

from claims.intake.extraction.lexicon import AMBIGUOUS, DAYS, DOCUMENTS, SPEAKERS, words
from claims.intake.extraction.lines import TextLine

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
        kind = line.kind[at]
        if kind == "O":
            return (first, at + 1) if at == first else (first, at)
        if kind in "AWN" or (kind == "Q" and not headed):
            if kind == "W" and headed and _is_participle(line.low[at]):
                break
            if (
                kind == "W"
                and headed
                and line.kind_at(at - 1) == "A"
                and at + 1 < stop
                and line.kind[at + 1] in "DO"
            ):
                break
            headed = True
        elif kind == "D":
            if headed and line.kind_at(at - 1) not in "IC":
                break
        elif kind == "G":
            headed = True
        elif kind == "I":
            if (
                not headed
                or line.kind_at(at + 1) not in "AWNDK"
                or line.low[at]
                in ("as", "on", "during", "after", "before", "since", "until", "following", "over")
            ):
                break
            if line.low[at] not in _JOINING and line.is_at(at + 1, *DAYS):
                break
        elif kind == "C":
            if not (headed and line.kind_at(at + 1) in "AD" and line.low[at] in ("and", "&")):
                break
            if line.kind_at(at + 1) == "D" and line.kind_at(first) != "D":
                break
        elif kind == "K":
            noun = line.low[at] in AMBIGUOUS and line.kind_at(at - 1) in "DWAG" and at > first
            if not noun:
                break
            headed = True
        elif kind == "R":
            if headed:
                break
        elif line.word[at] in "/.-–'’&" and line.kind_at(at + 1) in "AWN" and _glued(line, at):
            pass
        elif line.word[at] == "(" and headed:
            close = _close(line, at)
            if close < 0:
                break
            at = close
        else:
            break
        at += 1
    while at > first and line.kind[at - 1] in "IDCRP" and line.word[at - 1] != ")":
        at -= 1
    return (first, at) if at > first and headed else None


def is_boundary(line: TextLine, at: int) -> bool:
    """Whether a clause may begin right after this item."""
    kind = line.kind_at(at)
    return kind in "#SQC" or line.is_at(
        at, "that", ",", ":", ";", "—", "–", "-", "(", ")", "...", "…"
    )


def is_someone(line: TextLine, phrase: Phrase) -> bool:
    """Whether a phrase names a person, a body or a text by which somebody speaks."""
    first, end = phrase
    if end - first == 1 and line.kind[first] == "O":
        return True
    return any(line.kind[at] == "A" for at in range(first, end)) or any(
        line.low[at] in SPEAKERS or line.low[at] in DOCUMENTS for at in range(first, end)
    )


def head(line: TextLine, phrase: Phrase) -> int:
    """The item that a phrase is about: its last noun before "of", "for" and the like."""
    first, end = phrase
    for at in range(first + 1, end):
        if line.kind[at] == "I" or line.word[at] == "(":
            return at - 1
    return end - 1


def _begin(line: TextLine, last: int, floor: int) -> int:
    """Where the innermost phrase begins: articles, names, nouns and their adjectives."""
    kind, at = line.kind[last], last
    if kind == "O":
        return last
    if line.word[last] in ")]":
        opened = _open(line, last, floor)
        return -1 if opened <= floor else _begin(line, opened - 1, floor)
    if kind not in "AWNQK" and not (
        kind == "D"
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
        kind = line.kind[at]
        if kind in "AN":
            begin = at
        elif kind == "W":
            if (
                _is_participle(line.low[at])
                and at != last
                and line.kind_at(at - 1) not in "DGR#PIA"
            ):
                break
            if _is_participle(line.low[at]) and at == last and line.kind_at(at - 1) not in "DG":
                break
            begin = at
        elif kind == "Q":
            if begin >= 0 and line.kind_at(at - 1) not in "DAWG":
                break
            begin = at
        elif kind == "K":
            if not _is_noun(line, at, at == last):
                break
            begin = at
        elif kind == "G":
            if line.kind_at(at - 1) not in "AWN":
                break
        elif kind == "D":
            begin = at
            if line.kind_at(at - 1) != "D":
                break
        elif kind == "R":
            if begin < 0 or line.kind_at(at - 1) != "D":
                break
        elif kind == "P":
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
    kind, low = line.kind[before], line.low[before]
    if kind == "I":
        wider = _left(line, before - 1, floor)
        if wider < 0:
            return -1
        if _is_participle(line.low[wider]) and line.kind[wider] == "W":
            earlier = _begin(line, wider - 1, floor) if wider > floor else -1
            wider = earlier if earlier >= 0 else wider
        if low in _JOINING:
            return wider
        if low in _LOOSELY and _reaches(line, wider, floor):
            return wider
        return -1
    if kind == "C" and low in ("and", "&", "or"):
        wider = _begin(line, before - 1, floor)
        return (
            wider
            if wider >= 0 and _reaches(line, wider, floor) and not _verbal(line, wider, before)
            else -1
        )
    if kind == "W" and _is_participle(low):
        wider = _begin(line, before - 1, floor)
        return wider if wider >= 0 and _reaches(line, wider, floor) else -1
    return -1


def _verbal(line: TextLine, first: int, end: int) -> bool:
    return any(line.kind[at] in "VXK" for at in range(first, end))


def _reaches(line: TextLine, begin: int, floor: int) -> bool:
    """Whether a clause begins there, perhaps after some more of the same phrase."""
    for _ in range(6):
        if (
            line.kind[begin] == "W"
            and _is_participle(line.low[begin])
            and line.kind_at(begin - 1) in "WAN"
        ):
            begin = _begin(line, begin - 1, floor)
            if begin < 0:
                return False
        if begin <= floor or line.kind_at(begin - 1) in "#SQP" or line.is_at(begin - 1, "that"):
            return True
        joins = line.kind_at(begin - 1) == "I" and line.low[begin - 1] in (_JOINING | _LOOSELY)
        if not joins and not (
            line.kind_at(begin - 1) == "W" and _is_participle(line.low[begin - 1])
        ):
            return False
        begin = _left(line, begin - 2, floor) if joins else _begin(line, begin - 2, floor)
        if begin < 0:
            return False
    return False


def _left(line: TextLine, last: int, floor: int) -> int:
    """As `_begin`, or the participle that stands there: "a study published on …"."""
    if (
        line.kind[last] == "W"
        and _is_participle(line.low[last])
        and line.kind_at(last - 1) in "WAN"
    ):
        return last
    return _begin(line, last, floor)


def _without_time(line: TextLine, begin: int, last: int) -> int:
    """Past a day or a time that stands before the subject without a comma."""
    at = begin
    while at < last and (line.low[at] in DAYS or (at > begin and line.kind[at] == "N")):
        at += 1
    if at == begin and line.low[at] in _TIMES and line.is_at(at + 1, *_SPANS, *DAYS):
        at += 2
    if (
        at == begin
        and line.kind_at(begin - 1) == "I"
        and line.kind[begin] == "W"
        and line.kind[last] == "A"
    ):
        while at < last and line.kind[at] == "W":
            at += 1
    return at if at <= last else begin


def _is_noun(line: TextLine, at: int, is_last: bool) -> bool:
    """Whether a form that may attribute is a noun here: "the reports", "a statement of claim"."""
    word, before = line.low[at], line.kind_at(at - 1)
    if word in AMBIGUOUS:
        return (
            before in "DGWN" or (before in "IP#A" and not is_last) or (is_last and before in "IP#")
        )
    return (before in "DG" and not is_last) or (is_last and before == "D")


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
