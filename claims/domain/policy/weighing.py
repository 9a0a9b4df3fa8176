"""Whose word it is, and how much each side has (§4.6 to §4.8)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from claims.domain.policy.independence import ancestors, control_group, origins
from claims.domain.policy.reading import Reading, View
from claims.domain.records import Claim, Spoken
from claims.domain.vocabulary import Status


class Stake(Enum):
    """What the speaker gains by what it says."""

    SELF_SERVING = "self_serving"
    AGAINST = "against"
    NEUTRAL = "neutral"


@dataclass(slots=True)
class Voice:
    """A reading together with whose word it is."""

    reading: Reading
    line: dict[str, bool]  # the speaker and all above it when it spoke
    group: str
    stake: Stake
    authority: bool

    @property
    def disinterested(self) -> bool:
        return self.stake is not Stake.SELF_SERVING

    @property
    def evidence(self) -> tuple[str, str | None]:
        return self.group, self.reading.statement.evidence_key or None

    @property
    def firm(self) -> bool:
        """Says without a hedge, and with no interest in saying so."""
        return self.disinterested and self.reading.stance.certainty == 3

    @property
    def official(self) -> bool:
        """Entitled to state it, or losing by it; how near the words are is another question."""
        return self.firm and self.reading.named and (self.authority or self.stake is Stake.AGAINST)


@dataclass(slots=True)
class Side:
    """One side of a claim: its voices and what they count for."""

    voices: Sequence[Voice]
    strong: Sequence[Voice]
    officials: Sequence[Voice]
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


def line_of(statement: Spoken, view: View) -> dict[str, bool]:
    """The speaker and all above it at the time of speaking (else of recording)."""
    at = statement.said_at or statement.recorded_at
    known = view.dossier.lines
    if (statement.speaker, at) not in known:
        known[statement.speaker, at] = ancestors(statement.speaker, at, view.dossier.sources)
    return known[statement.speaker, at]


def stake(line: Collection[str], polarity: int, claim: Claim) -> Stake:
    """§4.6: for a denial, who is favoured and who is damaged change places."""
    favours, damages = claim.favours, claim.damages
    if polarity < 0:
        favours, damages = damages, favours
    if any(ref in line for ref in favours):
        return Stake.SELF_SERVING
    return Stake.AGAINST if any(ref in line for ref in damages) else Stake.NEUTRAL


def voice(reading: Reading, claim: Claim, view: View) -> Voice:
    line = line_of(reading.statement, view)
    return Voice(
        reading=reading,
        line=line,
        group=control_group(line, view.dossier.sources),
        stake=stake(line, reading.stance.polarity, claim),
        authority=any(ref in line for ref in claim.authorities),
    )


def count(voices: Iterable[Voice]) -> int:
    """The number of origins among these voices."""
    return origins(voice.evidence for voice in voices)


def weigh(voices: Sequence[Voice], view: View) -> Side:
    """§4.7: W, S, S_named and I of one side, its officials, and whether it meets the bar."""
    policy = view.dossier.policy
    disinterested = [voice for voice in voices if voice.disinterested]
    strong = [voice for voice in voices if voice.firm and voice.reading.hops <= policy.max_hops]
    officials = [
        voice
        for voice in strong
        if voice.official and voice.reading.hops <= policy.official_max_hops
    ]
    unhedged = count(strong)
    named = count(voice for voice in strong if voice.reading.named)
    return Side(
        voices=voices,
        strong=strong,
        officials=officials,
        origins=count(disinterested),
        unhedged=unhedged,
        named=named,
        interested=count(voice for voice in voices if not voice.disinterested),
        bar=bool(officials)
        or (unhedged >= policy.min_independent_origins and named >= policy.min_named_origins),
    )
