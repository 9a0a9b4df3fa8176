"""The timeline of a claim: what it amounted to, from which moment on, for whom.

Beside the records themselves, two tables repeat what they say for those who read many: the
timeline as intervals, and the feed of what changed. `claims.services.settling` writes both.
"""

from datetime import datetime

from django.db import models
from django.db.models import Q

from claims.domain.vocabulary import (
    ChangeKind,
    Status,
)
from claims.models.claim import Claim
from claims.querysets import ChangeQuerySet, StandingQuerySet, StatusQuerySet
from sources.foundation.constraints import choices, one_of
from sources.foundation.domain import shapes
from sources.foundation.domain.history import Erasable
from sources.foundation.domain.roles import Audience
from sources.foundation.models import AppendOnly


class StatusRecord(AppendOnly):
    """What the policy says of a claim from `effective_at` on, until a later record.

    Of two records that take effect at one moment the one written last stands; a record is never
    changed, so each one is also a permanent link to what stood there.
    """

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="timeline")
    audience = models.CharField(max_length=10, choices=choices(Audience))
    number = models.PositiveIntegerField(help_text="its place among those written, from 1")
    effective_at = models.DateTimeField()
    status = models.CharField(max_length=30, choices=choices(Status))
    evidence_status = models.CharField(max_length=30, choices=choices(Status))
    assessment = models.JSONField(help_text="the whole assessment, but for as_of")
    details = models.JSONField(help_text="the state of each detail, by its ref")
    recorded_at = models.DateTimeField()

    erasable = Erasable(("assessment", "details"))
    objects = StatusQuerySet.as_manager()

    class Meta:
        ordering = ["effective_at", "pk"]
        indexes = [
            # The one index that every as-of question reads, backwards from its moment.
            models.Index(
                fields=["claim", "audience", "-effective_at", "-id"], name="claims_timeline"
            )
        ]
        constraints = [
            one_of("audience", Audience),
            one_of("status", Status),
            one_of("evidence_status", Status),
            # Its permanent name. Each audience counts its own, so that no number tells the public
            # of what it does not see.
            models.UniqueConstraint(
                fields=["claim", "audience", "number"], name="claims_statusrecord_number"
            ),
        ]

    @property
    def said(self) -> Status:
        """Its status, with what it means."""
        return Status(self.status)

    @property
    def took_effect(self) -> datetime:
        """When it began to stand: not before it was written."""
        return max(self.effective_at, self.recorded_at)

    @property
    def previous(self) -> "StatusRecord | None":
        """What stood before it when it was written: earlier rows never change, so nor does this."""
        earlier = StatusRecord.objects.filter(
            claim=self.claim_id, audience=self.audience, pk__lt=self.pk
        )
        return earlier.as_of(self.effective_at)

    def __str__(self) -> str:
        return f"{self.claim.ref}: {self.status} ({self.audience}, {self.effective_at})"


class Standing(models.Model):
    """That a record stands from `begins` until `until` (None: until further notice).

    The timeline as intervals, with what lists are filtered and ordered by. A record that another
    one replaced at its own moment has no row here. `verify` holds it against the timeline.
    """

    record = models.OneToOneField(
        StatusRecord, models.PROTECT, primary_key=True, related_name="standing"
    )
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="standings", db_index=False)
    audience = models.CharField(max_length=10, choices=choices(Audience))
    begins = models.DateTimeField()
    until = models.DateTimeField(null=True)
    status = models.CharField(max_length=30, choices=choices(Status))
    changed_at = models.DateTimeField(help_text="when it began to stand, or was written if later")
    ref = models.CharField(max_length=shapes.REF_LENGTH)  # the claim's
    # Its audience, or nobody: the public has a timeline of an internal claim, and may not see it.
    shown_to = models.CharField(max_length=10, choices=choices(Audience), blank=True)
    # Codes, each with a space on both sides: found with `contains`.
    reasons = models.TextField()
    detail_states = models.TextField()

    objects = StandingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["claim", "audience", "begins"], name="claims_standing_claim"),
            models.Index(fields=["shown_to", "ref", "begins"], name="claims_standing_ref"),
            models.Index(fields=["shown_to", "status", "ref"], name="claims_standing_status"),
            models.Index(fields=["shown_to", "changed_at", "ref"], name="claims_standing_changed"),
            models.Index(
                fields=["shown_to", "status", "changed_at", "ref"], name="claims_standing_latest"
            ),
        ]
        constraints = [
            one_of("audience", Audience),
            one_of("shown_to", Audience, blank=True),
            one_of("status", Status),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=models.F("begins")),
                name="claims_standing_lasts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref}: {self.status} ({self.audience}, from {self.begins})"


class Outbox(models.Model):
    """What followers have to be told once its moment comes: a record that begins to stand, or
    (without a record) that the claim was shown or taken back.

    Written in the transaction of whatever it tells of, and taken out by `claims.services.outbox`.
    """

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="+")
    audience = models.CharField(max_length=10, choices=choices(Audience))
    record = models.ForeignKey(StatusRecord, models.CASCADE, null=True, related_name="+")
    due = models.DateTimeField()

    class Meta:
        ordering = ["due", "pk"]
        verbose_name_plural = "outbox"
        indexes = [models.Index(fields=["due", "id"], name="claims_outbox_due")]
        constraints = [one_of("audience", Audience)]

    def __str__(self) -> str:
        return f"{self.claim.ref}, due {self.due}"


class StatusChange(AppendOnly):
    """One entry of the feed that followers read. `at` is its place: each audience's feed is in the
    order in which entries came to be seen, so whoever has read up to one moment misses nothing."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="changes")
    audience = models.CharField(max_length=10, choices=choices(Audience))
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=choices(ChangeKind))
    record = models.ForeignKey(StatusRecord, models.PROTECT, null=True, related_name="+")
    previous = models.ForeignKey(StatusRecord, models.PROTECT, null=True, related_name="+")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["audience", "at"]
        indexes = [
            models.Index(fields=["claim", "audience", "-at"], name="claims_change_claim"),
            models.Index(fields=["audience", "kind", "at"], name="claims_change_kind"),
        ]
        constraints = [
            one_of("audience", Audience),
            one_of("kind", ChangeKind),
            models.UniqueConstraint(fields=["audience", "at"], name="claims_statuschange_place"),
            models.CheckConstraint(
                condition=Q(kind=ChangeKind.GONE.value, record=None)
                | (~Q(kind=ChangeKind.GONE.value) & Q(record__isnull=False)),
                name="claims_statuschange_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim.ref}: {self.kind}, {self.at}"
