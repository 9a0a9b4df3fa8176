"""The patterns by which a sentence says who said so.

Each is named, and a find carries the name of the pattern that found it. A find is about one line;
what binds lines together (a quotation that goes on, who "he" is, whose words reach us through whom)
is in `drafting`.
"""

from claims.intake.extraction.according import according, citing
from claims.intake.extraction.contents import (
    content_begin,
    content_end,
    has_verb,
    past_circumstances,
    phrase_end,
    says,
    what_follows,
)
from claims.intake.extraction.lexicon import AMBIGUOUS, CUES, OF_THINGS, Cue, Frame, words
from claims.intake.extraction.lines import TextLine
from claims.intake.extraction.parts import (
    BREAKS,
    FINITE,
    NOMINAL,
    OPENS_PHRASE,
    PREDICATE,
    Part,
)
from claims.intake.extraction.patterns import Pattern, PatternFind
from claims.intake.extraction.phrases import Phrase, is_someone, phrase_after, phrase_before
from claims.intake.extraction.silence import Silence, silences
from claims.intake.extraction.subjects import (
    BACK,
    auxiliaries,
    is_noun_here,
    is_plural,
    main_subject,
    subject_of,
)

# Who spoke, or a further quotation, may stand after a verb that comes first.
_AFTER_INVERTED = OPENS_PHRASE | {Part.PRONOUN, Part.QUOTATION}
# With what a subject ends, so that a participle after it may be its own.
_SUBJECT_ENDS = NOMINAL | {Part.QUOTATION, Part.PRONOUN}
# What shows that the subject before it is complete.
_AFTER_SUBJECT = PREDICATE | {Part.ADVERB, Part.MARK}

_CALL = Cue("call for", frozenset({Frame.NOUN}))


_QUOTED = words("quoted quotes cited cites quoting citing")


_INVERTS = words(
    """
    say add write ask reply explain tweet state note claim report argue warn insist remark
    comment conclude answer shout recall respond continue declare announce observe joke
    exclaim admit agree complain counter
    """
)


_MAY_FOLLOW = words(
    """
    think believe suggest add agree suppose guess hope fear estimate find conclude comment
    observe show indicate reveal read imagine reckon feel
    """
)


def announces(line: TextLine) -> PatternFind | None:
    """Of a line that ends in a colon: who says what stands in the next paragraph."""
    if not line.is_at(len(line) - 1, ":"):
        return None
    for at in range(len(line) - 2, max(-1, len(line) - 30), -1):
        cue = CUES.get(line.low[at]) if line.part[at] == Part.CUE else None
        if cue is None or not (
            says(cue) or Frame.QUOTATION in cue.frames or Frame.DOCUMENT in cue.frames
        ):
            continue
        before, negated, auxiliary = auxiliaries(line, at)
        subject, _ = subject_of(line, before, [], at) if auxiliary is not None else (None, "")
        if subject is not None and is_someone(line, subject) and not negated:
            return PatternFind(
                line, at, subject, [(at, at + 1)], [], Pattern.SAYS_QUOTE, cue, open_end=True
            )
    return None


def find(line: TextLine) -> list[PatternFind]:
    """The attributions of one line, in the order of their cues."""
    found: list[PatternFind] = []
    silent = {each.cue[1] - 1: each for each in silences(line)}
    kept_silent = {at for each in silent.values() for at in range(*each.cue)}
    for at, kind in enumerate(line.part):
        low = line.low[at]
        if at in silent:
            one = _silent(line, silent[at], found)
        elif at in kept_silent:
            continue
        elif kind == Part.CUE:
            one = _verb(line, at, CUES[low], found)
        elif low == "according" and line.is_at(at + 1, "to"):
            one = according(line, at)
        elif low in ("called", "calls", "calling", "call") and line.is_at(at + 1, "for", "on"):
            one = _called(line, at, found)
        else:
            continue
        if one is not None:
            found.append(one)
    found.extend(citing(line, found))
    found.sort(key=lambda each: each.at)
    return found


