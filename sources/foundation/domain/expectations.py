"""What was expected, in words, where a value is not what a record may hold."""

from collections.abc import Mapping
from typing import Any

_BY_KIND = {
    "missing": "this key, which is required",
    "string_type": "text",
    "string_unicode": "text in Unicode, without lone surrogates",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
    "finite_number": "a finite number",
}

_BY_PATTERN = {
    r"^[^\x00]*$": "text without NUL characters",
    r"^[^\x00-\x1f\x7f]*$": "text without control characters",
    r"^[A-Z]{2}$": "an ISO 3166-1 code of two capitals, like KR",
    r"^Q[1-9][0-9]{0,11}$": "a Wikidata id, like Q40469",
    r"^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$": "a BCP 47 language tag, like ja or pt-BR",
    r"^[-a-zA-Z0-9_]{1,200}$": "letters, digits, hyphens and underscores",
    r"^[^\s@\x00-\x1f]{1,100}$": "a short name without spaces or @",
}


def expectation(error: Mapping[str, Any]) -> str:
    """What pydantic's `error` says was expected."""
    kind, context = error["type"], error.get("ctx", {})
    if kind in ("enum", "literal_error"):
        return f"one of {context['expected']}"
    if kind in ("moment", "number"):
        return str(context["expected"])
    if kind == "extra_forbidden":
        return "no key of this name"
    if kind == "string_pattern_mismatch":
        return _BY_PATTERN.get(context["pattern"], f"text like {context['pattern']}")
    return _BY_KIND.get(kind) or error["msg"].removeprefix("Input should ").removeprefix("be ")
