"""The register of what was printed: what has changed since, and the house's corrections record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from claims.domain.vocabulary import AlertKind, Status
from claims.models import Alert, Citation, StoryDesk
from sources.foundation.domain.moments import write_moment
from sources.foundation.domain.roles import Role

COLUMNS = (
    "alert", "kind", "at", "desk", "headline", "url", "system", "contact", "cited_by", "cited_at",
    "claim", "sentence", "previous_status", "status", "why", "replacement", "acknowledged_by",
    "acknowledged_at", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PrintedPlace:
    """One place, and the last alert that it had, if any."""

    citation: Citation
    alert: Alert | None
    now: Status | None  # what the cited claim amounts to as the place was told last
    replaced: bool  # by a later citation at the same place

    @property
    def cited_as(self) -> Status:
        return Status(self.citation.record.status)

    @property
    def open(self) -> bool:
        return self.alert is not None and self.alert.acknowledged is None


def printed(user: Any, *, desk: str = "", changed: bool = False) -> QuerySet:
    """Citations that this person may see, the latest first; with `changed`, those alerted of."""
    rows = Citation.objects.visible_to(user).select_related("record__claim")
    if desk:
        rows = rows.filter(desk__iexact=desk)
    if changed:
        rows = rows.filter(alerts__isnull=False).distinct()
    alerts = Alert.objects.visible_to(user).select_related("acknowledgement", "record")
    later = Citation.objects.filter(
        Q(cited_at__gt=OuterRef("cited_at"))
        | Q(cited_at=OuterRef("cited_at"), pk__gt=OuterRef("pk")),
        place=OuterRef("place"),
        record__claim=OuterRef("record__claim"),
    )
    rows = rows.annotate(replaced=Exists(later))
    return rows.prefetch_related(Prefetch("alerts", alerts)).order_by("-cited_at", "-pk")


def with_alerts(rows: Sequence[Any]) -> list[PrintedPlace]:
    found = []
    for row in rows:
        alerts = sorted(row.alerts.all(), key=lambda alert: alert.pk)
        last = alerts[-1] if alerts else None
        now = Status(last.record.status) if last else None
        found.append(PrintedPlace(row, last, now, row.replaced))
    return found


def waiting(user: Any, *, desk: str = "") -> list[Alert]:
    """Open alerts that this person may see, the gravest first, then the latest."""
    rows = Alert.objects.visible_to(user).open()
    if desk:
        rows = rows.filter(citation__desk__iexact=desk)
    order = [kind.value for kind in AlertKind]
    found = rows.select_related(
        "citation__record__claim", "record__claim", "before", "acknowledgement"
    ).order_by("-at", "-pk")
    return sorted(found[:500], key=lambda alert: order.index(alert.kind))


def desks(user: Any) -> list[str]:
    rows = Citation.objects.visible_to(user).exclude(desk="").order_by("desk")
    return list(rows.values_list("desk", flat=True).distinct()[:100])


def editors_of_desks() -> dict[str, str]:
    """By desk, the name of the editor who hears of what waits there."""
    rows = StoryDesk.objects.select_related("editor")
    return {desk.name: desk.editor.get_username() for desk in rows}


def editors() -> list[str]:
    """Who may be named for a desk."""
    users = get_user_model().objects.filter(is_active=True, groups__name=Role.EDITOR.value)
    return [user.get_username() for user in users.order_by("username")]


def corrections(user: Any) -> Iterator[Sequence[Any]]:
    """Every alert with what was done about it, the oldest first: the corrections record."""
    rows = Alert.objects.visible_to(user).select_related(
        "citation__record", "record__claim", "before", "acknowledgement"
    )
    for row in rows.order_by("at", "pk").iterator(chunk_size=500):
        citation, done = row.citation, row.acknowledged
        yield (
            row.ref, row.kind, write_moment(row.at), citation.desk, citation.headline,
            citation.url, citation.system, citation.contact, citation.cited_by,
            write_moment(citation.cited_at), row.record.claim.ref, citation.sentence,
            row.before.status, row.record.status, row.why, row.replacement,
            done.by if done else "", _written(done.at if done else None),
            done.note if done else "",
        )  # fmt: skip


def _written(at: datetime | None) -> str:
    return write_moment(at) if at else ""
