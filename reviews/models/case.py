"""A claim on the desk: its state, where it stands in the queue, and who has it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from claims.domain.vocabulary import Status
from claims.models import Claim
from reviews.domain.vocabulary import Level, State
from reviews.querysets import CaseQuerySet
from sources.foundation.columns import Columns
from sources.foundation.constraints import choices, one_of


class Case(models.Model):
    """The desk's side of a claim. One function writes its state (`reviews.services.casework`).

    `level` and `status` repeat what follows from the claim's assessment, so that the queue can be
    read in order; they are written whenever the claim is settled.
    """

    columns = Columns(
        not_in_history={
            "claim": "its history is the claim's",
            "since": "the entry that tells of the state says when",
            "level": "it follows from the assessment and the state",
            "status": "it repeats the standing record; `verify` compares them",
            "decided_status": "it repeats the record that stood at the decision",
            "decided_approvals": "it repeats the verdicts that stood at the decision",
        },
    )

    claim = models.OneToOneField(Claim, models.CASCADE, primary_key=True, related_name="case")
    state = models.CharField(max_length=20, choices=choices(State))
    since = models.DateTimeField(help_text="when it came into this state")
    level = models.PositiveSmallIntegerField(help_text="1 stands first in the queue")
    status = models.CharField(max_length=30, choices=choices(Status), blank=True)
    decided_status = models.CharField(max_length=30, choices=choices(Status), blank=True)
    decided_approvals = models.PositiveSmallIntegerField(default=0)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "case"
        verbose_name_plural = "desk"
        ordering = ["level", "since", "pk"]
        indexes = [
            models.Index(fields=["level", "since", "claim"], name="reviews_case_queue"),
            models.Index(fields=["state", "level", "since"], name="reviews_case_state"),
        ]
        constraints = [
            one_of("state", State),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=len(Level)), name="reviews_case_level_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.claim)


class Assignment(models.Model):
    """That a reviewer has a claim until a moment; one lives at a time."""

    columns = Columns(
        not_in_history={
            "claim": "its history is the claim's",
            "taken_at": "the entry that tells of it says when",
            "ended_at": "the entry that tells of the end says when",
        },
    )

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="assignments")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments"
    )
    taken_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["taken_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(ended_at=None),
                name="reviews_assignment_one_lives",
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("taken_at")), name="reviews_assignment_lasts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}, until {self.until:%Y-%m-%d %H:%M}"
