"""Who speaks, and where it stands written. Rules are in `domain`, changes in `services`."""

import secrets
from collections.abc import Collection
from typing import Any, ClassVar, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from sources.constraints import check_shapes, choices, given, one_of
from sources.domain import records
from sources.domain.authority import Door
from sources.domain.moments import Moment
from sources.domain.vocabulary import Capacity, CaptureMethod, Signal, SourceKind
from sources.querysets import (
    AffiliationQuerySet,
    AppendOnlyQuerySet,
    DocumentQuerySet,
    HistoryIsAppendOnly,
    SourceQuerySet,
)


def random_ref(stem: str = "") -> str:
    """An id that tells nobody how many others there are."""
    return f"{stem}{secrets.token_hex(6)}"


class Recorded(models.Model):
    """Something in our record: when it entered it (None: always there), and by whose hand."""

    recorded_at = models.DateTimeField(null=True, blank=True, editable=False)
    recorded_by = models.CharField(max_length=records.LINE_LENGTH, blank=True, editable=False)

    # Column to the type that the exchange format gives it: what is kept can also be dumped.
    shapes: ClassVar[dict[str, Any]] = {}

    class Meta:
        abstract = True

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **more: Any
    ) -> Self:
        """Remembers what was read, so that a change can be told from what others changed since
        (`sources.services.keeping`)."""
        row = super().from_db(db, field_names, values, **more)
        vars(row)["_read"] = dict(zip(field_names, values, strict=False))
        return row

    def clean(self) -> None:
        """Refuse what a record of the exchange format could not hold."""
        super().clean()
        moments = {f.name: Moment for f in self._meta.fields if isinstance(f, models.DateTimeField)}
        check_shapes(self, self.shapes | moments)


