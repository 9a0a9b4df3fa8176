"""What the API answers about sources and documents: types for the documentation and the tests."""

from datetime import datetime

from sources.domain.vocabulary import Capacity, CaptureMethod, Signal, SourceKind
from sources.foundation.api.schemas import Answer, PageAnswer


class Named(Answer):
    """A source, by reference."""

    ref: str
    name: str


class Titled(Answer):
    """A document or an event, by reference."""

    ref: str
    title: str


class AffiliationAnswer(Answer):
    to: Named
    capacity: Capacity
    role: str
    begins: datetime | None
    until: datetime | None


class SourceAnswer(Answer):
    """Who speaks. Of those above it, those that this audience may know of."""

    ref: str
    kind: SourceKind
    name: str
    in_text: str
    aliases: list[str]
    country: str
    wikidata: str
    parent: Named | None
    affiliations: list[AffiliationAnswer]
    newsgatherer: bool
    description: str
    recorded_at: datetime | None


class SourcesAnswer(PageAnswer):
    results: list[SourceAnswer]


class SnapshotAnswer(Answer):
    """The exact bytes of a document at one moment, by their SHA-256."""

    sha256: str
    media_type: str
    captured_at: datetime
    captured_how: CaptureMethod


class DocumentAnswer(Answer):
    """Where something stands written."""

    ref: str
    publisher: Named
    url: str
    title: str
    byline: str
    published: datetime | None
    language: str
    type: str
    signal: Signal
    supersedes: str | None
    embargoed_until: datetime | None
    retracted_at: datetime | None
    recorded_at: datetime | None
    snapshots: list[SnapshotAnswer]


class DocumentsAnswer(PageAnswer):
    results: list[DocumentAnswer]
