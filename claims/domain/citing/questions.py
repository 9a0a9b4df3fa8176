"""Questions as what somebody did not say: "How far did it fly?" is "how far it flew". Proposed
where a person has not put it (`indirect`); where the words are not understood the question is
quoted whole.
"""

import re
from dataclasses import dataclass

from claims.domain.citing.english import word_set
from claims.domain.records import Detail
from claims.domain.words import PAST


@dataclass(frozen=True, slots=True)
class Asked:
    """A question inside a sentence. A noun ("the allegations") takes other words about it than a
    question ("how far it flew"); a quoted one stands as it was asked."""

    text: str
    noun: bool = False
    quoted: bool = False


def asked(detail: Detail) -> Asked:
    """As a person has put it, else as it is proposed."""
    if detail.indirect:
        text = " ".join(detail.indirect.split())
        return Asked(text, noun=not _ASKING.match(text))
    return proposed_indirect(detail.question)


_WH_WORD = r"what|which|who|whom|whose|when|where|why|how"
_PREPOSITION = r"at|by|from|in|on|to|for|with|of|since|until|under|into|against"
_ASKING = re.compile(rf"(?:whether|if|(?:(?:{_PREPOSITION}) )?(?:{_WH_WORD}))\b", re.I)
_WH = rf"(?:(?:{_PREPOSITION}) )?(?:{_WH_WORD})"
_BE = r"was|were|is|are"
_HAVE = r"has|have|had"
_MODAL = r"will|would|can|could|may|might|must|should"
_DO = r"did|does|do"
_AUX = rf"{_BE}|{_HAVE}|{_MODAL}|{_DO}"
_PRONOUN = word_set("it they he she this that there these those we you")
_DETERMINER = word_set("the its their his her a an any some all")

_WHAT_IS = re.compile(r"(what|who|where|when|why|how)['’]s\b", re.I)
_ASKED = re.compile(rf"({_WH}(?: [\w'’-]+)*?) ({_AUX})(?: (.+))?", re.I)
_WHETHER = re.compile(rf"({_AUX}) (.+)", re.I)
_TYPE = re.compile(r"(what|which) (type|kind|sort|class|make) of \w+(?: \w+)?", re.I)
_ANY = re.compile(r"any (.+)", re.I)
_WHY_THE = re.compile(r"why (the .+)", re.I)
_NOUN_PHRASE = re.compile(r"(?:the|its|their|his|her) [\w'’ -]+", re.I)

# Verbs that questions end on; of any other word nobody knows whether it is one.
_REGULAR = word_set(
    """
    affect agree aim apply approve arrest arrive ask attack believe belong call capture carry
    cause change claim close collapse contain continue cross damage decide deploy destroy
    detonate die earn employ end expire explode fail fire happen injure invest involve kill know
    land last launch lift live measure need occur offer open operate order own pass plan play
    promise propose reach receive release remain reopen request resign respond return sail seize
    serve sign spread start stop suffer support survive target travel use visit vote want warn
    weigh work wound
    """
)
_BASES = _REGULAR | frozenset(PAST)
_PARTICIPLES = word_set(
    """
    been begun born broken brought built burnt bought caught chosen cut done drawn driven fallen
    felt flown found fought given gone held hit hurt kept known laid left lost made meant met paid
    put read risen run said seen sent shot shut sold spent spoken stolen struck sunk taken told
    torn understood won written
    """
)
_ADJECTIVES = word_set(
    """
    able accessible alive alone armed available aware big certain closed dangerous dead due empty
    fast genuine guilty high infected involved large likely long missing old on open operational
    possible present ready real reliable responsible safe secure sick steady strong sure tall true
    unharmed valid well wide
    """
)
_PLACES = word_set(
    "about above after against among around at before behind below between by during for from in "
    "inside into near of on off out outside over through to toward towards under with within"
)


def proposed_indirect(question: str) -> Asked:
    """The question as it stands after "did not say"."""
    text = " ".join(question.split())
    stem = text.rstrip("?").rstrip()
    stem = _WHAT_IS.sub(r"\1 is", stem)
    stem = stem[:1].lower() + stem[1:] if not stem[1:2].isupper() else stem
    if not text.endswith("?") and _NOUN_PHRASE.fullmatch(stem):
        return Asked(stem, noun=True)
    if re.match(r"(?:whether|if) ", stem):
        return Asked(stem)
    if _TYPE.fullmatch(stem):
        return Asked(f"{stem} it was")
    if match := _ANY.fullmatch(stem):
        return Asked(f"whether there {_were(match[1])} any {match[1]}")
    if match := _WHY_THE.fullmatch(stem):
        return Asked(f"the reason for {match[1]}", noun=True)
    told = _turned(stem)
    if told:
        return Asked(told)
    if _ASKING.match(stem) and not _ASKED.fullmatch(stem):
        # Nothing to turn round: "who fired it", or put so already.
        return Asked(stem)
    if not _ASKING.match(stem) and not _WHETHER.fullmatch(stem):
        return Asked(f"the {stem}", noun=True)
    return Asked(f"“{text if text.endswith('?') else text + '?'}”", quoted=True)


