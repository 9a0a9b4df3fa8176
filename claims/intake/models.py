"""What was read in a document and waits for a person: on record only once one has accepted it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.domain.vocabulary import DraftState, DraftStep
from claims.models.claim import Claim
from claims.models.statement import Attribution, Sighting
from sources.foundation.columns import Columns
from sources.foundation.constraints import choices, one_of
from sources.foundation.domain import shapes
from sources.foundation.domain.history import Erasable
from sources.foundation.models import AppendOnly
from sources.foundation.querysets import AppendOnlyQuerySet
from sources.foundation.refs import mint_ref
from sources.models import Snapshot


def draft_ref() -> str:
    return mint_ref("draft_")


class Draft(models.Model):
    """One attribution as read in a snapshot. `stands` is its shape (`domain.drafts.Shape`) as it
    now is; how it came to be so is in its steps."""

    columns = Columns(
        not_in_history={
            "ref": "the history names it by this",
            "start": "the shape says it",
            "stands": "the digest of the shape stands for it, so that words stand in one place",
            "sighting": "the claim's history tells of it",
            "read_at": "the entry that tells of it says when",
        }
    )

    ref = models.CharField(max_length=shapes.REF_LENGTH, unique=True, default=draft_ref)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="drafts")
    start = models.PositiveIntegerField()  # code points: where its first word stands
    stands = models.JSONField()
    state = models.CharField(
        max_length=20, choices=choices(DraftState), default=DraftState.WAITING.value
    )
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, blank=True, related_name="drafts")
    attribution = models.ForeignKey(
        Attribution, models.SET_NULL, null=True, blank=True, related_name="drafts"
    )
    sighting = models.ForeignKey(
        Sighting, models.SET_NULL, null=True, blank=True, related_name="drafts"
    )
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["start", "pk"]
        indexes = [models.Index(fields=["snapshot", "state"], name="claims_draft_waiting")]
        constraints = [
            one_of("state", DraftState),
            models.CheckConstraint(
                condition=~Q(state=DraftState.ACCEPTED.value) | Q(claim__isnull=False),
                name="claims_draft_accepted_is_of_a_claim",
                violation_error_message="What is accepted is about a claim.",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class DraftStepTaken(AppendOnly):
    """One step of a draft: who did what, and what it was before and after."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20, choices=choices(DraftStep))
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    why = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=shapes.LINE_LENGTH)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    erasable = Erasable(("before", "after", "why"))
    objects = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "draft steps taken"
        constraints = [one_of("step", DraftStep)]

    def __str__(self) -> str:
        return f"{self.draft}: {self.step}"
