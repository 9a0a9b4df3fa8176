"""Where a statement of ours was printed, what stood in the record when it was, and the alerts that
told the place of what changed since. Alerts and acknowledgements are the house's corrections
record: history, like the statuses that they tell of.
"""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.domain.citing.alerts import place_key
from claims.domain.vocabulary import AlertKind
from claims.models.status import StatusRecord
from claims.querysets import AlertQuerySet, CitationQuerySet
from sources.foundation.columns import Columns
from sources.foundation.constraints import choices, given, one_of
from sources.foundation.domain import shapes
from sources.foundation.domain.history import Erasable
from sources.foundation.models import AppendOnly
from sources.foundation.querysets import AppendOnlyQuerySet
from sources.foundation.refs import mint_ref


def citation_ref() -> str:
    return mint_ref("cit_")


def alert_ref() -> str:
    return mint_ref("alert_")


def place_of(citation: "Citation", *, of_house: bool) -> str:
    """The place as it is compared (addresses are too long for an index). What the newsroom prints
    is the house's, whoever copied it; a program's places are its own."""
    key = place_key(
        system=citation.system, url=citation.url, headline=citation.headline, desk=citation.desk
    )
    owner = "" if of_house else citation.cited_by
    return hashlib.sha256(f"{owner}\n{key}".encode()).hexdigest()


class Citation(models.Model):
    """A citation points at a status record, not at a claim: at what was known when it was made."""

    ref = models.CharField(max_length=shapes.REF_LENGTH, unique=True, default=citation_ref)
    record = models.ForeignKey(StatusRecord, models.PROTECT, related_name="citations")
    sentence = models.TextField()
    system = models.CharField(max_length=shapes.LINE_LENGTH)
    url = models.URLField(max_length=shapes.URL_LENGTH, blank=True)
    headline = models.CharField(max_length=shapes.LINE_LENGTH, blank=True)
    desk = models.CharField(max_length=shapes.LINE_LENGTH, blank=True)
    cited_by = models.CharField(max_length=shapes.LINE_LENGTH)
    cited_at = models.DateTimeField()
    contact = models.CharField(max_length=shapes.LINE_LENGTH, blank=True)
    # Of two citations of one place the later one holds: this tells that it is one.
    place = models.CharField(max_length=64, editable=False)
    # What the sentence rests on, as it stood when it was last looked at: what differs is told.
    basis = models.JSONField(default=dict, editable=False)

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

    @property
    def where(self) -> str:
        """The place in words."""
        return self.headline or self.url or self.system


class Alert(AppendOnly):
    """That a place which cited was told of a change: once for each change of what it was told."""

    ref = models.CharField(max_length=shapes.REF_LENGTH, unique=True, default=alert_ref)
    citation = models.ForeignKey(Citation, models.PROTECT, related_name="alerts")
    kind = models.CharField(max_length=10, choices=choices(AlertKind))
    # What stood when it was told; the first is what the place had been told before.
    before = models.ForeignKey(StatusRecord, models.PROTECT, related_name="+")
    record = models.ForeignKey(StatusRecord, models.PROTECT, related_name="+")
    why = models.TextField()
    replacement = models.TextField(blank=True, help_text="the sentence that now holds")
    at = models.DateTimeField()

    acknowledgement: "Acknowledgement"

    erasable = Erasable(("why", "replacement"))
    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["at", "ref"], name="claims_alert_newest")]
        constraints = [one_of("kind", AlertKind), given("why")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.citation}"

    @property
    def acknowledged(self) -> "Acknowledgement | None":
        return getattr(self, "acknowledgement", None)


class Acknowledgement(AppendOnly):
    """That somebody has taken an alert upon themselves, by name."""

    alert = models.OneToOneField(Alert, models.PROTECT, related_name="acknowledgement")
    by = models.CharField(max_length=shapes.LINE_LENGTH)
    at = models.DateTimeField()
    note = models.TextField(blank=True, help_text="what was done about it")

    erasable = Erasable(("note",))
    objects = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        ordering = ["pk"]
        constraints = [given("by")]

    def __str__(self) -> str:
        return f"{self.by}, {self.at}"


class Escalation(models.Model):
    """That the editor of its desk is told of an alert which nobody has acknowledged by then."""

    alert = models.OneToOneField(Alert, models.CASCADE, primary_key=True, related_name="escalation")
    escalate_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "claims_alertmail"
        indexes = [
            models.Index(
                fields=["escalate_at"],
                condition=Q(escalated_at=None),
                name="claims_alertmail_to_escalate",
            )
        ]

    def __str__(self) -> str:
        return str(self.alert)


class StoryDesk(models.Model):
    """Who edits a desk that prints: told when nobody acknowledges an alert in time."""

    columns = Columns()

    name = models.CharField(max_length=shapes.LINE_LENGTH, unique=True)
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [given("name")]

    def __str__(self) -> str:
        return self.name
