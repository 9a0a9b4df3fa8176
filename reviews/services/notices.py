"""Telling readers: on the desk, and by e-mail once what is told has really happened."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from claims.models import Claim
from claims.ports import UnansweredAlert
from reviews.domain.vocabulary import NoticeKind
from reviews.models import MutedNotice, Notice
from sources.foundation import mailing
from sources.foundation.addresses import on_this_site
from sources.foundation.batches import chunks
from sources.foundation.domain.roles import NEWSROOM, Role
from sources.foundation.mailing import LetterPart


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
    mailing.post("notice", [(str(notice.pk), notice.reader) for notice in new], at=at)


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


def letters(pks: Collection[str]) -> dict[str, LetterPart]:
    """What a letter says of each of these notices: that it is there, and where. A mailbox is not
    the desk. Nothing of what was read meanwhile, or what its reader may no longer see."""
    rows = Notice.objects.filter(pk__in=map(int, pks), read_at=None, reader__in=_newsroom())
    return {str(notice.pk): _letter(notice) for notice in rows}


def _letter(notice: Notice) -> LetterPart:
    kind = NoticeKind(notice.kind)
    if kind is NoticeKind.ALERT_WAITING:
        path = reverse("claims:alert", args=[notice.occasion])
    else:
        path = reverse("admin:reviews_case_change", args=[notice.claim_id])
    meaning = f"{kind.meaning[0].upper()}{kind.meaning[1:]}"
    return LetterPart(
        f"Second Source: {kind.meaning}",
        f"{meaning}. Sign in to read it:",
        on_this_site(path),
        urgency=10,
    )


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
