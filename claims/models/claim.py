"""Events, the claims about them, and how a claim bears on sources and on other claims."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from claims.domain import records
from claims.domain.vocabulary import Checkability, ClaimKind, Interest, Relation, Visibility
from claims.querysets import ClaimQuerySet, EventQuerySet
from sources.foundation.columns import Columns
from sources.foundation.constraints import choices, given, one_of
from sources.foundation.domain import shapes
from sources.foundation.models import Recorded
from sources.foundation.refs import stem_of
from sources.models import Source


class Event(Recorded):
    """Something that happened, or is said to have; its claims hang here."""

    columns = Columns(
        record=records.Event,
        not_in_record={
            "ref": "the key of the record",
            "recorded_at": "not in second-source-dossier/1",
            "recorded_by": "not in second-source-dossier/1",
        },
        not_in_history={"ref": "the history names it by this"},
    )

    column_shapes: ClassVar[dict[str, Any]] = {
        "ref": shapes.Ref,
        "country": shapes.CountryCode,
        "parties": list[shapes.Name],
    }

    ref = models.CharField(max_length=shapes.REF_LENGTH, unique=True)
    title = models.CharField(max_length=shapes.LINE_LENGTH)
    slug = models.SlugField(max_length=shapes.REF_LENGTH, unique=True)
    place = models.CharField(max_length=shapes.LINE_LENGTH, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1, like KR")
    when = models.CharField(
        max_length=shapes.LINE_LENGTH, blank=True, help_text="as exactly as it is known"
    )
    parties = models.JSONField(default=list, blank=True, help_text="a list of names")

    objects = EventQuerySet.as_manager()

    def ref_stem(self) -> str:
        return stem_of(self.title, "event")

    class Meta:
        ordering = ["title"]
        constraints = [given("ref"), given("title")]

    def __str__(self) -> str:
        return self.title


class Claim(Recorded):
    """One atomic, unhedged, dated, self-contained sentence, with no speaker in it."""

    columns = Columns(
        record=records.Claim,
        fields={"ref": "id", "language": "lang"},
        rows={"favours", "damages", "authorities"},
        not_in_record={
            "visibility": "whoever loads a claim decides who sees it",
            "review_by": "not in second-source-dossier/1",
            "policy": "a dossier has one for all of its claims",
        },
        not_in_history={"ref": "the history names it by this"},
        not_signed={"visibility", "volatile", "review_by", "event"},
    )

    column_shapes: ClassVar[dict[str, Any]] = {
        "ref": shapes.Ref,
        "text": shapes.Text,
        "language": shapes.LanguageTag,
    }

    ref = models.CharField(max_length=shapes.REF_LENGTH, unique=True)
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="claims")
    text = models.TextField()
    clause = models.CharField(
        max_length=shapes.LINE_LENGTH, blank=True, help_text="inside a sentence, after “says that”"
    )
    clause_past = models.CharField(
        max_length=shapes.LINE_LENGTH, blank=True, help_text="the same after “said that”"
    )
    language = models.CharField(max_length=80, blank=True, help_text="BCP 47, like en")
    kind = models.CharField(
        max_length=20, choices=choices(ClaimKind), default=ClaimKind.OCCURRENCE.value
    )
    checkability = models.CharField(
        max_length=20, choices=choices(Checkability), default=Checkability.CHECKABLE.value
    )
    visibility = models.CharField(
        max_length=20, choices=choices(Visibility), default=Visibility.INTERNAL.value
    )
    volatile = models.BooleanField(default=False, help_text="expected to change soon")
    review_by = models.DateTimeField(null=True, blank=True)
    amended_at = models.DateTimeField(null=True, blank=True, editable=False)
    standing: int  # the status record that `on_record` found to stand

    policy = models.CharField(
        max_length=210,
        blank=True,
        editable=False,
        help_text="the policy it is assessed by, as id@version; empty for the house's own",
    )

    objects = ClaimQuerySet.as_manager()

    def ref_stem(self) -> str:
        return stem_of(self.text, "claim")

    class Meta:
        ordering = ["ref"]

        indexes = [models.Index(fields=["visibility", "ref"])]
        constraints = [
            one_of("kind", ClaimKind),
            one_of("checkability", Checkability),
            one_of("visibility", Visibility),
            given("ref"),
            given("text"),
            models.CheckConstraint(
                condition=Q(review_by=None) | Q(volatile=True),
                name="claims_claim_only_the_volatile_are_due",
                violation_error_message="Only a volatile claim has a time to be reviewed by.",
            ),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 120 else f"{self.text[:119]}…"


_KEYS = {"claim": "its key in the history of its claim"}


class DeclaredInterest(Recorded):
    """That a claim favours or damages a source, or that a source is entitled to state it."""

    columns = Columns(not_in_history=_KEYS | {"source": _KEYS["claim"], "interest": _KEYS["claim"]})

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="interests")
    source = models.ForeignKey(Source, models.PROTECT, related_name="interests")
    interest = models.CharField(max_length=20, choices=choices(Interest))
    reason = models.TextField()

    class Meta:
        constraints = [
            one_of("interest", Interest),
            given("reason"),
            models.UniqueConstraint(
                fields=["claim", "source", "interest"], name="claims_interest_declared_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interest}: {self.source}"


class ClaimRelation(Recorded):
    """How one claim stands to another."""

    columns = Columns(not_in_history=_KEYS | {"other": _KEYS["claim"], "relation": _KEYS["claim"]})

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="relations")
    relation = models.CharField(max_length=20, choices=choices(Relation))
    other = models.ForeignKey(Claim, models.PROTECT, related_name="related_by")

    class Meta:
        constraints = [
            one_of("relation", Relation),
            models.CheckConstraint(
                condition=~Q(claim=F("other")),
                name="claims_relation_not_to_itself",
                violation_error_message="A claim has no relation to itself.",
            ),
            models.UniqueConstraint(
                fields=["claim", "relation", "other"], name="claims_relation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.relation}: {self.other}"
