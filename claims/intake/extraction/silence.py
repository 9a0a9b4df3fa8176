"""Stated not knowing: what a speaker did not say, would not say, did not know, had no reports of.

The four are kept apart as the details of a claim keep them apart: "gave no details about" is
`not_stated`, "declined to say" is `withheld`, "was still analysing" is `unknown`, "no reports of"
is `none_reported`.
"""

from dataclasses import dataclass

from claims.domain.vocabulary import Knowledge, Stance
from claims.intake.extraction.lexicon import NEGATIONS, words
from claims.intake.extraction.lines import TextLine
from claims.intake.extraction.parts import BEFORE_VERB, OPENS_PHRASE, Part
from claims.intake.extraction.phrases import Phrase

# What may stand between a verb of not knowing and its object.
_SKIPPED = frozenset({Part.WORD, Part.CUE, Part.ADVERB})
# After a comma, with what another thing that is not known begins.
_NEXT_TOPIC = frozenset({Part.DETERMINER, Part.WORD})

REACH = 60


@dataclass(frozen=True, slots=True)
class Unknown:
    """What is not known, as an item range, and what kind of not knowing it is."""

    about: Phrase
    knowledge: Knowledge


@dataclass(frozen=True, slots=True)
class Silence:
    """A verb of keeping silent: its items, what it is silent about, and what that commits to."""

    cue: Phrase
    about: Phrase  # empty if it is silent about everything
    knowledge: Knowledge
    stance: Stance


_TELLING = words(
    """
    say comment elaborate specify identify name disclose reveal respond reply answer explain
    give provide release detail discuss tell offer share said commented elaborated specified
    identified named disclosed revealed responded replied answered explained given provided
    released detailed offered shared mention mentioned address clarify clarified
    """
)
_ANSWERING = words("respond reply answer responded replied answered")
_CONFIRMING = words("confirm verify corroborate confirmed verified rule")
_GIVING = words(
    """
    gave give gives giving provided provide provides providing offered offer offers offering
    released release releases releasing disclosed disclose discloses shared share supplied
    supply had has have added cited
    """
)
_DETAILS = words(
    """
    details detail information explanation comment evidence specifics particulars reason
    reasons
    """
)
_SPARE = words(
    """
    no any other further more additional immediate immediately new such few
    """
)
_ABOUT = words("about on of for regarding concerning as")
_DECLINED = words("declined refused declines refuses declining refusing")
_WONT = words("would will wo ca could can cannot wouldn't won't can't couldn't")
_ENDS = frozenset(".;:!?,—–")
_BEYOND = words(
    """
    beyond but because after before when while citing saying although though
    """
)
_STILL = words(
    """
    analysing analyzing assessing reviewing investigating examining checking verifying
    determining studying evaluating looking trying working
    """
)
_ASKING = words("what whether who why how when where if")


def silences(line: TextLine) -> list[Silence]:
    """The verbs of keeping silent in a line."""
    found: list[Silence] = []
    for at, low in enumerate(line.low):
        one = None
        if low in _DECLINED and line.is_at(at + 1, "to"):
            one = _will_not(line, at, at + 2, Knowledge.WITHHELD)
        elif low in _GIVING:
            one = _gave_nothing(line, at)
        elif low in NEGATIONS or low in ("not", "n't", "n’t", "never"):
            one = _not_told(line, at)
        elif low == "yet" and line.is_at(at + 1, "to") and line.is_at(at - 1, "has", "have", "had"):
            one = _will_not(line, at - 1, at + 2, Knowledge.NOT_STATED)
        elif (
            low == "neither"
            and line.is_at(at + 1, "confirm", "confirmed")
            and line.is_at(at + 2, "nor")
        ):
            one = Silence((at, at + 4), _topic(line, at + 4), Knowledge.WITHHELD, Stance.DECLINES)
        elif low == "unable" and line.is_at(at + 1, "to"):
            one = _will_not(line, at, at + 2, Knowledge.UNKNOWN)
        if one is not None and not (found and one.cue[0] < found[-1].cue[1]):
            found.append(one)
    return found


