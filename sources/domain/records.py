"""Sources and documents as plain records, in the shape in which a dossier carries them.

The same records serve the exchange format, the policy and the database reader: there is one
description of what a source is. They check themselves when read from outside; code that already
holds checked values builds them with `model_construct`.
"""

from pydantic import Field
from pydantic.types import StrictBool

from sources.domain.vocabulary import SourceKind
from sources.foundation.domain.moments import Moment
from sources.foundation.domain.shapes import (
    CountryCode,
    LanguageTag,
    Line,
    Name,
    Record,
    Ref,
    Url,
    WikidataId,
)


class Affiliation(Record):
    """`to` is whom the source belongs to, from (inclusive) and until (exclusive) two moments."""

    to: Ref
    from_: Moment | None = Field(default=None, alias="from")
    until: Moment | None = None
    role: Line | None = None


class Source(Record):
    """Who speaks. `parent` controls it; an outlet that gathers news counts as an origin."""

    kind: SourceKind
    name: Name
    in_text: Line | None = None  # its form in running text: "the United Nations"
    aliases: tuple[Name, ...] = ()
    country: CountryCode | None = None
    wikidata: WikidataId | None = None
    parent: Ref | None = None
    newsgatherer: StrictBool = False
    affiliations: tuple[Affiliation, ...] = ()


class Document(Record):
    """Where it stands written. The three last moments are when our record took note."""

    publisher: Ref
    title: Line | None = None
    url: Url | None = None
    published: Moment | None = None
    lang: LanguageTag | None = None
    recorded_at: Moment | None = None
    embargoed_until: Moment | None = None
    retracted_at: Moment | None = None
