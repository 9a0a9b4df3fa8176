"""Whose word it is, and how much each side has (§4.6 to §4.8)."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from enum import Enum

from claims.domain.policy.independence import (
    ANONYMOUS_GROUP,
    ancestors,
    common_bases,
    control_group,
    origins,
)
from claims.domain.policy.reading import Reading, View, hops_of
from claims.domain.records import Claim, Sighting, Spoken
from claims.domain.vocabulary import Attestation, Basis, ClaimKind, Status
from sources.domain.vocabulary import SourceKind

# Saying it makes it so: who is entitled to does not have to know it from anywhere.
MADE_SO_BY_SAYING = frozenset(
    {ClaimKind.ACT_OF_AUTHORITY, ClaimKind.SPEECH_ACT, ClaimKind.KNOWLEDGE_STATE}
)


class Stake(Enum):
    """What the speaker gains by what it says."""

    SELF_SERVING = "self_serving"
    AGAINST = "against"
    NEUTRAL = "neutral"


@dataclass(slots=True)
class Voice:
    """A reading together with whose word it is."""

    reading: Reading
    line: Set[str]  # the speaker and all above it when it spoke
    group: str
    met: bool  # the group is that of the newsroom which met somebody who is not named
    stake: Stake
    authority: bool
    strong: bool  # says so firmly, near enough, as its own knowledge and with no interest in it
    official: bool  # strong, and entitled to state it or losing by it

    @property
    def disinterested(self) -> bool:
        return self.stake is not Stake.SELF_SERVING

    @property
    def may_be_official(self) -> bool:
        """Says firmly what it is entitled to state or loses by; how near, and how it knows, is
        another question."""
        return (
            self.disinterested
            and self.reading.named
            and self.reading.stance.certainty == 3
            and (self.authority or self.stake is Stake.AGAINST)
        )

    @property
    def stated(self) -> bool:
        """Says how it knows."""
        return self.reading.statement.basis.stated


@dataclass(slots=True)
class Side:
    """One side of a claim: its voices and what they count for."""

    voices: Sequence[Voice]
    strong: Sequence[Voice]
    officials: Sequence[Voice]
    beside: Sequence[Voice]  # unnamed voices that a named one in the same documents stands for
    origins: int  # W: of the disinterested
    unhedged: int  # S: of the strong
    named: int  # of the strong who are named
    interested: int  # I: of the self-serving
    bar: bool

    @property
    def level(self) -> Status | None:
        """§4.8: what this side alone amounts to, read as support."""
        if self.officials:
            return Status.OFFICIALLY_CONFIRMED
        if self.bar:
            return Status.CORROBORATED
        if self.origins >= 2:
            return Status.PARTLY_CORROBORATED
        if self.origins == 1:
            return Status.SINGLE_SOURCE
        return Status.CLAIMED if self.interested else None


def line_of(speaker: str, statement: Spoken, view: View) -> dict[str, bool]:
    """The speaker and all above it at the time of speaking (else of recording)."""
    at = statement.said_at or statement.recorded_at
    known = view.dossier.lines
    if (speaker, at) not in known:
        known[speaker, at] = ancestors(speaker, at, view.dossier.sources)
    return known[speaker, at]


def _controller(speaker: str, statement: Spoken, view: View) -> str:
    """The control group of a speaker at that time, kept once it is worked out."""
    key = speaker, statement.said_at or statement.recorded_at
    known = view.dossier.controllers
    if key not in known:
        known[key] = control_group(line_of(speaker, statement, view))
    return known[key]


def house_of(
    statement: Spoken, visible: Iterable[Sighting], view: View
) -> tuple[Set[str], str, bool]:
    """§4.6: ancestors, control group, and whether that is of the newsroom which met the speaker."""
    sources, documents = view.dossier.sources, view.dossier.documents
    line = line_of(statement.speaker, statement, view)
    group = _controller(statement.speaker, statement, view)
    if sources[group].kind is not SourceKind.ANONYMOUS:
        return line.keys(), group, False
    distances = [(hops_of(each, statement, view), each) for each in visible]
    nearest = min(distance for distance, _ in distances)
    newsrooms = {
        each.via[0] if each.via else documents[each.document].publisher
        for distance, each in distances
        if distance == nearest
    }
    lines = [line_of(newsroom, statement, view) for newsroom in newsrooms]
    group = min(control_group(each) for each in lines)
    unknown = sources[group].kind is SourceKind.ANONYMOUS
    return (
        line.keys() | {ref for each in lines for ref in each},
        ANONYMOUS_GROUP if unknown else group,
        not unknown,
    )


def stake(line: Set[str], polarity: int, claim: Claim) -> Stake:
    """§4.6: for a denial, who is favoured and who is damaged change places."""
    favours, damages = claim.favours, claim.damages
    if polarity < 0:
        favours, damages = damages, favours
    elif claim.kind is ClaimKind.SPEECH_ACT and under(line, claim.authorities):
        return Stake.NEUTRAL  # that one has spoken is no admission
    if under(line, favours):
        return Stake.SELF_SERVING
    return Stake.AGAINST if under(line, damages) else Stake.NEUTRAL


def under(line: Set[str], refs: Iterable[str]) -> bool:
    return not line.isdisjoint(refs)


def voice(reading: Reading, claim: Claim, view: View) -> Voice:
    line, group, met = house_of(reading.statement, reading.visible, view)
    interest = stake(line, reading.stance.polarity, claim)
    authority = under(line, claim.authorities)
    policy = view.dossier.policy
    strong = (
        interest is not Stake.SELF_SERVING
        and reading.stance.certainty == 3
        and reading.hops <= policy.max_hops
        and reading.statement.basis is not Basis.TOLD
        and not reading.purported
    )
    knows = reading.statement.basis.stated or claim.kind in MADE_SO_BY_SAYING
    return Voice(
        reading=reading,
        line=line,
        group=group,
        met=met,
        stake=interest,
        authority=authority,
        strong=strong,
        official=strong
        and reading.named
        and (interest is Stake.AGAINST or (authority and knows))
        and _is_at_hand(reading, view),
    )


def _is_at_hand(reading: Reading, view: View) -> bool:
    """Whether somebody near enough to an official attests it who may be taken at their word."""
    sources, documents = view.dossier.sources, view.dossier.documents
    for sighting in reading.standing:
        if hops_of(sighting, reading.statement, view) <= view.dossier.policy.official_max_hops:
            publisher = documents[sighting.document].publisher
            if (
                sighting.attestation is Attestation.PRIMARY
                or sources[publisher].newsgatherer
                or publisher == reading.statement.speaker
            ):
                return True
    return False


def is_entitled(voice: Voice, claim: Claim, view: View) -> bool:
    """Entitled to state it, near, and silent on how it knows where one has to know."""
    return (
        voice.strong
        and voice.reading.named
        and voice.authority
        and voice.reading.hops <= view.dossier.policy.official_max_hops
        and not voice.stated
        and claim.kind not in MADE_SO_BY_SAYING
    )


def evidence_of(voices: Sequence[Voice]) -> list[tuple[str, str | None]]:
    """The control group and the evidence base of each, as they are counted together; None where it
    relies on nothing that another of them relies on."""
    bases = common_bases(
        [(each.reading.statement.evidence_key, each.reading.own_papers) for each in voices]
    )
    return [(each.group, base) for each, base in zip(voices, bases, strict=True)]


def count(voices: Iterable[Voice]) -> int:
    """The number of origins among these voices."""
    return origins(evidence_of(list(voices)))


def weigh(voices: Sequence[Voice], view: View) -> Side:
    """§4.7: W, S, S_named and I of one side, its officials, and whether it meets the bar."""
    policy = view.dossier.policy
    beside = [each for each in voices if _stands_beside(each, voices, view)]
    voices = [each for each in voices if each not in beside]
    strong = [voice for voice in voices if voice.strong]
    officials = [voice for voice in strong if voice.official]
    unhedged = count(strong)
    named = count(voice for voice in strong if voice.reading.named)
    return Side(
        voices=voices,
        strong=strong,
        officials=officials,
        beside=beside,
        origins=count(voice for voice in voices if voice.disinterested),
        unhedged=unhedged,
        named=named,
        interested=count(voice for voice in voices if not voice.disinterested),
        bar=bool(officials)
        or (unhedged >= policy.min_independent_origins and named >= policy.min_named_origins),
    )


def _stands_beside(unnamed: Voice, voices: Sequence[Voice], view: View) -> bool:
    """The lead's "officials said" is mostly the official who is quoted below."""
    reading = unnamed.reading
    if not (reading.anonymous and unnamed.met and reading.standing):
        return False
    nearest = [
        each.document
        for each in reading.standing
        if hops_of(each, reading.statement, view) == reading.hops
    ]
    return all(
        any(
            other.reading.named
            and other.disinterested
            and other.reading.stance.certainty >= reading.stance.certainty
            and other.strong >= unnamed.strong
            and any(each.document == document for each in other.reading.standing)
            for other in voices
        )
        for document in nearest
    )
