"""What reviewers' verdicts do to the evidence status (§5).

Machines may lower a status; only people raise it to the top. A verdict counts towards that only
while it is *fresh*: given no earlier than the last thing that speaks against it; and only if what
its giver had before them reached the bar. What once spoke keeps speaking, and what comes on record
afterwards completes no signature, so nothing but a new verdict makes one count.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from claims.domain.policy.houses import Pair
from claims.domain.policy.reading import NAMED, View, never_counts
from claims.domain.policy.settlement import Evidence, glance
from claims.domain.policy.timeline import moments
from claims.domain.policy.weighing import Stake, house_of, stake
from claims.domain.records import Attribution, Claim, Dossier, Sighting, Verdict
from claims.domain.vocabulary import (
    Attestation,
    GroundRules,
    Naming,
    Stance,
    Status,
    VerdictKind,
)
from sources.domain.vocabulary import SourceKind
from sources.foundation.domain.moments import ALWAYS
from sources.foundation.domain.roles import Audience

_ORDER = list(VerdictKind)
OBJECTIONS = frozenset({VerdictKind.DISPUTE, VerdictKind.REFUTE})
SIGNATURES = frozenset({VerdictKind.CORROBORATE, VerdictKind.REFUTE})


@dataclass(slots=True)
class Reviews:
    """The latest verdict of each reviewer who may have one, and what became of the signatures."""

    latest: Sequence[Verdict]
    stale: Sequence[Verdict]  # signatures that no longer hold
    on_less: Sequence[Verdict]  # those that hold, given on evidence that did not reach the bar

    def counting(self, kind: VerdictKind) -> int:
        """How many signatures of this kind hold and count."""
        return sum(
            verdict.verdict is kind and verdict not in self.stale and verdict not in self.on_less
            for verdict in self.latest
        )

    def any_of(self, kinds: Collection[VerdictKind]) -> bool:
        return any(verdict.verdict in kinds for verdict in self.latest)

    @property
    def objectors(self) -> int:
        return sum(verdict.verdict in OBJECTIONS for verdict in self.latest)


def stale_reviewers(dossier: Dossier, claim: Claim, at: datetime) -> list[str]:
    """Whose latest signature no longer holds, as the newsroom sees it."""
    reviews = reviews_of(claim, View(dossier, at, Audience.INTERNAL))
    return sorted(verdict.reviewer for verdict in reviews.stale)


def gate(evidence: Evidence, reviews: Reviews, required: int) -> Status:
    """The public status: the evidence status as far as reviewers let it stand."""
    status = evidence.status
    if status is Status.REFUTED:
        agreed = reviews.counting(VerdictKind.REFUTE) >= required
        if agreed and not reviews.any_of({VerdictKind.CORROBORATE}):
            return status
        return evidence.settle(refutable=False)
    if not status.above_disputed:
        return status
    if reviews.objectors:
        return Status.DISPUTED if reviews.objectors >= required else Status.QUESTIONED
    signed = reviews.counting(VerdictKind.CORROBORATE) >= required
    return Status.CONFIRMED if status.sufficient and signed else status


def would_count(kind: VerdictKind, evidence: Status) -> bool:
    """Whether a signature given on this evidence counts: it has to reach the bar by then."""
    return evidence is Status.REFUTED if kind is VerdictKind.REFUTE else evidence.sufficient


def reviews_of(claim: Claim, view: View) -> Reviews:
    """The verdicts that count at this moment, against what has spoken since."""
    latest = latest_verdicts(claim, view)
    signatures = [verdict for verdict in latest if verdict.verdict in SIGNATURES]
    stale_before = _stale_before(claim, view) if signatures else {}
    stale = [each for each in signatures if each.at < stale_before[each.verdict]]
    return Reviews(
        latest=latest,
        stale=stale,
        on_less=[
            each
            for each in signatures
            if each not in stale and not would_count(each.verdict, _seen(claim, view, each.at))
        ],
    )


def _seen(claim: Claim, view: View, at: datetime) -> Status:
    """The evidence status that somebody of the newsroom had before them."""
    return glance(claim, View(view.dossier, at, Audience.INTERNAL)).status


def _stale_before(claim: Claim, view: View) -> dict[VerdictKind, datetime]:
    amended = [claim.amended_at] if claim.amended_at and view.past(claim.amended_at) else []
    against_corroborate, against_refute = list(amended), list(amended)
    for speech in _speeches(claim, view):
        against_corroborate += speech.against_corroborate()
        against_refute += speech.against_refute()
    return {
        VerdictKind.CORROBORATE: max(against_corroborate, default=ALWAYS),
        VerdictKind.REFUTE: max(against_refute, default=ALWAYS),
    }


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
    established: Mapping[Stance, datetime]  # the same, of what is not merely purported
    losses: Sequence[datetime]
    support_weighs: bool  # nobody's interest, and not of somebody without a name
    named: bool
    denial_self_serving: bool

    def against_corroborate(self) -> Iterator[datetime]:
        """The loss of support, and the entry of a disinterested denial."""
        if any(stance.polarity > 0 for stance in self.entered):
            yield from self.losses
        if not self.denial_self_serving:
            yield from (at for stance, at in self.entered.items() if stance.denies)

    def against_refute(self) -> Iterator[datetime]:
        """The entry of support that is more than a lie told again, a guess or a forged paper, and
        the loss of a denial."""
        if self.support_weighs:
            for stance, at in self.established.items():
                if stance.polarity > 0 and (stance.certainty >= 2 or self.named):
                    yield at
        if any(stance.denies for stance in self.entered):
            yield from self.losses


def _speeches(claim: Claim, view: View) -> Iterator[Speech]:
    spoken: list[tuple[Attribution, dict[Stance, datetime]]] = []
    seen: dict[str, list[Sighting]] = {}
    losses: dict[str, list[datetime]] = {}
    for attribution in view.dossier.attributions_of.get(claim.id, ()):
        visible = view.sightings(attribution)
        if visible and never_counts(attribution, view) is None:
            spoken.append((attribution, _entries(attribution, visible, view)))
            losses[attribution.id] = list(_losses(attribution, visible, view))
            seen[attribution.id] = visible
    for (_, left), at in _left_out(claim, view, spoken).items():
        losses.setdefault(left, []).append(at)
    walked_back = _walk_backs(spoken)
    for attribution, entered in spoken:
        visible = seen[attribution.id]
        line, _, _ = house_of(attribution, visible, view)
        kind = view.dossier.sources[attribution.speaker].kind
        unnamed = attribution.naming is Naming.ANONYMOUS or kind is SourceKind.ANONYMOUS
        established = [each for each in visible if each.attestation is not Attestation.PURPORTED]
        yield Speech(
            entered=entered,
            established=entered
            if len(established) == len(visible)
            else _entries(attribution, established, view),
            losses=[*losses[attribution.id], *walked_back.get(attribution.id, ())],
            support_weighs=not unnamed and stake(line, 1, claim) is not Stake.SELF_SERVING,
            named=not unnamed
            and attribution.naming in NAMED
            and attribution.ground_rules is GroundRules.ON_RECORD,
            denial_self_serving=stake(line, -1, claim) is Stake.SELF_SERVING,
        )


def _left_out(
    claim: Claim, view: View, spoken: Sequence[tuple[Attribution, Mapping[Stance, datetime]]]
) -> dict[Pair, datetime]:
    """Who was left out by whom of its own house (§4.5b and c), and since when."""
    sides = {stance.polarity for _, entered in spoken for stance in entered}
    if not sides >= {1, -1}:
        return {}
    since: dict[Pair, datetime] = {}
    for at in moments(view.dossier, claim):
        if at <= view.as_of:
            for pair in glance(claim, View(view.dossier, at, view.audience)).left_out:
                since.setdefault(pair, at)
    return since


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
    """When it was withdrawn, discounted, or a passage that shows it or a document beneath one was
    taken back."""
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
        *(sighting.retracted_at for sighting in visible),
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