def unknowns_in(line: TextLine, content: Phrase) -> tuple[list[Unknown], Stance | None]:
    """What the words of a statement say is not known, and the stance that they then take."""
    begin, end = content
    end = min(end, begin + REACH)
    for at in range(begin, end):
        low = line.low[at]
        if low == "no" or (low == "any" and _is_negated(line, begin, at)):
            k = at + 1
            while (
                k < end
                and line.part[k] in _SKIPPED
                and line.low[k]
                not in (
                    "reports",
                    "report",
                    "information",
                    "word",
                    "indication",
                    "evidence",
                    "sign",
                    "signs",
                    "immediate",
                )
            ):
                k += 1
            while line.is_at(k, "immediate", "confirmed", "official"):
                k += 1
            if line.is_at(
                k, "reports", "report", "word", "indication", "indications", "sign", "signs"
            ) and line.is_at(k + 1, "of", "that"):
                about = _topic(line, k + 2, end)
                return _each(line, about, Knowledge.NONE_REPORTED), Stance.NO_INFORMATION
            if line.is_at(k, "information", "knowledge", "details") and line.is_at(
                k + 1, "on", "about", "of"
            ):
                return _each(
                    line, _topic(line, k + 2, end), Knowledge.UNKNOWN
                ), Stance.NO_INFORMATION
            if line.is_at(at - 1, "of", "knew") and line.is_at(
                at - 2, "knew", "aware", "it", "he", "they", "she"
            ):
                return [], Stance.NO_INFORMATION
            if line.is_at(at - 1, "of") and line.is_at(at - 2, "knew", "knows", "know", "aware"):
                return [], Stance.NO_INFORMATION
        elif low in _STILL and line.is_at(at - 1, "still"):
            return _each(line, _topic(line, at + 1, end), Knowledge.UNKNOWN), Stance.NO_INFORMATION
        elif low in (
            "know",
            "knows",
            "known",
            "clear",
            "sure",
            "certain",
            "established",
            "determined",
            "comment",
            "confirm",
        ) and _is_negated(line, begin, at):
            kind = Knowledge.WITHHELD if low == "comment" else Knowledge.UNKNOWN
            stance = Stance.DECLINES if low == "comment" else Stance.NO_INFORMATION
            if low in (
                "know",
                "knows",
                "known",
                "clear",
                "sure",
                "certain",
                "established",
                "determined",
            ):
                asked = next(
                    (k for k in range(at + 1, min(end, at + 4)) if line.low[k] in _ASKING), -1
                )
                if asked < 0:
                    continue
                about = _topic(line, asked, end)
            else:
                about = _topic(line, at + 1, end)
            return _each(line, about, kind), stance
        elif (
            low in ("unclear", "unknown")
            and line.part_at(at - 1) in BEFORE_VERB
            and line.is_at(at + 1, *_ASKING)
        ):
            return _each(line, _topic(line, at + 1, end), Knowledge.UNKNOWN), Stance.NO_INFORMATION
    return [], None


def topics(line: TextLine, about: Phrase) -> list[Phrase]:
    """The several things that one is silent about: "the type of missile or its flight range"."""
    begin, end = about
    parts, start = [], begin
    if begin < end and line.low[begin] in _ASKING:
        return [about]
    for at in range(begin, end):
        if (
            line.low[at] in ("or", "and", "nor")
            and line.part_at(at + 1) in OPENS_PHRASE
            and at > start
        ) or (line.word[at] == "," and line.part_at(at + 1) in _NEXT_TOPIC and at > start):
            parts.append((start, at))
            start = at + 1
    if end > start:
        parts.append((start, end))
    return [(a, b) for a, b in parts if b > a]


def _each(line: TextLine, about: Phrase, knowledge: Knowledge) -> list[Unknown]:
    return [Unknown(topic, knowledge) for topic in topics(line, about)]


