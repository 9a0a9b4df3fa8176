"""The register of what was printed: what has changed since, and the house's corrections record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from claims.domain.citing.sentence import Sentence
from claims.domain.vocabulary import AlertKind, Status
from claims.models import Alert, Citation, StoryDesk
from claims.selectors.sentences import holding_now
from sources.foundation.domain.moments import write_moment
from sources.foundation.domain.roles import Audience, Role

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


MOST_PLACES = 200  # on one page


@dataclass(frozen=True, slots=True)
class ToldOf:
    """What a place was told of one claim, the oldest first, and what now holds of it."""

    alerts: Sequence[Alert]
    now: Sentence

    @property
    def newest(self) -> Alert:
        return self.alerts[-1]


@dataclass(frozen=True, slots=True)
class WaitingPlace:
    """One place with all that waits for it: acknowledged once, with its newest alert."""

    told: Sequence[ToldOf]

    @property
    def alerts(self) -> list[Alert]:
        found = [alert for each in self.told for alert in each.alerts]
        return sorted(found, key=lambda alert: alert.pk)

    @property
    def newest(self) -> Alert:
        return self.alerts[-1]

    @property
    def gravest(self) -> AlertKind:
        return min((AlertKind(each.newest.kind) for each in self.told), key=_GRAVITY.index)


_GRAVITY = list(AlertKind)


def waiting(user: Any, *, desk: str = "", at: datetime) -> list[WaitingPlace]:
    """The places for which alerts wait that this person may see, the gravest first, then the
    latest."""
    rows = Alert.objects.visible_to(user).open()
    of_desk = rows.filter(citation__desk__iexact=desk) if desk else rows
    places = of_desk.order_by("-at", "-pk").values_list("citation__place", flat=True)
    shown = list(dict.fromkeys(places[:2_000]))[:MOST_PLACES]
    # All that waits there, of whichever desk: whoever answers for a place answers for all of it.
    found = rows.filter(citation__place__in=shown).select_related(*_SHOWN)
    return by_place(list(found), at=at)


def waiting_beside(alert: Alert, user: object, *, at: datetime) -> WaitingPlace:
    """The alert with whatever else waits for its place, or alone if it does not wait any more."""
    rows = [alert]
    if alert.acknowledged is None:
        place = Alert.objects.visible_to(user).open().filter(citation__place=alert.citation.place)
        rows = list(place.select_related(*_SHOWN)) or rows
    return by_place(rows, at=at)[0]


_SHOWN = ("citation__record__claim", "record__claim", "before", "acknowledgement")


def by_place(alerts: Sequence[Alert], *, at: datetime) -> list[WaitingPlace]:
    asked = [(alert.record.claim, Audience(alert.record.audience)) for alert in alerts]
    now = holding_now(asked, at)
    places: dict[str, dict[tuple[int, Audience], list[Alert]]] = {}
    for alert, (claim, audience) in zip(alerts, asked, strict=True):
        of_place = places.setdefault(alert.citation.place, {})
        of_place.setdefault((claim.pk, audience), []).append(alert)
    found = [
        WaitingPlace(
            [
                ToldOf(sorted(told, key=lambda alert: alert.pk), now[key])
                for key, told in of_place.items()
            ]
        )
        for of_place in places.values()
    ]
    return sorted(found, key=lambda place: (_GRAVITY.index(place.gravest), -place.newest.pk))


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
