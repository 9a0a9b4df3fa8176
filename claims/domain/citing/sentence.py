"""The sentence that a claim's status allows, from the record's own fields, and what may follow it.

The frames are those of the house's citing rules. Every voice carries its own name, certainty, date
and relay; voices share a verb only where all of these agree, so that no hedge and no relay becomes
another's. What denies it accompanies every use. Where no right sentence can be made there is none,
and why: it is printed by people in a hurry.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from claims.domain.citing import clauses, english
from claims.domain.citing.additions import Additions
from claims.domain.citing.naming import Translate, VoiceAsTold
from claims.domain.citing.taking_back import TakingBack
from claims.domain.disclosure import HIDDEN
from claims.domain.policy.grouping import one_an_origin
from claims.domain.policy.reading import View
from claims.domain.policy.weighing import Stake, Voice
from claims.domain.private import private_persons
from claims.domain.records import Claim, Dossier
from claims.domain.vocabulary import Basis, Checkability, ClaimKind, Reason, Status
from sources.domain.vocabulary import SourceKind
from sources.foundation.domain.moments import LATEST
from sources.foundation.domain.roles import Audience

NAMEABLE_FROM = 8  # the rank below which a private person is not named
MOST = 4  # voices that are named where the status is theirs together


def untranslated(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Sentence:
    """What may be printed of a claim: `text`, and sentences that may follow it.

    `statements` and `documents` are what the text rests on, by id. `text` is empty where nothing
    may be printed, and `why_not` says why; `on_request` is what may then still be said by somebody
    who has to say something.
    """

    text: str
    more: Sequence[str] = ()
    why_not: str = ""
    on_request: str = ""
    statements: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    status: Status | None = None

    @property
    def whole(self) -> str:
        return " ".join((self.text, *self.more)) if self.text else ""


# The verbs of authority that a cue may bring with it, as it stands in the text.
_ANNOUNCING = frozenset({"announced", "ruled", "certified", "declared", "decreed", "ordered"})
_CONCEDING = frozenset({"conceded", "concedes"})
_VIEWS = {
    Checkability.OPINION: ("argues", "argue", "argued"),
    Checkability.PREDICTION: ("expects", "expect", "expected"),
    Checkability.POSITION: ("maintains", "maintain", "maintained"),
}


def sentence_of(
    dossier: Dossier,
    claim: Claim,
    at: datetime,
    audience: Audience,
    _: Translate = untranslated,
    zone: tzinfo | None = None,
) -> Sentence:
    """The sentence for this audience at that moment; days are those of `zone`, else of UTC."""
    return _Writing(claim, View(dossier, at, audience), _, zone).written()


class _Writing(Additions, TakingBack):
    """One sentence being written."""

    def written(self) -> Sentence:
        why_not = self._why_not()
        if why_not:
            return Sentence("", why_not=english.capital(why_not), status=self.status)
        text = self._frame()
        if not text:
            return self._nobody()
        more = [english.capital(each) for each in self._more()]
        return Sentence(
            text=english.ended(english.capital(text)),
            more=more,
            statements=frozenset(r.statement.id for r in self.used),
            documents=frozenset(each.document for r in self.used for each in r.standing),
            status=self.status,
        )

    def _why_not(self) -> str:
        _ = self.translate
        if clauses.in_another_language(self.claim):
            return _("the claim is in another language, and nobody has put it into ours.")
        fault = clauses.why_not_plain(self.claim)
        if fault:
            return _("the claim is not one plain statement: %(fault)s.") % {"fault": _(fault)}
        inside = self.view.audience is Audience.INTERNAL  # the public is not told that there is any
        supports = [r for r in self.evidence.readings if r.stance.polarity > 0]
        hidden = all(r.statement.ground_rules in HIDDEN for r in supports)
        if inside and supports and hidden and not self.evidence.denial.voices:
            return _("what is known of it was said in confidence: nothing may be printed of it.")
        if self.status is Status.QUESTIONED:
            return _("our desk is looking at it again.")
        private = private_persons(self.claim, self.view.dossier)
        if private and (self.status.rank is None or self.status.rank < NAMEABLE_FROM):
            return _("it names a private person, and is not established well enough to print that.")
        return ""

    def _nobody(self) -> Sentence:
        """Nobody who counts says so or denies it: it is not to be run as fact."""
        _ = self.translate
        known = any(r.stance.polarity > 0 or r.unclear for r in self.readings)
        clause = {"claim": self._clause_for(()).clause}
        return Sentence(
            "",
            why_not=_("Nobody whom we count says so or denies it: it is not to be run as fact."),
            on_request=""
            if known
            else english.ended(_("Nobody has been named as saying that %(claim)s") % clause),
            status=self.status,
        )

    def _frame(self) -> str:
        support = self.evidence.support
        match self.status:
            case Status.CONFIRMED:
                return self._with_denials(self._confirmed(self._strong()))
            case Status.OFFICIALLY_CONFIRMED:
                officials = one_an_origin(support.officials)[:MOST]
                return self._with_denials(self._official(officials))
            case Status.CORROBORATED:
                return self._with_denials(self._say(self._strong(), separately=True))
            case Status.PARTLY_CORROBORATED:
                voices = [v for v in support.voices if v.disinterested]
                return self._with_denials(self._say(one_an_origin(voices)))
            case Status.SINGLE_SOURCE:
                voices = [v for v in support.voices if v.disinterested]
                return self._with_denials(self._single(one_an_origin(voices)[:1]))
            case Status.CLAIMED:
                return self._with_denials(self._say(one_an_origin(support.voices)))
            case Status.DISPUTED:
                return self._both_sides()
            case Status.DENIED:
                return self._denied()
            case Status.REFUTED:
                return self._refuted()
            case Status.RETRACTED:
                return self._retracted()
            case Status.NOT_CHECKABLE:
                return self._view()
            case _:
                return ""

    def _strong(self) -> list[Voice]:
        side = self.evidence.support
        named = one_an_origin(voice for voice in side.strong if voice.reading.named)
        return (named if len(named) > 1 else one_an_origin(side.strong))[:MOST]

    def _confirmed(self, voices: Sequence[Voice]) -> str:
        """ "X launched …, according to A, and to B, AFP reported; C acknowledged it"."""
        _ = self.translate
        conceding = [v for v in voices if self._concedes(v)]
        others = [v for v in voices if v not in conceding]
        if not others:
            return self._official(voices)
        groups = self._told(v.reading for v in others)
        if len(groups) == 1 and self._tells_of_itself(groups[0]):
            text = self._act(groups[0])
        else:
            groups.sort(key=lambda group: bool(group[0].relay))
            lists = [f"{self._list(group)}{self._by_way(group[0])}" for group in groups]
            text = _("%(claim)s, according to %(whom)s") % {
                "claim": self.text,
                "whom": _(", and to ").join(lists),
            }
        return "; ".join([text, *self._conceded(conceding)])

    def _conceded(self, voices: Sequence[Voice]) -> Iterable[str]:
        _ = self.translate
        for group in self._told(v.reading for v in voices):
            told = group[0]
            verb = _("conceded") if _cue(told) in _CONCEDING else _("acknowledged")
            yield f"{self._named(group)} {verb}{_(' it')}{told.when}{self._by_way(told)}"

    @staticmethod
    def _concedes(voice: Voice) -> bool:
        return voice.official and voice.stake is Stake.AGAINST and not voice.reading.purported

    def _official(self, officials: Sequence[Voice]) -> str:
        """What an authority announced, ruled, certified, said, or acknowledged against itself."""
        conceding = [v for v in officials if self._concedes(v)]
        others = [v for v in officials if v not in conceding]
        if not others:
            lead, *rest = self._told(v.reading for v in conceding)
            return "; ".join([self._acknowledged(lead), *map(self._following, rest)])
        lead, *rest = self._told(v.reading for v in others)
        parts = [self._announced(lead), *map(self._following, rest), *self._conceded(conceding)]
        return "; ".join(parts)

    def _acknowledged(self, group: Sequence[VoiceAsTold]) -> str:
        _, told = self.translate, group[0]
        if self._is_in_clause(group) or self._tells_of_itself(group):
            return self._leading(group)
        forms = self._clause_for(group)
        verb = _("conceded") if _cue(told) in _CONCEDING else _("acknowledged")
        clause = forms.past or forms.clause
        return self._that(group, f"{verb}{told.when}", clause)

    def _announced(self, group: Sequence[VoiceAsTold]) -> str:
        _, told = self.translate, group[0]
        own_act = all(each.reading.statement.basis is Basis.OWN_ACT for each in group)
        cue = _cue(told)
        announced = own_act and (
            cue in _ANNOUNCING or self.claim.kind is ClaimKind.ACT_OF_AUTHORITY
        )
        if self._tells_of_itself(group) or not announced or self._is_in_clause(group):
            return self._leading(group)
        verb = _(cue) if cue in _ANNOUNCING else _("announced")
        forms = self._clause_for(group)
        clause = forms.past or forms.clause
        return self._that(group, f"{verb}{told.when}", clause)

    def _single(self, voices: Sequence[Voice]) -> str:
        _ = self.translate
        (group,) = self._told(v.reading for v in voices)
        text = self._leading(group)
        reading = group[0].reading
        if reading.statement.basis is Basis.OBSERVED and group[0].reports:
            return text + _(", whose reporter saw it")
        if self._is_unproven(group):
            return text + (
                _("; this could not be independently confirmed")
                if group[0].relay
                else _(", which could not be independently confirmed")
            )
        return text

    def _is_unproven(self, group: Sequence[VoiceAsTold]) -> bool:
        """Whether one newsroom brought it, and neither it nor the speaker was there."""
        reading = group[0].reading
        if reading.statement.basis in (Basis.OBSERVED, Basis.OWN_ACT) or not reading.standing:
            return False
        if self._tells_of_itself(group):
            return False
        dossier = self.view.dossier
        # By whatever way the one origin reached us, not only by the one that is told.
        publishers = {
            dossier.documents[each.document].publisher
            for voice in self.evidence.support.voices
            if voice.disinterested
            for each in voice.reading.standing
        }
        outlets = [ref for ref in publishers if dossier.sources[ref].kind is SourceKind.OUTLET]
        return len(publishers) == len(outlets) == 1

    def _both_sides(self) -> str:
        _ = self.translate
        support = one_an_origin(self.evidence.support.voices)
        text = self._say(support) if support else ""
        denials = self._denials()
        if text and not denials:
            return text + _("; our desk disputes it")
        return "; ".join(each for each in (text, *denials) if each)

    def _denied(self) -> str:
        """The denial first; then who had said so, and what was said in its name."""
        voices = one_an_origin(self.evidence.denial.voices)
        parts = self._denial_leads(self._told(v.reading for v in voices))
        return "; ".join([*parts, *self._had_said()])

    def _had_said(self) -> Iterable[str]:
        """ "A had said on 8 January it was so, Harbour Post reported"; what was said after the
        first denial was said since."""
        _ = self.translate
        first = min(
            (v.reading.statement.said_at or LATEST for v in self.evidence.denial.voices),
            default=LATEST,
        )
        live = [v.reading for v in one_an_origin(self.evidence.support.voices)]
        disowned = [
            r
            for r in self.readings
            if r.excluded is Reason.DISOWNED and r.stance.polarity > 0 and r.standing
        ]
        for group in self._told([*live, *disowned]):
            told = group[0]
            at = told.reading.statement.said_at
            since = at is not None and at > first
            if told.reports:
                said = _("reported") if since else _("had reported")
            else:
                said = _("said") if since else _("had said")
            when = self._on(at) if since else told.when
            what = self._hedge(told, past=True) or _(" it was so")
            yield f"{self._named(group)} {said}{when}{what}{self._by_way(told)}"

    @staticmethod
    def _has_found(voice: Voice) -> bool:
        """Whether it knows that it is not so, and has no interest in that."""
        reading = voice.reading
        firm = reading.stance.certainty == 3 and not reading.purported
        return firm and voice.disinterested and reading.statement.basis.stated

    def _refuted(self) -> str:
        """ "There is no evidence that …, B and C found; A had said so"."""
        _ = self.translate
        voices = one_an_origin(self.evidence.denial.voices)
        clause = self._clause_for(()).clause
        finding = [v for v in voices if self._has_found(v)]
        if clauses.is_negative(clause) or not any(v.reading.stance.certainty == 3 for v in voices):
            parts = self._denial_leads(self._told(v.reading for v in voices))
        else:
            text = _("there is no evidence that %(claim)s") % {"claim": clause}
            found, *others = self._told(v.reading for v in finding) or [[]]
            if found:
                by = f"{self._list(found)} {_('found')}{found[0].when}{self._by_way(found[0])}"
                text = f"{text}, {by}"
            others += self._told(v.reading for v in voices if v not in finding)
            parts = [text, *(self._denies(group) for group in others)]
        return "; ".join([*parts, *self._had_said()])

    def _view(self) -> str:
        _ = self.translate
        voices = one_an_origin(self.evidence.support.voices)
        if not voices:
            if not self.evidence.denial.voices:
                return ""
            denials = one_an_origin(self.evidence.denial.voices)
            return "; ".join(self._denial_leads(self._told(v.reading for v in denials)))
        verbs = _VIEWS.get(self.claim.checkability)
        groups = sorted(self._told(v.reading for v in voices), key=lambda g: -g[0].certainty)
        if verbs is None:
            text = self._joined(groups)
            relayed = any(group[0].relay for group in groups)
            late = (
                _("; this cannot be checked yet") if relayed else _(", which cannot be checked yet")
            )
            return self._with_denials(text + late)
        lead, *others = groups
        parts = [self._holding(lead, verbs), *(self._holds_so(each) for each in others)]
        return self._with_denials("; ".join(parts))

    def _holding(self, group: Sequence[VoiceAsTold], verbs: Sequence[str]) -> str:
        _, told, forms = self.translate, group[0], self._clause_for(group)
        one, many, past = verbs
        if self._is_in_clause(group) or told.certainty < 3 or told.reading.purported:
            return self._leading(group)
        verb = _(past) if told.past else _(many if self._several_speak(group) else one)
        clause = forms.past or forms.clause if told.past else forms.clause
        return self._that(group, f"{verb}{told.when}", clause)

    def _holds_so(self, group: Sequence[VoiceAsTold]) -> str:
        _, told = self.translate, group[0]
        several = self._several_speak(group)
        says = _("said") if told.past else _("say") if several else _("says")
        hedge = self._hedge(told, past=told.past)
        what = f"{told.when}{hedge}" if hedge else f"{_(' so')}{told.when}"
        return f"{self._named(group)} {says}{what}{self._by_way(told)}"


def _cue(told: VoiceAsTold) -> str:
    return (told.reading.statement.cue or "").strip().lower()
