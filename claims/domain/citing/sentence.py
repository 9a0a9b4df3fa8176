"""The sentence that a claim's status allows, from the record's own fields, and what may follow it.

The frames are those of the house's citing rules: who said it stands before what was said, the verb
is "said" unless the status earns another, each hedge and each relay is carried over, an interested
denial accompanies every use, and what is not known is a sentence of its own. Names come only from
voices that this audience may read of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from claims.domain.citing import english
from claims.domain.citing.additions import Additions
from claims.domain.citing.naming import Translate
from claims.domain.disclosure import HIDDEN
from claims.domain.policy.reading import Reading, View
from claims.domain.policy.weighing import Stake, Voice
from claims.domain.records import Claim, Dossier
from claims.domain.vocabulary import (
    Basis,
    Checkability,
    ClaimKind,
    Reason,
    Stance,
    Status,
)
from claims.domain.wording import date_in_words
from sources.domain.vocabulary import SourceKind
from sources.foundation.domain.moments import ALWAYS, LATEST
from sources.foundation.domain.roles import Audience


def untranslated(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Sentence:
    """What may be printed of a claim: `text`, and sentences that may follow it.

    `statements` and `documents` are what the text rests on, by id. `text` is empty where nothing
    may be printed, and `why_not` says why.
    """

    text: str
    more: Sequence[str] = ()
    why_not: str = ""
    statements: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    status: Status | None = None

    @property
    def whole(self) -> str:
        return " ".join((self.text, *self.more)) if self.text else ""


# The verbs of authority that a cue may bring with it, as it stands in the text.
_ANNOUNCING = frozenset({"announced", "ruled", "certified", "declared", "decreed", "ordered"})
_ACTS = frozenset({ClaimKind.ACT_OF_AUTHORITY, ClaimKind.SPEECH_ACT})
_VIEWS = {
    Checkability.OPINION: "argues",
    Checkability.PREDICTION: "predicts",
    Checkability.POSITION: "maintains",
}


def sentence_of(
    dossier: Dossier,
    claim: Claim,
    at: datetime,
    audience: Audience,
    _: Translate = untranslated,
) -> Sentence:
    """The sentence for this audience at that moment."""
    view = View(dossier, at, audience)
    return _Writing(claim, view, _).written()


class _Writing(Additions):
    """One sentence being written."""

    def written(self) -> Sentence:
        _ = self.translate
        unprintable = [r for r in self.evidence.readings if r.statement.ground_rules in HIDDEN]
        inside = self.view.audience is Audience.INTERNAL  # the public is not told that there is any
        if inside and unprintable and len(unprintable) == len(self.evidence.readings):
            return Sentence(
                "",
                why_not=_(
                    "What is known of it was said in confidence: nothing may be printed of it."
                ),
                status=self.status,
            )
        if self.status is Status.QUESTIONED:
            return Sentence("", why_not=_("Our desk is looking at it again."), status=self.status)
        text = english.capital(self._frame())
        if any(reading.purported for reading in self.used):
            return Sentence(
                "",
                why_not=_(
                    "It rests on a paper that nobody has established to be of whom it names."
                ),
                status=self.status,
            )
        more = [english.capital(each) for each in self._more()]
        sightings = [each for r in self.used for each in r.standing]
        return Sentence(
            text=text,
            more=more,
            statements=frozenset(r.statement.id for r in self.used),
            documents=frozenset(each.document for each in sightings),
            status=self.status,
        )

    # Frames

    def _frame(self) -> str:
        _ = self.translate
        match self.status:
            case Status.CONFIRMED:
                told = _("%(claim)s, according to %(whom)s%(relay)s") % self._by(self._strong())
                return self._with_denial(english.capital(told)) + "."
            case Status.OFFICIALLY_CONFIRMED:
                return self._with_denial(self._official()) + "."
            case Status.CORROBORATED:
                return self._with_denial(self._said_separately(self._strong())) + "."
            case Status.PARTLY_CORROBORATED:
                return self._with_denial(self._each_hedge()) + "."
            case Status.SINGLE_SOURCE:
                return self._with_denial(self._single()) + "."
            case Status.CLAIMED:
                return self._said(self._voices(self.evidence.support.voices)) + "."
            case Status.DISPUTED:
                return self._both_sides() + "."
            case Status.DENIED:
                return self._denied(self.evidence.denial.voices) + "."
            case Status.REFUTED:
                return self._refuted() + "."
            case Status.RETRACTED:
                return self._withdrew() + "."
            case Status.NOT_CHECKABLE:
                return self._with_denial(self._view()) + "."
            case _:
                return self._nobody() + "."

    def _nobody(self) -> str:
        """Nobody who counts says so or denies it; somebody who does not count may have."""
        _ = self.translate
        differing = [r for r in self.evidence.readings if r.live and r.unclear]
        if differing:
            who = english.listed(self._names(differing), _("and"))
            return _("reports differ on whether %(who)s said that %(claim)s") % {
                "who": who,
                "claim": self.clause,
            }
        left_out = [
            r
            for r in self.evidence.readings
            if r.stance.polarity > 0 and r.excluded is Reason.DISCOUNTED
        ]
        if left_out:
            return _("no source that we rely on says that %(claim)s") % {"claim": self.clause}
        return _("it has not been attributed to any source that %(claim)s") % {"claim": self.clause}

    def _strong(self) -> list[Voice]:
        side = self.evidence.support
        named = [voice for voice in side.strong if voice.reading.named]
        return self._voices(named if len(named) > 1 else side.strong)

    def _official(self) -> str:
        _, side = self.translate, self.evidence.support
        officials = self._voices(side.officials) or self._strong()
        told = self._by(officials)
        if all(voice.stake is Stake.AGAINST for voice in officials):
            return _("%(who)s acknowledged that %(claim)s%(relay)s") % told
        if self.claim.kind in _ACTS:
            return _("%(claim)s, %(whom)s announced%(relay)s") % told
        cue = (officials[0].reading.statement.cue or "").strip().lower()
        if cue in _ANNOUNCING and len(officials) == 1:
            return _("%(who)s %(verb)s that %(claim)s%(relay)s") % (told | {"verb": _(cue)})
        return _("%(who)s said officially that %(claim)s%(relay)s") % told

    def _said_separately(self, voices: Sequence[Voice]) -> str:
        if len(voices) < 2:
            return self._said(voices)
        _ = self.translate
        return _("%(who)s said separately that %(claim)s%(relay)s") % self._by(voices)

    def _each_hedge(self) -> str:
        """ "A said that …; B said it was likely": each with its own hedge, the claim once."""
        _ = self.translate
        disinterested = [v for v in self.evidence.support.voices if v.disinterested]
        by_stance: dict[Stance, list[Voice]] = {}
        for voice in self._voices(disinterested):
            by_stance.setdefault(voice.reading.stance, []).append(voice)
        groups = sorted(by_stance.items(), key=lambda item: -item[0].certainty)
        (_firmest, first), *others = groups
        parts = [self._said(first, each=len(first) > 1)]
        for stance, voices in others:
            told = self._by(voices)
            parts.append(
                (
                    _("%(who)s said it was likely%(relay)s")
                    if stance is Stance.ASSERTS_LIKELY
                    else _("%(who)s said it was possible%(relay)s")
                )
                % told
            )
        return "; ".join(parts)

    def _single(self) -> str:
        _ = self.translate
        disinterested = [v for v in self.evidence.support.voices if v.disinterested]
        voices = self._voices(disinterested)[:1]
        relayed = self._relay([voice.reading for voice in voices])
        if relayed and self._tells_of_itself(voices[0]):
            # "A asked B to …, AP reported": A said that A asked would say it twice.
            said = _("%(claim)s%(relay)s") % self._by(voices)
        else:
            said = self._said(voices)
        if relayed:
            return said + _("; this could not be independently confirmed")
        return said + _(", which could not be independently confirmed")

    def _tells_of_itself(self, voice: Voice) -> bool:
        """Whether the claim is that this speaker said something, and names it."""
        source = self.view.dossier.sources[voice.reading.statement.speaker]
        return (
            self.claim.kind is ClaimKind.SPEECH_ACT
            and voice.reading.named
            and voice.reading.stance.certainty == 3
            and any(name in self.claim.text for name in (source.name, *source.aliases))
        )

    def _said(self, voices: Sequence[Voice], *, each: bool = False) -> str:
        """ "A said that …", with the hedge of the most careful of them."""
        _ = self.translate
        told = self._by(voices)
        certainty = min((voice.reading.stance.certainty for voice in voices), default=3)
        if certainty == 2:
            frame = (
                _("%(who)s each said it was likely that %(claim)s%(relay)s")
                if each
                else _("%(who)s said it was likely that %(claim)s%(relay)s")
            )
        elif certainty == 1:
            frame = (
                _("%(who)s each said it was possible that %(claim)s%(relay)s")
                if each
                else _("%(who)s said it was possible that %(claim)s%(relay)s")
            )
        elif len(voices) == 1 and self._reports(voices[0]):
            frame = _("%(who)s reported that %(claim)s%(relay)s")
        elif each:
            frame = _("%(who)s each said that %(claim)s%(relay)s")
        else:
            frame = _("%(who)s said that %(claim)s%(relay)s")
        return frame % told

    def _reports(self, voice: Voice) -> bool:
        statement = voice.reading.statement
        source = self.view.dossier.sources[statement.speaker]
        return source.kind is SourceKind.OUTLET or statement.basis is Basis.OWN_REPORTING

    def _both_sides(self) -> str:
        _ = self.translate
        support = self.evidence.support
        disinterested = [voice for voice in support.voices if voice.disinterested]
        voices = self._voices(disinterested or support.voices)
        told = self._by(voices)
        certainty = min((voice.reading.stance.certainty for voice in voices), default=3)
        one = len(voices) == 1 and not self._plural(voices[0])
        says = _("says") if one else _("say")
        hedge = {2: _(" it is likely"), 1: _(" it is possible")}.get(certainty, "")
        text = _("%(who)s %(says)s%(hedge)s that %(claim)s%(relay)s") % (
            told | {"says": says, "hedge": hedge}
        )
        deniers = self._voices(self.evidence.denial.voices)
        if not deniers:
            return text + _(", which is disputed")
        against = self._by(deniers)
        one = len(deniers) == 1 and not self._plural(deniers[0])
        if self._hedged(deniers):
            denies = _("says it is unlikely") if one else _("say it is unlikely")
        else:
            denies = _("denies it") if one else _("deny it")
        return text + _("; %(who)s %(denies)s%(relay)s") % (against | {"denies": denies})

    def _with_denial(self, text: str) -> str:
        """An interested denial accompanies every use."""
        _ = self.translate
        deniers = self._voices(self.evidence.denial.voices)
        if not deniers:
            return text
        if self._hedged(deniers):
            return text + _("; %(who)s said it was unlikely%(relay)s") % self._by(deniers)
        return text + _("; %(who)s denied it%(relay)s") % self._by(deniers)

    @staticmethod
    def _hedged(voices: Sequence[Voice]) -> bool:
        """Whether one of them is less than firm: together they are told as that one."""
        return any(voice.reading.stance.certainty < 3 for voice in voices)

    def _denied(self, voices: Sequence[Voice]) -> str:
        _ = self.translate
        chosen = self._voices(voices)
        told = self._by(chosen)
        if self._hedged(chosen):
            return _("%(who)s said it was unlikely that %(claim)s%(relay)s") % told
        return _("%(who)s denied that %(claim)s%(relay)s") % told

    def _refuted(self) -> str:
        _ = self.translate
        text = _("there is no evidence that %(claim)s") % {"claim": self.clause}
        return self._with_denial(text)

    def _withdrew(self) -> str:
        """Who took it back, and when."""
        _ = self.translate
        back = [r for r in self.evidence.readings if r.withdrawn and r.stance.polarity > 0]
        parts = []
        seen = set()
        for reading in sorted(back, key=lambda r: (r.statement.said_at or LATEST, r.statement.id)):
            who, how, when = self._taken_back(reading)
            if (who, how) in seen:
                continue
            seen.add((who, how))
            self.used.append(reading)
            parts.append((who, how, when))
        if not parts:
            return _("the report that %(claim)s was withdrawn") % {"claim": self.clause}
        (who, how, when), *others = parts
        frame = {
            "report": _("%(who)s withdrew%(when)s its report that %(claim)s"),
            "statement": _("%(who)s withdrew%(when)s the statement that %(claim)s"),
            "reversed": _("%(who)s took back%(when)s the statement that %(claim)s"),
            "chain": _("%(who)s withdrew%(when)s the report on which it rested that %(claim)s"),
        }[how]
        text = frame % {"who": who, "when": when, "claim": self.clause}
        rest = english.listed([each[0] for each in others], _("and"))
        return text + (_("; so did %(who)s") % {"who": rest} if rest else "")

    def _taken_back(self, reading: Reading) -> tuple[str, str, str]:
        statement, dossier = reading.statement, self.view.dossier
        source = dossier.sources[statement.speaker]
        if reading.excluded is Reason.CHAIN_RETRACTED:
            retracted = [
                dossier.documents[ref]
                for sighting in self.view.sightings(statement)
                for ref in (sighting.document, *sighting.via_documents)
                if self.view.shows(dossier.documents[ref]) and self.view.retracted(ref)
            ]
            if retracted:
                first = min(
                    retracted, key=lambda each: (each.retracted_at or LATEST, each.publisher)
                )
                publisher = dossier.sources[first.publisher]
                name = english.with_article(english.plain_name(publisher.name), publisher.kind)
                own = first.publisher == statement.speaker
                return name, "report" if own else "chain", self._when(first.retracted_at)
        name = self._name(statement)
        if reading.reversed:
            return name, "reversed", ""
        outlet = source.kind is SourceKind.OUTLET
        return name, "report" if outlet else "statement", self._when(statement.withdrawn_at)

    def _when(self, moment: datetime | None) -> str:
        if moment is None or moment == ALWAYS:
            return ""
        _ = self.translate
        return _(" on %(date)s") % {"date": date_in_words(moment)}

    def _view(self) -> str:
        _ = self.translate
        voices = self._voices(self.evidence.support.voices)
        if not voices:
            return _("it is a view, not attributed to any source, that %(claim)s") % {
                "claim": self.clause
            }
        verb = _VIEWS.get(self.claim.checkability)
        if verb is None:
            said = self._said(voices)
            relayed = self._relay([voice.reading for voice in voices])
            return said + (
                _("; this cannot be checked yet") if relayed else _(", which cannot be checked yet")
            )
        told = self._by(voices)
        several = len(voices) > 1 or self._plural(voices[0])
        certainty = min(voice.reading.stance.certainty for voice in voices)
        if certainty < 3:
            verb = "says"
        verbs = {
            "argues": (_("argues"), _("argue")),
            "predicts": (_("expects"), _("expect")),
            "maintains": (_("maintains"), _("maintain")),
            "says": (_("says"), _("say")),
        }[verb]
        hedge = {2: _(" it is likely"), 1: _(" it is possible")}.get(certainty, "")
        return _("%(who)s %(verb)s%(hedge)s that %(claim)s%(relay)s") % (
            told | {"verb": verbs[several], "hedge": hedge}
        )
