"""JSON text to a checked dossier: all faults in one report, never a traceback."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from claims.domain import records
from claims.domain.dossier.answers import faulty_answers
from claims.domain.dossier.faults import ABSENT, Fault, FaultyDossier, Path, fault
from claims.domain.dossier.references import faulty_references
from claims.domain.records import Dossier
from sources.domain import records as source_records

# What stands at each place of the format, so that an unknown key can be answered with the known.
_MODELS: dict[tuple[str, ...], type[BaseModel]] = {
    (): Dossier,
    ("policy",): records.Policy,
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

_EXPECTED = {
    "missing": "this key, which is required",
    "string_type": "text",
    "string_unicode": "text in Unicode, without lone surrogates",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
    "finite_number": "a finite number",
}

_PATTERNS = {
    r"^[^\x00]*$": "text without NUL characters",
    r"^[^\x00-\x1f\x7f]*$": "text without control characters",
    r"^[A-Z]{2}$": "an ISO 3166-1 code of two capitals, like KR",
    r"^Q[1-9][0-9]{0,11}$": "a Wikidata id, like Q40469",
    r"^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$": "a BCP 47 language tag, like ja or pt-BR",
    r"^[-a-z0-9]{1,200}$": "small letters, digits and hyphens",
    r"^[^\s@\x00-\x1f]{1,100}$": "a short name without spaces or @",
}


def parse(text: str | bytes) -> Dossier:
    """The dossier that JSON `text` holds; FaultyDossier if it is not one."""
    return check(complete(decode(text)))


def decode(text: str | bytes) -> Any:
    """JSON to plain values: UTF-8, no key twice, no NaN or infinity, nested within reason."""
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig")
        data = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_pairs,
            parse_constant=_constant,
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
    keys = [key for key, _ in pairs]
    repeating = _Repeating(plain)
    repeating.repeated = sorted({key for key in keys if keys.count(key) > 1})
    return repeating


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


def _whole(digits: str) -> int:
    if len(digits) > 1_000:
        raise ValueError(f"a number of {len(digits)} digits is too long")
    return int(digits)


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


def complete(data: Any) -> Dossier:
    """The records that plain values describe, each well formed in itself."""
    try:
        return Dossier.model_validate(data)
    except ValidationError as error:
        raise FaultyDossier(_well_formedness(error, data)) from None


def check(dossier: Dossier) -> Dossier:
    """The same dossier, if its records also fit together."""
    faults = [*faulty_references(dossier), *faulty_answers(dossier)]
    if faults:
        raise FaultyDossier(faults)
    return dossier


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
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        place = tuple("*" if _varies(path, depth) else str(s) for depth, s in enumerate(path[:-1]))
        model = _MODELS.get(place)
        known = ", ".join(f.alias or n for n, f in model.model_fields.items()) if model else ""
        return f"one of the keys {known}" if known else "no key of this name"
    if kind in ("enum", "literal_error"):
        return f"one of {context['expected']}"
    if kind in ("moment", "number"):
        return str(context["expected"])
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(context["pattern"], f"text like {context['pattern']}")
    return _EXPECTED.get(kind) or error["msg"].removeprefix("Input should ").removeprefix("be ")


def _varies(path: Path, depth: int) -> bool:
    """Whether the step is an index, or the id of a record in a keyed list."""
    return isinstance(path[depth], int) or (
        depth == 1 and path[0] in ("sources", "documents", "events")
    )
