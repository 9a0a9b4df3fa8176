"""What the API answers about claims, as types: for the documentation and the tests."""

from datetime import datetime
from typing import Any

from claims.domain.vocabulary import (
    AlertKind,
    Attestation,
    Basis,
    ChangeKind,
    Checkability,
    ClaimKind,
    DeliveryState,
    DetailReason,
    DetailState,
    DetailType,
    GroundRules,
    Interest,
    Knowledge,
    Naming,
    Reason,
    Relation,
    Stance,
    Status,
    Visibility,
)
from sources.api.schemas import Named, Titled
from sources.foundation.api.schemas import Answer, PageAnswer
from sources.foundation.domain.roles import Audience


class AssessmentAnswer(Answer):
    """What a claim amounts to for one audience, and why. Counts are independent origins."""

    status: Status
    evidence_status: Status
    support_origins: int
    unhedged_origins: int
    named_origins: int
    interested_origins: int
    denying_origins: int
    interested_denials: int
    approvals: int
    reasons: list[Reason]
    explanation: str
    next: str
    audience: Audience
    policy: str
    as_of: datetime


class StatusAnswer(AssessmentAnswer):
    """The status of a claim. `since` is when it began to stand (null: it has always stood), `as_of`
    the moment asked for, or else when our record last took note. `rank` orders statuses by the
    support that a reader may infer; `permalink` is the frozen record."""

    ref: str
    rank: int | None
    since: datetime | None
    number: int
    permalink: str


class StatusesAnswer(Answer):
    """The statuses asked for, in the order asked; `missing` are refs that there is nothing to see
    for: treat each as not confirmed."""

    audience: Audience
    statuses: list[StatusAnswer]
    missing: list[str]


class DetailSummary(Answer):
    """What is known about a question, and what kind of not knowing there is. `value` is as
    computed, for comparing; `given` is how its speakers gave it ("about 700 km")."""

    question: str
    type: DetailType
    unit: str | None
    state: DetailState
    value: dict[str, Any] | None = None
    given: str | None = None
    origins: int
    reasons: list[DetailReason]


class SpanAnswer(Answer):
    exact: str
    start: int | None = None
    end: int | None = None


class SelectorAnswer(SpanAnswer):
    """W3C Web Annotation: a TextQuoteSelector with its TextPositionSelector, in code points."""

    prefix: str | None = None
    suffix: str | None = None


class SightingAnswer(Answer):
    """A passage that shows that the statement was made. `via` are the relays, nearest the speaker
    first; a null among them may not be named."""

    document: Titled
    publisher: Named
    via: list[Named | None]
    via_documents: list[Titled]
    attestation: Attestation
    stance: Stance | None
    quote: str
    language: str
    translation: str
    snapshot: str | None
    selector: SelectorAnswer | None
    source_spans: list[SpanAnswer]
    cue_spans: list[SpanAnswer]
    content_spans: list[SpanAnswer]
    recorded_at: datetime | None
    retracted_at: datetime | None


class StatementAnswer(Answer):
    """Who said it and how it reached us. `speaker` is null where it may not be named;
    `speaker_as` is how it may be printed."""

    ref: str
    claim: str
    speaker: Named | None
    speaker_as: str
    holder: str
    cue: str
    naming: Naming
    ground_rules: GroundRules
    basis: Basis
    evidence_key: str | None
    said_at: datetime | None
    recorded_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_note: str | None
    discounted_at: datetime | None
    discount_reason: str | None
    note: str | None
    sightings: list[SightingAnswer]


class AttributionAnswer(StatementAnswer):
    """That a speaker takes a stance on a claim."""

    stance: Stance


class AttributionsAnswer(PageAnswer):
    results: list[AttributionAnswer]


class ValueAnswer(StatementAnswer):
    """A speaker's answer to a detail, or the kind of not knowing it stated."""

    detail: str
    knowledge: Knowledge
    value: dict[str, Any] | None
    quote: str


class ValuesAnswer(PageAnswer):
    results: list[ValueAnswer]


class NotApplicableAnswer(Answer):
    by: str | None
    reason: str


class DetailAnswer(Answer):
    """A question about a claim. `value` is as computed, for comparing; `given` is how its speakers
    gave it ("about 700 km"). `state` is null where the record of that moment has none yet."""

    ref: str
    claim: str
    question: str
    type: DetailType
    indirect: str
    unit: str | None
    cumulative: bool
    varying: bool
    tolerance: float | None
    narrower_than: dict[str, str]
    not_applicable: NotApplicableAnswer | None
    state: DetailState | None
    value: dict[str, Any] | None
    given: str | None
    origins: int | None
    reasons: list[DetailReason]
    recorded_at: datetime | None
    values: list[ValueAnswer] | None = None


class DetailsAnswer(PageAnswer):
    results: list[DetailAnswer]


class InterestAnswer(Answer):
    source: Named
    interest: Interest
    reason: str | None


class RelationAnswer(Answer):
    relation: Relation
    claim: str
    text: str


class EventAnswer(Answer):
    """Something that happened, or is said to have; its claims are found by `event`."""

    ref: str
    slug: str
    title: str
    place: str
    country: str
    when: str
    parties: list[str]
    recorded_at: datetime | None


