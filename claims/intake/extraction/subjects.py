"""Whether a word attributes where it stands, and who the sentence says it is that speaks."""

from claims.intake.extraction.lexicon import (
    AMBIGUOUS,
    BE,
    CUES,
    DAYS,
    MODALS_OF_WHAT_WAS_NOT_SAID,
    NEGATIONS,
    SPEAKERS,
    Cue,
    words,
)
from claims.intake.extraction.lines import TextLine
from claims.intake.extraction.parts import (
    BOUNDARIES,
    CONJUNCTIONS,
    FINITE,
    OPENS_SUBJECT,
    PREDICATE,
    REFERRING,
    Part,
)
from claims.intake.extraction.patterns import Pattern, PatternFind
from claims.intake.extraction.phrases import (
    Phrase,
    head,
    is_boundary,
    is_someone,
    phrase_after,
    phrase_before,
)

# After these, a past form before a noun describes it.
_BEFORE_ADJECTIVE = frozenset({Part.EDGE, Part.DETERMINER})
# After a verb, a form that may attribute is its object.
_VERBS = frozenset({Part.CUE, Part.VERB})
# Before these, such a form attributes, plural noun or not.
_AFTER_CUE = REFERRING | {Part.QUOTATION, Part.NAME, Part.NUMBER, Part.RELATIVE}
# With what nothing begins that is put between a subject and its verb.
_NOT_INSERTED = CONJUNCTIONS | {Part.PRONOUN}
# What shows that the phrase before it is a subject.
_AFTER_SUBJECT = PREDICATE | {Part.ADVERB, Part.POSSESSIVE}

BACK = 60


_PLURALS = words("people police critics men women children media data staff")


_BY_MEANS = words("telephone phone email e-mail text letter fax video satellite radio")


def is_noun_here(line: TextLine, at: int, cue: Cue) -> bool:
    low = line.low[at]
    before = line.part_at(at - 1)
    if before == Part.DETERMINER and not line.is_at(
        at - 1,
        "all",
        "both",
        "some",
        "many",
        "others",
        "most",
        "several",
        "few",
        "this",
        "these",
        "another",
        "each",
        "either",
        "neither",
    ):
        return True
    if before == Part.POSSESSIVE:
        return line.part_at(at - 2) != Part.PRONOUN
    if before == Part.PREPOSITION and cue.form != "ing":
        return True
    if (
        before == Part.MARK
        and line.word[at - 1] in "-/"
        and at
        and line.end[at - 1] == line.start[at]
    ):
        return True
    if line.is_at(at + 1, "by") and cue.form == "past" and not line.is_at(at + 2, *_BY_MEANS):
        return True
    if (
        cue.form == "past"
        and line.part_at(at + 1) == Part.WORD
        and line.part_at(at - 1) in _BEFORE_ADJECTIVE
    ):
        return True  # "alleged attackers"
    if low in AMBIGUOUS and cue.form != "past":
        if before in _VERBS:
            return True  # "denied reports that"
        if cue.form == "base" and not (
            line.part_at(at + 1) in _AFTER_CUE
            or _ends_in_s(line, at - 1)
            or line.is_at(at + 1, "there", ":", ".", ",")
        ):
            return True
        if line.part_at(at + 1) == Part.PREPOSITION and not line.is_at(at + 1, "in", "on", "at"):
            return True
    return False


def _ends_in_s(line: TextLine, at: int) -> bool:
    return line.part_at(at) == Part.WORD and (
        line.low[at].endswith("s") or line.low[at] in _PLURALS
    )


def is_plural(line: TextLine, subject: Phrase) -> bool:
    """Whether a bare form agrees with its subject: "officials say", not "a company report"."""
    first, end = subject
    low = line.low[head(line, subject)]
    if line.part[first] == Part.PRONOUN:
        return low in ("i", "we", "you", "they", "others", "some")
    if any(line.low[k] in ("and", "&") for k in range(first, end)):
        return True
    if line.low[first] in (
        "some",
        "many",
        "others",
        "most",
        "several",
        "few",
        "all",
        "both",
        "these",
    ):
        return True
    return (low.endswith("s") and not low.endswith("ss")) or low in _PLURALS


