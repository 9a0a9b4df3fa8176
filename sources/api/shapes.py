"""What the API answers about sources and documents: types for the documentation and the tests."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from sources.domain.authority import Audience
from sources.domain.vocabulary import Capacity, CaptureMethod, Signal, SourceKind


class Answer(BaseModel):
    """Exactly these members; one that is null is unknown, or not for this audience."""

    model_config = ConfigDict(extra="forbid")


class PageAnswer(Answer):
    """A page of a list. `next` is the address of the next page, null on the last one; `as_of` is
    the moment asked for, or as of which all of the pages are read; null for simply now."""

    next: str | None
    audience: Audience
    as_of: datetime | None


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
