"""What was taken back: by whom, when, each of its own kind, and what is said instead."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from claims.domain.citing import clauses, english
from claims.domain.citing.telling import Telling
from claims.domain.policy.reading import Reading
from claims.domain.vocabulary import Reason
from sources.domain.vocabulary import SourceKind
from sources.foundation.domain.moments import ALWAYS, LATEST


class TakingBack(Telling):
    """A speaker takes back what it said, an outlet its report, a house what one of its own said."""

    def _retracted(self) -> str:
        """Who took it back, when, and what is said instead; each told of its own kind."""
        back = [r for r in self.readings if r.withdrawn and r.stance.polarity > 0]
        back.sort(key=lambda r: (r.statement.said_at or LATEST, r.statement.id))
        parts: list[str] = []
        denied: list[Reading] = []
        taken: dict[tuple[str, str], datetime | None] = {}  # whose report or statement
        for reading in back:
            if reading.reversed:
                since = self._denial_of(reading.statement.speaker)
                if since is not None and since not in denied:
                    denied.append(since)
                    parts.append(self._turned_round(reading, since, told=bool(parts)))
            elif reading.house_reversed:
                parts.append(self._said_then(reading, told=bool(parts)))
            else:
                for ref, noun, when in self._taken_back(reading):
                    own = ref == reading.statement.speaker
                    who = self._name(reading.statement) if own else self._in_text(ref)
                    if (who, noun) not in taken:
                        taken[who, noun] = when if parts else ALWAYS  # told already
                        if not parts:
                            parts.append(self._withdrew(reading, ref, noun, when))
        if not parts:
            return ""
        parts += self._withdrew_theirs(taken)
        return "; ".join([*parts, *self._denials(leave=denied)])

    def _denial_of(self, speaker: str) -> Reading | None:
        for voice in self.evidence.denial.voices:
            if voice.reading.statement.speaker == speaker:
                return voice.reading
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
        return f"{now.name}, {had}, {denied}{self._by_way(now)}"

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

    def _taken_back(self, reading: Reading) -> list[tuple[str, str, datetime | None]]:
        """By whom, whether a report or a statement, and when: an outlet takes back what it
        reported, a speaker what it said."""
        self.used.append(reading)
        statement, sources = reading.statement, self.view.dossier.sources
        if reading.excluded is Reason.CHAIN_RETRACTED:
            return [(ref, "report", when) for ref, when in self._retracting(reading)]
        outlet = sources[statement.speaker].kind is SourceKind.OUTLET
        noun = "report" if outlet else "statement"
        return [(statement.speaker, noun, statement.withdrawn_at)]

    def _withdrew(self, reading: Reading, ref: str, noun: str, when: datetime | None) -> str:
        """ "Marl TV withdrew on 26 November its report that the hospital had said …"."""
        _ = self.translate
        statement, forms = reading.statement, self._clause_for([self._tell(reading)])
        past = forms.past or forms.clause
        hedge = self._hedge(self._tell(reading), past=True)
        own = ref == statement.speaker
        who = self._name(statement) if own else self._in_text(ref)
        text = f"{who} {_('withdrew')}{self._on(when)} {self._its(noun, ref)}"
        if own or self._names_in(statement.speaker, past):
            return f"{text}{hedge and ' that'}{hedge} that {past}"
        return f"{text} that {self._name(statement)} {_('had said')}{hedge} that {past}"

    def _withdrew_theirs(self, taken: Mapping[tuple[str, str], datetime | None]) -> Iterable[str]:
        """Who else took something back: like joined with like, and of one day."""
        _ = self.translate
        groups: dict[tuple[str, str], list[str]] = {}
        for (who, noun), when in taken.items():
            if when != ALWAYS:
                groups.setdefault((noun, self._on(when)), []).append(who)
        for (noun, on), names in groups.items():
            who = english.listed(names, _("and"))
            what = f"{_('its') if len(names) == 1 else _('their')} {_(noun)}"
            yield f"{who} {_('withdrew')} {what}{'s' if len(names) > 1 else ''}{on}"

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
        for sighting in reading.visible:
            for ref in (sighting.document, *sighting.via_documents):
                document = dossier.documents[ref]
                when = document.retracted_at if self.view.retracted(ref) else None
                if when is None and ref == sighting.document:
                    when = sighting.retracted_at if self.view.past(sighting.retracted_at) else None
                if when is not None and self.view.shows(document):
                    known = found.get(document.publisher)
                    found[document.publisher] = min(when, known) if known else when
        return sorted(found.items(), key=lambda each: (each[1] or ALWAYS, each[0]))
