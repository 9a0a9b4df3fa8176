"""What a reader of the desk is told, and what they would rather not hear of."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models import Claim
from reviews.domain.vocabulary import NoticeKind
from sources.foundation.constraints import choices, one_of
from sources.foundation.domain import shapes


class Notice(models.Model):
    """A word to one reader. `occasion` keeps the same thing from being told twice."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=choices(NoticeKind))
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="+")
    text = models.TextField()
    occasion = models.CharField(max_length=shapes.LINE_LENGTH)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(
                fields=["reader", "at"], condition=Q(read_at=None), name="reviews_notice_unread"
            )
        ]
        constraints = [
            one_of("kind", NoticeKind),
            models.UniqueConstraint(
                fields=["reader", "kind", "occasion"], name="reviews_notice_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class MutedNotice(models.Model):
    """A kind of notice that its reader has switched off."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="muted")
    kind = models.CharField(max_length=20, choices=choices(NoticeKind))

    class Meta:
        constraints = [
            one_of("kind", NoticeKind),
            models.UniqueConstraint(fields=["reader", "kind"], name="reviews_muted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reader}: {self.kind}"
