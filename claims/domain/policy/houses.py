"""What a house takes back, and what it disowns (§4.5b and c).

A *house* is a control group. Its later word, by somebody who may speak for it, replaces its earlier
one on the other side; and a paper that was passed off as its own falls with its word against it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from claims.domain.policy.reading import View
from claims.domain.policy.weighing import Stake, Voice
from claims.domain.records import Claim
from claims.domain.vocabulary import Basis, Reason
from sources.foundation.domain.moments import ALWAYS

Pair = tuple[str, str]  # ids: who left out whom
# A purported paper that was excluded for these is disowned all the same.
_OUT = (None, Reason.CHAIN_RETRACTED, Reason.WITHDRAWN)


def mark_houses(voices: Sequence[Voice], claim: Claim, view: View) -> list[Pair]:
    """Mark what a house took back or disowned among all that takes a side; who left out whom."""
    voices = [each for each in voices if not each.met]
    spoken = [each for each in voices if each.reading.live]
    pairs = list(_corrections(spoken, claim, view))
    disowned = list(_disowned(spoken, voices))
    for _, earlier in pairs:
        reading = earlier.reading
        reading.superseded = reading.withdrawn = reading.house_reversed = True
    for _, paper in disowned:
        reading = paper.reading
        reading.excluded = Reason.DISOWNED
        reading.superseded = reading.withdrawn = reading.reversed = reading.house_reversed = False
    return [
        (left.reading.statement.id, out.reading.statement.id) for left, out in [*pairs, *disowned]
    ]


def _corrections(
    voices: Sequence[Voice], claim: Claim, view: View
) -> Iterator[tuple[Voice, Voice]]:
    sides = _by_side(voices)
    for later in voices:
        if _may_correct(later, view):
            for earlier in sides[later.group, -later.reading.stance.polarity]:
                if _corrects(later, earlier, claim):
                    yield later, earlier


def _by_side(voices: Sequence[Voice]) -> Mapping[tuple[str, int], Sequence[Voice]]:
    """By house and polarity, so that nobody is compared with all the world."""
    sides: dict[tuple[str, int], list[Voice]] = defaultdict(list)
    for voice in voices:
        sides[voice.group, voice.reading.stance.polarity].append(voice)
    return sides


def _may_correct(later: Voice, view: View) -> bool:
    reading = later.reading
    return (
        reading.named
        and not reading.purported
        and reading.stance.certainty >= 2
        and reading.hops <= view.dossier.policy.max_hops
        and reading.statement.basis is not Basis.TOLD
        and later.disinterested
    )


def _corrects(later: Voice, earlier: Voice, claim: Claim) -> bool:
    """Whether the later word takes back the earlier one, which is of its house and against it."""
    speaker = earlier.reading.statement.speaker
    below = speaker in later.line and speaker != later.reading.statement.speaker
    return (
        _said(later) > _said(earlier)
        and (later.official or not earlier.official)
        # An employee does not take back what the house said.
        and (not below or later.stake is Stake.AGAINST)
        and all(
            (ref in later.line) == (ref in earlier.line) for ref in claim.favours + claim.damages
        )
    )


def _said(voice: Voice) -> tuple[datetime, datetime]:
    statement = voice.reading.statement
    return statement.said_at or ALWAYS, statement.recorded_at or ALWAYS


def _disowned(spoken: Sequence[Voice], voices: Sequence[Voice]) -> Iterator[tuple[Voice, Voice]]:
    sides = _by_side(spoken)
    for paper in voices:
        if paper.reading.purported and paper.reading.excluded in _OUT:
            for owner in sides[paper.group, -paper.reading.stance.polarity]:
                if owner.reading.named and not owner.reading.purported:
                    yield owner, paper
