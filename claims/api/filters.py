"""What the lists of claims and of what is said about them can be narrowed by."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from claims.domain.vocabulary import (
    AlertKind,
    Appearing,
    Basis,
    ChangeKind,
    Checkability,
    ClaimKind,
    DetailState,
    DetailType,
    Knowledge,
    Naming,
    Reason,
    Stance,
    Status,
    Visibility,
)
from claims.domain.words import read_query
from claims.models import (
    Alert,
    Appearance,
    Attribution,
    Citation,
    Claim,
    Detail,
    DetailValue,
    Event,
    Sighting,
    Standing,
    StatusChange,
    StatusRecord,
    Wording,
)
from claims.selectors.lookups import about, worded
from claims.services.timelines import spaced
from sources.foundation.api.filters import (
    Filters,
    a_moment,
    a_ref,
    a_text,
    a_word,
    a_yes,
    many_refs,
    words_of,
)
from sources.foundation.api.problems import bad_parameter
from sources.foundation.permissions import audience_of
from sources.models import Source
from sources.selectors.records import under

RANKED = [status for status in Status if status.rank is not None]


class AboutClaims(Filters):
    """Filters of rows that have a claim: by what the claim is, and who says what of it."""

    claim = many_refs("This claim; several for any of them.", field_name="claim__ref")
    event = a_ref("Of this event.", method="of_event")
    kind = words_of("What sort of claim it is.", ClaimKind, field_name="claim__kind")
    checkability = words_of(
        "Whether evidence can settle it.", Checkability, field_name="claim__checkability"
    )
    visibility = a_word("Who may see it.", Visibility, field_name="claim__visibility")
    volatile = a_yes("Whether it is expected to change soon.", field_name="claim__volatile")
    speaker = a_ref(
        "Somebody says something of it who is this source, or was under it when it was said.",
        method="said_by",
    )
    publisher = a_ref(
        "Something about it stands in a document of this source.", method="published_by"
    )
    document = a_ref("Something about it stands in this document.", method="in_document")
    said_after = a_moment("Somebody said something of it at or after this.", method="said_from")
    said_before = a_moment("Somebody said something of it before this.", method="said_until")
    cited = a_yes("Whether it is on record as printed, as far as you may know.", method="printed")
    q = a_text(
        "Words of the claim, its event, its speakers or what was quoted: all of them; "
        '"in quotation marks" next to each other; with a minus, not.',
        method="found_by",
    )

    def of_event(self, rows: QuerySet, name: str, ref: str) -> QuerySet:
        claims = Claim.objects.visible_to(self.user).filter(event__ref=ref)
        return about(rows, claims, claim="pk")

    def said_by(self, rows: QuerySet, name: str, ref: str) -> QuerySet:
        return self._appearing(rows, Appearing.SPEAKER, ref)

    def published_by(self, rows: QuerySet, name: str, ref: str) -> QuerySet:
        return self._appearing(rows, Appearing.PUBLISHER, ref)

    def _appearing(self, rows: QuerySet, part: Appearing, ref: str) -> QuerySet:
        seen = Appearance.objects.seen_by(audience_of(self.user), self.as_of)
        source = Source.objects.filter(ref=ref).values("pk")[:1]
        found = seen.filter(source=source, part=part.value)
        return about(rows, found)

    def in_document(self, rows: QuerySet, name: str, ref: str) -> QuerySet:
        sightings = Sighting.objects.visible_to(self.user, self.as_of).filter(document__ref=ref)
        claim = Coalesce("attribution__claim", "detail_value__detail__claim")
        return about(rows, sightings.annotate(of=claim), claim="of")

    def said_from(self, rows: QuerySet, name: str, at: datetime) -> QuerySet:
        return self._said(rows, Q(said_at__gte=at))

    def said_until(self, rows: QuerySet, name: str, at: datetime) -> QuerySet:
        return self._said(rows, Q(said_at__lt=at))

    def _said(self, rows: QuerySet, condition: Q) -> QuerySet:
        said = Attribution.objects.visible_to(self.user, self.as_of).filter(condition)
        return rows.filter(Exists(said.filter(claim=OuterRef("claim"))))

    def printed(self, rows: QuerySet, name: str, yes: bool) -> QuerySet:
        cited = Citation.objects.visible_to(self.account)
        if self.account is None:  # who knows of none
            return rows.none() if yes else rows
        found = Exists(cited.filter(record__claim=OuterRef("claim")))
        return rows.filter(found if yes else ~found)

    def found_by(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        query = read_query(text)
        if not query:
            raise bad_parameter("q", text, "at least one word to look for")
        seen = Wording.objects.seen_by(audience_of(self.user), self.as_of)
        return worded(rows, seen, query)


def at_least(status: str) -> list[str]:
    """The codes of this status and of every status of its rank or a higher one."""
    least = Status(status).rank or 0
    return [each.value for each in RANKED if (each.rank or 0) >= least]


class ClaimFilters(AboutClaims):
    """Filters of claims as they stand."""

    status = words_of("Its status; several for any of them.", Status, field_name="status")
    status_at_least = a_word(
        "Its status, or any of a higher rank (of the same rank, both).", RANKED, method="at_least"
    )
    reason = a_word("A reason why it has its status.", Reason, method="for_reason")
    detail_state = a_word(
        "It has a detail of which this is known, or not known.", DetailState, method="with_detail"
    )
    changed_after = a_moment(
        "It has had its status since this moment, or since later.",
        field_name="changed_at",
        lookup_expr="gte",
    )
    changed_before = a_moment(
        "It has had its status since before this moment.",
        field_name="changed_at",
        lookup_expr="lt",
    )

    class Meta:
        model = Standing
        fields = ()

    def at_least(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(status__in=at_least(value))

    def for_reason(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(reasons__contains=spaced([value]))

    def with_detail(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(detail_states__contains=spaced([value]))


class ChangeFilters(AboutClaims):
    """Filters of the feed: by the claim as it is now, and by what it became."""

    change = words_of("What the entry tells.", ChangeKind, field_name="kind")
    status = words_of(
        "The status it became; several for any of them.", Status, field_name="record__status"
    )
    status_at_least = a_word(
        "The status it became, or any of a higher rank.", RANKED, method="at_least"
    )

    class Meta:
        model = StatusChange
        fields = ()

    def at_least(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(record__status__in=at_least(value))


class EventFilters(Filters):
    country = a_text("Where it happened: an ISO 3166-1 code.", field_name="country")

    class Meta:
        model = Event
        fields = ()


class StatementFilters(Filters):
    """Filters that attributions and answers share."""

    naming = words_of("How far the speaker can be named.", Naming, field_name="naming")
    basis = words_of("How the speaker knows.", Basis, field_name="basis")
    speaker = a_ref("Said by this source, or by one that is or was under it.", method="said_by")
    document = a_ref("Seen in this document.", method="in_document")
    withdrawn = a_yes("Whether the record notes that it was taken back.", method="taken_back")
    said_after = a_moment("Said at or after this.", field_name="said_at", lookup_expr="gte")
    said_before = a_moment("Said before this.", field_name="said_at", lookup_expr="lt")

    def said_by(self, rows: Any, name: str, ref: str) -> QuerySet:
        """Whoever may not be named is not found by their name."""
        top = Source.objects.visible_to(self.user, self.as_of).filter(ref=ref)
        voices = under(top.values_list("pk", flat=True))
        named = rows if audience_of(self.user).value == "internal" else rows.nameable()
        found: QuerySet = named.filter(speaker__in=voices)
        return found

    def in_document(self, rows: Any, name: str, ref: str) -> QuerySet:
        sightings = Sighting.objects.visible_to(self.user, self.as_of).filter(document__ref=ref)
        own = "detail_value" if rows.model is DetailValue else "attribution"
        found: QuerySet = rows.filter(pk__in=sightings.values(own))
        return found

    def taken_back(self, rows: QuerySet, name: str, yes: bool) -> QuerySet:
        back = Q(withdrawn_at__lte=self.as_of)
        return rows.filter(back if yes else Q(withdrawn_at=None) | ~back)


class AttributionFilters(StatementFilters):
    claim = a_ref("About this claim.", field_name="claim__ref")
    event = a_ref("About a claim of this event.", field_name="claim__event__ref")
    stance = words_of("What the speaker commits to.", Stance, field_name="stance")

    class Meta:
        model = Attribution
        fields = ()


class ValueFilters(StatementFilters):
    claim = a_ref("About this claim.", field_name="detail__claim__ref")
    detail = a_ref("An answer to this detail.", field_name="detail__ref")
    knowledge = words_of("A value, or a kind of not knowing.", Knowledge, field_name="knowledge")

    class Meta:
        model = DetailValue
        fields = ()


class DetailFilters(Filters):
    claim = a_ref("About this claim.", field_name="claim__ref")
    event = a_ref("About a claim of this event.", field_name="claim__event__ref")
    type = words_of("What sort of answer it has.", DetailType, field_name="type")

    class Meta:
        model = Detail
        fields = ()


class RecordFilters(Filters):
    claim = a_ref("Of this claim (needed).", field_name="claim__ref", required=True)
    status = words_of("Its status; several for any of them.", Status, field_name="status")

    class Meta:
        model = StatusRecord
        fields = ()


class CitationFilters(Filters):
    claim = a_ref("Of this claim.", field_name="record__claim__ref")
    url = a_text("Printed at this address.", field_name="url")
    desk = a_text("Of this desk.", field_name="desk")
    cited_after = a_moment("Cited at or after this.", field_name="cited_at", lookup_expr="gte")
    cited_before = a_moment("Cited before this.", field_name="cited_at", lookup_expr="lt")

    class Meta:
        model = Citation
        fields = ()


class AlertFilters(Filters):
    claim = a_ref("About this claim.", field_name="record__claim__ref")
    citation = a_ref("Of this citation.", field_name="citation__ref")
    kind = words_of("What is to be done.", AlertKind, field_name="kind")
    desk = a_text("Of this desk.", field_name="citation__desk")
    acknowledged = a_yes("Whether somebody has acknowledged it.", method="taken_care_of")

    def taken_care_of(self, rows: QuerySet, name: str, yes: bool) -> QuerySet:
        return rows.exclude(acknowledgement=None) if yes else rows.filter(acknowledgement=None)

    class Meta:
        model = Alert
        fields = ()
