"""From the finds of the lines to drafts: what goes on in the next line, whose words reach us
through whom, who "she" is, how firm it is, and what is said not to be known.

`read` is the way in. It looks nothing up and knows no clock: the day of publication and the sources
on record are passed in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from claims.domain.vocabulary import Knowledge, Naming, Stance
from claims.intake.extraction.attributing import announces, find
from claims.intake.extraction.dating import WEEKDAYS, Dated, dateline, dates
from claims.intake.extraction.hedging import Hedge, hedges_in, weakened
from claims.intake.extraction.lines import CutText, Quotation, TextLine, cut
from claims.intake.extraction.measuring import Quantity, quantities
from claims.intake.extraction.parts import QUOTED, Part
from claims.intake.extraction.patterns import Pattern, PatternFind
from claims.intake.extraction.phrases import Phrase, is_someone, phrase_after
from claims.intake.extraction.silence import topics, unknowns_in
from claims.intake.extraction.subjects import main_subject
from claims.intake.extraction.voices import Cast, Known, Mention

# When and where, before the name with which a sentence begins.
_BEFORE_NAME = frozenset({Part.PREPOSITION, Part.ADVERB, Part.NUMBER})

Span = tuple[int, int]

DEEPEST = 6  # voices that a statement is followed back through
MOST = 40  # dates and quantities that a draft lists
WORDS_OF_A_STATEMENT = 4  # a shorter quotation is not read for attributions of its own


class Manner(StrEnum):
    """In whose words a statement stands."""

    DIRECT = "direct"  # the speaker's own, within quotation marks
    MIXED = "mixed"  # the document's, with some of the speaker's within marks
    INDIRECT = "indirect"  # the document's, or those of whoever passes it on


@dataclass(frozen=True, slots=True)
class Missing:
    """What the speaker is said not to know or not to have said."""

    span: Span
    about: str
    knowledge: Knowledge


@dataclass(slots=True)
class Draft:
    """One attribution as read, to be accepted, mended or rejected. Spans are of code points."""

    source: list[Span]
    cue: list[Span]
    content: list[Span]
    pattern: Pattern
    stance: Stance
    manner: Manner
    voice: Mention
    relays: list[tuple[Span, Mention]] = field(default_factory=list)  # nearest the speaker first
    hedges: list[Span] = field(default_factory=list)
    hedged: list[Span] = field(default_factory=list)  # what each hedge takes certainty from
    unknowns: list[Missing] = field(default_factory=list)
    said_on: Dated | None = None
    dates: list[Dated] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    carries: bool = False  # it only passes on what another draft has
    echo: bool = False  # the same speaker, within what that speaker said: "she said she believed"
    text: str = ""  # what was said, as one sentence to start a claim from

    @property
    def place(self) -> Span:
        """From the first to the last of its spans."""
        spans = [*self.source, *self.cue, *self.content]
        return min(a for a, _ in spans), max(b for _, b in spans)


def read(
    text: str, *, published: date | None = None, known: Mapping[str, Known] | None = None
) -> list[Draft]:
    """The drafts of a text, in the order in which they stand in it.

    `published` is the day that "Monday" and "last month" are reckoned from; without it, the day
    that the head of the text gives. `known` are the sources on record by each of their names, in
    lower case.
    """
    cut_text = cut(text)
    published = published or dateline(text)
    drafts: list[Draft] = []
    cast = Cast(known or {})
    voices: dict[int, Mention] = {}  # of whom a quotation is, by where it starts
    for line, finds in _finds(cut_text):
        cast.note(line)
        speaking = _speaker_of(line.within, voices)
        dated = dates(text, line.start[0], line.end[-1], published) if finds else []
        named: list[PatternFind] = []  # those so far whose speaker is more than a pronoun
        for each in finds:
            _take_turns(line, each, named, cast)
            draft = _draft(text, line, each, cast, speaking, dated)
            drafts.append(draft)
            for a, _ in draft.content:
                voices.setdefault(a, draft.voice)
        for each in finds:
            if line.within is None and line.part[each.source[0]] != Part.PRONOUN:
                cast.hear(line, each.source)  # whoever spoke last is the nearest to the next line
        if not finds:
            subject = main_subject(line, len(line))
            if subject is not None:
                cast.meet(line, subject)
    drafts.sort(key=lambda each: (each.place[0], each.cue[0]))
    _chain(drafts)
    return drafts


def _take_turns(line: TextLine, found: PatternFind, named: list[PatternFind], cast: Cast) -> None:
    """Outside of what another says, "it" is whoever spoke before it in the sentence."""
    if line.part[found.source[0]] != Part.PRONOUN:
        named.append(found)
        return
    earlier = next((each for each in reversed(named) if each.at < found.at), None)
    if earlier and not any(a <= found.source[0] < b for a, b in earlier.content):
        cast.hear(line, earlier.source)


def _finds(text: CutText) -> list[tuple[TextLine, list[PatternFind]]]:
    """Each line with its finds, a quotation's lines right after the line that it stands in."""
    found: list[tuple[TextLine, list[PatternFind]]] = []
    going_on: PatternFind | None = None
    for number, line in enumerate(text.lines):
        finds = find(line)
        if not finds:
            following = text.lines[number + 1] if number + 1 < len(text.lines) else None
            one = announces(line) if following is not None and _is_quotation(following) else None
            finds = [one] if one is not None else []
        if going_on is not None and not finds and _is_quotation(line):
            going_on.further.append((line.start[0], line.end[0]))
            found.append((line, []))
        else:
            found.append((line, finds))
            last = finds[-1] if finds else None
            going_on = last if last is not None and _may_go_on(last) else None
        for at, kind in enumerate(line.part):
            quotation = text.quotations.get(line.start[at]) if kind == Part.QUOTATION else None
            if quotation is not None and quotation.words >= WORDS_OF_A_STATEMENT:
                found.extend((inner, find(inner)) for inner in quotation.lines)
    return [
        (line, [each for each in finds if each.content or each.further or each.silence])
        for line, finds in found
    ]


