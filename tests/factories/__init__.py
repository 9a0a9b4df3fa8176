"""What tests need on record, reached through the services.

Constants stand for what matters, so that a failing test reads like a sentence.
"""

import json
from datetime import UTC, datetime
from itertools import count
from typing import Any

import factory
from factory.django import DjangoModelFactory

from claims.domain.dossier import parsing
from claims.domain.vocabulary import VerdictKind
from claims.models import Attribution, Claim, Detail, DetailValue, Event, Sighting
from claims.services.claims import record_claim, record_event
from claims.services.details import record_detail
from claims.services.loading import load
from claims.services.statements import SightingInput, record_attribution, record_detail_value
from reviews.domain.vocabulary import DecisionKind
from reviews.models import Decision, Verdict
from reviews.services import decisions, verdicts
from sources.foundation.domain.roles import Role
from sources.foundation.permissions import Actor
from sources.foundation.selectors.history import fingerprint
from sources.models import Document, Source
from sources.services.documents import record_document
from sources.services.sources import record_source
from tests.people import actor

NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)
BY = Actor("operator")
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
        return record_source(source=model_class(**kwargs), by=BY, at=at)


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = Document

    ref = factory.Sequence(lambda n: f"document-{n}")
    title = factory.Sequence(lambda n: f"Report {n}")
    publisher = factory.SubFactory(SourceFactory, kind="outlet", newsgatherer=True)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Document:
        at = kwargs.pop("at", NOON)
        return record_document(document=model_class(**kwargs), by=BY, at=at)


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event

    ref = factory.Sequence(lambda n: f"event-{n}")
    slug = factory.SelfAttribute("ref")
    title = factory.Sequence(lambda n: f"Event {n}")

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Event:
        return record_event(event=model_class(**kwargs), by=BY, at=NOON)


class ClaimFactory(DjangoModelFactory):
    """A public claim comes with a dossier; one recorded by hand is for the newsroom."""

    class Meta:
        model = Claim

    ref = factory.Sequence(lambda n: f"claim-{n}")
    text = "A thing happened on 10 January 2026."
    visibility = "public"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Claim:
        at, by = kwargs.pop("at", NOON), kwargs.pop("by", BY)
        claim = model_class(**kwargs)
        if claim.visibility != "public":
            return record_claim(claim=claim, by=by, at=at)
        record = {
            "id": claim.ref, "text": claim.text, "kind": claim.kind,
            "checkability": claim.checkability, "volatile": claim.volatile,
            "recorded_by": by.name, "recorded_at": at.isoformat(),
        }  # fmt: skip
        if claim.event:
            record["event"] = claim.event.ref
        read = parsing.read(json.dumps({"claims": [record]}))
        load({"claim.json": read}, at=at, by=BY)
        return Claim.objects.get(ref=claim.ref)


class DetailFactory(DjangoModelFactory):
    class Meta:
        model = Detail

    ref = factory.Sequence(lambda n: f"detail-{n}")
    question = "How many?"
    type = "count"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Detail:
        return record_detail(detail=model_class(**kwargs), by=BY, at=NOON)


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
    return record_attribution(
        attribution=Attribution(
            ref=f"attribution-{next(_numbers)}", claim=claim, speaker=speaker, stance=stance,
            **fields,
        ),
        sightings=[SightingInput(Sighting(document=document), via=via)],
        by=BY,
        at=at,
    )  # fmt: skip


def answered(
    detail: Detail,
    value: dict[str, Any] | None = None,
    *,
    speaker: Source | None = None,
    document: Document | None = None,
    at: datetime = NOON,
    **fields: Any,
) -> DetailValue:
    """That somebody answered the question, in a document of its own unless one is given."""
    speaker = speaker or SourceFactory(at=at)
    document = document or DocumentFactory(publisher=speaker, at=at)
    if fields.setdefault("knowledge", "value") == "value":
        value = value or {"value": 3}
    return record_detail_value(
        detail_value=DetailValue(
            ref=f"answer-{next(_numbers)}", detail=detail, speaker=speaker, value=value, **fields
        ),
        sightings=[SightingInput(Sighting(document=document))],
        by=BY,
        at=at,
    )


def decided(claim: Claim, kind: DecisionKind, subject: dict[str, str], *, at: datetime) -> Decision:
    """That a reviewer proposed a decision and an editor seconded it."""
    number = next(_numbers)
    proposal = decisions.propose(
        claim=claim, kind=kind, subject=subject, reason="We looked at it.",
        by=actor(f"proposer-{number}", Role.REVIEWER), at=at,
    )  # fmt: skip
    editor = actor(f"seconder-{number}", Role.EDITOR)
    return decisions.second(
        proposal=proposal, reason="So did I.", fingerprint=fingerprint(f"claim/{claim.ref}"),
        by=editor, at=at,
    )  # fmt: skip


def verdict_on(
    claim: Claim, kind: VerdictKind, by: Actor, *, at: datetime, reason: str = "I looked."
) -> Verdict:
    """A verdict on the evidence as it stands."""
    return verdicts.give_verdict(
        claim=claim, verdict=kind, reason=reason, by=by, at=at,
        fingerprint=fingerprint(f"claim/{claim.ref}"),
    )  # fmt: skip