def auxiliaries(line: TextLine, at: int) -> tuple[int, bool, str | None]:
    """The item before the verb's adverbs and auxiliaries; whether it is negated; which auxiliary
    there is ("", "have", "be"), None if what follows was not said."""
    place, negated, auxiliary = at - 1, False, ""
    floor = max(-1, at - 9)
    while place > floor:
        low, kind = line.low[place], line.part[place]
        if low in NEGATIONS:
            negated = True
        if low == "never":
            negated = True
        elif kind == Part.ADVERB:
            pass
        elif kind == Part.AUXILIARY or (
            kind == Part.POSSESSIVE and line.part_at(place - 1) == Part.PRONOUN
        ):
            if low in MODALS_OF_WHAT_WAS_NOT_SAID:
                return place, negated, None
            if low in BE:
                auxiliary = "be"
            elif not auxiliary:
                auxiliary = (
                    "have"
                    if low in ("has", "have", "had", "'ve", "’ve", "having", "'s", "’s")
                    else "do"
                )
        elif low == "not":
            negated = True
        elif low == "to":
            if line.is_at(place - 1, "on") and line.is_at(place - 2, "went", "goes", "going"):
                place -= 2
            elif line.is_at(place - 1, "continued", "continues"):
                place -= 1
            else:
                return place, negated, None
        else:
            break
        place -= 1
    return place, negated, auxiliary


def subject_of(
    line: TextLine, before: int, found: list[PatternFind], at: int
) -> tuple[Phrase | None, Pattern | str]:
    """Who the verb says said it, and the pattern if that is told by the subject alone."""
    if before < 0:
        return None, ""
    low, kind = line.low[before], line.part[before]
    floor = max(0, before - BACK)
    if low in ("who", "which", "that") and kind == Part.RELATIVE:
        skip = 2 if line.is_at(before - 1, ",") else 1
        antecedent = phrase_before(line, before - skip, floor)
        if antecedent is not None and is_someone(line, antecedent):
            return antecedent, Pattern.WHO_SAID
        if low == "that" or antecedent is None:
            return None, ""
        return antecedent, Pattern.WHO_SAID
    if kind == Part.COORDINATOR or (low == "then" and line.part_at(before - 1) == Part.COORDINATOR):
        return _shared(line, before, found, at), Pattern.AND_SAID
    if low in (",", ")", "—", "–", "-"):
        subject = _across(line, before, floor)
        if subject is not None:
            return subject, ""
        if low == "," and at - before == 2 and line.part[at - 1] == Part.AUXILIARY:
            stray = phrase_before(line, before - 1, floor)
            if stray is not None and is_boundary(line, stray[0] - 1) and is_someone(line, stray):
                return stray, ""
        if low == "," and at - before <= 3:
            shared = _shared(line, before, found, at)
            return shared, Pattern.AND_SAID
        return None, ""
    phrase = phrase_before(line, before, floor)
    if phrase is None:
        return (main_subject(line, at) if form_at(line, at) != "base" else None), ""
    first = phrase[0]
    if line.part_at(at + 1) == Part.QUOTATION or line.is_at(at + 1, "that"):
        return _with_office(line, phrase, floor), ""
    if (
        line.part_at(first - 1) == Part.PREPOSITION
        and first - 1 >= 0
        and not _opens_clause(line, first - 1)
    ):
        return None, ""
    if line.part_at(first - 1) in FINITE and line.part[first] != Part.PRONOUN:
        return None, ""
    return _with_office(line, phrase, floor), ""


def _with_office(line: TextLine, phrase: Phrase, floor: int) -> Phrase:
    """A name with the office before it: "Malaysia's Prime Minister, Najib Razak said"."""
    if line.part[phrase[0]] != Part.NAME or not line.is_at(phrase[0] - 1, ","):
        return phrase
    office = phrase_before(line, phrase[0] - 2, floor)
    if office is None or not is_boundary(line, office[0] - 1):
        return phrase
    titled = any(line.low[at] in SPEAKERS for at in range(*office))
    return (office[0], phrase[1]) if titled else phrase


def _opens_clause(line: TextLine, at: int) -> bool:
    """Whether a preposition here opens a clause: "as", "after officials said"."""
    return line.low[at] in (
        "as",
        "after",
        "before",
        "since",
        "until",
        "once",
        "like",
        "than",
        "with",
        "according",
    )


