"""What a record says, as the columns of its row: only what is said, and text is never null."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from claims.domain import records
from claims.domain.records import Spoken

Fields = dict[str, Any]

# Columns that have another name in a dossier.
KEYS = {"language": "lang", "not_applicable_reason": "not_applicable"}


def names_of(names: Iterable[str]) -> list[str]:
    """The fields to which these columns belong."""
    return sorted(name.removesuffix("_id") for name in names)


def given(
    record: records.Record, names: Iterable[str], special: Mapping[str, Callable] | None = None
) -> Fields:
    """What the record says of these fields, as columns keep it: text is never null."""
    said = record.model_fields_set
    fields = {name: getattr(record, name) or "" for name in names if name in said}
    for name, column in (special or {}).items():
        if name in said:
            fields[name] = column(getattr(record, name))
    return fields


def moments_of(record: records.Record, names: Iterable[str]) -> Fields:
    return {name: getattr(record, name) for name in names if name in record.model_fields_set}


def of_source(source: Any) -> Fields:
    fields = given(source, ("name", "country", "wikidata"), {"newsgatherer": bool})
    return fields | {"kind": source.kind.value}


def of_document(document: Any) -> Fields:
    fields = given(document, ("title", "url", "lang"))
    if "lang" in fields:
        fields["language"] = fields.pop("lang")
    return fields | moments_of(
        document, ("published", "recorded_at", "embargoed_until", "retracted_at")
    )


def of_claim(claim: records.Claim) -> Fields:
    said = claim.model_fields_set
    fields = given(claim, ("recorded_by",), {"volatile": bool})
    fields |= {"text": claim.text}
    fields |= {name: getattr(claim, name).value for name in {"kind", "checkability"} & said}
    return fields | moments_of(claim, ("recorded_at", "amended_at"))


def of_detail(detail: records.Detail) -> Fields:
    said = detail.model_fields_set
    fields = given(detail, ("unit",), {"cumulative": bool, "narrower_than": dict})
    fields["question"] = detail.question
    if "type" in said:
        fields["type"] = detail.type.value
    if "not_applicable" in said:
        declared = detail.not_applicable
        fields["not_applicable_by"] = declared.by if declared else ""
        fields["not_applicable_reason"] = declared.reason if declared else ""
    return fields


def of_statement(statement: Spoken) -> Fields:
    said = statement.model_fields_set
    text = ("holder", "cue", "evidence_key", "attribution_as", "discount_reason", "note")
    fields = given(statement, text)
    fields |= {
        name: getattr(statement, name).value for name in {"naming", "ground_rules", "basis"} & said
    }
    return fields | moments_of(
        statement, ("said_at", "recorded_at", "withdrawn_at", "discounted_at")
    )
