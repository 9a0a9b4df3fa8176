"""What was said by whom, and the passages that show it, with the chain it came by."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from claims.domain import records
from claims.domain.records import Selector, Span
from claims.domain.vocabulary import Attestation, Basis, GroundRules, Naming, Stance
from claims.models.claim import Claim
from claims.querysets import SightingQuerySet, StatementQuerySet
from sources.foundation.columns import Columns
from sources.foundation.constraints import choices, given, one_of
from sources.foundation.domain import shapes
from sources.foundation.models import Recorded
from sources.models import Document, Snapshot, Source


def statement_columns(record: type[records.Statement], **not_in_history: str) -> Columns:
    """How the columns of a kind of statement are carried."""
    unknown = "not in second-source-dossier/1"
    return Columns(
        record=record,
        fields={"ref": "id"},
        rows={"sightings"},
        not_in_record={"withdrawn_note": unknown, "restores": unknown, "recorded_by": unknown},
        not_in_history={"ref": "the history names it by this"} | not_in_history,
        not_signed={"note"},
    )


class Statement(Recorded):
    """The provenance that an attribution and a detail value share."""

    column_shapes: ClassVar[dict[str, Any]] = {"ref": shapes.Ref}

    ref = models.CharField(max_length=shapes.REF_LENGTH, unique=True)
    speaker = models.ForeignKey(Source, models.PROTECT, related_name="%(class)ss")
    holder = models.CharField(
        max_length=shapes.LINE_LENGTH, blank=True, help_text="who held the office"
    )
    cue = models.CharField(
        max_length=shapes.LINE_LENGTH, blank=True, help_text="the verb of saying, as it stands"
    )
    naming = models.CharField(
        max_length=20, choices=choices(Naming), default=Naming.NAMED_INSTITUTION.value
    )
    ground_rules = models.CharField(
        max_length=20, choices=choices(GroundRules), default=GroundRules.ON_RECORD.value
    )
    attribution_as = models.CharField(
        max_length=shapes.LINE_LENGTH, blank=True, help_text="the wording agreed with the speaker"
    )
    basis = models.CharField(max_length=20, choices=choices(Basis), default=Basis.UNSTATED.value)
    evidence_key = models.CharField(
        max_length=shapes.LINE_LENGTH,
        blank=True,
        help_text="what the speaker relies on; statements with one key are one origin",
    )
    said_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_note = models.TextField(blank=True)
    discounted_at = models.DateTimeField(null=True, blank=True)
    discount_reason = models.TextField(blank=True)
    # Restoring what was discounted enters it anew: its loss goes on speaking against what reviewers
    # signed before, and the restored one speaks from now on.
    restores = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="restored"
    )
    note = models.TextField(blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            one_of("naming", Naming),
            one_of("ground_rules", GroundRules),
            one_of("basis", Basis),
            given("ref"),
            models.CheckConstraint(
                condition=Q(discounted_at=None) | ~Q(discount_reason=""),
                name="%(app_label)s_%(class)s_discount_has_a_reason",
                violation_error_message="A discount has a reason.",
            ),
            models.CheckConstraint(
                condition=Q(said_at=None)
                | Q(withdrawn_at=None)
                | Q(withdrawn_at__gte=F("said_at")),
                name="%(app_label)s_%(class)s_said_before_withdrawn",
                violation_error_message="A statement is not withdrawn before it was made.",
            ),
        ]


class Attribution(Statement):
    """That a speaker takes a stance on a claim."""

    columns = statement_columns(records.Attribution, claim="it stands in the history of its claim")

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="attributions")
    stance = models.CharField(max_length=20, choices=choices(Stance))

    def ref_stem(self) -> str:
        return f"{self.claim.ref[:180]}-a-"

    class Meta(Statement.Meta):
        ordering = ["ref"]
        constraints = [*Statement.Meta.constraints, one_of("stance", Stance)]

    def __str__(self) -> str:
        return f"{self.speaker} {self.stance.replace('_', ' ')}"


_WITHIN = dict.fromkeys(("attribution", "detail_value"), "it stands within its statement")


class Sighting(Recorded):
    """One document passage that shows that a statement was made."""

    columns = Columns(
        record=records.Sighting,
        fields={
            "language": "lang",
            "source_spans": "source",
            "cue_spans": "cue",
            "content_spans": "content",
        },
        rows={"via", "via_documents"},
        not_in_record=_WITHIN
        | {
            "snapshot": "not in second-source-dossier/1",
            "recorded_by": "not in second-source-dossier/1",
            "retracted_by": "not in second-source-dossier/1",
        },
        not_in_history=_WITHIN,
    )

    column_shapes: ClassVar[dict[str, Any]] = {
        "language": shapes.LanguageTag,
        "quote": shapes.Text,
        "selector": Selector,
        "source_spans": list[Span],
        "cue_spans": list[Span],
        "content_spans": list[Span],
    }

    attribution = models.ForeignKey(
        Attribution, models.CASCADE, null=True, blank=True, related_name="sightings"
    )
    detail_value = models.ForeignKey(
        "claims.DetailValue", models.CASCADE, null=True, blank=True, related_name="sightings"
    )
    document = models.ForeignKey(Document, models.PROTECT, related_name="sightings")
    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, null=True, blank=True, related_name="sightings"
    )
    attestation = models.CharField(
        max_length=20, choices=choices(Attestation), default=Attestation.PARAPHRASE.value
    )
    stance = models.CharField(
        max_length=20,
        choices=choices(Stance),
        blank=True,
        help_text="as read here, where it differs from the attribution's",
    )
    quote = models.TextField(blank=True)
    language = models.CharField(max_length=80, blank=True, help_text="BCP 47, like ja")
    translation = models.TextField(blank=True)
    # W3C Web Annotation selectors; offsets are code points of the snapshot's text.
    selector = models.JSONField(null=True, blank=True)
    source_spans = models.JSONField(default=list, blank=True)
    cue_spans = models.JSONField(default=list, blank=True)
    content_spans = models.JSONField(default=list, blank=True)
    retracted_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="the outlet took back this passage alone"
    )
    retracted_by = models.CharField(max_length=shapes.LINE_LENGTH, blank=True, editable=False)

    objects = SightingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("attestation", Attestation),
            one_of("stance", Stance, blank=True),
            models.CheckConstraint(
                condition=Q(attribution=None, detail_value__isnull=False)
                | Q(attribution__isnull=False, detail_value=None),
                name="claims_sighting_of_one_statement",
                violation_error_message="A sighting shows one statement.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} ({self.attestation.replace('_', ' ')})"


_IN_ORDER = {
    "sighting": "it stands within its sighting",
    "position": "they stand there in their order",
}


class Hop(models.Model):
    """One relay on the way from the speaker to the document; position 0 is nearest the speaker."""

    columns = Columns(not_in_history=_IN_ORDER)

    sighting = models.ForeignKey(Sighting, models.CASCADE, related_name="hops")
    position = models.PositiveSmallIntegerField()
    source = models.ForeignKey(Source, models.PROTECT, related_name="hops")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["sighting", "position"], name="claims_hop_one_at_a_position"
            )
        ]

    def __str__(self) -> str:
        return str(self.source)


class RelayedDocument(models.Model):
    """A document that the sighting's own document relays."""

    columns = Columns(not_in_history=_IN_ORDER)

    sighting = models.ForeignKey(Sighting, models.CASCADE, related_name="relayed")
    position = models.PositiveSmallIntegerField()
    document = models.ForeignKey(Document, models.PROTECT, related_name="relayed_by")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["sighting", "position"], name="claims_relayed_one_at_a_position"
            )
        ]

    def __str__(self) -> str:
        return str(self.document)