def _is_negated(line: TextLine, begin: int, at: int) -> bool:
    return any(
        line.low[k] in NEGATIONS or line.low[k] in ("n't", "n’t", "not")
        for k in range(max(begin, at - 4), at)
    )


def _topic(line: TextLine, begin: int, end: int | None = None) -> Phrase:
    """What a silence is about: the words up to the end of the clause."""
    stop = min(len(line) if end is None else end, begin + REACH)
    if line.is_at(begin, "that"):
        begin += 1
    at = begin
    while at < stop and line.word[at] not in _ENDS and line.low[at] not in _BEYOND:
        at += 1
    return begin, at


def _gave_nothing(line: TextLine, at: int) -> Silence | None:
    place, spare = (
        at + 1,
        line.is_at(at - 1, "n't", "n’t", "not")
        or line.is_at(at - 2, "n't", "n’t", "not", "didn't", "did"),
    )
    bare = line.is_at(place, "no", "few")
    if not bare and not (spare and _is_negated(line, max(0, at - 4), at)):
        return None
    while place < len(line) and line.low[place] in _SPARE:
        place += 1
    if not line.is_at(place, *_DETAILS):
        return None
    about = _topic(line, place + 2) if line.is_at(place + 1, *_ABOUT) else (place + 1, place + 1)
    first = at
    while not bare and first > 0 and line.part[first - 1] in BEFORE_VERB:
        first -= 1
    stance = Stance.NO_INFORMATION
    if line.is_at(place, "comment"):
        stance = Stance.DECLINES
    return Silence((first, place + 1), about, Knowledge.NOT_STATED, stance)


def _not_told(line: TextLine, at: int) -> Silence | None:
    """Did not say, has not specified, would not comment, could not confirm."""
    place = at + 1
    while place < len(line) and (
        line.part[place] == Part.ADVERB or line.is_at(place, "been", "be")
    ):
        place += 1
    if place >= len(line):
        return None
    verb = line.low[place]
    first = at
    while first > 0 and line.part[first - 1] in BEFORE_VERB:
        first -= 1
    if line.low[first:at] and any(
        line.low[k] in ("is", "was", "were", "are", "been") for k in range(first, at)
    ):
        return None
    wont = any(line.low[k] in _WONT for k in range(first, at + 1))
    could = any(
        line.low[k] in ("could", "can", "ca", "cannot", "can't", "couldn't")
        for k in range(first, at + 1)
    )
    if verb in _CONFIRMING and could:
        return Silence(
            (first, place + 1), _topic(line, place + 1), Knowledge.UNKNOWN, Stance.NO_INFORMATION
        )
    if verb not in _TELLING:
        return None
    if verb in ("give", "provide", "release", "offer", "share", "given", "provided", "released"):
        return None  # told by what was not given
    knowledge = Knowledge.WITHHELD if wont else Knowledge.NOT_STATED
    return _will_not(line, first, place, knowledge)


def _will_not(line: TextLine, first: int, verb: int, knowledge: Knowledge) -> Silence | None:
    if verb < len(line) and line.part[verb] == Part.ADVERB:
        verb += 1
    if verb >= len(line):
        return None
    told = line.low[verb]
    if told not in _TELLING and told not in _CONFIRMING:
        return None
    about = verb + 1
    if line.is_at(about, "or") and line.is_at(about + 1, "deny"):
        about += 2
    if line.is_at(about, *_ABOUT, "to", "with"):
        about += 1
    if told in ("give", "provide", "release", "offer", "share"):
        while line.is_at(about, *_SPARE, *_DETAILS):
            about += 1
        if line.is_at(about, *_ABOUT):
            about += 1
    stance = Stance.NO_INFORMATION if knowledge is Knowledge.UNKNOWN else Stance.DECLINES
    if knowledge is Knowledge.NOT_STATED and told not in _ANSWERING | {"comment", "commented"}:
        stance = Stance.NO_INFORMATION
    topic = (about, about) if told in _ANSWERING else _topic(line, about)
    return Silence((first, verb + 1), topic, knowledge, stance)
