"""What is known about a question, and what kind of not knowing (§8)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unicodedata import normalize

from claims.domain.policy.intervals import (
    Interval,
    agree,
    day_of,
    intersection,
    interval,
    merged,
    reach,
    rises,
    written,
)
from claims.domain.policy.reading import Reading, View, read_all
from claims.domain.policy.weighing import Voice, count, under, voice
from claims.domain.records import Claim, Detail, DetailValue
from claims.domain.vocabulary import Basis, DetailReason, DetailState, DetailType, Knowledge
from claims.domain.wording import value_in_words
from sources.foundation.domain.moments import ALWAYS

MOST_GIVEN = 3  # wordings that are shown of one value

NOT_KNOWING = (
    Knowledge.NONE_REPORTED,
    Knowledge.WITHHELD,
    Knowledge.UNKNOWN,
    Knowledge.NOT_STATED,
)
MEASURED = frozenset({DetailType.COUNT, DetailType.QUANTITY, DetailType.INSTANT})


@dataclass(frozen=True, slots=True)
class DetailAssessment:
    """What a detail amounts to for one audience at one moment."""

    state: DetailState
    origins: int = 0
    reasons: Sequence[DetailReason] = ()
    value: Mapping[str, Any] | None = None
    given: str = ""  # the value as its speakers gave it: "about 700 km"

    def as_record(self) -> dict[str, object]:
        """As a status record keeps it."""
        return self.as_json() | ({"given": self.given} if self.given else {})

    def as_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"state": self.state.value}
        if self.value is not None:
            shown["value"] = dict(self.value)
        return shown | {"origins": self.origins, "reasons": [each.value for each in self.reasons]}


def detail_on(detail: Detail, claim: Claim, view: View) -> DetailAssessment:
    """The state of one detail, as of the view's moment."""
    if detail.not_applicable is not None:
        return DetailAssessment(DetailState.NOT_APPLICABLE, reasons=[DetailReason.NOT_APPLICABLE])
    readings = read_all(view.dossier.values_of.get(detail.id, ()), view)
    counted = [voice(reading, claim, view) for reading in counting(detail, readings)]
    withheld = any(_knowledge(each) is Knowledge.WITHHELD for each in counted)
    values = [each for each in counted if _is_value(each)]
    if values:
        return _answered(detail, claim, view, values, withheld=withheld)
    return _unanswered(counted, withheld=withheld)


def counting(detail: Detail, readings: Sequence[Reading]) -> list[Reading]:
    """The answers that count: each voice's newest, and of a level that varies only the latest."""
    kept = newest([each for each in readings if each.excluded is None])
    if not detail.varying:
        return kept
    values = [each for each in kept if _answer(each).knowledge is Knowledge.VALUE]
    last = max((_at(_answer(each)) for each in values), default=ALWAYS)
    return [each for each in kept if each not in values or _at(_answer(each)) == last]


def newest(readings: Sequence[Reading]) -> list[Reading]:
    """Each voice's newest word; silence never replaces an answer, and what ties all counts."""
    by_voice: dict[tuple[str, str | None], list[Reading]] = defaultdict(list)
    for reading in readings:
        by_voice[reading.statement.speaker, reading.statement.holder].append(reading)
    kept = []
    for group in by_voice.values():
        last = max(_order(reading) for reading in group)
        kept += [reading for reading in group if _order(reading) == last]
    return kept


def _order(reading: Reading) -> tuple[bool, bool, bool, datetime, datetime]:
    answer = _answer(reading)
    return (
        answer.knowledge is Knowledge.VALUE,
        not reading.purported,
        not reading.hearsay,
        answer.said_at or ALWAYS,
        answer.recorded_at or ALWAYS,
    )


def _answer(reading: Reading) -> DetailValue:
    answer = reading.statement
    assert isinstance(answer, DetailValue)
    return answer


def _knowledge(voice: Voice) -> Knowledge:
    return _answer(voice.reading).knowledge


def _is_value(voice: Voice) -> bool:
    return _knowledge(voice) is Knowledge.VALUE


def _unanswered(counting: Sequence[Voice], *, withheld: bool) -> DetailAssessment:
    held = {_knowledge(each) for each in counting}
    kind = next((kind for kind in NOT_KNOWING if kind in held), Knowledge.NOT_STATED)
    return DetailAssessment(
        state=DetailState(kind.value),
        origins=count(each for each in counting if _knowledge(each) is kind),
        reasons=[DetailReason.WITHHELD] if withheld else [],
    )