def _across(line: TextLine, comma: int, floor: int) -> Phrase | None:
    """The subject before what stands between commas (or brackets): "Kim, a spokesman,"."""
    if line.word[comma] == ")":
        return phrase_before(line, comma, floor)
    subject = _across_commas(line, comma, floor)
    if (
        subject is not None
        and line.is_at(subject[1], ",")
        and line.part[head(line, subject)] != Part.NAME
    ):
        name = phrase_after(line, subject[1] + 1, comma)
        if name is not None and line.part[name[0]] == Part.NAME and line.is_at(name[1], ","):
            return subject[0], name[1]
    return subject


def _across_commas(line: TextLine, comma: int, floor: int) -> Phrase | None:
    best: Phrase | None = None
    tries = 0
    place = comma - 1
    while place > floor and tries < 5:
        mark = line.word[place]
        if mark in (",", "—", "–") or (mark == "-" and line.start[place] > line.end[place - 1]):
            tries += 1
            phrase = phrase_before(line, place - 1, floor)
            if phrase is not None and (
                is_boundary(line, phrase[0] - 1) or _opens_clause(line, phrase[0] - 1)
            ):
                inserted = place + 1
                if (
                    line.part_at(inserted) not in _NOT_INSERTED
                    and line.low[inserted] not in ("that",)
                    and is_someone(line, phrase)
                    and not _is_time(line, phrase)
                ):
                    best = phrase
                    if line.part_at(phrase[0] - 1) in BOUNDARIES or not line.is_at(
                        phrase[0] - 1, ","
                    ):
                        break
        elif line.part[place] == Part.QUOTATION or mark in ";:":
            break
        place -= 1
    return best


def _is_time(line: TextLine, phrase: Phrase) -> bool:
    return any(line.low[at] in DAYS for at in range(*phrase)) and not any(
        line.low[at] in SPEAKERS for at in range(*phrase)
    )


def _shared(line: TextLine, before: int, found: list[PatternFind], at: int) -> Phrase | None:
    """The subject that a verb after "and" shares with the one before."""
    for each in reversed(found):
        if each.at < before and each.pattern is not Pattern.ACCORDING:
            if each.source[1] <= before:
                return each.source
            return None
    return main_subject(line, before)


def main_subject(line: TextLine, before: int) -> Phrase | None:
    """The first noun phrase of the line that a verb follows."""
    place = 0
    stop = min(before, 60)
    while place < stop:
        kind = line.part[place]
        if kind in OPENS_SUBJECT:
            phrase = phrase_after(line, place, before)
            if phrase is None:
                place += 1
                continue
            following = _past_places(line, phrase[1], before)
            if line.part_at(following) in _AFTER_SUBJECT or (
                line.part_at(following) == Part.WORD and line.low[following].endswith("ed")
            ):
                return phrase
            if line.is_at(following, ","):
                close = next(
                    (
                        k
                        for k in range(following + 1, min(len(line), following + 20))
                        if line.word[k] == ","
                    ),
                    -1,
                )
                if close > 0 and line.part_at(close + 1) in PREDICATE and close + 1 < before:
                    return phrase
            if line.part_at(following) == Part.RELATIVE:
                return phrase
            place = following
        elif kind == Part.PREPOSITION:
            comma = next(
                (k for k in range(place + 1, min(stop, place + 15)) if line.word[k] == ","), -1
            )
            place = comma + 1 if comma > 0 else place + 1
            if comma <= 0:
                phrase = phrase_after(line, place, before)
                place = phrase[1] if phrase else place + 1
        else:
            place += 1
    return None


def _past_places(line: TextLine, at: int, stop: int) -> int:
    """Past "in Estrela on Monday" between a subject and its verb."""
    for _ in range(3):
        if line.part_at(at) == Part.PREPOSITION and at + 1 < stop:
            phrase = phrase_after(line, at + 1, stop)
            if phrase is None:
                break
            at = phrase[1]
        elif at < len(line) and line.low[at] in DAYS:
            at += 1
        else:
            break
    return at


def form_at(line: TextLine, at: int) -> str:
    cue = CUES.get(line.low[at])
    return cue.form if cue is not None else "past"
