"""Who looked, and what they decided. Both tables are history: rows are only ever added."""

from django.db import models

from claims.domain.vocabulary import VerdictKind
from claims.models import Claim
from sources.constraints import choices, given, one_of
from sources.domain import records
from sources.models import AppendOnly
from sources.querysets import AppendOnlyQuerySet


class Verdict(AppendOnly):
    """What a reviewer found. Of a reviewer's verdicts on a claim the latest one lives."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="verdicts")
    reviewer = models.CharField(max_length=records.LINE_LENGTH)
    verdict = models.CharField(max_length=20, choices=choices(VerdictKind))
    reason = models.TextField()
    fingerprint = models.CharField(max_length=64, blank=True)  # of the evidence that was seen
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    objects = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            one_of("verdict", VerdictKind),
            given("reviewer"),
            given("reason"),
            models.UniqueConstraint(
                fields=["claim", "reviewer", "at", "verdict"], name="reviews_verdict_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.verdict.replace('_', ' ')}"


class HousePolicy(AppendOnly):
    """A policy by name and version, with every parameter that differs from the defaults."""

    policy_id = models.CharField(max_length=100)
    version = models.CharField(max_length=100)
    parameters = models.JSONField()
    effective_from = models.DateTimeField(null=True)  # None: only for the claims that name it
    recorded_at = models.DateTimeField()

    objects = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        verbose_name_plural = "house policies"
        constraints = [
            models.UniqueConstraint(
                fields=["policy_id", "version"], name="reviews_housepolicy_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.policy_id}@{self.version}"
