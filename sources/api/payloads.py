"""What programs send to record sources and documents."""

from typing import Annotated

from pydantic import Field

from sources.domain.vocabulary import Capacity, Signal, SourceKind
from sources.foundation.api.parsers import Flag, Sent
from sources.foundation.domain.moments import Moment
from sources.foundation.domain.shapes import (
    CountryCode,
    LanguageTag,
    Line,
    Name,
    Ref,
    Text,
    Url,
    WikidataId,
)


class SentAffiliation(Sent):
    """That the source belongs to `to`, from `begins` (inclusive) until `until` (exclusive)."""

    to: Ref
    capacity: Capacity = Capacity.OFFICIAL
    role: Line = ""
    begins: Moment | None = None
    until: Moment | None = None


class SentSource(Sent):
    """A source; `in_text` is its name in running text ("the United Nations"). What is not sent is
    as it was, or empty for a new one; affiliations are added."""

    kind: SourceKind
    name: Name
    in_text: Line = ""
    aliases: list[Name] | None = None
    country: CountryCode | None = None
    wikidata: WikidataId | None = None
    parent: Ref | None = None
    newsgatherer: Flag = False
    description: Text = ""
    affiliations: list[SentAffiliation] = []


class NewSource(SentSource):
    """A source to record; without a `ref` it gets one."""

    ref: Ref | None = None


class SourceChange(SentSource):
    """What is otherwise about a source."""

    kind: SourceKind | None = None  # type: ignore[assignment]
    name: Name | None = None  # type: ignore[assignment]


class SentDocument(Sent):
    """Where something stands written."""

    publisher: Ref
    url: Url = ""
    title: Line = ""
    byline: Line = ""
    published: Moment | None = None
    language: LanguageTag | None = None
    type: Annotated[Line, Field(max_length=40)] = ""
    embargoed_until: Moment | None = None
    signal: Signal = Signal.ORIGINAL
    supersedes: Ref | None = None


class NewDocument(SentDocument):
    """A document to record; without a `ref` it gets one."""

    ref: Ref | None = None


class DocumentChange(SentDocument):
    """What is otherwise about a document."""

    publisher: Ref | None = None  # type: ignore[assignment]


class Retraction(Sent):
    """That a document was taken back by its publisher: noted once, and for good."""

    document: Ref
    why: Text = ""
