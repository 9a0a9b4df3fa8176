"""Where what was said begins and ends in a sentence."""

from claims.intake.extraction.lexicon import (
    AMBIGUOUS,
    CUES,
    DAYS,
    DOCUMENTS,
    LISTENERS,
    SPEAKING,
    VENUES,
    Cue,
    Frame,
    words,
)
from claims.intake.extraction.lines import TextLine
from claims.intake.extraction.parts import (
    BEFORE_VERB,
    BREAKS,
    CONJUNCTIONS,
    DETERMINED,
    FINITE,
    NAMING,
    NOMINAL,
    OPENS_PHRASE,
    OPENS_SUBJECT,
    PREDICATE,
    REFERRING,
    Part,
)
from claims.intake.extraction.phrases import Phrase, phrase_after
from claims.intake.extraction.subjects import form_at, is_noun_here

# What opens a noun phrase that is itself what was said.
_SAID_THING = NOMINAL | DETERMINED
# What opens the phrase for those who were told.
_LISTENER = NOMINAL | {Part.DETERMINER}
# After a cue, these show that it attributes.
_ANOTHER_SPEAKS = frozenset({Part.QUOTATION, Part.PRONOUN})
# What opens the phrase for somebody who speaks next.
_SPEAKER_OPENS = OPENS_SUBJECT | {Part.POSSESSIVE}
# After these, a word in -ed is a verb of its own.
_BEFORE_PAST = NOMINAL | {Part.QUOTATION, Part.ADVERB, Part.RELATIVE}
# Before these, a word that is a verb or a noun is a verb.
_AFTER_PAST = REFERRING | {Part.PREPOSITION}
# After a pronoun nearly every word is its verb; ’s is "is" there.
_AFTER_PRONOUN = PREDICATE | {Part.WORD, Part.POSSESSIVE}
# What opens the subject of a clause.
_CLAUSE_OPENS = NOMINAL | DETERMINED | {Part.QUOTATION}
# Words of which only the ending says whether they are verbs.
_MAYBE_VERB = frozenset({Part.WORD, Part.CUE})
# What stands before what was said and is no part of it.
_BEFORE_CONTENT = frozenset({Part.COORDINATOR, Part.MARK})

REACH = 220  # items that content may go on for before its end is no longer looked for


_END = frozenset(".!?…;")


_WILL = words("pledge vow promise threaten swear agree")


_WH = words("that whether if how what why where who when")


_WH_TAKERS = words(
    """
    know see ask wonder explain say tell show reveal determine understand learn hear decide
    """
)


# Of these a clause without "that" must open with what can only be a subject.
_LIGHT = words(
    """
    see hear feel find mean hold read show know determine judge accept forget add post text
    learn discover guarantee ensure signal consider establish observe comment specify detail
    document figure project relate brief notify advise urge request demand recommend propose
    rule worry regret remember notice recount decree understand repeat mention verify
    identify wonder prove wish dream
    """
)


_LIGHT_QUOTERS = words("read add post text comment observe mention repeat")


_FINDING = words("find show discover prove establish determine learn")


_SETTINGS = words("where when before after while who")


