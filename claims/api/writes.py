"""From what programs send to the services: rows by their refs, the rest as it was sent."""

from collections.abc import Sequence
from typing import Any

from claims.api import payloads
from claims.domain.quoting import place_of
from claims.models import Attribution, Claim, Detail, DetailValue, Event, Sighting
from claims.services import entering
from claims.services.claims import record_claim, record_event
from claims.services.details import record_detail
from claims.services.statements import (
    SightingInput,
    record_attribution,
    record_detail_value,
    retract_passage,
)
from sources.api.views import found_document, found_source
from sources.foundation.api.parsers import bad_ref, columns
from sources.foundation.api.resources import apply
from sources.foundation.api.views import Api
from sources.models import Document, Snapshot


def found(model: Any, ref: str, place: str) -> Any:
    """The row of this ref; a refusal that names the place of one that there is not."""
    row = model.objects.filter(ref=ref).first()
    if row is None:
        raise bad_ref(ref, place, f"a {model._meta.verbose_name}")
    return row


def keep_event(view: Api, row: Event, given: payloads.SentEvent) -> Event:
    apply(row, columns(given, leave=("ref",)))
    return record_event(event=row, by=view.actor(), at=view.now())


def keep_claim(view: Api, row: Claim, given: payloads.SentClaim) -> Claim:
    """A new claim, with an id made from its words unless it has one; or a changed one."""
    apply(row, columns(given, leave=("ref", "event")))
    if "event" in given.model_fields_set:
        row.event = found(Event, given.event, "event") if given.event else None
    if row._state.adding:
        return entering.enter_claim(claim=row, by=view.actor(), at=view.now())
    return record_claim(claim=row, by=view.actor(), at=view.now())


def keep_detail(
    view: Api, row: Detail, given: payloads.NewDetail | payloads.DetailChange
) -> Detail:
    apply(row, columns(given, leave=("ref", "claim")))
    return record_detail(detail=row, by=view.actor(), at=view.now())


def new_attribution(view: Api, given: payloads.NewAttribution) -> Attribution:
    claim = found(Claim, given.claim, "claim")
    row = Attribution(ref=given.ref or "", claim=claim)
    _fill(row, given, leave=("claim",))
    return record_attribution(
        attribution=row,
        sightings=[sighted(each, f"sightings[{n}].") for n, each in enumerate(given.sightings)],
        by=view.actor(),
        at=view.now(),
    )


def change_attribution(
    view: Api, row: Attribution, given: payloads.AttributionChange
) -> Attribution:
    _fill(row, given)
    return record_attribution(
        attribution=row, sightings=on_record(row), by=view.actor(), at=view.now()
    )


def new_value(view: Api, given: payloads.NewValue) -> DetailValue:
    detail = found(Detail, given.detail, "detail")
    row = DetailValue(ref=given.ref or "", detail=detail)
    _fill_value(row, given)
    return record_detail_value(
        detail_value=row,
        sightings=[sighted(each, f"sightings[{n}].") for n, each in enumerate(given.sightings)],
        by=view.actor(),
        at=view.now(),
    )


def change_value(view: Api, row: DetailValue, given: payloads.ValueChange) -> DetailValue:
    _fill_value(row, given)
    return record_detail_value(
        detail_value=row, sightings=on_record(row), by=view.actor(), at=view.now()
    )


def _fill(row: Any, given: Any, leave: Sequence[str] = ()) -> None:
    if "speaker" in given.model_fields_set:
        row.speaker = found_source(given.speaker, "speaker")
    filled = columns(given, leave=("ref", "speaker", "sightings", *leave))
    if row._state.adding:
        filled["naming"] = given.naming.value if given.naming else entering.naming_of(row.speaker)
        row.basis = ""  # until it is said, or asked
    elif "speaker" in given.model_fields_set and "basis" not in given.model_fields_set:
        row.basis = ""  # somebody else knows it otherwise
    apply(row, {name: value for name, value in filled.items() if value != "" or _is_text(name)})


def _fill_value(row: DetailValue, given: Any) -> None:
    _fill(row, given, leave=("detail", "value"))
    if "value" in given.model_fields_set:
        row.value = given.value.as_json() if given.value else None


def _is_text(name: str) -> bool:
    """Columns that may be emptied; a null for a word of a vocabulary leaves it as it is."""
    return name not in {"naming", "stance", "knowledge", "basis", "ground_rules"}


def sighted(given: payloads.SentSighting, place: str) -> SightingInput:
    """A passage with its chain."""
    filled = columns(given, leave=("document", "via", "via_documents", "selector", *_SPANS))
    document = found(Document, given.document, f"{place}document")
    snapshot, selector = _place(given, document)
    row = Sighting(
        document=document,
        snapshot=snapshot,
        selector=selector,
        **{name: [span.as_json() for span in getattr(given, name)] for name in _SPANS},
        **filled,
    )
    via = [found_source(ref, f"{place}via[{n}]") for n, ref in enumerate(given.via)]
    relayed = [
        found_document(ref, f"{place}via_documents[{n}]")
        for n, ref in enumerate(given.via_documents)
    ]
    return SightingInput(row, [each for each in via if each], [each for each in relayed if each])


def _place(
    given: payloads.SentSighting, document: Document
) -> tuple[Snapshot | None, dict[str, Any] | None]:
    """Where the passage stands in the text that is kept of the document, if any is."""
    snapshot = document.snapshots.order_by("-captured_at", "-pk").first()
    if given.selector is not None:
        return snapshot, given.selector.as_json()
    place = place_of(given.quote, snapshot.text) if snapshot and given.quote else None
    return (snapshot, place) if place else (None, None)


_SPANS = ("source_spans", "cue_spans", "content_spans")


def on_record(statement: Attribution | DetailValue) -> list[SightingInput]:
    """The statement's sightings as they are."""
    rows = statement.sightings.select_related("document", "snapshot").prefetch_related(
        "hops__source", "relayed__document"
    )
    return [
        SightingInput(
            row,
            [hop.source for hop in row.hops.all()],
            [each.document for each in row.relayed.all()],
        )
        for row in rows
    ]


def statement_of(given: payloads.OfStatement) -> Attribution | DetailValue:
    row: Attribution | DetailValue
    if given.attribution is not None:
        row = found(Attribution, given.attribution, "attribution")
    else:
        assert given.value is not None
        row = found(DetailValue, given.value, "value")
    return row


def take_back_passage(view: Api, given: payloads.PassageRetraction) -> Attribution | DetailValue:
    row = statement_of(given)
    document = found(Document, given.document, "document")
    retract_passage(statement=row, document=document, why=given.why, by=view.actor(), at=view.now())
    return row


def withdraw(view: Api, given: payloads.Withdrawal) -> Attribution | DetailValue:
    """Note that the statement was taken back, unless that is on record."""
    row = statement_of(given)
    row.withdrawn_note = row.withdrawn_note or given.note
    seen, by, at, why = on_record(row), view.actor(), view.now(), given.note
    if isinstance(row, Attribution):
        return record_attribution(attribution=row, sightings=seen, by=by, at=at, why=why)
    return record_detail_value(detail_value=row, sightings=seen, by=by, at=at, why=why)
