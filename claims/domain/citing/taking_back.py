"""What was taken back: by whom, when, each of its own kind, and what is said instead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from claims.domain.citing import clauses, english
from claims.domain.citing.naming import VoiceAsTold
from claims.domain.citing.telling import Telling, source_ref
from claims.domain.policy.reading import Reading, hops_of
from claims.domain.vocabulary import Reason
from sources.domain.vocabulary import SourceKind
from sources.foundation.domain.moments import LATEST


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What somebody took back: an outlet its report of what another had said, or its own word."""

    who: str  # as printed
    ref: str
    noun: str  # report or statement
    on: str  # " on 26 November"
    told: VoiceAsTold  # whose word it was

    @property
    def own(self) -> bool:
        return self.ref == source_ref(self.told)

    def is_the_same(self, other: "TakenBack") -> bool:
        """Whether it says no more than the other: of one house two reports of one voice."""
        return (self.who, self.noun, source_ref(self.told)) == (
            other.who,
            other.noun,
            source_ref(other.told),
        )


class TakingBack(Telling):
    """A speaker takes back what it said, an outlet its report, a house what one of its own said."""

    def _retracted(self) -> str:
        """Who took it back, when, and what is said instead; each told of its own kind."""
        back = [r for r in self.readings if r.withdrawn and r.stance.polarity > 0]
        back.sort(key=lambda r: (r.statement.said_at or LATEST, r.statement.id))
        parts: list[str] = []
        denied: list[Reading] = []
        lead: TakenBack | None = None
        taken: list[TakenBack] = []
        for reading in back:
            if reading.reversed:
                since = self._denial_of(reading)
                if since is None:
                    parts.append(self._said_then(reading, told=bool(parts)))
                elif since not in denied:
                    denied.append(since)
                    parts.append(self._turned_round(reading, since, told=bool(parts)))
            elif reading.house_reversed:
                parts.append(self._said_then(reading, told=bool(parts)))
            else:
                for each in self._taken_back(reading):
                    if not parts:
                        lead = each
                        parts.append(self._withdrew(each))
                    elif not any(each.is_the_same(other) for other in (lead, *taken) if other):
                        taken.append(each)
        if not parts:
            return ""
        parts += self._withdrew_theirs(taken, lead)
        return "; ".join([*parts, *self._denials(leave=denied)])

    def _denial_of(self, reading: Reading) -> Reading | None:
        """The speaker's own denial; none where to join the two would tell who was not named."""
        if self._is_hidden(reading):
            return None
        for voice in self.evidence.denial.voices:
            since = voice.reading
            if since.statement.speaker == reading.statement.speaker and not self._is_hidden(since):
                return since
        return None

    def _turned_round(self, reading: Reading, since: Reading, *, told: bool) -> str:
        """ "The police, who had said the tanker carried ammonia, denied it on 19 November"."""
        _ = self.translate
        ((before,),) = self._told([reading])
        ((now,),) = self._told([since])
        source = self.view.dossier.sources[reading.statement.speaker]
        person = source.kind in (SourceKind.PERSON, SourceKind.COLLECTIVE, SourceKind.ANONYMOUS)
        pronoun = _("who") if person or now.name.lower().endswith("police") else _("which")
        had = f"{pronoun} {_('had said')}{self._hedge(before, past=True)}"
        had += _(" so") if told and not self._hedge(before, past=True) else ""
        if not told:
            forms = self._clause_for([before])
            had += f" that {forms.past or forms.clause}"
        if now.certainty < 3:
            denied = _("said%(when)s it was unlikely") % {"when": now.when}
        else:
            negative = clauses.is_negative(self.forms.clause)
            denied = (_("disputed that") if negative else _("denied it")) + now.when
        who = f"{now.name}, {now.role}" if now.role else now.name
        return f"{who}, {had}, {denied}{self._by_way(now)}"

    def _said_then(self, reading: Reading, *, told: bool) -> str:
        """Whose house went over to the other side; the denial that follows is the house's."""
        _ = self.translate
        ((before,),) = self._told([reading])
        hedge = self._hedge(before, past=True)
        text = f"{self._named([before])} {_('had said')}{hedge}"
        if told:
            return f"{text}{'' if hedge else _(' so')}{self._by_way(before)}"
        forms = self._clause_for([before])
        return f"{text} that {forms.past or forms.clause}{self._by_way(before)}"

    def _taken_back(self, reading: Reading) -> list[TakenBack]:
        """By whom, whether a report or a statement, and when: an outlet takes back what it
        reported, a speaker what it said."""
        self.used.append(reading)
        told = self._tell(reading)
        speaker = self.view.dossier.sources[reading.statement.speaker]
        if reading.excluded is Reason.CHAIN_RETRACTED:
            return [self._by(ref, "report", when, told) for ref, when in self._retracting(reading)]
        noun = "report" if speaker.kind is SourceKind.OUTLET else "statement"
        return [self._by(source_ref(told), noun, reading.statement.withdrawn_at, told)]

    def _by(self, ref: str, noun: str, when: datetime | None, told: VoiceAsTold) -> TakenBack:
        own = ref == source_ref(told)
        who = told.name if own else self._in_text(ref)
        return TakenBack(who, ref, noun, self._on(when), told)

    def _withdrew(self, back: TakenBack) -> str:
        """ "Marl TV withdrew on 26 November its report that the hospital had said …"."""
        _, told = self.translate, back.told
        forms = self._clause_for([told])
        past, hedge = forms.past or forms.clause, self._hedge(told, past=True)
        text = f"{back.who} {_('withdrew')}{back.on} {self._its(back.noun, back.ref)}"
        named = not self._is_hidden(told.reading) and self._names_in(source_ref(told), past)
        if back.own or named:
            return f"{text}{hedge and ' that'}{hedge} that {past}"
        return f"{text} that {told.name} {_('had said')}{hedge} that {past}"

    def _withdrew_theirs(self, taken: Sequence[TakenBack], lead: TakenBack | None) -> Iterable[str]:
        """Who else took something back: like joined with like, and of one day."""
        _ = self.translate
        groups: dict[tuple[str, str, int, str], list[TakenBack]] = {}
        for back in taken:
            whose = "" if back.own else source_ref(back.told)
            key = back.noun, back.on, back.told.certainty, whose
            groups.setdefault(key, []).append(back)
        for (noun, on, _certainty, whose), backs in groups.items():
            who = english.listed(list(dict.fromkeys(back.who for back in backs)), _("and"))
            several = len({back.who for back in backs}) > 1
            what = f"{_('their') if several else self._its('', backs[0].ref).strip()} {_(noun)}"
            text = f"{who} {_('withdrew')} {what}{'s' if several else ''}{on}"
            told = backs[0].told
            same = lead is not None and whose == source_ref(lead.told)
            hedge = self._hedge(told, past=True)
            if whose and not same:
                text += f" that {told.name} {_('had said')}{hedge or _(' so')}"
            elif hedge:
                text += f" that{hedge}"
            yield text

    def _its(self, noun: str, ref: str) -> str:
        _ = self.translate
        person = self.view.dossier.sources[ref].kind in (
            SourceKind.PERSON,
            SourceKind.COLLECTIVE,
            SourceKind.ANONYMOUS,
        )
        return f"{_('the') if person else _('its')} {noun}"

    def _retracting(self, reading: Reading) -> list[tuple[str, datetime | None]]:
        """Who took back the document or the passage, with the time; the first of each."""
        dossier = self.view.dossier
        found: dict[str, datetime] = {}
        nearest_first = sorted(
            reading.visible, key=lambda each: hops_of(each, reading.statement, self.view)
        )
        for sighting in nearest_first:
            for ref in (sighting.document, *sighting.via_documents):
                document = dossier.documents[ref]
                when = document.retracted_at if self.view.retracted(ref) else None
                if when is None and ref == sighting.document:
                    when = sighting.retracted_at if self.view.past(sighting.retracted_at) else None
                if when is not None and self.view.shows(document):
                    known = found.get(document.publisher)
                    found[document.publisher] = min(when, known) if known else when
        return list(found.items())
