"""A text cut into lines: its sentences, in which each quotation stands as one item, and the
sentences within each quotation. Every step goes over the text once."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from claims.intake.extraction.lexicon import CUES, PARTS, words
from claims.intake.extraction.parts import Part

# Written in capitals, these are names: IT, US, WHO.
_SHORT_WORDS = frozenset({Part.VERB, Part.DETERMINER, Part.PREPOSITION, Part.ADVERB})

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?\b"
    r"|[^\W_]+(?:[-'’.]?[^\W_]+)*"
    r"|['’]s\b"
    r"|[^\w\s]|_+"
)
_CLITIC = re.compile(r"(?:n['’]t|['’](?:s|re|ve|ll|d|m))$", re.IGNORECASE)

_OPENING = {"“": "”", "„": "“”", "«": "»", "‘": "’", "「": "」", "『": "』"}
_ABBREVIATIONS = words(
    """
    mr mrs ms dr prof gen lt col maj capt sgt cmdr adm sen rep gov st jr sr rev hon no vs
    jan feb mar apr jun jul aug sep sept oct nov dec inc ltd co corp dept est fig etc al
    approx brig insp
    """
)
_NAMES = words("May Will March")
QUOTE = '"'  # the word of an item that is a whole quotation


@dataclass(slots=True)
class TextLine:
    """One sentence as parallel lists, an item being a word, a mark or a whole quotation."""

    word: list[str] = field(default_factory=list)
    low: list[str] = field(default_factory=list)
    part: list[Part] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    paragraph: int = 0
    within: "Quotation | None" = None  # the quotation that this is a sentence of

    def __len__(self) -> int:
        return len(self.word)

    def add(self, word: str, part: Part, start: int, end: int) -> None:
        self.word.append(word)
        self.low.append(word.lower())
        self.part.append(part)
        self.start.append(start)
        self.end.append(end)

    def is_at(self, place: int, *words: str) -> bool:
        return 0 <= place < len(self.low) and self.low[place] in words

    def part_at(self, place: int) -> Part:
        """The part of speech there; `EDGE` before the first and after the last item."""
        return self.part[place] if 0 <= place < len(self.part) else Part.EDGE


@dataclass(slots=True)
class Quotation:
    """What stands between marks, marks included; `lines` are its sentences."""

    start: int
    end: int
    paragraph: int
    closed: bool = True
    lines: list[TextLine] = field(default_factory=list)

    @property
    def words(self) -> int:
        return sum(1 for line in self.lines for part in line.part if part != Part.MARK)


@dataclass(slots=True)
class CutText:
    """The lines of a text in their order, and its quotations by where they start."""

    text: str
    lines: list[TextLine]
    quotations: dict[int, Quotation]


def cut(text: str) -> CutText:
    """The lines and quotations of a text."""
    quotations: dict[int, Quotation] = {}
    lines: list[TextLine] = []
    for number, (start, end) in enumerate(_paragraphs(text)):
        spans = _quotations(text, start, end)
        for span in spans:
            quotation = Quotation(span[0], span[1], number, span[2])
            inner = (span[0] + 1, span[1] - 1 if span[2] else span[1])
            quotation.lines = list(_lines(text, *inner, number, {}))
            for line in quotation.lines:
                line.within = quotation
            quotations[span[0]] = quotation
        lines.extend(_lines(text, start, end, number, {a: b for a, b, _ in spans}))
    return CutText(text, lines, quotations)


def part_of(word: str, low: str) -> Part:
    """What a word is to the rules, by itself."""
    known = PARTS.get(low)
    if known is not None:
        if known in _SHORT_WORDS and len(word) > 1 and word.isupper():
            return Part.NAME
        return known
    if low in CUES:
        return Part.CUE
    first = word[0]
    if first.isdigit():
        return Part.NUMBER
    if not first.isalpha():
        return Part.MARK
    if first.isupper():
        return Part.NAME
    if low.endswith("ly") and len(low) > 4:
        return Part.ADVERB
    return Part.WORD


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where each paragraph stands. A single line break within a text that was wrapped at a width,
    or before a small letter, is only a space."""
    wrapped = _is_wrapped(text)
    begun, place = -1, 0
    for line in text.splitlines(keepends=True):
        end = place + len(line)
        body = line.strip()
        if body:
            continues = begun >= 0 and (wrapped or body[0].islower())
            if begun >= 0 and not continues:
                yield begun, place
                begun = -1
            if begun < 0:
                begun = place
        elif begun >= 0:
            yield begun, place
            begun = -1
        place = end
    if begun >= 0:
        yield begun, len(text)


def _is_wrapped(text: str) -> bool:
    lines = text.split("\n")
    joined = [len(a) for a, b in itertools.pairwise(lines) if a.strip() and b.strip()]
    return len(joined) >= 3 and sum(50 <= each <= 100 for each in joined) >= 0.8 * len(joined)


