"""What no row may hold is refused whichever way it comes: by hand, by correction, by a file."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from claims.domain.dossier import parsing
from claims.domain.dossier.faults import FaultyDossier
from claims.models import Attribution, Claim, Detail, Event, Sighting
from claims.services.claims import record_claim, record_event
from claims.services.details import record_detail
from claims.services.loading import contribute, load
from claims.services.statements import SightingInput, record_attribution
from reviews.models import Verdict
from sources.foundation.domain.roles import Role
from sources.models import Document, Source
from sources.services.documents import WantedDocument, find_or_record_document, record_document
from sources.services.sources import find_or_record_source, record_source
from tests.factories import (
    BY,
    NOON,
    ClaimFactory,
    DetailFactory,
    DocumentFactory,
    EventFactory,
    SourceFactory,
    said,
)
from tests.people import actor

pytestmark = pytest.mark.django_db

BLANK = " \t\n"


def by_hand(kind: str, column: str, value: Any) -> None:
    """Record a new row with this value."""
    given = {column: value}
    if kind == "source":
        record_source(source=Source(**{"kind": "state", "name": "S"} | given), by=BY, at=NOON)
    elif kind == "document":
        document = Document(**{"publisher": SourceFactory()} | given)
        record_document(document=document, by=BY, at=NOON)
    elif kind == "event":
        record_event(event=Event(**{"title": "E"} | given), by=BY, at=NOON)
    elif kind == "claim":
        record_claim(claim=Claim(**{"text": "It rained."} | given), by=BY, at=NOON)
    elif kind == "detail":
        detail = Detail(**{"claim": ClaimFactory(), "question": "How much?"} | given)
        record_detail(detail=detail, by=BY, at=NOON)
    else:
        said(ClaimFactory(), **given)


def by_correction(kind: str, column: str, value: Any) -> None:
    """Change a row that is on record to this value."""
    if kind == "source":
        row: Any = SourceFactory()
        setattr(row, column, value)
        record_source(source=row, by=BY, at=NOON)
    elif kind == "document":
        row = DocumentFactory()
        setattr(row, column, value)
        record_document(document=row, by=BY, at=NOON)
    elif kind == "event":
        row = EventFactory()
        setattr(row, column, value)
        record_event(event=row, by=BY, at=NOON)
    elif kind == "claim":
        row = ClaimFactory()
        setattr(row, column, value)
        record_claim(claim=row, by=BY, at=NOON)
    elif kind == "detail":
        row = DetailFactory(claim=ClaimFactory())
        setattr(row, column, value)
        record_detail(detail=row, by=BY, at=NOON)
    else:
        row = said(ClaimFactory())
        setattr(row, column, value)
        sightings = [SightingInput(each) for each in row.sightings.all()]
        record_attribution(attribution=row, sightings=sightings, by=BY, at=NOON)


def dossier(kind: str, column: str, value: Any) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "sources": {"s": {"kind": "outlet", "name": "S", "newsgatherer": True}},
        "documents": {"d": {"publisher": "s"}},
        "events": {"e": {"title": "E"}},
        "claims": [{"id": "c", "text": "It rained on 1 May 2026.", "event": "e"}],
        "attributions": [
            {"id": "a", "claim": "c", "speaker": "s", "stance": "asserts", "basis": "own_reporting",
             "sightings": [{"document": "d"}]}
        ],
        "details": [{"id": "q", "claim": "c", "question": "How much?"}],
    }  # fmt: skip
    lists = {"claim": "claims", "detail": "details", "attribution": "attributions"}
    if kind in lists:
        whole[lists[kind]][0][column] = value
    else:
        whole[f"{kind}s"][kind[0]][column] = value
    return whole


def by_file(kind: str, column: str, value: Any) -> None:
    load({"f.json": parsing.well_formed(dossier(kind, column, value))}, at=NOON, by=BY)


def by_program(kind: str, column: str, value: Any) -> None:
    parsed = parsing.well_formed(dossier(kind, column, value))
    contribute("", parsed, at=NOON, by=actor("program", Role.REPORTER))


WAYS = [by_hand, by_correction, by_file, by_program]

NOT_TAKEN = [
    ("source", "name", BLANK),
    ("document", "url", "javascript:alert(1)"),
    ("document", "url", "ftp://example.org/file"),
    ("document", "url", "courier.example/story"),
    ("document", "url", "https://"),
    ("event", "title", BLANK),
    ("claim", "text", BLANK),
    ("detail", "question", BLANK),
    ("claim", "text", "It rained.\x00"),
    ("source", "country", "Korea"),
    ("document", "title", "x" * 501),
    ("attribution", "basis", "hearsay"),
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize(("kind", "column", "value"), NOT_TAKEN)
def test_what_no_row_may_hold_is_refused_whichever_way_it_comes(
    way: Callable[[str, str, Any], None], kind: str, column: str, value: Any
) -> None:
    with pytest.raises((ValidationError, FaultyDossier)) as refused:
        way(kind, column, value)

    told = refused.value
    if isinstance(told, FaultyDossier):
        assert any(column in each.path for each in told.faults), told.faults
    else:
        assert column in told.message_dict


def test_a_verdict_that_a_file_brings_has_a_reason_too() -> None:
    whole = dossier("claim", "text", "It rained on 1 May 2026.")
    review = {"claim": "c", "reviewer": "ana", "verdict": "dispute", "at": "2026-05-02"}
    whole["reviews"] = [review | {"reason": BLANK}]

    with pytest.raises(FaultyDossier, match="1 fault") as refused:
        load({"f.json": parsing.well_formed(whole)}, at=NOON, by=BY)

    assert "ana on c, reason" in refused.value.faults[0].value
    assert not Verdict.objects.exists()


def test_a_quotation_that_a_file_brings_is_checked_as_one_that_is_typed() -> None:
    whole = dossier("claim", "text", "It rained on 1 May 2026.")
    whole["attributions"][0]["sightings"][0]["lang"] = "not a language"

    with pytest.raises(FaultyDossier):
        load({"f.json": parsing.well_formed(whole)}, at=NOON, by=BY)
    sighting = Sighting(document=DocumentFactory(), language="not a language")
    attribution = Attribution(claim=ClaimFactory(), speaker=SourceFactory(), stance="asserts")
    with pytest.raises(ValidationError):
        record_attribution(
            attribution=attribution, sightings=[SightingInput(sighting)], by=BY, at=NOON
        )


# References, and finding what is on record


def test_whatever_gets_no_reference_is_given_one_that_begins_with_what_it_is() -> None:
    source = record_source(source=Source(kind="state", name="Marl Bay"), by=BY, at=NOON)
    document = record_document(document=Document(publisher=source), by=BY, at=NOON)
    event = record_event(event=Event(title="The flood"), by=BY, at=NOON)
    claim = record_claim(claim=Claim(text="It rained.", event=event), by=BY, at=NOON)
    detail = record_detail(detail=Detail(claim=claim, question="How much?"), by=BY, at=NOON)
    refs = [source.ref, document.ref, event.ref, claim.ref, detail.ref]

    assert [ref.rpartition("-")[0] for ref in refs] == [
        "marl-bay", "marl-bay", "the-flood", "it-rained", f"{claim.ref}-d",
    ]  # fmt: skip
    assert event.slug == event.ref
    assert all(len(ref.rpartition("-")[2]) == 12 for ref in refs)


def test_an_event_without_a_slug_gets_one_that_is_free() -> None:
    EventFactory(ref="other", slug="flood")
    event = record_event(event=Event(ref="flood", title="The flood"), by=BY, at=NOON)

    assert event.slug == "flood-2"


def found(**wanted: Any) -> Document:
    return find_or_record_document(wanted=WantedDocument(**wanted), by=BY, at=NOON)


def test_a_document_is_found_by_what_it_is_called_or_recorded_once() -> None:
    outlet = SourceFactory(ref="courier", kind="outlet", name="The Courier")
    known = DocumentFactory(
        ref="d.1", publisher=outlet, title="A flood", url="https://courier.example/1"
    )

    assert found(called="d.1") == known
    assert found(called="a FLOOD") == known
    assert found(called="https://courier.example/1") == known
    assert found(url="https://courier.example/1", publisher="the courier") == known
    assert found(ref="d.1") == known
    made = found(url="https://courier.example/2", title="More", page_publisher="The Courier")
    assert (made.publisher, made.title) == (outlet, "More")
    assert found(called="https://courier.example/2") == made


@pytest.mark.parametrize(
    ("wanted", "place", "says"),
    [
        ({"ref": "none"}, "document", "There is no document none"),
        ({"called": "Nothing like it"}, "publisher", "Who published it"),
        ({"url": "https://a.example/1", "publisher": "Somebody else"}, "publisher", "on record as"),
        ({"called": "Twin"}, "document", "It may be several"),
        ({"called": "New", "publisher": "Double"}, "publisher", "may be several"),
        ({"url": "javascript:alert(1)", "publisher": "A"}, "url", ""),
    ],
)
def test_what_cannot_be_found_or_recorded_is_asked_for(
    wanted: dict[str, str], place: str, says: str
) -> None:
    publisher = SourceFactory(name="A", kind="outlet")
    DocumentFactory(publisher=publisher, url="https://a.example/1")
    for _ in range(2):
        DocumentFactory(publisher=publisher, title="Twin")
        SourceFactory(name="Double")

    with pytest.raises(ValidationError) as refused:
        found(**wanted)

    assert says in " ".join(refused.value.message_dict[place])


def test_a_source_is_found_by_any_of_its_names_or_recorded_once() -> None:
    def named(name: str, kind: str = "") -> Source:
        return find_or_record_source(name=name, kind=kind, place="speaker", by=BY, at=NOON)

    first = named("Marl  Bay", "state")
    record_source(source=first, aliases=["The Bay"], by=BY, at=NOON)

    assert first.name == "Marl Bay"
    assert named("marl bay") == named("the bay") == named(first.ref) == first
    with pytest.raises(ValidationError, match="Nobody is on record"):
        named("Somebody")