def what_follows(line: TextLine, at: int, cue: Cue) -> tuple[str, Phrase, bool] | None:
    """What follows the cue as what was said: its kind and where it stands. None if nothing does."""
    place = past_circumstances(line, at + 1, cue)
    size = len(line)
    if place >= size or line.word[place] in _END:
        return None
    mark = line.word[place]
    if mark in ",:—–-":
        quoted = place + 1
        if line.part_at(quoted) == Part.QUOTATION:
            return ("quote", (quoted, quoted + 1), True)
        that = _past_insertion(line, place)
        if that:
            return ("clause", (that, content_end(line, that, at)), False)
        if mark == ":" and quoted < size:
            return ("clause", (quoted, content_end(line, quoted, at)), False)
        return None
    kind, low = line.part[place], line.low[place]
    if kind == Part.QUOTATION:
        if cue.lemma in _LIGHT and cue.lemma not in _LIGHT_QUOTERS:
            return None
        end = content_end(line, place, at)
        only = end <= place + 1 or line.word[place + 1] in _END or line.word[place + 1] == ","
        return ("quote", (place, place + 1 if only else end), True)
    frames = cue.frames
    if low == "that":
        begin = place + 2 if line.is_at(place + 1, ",") else place + 1
        if line.part_at(begin) in BREAKS and not line.is_at(begin, "$", "€", "£", "[", "("):
            return ("np", (place, place + 1), False) if Frame.NOUN in cue.frames else None
        return ("clause", (begin, content_end(line, begin, at)), False)
    if frames == {Frame.QUOTATION}:
        return None
    if low in _WH and low != "that":
        if low == "if" and cue.lemma not in ("see", "know", "ask", "wonder", "tell", "say"):
            return None
        if low in ("who", "where", "when") and cue.lemma not in _WH_TAKERS:
            return None
        return ("clause", (place, content_end(line, place, at)), False)
    if low in ("to", "not") and (low == "to" or line.is_at(place + 1, "to")):
        if cue.lemma in _WILL and cue.form in ("past", "third"):
            return ("will", (place, content_end(line, place, at)), False)
        if cue.lemma == "claim" and cue.form in ("past", "third"):
            return ("clause", (place, content_end(line, place, at)), False)
        return None
    if (
        kind == Part.PREPOSITION
        and line.part_at(place + 1) != Part.NUMBER
        and not _opens_adjunct_clause(line, place)
    ):
        return None
    end = content_end(line, place, at)
    if cue.lemma == "claim" and line.is_at(place, "responsibility", "credit", "victory"):
        return ("np", (place, phrase_end(line, place, end)), False)
    if frames & SPEAKING and Frame.NOUN not in frames and cue.lemma not in _LIGHT:
        if line.low[at] in AMBIGUOUS and not has_verb(line, place, end):
            return None
        if kind == Part.COORDINATOR or end <= place:
            return None
        if not has_verb(line, place, end) and cue.lemma != "say":
            return None
        return ("clause", (place, end), False)
    if _is_clause(line, place, end, cue, at):
        return ("clause", (place, end), False)
    if Frame.NOUN in frames and (kind in _SAID_THING or low in AMBIGUOUS):
        stop = phrase_end(line, place, end)
        return ("np", (place, stop), False) if stop > place else None
    return None


def _past_insertion(line: TextLine, comma: int) -> int:
    """Of "explains, in a satirical fashion, that …" the place after "that"; 0 if it is none."""
    if line.word[comma] != ",":
        return 0
    for place in range(comma + 1, min(len(line) - 2, comma + 14)):
        if line.word[place] == ",":
            return place + 2 if line.is_at(place + 1, "that") else 0
    return 0


def _opens_adjunct_clause(line: TextLine, place: int) -> bool:
    """Whether a clause may begin with this preposition: "said in recent weeks the army has …"."""
    return any(line.part_at(k) in FINITE for k in range(place + 1, place + 14))


def past_circumstances(line: TextLine, place: int, cue: Cue) -> int:
    """Past whom it was said to, when, and where: "told AP in an interview on Friday"."""
    size = len(line)
    if Frame.LISTENER in cue.frames or cue.lemma in (
        "assure",
        "notify",
        "remind",
        "reassure",
        "advise",
        "ask",
        "warn",
        "inform",
        "email",
        "promise",
    ):
        if line.is_at(place, *LISTENERS):
            place += 1
        elif (
            place < size
            and line.part[place] in _LISTENER
            and (Frame.LISTENER in cue.frames or line.is_at(place, "the"))
        ):
            listener = phrase_after(line, place)
            if listener is not None:
                place = listener[1]
    for _ in range(5):
        if place >= size:
            break
        low, kind = line.low[place], line.part[place]
        if kind == Part.ADVERB:
            place += 1
        elif low in DAYS:
            place += 1
            if line.part_at(place) == Part.NUMBER:
                place += 1
        elif (
            low in ("last", "this")
            and line.is_at(
                place + 1, "week", "month", "year", "morning", "afternoon", "evening", *DAYS
            )
        ) or (
            low == "to"
            and line.part_at(place + 1) in OPENS_PHRASE
            and line.is_at(place + 1, *LISTENERS)
        ):
            place += 2
        elif kind == Part.PREPOSITION and low in (
            "in",
            "at",
            "on",
            "during",
            "via",
            "through",
            "to",
            "by",
            "after",
            "before",
            "of",
        ):
            phrase = phrase_after(line, place + 1)
            if phrase is None:
                break
            words = {line.low[k] for k in range(*phrase)}
            ends = line.low[phrase[1]] if phrase[1] < size else "."
            settled = ends in (",", ".", "that", ":") or line.part_at(phrase[1]) == Part.QUOTATION
            if words & VENUES or words & DAYS or settled:
                stop = phrase[1]
                for k in range(*phrase):
                    if line.low[k] in VENUES | DAYS and not settled:
                        stop = k + 1
                place = stop
            else:
                break
        else:
            break
    return place