def _is_quotation(line: TextLine) -> bool:
    """Whether a line is a quotation and nothing else."""
    return (
        bool(line.part)
        and line.part[0] == Part.QUOTATION
        and all(each in QUOTED for each in line.part)
    )


def _may_go_on(found: PatternFind) -> bool:
    if not found.open_end or found.line.within is not None:
        return False
    return not found.content or any(
        found.line.part[at] == Part.QUOTATION for part in found.content for at in range(*part)
    )


def _speaker_of(quotation: Quotation | None, voices: dict[int, Mention]) -> Mention | None:
    return voices.get(quotation.start) if quotation is not None else None


def _draft(
    text: str,
    line: TextLine,
    found: PatternFind,
    cast: Cast,
    speaking: Mention | None,
    dated: list[Dated],
) -> Draft:
    voice = cast.hear(line, found.source, speaking)
    if voice.naming is not Naming.NAMED_PERSON and _asks_not_to_be_named(line):
        voice.naming = Naming.ANONYMOUS
    content = [_span(line, part) for part in found.content] + found.further
    heard = [(_span(line, each), cast.hear(line, each)) for each in found.relays]
    hedges, missing, stance = _firmness(text, line, found)
    draft = Draft(
        source=[_span(line, found.source)],
        cue=[_span(line, part) for part in found.cues],
        content=content,
        pattern=found.pattern,
        stance=stance,
        manner=_manner(line, found),
        voice=voice,
        # Nobody passes on their own words: "they" may be who was just named.
        relays=[each for each in heard if not each[1].is_same(voice)],
        hedges=[_span(line, each.words) for each in hedges],
        hedged=[_span(line, each.scope) for each in hedges if each.scope[1] > each.scope[0]],
        unknowns=missing,
    )
    for part in found.content:
        subject = main_subject(line, part[1]) if part[0] == 0 else _subject_within(line, part)
        if subject is not None and is_someone(line, subject):
            cast.meet(line, subject)
    inside = [each for each in dated if any(a <= each.start < b for a, b in content)]
    draft.dates = inside[:MOST]
    draft.quantities = [each for a, b in content for each in quantities(text, a, b)][:MOST]
    # When it was said is a date in the sentence that is no part of what was said.
    draft.said_on = next((each for each in dated if each not in inside), None)
    dropped = [_span(line, each.words) for each in hedges if _may_be_dropped(line, each)]
    draft.text = _sentence(text, content, dropped, draft.dates)
    return draft


def _subject_within(line: TextLine, part: Phrase) -> Phrase | None:
    at = part[0]
    while at < part[1] and line.part[at] in _BEFORE_NAME and line.part[at] != Part.NAME:
        comma = next((k for k in range(at, min(part[1], at + 12)) if line.word[k] == ","), -1)
        at = comma + 1 if comma > 0 else at + 1
    return phrase_after(line, at, part[1]) if at < part[1] else None


def _firmness(
    text: str, line: TextLine, found: PatternFind
) -> tuple[list[Hedge], list[Missing], Stance]:
    """The hedges, what is said not to be known, and the stance that comes of them."""
    stance = found.cue.stance
    if found.silence is not None:
        about = [part for part in topics(line, found.silence.about) if part[1] > part[0]]
        missing = [_missing(text, line, part, found.silence.knowledge) for part in about]
        return [], missing, stance
    hedges: list[Hedge] = []
    missing = []
    for part in found.content:
        if all(line.part[at] in QUOTED for at in range(*part)):
            continue
        unknowns, changed = unknowns_in(line, part)
        missing += [_missing(text, line, each.about, each.knowledge) for each in unknowns]
        stance = changed or stance
        hedges += hedges_in(line, part)
    if found.negated and stance.polarity > 0:
        doubts = found.cue.lemma in ("think", "believe", "expect", "suppose", "imagine", "guess")
        stance = Stance.DENIES_LIKELY if doubts else Stance.NO_INFORMATION
    return hedges, missing, weakened(stance, hedges)


