"""What tests need on record, reached through the services.

Constants stand for what matters, so that a failing test reads like a sentence.
"""

from datetime import UTC, datetime
from itertools import count
from typing import Any

import factory
from factory.django import DjangoModelFactory

from claims.models import Attribution, Claim, Detail, DetailValue, Event, Sighting
from claims.services import recording
from claims.services.recording import Sighted
from sources import services
from sources.models import Document, Source

NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)
BY = "desk"
_numbers = count(1)


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = Source

    ref = factory.Sequence(lambda n: f"source-{n}")
    name = factory.Sequence(lambda n: f"Ministry {n}")
    kind = "organisation"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Source:
        at = kwargs.pop("at", NOON)
        return services.record_source(source=model_class(**kwargs), by=BY, at=at)


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = Document

    ref = factory.Sequence(lambda n: f"document-{n}")
    title = factory.Sequence(lambda n: f"Report {n}")
    publisher = factory.SubFactory(SourceFactory, kind="outlet", newsgatherer=True)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Document:
        at = kwargs.pop("at", NOON)
        return services.record_document(document=model_class(**kwargs), by=BY, at=at)


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event

    ref = factory.Sequence(lambda n: f"event-{n}")
    slug = factory.SelfAttribute("ref")
    title = factory.Sequence(lambda n: f"Event {n}")

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Event:
        return recording.record_event(event=model_class(**kwargs), by=BY, at=NOON)


class ClaimFactory(DjangoModelFactory):
    class Meta:
        model = Claim

    ref = factory.Sequence(lambda n: f"claim-{n}")
    text = "A thing happened on 10 January 2026."
    visibility = "public"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Claim:
        at = kwargs.pop("at", NOON)
        return recording.record_claim(claim=model_class(**kwargs), by=BY, at=at)


class DetailFactory(DjangoModelFactory):
    class Meta:
        model = Detail

    ref = factory.Sequence(lambda n: f"detail-{n}")
    question = "How many?"
    type = "count"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Detail:
        return recording.record_detail(detail=model_class(**kwargs), by=BY, at=NOON)


def said(
    claim: Claim,
    speaker: Source | None = None,
    stance: str = "asserts",
    *,
    document: Document | None = None,
    via: tuple[Source, ...] = (),
    at: datetime = NOON,
    **fields: Any,
) -> Attribution:
    """That a speaker said something of the claim, in a document of its own unless one is given."""
    speaker = speaker or SourceFactory(at=at)
    document = document or DocumentFactory(publisher=speaker, at=at)
    return recording.record_attribution(
        attribution=Attribution(
            ref=f"attribution-{next(_numbers)}", claim=claim, speaker=speaker, stance=stance,
            **fields,
        ),
        sightings=[Sighted(Sighting(document=document), via=via)],
        by=BY,
        at=at,
    )  # fmt: skip


def answered(detail: Detail, value: dict[str, Any] | None = None) -> DetailValue:
    """That somebody answered the question, in a document of its own."""
    speaker = SourceFactory()
    return recording.record_detail_value(
        detail_value=DetailValue(
            ref=f"answer-{next(_numbers)}", detail=detail, speaker=speaker, knowledge="value",
            value=value or {"value": 3},
        ),
        sightings=[Sighted(Sighting(document=DocumentFactory(publisher=speaker)))],
        by=BY,
        at=NOON,
    )  # fmt: skip
