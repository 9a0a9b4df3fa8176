"""What the API answers about a text that was read, as types."""

from datetime import date

from claims.domain.vocabulary import Knowledge, Naming, Stance
from sources.domain.vocabulary import SourceKind
from sources.foundation.api.schemas import Answer

Spans = list[tuple[int, int]]


class ProposedSpeaker(Answer):
    """Who a text says it was; `ref` if they are on record."""

    name: str
    role: str
    kind: SourceKind
    naming: Naming
    ref: str | None


class ProposedGap(Answer):
    """Something that the speaker is said not to know, or not to have said."""

    span: tuple[int, int]
    about: str
    knowledge: Knowledge


class ProposedQuantity(Answer):
    """A number with its unit as the text has them; `value` is a decimal number."""

    span: tuple[int, int]
    value: str
    unit: str
    qualifier: str


class Proposed(Answer):
    """Who said what, as a text says it: nothing that is on record. Spans are `[start, end)` in code
    points of the text; `pattern` is how it was found."""

    source: Spans
    cue: Spans
    content: Spans
    relays: Spans
    hedges: Spans
    unknowns: Spans
    not_known: list[ProposedGap]
    stance: Stance
    pattern: str
    speaker: ProposedSpeaker
    chain: list[str]
    manner: str
    carries: bool
    said_on: date | None
    quantities: list[ProposedQuantity]
    claim: str


class ReadAnswer(Answer):
    """What was read in a text. `id` is yours; `document` is what it is kept as, if it is."""

    id: str | None
    document: str | None
    attributions: list[Proposed]
