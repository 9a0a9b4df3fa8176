"""The timeline of a claim: what it amounted to, from which moment on, for whom."""

from django.db import models

from claims.domain.vocabulary import Audience, Status
from claims.models.claim import Claim
from claims.querysets import StatusQuerySet
from sources.constraints import choices, one_of
from sources.models import AppendOnly


class StatusRecord(AppendOnly):
    """What the policy says of a claim from `effective_at` on, until a later record.

    Of two records that take effect at one moment the one written last stands; a record is never
    changed, so each one is also a permanent link to what stood there.
    """

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="timeline")
    audience = models.CharField(max_length=10, choices=choices(Audience))
    effective_at = models.DateTimeField()
    status = models.CharField(max_length=30, choices=choices(Status))
    evidence_status = models.CharField(max_length=30, choices=choices(Status))
    assessment = models.JSONField(help_text="the whole assessment, but for as_of")
    details = models.JSONField(help_text="the state of each detail, by its ref")
    recorded_at = models.DateTimeField()

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
        ]

    @property
    def previous(self) -> "StatusRecord | None":
        """What stood before it when it was written: earlier rows never change, so nor does this."""
        earlier = StatusRecord.objects.filter(
            claim=self.claim_id, audience=self.audience, pk__lt=self.pk
        )
        return earlier.as_of(self.effective_at)

    def __str__(self) -> str:
        return f"{self.claim.ref}: {self.status} ({self.audience}, {self.effective_at})"