class EventsAnswer(PageAnswer):
    results: list[EventAnswer]


class RecordAnswer(Answer):
    """A frozen record: what a claim amounted to from `effective_at` until `until` (null: until
    further notice), as it was written at `recorded_at`. `replaced`: another was written for the
    same moment later."""

    claim: str
    number: int
    audience: Audience
    effective_at: datetime | None
    until: datetime | None
    replaced: bool
    recorded_at: datetime
    assessment: AssessmentAnswer
    details: dict[str, Any]
    permalink: str


class RecordsAnswer(PageAnswer):
    results: list[RecordAnswer]


class ClaimAnswer(Answer):
    """A claim with what it amounts to. `recorded_by`, `fingerprint` and `etag` are for those who
    work on it: the last two say what a verdict, or a change, was based on."""

    ref: str
    text: str
    clause: str
    clause_past: str
    language: str
    kind: ClaimKind
    checkability: Checkability
    visibility: Visibility
    volatile: bool
    review_by: datetime | None
    event: Titled | None
    recorded_at: datetime | None
    recorded_by: str | None
    amended_at: datetime | None
    assessment: AssessmentAnswer
    since: datetime | None
    number: int
    permalink: str
    details: dict[str, DetailSummary]
    fingerprint: str | None
    attributions: list[AttributionAnswer] | None = None
    interests: list[InterestAnswer] | None = None
    relations: list[RelationAnswer] | None = None
    timeline: list[RecordAnswer] | None = None


class ClaimsAnswer(PageAnswer):
    results: list[ClaimAnswer]


class CitationAnswer(Answer):
    """Where a statement of ours was printed, and the frozen record that it cites."""

    ref: str
    claim: str
    number: int
    permalink: str
    sentence: str
    system: str
    url: str
    headline: str
    desk: str
    contact: str
    cited_by: str
    cited_at: datetime
    last_notified: datetime | None
    alerts: list[str]
    acknowledged: bool


class CitationsAnswer(PageAnswer):
    results: list[CitationAnswer]


class SentenceAnswer(Answer):
    """What may be printed of a claim: `text`, and the sentences `more` that may follow it."""

    claim: str
    number: int
    audience: Audience
    status: Status
    text: str
    more: list[str]
    why_not: str
    on_request: str
    as_of: datetime
    policy: str
    formats: dict[str, str]


class PlaceAnswer(Answer):
    system: str
    url: str
    headline: str
    desk: str


class AlertAnswer(Answer):
    """That something printed no longer holds: what it said, what changed, and the sentence that
    holds now (`replacement`), or why there is none. `kind` says what is to be done."""

    ref: str
    kind: AlertKind
    at: datetime
    citation: str
    claim: str
    place: PlaceAnswer
    sentence: str
    previous_status: Status
    status: Status
    why: str
    replacement: str
    why_not: str
    permalink: str
    acknowledge: str
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    acknowledged_note: str | None


class AlertsAnswer(PageAnswer):
    results: list[AlertAnswer]


class ClaimName(Answer):
    """A claim, by reference; of one that was taken back only the SHA-256 of its ref, by which those
    know it who had it."""

    ref: str | None
    ref_sha256: str


class ChangeAnswer(Answer):
    """An entry of the feed. `cursor` is its place; `changed` are the members of the assessment that
    differ from the entry before about this claim, `details` among them."""

    cursor: str
    kind: ChangeKind
    at: datetime
    claim: ClaimName
    status: Status | None
    previous_status: Status | None
    changed: list[str]
    assessment: AssessmentAnswer | None
    since: datetime | None
    number: int | None
    permalink: str | None


class ChangesAnswer(Answer):
    """What changed after `after`. Go on with `cursor`; `more` says that there is more already."""

    audience: Audience
    changes: list[ChangeAnswer]
    cursor: str
    more: bool


class ContributedAnswer(Answer):
    """What a dossier added: how many of each kind, and how many status records that came to."""

    added: dict[str, int]
    statuses: int


class SubscriptionAnswer(Answer):
    """Where you are told of what. `served` is the place in the feed up to which events were made;
    `deliveries` counts them by what became of them."""

    ref: str
    url: str
    description: str
    audience: Audience
    filters: dict[str, str | list[str]]
    alerts: bool
    active: bool
    stopped_because: str
    served: datetime
    made_at: datetime
    deliveries: dict[DeliveryState, int]


class SubscriptionsAnswer(PageAnswer):
    results: list[SubscriptionAnswer]


class SecretAnswer(SubscriptionAnswer):
    """A subscription with the secret that signs its events (Standard Webhooks), told only now."""

    secret: str


class AttemptAnswer(Answer):
    at: datetime
    status: int | None
    error: str
    milliseconds: int


class DeliveryAnswer(Answer):
    """One event for one subscription; `ref` is its `webhook-id`, `cursor` its place in the feed."""

    ref: str
    subscription: str
    claim: str | None
    alert: str | None
    cursor: str | None
    state: DeliveryState
    failures: int
    due: datetime
    made_at: datetime
    ended_at: datetime | None
    attempts: list[AttemptAnswer]


class DeliveriesAnswer(PageAnswer):
    results: list[DeliveryAnswer]


class ReplayedAnswer(Answer):
    replayed: int
