"""Writing one row that somebody has changed, under the lock, without undoing what others did."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model

from sources.foundation.models import Recorded
from sources.foundation.permissions import Actor
from sources.foundation.refs import mint_ref

# What the record notes of itself. A caller does not set these; a service names the one it notes.
FACTS = frozenset(
    {
        "ref", "recorded_at", "recorded_by", "amended_at", "policy", "discounted_at",
        "discount_reason", "withdrawn_at", "retracted_at", "retracted_by",
        "restores_id",
    }
)  # fmt: skip


def merging_save(
    record: Recorded, *, by: Actor, at: datetime, noting: Collection[str] = ()
) -> None:
    """Check and save a new row, or the changed columns of one that is on record.

    `noting` are the facts that this action itself notes; changes of any other are refused.

    A column that somebody else changed since this row was read stays as they left it; one that both
    changed is refused.
    """
    if record._state.adding:
        # Somebody with an account records in their own name and now; the operator may know better.
        own = by.user is not None
        record.recorded_by = by.name if own else record.recorded_by or by.name
        record.recorded_at = at if own else record.recorded_at or at
        if not getattr(record, "ref", None) and hasattr(record, "ref"):
            record.ref = mint_ref(record.ref_stem())
        record.full_clean()
        record.save()
        remember(record)
        return
    stored = type(record)._default_manager.get(pk=record.pk)
    changed = _merge(record, vars(record).get("_read", {}), _values(stored))
    forbidden = FACTS.intersection(changed) - set(noting)
    if forbidden:
        names = ", ".join(sorted(name.replace("_", " ") for name in forbidden))
        raise ValidationError(f"The record keeps this itself: {names}.")
    record.full_clean()
    if changed:
        record.save(update_fields=changed)
    remember(record)


def check_columns(row: Model) -> None:
    """Raise ValidationError for columns that no row may hold: what forms, programs and dossiers are
    all checked by. What depends on other rows is the database's to refuse."""
    row.clean_fields(exclude=[each.name for each in row._meta.fields if each.is_relation])
    row.clean()


def faulty_columns(row: Model) -> list[tuple[str, str]]:
    """The same as (column, what is wrong with it), "" for what is wrong with several together."""
    try:
        check_columns(row)
    except ValidationError as error:
        return [
            ("" if name == NON_FIELD_ERRORS else name, message)
            for name, messages in error.message_dict.items()
            for message in messages
        ]
    return []


def remember(record: Any) -> None:
    """What is on record now is what later changes are told from."""
    vars(record)["_read"] = _values(record)


def _merge(record: Any, read: dict[str, Any], stands: dict[str, Any]) -> list[str]:
    """Take over what others changed; the columns that this row changes."""
    changed, clashes = [], {}
    for column in record._meta.concrete_fields:
        name = column.attname
        mine, theirs = getattr(record, name), stands[name]
        if mine == theirs:
            continue
        was = read.get(name, theirs)
        if mine == was:
            setattr(record, name, theirs)
        elif theirs != was:
            clashes[column.name] = f"Somebody else changed this meanwhile, to “{theirs}”."
        else:
            changed.append(name)
    if clashes:
        raise ValidationError([f"{name}: {what}" for name, what in clashes.items()])
    return changed


def _values(record: Model) -> dict[str, Any]:
    return {
        column.attname: getattr(record, column.attname) for column in record._meta.concrete_fields
    }