def _were(noun: str) -> str:
    """ "Was" or "were", by the noun before any preposition."""
    head = re.split(rf" (?:{'|'.join(sorted(_PLACES))})\b", noun)[0]
    return "were" if head.endswith("s") and not head.endswith("ss") else "was"


def _turned(stem: str) -> str:
    """Subject before verb; empty where it is not seen which words are the subject."""
    if match := _WHETHER.fullmatch(stem):
        turned = _subject_first(match[1].lower(), match[2])
        return f"whether {turned}" if turned else ""
    match = _ASKED.fullmatch(stem)
    if match is None:
        return ""
    opening, aux, rest = match[1], match[2].lower(), match[3] or ""
    if not rest:
        return f"{opening} {aux}"
    if aux in _DO.split("|"):
        return _with(opening, _subject_first(aux, rest))
    first = rest.split()[0]
    holds_subject = " " in opening and not re.match(r"(?:how|why|when|where) ?\w*$", opening, re.I)
    begins_subject = (
        first.lower() in _DETERMINER or first.lower() in _PRONOUN or first[:1].isupper()
    )
    if (holds_subject or re.fullmatch(r"who|what|which", opening, re.I)) and not begins_subject:
        return f"{opening} {aux} {rest}"  # "how many people were killed", "what was found"
    return _with(opening, _subject_first(aux, rest))


def _with(opening: str, turned: str) -> str:
    return f"{opening} {turned}" if turned else ""


def _subject_first(aux: str, rest: str) -> str:
    words = rest.split()
    end = 1 if words[0].lower() in _PRONOUN else _end_of_subject(aux, words)
    if not end:
        return ""
    subject, others = " ".join(words[:end]), words[end:]
    if aux in ("did", "does", "do"):
        if not others or others[0].lower() not in _BASES:
            return ""
        verb = others[0].lower()
        told = _past(verb) if aux == "did" else _present(verb, one=aux == "does")
        return " ".join([subject, told, *others[1:]])
    return " ".join([subject, aux, *others])


def _end_of_subject(aux: str, words: list[str]) -> int:
    """After how many words the subject ends; 0 where that is not seen."""
    if words[0].lower() not in _DETERMINER and not words[0][:1].isupper():
        # One plain noun before what is said of it: "casualties among the crew".
        after = words[1].lower() if len(words) > 1 else ""
        return 1 if after in _PLACES or _says_something(aux, after) else 0
    first = 2 if words[0].lower() in _DETERMINER else 1
    found = [
        place for place in range(first, len(words)) if _says_something(aux, words[place].lower())
    ]
    if found:
        # "Did the attack plan change?": of verbs that stand apart nobody knows which one it is.
        return found[0] if found[-1] - found[0] == len(found) - 1 and _lone(aux, found) else 0
    # Nothing but the subject: "what the name of the ship is".
    return len(words) if aux in ("is", "was", "are", "were") else 0


def _lone(aux: str, found: list[int]) -> bool:
    return len(found) == 1 or aux not in _DO.split("|")


def _says_something(aux: str, word: str) -> bool:
    """Whether the word can only be what is said of the subject."""
    if aux in ("did", "does", "do"):
        return word in _BASES
    if aux in _MODAL.split("|"):
        return word in _BASES or word in ("be", "have")
    if aux in _HAVE.split("|"):
        return word in _PARTICIPLES or _looks_done(word)
    return word in _PARTICIPLES or word in _ADJECTIVES or _looks_done(word) or _is_going_on(word)


def _looks_done(word: str) -> bool:
    return len(word) > 4 and word.endswith("ed") and word not in ("united", "hundred", "armed")


def _is_going_on(word: str) -> bool:
    return len(word) > 5 and word.endswith("ing") and word not in ("building", "meeting", "during")


def _past(verb: str) -> str:
    known = PAST.get(verb)
    if known:
        return known
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ied"
    if verb in ("plan", "stop"):
        return f"{verb}{verb[-1]}ed"
    return f"{verb}ed"


def _present(verb: str, *, one: bool) -> str:
    if not one:
        return verb
    if verb in ("have", "be"):
        return {"have": "has", "be": "is"}[verb]
    if verb.endswith(("s", "sh", "ch", "x", "o")):
        return f"{verb}es"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}s"


_CAUSED = re.compile(r"what (.+?) (?:was|were) (?:caused|done|reported|suffered)", re.I)
_COUNTED = re.compile(r"how many (\w+)(?: (?:was|were|are|is)( \w+))?", re.I)


def subject_of(question: str) -> str | None:
    """What there may be no reports of: "What damage was caused?" asks about "damage"."""
    low = " ".join(question.split()).rstrip("?").strip().lower()
    for shape in (_CAUSED, _ANY, _COUNTED):
        if match := shape.fullmatch(low):
            return "".join(part or "" for part in match.groups())
    return None
