"""What in a dossier would decide something, rather than record what was said.

Whoever contributes a dossier in their own name records it now; judging, discounting, declaring
interests and setting a policy take others, and what the record notes of itself is its own.
"""

from collections.abc import Iterator, Mapping

from claims.domain.dossier.faults import Fault, Path, fault
from claims.domain.records import Dossier
from sources.foundation.domain.shapes import Record

_ITSELF = "nothing: the record notes this itself"
_TWO = "nothing: two people decide this, on the desk"

_CLAIM = {
    "recorded_by": _ITSELF, "recorded_at": _ITSELF, "amended_at": _ITSELF,
    "favours": _TWO, "damages": _TWO, "authorities": _TWO,
}  # fmt: skip
_DOCUMENT = {
    "recorded_at": _ITSELF,
    "retracted_at": "nothing: note a retraction by itself",
}
_STATEMENT = {
    "recorded_at": _ITSELF, "withdrawn_at": "nothing: note a withdrawal by itself",
    "discounted_at": _TWO, "discount_reason": _TWO,
}  # fmt: skip
_SIGHTING = {
    "recorded_at": _ITSELF,
    "retracted_at": "nothing: note a retraction by itself",
}
_DETAIL = {"not_applicable": "nothing: the desk declares this", "favours": _TWO}


def decides(dossier: Dossier) -> Iterator[Fault]:
    """Everything in the dossier that somebody may not contribute in their own name."""
    if "policy" in dossier.model_fields_set:
        yield fault(("policy",), dossier.policy.name, "nothing: the house sets its policy")
    for index, verdict in enumerate(dossier.reviews):
        expected = "no verdicts: each reviewer gives their own"
        yield fault(("reviews", index), verdict.reviewer if verdict else None, expected)
    for ref, document in dossier.documents.items():
        yield from _given(document, _DOCUMENT, ("documents", ref))
    for index, claim in enumerate(dossier.claims):
        yield from _given(claim, _CLAIM, ("claims", index))
    for index, detail in enumerate(dossier.details):
        yield from _given(detail, _DETAIL, ("details", index))
    for kind in ("attributions", "detail_values"):
        for index, statement in enumerate(getattr(dossier, kind)):
            yield from _given(statement, _STATEMENT, (kind, index))
            for place, sighting in enumerate(statement.sightings if statement else ()):
                yield from _given(sighting, _SIGHTING, (kind, index, "sightings", place))


def _given(record: Record | None, refused: Mapping[str, str], path: Path) -> Iterator[Fault]:
    for name, expected in refused.items():
        value = getattr(record, name, None)
        if record is not None and name in record.model_fields_set and value not in (None, ()):
            yield fault((*path, name), value, expected)
