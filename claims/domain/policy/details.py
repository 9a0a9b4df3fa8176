"""What is known about a question, and what kind of not knowing (§8)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from claims.domain.policy.intervals import intersection, interval, rises, written
from claims.domain.policy.reading import Reading, View, read_all
from claims.domain.policy.weighing import Voice, count, voice
from claims.domain.records import Claim, Detail, DetailValue
from claims.domain.vocabulary import DetailReason, DetailState, DetailType, Knowledge
from sources.foundation.domain.moments import ALWAYS

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
    counting = [
        voice(reading, claim, view)
        for reading in newest([each for each in readings if each.excluded is None])
    ]
    withheld = any(_knowledge(each) is Knowledge.WITHHELD for each in counting)
    values = [each for each in counting if _knowledge(each) is Knowledge.VALUE]
    if values:
        return _answered(detail, claim, view, values, withheld=withheld)
    return _unanswered(counting, withheld=withheld)


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


def _order(reading: Reading) -> tuple[bool, bool, datetime, datetime]:
    answer = _answer(reading)
    return (
        answer.knowledge is Knowledge.VALUE,
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
    governing = [each for each in values if _governs(each, claim, view)]
    if governing:
        if len(governing) < len(values):
            reasons.add(DetailReason.AUTHORITY_VALUE_GOVERNS)
        values = governing
    agreed = _agreement(detail, view, [_answer(each.reading) for each in values])
    if agreed is None and len({each.group for each in values}) == 1:
        reasons.add(DetailReason.SAME_GROUP_CONFLICT)
    return DetailAssessment(
        state=DetailState.DISPUTED if agreed is None else DetailState.KNOWN,
        origins=count(values),
        reasons=sorted(reasons),
        value=agreed,
    )


def _governs(voice: Voice, claim: Claim, view: View) -> bool:
    return (
        voice.authority
        and voice.reading.named
        and not any(ref in voice.line for ref in claim.favours)
        and voice.reading.hops <= view.dossier.policy.official_max_hops
    )


def _agreement(
    detail: Detail, view: View, answers: Sequence[DetailValue]
) -> Mapping[str, Any] | None:
    """What all the answers share, or None if they contradict each other."""
    if detail.type not in MEASURED:
        return _common_category([str(_given(each)) for each in answers], detail.narrower_than)
    policy = view.dossier.policy
    timed = [(_at(each), interval(each.value, detail, policy)) for each in answers if each.value]
    total = detail.cumulative and detail.type is not DetailType.INSTANT
    shared = rises(timed) if total else intersection(each for _, each in timed)
    return None if shared is None else written(shared, detail)


def _given(answer: DetailValue) -> Any:
    return answer.value.value if answer.value else None


def _at(answer: DetailValue) -> datetime:
    stated = answer.value.as_of if answer.value else None
    return stated or answer.said_at or answer.recorded_at or ALWAYS


def _common_category(names: Sequence[str], above: Mapping[str, str]) -> dict[str, str] | None:
    """Names agree if they lie on one line from the narrowest up."""
    distinct = sorted(set(names), key=lambda name: len(_line(name, above)))
    narrowest = _line(distinct[-1], above)
    if any(name not in narrowest for name in distinct):
        return None
    return {"agreed": distinct[0], "most_specific": distinct[-1]}


def _line(name: str, above: Mapping[str, str]) -> list[str]:
    line = [name]
    while (parent := above.get(line[-1])) is not None and parent not in line:
        line.append(parent)
    return line