def _verb(line: TextLine, at: int, cue: Cue, found: list[PatternFind]) -> PatternFind | None:
    if is_noun_here(line, at, cue):
        return None
    if cue.form == "ing":
        return _participle(line, at, cue, found)
    before, negated, auxiliary = auxiliaries(line, at)
    if auxiliary is None:
        return None
    if auxiliary == "be" and cue.form == "past":
        return None
    inverted = _inverted(line, at, cue)
    if inverted is not None:
        return inverted
    after = what_follows(line, at, cue)
    subject, pattern = subject_of(line, before, found, at)
    if subject is None:
        return None
    if cue.form == "base" and auxiliary == "" and not is_plural(line, subject):
        return None
    if after is None:
        if cue.frames == {Frame.NOUN} or (cue.frames <= OF_THINGS and cue.lemma not in _MAY_FOLLOW):
            return None
        return _postposed(line, at, cue, subject, negated)
    kind, content, to = after
    if kind == "np" and not (
        pattern in ("", Pattern.AND_SAID, Pattern.WHO_SAID) and is_someone(line, subject)
    ):
        return None
    if kind == "np" and (negated or cue.form == "base"):
        return None
    contents = [content]
    if (
        kind == "quote"
        and line.part_at(subject[0] - 2) == Part.QUOTATION
        and line.is_at(subject[0] - 1, ",")
    ):
        contents.insert(0, (subject[0] - 2, subject[0] - 1))
    elif kind == "quote" and subject[0] == 1 and line.part[0] == Part.QUOTATION:
        # only where nothing stands before it: it may be what somebody else has just said
        contents.insert(0, (subject[0] - 1, subject[0]))
    named = (
        pattern
        or {
            "quote": Pattern.SAYS_QUOTE,
            "np": Pattern.CONFIRMED,
            "will": Pattern.WILL,
        }.get(kind)
        or (Pattern.TELLS if Frame.LISTENER in cue.frames else Pattern.SAYS_THAT)
    )
    return PatternFind(
        line,
        at,
        subject,
        [(at, at + 1)],
        contents,
        Pattern(named),
        cue,
        negated,
        open_end=content[1] >= len(line) - 1 or to,
    )


def _postposed(
    line: TextLine, at: int, cue: Cue, subject: Phrase, negated: bool
) -> PatternFind | None:
    """What was said stands before the speaker, or around both."""
    first = subject[0]
    begins_as = line.is_at(first - 1, "as") and first >= 1
    behind = past_circumstances(line, at + 1, cue)
    parts: list[Phrase] = []
    last = len(line) - 1
    if behind >= last and line.is_at(last, ",", ":") and line.within is None:
        # what was said stands in the next paragraph
        return PatternFind(
            line, at, subject, [(at, at + 1)], [], Pattern.SAYS_QUOTE, cue, negated, open_end=True
        )
    if begins_as and first - 2 < 0:
        rest = _rest(line, behind)
        if rest:
            parts.append(rest)
    else:
        edge = first - 2 if begins_as else first - 1
        if edge >= 0 and (
            line.word[edge] in (",", "—", "–", "-") or line.part[edge] == Part.QUOTATION
        ):
            quote = edge if line.part[edge] == Part.QUOTATION else edge - 1
            if line.part_at(quote) == Part.QUOTATION and (
                quote == 0 or line.part_at(quote - 1) == Part.MARK
            ):
                begin = quote
                parts.append((begin, quote + 1))
            else:
                stop = edge if line.part[edge] != Part.QUOTATION else edge + 1
                begin = content_begin(line, stop)
                if _is_said(line, begin, stop) or (begin < stop and _rest(line, behind)):
                    parts.append((begin, stop))
        rest = _rest(line, behind)
        if rest and (parts or line.part_at(rest[0]) == Part.QUOTATION):
            parts.append(rest)
    if not parts:
        return None
    pattern = (
        Pattern.AROUND
        if len(parts) > 1 and line.part_at(parts[0][0]) != Part.QUOTATION
        else Pattern.AFTER
    )
    return PatternFind(
        line, at, subject, [(at, at + 1)], parts, pattern, cue, negated, open_end=True
    )


