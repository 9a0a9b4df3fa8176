"""One box over claims, speakers, quotes and events.

What is found is put in order by where the words stand: in the claim itself first, then in who says
so, then in what was quoted; of what is alike, the latest first. The order depends on nothing but
the claims that are found, so it tells nobody of others.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Lower

from claims.domain.evidence.view import Counted
from claims.domain.vocabulary import BY_RANK, Appearing, Status
from claims.domain.words import (
    Phrase,
    Query,
    loosened,
    marked,
    read_query,
    stems,
    with_names,
    words,
)
from claims.models import Appearance, Claim, Event, Standing, Wording
from claims.selectors.counting import counts
from claims.selectors.lookups import about, latest, worded
from sources.domain.vocabulary import SourceKind
from sources.foundation import permissions
from sources.foundation.domain.moments import EARLIEST
from sources.foundation.domain.roles import Audience
from sources.models import Source

RANKED = 1_000  # so many are put in order; of more, the latest
ON_A_PAGE = 20
SHOWN_FACETS = 8
OWN_WORDS = 8  # of the claim itself; what it is found by beside them weighs less
_COLUMNS = (("said", 4), ("speakers", 2), ("quoted", 1))
MOST_WORDS = 200  # of a claim that are looked at for its place


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What somebody looks for: words, and what narrows them."""

    text: str = ""
    status: str = ""
    event: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A claim that was found, with what marks it in its text."""

    row: Standing
    pieces: Sequence[tuple[str, bool]]
    counted: Counted

    @property
    def status(self) -> Status:
        return Status(self.row.status)

    @property
    def since(self) -> datetime | None:
        """When it began to stand; None if it always has."""
        return None if self.row.begins <= EARLIEST else self.row.begins


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow what was found, and how many of it that would leave."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchResults:
    hits: Sequence[SearchHit]
    count: int
    more: bool  # there are more than were counted
    page: int
    pages: int
    statuses: Sequence[Facet]
    events: Sequence[Facet]
    speakers: Sequence[Facet]
    sources: Sequence[Source]  # whose name is looked for
    event: Event | None  # that it is narrowed to
    speaker: Source | None
    names: Sequence[str]  # other names that were looked for as well


def search(wanted: SearchRequest, *, user: Any, at: datetime, page: int = 1) -> SearchResults:
    """What this person may find at that moment."""
    audience = permissions.audience_of(user)
    query, names = _query(wanted.text, user, at)
    rows: Any = Standing.objects.seen_by(audience).at(at)
    event, speaker = _event(wanted.event, user), _speaker(wanted.speaker, user, at)
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.event:
        rows = rows.filter(claim__event=event) if event else rows.none()
    if wanted.speaker:
        seen = Appearance.objects.seen_by(audience, at).filter(part=Appearing.SPEAKER.value)
        rows = about(rows, seen.filter(source=speaker)) if speaker else rows.none()
    narrow = bool(wanted.event or wanted.speaker)
    if query and not narrow:
        found = latest(rows, Wording.objects.seen_by(audience, at), query, RANKED + 1)
    else:
        if query:
            rows = worded(rows, Wording.objects.seen_by(audience, at), query)
        elif wanted.text.strip():
            rows = rows.none()
        in_time = rows.order_by("-changed_at", "-ref")
        found = list(in_time.values_list("pk", "claim", "status")[: RANKED + 1])
    more, found = len(found) > RANKED, found[:RANKED]
    claims = [claim for _, claim, _ in found]
    order = [record for record, *_ in found]
    if query and not more:
        scores = _scores(claims, query, audience, at)
        in_order = sorted(found, key=lambda row: scores.get(row[1], (0, 0.0)), reverse=True)
        order = [record for record, *_ in in_order]
    pages = max(1, -(-len(order) // ON_A_PAGE))
    page = min(max(page, 1), pages)
    shown = order[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    return SearchResults(
        hits=_hits(shown, query, audience, at),
        count=len(found),
        more=more,
        page=page,
        pages=pages,
        statuses=_statuses(Counter(status for *_, status in found)),
        events=_events(claims),
        speakers=_speakers(claims, audience, at),
        sources=_sources(wanted.text, user, at) if query else [],
        event=event,
        speaker=speaker,
        names=names,
    )


def _query(text: str, user: Any, at: datetime) -> tuple[Query, list[str]]:
    """The query, in which whoever is named may bear another of their names."""
    query = read_query(text)
    raw = [text[word.start : word.end].lower() for word in words(text)][:20]
    runs = {" ".join(raw[n : n + m]) for n in range(len(raw)) for m in range(1, 6)}
    if not query:
        return query, []
    known = Source.objects.visible_to(user, at).exclude(kind=SourceKind.ANONYMOUS.value)
    lowered = known.annotate(low=Lower("name"), low_alias=Lower("aliases__name"))
    hits = lowered.filter(Q(low__in=runs) | Q(low_alias__in=runs)).values("pk")
    others: dict[Phrase, set[Phrase]] = {}
    told: list[str] = []
    for source in known.filter(pk__in=hits).prefetch_related("aliases")[:20]:
        names = [source.name, *(alias.name for alias in source.aliases.all())]
        phrases = {tuple(stems(name)) for name in names} - {()}
        for phrase in phrases:
            others.setdefault(phrase, set()).update(phrases)
        told += [name for name in names if name.lower() not in runs]
    widened = with_names(query, {key: sorted(each) for key, each in others.items()})
    names = list(dict.fromkeys(told))[:6] if widened != query else []
    return loosened(widened), names


def _scores(
    claims: Collection[int], query: Query, audience: Audience, at: datetime
) -> dict[int, tuple[int, float]]:
    """By claim: for every group of the query where it stands best, and how much of it that is."""
    texts = dict(Claim.objects.filter(pk__in=list(claims)).values_list("pk", "text"))
    own = {pk: stems(text, MOST_WORDS) for pk, text in texts.items()}
    scores: dict[int, tuple[int, float]] = {}
    seen = Wording.objects.seen_by(audience, at).filter(claim__in=list(claims))
    for claim, *columns in seen.values_list("claim", "said", "speakers", "quoted"):
        texts_of = [
            (f" {text} ", weight) for text, (_, weight) in zip(columns, _COLUMNS, strict=True)
        ]
        claimed = own.get(claim, [])
        columns_of = [(f" {' '.join(claimed)} ", OWN_WORDS), *texts_of]
        best = [
            max((weight for text, weight in columns_of if _stands(group, text)), default=0)
            for group in query.groups
        ]
        # How much of the claim is what was looked for.
        dense = best.count(OWN_WORDS) / max(len(claimed), 1)
        scores[claim] = max(scores.get(claim, (0, 0.0)), (sum(best), round(dense, 3)))
    return scores


def _stands(group: Any, text: str) -> bool:
    return any(
        all(f" {' '.join(phrase)} " in text for phrase in alternative) for alternative in group
    )


def _hits(
    records: Sequence[int], query: Query, audience: Audience, at: datetime
) -> list[SearchHit]:
    rows = Standing.objects.select_related("claim__event", "record").in_bulk(records)
    if not rows:
        return []
    told, phrases = counts(rows.values(), audience, at), query.phrases
    found = [rows[record] for record in records]
    return [SearchHit(row, marked(row.claim.text, phrases), told[row.ref]) for row in found]


def _statuses(counts: Counter[str]) -> list[Facet]:
    return [
        Facet(status.value, status.label, counts[status.value])
        for status in BY_RANK
        if counts[status.value]
    ]


def _events(claims: Sequence[int]) -> list[Facet]:
    rows = Event.objects.filter(claims__in=claims).annotate(count=Count("claims"))
    best = rows.order_by("-count", "title").values_list("slug", "title", "count")
    return [Facet(*row) for row in best[:SHOWN_FACETS]]


def _speakers(claims: Sequence[int], audience: Audience, at: datetime) -> list[Facet]:
    seen = Appearance.objects.seen_by(audience, at)
    rows = seen.filter(claim__in=claims, part=Appearing.SPEAKER.value).values(
        "source__ref", "source__name"
    )
    best = rows.annotate(count=Count("pk")).order_by("-count", "source__name")
    return [
        Facet(row["source__ref"], row["source__name"], row["count"]) for row in best[:SHOWN_FACETS]
    ]


def _sources(text: str, user: Any, at: datetime) -> list[Source]:
    """Sources whose name, or another of their names, has all the words."""
    rows = Source.objects.visible_to(user, at)
    for word in text.split()[:5]:
        plain = word.strip('"-')
        if plain:
            rows = rows.filter(Q(name__icontains=plain) | Q(aliases__name__icontains=plain))
    return list(rows.order_by("name", "pk").distinct()[:5])


def _event(slug: str, user: Any) -> Event | None:
    return Event.objects.visible_to(user).filter(slug=slug).first() if slug else None


def _speaker(ref: str, user: Any, at: datetime) -> Source | None:
    return Source.objects.visible_to(user, at).filter(ref=ref).first() if ref else None