def content_end(line: TextLine, begin: int, cue_at: int) -> int:
    """Where what was said ends: at the end of the sentence, or before another voice takes over."""
    stop = min(len(line), begin + REACH)
    place = begin
    while place < stop:
        kind, word = line.part[place], line.word[place]
        if word == ";":
            break
        if word in (",", "—", "–") and place + 1 < stop:
            after = line.low[place + 1]
            if after == "according" and line.is_at(place + 2, "to"):
                break
            cue = CUES.get(after)
            if (
                cue is not None
                and cue.form == "ing"
                and says(cue)
                and after not in AMBIGUOUS - {"writing"}
            ):
                break
            if _speaks_at(line, place + 1, stop):
                break
            if after in _SETTINGS and _speaks_at(line, place + 2, stop):
                break
        elif kind == Part.COORDINATOR and place > begin:
            k = place + 1
            while k < stop and line.part[k] in BEFORE_VERB:
                k += 1
            cue = CUES.get(line.low[k]) if k < stop else None
            speaks = cue is not None and (says(cue) or line.is_at(k + 1, "that"))
            if (
                cue is not None
                and cue.form in ("past", "third")
                and speaks
                and cue.form == form_at(line, cue_at)
                and not is_noun_here(line, k, cue)
                and _takes_over(line, k, cue)
            ):
                break
            if _speaks_at(line, place + 1, stop):
                break
        elif (
            kind == Part.SUBORDINATOR
            and line.low[place] in ("while", "although", "though", "whereas")
            and place > begin
        ):
            if _speaks_at(line, place + 1, stop):
                break
        elif word == "according" and line.is_at(place + 1, "to") and place > begin:
            break
        place += 1
    while (
        place > begin and line.part[place - 1] == Part.MARK and line.word[place - 1] in ",.;:—–-…!?"
    ):
        place -= 1
    return place


def says(cue: Cue) -> bool:
    return bool(cue.frames & SPEAKING) or cue.lemma in (
        "add",
        "deny",
        "suggest",
        "think",
        "believe",
    )


def _takes_over(line: TextLine, at: int, cue: Cue) -> bool:
    """Whether a verb after "and" begins a statement of its own."""
    following = line.low[at + 1] if at + 1 < len(line) else "."
    return (
        following in ("that", ",", "the", "a", "an", "there", "it", "he", "she", "they")
        or line.part_at(at + 1) in _ANOTHER_SPEAKS
        or Frame.LISTENER in cue.frames
    )


def _speaks_at(line: TextLine, place: int, stop: int) -> bool:
    """Whether somebody else begins to speak there: "…, the ministry said", "… but Kim said"."""
    if line.part_at(place) == Part.COORDINATOR or line.is_at(
        place, "which", "while", "although", "though", "as"
    ):
        place += 1
    if place >= stop or line.part[place] not in _SPEAKER_OPENS:
        return False
    phrase = phrase_after(line, place, min(stop, place + 16))
    if phrase is None:
        return False
    k = phrase[1]
    while k < stop and line.part[k] in BEFORE_VERB:
        k += 1
    if line.is_at(k, "called", "calls") and line.is_at(k + 1, "for"):
        return True
    cue = CUES.get(line.low[k]) if k < stop else None
    if cue is None or cue.form not in ("past", "third") or not cue.frames & SPEAKING:
        return False
    return (line.low[k] not in AMBIGUOUS and not is_noun_here(line, k, cue)) or line.part_at(
        k + 1
    ) in BREAKS


