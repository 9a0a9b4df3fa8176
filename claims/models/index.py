"""What claims are found by. Worked out from the record (`claims.domain.indexing`), and written with
every status (`claims.services.indexing`); `verify` holds it against the record."""

from django.db import models

from claims.domain.vocabulary import Appearing
from claims.models.claim import Claim
from claims.querysets import AppearanceQuerySet, WordingQuerySet
from sources.foundation.constraints import choices, one_of
from sources.models import Source


class Appearance(models.Model):
    """That a source appears in a claim, and from when on the public may know (None: never)."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="appearances", db_index=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="appearances", db_index=False)
    part = models.CharField(max_length=10, choices=choices(Appearing))
    public_from = models.DateTimeField(null=True)

    objects = AppearanceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["source", "part", "claim"], name="claims_appearance_found")]
        constraints = [
            one_of("part", Appearing),
            models.UniqueConstraint(
                fields=["claim", "source", "part"], name="claims_appearance_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}, {self.part}"


class Wording(models.Model):
    """The words by which a claim is found from `begins` until `until`: stems, with spaces between.

    Each engine keeps a full-text index of the three columns (`sources/foundation/engine.py`).
    """

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="wordings")
    public = models.BooleanField()
    internal = models.BooleanField()
    begins = models.DateTimeField()
    until = models.DateTimeField(null=True)
    said = models.TextField()
    speakers = models.TextField()
    quoted = models.TextField()

    objects = WordingQuerySet.as_manager()

    # What the engine indexes, most telling first.
    searched = ("said", "speakers", "quoted")

    def __str__(self) -> str:
        return f"{self.claim}: {self.said[:80]}"
