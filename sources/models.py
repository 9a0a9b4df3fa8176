"""Who speaks, and where it stands written. Rules are in `domain`, changes in `services`."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from sources.domain import records
from sources.domain.vocabulary import Capacity, CaptureMethod, Signal, SourceKind
from sources.foundation.columns import Columns
from sources.foundation.constraints import choices, given, one_of
from sources.foundation.domain import shapes
from sources.foundation.domain.history import Erasable
from sources.foundation.domain.shapes import is_web_address
from sources.foundation.models import AppendOnly, Recorded
from sources.foundation.querysets import AppendOnlyQuerySet
from sources.foundation.refs import stem_of
from sources.querysets import AffiliationQuerySet, DocumentQuerySet, SourceQuerySet

_NOT_IN_FORMAT = "not in second-source-dossier/1"
_KEY = "the history names it by this"


class Source(Recorded):
    """A person, office, body or outlet that speaks or passes on what others said."""

    columns = Columns(
        record=records.Source,
        rows={"aliases", "affiliations"},
        not_in_record={
            "ref": "the key of the record",
            "description": "an anonymous source's own business",
            "recorded_at": _NOT_IN_FORMAT,
            "recorded_by": _NOT_IN_FORMAT,
        },
        not_in_history={"ref": _KEY},
        not_signed={"wikidata", "country", "aliases", "description"},
    )

    column_shapes: ClassVar[dict[str, Any]] = {
        "ref": shapes.Ref,
        "country": shapes.CountryCode,
        "wikidata": shapes.WikidataId,
    }

    ref = models.CharField(max_length=shapes.REF_LENGTH, unique=True)
    kind = models.CharField(max_length=20, choices=choices(SourceKind))
    name = models.CharField(max_length=shapes.LINE_LENGTH)
    in_text = models.CharField(
        max_length=shapes.LINE_LENGTH,
        blank=True,
        help_text="in running text, where that differs: the United Nations",
    )
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

    def ref_stem(self) -> str:
        return stem_of(self.name, "source")

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

    columns = Columns(not_in_history={"source": "it stands within its source"})

    source = models.ForeignKey(Source, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=shapes.LINE_LENGTH)

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

    columns = Columns(
        record=records.Affiliation,
        fields={"begins": "from_"},
        not_in_record={
            "source": "it stands within its source",
            "capacity": _NOT_IN_FORMAT,
            "recorded_at": _NOT_IN_FORMAT,
            "recorded_by": _NOT_IN_FORMAT,
        },
        not_in_history={
            "source": "it stands within its source",
            "recorded_at": "the entry that tells of it says when",
            "recorded_by": "the entry that tells of it says who",
        },
    )

    source = models.ForeignKey(Source, models.PROTECT, related_name="affiliations")
    to = models.ForeignKey(Source, models.PROTECT, related_name="affiliated")
    capacity = models.CharField(
        max_length=20, choices=choices(Capacity), default=Capacity.OFFICIAL.value
    )
    role = models.CharField(max_length=shapes.LINE_LENGTH, blank=True)
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

    columns = Columns(
        record=records.Document,
        fields={"language": "lang"},
        not_in_record={
            "ref": "the key of the record",
            "byline": _NOT_IN_FORMAT,
            "type": _NOT_IN_FORMAT,
            "signal": _NOT_IN_FORMAT,
            "supersedes": _NOT_IN_FORMAT,
            "recorded_by": _NOT_IN_FORMAT,
        },
        not_in_history={"ref": _KEY},
        not_signed={"byline", "type", "language", "title"},
    )

    column_shapes: ClassVar[dict[str, Any]] = {"ref": shapes.Ref, "language": shapes.LanguageTag}

    ref = models.CharField(max_length=shapes.REF_LENGTH, unique=True)
    publisher = models.ForeignKey(Source, models.PROTECT, related_name="documents")
    url = models.URLField(max_length=shapes.URL_LENGTH, blank=True)
    title = models.CharField(max_length=shapes.LINE_LENGTH, blank=True)
    byline = models.CharField(max_length=shapes.LINE_LENGTH, blank=True)
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

    def ref_stem(self) -> str:
        return stem_of(self.publisher.name, "document", 40)

    def clean(self) -> None:
        super().clean()
        if self.url and not is_web_address(self.url):
            raise ValidationError({"url": "An address begins with https:// or http://."})

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


_WHY = "the digest stands for what was captured, and the database keeps the row as it is"
_CAPTURED = (
    *("document", "captured_at", "media_type", "text", "captured_how", "captured_by", "about"),
    *("recorded_at", "recorded_by"),
)


class Snapshot(AppendOnly, Recorded):
    """The exact bytes of a document at one moment, as their hash and their text; the bytes
    themselves are beside (`SnapshotBytes`), so that nobody reads them who does not want to."""

    columns = Columns(named_by="sha256", not_in_history=dict.fromkeys(_CAPTURED, _WHY))

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

    erasable = Erasable(("text", "about"))
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
    address = models.URLField(max_length=shapes.URL_LENGTH, blank=True)  # where they were got

    erasable = Erasable(("body", "address"))
    objects = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        verbose_name_plural = "snapshot bytes"

    def __str__(self) -> str:
        return f"Bytes of {self.snapshot_id}"