def _answered(
    detail: Detail, claim: Claim, view: View, values: list[Voice], *, withheld: bool
) -> DetailAssessment:
    reasons = {DetailReason.WITHHELD_BY_SOME} if withheld else set()
    governing = [each for each in values if _governs(each, detail, claim, view)]
    if governing:
        if len(governing) < len(values):
            reasons.add(DetailReason.AUTHORITY_VALUE_GOVERNS)
        values = governing
    agreed = _agreement(detail, view, values)
    if agreed is None and len({each.group for each in values}) == 1:
        reasons.add(DetailReason.SAME_GROUP_CONFLICT)
    firm = [each for each in values if governing or not _is_weak(each, detail, claim)]
    state = DetailState.DISPUTED
    if agreed is not None:
        state = DetailState.KNOWN if _decisive(detail, firm, values) else DetailState.REPORTED
        if state is DetailState.KNOWN and len(firm) < len(values):
            agreed = _agreement(detail, view, values, shown=firm)
    return DetailAssessment(
        state=state,
        origins=count(values),
        reasons=sorted(reasons),
        value=agreed,
        given=_as_given(detail, firm or values) if agreed and detail.type in MEASURED else "",
    )


def _as_given(detail: Detail, voices: Sequence[Voice]) -> str:
    """What is shown of a value: the words of who gave it, of a running total the latest. The
    interval that is computed is for comparing."""
    answers = [_answer(each.reading) for each in voices]
    if _is_total(detail):
        last = max(_at(each) for each in answers)
        answers = [each for each in answers if _at(each) == last]
    answers.sort(key=lambda each: (_at(each), each.id), reverse=True)
    words = dict.fromkeys(
        (each.value and each.value.wording) or value_in_words(each.value, detail)
        for each in answers
    )
    return "; ".join(list(words)[:MOST_GIVEN])


def _governs(voice: Voice, detail: Detail, claim: Claim, view: View) -> bool:
    return (
        voice.authority
        and voice.reading.named
        and not voice.reading.purported
        and voice.reading.statement.basis is not Basis.TOLD
        and not under(voice.line, claim.favours + detail.favours)
        and voice.reading.hops <= view.dossier.policy.official_max_hops
    )


def _is_weak(voice: Voice, detail: Detail, claim: Claim) -> bool:
    """An answer that may dispute others, and alone is no more than reported."""
    return (
        voice.reading.anonymous
        or voice.reading.purported
        or under(voice.line, claim.favours + detail.favours)
    )


def _decisive(detail: Detail, firm: Sequence[Voice], values: Sequence[Voice]) -> bool:
    """Whether some firm answer counts: of a running total, one of the latest."""
    if not _is_total(detail):
        return bool(firm)
    last = max(_at(_answer(each.reading)) for each in values)
    return any(_at(_answer(each.reading)) == last for each in firm)


def _is_total(detail: Detail) -> bool:
    return detail.cumulative and detail.type is not DetailType.INSTANT


def _agreement(
    detail: Detail, view: View, values: Sequence[Voice], shown: Sequence[Voice] = ()
) -> Mapping[str, Any] | None:
    """What all the answers share, or None if they contradict each other; of those `shown` (by
    default, all), which the others can only dispute."""
    answers = [_answer(each.reading) for each in values]
    said = [_answer(each.reading) for each in shown] or answers
    if detail.type not in MEASURED:
        if _common_category([str(_given(each)) for each in answers], detail) is None:
            return None
        return _common_category([str(_given(each)) for each in said], detail)
    policy = view.dossier.policy

    def timed(some: Sequence[DetailValue]) -> list[tuple[datetime, Interval]]:
        return [(_at(each), interval(each.value, detail, policy)) for each in some if each.value]

    if _is_total(detail):
        last = max(_at(each) for each in answers)
        latest = [each for each in timed(said) if each[0] == last]
        shared = rises(timed(answers)) and intersection(each for _, each in latest)
    else:
        tolerance = reach(detail)
        days = [day_of(each.value) for each in answers if each.value and each.value.is_day]
        if len(days) > 1 and not agree(days, tolerance):
            return None
        if not agree([each for _, each in timed(answers)], tolerance):
            return None
        shared = merged([each for _, each in timed(said)])
    return None if shared is None else written(shared, detail)


def _given(answer: DetailValue) -> Any:
    return answer.value.value if answer.value else None


def _at(answer: DetailValue) -> datetime:
    stated = answer.value.as_of if answer.value else None
    return stated or answer.said_at or answer.recorded_at or ALWAYS


def _common_category(names: Sequence[str], detail: Detail) -> dict[str, str] | None:
    """Names agree if they lie on one line from the narrowest up, however they are written."""
    above = {folded(narrow): folded(wide) for narrow, wide in detail.narrower_than.items()}
    spelled = {folded(name): name for name in sorted(names, reverse=True)}
    distinct = sorted(spelled, key=lambda name: (len(_line(name, above)), name))
    narrowest = _line(distinct[-1], above)
    if any(name not in narrowest for name in distinct):
        return None
    return {"agreed": spelled[distinct[0]], "most_specific": spelled[distinct[-1]]}


def folded(name: str) -> str:
    """A name without what makes no other answer of it: capitals, spaces, ways to write a letter."""
    return " ".join(normalize("NFKC", normalize("NFKC", name).casefold()).split())


def _line(name: str, above: Mapping[str, str]) -> list[str]:
    line = [name]
    while (parent := above.get(line[-1])) is not None and parent not in line:
        line.append(parent)
    return line