def _is_said(line: TextLine, begin: int, stop: int) -> bool:
    """Whether what stands before a speaker can be what they said, and is no mere "In June,"."""
    if stop <= begin or line.is_at(begin, "according"):
        return False
    return has_verb(line, begin, stop) or any(
        line.part[at] == Part.QUOTATION for at in range(begin, stop)
    )


def _rest(line: TextLine, place: int) -> Phrase | None:
    """What goes on after a comma that follows the speaker."""
    if not line.is_at(place, ",", "—", "–", ":"):
        return None
    begin = place + 1
    after = line.low[begin] if begin < len(line) else ""
    cue = CUES.get(after)
    if cue is not None and cue.form == "ing":
        return None
    if after in (
        "who",
        "which",
        "citing",
        "according",
        "while",
        "when",
        "where",
        "referring",
        "speaking",
    ):
        return None
    end = content_end(line, begin, place)
    if line.part_at(begin) == Part.QUOTATION:
        end = begin + 1
    return (begin, end) if end > begin else None


def _inverted(line: TextLine, at: int, cue: Cue) -> PatternFind | None:
    """ "…," said officials."""
    if cue.lemma not in _INVERTS or cue.form not in ("past", "third") or at == 0:
        return None
    edge = at - 1
    quoted = line.part[edge] == Part.QUOTATION or (
        line.word[edge] == "," and line.part_at(edge - 1) == Part.QUOTATION
    )
    if not quoted and not (line.word[edge] in (",", "—", "–") and at >= 4 and cue.lemma == "say"):
        return None
    if line.part_at(at + 1) not in _AFTER_INVERTED:
        return None
    subject = phrase_after(line, at + 1)
    if subject is None:
        return None
    if not is_someone(line, subject) and not quoted:
        return None
    if not quoted and line.part_at(subject[1]) in FINITE:
        return None
    if quoted and line.part_at(subject[1]) in FINITE and line.part_at(at + 1) != Part.PRONOUN:
        return None
    if line.part_at(at + 1) == Part.PRONOUN and line.part_at(at + 2) in PREDICATE:
        return None
    stop = edge if line.word[edge] == "," and not quoted else edge + 1
    if quoted:
        mark = edge if line.part[edge] == Part.QUOTATION else edge - 1
        parts = [(mark, mark + 1)]
    else:
        parts = [(content_begin(line, stop), stop)]
    place = subject[1]
    if line.is_at(place, ",") and line.part_at(place + 1) == Part.QUOTATION:
        parts.append((place + 1, place + 2))
    else:
        for k in range(place, min(len(line) - 1, place + 24)):
            if line.word[k] in ",:" and line.part[k + 1] == Part.QUOTATION:
                parts.append((k + 1, k + 2))
                break
    return PatternFind(
        line, at, subject, [(at, at + 1)], parts, Pattern.INVERTED, cue, open_end=True
    )


