"""What is asked about a claim, and what speakers answered."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from claims.domain import records
from claims.domain.records import PositiveNumber, Value
from claims.domain.vocabulary import DetailType, Knowledge
from claims.models.claim import Claim
from claims.models.statement import Statement, statement_columns
from claims.querysets import DetailQuerySet
from sources.foundation.columns import Columns
from sources.foundation.constraints import choices, given, one_of
from sources.foundation.domain import shapes
from sources.foundation.models import Recorded


class Detail(Recorded):
    """A question about a claim: "What type of missile?"."""

    columns = Columns(
        record=records.Detail,
        fields={
            "ref": "id",
            "not_applicable_by": "not_applicable.by",
            "not_applicable_reason": "not_applicable.reason",
        },
        not_in_record={
            "recorded_at": "not in second-source-dossier/1",
            "recorded_by": "not in second-source-dossier/1",
        },
        not_in_history={
            "ref": "the history names it by this",
            "claim": "it stands in the history of its claim",
        },
    )

    column_shapes: ClassVar[dict[str, Any]] = {
        "ref": shapes.Ref,
        "narrower_than": dict[shapes.Name, shapes.Name],
        "tolerance": PositiveNumber,
        "favours": list[shapes.Ref],
    }

    ref = models.CharField(max_length=shapes.REF_LENGTH, unique=True)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="details")
    question = models.CharField(max_length=shapes.LINE_LENGTH)
    indirect = models.CharField(
        max_length=shapes.LINE_LENGTH,
        blank=True,
        help_text="inside a sentence: how far the missile flew",
    )
    type = models.CharField(
        max_length=20, choices=choices(DetailType), default=DetailType.QUANTITY.value
    )
    unit = models.CharField(max_length=shapes.LINE_LENGTH, default="1", help_text="UCUM, like km")
    cumulative = models.BooleanField(default=False, help_text="a running total, such as a toll")
    varying = models.BooleanField(
        default=False, help_text="a level that goes up and down, such as people missing"
    )
    tolerance = models.FloatField(
        null=True,
        blank=True,
        help_text="answers no further apart agree; in the unit, of an instant in minutes",
    )
    favours = models.JSONField(
        default=list,
        blank=True,
        editable=False,
        help_text="references of sources that an answer may serve",
    )
    narrower_than = models.JSONField(
        default=dict, blank=True, help_text="narrower category to the one above it"
    )
    not_applicable_by = models.CharField(max_length=shapes.LINE_LENGTH, blank=True)
    not_applicable_reason = models.TextField(blank=True)

    objects = DetailQuerySet.as_manager()

    def ref_stem(self) -> str:
        return f"{self.claim.ref[:180]}-d-"

    class Meta:
        ordering = ["ref"]
        constraints = [
            one_of("type", DetailType),
            given("ref"),
            given("question"),
            given("unit"),
            models.CheckConstraint(
                condition=Q(not_applicable_by="", not_applicable_reason="")
                | (~Q(not_applicable_by="") & ~Q(not_applicable_reason="")),
                name="claims_detail_not_applicable_has_a_reason",
                violation_error_message="That a detail does not apply has a reason and an author.",
            ),
            models.CheckConstraint(
                condition=Q(cumulative=False) | Q(varying=False),
                name="claims_detail_grows_or_varies",
                violation_error_message="A total only grows; a level varies. It cannot be both.",
            ),
        ]

    def __str__(self) -> str:
        return self.question


class DetailValue(Statement):
    """A speaker's answer to a detail, or the kind of not knowing it stated."""

    columns = statement_columns(records.DetailValue)

    column_shapes: ClassVar[dict[str, Any]] = {**Statement.column_shapes, "value": Value}

    detail = models.ForeignKey(Detail, models.PROTECT, related_name="values")
    knowledge = models.CharField(max_length=20, choices=choices(Knowledge))
    value = models.JSONField(
        null=True,
        blank=True,
        help_text=(
            'like {"value": 700, "qualifier": "about", "unit": "km"}, '
            '{"low": 5, "high": 8}, {"at": "2026-05-04T06:12:00Z"} or {"value": "in words"}'
        ),
    )
    quote = models.TextField(blank=True)

    def ref_stem(self) -> str:
        return f"{self.detail.ref[:180]}-v-"

    class Meta(Statement.Meta):
        ordering = ["ref"]
        constraints = [
            *Statement.Meta.constraints,
            one_of("knowledge", Knowledge),
            models.CheckConstraint(
                condition=Q(knowledge=Knowledge.VALUE.value, value__isnull=False)
                | (~Q(knowledge=Knowledge.VALUE.value) & Q(value__isnull=True)),
                name="claims_detailvalue_value_when_known",
                violation_error_message="A value is present exactly when knowledge is value.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.speaker}: {self.knowledge.replace('_', ' ')}"
