"""What every table stands on: rows that are on record, rows that are history, and the history."""

from collections.abc import Collection
from typing import Any, ClassVar, NoReturn, Self

from django.conf import settings
from django.db import models

from sources.foundation.constraints import (
    check_shapes,
    choices,
    given,
    one_of,
    refuse_blank,
)
from sources.foundation.domain import shapes
from sources.foundation.domain.history import Erasable
from sources.foundation.domain.moments import Moment
from sources.foundation.domain.roles import Channel
from sources.foundation.domain.vocabulary import LetterOutcome
from sources.foundation.querysets import AppendOnlyQuerySet, HistoryIsAppendOnly


class Checked(models.Model):
    """A row that holds nothing that no row may hold, whichever way it comes."""

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse text that is asked for and consists of blanks."""
        super().clean()
        refuse_blank(self)


class Recorded(Checked):
    """Something in our record: when it entered it (None: always there), and who recorded it."""

    recorded_at = models.DateTimeField(null=True, blank=True, editable=False)
    recorded_by = models.CharField(max_length=shapes.LINE_LENGTH, blank=True, editable=False)

    # Column to the type that the exchange format gives it: what is kept can also be dumped.
    column_shapes: ClassVar[dict[str, Any]] = {}

    class Meta:
        abstract = True

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **more: Any
    ) -> Self:
        """Remembers what was read, so that a change can be told from what others changed since
        (`sources.foundation.services.saving`)."""
        row = super().from_db(db, field_names, values, **more)
        vars(row)["_read"] = dict(zip(field_names, values, strict=False))
        return row

    def ref_stem(self) -> str:
        """With what a reference to it begins, if it has one."""
        raise NotImplementedError

    def clean(self) -> None:
        """Refuse what a record of the exchange format could not hold."""
        super().clean()
        moments = {f.name: Moment for f in self._meta.fields if isinstance(f, models.DateTimeField)}
        check_shapes(self, self.column_shapes | moments)


class AppendOnly(Checked):
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


class HistoryEntry(AppendOnly):
    """One action, as it bears on one thing: who, when, what, before and after, why, which channel.

    `body` is the exact text whose SHA-256 is `digest`; the other columns repeat what it says, to be
    searched. `bearing` marks what bears on the evidence: the digest of the last such entry of a
    claim is the fingerprint of what a reviewer sees.
    """

    chain = models.CharField(max_length=shapes.REF_LENGTH + 20)  # "claim/kp-launch"
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=shapes.LINE_LENGTH)
    channel = models.CharField(max_length=20, choices=choices(Channel), db_column="door")
    action = models.CharField(max_length=40, db_column="deed")
    bearing = models.BooleanField(default=False)
    body = models.TextField()
    digest = models.CharField(max_length=64)

    # The chain as well: a reference that is made of the words goes with them.
    erasable = Erasable(("chain", "body"), ("body",), ("sources_tombstone", "entry_id"))

    objects = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        verbose_name_plural = "history"
        ordering = ["chain", "number"]
        constraints = [
            one_of("channel", Channel, name="sources_historyentry_door_known"),
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
    erasable = Erasable(("about",))
    at = models.DateTimeField()
    by = models.CharField(max_length=shapes.LINE_LENGTH)

    objects = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        ordering = ["pk"]
        constraints = [given("reason")]

    def __str__(self) -> str:
        return f"{self.entry}: {self.reason}"


class Erasure(AppendOnly):
    """That the words of a row that never changes otherwise were erased because the law demanded it,
    and why. Of entries of the history tombstones say so."""

    table = models.CharField(max_length=100)
    row = models.BigIntegerField()
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=shapes.LINE_LENGTH)

    objects = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["table", "row"], name="sources_erasure_of")]
        constraints = [given("reason")]

    def __str__(self) -> str:
        return f"{self.table} {self.row}: {self.reason}"


class Letter(models.Model):
    """Something to be mailed to one address: about what, and not its words. These are written when
    it goes out, by whoever it is from (`sources.foundation.mailing`)."""

    kind = models.CharField(max_length=40, help_text="who writes it, such as alert")
    about = models.CharField(max_length=shapes.REF_LENGTH, help_text="the key of it there")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    address = models.CharField(max_length=shapes.LINE_LENGTH, blank=True)  # of who has no account
    made_at = models.DateTimeField()
    due = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=choices(LetterOutcome), blank=True)

    class Meta:
        ordering = ["failures", "due", "pk"]
        indexes = [
            models.Index(
                fields=["failures", "due"],
                condition=models.Q(ended_at=None),
                name="sources_letter_waiting",
            )
        ]
        constraints = [
            one_of("outcome", LetterOutcome, blank=True),
            models.CheckConstraint(
                condition=(models.Q(ended_at=None) & models.Q(outcome=""))
                | (models.Q(ended_at__isnull=False) & ~models.Q(outcome="")),
                name="sources_letter_ended_somehow",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


class AnsweredRequest(models.Model):
    """What a program was answered when it changed something, to be answered the same again.

    Kept for a day. The answer is kept in the transaction of what it tells of: there is never one
    without the other.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=shapes.REF_LENGTH)
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
