"""How the columns of a table are carried: into the history, and to the exchange format and back.

Every column is carried, by its own name, unless its model names it with the reason why not. So
nobody can forget a new one: it is in the history, bears on what reviewers sign, and has to be a
field of the model's record in the exchange format, or be left out of each of these by name.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, TypeVar, cast, get_args

from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, JSONField, Model
from django.db.models.fields import Field
from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from sources.foundation.domain.shapes import Record

# A column goes by the name of its Django field here: "speaker", not "speaker_id".
Reasons = Mapping[str, str]  # column to why it is an exception

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Columns:
    """How the columns of a model are carried where it is not by their own names and in full."""

    record: type[Record] | None = None  # what the exchange format and the policy know it as
    fields: Mapping[str, str] = field(default_factory=dict)  # column to the field of another name
    rows: Collection[str] = ()  # the record's fields that are rows of other tables
    not_in_record: Reasons = field(default_factory=dict)
    not_in_history: Reasons = field(default_factory=dict)
    not_signed: Collection[str] = ()  # what may change without changing what a reviewer signed
    named_by: str = "ref"  # the column by which rows that point here name it; "pk" if none


@dataclass(frozen=True, slots=True)
class CarriedColumn:
    """One column and the field of the record that says the same."""

    lookup: str  # for `values`: "speaker__ref"
    attname: str  # on an instance: "speaker_id"
    field: str  # "speaker"; of a record within the record, "not_applicable.by"
    names: type[Model] | None  # whose row it names
    read: Callable[[Any], Any]  # from the column to the field
    write: Callable[[Any], Any]  # and back


@cache
def history_lookups(model: type[Model]) -> tuple[str, ...]:
    """What the history carries of a row of this model, as lookups for `values`."""
    left = exceptions_of(model).not_in_history
    return tuple(_lookup(column) for column in columns_of(model) if column.name not in left)


def history_fields(row: Model) -> dict[str, Any]:
    """What the history carries of this row, by the names of its columns."""
    return {
        lookup.split("__")[0].removesuffix("_id"): value
        for lookup, value in values(row, history_lookups(type(row))).items()
    }


@cache
def record_columns(model: type[Model]) -> tuple[CarriedColumn, ...]:
    """The columns that the model's record carries."""
    exceptions = exceptions_of(model)
    return tuple(
        _column(column, exceptions)
        for column in columns_of(model)
        if column.name not in exceptions.not_in_record
    )


@cache
def record_lookups(model: type[Model]) -> tuple[str, ...]:
    """The same columns as lookups for `values`."""
    return tuple(column.lookup for column in record_columns(model))


def record_fields(model: type[Model], row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the record of a row that was read by `record_lookups`."""
    fields: dict[str, Any] = {}
    inner: dict[str, dict[str, Any]] = {}
    for column in record_columns(model):
        name, _, within = column.field.partition(".")
        value = column.read(row[column.lookup])
        if within:
            inner.setdefault(name, {})[within] = value
        else:
            fields[name] = value
    for name, parts in inner.items():
        kind = _inner(_field(model, name))
        fields[name] = kind.model_construct(**parts) if any(parts.values()) else None
    return fields


def record_of(kind: type[R], model: type[Model], row: Any, **rows: Any) -> R:
    """The record of a row that was read by `record_lookups`; `rows` are its fields that are rows
    of other tables."""
    return cast(R, kind.model_construct(**record_fields(model, row), **rows))


def values(row: Model, lookups: Collection[str]) -> dict[str, Any]:
    """A row in memory as `values` would give it."""
    found = {}
    for lookup in lookups:
        value: Any = row
        for step in lookup.split("__"):
            value = None if value is None else getattr(value, step)
        found[lookup] = value
    return found


def row_columns(
    model: type[Model],
    record: Record,
    key_of: Callable[[type[Model], str], int],
    *,
    leave: Collection[str] = (),
) -> dict[str, Any]:
    """What the record says, by the names that the columns have on an instance.

    What it does not say is not here. `key_of` gives the primary key of a row by its reference.
    """
    found = {}
    for column in record_columns(model):
        name, _, within = column.field.partition(".")
        if name in leave or name not in record.model_fields_set:
            continue
        value = getattr(record, name)
        if within:
            value = None if value is None else getattr(value, within)
        if column.names is not None:
            value = None if value is None else key_of(column.names, value)
        found[column.attname] = column.write(value)
    return found


def field_of(model: type[Model], attname: str) -> str:
    """What the record calls this column; its own name if the record does not carry it."""
    named = {each.attname: each.field.split(".")[0] for each in record_columns(model)}
    return named.get(attname) or model._meta.get_field(attname).name


def exceptions_of(model: type[Model]) -> Columns:
    """The exceptions that the model names; AttributeError if it has not said."""
    found: Columns = model.columns  # type: ignore[attr-defined]
    return found


def columns_of(model: type[Model]) -> "list[Field[Any, Any]]":
    """Every column but the surrogate key, which nothing carries."""
    return [column for column in model._meta.concrete_fields if column.name != "id"]


def _lookup(column: "Field[Any, Any]") -> str:
    if not isinstance(column, ForeignKey):
        return column.name
    to: Any = column.remote_field.model
    name = exceptions_of(to).named_by if hasattr(to, "columns") else to.USERNAME_FIELD
    return column.attname if name == "pk" else f"{column.name}__{name}"


def _column(column: "Field[Any, Any]", exceptions: Columns) -> CarriedColumn:
    name = exceptions.fields.get(column.name, column.name)
    info = _field(column.model, name)
    read, write = _converters(column, info)
    names = column.remote_field.model if isinstance(column, ForeignKey) else None
    return CarriedColumn(_lookup(column), column.attname, name, names, read, write)


def _converters(
    column: "Field[Any, Any]", info: FieldInfo
) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    kinds = (info.annotation, *get_args(info.annotation))
    enum = next((k for k in kinds if isinstance(k, type) and issubclass(k, Enum)), None)
    if enum is not None:
        return (lambda code: enum(code) if code else None), (lambda m: m.value if m else "")
    if isinstance(column, JSONField):
        shape: Any = info.annotation
        adapter: TypeAdapter[Any] = TypeAdapter(shape)
        return adapter.validate_python, _as_json
    if column.empty_strings_allowed and not column.null:
        optional = NoneType in kinds
        return (lambda text: text or None if optional else text), (lambda text: text or "")
    return _as_it_is, _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _as_json(value: Any) -> Any:
    if isinstance(value, Record):
        return value.as_json()
    return [_as_json(each) for each in value] if isinstance(value, tuple) else value


def _field(model: type[Model], name: str) -> FieldInfo:
    """The field of the model's record; FieldDoesNotExist if it has none of this name."""
    record: type[Record] | None = exceptions_of(model).record
    for step in name.split("."):
        if record is None or step not in record.model_fields:
            raise FieldDoesNotExist(
                f"{model.__name__}: the exchange format has no {name}; name the column in "
                "`columns.not_in_record`, with the reason, or add the field."
            )
        info = record.model_fields[step]
        record = _inner(info)
    return info


def _inner(info: FieldInfo) -> Any:
    kinds = (info.annotation, *get_args(info.annotation))
    return next((k for k in kinds if isinstance(k, type) and issubclass(k, Record)), None)
