"""What a record says, as the columns of its row."""

from collections.abc import Collection, Iterable
from typing import Any

from claims.models import Attribution, Claim, Detail, DetailValue, Event
from sources.foundation.columns import row_columns
from sources.foundation.domain.shapes import Record
from sources.models import Document, Source

Fields = dict[str, Any]

# The lists of a dossier, and whose rows their records are.
MODELS: dict[str, Any] = {
    "sources": Source,
    "documents": Document,
    "events": Event,
    "claims": Claim,
    "attributions": Attribution,
    "details": Detail,
    "detail_values": DetailValue,
}
_LISTS = {model: kind for kind, model in MODELS.items()}


class Rows(dict[str, dict[str, Any]]):
    """The rows that files give or name: by list of the dossier, then by reference."""

    def fields(self, model: Any, record: Record, *, leave: Collection[str] = ()) -> Fields:
        """What the record says, as columns of a row of this model, its reference aside."""
        fields = row_columns(model, record, self._key_of, leave=leave)
        fields.pop("ref", None)
        return fields

    def _key_of(self, model: Any, ref: str) -> int:
        pk: int = self[_LISTS[model]][ref].pk
        return pk


def names_of(names: Iterable[str]) -> list[str]:
    """The fields to which these columns belong."""
    return sorted(name.removesuffix("_id") for name in names)
