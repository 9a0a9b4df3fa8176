"""What the public may meet of a statement, from when on, and whether by its speaker's name.

The one place for these rules: explanations, lists, searches and exports all ask here. A statement
is *hidden* for ever by its ground rules; it is *under embargo* until one of its sightings can be
seen; and its speaker may be *withheld* though what was said may be read.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import product

from claims.domain.records import Dossier, Sighting, Spoken
from claims.domain.vocabulary import GroundRules, Naming
from sources.domain.records import Document, Source
from sources.domain.vocabulary import SourceKind
from sources.foundation.domain.moments import ALWAYS

HIDDEN = frozenset({GroundRules.OFF_RECORD, GroundRules.DEEP_BACKGROUND})
INDIVIDUALS = frozenset({SourceKind.PERSON, SourceKind.OFFICE})
UNNAMED = "an unnamed source"


def withheld(naming: Naming, ground_rules: GroundRules, kind: SourceKind) -> bool:
    """Whether the speaker's name may not be printed: a group may be described, a person not."""
    return (
        (naming is Naming.DESCRIBED and kind in INDIVIDUALS)
        or naming is Naming.ANONYMOUS
        or ground_rules is not GroundRules.ON_RECORD
        or kind is SourceKind.ANONYMOUS
    )


# Every way of naming, ground rule and kind of source under which the name may be printed: the same
# rule for where-clauses.
NAMEABLE = frozenset(
    each for each in product(Naming, GroundRules, SourceKind) if not withheld(*each)
)


def name_of(statement: Spoken, source: Source) -> str:
    """The speaker as it may be printed."""
    if statement.attribution_as:
        return statement.attribution_as
    return UNNAMED if is_withheld(statement, source) else source.name


# A description and no name: "a senior defence official", "US officials familiar with it". What
# bears a note, a comma or whose somebody is may tell more than was agreed, and is not printed.
_DESCRIPTION = re.compile(
    r"(?:an? )?(?:[\w-]+ ){0,5}(?:officials?|sources?|people|persons?|diplomats?|aides?|officers?|"
    r"witness(?:es)?|soldiers?|employees?|executives?|lawmakers?|insiders?|whistleblowers?)"
    r"(?: [\w-]+){0,8}"
)


def describes(statement: Spoken, source: Source) -> bool:
    """Whether the name of an unnamed source on the record is a description and no name."""
    return (
        source.kind is SourceKind.ANONYMOUS
        and statement.ground_rules is GroundRules.ON_RECORD
        and bool(_DESCRIPTION.fullmatch(source.name))
    )


def is_withheld(statement: Spoken, source: Source) -> bool:
    return withheld(statement.naming, statement.ground_rules, source.kind)


def would_tell(document: Document, statement: Spoken, source: Source) -> bool:
    """Whether it would tell who speaks: the own document of somebody who may not be named."""
    return document.publisher == statement.speaker and is_withheld(statement, source)


def sightings_from(
    statement: Spoken, dossier: Dossier
) -> Iterator[tuple[datetime | None, Sighting]]:
    """Each sighting with the first moment at which the public may meet it; None: never."""
    for sighting in statement.sightings:
        if statement.ground_rules in HIDDEN:
            yield None, sighting
        else:
            begun = max(statement.recorded_at or ALWAYS, sighting.recorded_at or ALWAYS)
            yield max(begun, shown_from(dossier.documents[sighting.document])), sighting


def shown_from(document: Document) -> datetime:
    """The first moment at which the public may meet a document (policy §4.1)."""
    return max(document.recorded_at or ALWAYS, document.embargoed_until or ALWAYS)


def met_from(statement: Spoken, dossier: Dossier) -> datetime | None:
    """The first moment at which the public may meet the statement; None: never."""
    return min((at for at, _ in sightings_from(statement, dossier) if at is not None), default=None)
