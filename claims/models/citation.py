"""Where a statement of ours was printed, and what stood in the record when it was."""

from django.db import models

from claims.models.status import StatusRecord
from claims.querysets import CitationQuerySet
from sources.constraints import given
from sources.domain import records
from sources.models import random_ref


class Citation(models.Model):
    """A citation points at a status record, not at a claim: at what was known when it was made."""

    ref = models.CharField(max_length=records.REF_LENGTH, unique=True, default=random_ref)
    record = models.ForeignKey(StatusRecord, models.PROTECT, related_name="citations")
    sentence = models.TextField()
    system = models.CharField(max_length=records.LINE_LENGTH)
    url = models.URLField(max_length=records.URL_LENGTH, blank=True)
    headline = models.CharField(max_length=records.LINE_LENGTH, blank=True)
    desk = models.CharField(max_length=records.LINE_LENGTH, blank=True)
    cited_by = models.CharField(max_length=records.LINE_LENGTH)
    cited_at = models.DateTimeField()
    contact = models.CharField(max_length=records.LINE_LENGTH, blank=True)
    last_notified = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.CharField(max_length=records.LINE_LENGTH, blank=True)

    objects = CitationQuerySet.as_manager()

    class Meta:
        ordering = ["-cited_at"]
        indexes = [
            models.Index(fields=["cited_at", "ref"], name="claims_citation_newest"),
            models.Index(fields=["cited_by", "cited_at", "ref"], name="claims_citation_own"),
        ]
        constraints = [given("sentence"), given("cited_by")]

    def __str__(self) -> str:
        return self.headline or self.sentence