def _quotations(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """The outermost quotations of a paragraph: start, end, whether it was closed."""
    spans: list[tuple[int, int, bool]] = []
    opened, closing = -1, ""
    for match in _MARKS.finditer(text, start, end):
        mark, place = match.group(), match.start()
        if opened >= 0:
            if mark in closing and not (mark in "’'" and _in_word(text, place)):
                spans.append((opened, place + 1, True))
                opened = -1
            continue
        before = text[place - 1] if place > start else " "
        after = text[place + 1] if place + 1 < end else " "
        if mark == '"':
            opened, closing = place, '"”'
        elif mark == "'":
            if before in " (\n\t—–" and (after.isalnum() or after in ".…["):
                closes = _SINGLE_CLOSED.search(text, place + 1, min(end, place + 2000))
                if closes:
                    opened, closing = place, "'"
        elif mark in _OPENING and not (mark == "‘" and not (after.isalnum() or after in ".…[")):
            opened, closing = place, _OPENING[mark]
    if opened >= 0 and end - opened > 2:
        last = len(text[:end].rstrip()) if end - opened < 5 else end
        while last > opened and text[last - 1].isspace():
            last -= 1
        if last - opened > 1:
            spans.append((opened, last, False))
    return spans


_MARKS = re.compile(r"[\"'“”„«»‘’「」『』]")
_SINGLE_CLOSED = re.compile(r"[^\s]'(?![^\W_])")


def _in_word(text: str, place: int) -> bool:
    return place + 1 < len(text) and text[place + 1].isalnum() and text[place - 1].isalnum()


def _lines(
    text: str, start: int, end: int, paragraph: int, quotes: dict[int, int]
) -> Iterator[TextLine]:
    line = TextLine(paragraph=paragraph)
    place = start
    while place < end:
        match = _WORD.search(text, place, end)
        if match is None:
            break
        a, b = match.span()
        if a in quotes:
            b = quotes[a]
            line.add(QUOTE, Part.QUOTATION, a, b)
            if _closes(text, b, end):
                yield line
                line = TextLine(paragraph=paragraph)
            place = b
            continue
        word = match.group()
        for each, c, d in _parts(word, a):
            part = part_of(each, each.lower())
            if each[0].isupper() and len(line) and (part == Part.CUE or each in _NAMES):
                part = Part.NAME  # "the United States"
            line.add(each, part, c, d)
        place = b
        if word in ".!?…" or word == ".":
            if _ends(text, line, b, end):
                yield line
                line = TextLine(paragraph=paragraph)
        elif word.endswith(".") and _starts_anew(text, b, end):
            yield line
            line = TextLine(paragraph=paragraph)
    if len(line):
        yield line


def _parts(word: str, start: int) -> Iterator[tuple[str, int, int]]:
    """A word without its contraction, and the contraction."""
    clitic = _CLITIC.search(word) if len(word) > 2 and ("'" in word or "’" in word) else None
    if clitic is None or clitic.start() == 0:
        yield word, start, start + len(word)
        return
    cut_at = clitic.start()
    yield word[:cut_at], start, start + cut_at
    yield word[cut_at:], start + cut_at, start + len(word)


def _ends(text: str, line: TextLine, place: int, end: int) -> bool:
    """Whether the mark just read ends the sentence: no abbreviation's, and a new one begins."""
    if len(line) > 1 and line.word[-1] == ".":
        before = line.low[-2]
        glued = line.end[-2] == line.start[-1]
        if glued and (before in _ABBREVIATIONS or (len(before) == 1 and before.isalpha())):
            return False
    return _NEW.match(text, place, end) is not None


def _starts_anew(text: str, place: int, end: int) -> bool:
    """After "U.S.": a new sentence only where a common opening word follows."""
    following = _NEXT_WORD.match(text, place, end)
    return following is not None and following.group(1).lower() in _OPENERS


_NEW = re.compile(r"[\"'”’)\]»]*(?:\s+[\"'“‘«(\[]*[^\Wa-z_]|\s*$|\s+[^\w\s])")
_NEXT_WORD = re.compile(r"\s+([A-Z]\w*)")
_OPENERS = words("the a an he she it they we in on at this these but and however")


def _closes(text: str, place: int, end: int) -> bool:
    """Whether a sentence ends with the quotation that ends here."""
    last = text[place - 2] if place >= 2 else ""
    if last not in ".!?…":
        return False
    rest = _WORD.search(text, place, end)
    if rest is None or (not text[rest.start()].isupper() and text[rest.start()] not in "\"“‘'"):
        return False
    if last in ".…":
        ahead = [
            match.group().lower()
            for match, _ in zip(
                _WORD.finditer(text, place, min(end, place + 60)), range(4), strict=False
            )
        ]
        return not any(word in _SAID for word in ahead)
    ahead = [
        match.group().lower()
        for match, _ in zip(
            _WORD.finditer(text, place, min(end, place + 120)), range(9), strict=False
        )
    ]
    return not any(word in _SAID for word in ahead)


_SAID = words(
    """
    said says asked asks added wrote told replied tweeted shouted explained exclaimed
    """
)
