"""What programs send to record sources and documents."""

from typing import Annotated, Any

from pydantic import Field

from sources.api.bodies import Sent
from sources.domain.moments import Moment
from sources.domain.records import CountryCode, LanguageTag, Line, Name, Ref, Text, Url, WikidataId
from sources.domain.vocabulary import Capacity, Signal, SourceKind

Flag = Annotated[bool, Field(strict=True)]


class SentAffiliation(Sent):
    """That the source belongs to `to`, from `begins` (inclusive) until `until` (exclusive)."""

    to: Ref
    capacity: Capacity = Capacity.OFFICIAL
    role: Line = ""
    begins: Moment | None = None
    until: Moment | None = None


class SentSource(Sent):
    """A source. What is not sent is as it was, or empty for a new one; affiliations are added."""

    kind: SourceKind
    name: Name
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


def columns(body: Sent, leave: tuple[str, ...] = ()) -> dict[str, Any]:
    """What was sent, as columns: text is never null, and words are codes."""
    found: dict[str, Any] = {}
    for name in sorted(body.model_fields_set - set(leave)):
        value = getattr(body, name)
        if value is None and name not in _MOMENTS:
            value = ""
        found[name] = getattr(value, "value", value)
    return found


_MOMENTS = frozenset({"published", "embargoed_until", "said_at", "review_by", "value"})
