"""What reviewers say to each other, and whether those concerned were asked."""

from django.db import models

from claims.models import Claim
from reviews.domain.vocabulary import ReplyState
from sources.foundation.columns import Columns
from sources.foundation.constraints import choices, given, one_of
from sources.foundation.domain import shapes
from sources.foundation.domain.history import Erasable
from sources.foundation.models import AppendOnly
from sources.foundation.querysets import AppendOnlyQuerySet
from sources.models import Source


class Note(AppendOnly):
    """A word between reviewers."""

    columns = Columns(not_in_history={"claim": "its history is the claim's"})

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="notes")
    author = models.CharField(max_length=shapes.LINE_LENGTH)
    text = models.TextField()
    at = models.DateTimeField()

    erasable = Erasable(("text",))
    objects = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [given("author"), given("text")]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:80]}"


class RightOfReply(models.Model):
    """Whether a party that the claim concerns was asked, by when, and what came of it."""

    columns = Columns(
        not_in_history={
            "claim": "its history is the claim's",
            "party": "the history names it by this",
        }
    )

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="replies")
    party = models.ForeignKey(Source, models.PROTECT, related_name="replies")
    state = models.CharField(max_length=20, choices=choices(ReplyState))
    contacted_at = models.DateTimeField(null=True, blank=True)
    deadline = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "rights of reply"
        constraints = [
            one_of("state", ReplyState),
            models.UniqueConstraint(fields=["claim", "party"], name="reviews_reply_once_a_party"),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.state.replace('_', ' ')}"