class AppendOnly(models.Model):
    """A row of history. The database refuses its change and deletion; so does this class.

    Its manager has to refuse as well: see `AppendOnlyQuerySet`.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise HistoryIsAppendOnly
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise HistoryIsAppendOnly


class Source(Recorded):
    """A person, office, body or outlet that speaks or passes on what others said."""

    shapes: ClassVar[dict[str, Any]] = {
        "ref": records.Ref,
        "country": records.CountryCode,
        "wikidata": records.WikidataId,
    }

    ref = models.CharField(max_length=records.REF_LENGTH, unique=True)
    kind = models.CharField(max_length=20, choices=choices(SourceKind))
    name = models.CharField(max_length=records.LINE_LENGTH)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1, like KR")
    wikidata = models.CharField(max_length=13, blank=True, help_text="like Q40469")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="controlled",
        help_text="who controls it; voices under one control are one origin",
    )
    newsgatherer = models.BooleanField(
        default=False, help_text="an outlet whose own reporting counts as an origin"
    )
    description = models.TextField(
        blank=True,
        help_text="for an anonymous source, as agreed with it; never anything that identifies it",
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(Lower("name"), name="sources_source_called")]
        constraints = [
            one_of("kind", SourceKind),
            given("ref"),
            given("name"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="sources_source_not_its_own_parent",
                violation_error_message="A source does not control itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Alias(models.Model):
    """Another name of a source; a metonym, such as Pyongyang for North Korea."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=records.LINE_LENGTH)

    class Meta:
        verbose_name_plural = "aliases"
        indexes = [models.Index(Lower("name"), name="sources_alias_called")]
        constraints = [
            given("name"),
            models.UniqueConstraint(fields=["source", "name"], name="sources_alias_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Affiliation(AppendOnly, Recorded):
    """`source` belongs to `to` from one moment (inclusive) until another (exclusive)."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="affiliations")
    to = models.ForeignKey(Source, models.PROTECT, related_name="affiliated")
    capacity = models.CharField(
        max_length=20, choices=choices(Capacity), default=Capacity.OFFICIAL.value
    )
    role = models.CharField(max_length=records.LINE_LENGTH, blank=True)
    begins = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("capacity", Capacity),
            models.CheckConstraint(
                condition=~Q(source=F("to")),
                name="sources_affiliation_not_with_itself",
                violation_error_message="A source is not affiliated with itself.",
            ),
            models.CheckConstraint(
                condition=Q(begins=None) | Q(until=None) | Q(until__gte=F("begins")),
                name="sources_affiliation_ends_after_it_begins",
                violation_error_message="An affiliation does not end before it begins.",
            ),
            models.CheckConstraint(
                condition=~Q(capacity=Capacity.FORMER.value) | Q(until__isnull=False),
                name="sources_affiliation_former_has_an_end",
                violation_error_message="A former affiliation has an end.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} – {self.role or self.capacity} – {self.to}"


class Document(Recorded):
    """Where something stands written or was recorded."""

    shapes: ClassVar[dict[str, Any]] = {"ref": records.Ref, "language": records.LanguageTag}

    ref = models.CharField(max_length=records.REF_LENGTH, unique=True)
    publisher = models.ForeignKey(Source, models.PROTECT, related_name="documents")
    url = models.URLField(max_length=records.URL_LENGTH, blank=True)
    title = models.CharField(max_length=records.LINE_LENGTH, blank=True)
    byline = models.CharField(max_length=records.LINE_LENGTH, blank=True)
    published = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=80, blank=True, help_text="BCP 47, like ja")
    type = models.CharField(max_length=40, blank=True, help_text="CSL, like article-newspaper")
    embargoed_until = models.DateTimeField(null=True, blank=True)
    retracted_at = models.DateTimeField(null=True, blank=True)
    signal = models.CharField(max_length=20, choices=choices(Signal), default=Signal.ORIGINAL.value)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-published", "ref"]
        constraints = [
            one_of("signal", Signal),
            given("ref"),
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(supersedes=F("id")),
                name="sources_document_not_its_own_successor",
                violation_error_message="A document does not supersede itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.ref


class Snapshot(AppendOnly, Recorded):
    """The exact bytes of a document at one moment, as their hash and their text; the bytes
    themselves are beside (`SnapshotBytes`), so that nobody reads them who does not want to."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="snapshots")
    captured_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    text = models.TextField()
    captured_how = models.CharField(max_length=20, choices=choices(CaptureMethod))
    captured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # What the page says of itself: title, byline, published, publisher, canonical, json_ld …
    about = models.JSONField(default=dict, blank=True)

    objects = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        constraints = [
            one_of("captured_how", CaptureMethod),
            models.UniqueConstraint(
                fields=["document", "sha256"], name="sources_snapshot_same_bytes_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} as of {self.captured_at:%Y-%m-%d %H:%M}"


class SnapshotBytes(AppendOnly):
    """The bytes of a snapshot as they came; what was pasted is its text in UTF-8."""

    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="bytes")
    body = models.BinaryField()
    address = models.URLField(max_length=records.URL_LENGTH, blank=True)  # where they were got

    objects = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        verbose_name_plural = "snapshot bytes"

    def __str__(self) -> str:
        return f"Bytes of {self.snapshot_id}"


class HistoryEntry(AppendOnly):
    """One deed, as it bears on one thing: who, when, what, before and after, why, by which door.

    `body` is the exact text whose SHA-256 is `digest`; the other columns repeat what it says, to be
    searched. `bearing` marks what bears on the evidence: the digest of the last such entry of a
    claim is the fingerprint of what a reviewer sees.
    """

    chain = models.CharField(max_length=records.REF_LENGTH + 20)  # "claim/kp-launch"
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=records.LINE_LENGTH)
    door = models.CharField(max_length=20, choices=choices(Door))
    deed = models.CharField(max_length=40)
    bearing = models.BooleanField(default=False)
    body = models.TextField()
    digest = models.CharField(max_length=64)

    # The one change that the database lets through: the text of an entry that has a tombstone.
    # (Column, table of the tombstones, their key to this one.)
    erasable = ("body", "sources_tombstone", "entry_id")

    objects = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        verbose_name_plural = "history"
        ordering = ["chain", "number"]
        constraints = [
            one_of("door", Door),
            given("by"),
            given("digest"),
            models.UniqueConstraint(fields=["chain", "number"], name="sources_historyentry_place"),
        ]

    def __str__(self) -> str:
        return f"{self.chain}, entry {self.number}"


class Tombstone(AppendOnly):
    """That the text of an entry was erased because the law demanded it, and why."""

    entry = models.OneToOneField(HistoryEntry, models.PROTECT, related_name="tombstone")
    reason = models.TextField()
    about = models.JSONField(help_text="the keys of what the entry told of")
    at = models.DateTimeField()
    by = models.CharField(max_length=records.LINE_LENGTH)

    objects = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        ordering = ["pk"]
        constraints = [given("reason")]

    def __str__(self) -> str:
        return f"{self.entry}: {self.reason}"


class AnsweredRequest(models.Model):
    """What a program was answered when it changed something, to be answered the same again.

    Kept for a day. The answer is kept in the transaction of what it tells of: there is never one
    without the other.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=records.REF_LENGTH)
    sent = models.CharField(max_length=64)  # SHA-256 of the method, the address and the body
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="sources_answeredrequest_once")
        ]

    def __str__(self) -> str:
        return self.key
