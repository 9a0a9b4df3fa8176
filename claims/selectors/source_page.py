"""A source: what it has said, how its statements fared, whom it belongs to and when."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator

from claims.domain.evidence.labels import STANCES
from claims.domain.vocabulary import Stance, Status
from claims.models import Attribution, Standing
from sources.foundation import permissions
from sources.foundation.domain.roles import Audience
from sources.models import Affiliation, Source

ON_A_PAGE = 25
COUNTED = 10_000  # statements of one source whose fate is counted


@dataclass(frozen=True, slots=True)
class Utterance:
    """What the source said of one claim, and what that amounts to now."""

    row: Attribution
    stance: str
    standing: Standing
    withdrawn: bool

    @property
    def status(self) -> Status:
        return Status(self.standing.status)


@dataclass(frozen=True, slots=True)
class Fate:
    """How many of the claims that it asserted amount to this."""

    status: Status
    count: int


@dataclass(frozen=True, slots=True)
class SourcePage:
    source: Source
    aliases: Sequence[str]
    parent: Source | None
    affiliations: Sequence[Affiliation]
    below: Sequence[Source]
    fates: Sequence[Fate]
    asserted: int  # claims that it asserted: the size of the sample
    withdrawn: int  # of them, those whose statement it took back
    more: bool
    utterances: Sequence[Utterance]
    page: Page


def source_page(source: Source, *, user: Any, at: datetime, number: Any = 1) -> SourcePage:
    """What this person may know of the source at that moment."""
    audience = permissions.audience_of(user)
    known = Source.objects.visible_to(user, at)
    said = Attribution.objects.visible_to(user, at).filter(speaker=source)
    if audience is Audience.PUBLIC:
        said = said.nameable()
    rows = Standing.objects.seen_by(audience).at(at)
    in_order = said.order_by("-said_at", "-pk").select_related("claim")
    page: Page[Any] = Paginator(in_order, ON_A_PAGE).get_page(number)
    utterances = _utterances(list(page.object_list), rows, at)
    supporting = said.filter(stance__in=[each.value for each in Stance if each.polarity > 0])
    pairs = list(supporting.values_list("claim", "withdrawn_at")[: COUNTED + 1])
    claims = {claim for claim, _ in pairs[:COUNTED]}
    taken_back = {claim for claim, back in pairs if back is not None and back <= at}
    counts = Counter(
        rows.filter(claim__in=supporting.values("claim")).values_list("status", flat=True)[:COUNTED]
    )
    affiliations = Affiliation.objects.standing().filter(source=source, to__in=known)
    return SourcePage(
        source=source,
        aliases=[alias.name for alias in source.aliases.order_by("pk")],
        parent=known.filter(pk=source.parent_id).first() if source.parent_id else None,
        affiliations=list(affiliations.select_related("to").order_by("-begins", "pk")),
        below=list(known.filter(parent=source).order_by("name")[:50]),
        fates=[
            Fate(status, counts[status.value])
            for status in sorted(
                Status, key=lambda each: -(each.rank if each.rank is not None else -1)
            )
            if counts[status.value]
        ],
        asserted=sum(counts.values()),
        withdrawn=len(taken_back & claims),
        more=len(pairs) > COUNTED,
        utterances=utterances,
        page=page,
    )


def _utterances(said: Sequence[Attribution], rows: Any, at: datetime) -> list[Utterance]:
    standing = {row.claim_id: row for row in rows.filter(claim__in={row.claim_id for row in said})}
    return [
        Utterance(
            row=row,
            stance=STANCES[Stance(row.stance)],
            standing=standing[row.claim_id],
            withdrawn=row.withdrawn_at is not None and row.withdrawn_at <= at,
        )
        for row in said
        if row.claim_id in standing
    ]
