"""What reviewers' verdicts do to the evidence status (§5).

Machines may lower a status; only people raise it to the top. A verdict counts towards that only
while it is *fresh*: given no earlier than the last thing that speaks against it. What once spoke
keeps speaking, so nothing but a new verdict makes one fresh again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from claims.domain.policy.reading import View, never_counts
from claims.domain.policy.settlement import Evidence
from claims.domain.policy.weighing import Stake, line_of, stake
from claims.domain.records import Attribution, Claim, Dossier, Sighting, Verdict
from claims.domain.vocabulary import (
    Stance,
    Status,
    VerdictKind,
)
from sources.foundation.domain.moments import ALWAYS
from sources.foundation.domain.roles import Audience

_ORDER = list(VerdictKind)
OBJECTIONS = frozenset({VerdictKind.DISPUTE, VerdictKind.REFUTE})
SIGNATURES = frozenset({VerdictKind.CORROBORATE, VerdictKind.REFUTE})


@dataclass(slots=True)
class Reviews:
    """The latest verdict of each reviewer who may have one, and when each kind went stale."""

    latest: Sequence[Verdict]
    stale_before: Mapping[VerdictKind, datetime]

    def fresh(self, kind: VerdictKind) -> int:
        return sum(
            verdict.verdict is kind and verdict.at >= self.stale_before[kind]
            for verdict in self.latest
        )

    def any_of(self, kinds: Collection[VerdictKind]) -> bool:
        return any(verdict.verdict in kinds for verdict in self.latest)

    @property
    def stale(self) -> list[Verdict]:
        """The signatures that no longer hold."""
        return [
            verdict
            for verdict in self.latest
            if verdict.verdict in SIGNATURES and verdict.at < self.stale_before[verdict.verdict]
        ]


def stale_reviewers(dossier: Dossier, claim: Claim, at: datetime) -> list[str]:
    """Whose latest signature no longer holds, as the newsroom sees it."""
    reviews = reviews_of(claim, View(dossier, at, Audience.INTERNAL))
    return sorted(verdict.reviewer for verdict in reviews.stale)


def gate(evidence: Evidence, reviews: Reviews, required: int) -> Status:
    """The public status: the evidence status as far as reviewers let it stand."""
    status = evidence.status
    if status is Status.REFUTED:
        agreed = reviews.fresh(VerdictKind.REFUTE) >= required
        if agreed and not reviews.any_of({VerdictKind.CORROBORATE}):
            return status
        return evidence.settle(refutable=False)
    if not status.above_disputed:
        return status
    if reviews.any_of(OBJECTIONS):
        return Status.DISPUTED
    signed = reviews.fresh(VerdictKind.CORROBORATE) >= required
    return Status.CONFIRMED if status.sufficient and signed else status


def reviews_of(claim: Claim, view: View) -> Reviews:
    """The verdicts that count at this moment, against what has spoken since."""
    speeches = list(_speeches(claim, view))
    amended = [claim.amended_at] if claim.amended_at and view.past(claim.amended_at) else []
    against_corroborate, against_refute = list(amended), list(amended)
    for speech in speeches:
        against_corroborate += speech.against_corroborate()
        against_refute += speech.against_refute()
    return Reviews(
        latest=latest_verdicts(claim, view),
        stale_before={
            VerdictKind.CORROBORATE: max(against_corroborate, default=ALWAYS),
            VerdictKind.REFUTE: max(against_refute, default=ALWAYS),
        },
    )


def latest_verdicts(claim: Claim, view: View) -> list[Verdict]:
    """Each reviewer's latest verdict; the claim's recorder has none, unless the house allows it."""
    latest: dict[str, Verdict] = {}
    for verdict in view.dossier.verdicts_on.get(claim.id, ()):
        own = verdict.reviewer == claim.recorded_by and not view.dossier.policy.author_may_review
        if own or not view.past(verdict.at):
            continue
        known = latest.get(verdict.reviewer)
        if known is None or _order(verdict) > _order(known):
            latest[verdict.reviewer] = verdict
    return list(latest.values())


def _order(verdict: Verdict) -> tuple[datetime, int]:
    return verdict.at, _ORDER.index(verdict.verdict)


@dataclass(slots=True)
class Speech:
    """What one attribution has brought to bear so far: the entries of its stances, its losses."""

    entered: Mapping[Stance, datetime]
    losses: Sequence[datetime]
    denial_self_serving: bool

    def against_corroborate(self) -> Iterator[datetime]:
        """The loss of support, and the entry of a disinterested denial."""
        if any(stance.polarity > 0 for stance in self.entered):
            yield from self.losses
        if not self.denial_self_serving:
            yield from (at for stance, at in self.entered.items() if stance.denies)

    def against_refute(self) -> Iterator[datetime]:
        """The entry of support, and the loss of a denial."""
        yield from (at for stance, at in self.entered.items() if stance.polarity > 0)
        if any(stance.denies for stance in self.entered):
            yield from self.losses


def _speeches(claim: Claim, view: View) -> Iterator[Speech]:
    spoken: list[tuple[Attribution, dict[Stance, datetime]]] = []
    losses: dict[str, list[datetime]] = {}
    for attribution in view.dossier.attributions_of.get(claim.id, ()):
        visible = view.sightings(attribution)
        if visible and never_counts(attribution, view) is None:
            spoken.append((attribution, _entries(attribution, visible, view)))
            losses[attribution.id] = list(_losses(attribution, visible, view))
    walked_back = _walk_backs(spoken)
    for attribution, entered in spoken:
        yield Speech(
            entered=entered,
            losses=[*losses[attribution.id], *walked_back.get(attribution.id, ())],
            denial_self_serving=stake(line_of(attribution, view), -1, claim) is Stake.SELF_SERVING,
        )


def _entries(
    attribution: Attribution, visible: Iterable[Sighting], view: View
) -> dict[Stance, datetime]:
    """When each stance entered: the first moment at which this audience could see it."""
    entered: dict[Stance, datetime] = {}
    for sighting in visible:
        at = max(
            attribution.recorded_at or ALWAYS,
            sighting.recorded_at or ALWAYS,
            view.shows_from(view.dossier.documents[sighting.document]),
        )
        for stance in {attribution.stance, sighting.stance or attribution.stance}:
            entered[stance] = min(at, entered.get(stance, at))
    return entered


def _losses(
    attribution: Attribution, visible: Iterable[Sighting], view: View
) -> Iterator[datetime]:
    """When it was withdrawn, discounted, or a document under one of its sightings retracted."""
    documents = view.dossier.documents
    rested_on = {
        ref
        for sighting in visible
        for ref in (sighting.document, *sighting.via_documents)
        if view.shows(documents[ref])
    }
    moments = [
        attribution.withdrawn_at,
        attribution.discounted_at,
        *(documents[ref].retracted_at for ref in rested_on),
    ]
    for moment in moments:
        if moment is not None and view.past(moment):
            yield moment


def _walk_backs(
    entries: Iterable[tuple[Attribution, dict[Stance, datetime]]],
) -> dict[str, list[datetime]]:
    """For each attribution, when the same voice, no earlier, took a weaker or opposite stance."""
    by_voice: dict[tuple[str, str | None], list[tuple[Attribution, datetime]]] = defaultdict(list)
    for attribution, entered in entries:
        by_voice[attribution.speaker, attribution.holder].append(
            (attribution, entered[attribution.stance])
        )
    walked_back: dict[str, list[datetime]] = {}
    for group in by_voice.values():
        if len({attribution.stance for attribution, _ in group}) > 1:
            walked_back.update(_walk_backs_of_one_voice(group))
    return walked_back


def _walk_backs_of_one_voice(
    group: list[tuple[Attribution, datetime]],
) -> Iterator[tuple[str, list[datetime]]]:
    by_time: dict[datetime, list[tuple[Attribution, datetime]]] = defaultdict(list)
    for attribution, entered in group:
        by_time[attribution.said_at or ALWAYS].append((attribution, entered))
    last_entry: dict[Stance, datetime] = {}  # of what was said no earlier, by stance
    for said in sorted(by_time, reverse=True):
        for attribution, entered in by_time[said]:
            if attribution.stance.polarity:
                last_entry[attribution.stance] = max(
                    entered, last_entry.get(attribution.stance, entered)
                )
        for attribution, _ in by_time[said]:
            own = attribution.stance
            yield (
                attribution.id,
                [
                    entered
                    for stance, entered in last_entry.items()
                    if stance.polarity != own.polarity or stance.certainty < own.certainty
                ],
            )