def phrase_end(line: TextLine, begin: int, end: int) -> int:
    """Where a noun phrase that was confirmed or announced ends, with what is said of it."""
    place = begin
    while place < end:
        if line.word[place] in ",:;" or (
            line.part[place] in CONJUNCTIONS and line.part_at(place + 1) in PREDICATE
        ):
            break
        place += 1
    return place


def has_verb(line: TextLine, begin: int, end: int) -> bool:
    """Whether there is a sign of a finite verb."""
    for place in range(begin, min(end, begin + 22)):
        kind = line.part[place]
        if kind in FINITE and place > begin:
            return True
        if place == begin and kind in FINITE:
            return True
        if kind == Part.PRONOUN and line.low[place] not in ("one", "others", "you", "it"):
            return True
        if place > begin and (kind == Part.CUE and CUES[line.low[place]].form in ("past", "third")):
            return True
        if (
            place > begin
            and kind == Part.WORD
            and line.low[place].endswith("ed")
            and line.part_at(place - 1) in _BEFORE_PAST
        ):
            return True
        if (
            place > begin
            and kind == Part.WORD
            and line.low[place].endswith("s")
            and line.part_at(place + 1) in _AFTER_PAST
            and line.part_at(place - 1) in NAMING
            and not line.is_at(place + 1, "of")
        ):
            return True
    return False


def _is_clause(line: TextLine, begin: int, end: int, cue: Cue, at: int) -> bool:
    """Whether a clause begins there without "that"."""
    kind = line.part_at(begin)
    if kind == Part.PRONOUN or line.is_at(begin, "there"):
        following = begin + 1
        while line.part_at(following) == Part.ADVERB:
            following += 1
        if line.low[begin] in ("it", "you") and cue.lemma in _LIGHT:
            return line.part_at(following) in FINITE
        return line.part_at(following) in _AFTER_PRONOUN and not line.is_at(following, "to")
    if kind not in _CLAUSE_OPENS and not (kind == Part.PREPOSITION and cue.lemma not in _LIGHT):
        return False
    phrase = phrase_after(line, begin, end)
    if phrase is None:
        return kind == Part.PREPOSITION and has_verb(line, begin, end)
    following = phrase[1]
    while line.part_at(following) == Part.ADVERB:
        following += 1
    after = line.part_at(following)
    if cue.lemma in _LIGHT and not (cue.lemma in _FINDING and _by_document(line, at)):
        joined = any(line.part[k] == Part.COORDINATOR for k in range(*phrase))
        return after == Part.AUXILIARY and following < end and not joined
    if after in FINITE and following < end:
        return not line.is_at(following, "to")
    if after in _MAYBE_VERB and following < end and line.low[following].endswith("ed"):
        return True
    limit = next(
        (k for k in range(begin, end) if line.part[k] == Part.COORDINATOR or line.word[k] == ","),
        end,
    )
    return has_verb(line, begin, limit)


def _by_document(line: TextLine, at: int) -> bool:
    """Whether a study, a poll or the like stands just before the verb."""
    return any(line.low[k] in DOCUMENTS for k in range(max(0, at - 8), at))


def content_begin(line: TextLine, stop: int) -> int:
    """Where a clause that ends at `stop` begins: after another voice, or with the sentence."""
    floor = max(0, stop - REACH)
    place = stop - 1
    while place > floor:
        if line.word[place] == ";":
            return place + 1
        place -= 1
    begin = floor
    while begin < stop and line.part[begin] in _BEFORE_CONTENT and line.word[begin] not in "$€£":
        begin += 1
    return begin
