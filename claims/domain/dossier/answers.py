"""Every answer fits its question: present when it should be, of the right form and dimension."""

from collections.abc import Iterator, Mapping
from typing import Any

from claims.domain import units
from claims.domain.dossier.faults import ABSENT, Fault, Path, fault
from claims.domain.records import Detail, Dossier, Value
from claims.domain.vocabulary import DetailType, Knowledge, Qualifier


def faulty_answers(dossier: Dossier, asked: Mapping[str, Detail] | None = None) -> Iterator[Fault]:
    """Answers that do not fit their question, among those `asked` (by default, in the dossier)."""
    details = asked
    if details is None:
        details = {detail.id: detail for detail in dossier.details if detail}
    for index, question in enumerate(dossier.details):
        if question:
            yield from faulty_question(question, ("details", index))
    for index, answer in enumerate(dossier.detail_values):
        detail = details.get(answer.detail) if answer else None
        if detail is not None:  # a dangling id is reported as such
            yield from faulty_answer(
                answer.knowledge, answer.value, detail, ("detail_values", index)
            )


def faulty_answer(
    knowledge: Knowledge, value: Value | None, detail: Detail, path: Path = ()
) -> Iterator[Fault]:
    """What is wrong with one answer to `detail`."""
    place: Path = (*path, "value")
    if knowledge is not Knowledge.VALUE:
        if value is not None:
            yield fault(place, value.as_json(), f"no value where knowledge is {knowledge.value}")
    elif value is None:
        yield fault(place, ABSENT, "a value where knowledge is value")
    else:
        yield from _value(value, detail, place)


def faulty_question(detail: Detail, path: Path = ()) -> Iterator[Fault]:
    """What is wrong with one question: its unit, its course, or categories in a circle."""
    if detail.type.measured:
        try:
            units.check_known(detail.unit)
        except ValueError as error:
            yield fault((*path, "unit"), detail.unit, f"a UCUM unit code ({error})")
    if detail.cumulative and detail.varying:
        yield fault((*path, "varying"), True, "a total that only grows, or a level that varies")
    above = detail.narrower_than
    for narrow in above:
        step, seen = narrow, {narrow}
        while (step := above.get(step, "")) and step not in seen:
            seen.add(step)
        if step == narrow:
            yield fault((*path, "narrower_than", narrow), above[narrow], "no category above itself")


def _value(value: Value, detail: Detail, path: Path) -> Iterator[Fault]:
    if detail.type.measured:
        yield from _figures(value, detail, path)
        yield from _unit(value, detail, path)
    elif detail.type is DetailType.INSTANT:
        yield from _instant(value, path)
    elif not isinstance(value.value, str):
        yield fault((*path, "value"), _or_absent(value.value), f"text, for a {detail.type.value}")


def _figures(value: Value, detail: Detail, path: Path) -> Iterator[Fault]:
    keys = ("low", "high") if value.meant is Qualifier.RANGE else ("value",)
    sound = True
    for key in keys:
        figure = getattr(value, key)
        if not isinstance(figure, int | float):
            sound = False
            expected = f"a number, for a {detail.type.value} that is {value.meant.value}"
            yield fault((*path, key), _or_absent(figure), expected)
        elif detail.type is DetailType.COUNT and (figure < 0 or figure != int(figure)):
            sound = False
            yield fault((*path, key), figure, "a whole number from 0, for a count")
    if sound and len(keys) == 2 and value.low > value.high:  # type: ignore[operator]
        yield fault((*path, "low"), value.low, f"no more than high, which is {value.high}")


def _unit(value: Value, detail: Detail, path: Path) -> Iterator[Fault]:
    if not value.unit:
        return
    try:
        units.check(value.unit, detail.unit)
    except units.UnknownUnit as error:
        yield fault((*path, "unit"), value.unit, f"a UCUM unit code ({error})")
    except units.WrongDimension as error:
        yield fault((*path, "unit"), value.unit, f"a unit of the dimension of the detail ({error})")


def _instant(value: Value, path: Path) -> Iterator[Fault]:
    if value.at is not None:
        if value.from_ is not None or value.until is not None:
            yield fault((*path, "at"), value.at, "either at, or from and until")
    elif value.from_ is None or value.until is None:
        yield fault(path, value.as_json(), "at, or from and until, for an instant")
    elif value.from_ > value.until:
        yield fault((*path, "from"), value.from_, f"no later than until, which is {value.until}")


def _or_absent(value: Any) -> Any:
    return ABSENT if value is None else value