def _participle(line: TextLine, at: int, cue: Cue, found: list[PatternFind]) -> PatternFind | None:
    """…, adding that …; a message stating "…"."""
    if line.low[at] in AMBIGUOUS and line.low[at] not in ("writing",):
        return None
    before, negated, auxiliary = auxiliaries(line, at)
    kind = line.part_at(before)
    subject: Phrase | None
    if line.is_at(before, "as"):
        return _quoted_as(line, at, before, cue, found)
    if auxiliary == "be":
        subject, _ = subject_of(line, before, found, at)
        pattern = Pattern.SAYS_THAT
    elif kind in BREAKS or line.is_at(before, "and", "while", "by", "before", "after"):
        if kind == Part.EDGE or (
            kind == Part.MARK and line.word[before] not in (",", "—", "–", '"')
        ):
            subject = _first_after_comma(line, at)
        else:
            subject = next(
                (
                    each.source
                    for each in reversed(found)
                    if each.at < at and each.pattern is not Pattern.ACCORDING
                ),
                None,
            ) or main_subject(line, at)
        pattern = Pattern.ADDING
    elif kind in _SUBJECT_ENDS:
        subject = phrase_before(line, before, max(0, before - BACK))
        pattern = Pattern.ADDING
        if subject is not None and not says(cue) and cue.lemma not in _MAY_FOLLOW:
            return None
    else:
        return None
    if subject is None:
        return None
    after = what_follows(line, at, cue)
    if after is None or (after[0] == "np" and cue.lemma not in ("confirm", "deny")):
        return None
    if after[0] == "clause" and not (line.is_at(after[1][0] - 1, "that") or says(cue)):
        return None
    return PatternFind(
        line, at, subject, [(at, at + 1)], [after[1]], pattern, cue, negated, open_end=after[2]
    )


def _quoted_as(
    line: TextLine, at: int, as_at: int, cue: Cue, found: list[PatternFind]
) -> PatternFind | None:
    """Was quoted by AP as saying that …; AP quoted a resident as saying that …"""
    quoted = next(
        (k for k in range(as_at - 1, max(-1, as_at - 16), -1) if line.low[k] in _QUOTED), -1
    )
    after = what_follows(line, at, cue)
    if quoted < 0 or after is None or after[0] not in ("clause", "quote"):
        return None
    before, _, auxiliary = auxiliaries(line, quoted)
    voice, _ = subject_of(line, before, found, quoted)
    relays: list[Phrase] = []
    if auxiliary == "be":
        subject = voice
        relay = phrase_after(line, quoted + 2, as_at) if line.is_at(quoted + 1, "by") else None
    else:
        subject, relay = phrase_after(line, quoted + 1, as_at), voice
    if relay is not None:
        relays.append(relay)
    if subject is None:
        return None
    return PatternFind(
        line,
        at,
        subject,
        [(quoted, quoted + 1), (at, at + 1)],
        [after[1]],
        Pattern.QUOTED_AS,
        cue,
        open_end=after[2],
        relays=relays,
    )


def _first_after_comma(line: TextLine, at: int) -> Phrase | None:
    """Of "Writing in a blog, Kim …": who it is."""
    for place in range(at + 1, min(len(line), at + 30)):
        if line.word[place] == ",":
            phrase = phrase_after(line, place + 1)
            return phrase if phrase and line.part_at(phrase[1]) in _AFTER_SUBJECT else None
    return None


def _called(line: TextLine, at: int, found: list[PatternFind]) -> PatternFind | None:
    """The minister called for talks, called on Tokyo to …"""
    before, negated, auxiliary = auxiliaries(line, at)
    if auxiliary is None or auxiliary == "be" or negated or before < 0:
        return None
    if line.low[at] in ("calling", "call"):
        return None
    subject, _ = subject_of(line, before, found, at)
    if subject is None or not is_someone(line, subject):
        return None
    end = phrase_end(line, at + 2, content_end(line, at + 2, at))
    if end <= at + 2:
        return None
    return PatternFind(
        line, at, subject, [(at, at + 2)], [(at + 2, end)], Pattern.CALLED_FOR, _CALL
    )


def _silent(line: TextLine, silence: Silence, found: list[PatternFind]) -> PatternFind | None:
    """Officials declined to say whether …"""
    first, end = silence.cue
    before, _, _ = auxiliaries(line, first)
    subject, _ = subject_of(line, before, found, first)
    if subject is None or not is_someone(line, subject):
        return None
    about = [silence.about] if silence.about[1] > silence.about[0] else []
    cue = Cue("keep silent", frozenset({Frame.ANYTHING}), silence.stance)
    return PatternFind(
        line, end - 1, subject, [silence.cue], about, Pattern.SILENT, cue, True, silence=silence
    )
