"""A list of what was printed, as a spreadsheet: registered line by line, all of it or nothing."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from claims.domain.vocabulary import Visibility
from claims.models import Citation, Claim, StatusRecord
from claims.services.alerting import raise_alerts
from claims.services.citations import Place, cite
from sources.foundation.domain.moments import read_moment
from sources.foundation.domain.roles import Audience
from sources.foundation.domain.shapes import is_ref
from sources.foundation.permissions import Actor, audience_of

COLUMNS = (
    "claim", "number", "sentence", "system", "url", "headline", "desk", "contact", "cited_at",
)  # fmt: skip
MOST = 2_000  # lines of one file


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell. Lines are counted from 1, the line of names being the first."""

    line: int
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        value = self.value if len(self.value) <= 80 else f"{self.value[:79]}…"
        return f"Line {self.line}, {self.column} “{value}”: expected {self.expected}."


class FaultyFile(ValueError):
    """A file that was not taken, with every fault in it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(" ".join(map(str, faults[:20])))
        self.faults = faults


def import_citations(text: str, *, by: Actor, at: datetime) -> list[Citation]:
    """Register every line. FaultyFile names what is wrong with which cells, and nothing is kept."""
    faults: list[Fault] = []
    found: list[Citation] = []
    rows = list(_rows(text))
    with transaction.atomic():
        for line, row in rows:
            try:
                with transaction.atomic():
                    found.append(_cite(line, row, by=by, at=at))
            except FaultyFile as faulty:
                faults += faulty.faults
        if faults:
            raise FaultyFile(faults)
        raise_alerts({row.record.claim_id for row in found}, at=at)
    return found


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), restkey="", strict=True)
    try:
        names = list(reader.fieldnames or [])
        unknown = [name for name in names if name not in COLUMNS]
        if "claim" not in names or unknown:
            value = ",".join(unknown or names)
            raise FaultyFile([Fault(1, "names", value, f"claim and some of {', '.join(COLUMNS)}")])
        for count, row in enumerate(reader):
            if count >= MOST:
                expected = f"at most {MOST} lines in one file"
                raise FaultyFile([Fault(reader.line_num, "claim", "", expected)])
            if "" in row:
                expected = f"{len(names)} cells, as in the line of names"
                raise FaultyFile([Fault(reader.line_num, "", str(row[""]), expected)])
            yield reader.line_num, {name: (row[name] or "").strip() for name in names}
    except csv.Error as error:
        raise FaultyFile([Fault(reader.line_num, "", str(error), "a file of CSV")]) from None


def _cite(line: int, row: Mapping[str, str], *, by: Actor, at: datetime) -> Citation:
    cited_at = _moment(line, row, at)
    record = _record(line, row, cited_at or at, by)
    place = Place(
        system=row.get("system") or "CSV",
        url=row.get("url", ""),
        headline=row.get("headline", ""),
        desk=row.get("desk", ""),
        contact=row.get("contact", ""),
    )
    try:
        return cite(
            record=record,
            place=place,
            sentence=row.get("sentence", ""),
            by=by,
            at=at,
            cited_at=cited_at,
            warn=False,
        )
    except ValidationError as error:
        raise FaultyFile(list(_refused(line, row, error))) from None
    except PermissionDenied as refused:
        raise FaultyFile([Fault(line, "claim", row["claim"], str(refused))]) from None


def _refused(line: int, row: Mapping[str, str], error: ValidationError) -> Iterator[Fault]:
    if not hasattr(error, "error_dict"):
        yield Fault(line, "", "", " ".join(error.messages).rstrip("."))
        return
    for name, messages in error.message_dict.items():
        yield Fault(line, name, row.get(name, ""), " ".join(messages).rstrip("."))


def _moment(line: int, row: Mapping[str, str], at: datetime) -> datetime | None:
    text = row.get("cited_at", "")
    if not text:
        return None
    try:
        return read_moment(text)
    except ValueError as error:
        raise FaultyFile([Fault(line, "cited_at", text, str(error))]) from None


def _record(line: int, row: Mapping[str, str], at: datetime, by: Actor) -> StatusRecord:
    ref, number = row["claim"], row.get("number", "")
    claims: Any = Claim.objects.all()
    if by.user is not None:
        claims = claims.visible_to(by.user)
    claim = claims.filter(ref=ref).first() if is_ref(ref) else None
    if claim is None:
        raise FaultyFile(
            [
                Fault(
                    line,
                    "claim",
                    ref,
                    "the ref of a claim on record, as it stands at the foot of its page",
                )
            ]
        )
    public = claim.visibility == Visibility.PUBLIC.value  # then what was printed was for everybody
    audience = Audience.PUBLIC if public or by.user is None else audience_of(by.user)
    records = StatusRecord.objects.filter(claim=claim, audience=audience.value).by(at)
    if not number:
        record = records.as_of(at)
    elif number.isascii() and number.isdigit() and len(number) < 10:
        record = records.filter(number=int(number)).first()
    else:
        record = None
    if record is None and not number:
        expected = "a moment at which the claim was on record"
        raise FaultyFile([Fault(line, "cited_at", row.get("cited_at", ""), expected)])
    if record is None:
        expected = "the number of a record of the claim, or nothing for what stood then"
        raise FaultyFile([Fault(line, "number", number, expected)])
    found: StatusRecord = record
    return found