def _missing(text: str, line: TextLine, about: Phrase, knowledge: Knowledge) -> Missing:
    span = _span(line, about) if about[1] > about[0] else (line.start[0], line.start[0])
    return Missing(span, " ".join(text[span[0] : span[1]].split()), knowledge)


def _manner(line: TextLine, found: PatternFind) -> Manner:
    """Words within marks are the speaker's own unless the marks are somebody else's already."""
    if line.within is not None:
        return Manner.INDIRECT
    kinds = [line.part[at] for part in found.content for at in range(*part)]
    if found.further or (kinds and all(each in QUOTED for each in kinds)):
        return Manner.DIRECT
    return Manner.MIXED if Part.QUOTATION in kinds else Manner.INDIRECT


_NOT_NAMED = (
    "condition of anonymity",
    "not to be named",
    "not to be identified",
    "not authorised",
    "not authorized",
    "declined to be named",
    "did not want to be named",
)


def _asks_not_to_be_named(line: TextLine) -> bool:
    words = " ".join(line.low[:200])
    return any(each in words for each in _NOT_NAMED)


def _may_be_dropped(line: TextLine, hedge: Hedge) -> bool:
    """Whether a sentence stays one without the hedge: "probably" can go, "may" cannot."""
    word = line.low[hedge.words[1] - 1]
    return word.endswith("ly") or word in ("suspected", "alleged", "perhaps", "maybe", "presumed")


def _sentence(
    text: str, content: Sequence[Span], dropped: Sequence[Span], dated: Sequence[Dated]
) -> str:
    """What was said, as a sentence of its own, as a claim begins: unhedged, and "on Monday" as the
    day that it was."""
    changes = [(a, b, "") for a, b in dropped]
    changes += [(each.start, each.end, _day(text, each)) for each in dated if _day(text, each)]
    parts = []
    for a, b in content:
        place, pieces = a, []
        for start, end, new in sorted(changes):
            if place <= start and end <= b:
                pieces += [text[place:start], new]
                place = end
        parts.append(" ".join("".join([*pieces, text[place:b]]).split()))
    said = " ".join(parts).strip(" ,;:–—-")
    if len(said) > 2 and said[0] in '"“«„' and said[-1] in '"”»“':
        said = said[1:-1].strip(" ,")
    if not said:
        return ""
    said = said[0].upper() + said[1:]
    return said if said[-1] in '.!?…"”' else said + "."


def _day(text: str, dated: Dated) -> str:
    """A single day that the text names by its relation to another, as a date; otherwise nothing."""
    words = text[dated.start : dated.end].lower()
    owned = text[dated.end : dated.end + 2] in ("'s", "’s")
    if owned or dated.first != dated.last or any(each.isdigit() for each in words):
        return ""
    day = f"{dated.first.day} {dated.first:%B %Y}"
    return day if words in WEEKDAYS else f"on {day}"


def _chain(drafts: list[Draft]) -> None:
    """Whose words reach us through whom: a draft that stands within what another says is passed on
    by it. Drafts come in the order of their places, so that what is open is a stack."""
    spans = sorted((a, b, number) for number, each in enumerate(drafts) for a, b in each.content)
    around: dict[int, int] = {}  # what is open where a cue stands: its number, and where it ends
    waiting = 0
    for inner in sorted(drafts, key=lambda each: each.cue[0]):
        cue = inner.cue[0][0]
        while waiting < len(spans) and spans[waiting][0] <= cue:
            around[spans[waiting][2]] = spans[waiting][1]
            waiting += 1
        around = {number: end for number, end in around.items() if end > cue}
        outer_ones = [drafts[number] for number in around if _holds(drafts[number], inner)]
        for outer in sorted(outer_ones, key=_length)[:DEEPEST]:
            if outer is inner:
                continue
            if outer.voice.is_same(inner.voice):
                inner.echo = True
                continue
            if all(not outer.voice.is_same(voice) for _, voice in inner.relays):
                inner.relays.append((outer.source[0], outer.voice))
            outer.carries = True
    by_content: dict[Span, list[Draft]] = {}
    for each in drafts:
        if each.content:
            by_content.setdefault(each.content[0], []).append(each)
    for each in drafts:
        if each.pattern in (Pattern.CITING, Pattern.QUOTED_AS):
            for other in by_content.get(each.content[0], []) if each.content else []:
                if other is not each and any(other.source[0] == span for span, _ in each.relays):
                    other.carries = True


def _length(draft: Draft) -> int:
    return sum(b - a for a, b in draft.content)


def _holds(outer: Draft, inner: Draft) -> bool:
    """Whether the inner one's speaker and cue stand within what the outer one says."""
    return all(
        any(a <= x and y <= b for a, b in outer.content) for x, y in [*inner.cue, *inner.source]
    )


def _span(line: TextLine, part: Phrase) -> Span:
    return line.start[part[0]], line.end[part[1] - 1]
