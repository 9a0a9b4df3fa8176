"""The evidence status: what both sides together amount to (§4.9)."""

from collections.abc import Sequence
from dataclasses import dataclass

from claims.domain.policy.houses import Pair, mark_houses
from claims.domain.policy.reading import Reading, View, mark_superseded, read_all
from claims.domain.policy.weighing import Side, Voice, is_entitled, voice, weigh
from claims.domain.records import Claim
from claims.domain.vocabulary import Basis, Checkability, Status


@dataclass(slots=True)
class Evidence:
    """All that is said of one claim, read and weighed for one view."""

    claim: Claim
    readings: Sequence[Reading]
    support: Side
    denial: Side
    left_out: Sequence[Pair]  # by what their own house said
    entitled: bool  # an authority supports it that does not say how it knows
    effective: bool  # a disinterested denial outweighs the support

    @property
    def support_was_taken_back(self) -> bool:
        return any(reading.withdrawn and reading.stance.polarity > 0 for reading in self.readings)

    @property
    def ineffective(self) -> bool:
        """A disinterested denial left the level of support as it is."""
        return bool(self.support.level and self.denial.origins and not self.effective)

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
        if not self.support.bar and self.support.origins <= 1 and self.denial.officials:
            return Status.REFUTED if refutable else Status.DENIED
        if level is Status.CLAIMED and self.denial.origins and self.denial.bar and refutable:
            return Status.REFUTED
        if self.denial.origins and self.effective:
            return Status.DISPUTED
        if self.denial.interested and not self.denial.origins and not self.support.bar:
            return Status.DISPUTED
        return level

    def _without_support(self, refutable: bool) -> Status:
        if self.denial.bar and refutable:
            return Status.REFUTED
        if self.support_was_taken_back:
            return Status.RETRACTED
        return Status.DENIED if self.denial.voices else Status.UNSUBSTANTIATED


@dataclass(frozen=True, slots=True)
class Glance:
    """What the gate has to know of the evidence at an earlier moment."""

    status: Status
    left_out: Sequence[Pair]


def glance(claim: Claim, view: View) -> Glance:
    """The evidence at a moment in brief; worked out once, as later moments ask again."""
    known = view.dossier.glances
    key = claim.id, view.as_of, view.audience.value
    found = known.get(key)
    if not isinstance(found, Glance):
        evidence = evidence_on(claim, view)
        found = known[key] = Glance(evidence.status, evidence.left_out)
    return found


def evidence_on(claim: Claim, view: View) -> Evidence:
    """Read, supersede and weigh what is on record about the claim."""
    readings = read_all(view.dossier.attributions_of.get(claim.id, ()), view)
    mark_superseded(readings)
    sided = [voice(each, claim, view) for each in readings if each.stance.polarity]
    left_out = mark_houses(sided, claim, view)
    live = [each for each in sided if each.reading.live]
    support = weigh([each for each in live if _supports(each)], view)
    denial = weigh([each for each in live if each.reading.stance.denies], view)
    entitled = any(is_entitled(each, claim, view) for each in support.voices)
    return Evidence(
        claim=claim,
        readings=readings,
        support=support,
        denial=denial,
        left_out=left_out,
        entitled=entitled,
        effective=any(_is_effective(each, support, entitled, view) for each in denial.voices),
    )


def _supports(voice: Voice) -> bool:
    """A guess counts only if somebody is named with it."""
    stance = voice.reading.stance
    return stance.polarity > 0 and (stance.certainty > 1 or voice.reading.named)


def _is_effective(denier: Voice, support: Side, entitled: bool, view: View) -> bool:
    """§4.9: whether this denial unseats what stands against it."""
    if not denier.disinterested:
        return False
    reading = denier.reading
    if not support.bar:
        return True
    if support.officials or entitled:
        knows = denier.stated and reading.statement.basis is not Basis.ASSESSED
        return denier.official or (denier.strong and not reading.anonymous and knows)
    return (
        not reading.anonymous
        and not reading.purported
        and reading.hops <= view.dossier.policy.max_hops
    )
