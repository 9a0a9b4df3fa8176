"""JSON text to a checked dossier: all faults in one report, never a traceback."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from claims.domain import records
from claims.domain.dossier.answers import faulty_answers
from claims.domain.dossier.faults import ABSENT, Fault, FaultyDossier, Path, fault
from claims.domain.dossier.references import faulty_references
from claims.domain.policy.parameters import Policy
from claims.domain.records import Dossier
from sources.domain import records as source_records
from sources.foundation.domain.expectations import expectation

# What stands at each place of the format, so that an unknown key can be answered with the known.
_MODELS: dict[tuple[str, ...], type[BaseModel]] = {
    (): Dossier,
    ("policy",): Policy,
    ("sources", "*"): source_records.Source,
    ("sources", "*", "affiliations", "*"): source_records.Affiliation,
    ("documents", "*"): source_records.Document,
    ("events", "*"): records.Event,
    ("claims", "*"): records.Claim,
    ("attributions", "*"): records.Attribution,
    ("attributions", "*", "sightings", "*"): records.Sighting,
    ("details", "*"): records.Detail,
    ("details", "*", "not_applicable"): records.NotApplicable,
    ("detail_values", "*"): records.DetailValue,
    ("detail_values", "*", "sightings", "*"): records.Sighting,
    ("detail_values", "*", "value"): records.Value,
    ("reviews", "*"): records.Verdict,
}

_LISTS: dict[str, type[BaseModel]] = {
    "attributions": records.Attribution,
    "details": records.Detail,
    "detail_values": records.DetailValue,
}
_OBJECTS: dict[str, type[BaseModel]] = {"sources": source_records.Source}


@dataclass(frozen=True, slots=True)
class ParsedDossier:
    """What a JSON text holds: the plain values, the sound records, and what is wrong so far.

    Where something is wrong, `dossier` has None in the place of each record that is not sound.
    """

    data: Any
    dossier: Dossier
    faults: Sequence[Fault] = ()


def parse(text: str | bytes) -> Dossier:
    """The dossier that JSON `text` holds; FaultyDossier, with every fault, if it is not one."""
    return check(decode(text))


def check(data: Any) -> Dossier:
    """The dossier that plain JSON values hold."""
    reading = well_formed(data)
    faults = [
        *reading.faults,
        *faulty_references(data),
        *faulty_answers(reading.dossier),
    ]
    if faults:
        raise FaultyDossier(faults)
    return reading.dossier


def read(text: str | bytes) -> ParsedDossier:
    """The records that JSON `text` holds, as far as they are well formed in themselves."""
    try:
        return well_formed(decode(text))
    except FaultyDossier as error:
        return ParsedDossier(None, Dossier(), error.faults)


def decode(text: str | bytes) -> Any:
    """JSON to plain values: UTF-8, no key twice, no NaN or infinity, nested within reason."""
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig")
        data = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_pairs,
            parse_constant=float,  # NaN and infinities are refused in their place
            parse_int=_whole,
        )
    except RecursionError:
        raise FaultyDossier([Fault("$", "too deep", "JSON nested less deeply")]) from None
    except UnicodeDecodeError as error:
        value = f"byte {error.start} is no UTF-8"
        raise FaultyDossier([Fault("$", value, "JSON in UTF-8")]) from None
    except ValueError as error:
        raise FaultyDossier([Fault("$", str(error)[:200], "valid JSON")]) from None
    faults = list(_repeated_keys(data))
    if faults:
        raise FaultyDossier(faults)
    return data


class _Repeating(dict[str, Any]):
    """An object that gave a key more than once, until it is reported."""

    repeated: list[str]


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    repeating = _Repeating(plain)
    counts = Counter(key for key, _ in pairs)
    repeating.repeated = sorted(key for key, count in counts.items() if count > 1)
    return repeating


def _whole(digits: str) -> float:
    """An integer; one of absurd length counts as infinite and is refused in its place."""
    return int(digits) if len(digits) <= 400 else float("inf")


def _repeated_keys(data: Any) -> Iterator[Fault]:
    waiting: list[tuple[Path, Any]] = [((), data)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            if isinstance(value, _Repeating):
                for key in value.repeated:
                    yield fault((*path, key), value[key], "this key only once")
            waiting += [((*path, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            waiting += [((*path, index), inner) for index, inner in enumerate(value)]


def well_formed(data: Any) -> ParsedDossier:
    """Plain values as records, each looked at by itself."""
    try:
        return ParsedDossier(data, Dossier.model_validate(data))
    except ValidationError as error:
        return ParsedDossier(data, _salvaged(data), _well_formedness(error, data))


def _salvaged(data: Any) -> Dossier:
    """The sound records among faulty ones, for the other checks to look at."""
    lists = {
        name: tuple(_sound(model, item) for item in data[name])
        for name, model in _LISTS.items()
        if isinstance(data, dict) and isinstance(data.get(name), list)
    }
    keyed = {
        name: {ref: sound for ref, item in data[name].items() if (sound := _sound(model, item))}
        for name, model in _OBJECTS.items()
        if isinstance(data, dict) and isinstance(data.get(name), dict)
    }
    return Dossier.model_construct(**{**dict(Dossier()), **lists, **keyed})


def _sound(model: type[BaseModel], item: Any) -> Any:
    try:
        return model.model_validate(item)
    except ValidationError:
        return None


def _well_formedness(error: ValidationError, data: Any) -> list[Fault]:
    """Pydantic's errors as faults; the branches of one choice become one fault."""
    expected: dict[Path, list[str]] = {}
    values: dict[Path, Any] = {}
    for each in error.errors(include_url=False):
        path = _path(each["loc"], data, missing=each["type"] == "missing")
        values[path] = ABSENT if each["type"] == "missing" else each["input"]
        wanted = _wanted(each, path)
        if wanted not in expected.setdefault(path, []):
            expected[path].append(wanted)
    return [fault(path, values[path], " or ".join(wanted)) for path, wanted in expected.items()]


def _path(loc: Sequence[str | int], data: Any, *, missing: bool) -> Path:
    """Where in the JSON an error is: pydantic's own steps (chosen branches) left out."""
    path: list[str | int] = []
    for step in loc:
        if _holds(data, step):
            data = data[step]
        elif not (missing and step == loc[-1]):
            continue
        path.append(step)
    return tuple(path)


def _holds(data: Any, step: str | int) -> bool:
    if isinstance(data, dict):
        return step in data
    return isinstance(data, list) and isinstance(step, int) and step < len(data)


def _wanted(error: Mapping[str, Any], path: Path) -> str:
    if error["type"] == "extra_forbidden":
        place = tuple("*" if _varies(path, depth) else str(s) for depth, s in enumerate(path[:-1]))
        model = _MODELS.get(place)
        if model:
            known = ", ".join(f.alias or n for n, f in model.model_fields.items())
            return f"one of the keys {known}"
    return expectation(error)


def _varies(path: Path, depth: int) -> bool:
    """Whether the step is an index, or the id of a record in a keyed list."""
    return isinstance(path[depth], int) or (
        depth == 1 and path[0] in ("sources", "documents", "events")
    )
