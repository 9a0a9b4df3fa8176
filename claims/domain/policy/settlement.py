"""The evidence status: what both sides together amount to (§4.9)."""

from collections.abc import Sequence
from dataclasses import dataclass

from claims.domain.policy.reading import Reading, View, mark_superseded, read_all
from claims.domain.policy.weighing import Side, voice, weigh
from claims.domain.records import Claim
from claims.domain.vocabulary import Checkability, Status


@dataclass(slots=True)
class Evidence:
    """All that is said of one claim, read and weighed for one view."""

    claim: Claim
    readings: Sequence[Reading]
    support: Side
    denial: Side

    @property
    def support_was_taken_back(self) -> bool:
        return any(reading.withdrawn and reading.stance.polarity > 0 for reading in self.readings)

    @property
    def status(self) -> Status:
        return self.settle(refutable=True)

    def settle(self, *, refutable: bool) -> Status:
        """The evidence status; `refutable` is false once reviewers have not agreed to refute."""
        if self.claim.checkability is not Checkability.CHECKABLE:
            return Status.NOT_CHECKABLE
        level = self.support.level
        if level is None:
            return self._without_support(refutable)
        if self.denial.origins:
            refuted = level is Status.CLAIMED and self.denial.bar and refutable
            return Status.REFUTED if refuted else Status.DISPUTED
        if self.denial.interested and not self.support.bar:
            return Status.DISPUTED
        return level

    def _without_support(self, refutable: bool) -> Status:
        if self.denial.bar and refutable:
            return Status.REFUTED
        if self.support_was_taken_back:
            return Status.RETRACTED
        return Status.DENIED if self.denial.voices else Status.UNSUBSTANTIATED


def evidence_on(claim: Claim, view: View) -> Evidence:
    """Read, supersede and weigh what is on record about the claim."""
    readings = read_all(view.dossier.attributions_of.get(claim.id, ()), view)
    mark_superseded(readings)
    voices = [
        voice(reading, claim, view)
        for reading in readings
        if reading.live and reading.stance.polarity
    ]
    return Evidence(
        claim=claim,
        readings=readings,
        support=weigh([each for each in voices if each.reading.stance.polarity > 0], view),
        denial=weigh([each for each in voices if each.reading.stance.denies], view),
    )
