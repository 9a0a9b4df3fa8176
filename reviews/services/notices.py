"""Telling readers: on the desk, and by e-mail once what is told has really happened.

An e-mail that cannot be sent disturbs nothing: it is tried again by `manage.py mail`.
"""

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from claims.models import Claim
from claims.ports import UnansweredAlert
from reviews.domain.vocabulary import NoticeKind
from reviews.models import MutedNotice, Notice
from sources.foundation.batches import chunks
from sources.foundation.domain.roles import NEWSROOM, Role

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NoticeRequest:
    """What is to be told, and to whom: to people by name, or to all who hold a role but these."""

    kind: NoticeKind
    claim: Claim
    text: str
    names: Collection[str] = ()
    role: Role | None = None
    but: Collection[str] = ()
    occasion: str = ""  # what it is told about; told once. By default: this claim, this moment


def notify(
    readers: Iterable[Any],
    kind: NoticeKind,
    claim: Claim,
    text: str,
    *,
    occasion: str,
    at: datetime,
) -> None:
    """Tell these people."""
    names = [reader.get_username() for reader in readers]
    notify_all([NoticeRequest(kind, claim, text, names=names, occasion=occasion)], at=at)


def notify_all(words: Sequence[NoticeRequest], *, at: datetime) -> None:
    """Tell all of this to whoever may still see it and wants to hear of it."""
    if not words:
        return
    named = {name for word in words for name in word.names}
    known: dict[str, Any] = {}
    for part in chunks(sorted(named)):
        known |= {row.get_username(): row for row in _newsroom().filter(username__in=part)}
    holders = {
        role: list(_newsroom().filter(groups__name=role.value))
        for role in {word.role for word in words if word.role}
    }
    muted = set(MutedNotice.objects.values_list("reader", "kind"))
    notices = {}
    for word in words:
        readers = [known[name] for name in word.names if name in known]
        if word.role:
            readers += holders[word.role]
        occasion = word.occasion or f"{word.claim.pk} {at.isoformat()}"
        for reader in readers:
            key = (reader.pk, word.kind.value, occasion)
            if key[:2] in muted or reader.get_username() in word.but:
                continue
            notices[key] = Notice(
                reader=reader,
                kind=word.kind.value,
                claim=word.claim,
                text=word.text,
                occasion=occasion,
                at=at,
            )
    told = set(
        Notice.objects.filter(
            reader__in={key[0] for key in notices}, occasion__in={key[2] for key in notices}
        ).values_list("reader", "kind", "occasion")
    )
    new = [notice for key, notice in notices.items() if key not in told]
    Notice.objects.bulk_create(new, batch_size=500)
    if new:
        transaction.on_commit(partial(mail, [notice.pk for notice in new]), robust=True)


def escalate(waiting: Sequence[UnansweredAlert], *, at: datetime) -> None:
    """Tell the editor of its desk, or every editor, of each alert that nobody answers for."""
    notify_all(
        [
            NoticeRequest(
                NoticeKind.ALERT_WAITING,
                each.claim,
                each.text,
                names=[each.editor] if each.editor else (),
                role=None if each.editor else Role.EDITOR,
                occasion=each.occasion,
            )
            for each in waiting
        ],
        at=at,
    )


def mail(pks: Collection[int] | None = None) -> int:
    """Send what has not been sent (of these notices, or of all); how many went out.

    What its reader may no longer see is not sent, and neither is its text.
    """
    unsent = Notice.objects.filter(mailed_at=None, read_at=None).select_related("reader")
    waiting: list[Notice] = []
    if pks is None:
        waiting = list(unsent)
    else:
        for part in chunks(pks):
            waiting += unsent.filter(pk__in=part)
    allowed = set(_newsroom().values_list("pk", flat=True))
    waiting = [each for each in waiting if each.reader.email and each.reader_id in allowed]
    if not waiting:
        return 0
    sent = 0
    try:
        with get_connection() as connection:
            for notice in waiting:
                EmailMessage(
                    subject=f"Second Source: {NoticeKind(notice.kind).meaning}",
                    # Not what it is about: a mailbox is not the desk.
                    body="Sign in to the desk to read it, under Notices.",
                    from_email=settings.DEFAULT_FROM_EMAIL,
                    to=[notice.reader.email],
                    connection=connection,
                ).send()
                Notice.objects.filter(pk=notice.pk).update(mailed_at=timezone.now())
                sent += 1
    except OSError as error:
        log.warning("E-mail could not be sent (%s); `manage.py mail` tries again.", error)
    return sent


def read(reader: Any, *, at: datetime, pks: Collection[int] | None = None) -> int:
    """The reader has seen these notices of theirs (or all of them)."""
    unread = Notice.objects.filter(reader=reader, read_at=None)
    if pks is not None:
        unread = unread.filter(pk__in=pks)
    return unread.update(read_at=at)


def mute(reader: Any, kinds: Collection[NoticeKind]) -> None:
    """Switch off exactly these kinds of notices for their reader."""
    with transaction.atomic():
        MutedNotice.objects.filter(reader=reader).delete()
        MutedNotice.objects.bulk_create(
            [MutedNotice(reader=reader, kind=kind.value) for kind in kinds], ignore_conflicts=True
        )


def _newsroom() -> QuerySet:
    """Those who may see what notices tell."""
    users = get_user_model().objects.filter(is_active=True)
    return users.filter(
        Q(pk__in=users.filter(groups__name__in=[role.value for role in NEWSROOM]).values("pk"))
    )
