"""What reviewers and editors found and decided. All of it is history: rows are only ever added."""

from django.db import models
from django.db.models import F, Q

from claims.domain.vocabulary import VerdictKind
from claims.models import Claim
from reviews.domain.vocabulary import TAKES_TWO, DecisionKind
from sources.foundation.columns import Columns
from sources.foundation.constraints import choices, given, one_of
from sources.foundation.domain import shapes
from sources.foundation.domain.history import Erasable
from sources.foundation.models import AppendOnly
from sources.foundation.querysets import AppendOnlyQuerySet

_OF_CLAIM = {"claim": "its history is the claim's"}


class Verdict(AppendOnly):
    """What a reviewer found. Of a reviewer's verdicts on a claim the latest one lives."""

    columns = Columns(
        not_in_history=_OF_CLAIM | {"recorded_at": "the entry that tells of it says when"},
    )

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="verdicts")
    reviewer = models.CharField(max_length=shapes.LINE_LENGTH)
    verdict = models.CharField(max_length=20, choices=choices(VerdictKind))
    reason = models.TextField()
    fingerprint = models.CharField(max_length=64, blank=True)  # of the evidence that was seen
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    erasable = Erasable(("reason",))
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


class Proposal(AppendOnly):
    """What somebody proposes and somebody else has to second."""

    columns = Columns(not_in_history=_OF_CLAIM, named_by="pk")

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=30, choices=choices(TAKES_TWO))
    subject = models.JSONField(
        default=dict, blank=True, help_text="what it is about, such as the statement's kind and ref"
    )
    proposed_by = models.CharField(max_length=shapes.LINE_LENGTH)
    reason = models.TextField()
    at = models.DateTimeField()

    erasable = Erasable(("subject", "reason"))
    objects = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [one_of("kind", TAKES_TWO), given("proposed_by"), given("reason")]

    def __str__(self) -> str:
        return f"{self.proposed_by}: {DecisionKind(self.kind).label}"


class Decision(AppendOnly):
    """What was decided about a claim: by an editor, or by two people, one seconding the other."""

    columns = Columns(not_in_history=_OF_CLAIM)

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=30, choices=choices(DecisionKind))
    decided_by = models.CharField(max_length=shapes.LINE_LENGTH)
    seconded_by = models.CharField(max_length=shapes.LINE_LENGTH, blank=True)
    # One answer to a proposal: whoever comes second finds it answered.
    proposal = models.OneToOneField(
        Proposal, models.PROTECT, null=True, blank=True, related_name="decision"
    )
    carried = models.BooleanField(default=True)  # a proposal may also be declined
    reason = models.TextField()
    at = models.DateTimeField()

    erasable = Erasable(("reason",))
    objects = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            one_of("kind", DecisionKind),
            given("decided_by"),
            given("reason"),
            models.CheckConstraint(
                condition=~Q(kind__in=[kind.value for kind in TAKES_TWO])
                | Q(proposal__isnull=False, carried=False)
                | (
                    Q(proposal__isnull=False) & ~Q(seconded_by="") & ~Q(seconded_by=F("decided_by"))
                ),
                name="reviews_decision_takes_two",
                violation_error_message="This takes two people.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decided_by}: {DecisionKind(self.kind).label}"
