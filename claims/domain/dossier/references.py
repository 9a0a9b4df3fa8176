"""Every id that a dossier names exists, and no list has an id twice.

This looks at plain JSON values and skips whatever is malformed, so that dangling ids are reported
together with every other fault and not after them.
"""

from collections.abc import Container, Iterator, Mapping
from typing import Any

from claims.domain.dossier.faults import Fault, Path, fault

KEYED = ("sources", "documents", "events")
LISTED = ("claims", "attributions", "details", "detail_values")

_CHAIN = (("document", "documents"), ("via.*", "sources"), ("via_documents.*", "documents"))

# Where ids stand (* is any index or key), and which list should hold them.
_PLACES: tuple[tuple[str, str], ...] = (
    ("sources.*.parent", "sources"),
    ("sources.*.affiliations.*.to", "sources"),
    ("documents.*.publisher", "sources"),
    ("claims.*.event", "events"),
    ("claims.*.favours.*", "sources"),
    ("claims.*.damages.*", "sources"),
    ("claims.*.authorities.*", "sources"),
    ("attributions.*.claim", "claims"),
    ("attributions.*.speaker", "sources"),
    *((f"attributions.*.sightings.*.{place}", kind) for place, kind in _CHAIN),
    ("details.*.claim", "claims"),
    ("details.*.favours.*", "sources"),
    ("detail_values.*.detail", "details"),
    ("detail_values.*.speaker", "sources"),
    *((f"detail_values.*.sightings.*.{place}", kind) for place, kind in _CHAIN),
    ("detail_values.*.value.derived_from", "detail_values"),
    ("reviews.*.claim", "claims"),
)


def faulty_references(
    data: Any, known: Mapping[str, Container[str]] | None = None
) -> Iterator[Fault]:
    """Ids given twice, and ids that stand for nothing among the `known` (by default, its own)."""
    yield from _repeated_ids(data)
    known = named_ids(data) if known is None else known
    for path, ref, kind in references(data):
        if ref not in known[kind]:
            yield fault(path, ref, f"the id of one of the {kind.replace('_', ' ')}")


def references(data: Any) -> Iterator[tuple[Path, str, str]]:
    """Every place that names an id, the id, and the list that should hold it."""
    for place, kind in _PLACES:
        for path, value in _walk(data, place.split("."), ()):
            if isinstance(value, str):
                yield path, value, kind


def named_ids(data: Any) -> dict[str, set[str]]:
    """The ids that the dossier gives, by list."""
    data = data if isinstance(data, dict) else {}
    keyed = {kind: set(_as(dict, data.get(kind))) for kind in KEYED}
    listed = {kind: {ref for _, ref in _ids(data, kind)} for kind in LISTED}
    return keyed | listed


def _ids(data: Any, kind: str) -> Iterator[tuple[Path, str]]:
    for path, value in _walk(data, [kind, "*", "id"], ()):
        if isinstance(value, str):
            yield path, value


def _repeated_ids(data: Any) -> Iterator[Fault]:
    for kind in LISTED:
        first: dict[str, Path] = {}
        for path, ref in _ids(data, kind):
            earlier = first.setdefault(ref, path)
            if earlier != path:
                yield fault(path, ref, f"an id other than that of $.{kind}[{earlier[1]}]")


def _walk(node: Any, steps: list[str], path: Path) -> Iterator[tuple[Path, Any]]:
    if not steps:
        yield path, node
        return
    step, *rest = steps
    if step != "*":
        if isinstance(node, dict) and step in node:
            yield from _walk(node[step], rest, (*path, step))
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _walk(value, rest, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _walk(value, rest, (*path, index))


def _as(kind: type, value: Any) -> Any:
    return value if isinstance(value, kind) else kind()
