"""Who says so and by what way it came, each voice on its own: what sentences are made of."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property

from claims.domain.citing import clauses, english
from claims.domain.disclosure import HIDDEN, UNNAMED, describes, is_withheld, name_of
from claims.domain.policy.explanation import number
from claims.domain.policy.gate import gate, reviews_of
from claims.domain.policy.reading import Reading, View, hops_of
from claims.domain.policy.settlement import Evidence, evidence_on
from claims.domain.policy.weighing import house_of
from claims.domain.records import Claim, Sighting, Spoken
from claims.domain.speaking import affiliation_of, role_of
from claims.domain.vocabulary import Attestation, Basis, ClaimKind
from claims.domain.wording import day_in_words
from sources.domain.records import Source
from sources.domain.vocabulary import SourceKind
from sources.foundation.domain.moments import ALWAYS, LATEST

Translate = Callable[[str], str]

FRESH = timedelta(days=1)  # what was said longer ago is told with its date


@dataclass(frozen=True, slots=True)
class VoiceAsTold:
    """One voice as it is told. Nothing of it is another's: `relay` ("Harbour Post reported"),
    `when` (" on 8 January") and certainty are its own."""

    reading: Reading
    name: str
    role: str
    plural: bool
    reports: bool  # an outlet reports, it does not say
    relay: str
    when: str
    past: bool  # said longer ago, or followed by something later of the same house

    @property
    def certainty(self) -> int:
        return self.reading.stance.certainty

    @property
    def manner(self) -> tuple[object, ...]:
        """Voices that agree in this may share a verb."""
        reading = self.reading
        return (
            reading.stance, self.reports, self.relay, self.when, self.past, reading.purported,
            self.second_hand,
        )  # fmt: skip

    @property
    def second_hand(self) -> bool:
        """Whether the speaker says that others told it."""
        return self.reading.statement.basis is Basis.TOLD


class SentenceParts:
    """What a sentence consists of: one claim, for one audience at one moment, in one language."""

    def __init__(
        self, claim: Claim, view: View, translate: Translate, zone: tzinfo | None = None
    ) -> None:
        self.claim, self.view, self.translate, self.zone = claim, view, translate, zone or UTC
        self.evidence: Evidence = evidence_on(claim, view)
        self.status = gate(
            self.evidence, reviews_of(claim, view), view.dossier.policy.reviewers_required
        )
        # What was said in confidence must not show in a word: not as a date, not as a silence.
        self.readings = [
            each for each in self.evidence.readings if each.statement.ground_rules not in HIDDEN
        ]
        self.used: list[Reading] = []

    # Voices

    def _told(self, readings: Iterable[Reading]) -> list[list[VoiceAsTold]]:
        """Readings as they are told, those that may share a verb together, in their order."""
        groups: dict[tuple[object, ...], list[VoiceAsTold]] = {}
        for reading in readings:
            self.used.append(reading)
            told = self._tell(reading)
            groups.setdefault(told.manner, []).append(told)
        return list(groups.values())

    def _tell(self, reading: Reading) -> VoiceAsTold:
        statement = reading.statement
        source = self.view.dossier.sources[statement.speaker]
        when, past = self._when_said(reading)
        if reading.purported:
            name, role = self._unverified(statement, source), ""
        else:
            name, role = self._name(statement), self._role(statement)
        return VoiceAsTold(
            reading=reading,
            name=name,
            role=role,
            plural=not reading.purported and self._is_plural(statement),
            reports=source.kind is SourceKind.OUTLET and not reading.purported,
            relay=self._relay(reading),
            when=when,
            past=past,
        )

    def _unverified(self, statement: Spoken, source: Source) -> str:
        """A paper that nobody has established to be of whom it names speaks for itself alone."""
        _ = self.translate
        if is_withheld(statement, source):
            return _("an unverified statement")
        frame = _("an unverified statement in the name of %(who)s")
        return frame % {"who": self._name(statement)}

    def _when_said(self, reading: Reading) -> tuple[str, bool]:
        """Its date and that it is past, where it is old or its house has spoken since."""
        statement, as_of = reading.statement, self.view.as_of
        said = statement.said_at
        moment = said or statement.recorded_at
        if moment is None:
            return "", False
        # Of whom nobody may know, nobody may know whose house has spoken.
        since = not self._is_hidden(reading) and any(
            (other.statement.said_at or ALWAYS) > moment for other in self._of_house(reading)
        )
        if as_of - moment <= FRESH and not since:
            return "", False
        return (self._on(said) if said is not None else ""), True

    def _on(self, moment: datetime | None) -> str:
        if moment is None or moment == ALWAYS:
            return ""
        day = day_in_words(moment, self.zone, near=self.view.as_of)
        return self.translate(" on %(date)s") % {"date": day}

    def _of_house(self, reading: Reading) -> list[Reading]:
        """What else the same house said of the claim."""
        own = self._house(reading)
        return [
            other for other in self.readings if other is not reading and self._house(other) == own
        ]

    def _is_hidden(self, reading: Reading) -> bool:
        """Whether the speaker may not be told by name: nothing may tell who it is."""
        statement = reading.statement
        source = self.view.dossier.sources[statement.speaker]
        return bool(statement.attribution_as) or is_withheld(statement, source)

    def _house(self, reading: Reading) -> str:
        known = self._houses.get(reading.statement.id)
        if known is None:
            _, known, _ = house_of(reading.statement, reading.visible, self.view)
            self._houses[reading.statement.id] = known
        return known

    @cached_property
    def _houses(self) -> dict[str, str]:
        return {}

    # Names

    def _named(self, group: Sequence[VoiceAsTold]) -> str:
        """The speakers before their verb: one with an office between commas, more in brackets."""
        told = group[0]
        if len(group) > 1:
            return self._list(group)
        if told.role:
            return f"{told.name}, {told.role},"
        if self._is_unnamed(told):
            return self.translate("%(who)s who was not named") % {"who": told.name}
        return told.name

    def _list(self, group: Sequence[VoiceAsTold]) -> str:
        found = {
            each.name: f"{each.name} ({each.role})" if each.role else each.name for each in group
        }
        count = Counter(each.name for each in group)
        names = [self._several(name, shown, count[name]) for name, shown in found.items()]
        return english.listed(names, self.translate("and"))

    def _is_unnamed(self, told: VoiceAsTold) -> bool:
        statement = told.reading.statement
        source = self.view.dossier.sources[statement.speaker]
        return (
            not statement.attribution_as
            and describes(statement, source)
            and not re.search(r"\b(?:unnamed|anonymous|not named|and)\b|, ", told.name)
        )

    def _several(self, name: str, shown: str, count: int) -> str:
        """Several voices that are printed by one name, such as two unnamed ones."""
        _ = self.translate
        if count < 2 or not name.lower().startswith(("a ", "an ")):
            return shown
        if name == UNNAMED:
            return _("%(count)s unnamed sources") % {"count": number(count)}
        return _("%(count)s sources, each described as “%(name)s”") % {
            "count": number(count),
            "name": name,
        }

    def _name(self, statement: Spoken) -> str:
        source = self.view.dossier.sources[statement.speaker]
        name = name_of(statement, source)
        if not statement.attribution_as and describes(statement, source):
            name = source.name
        described = bool(statement.attribution_as) or source.kind is SourceKind.ANONYMOUS
        if name != UNNAMED and described and source.kind is not SourceKind.COLLECTIVE:
            return english.as_one(name)
        if is_withheld(statement, source):
            return name
        return self._in_text(statement.speaker)

    def _in_text(self, ref: str) -> str:
        source = self.view.dossier.sources[ref]
        if source.in_text:
            return source.in_text
        name = english.plain_name(source.name)
        above = self.view.dossier.sources.get(source.parent or "")
        if above is not None and above.kind is SourceKind.STATE:
            state = above.in_text or english.with_article(above.name, above.kind)
            if whose := english.of_state(name, state):
                return whose
        return english.with_article(name, source.kind)

    def _role(self, statement: Spoken) -> str:
        """For whom somebody speaks, where they may be named."""
        source = self.view.dossier.sources[statement.speaker]
        if statement.attribution_as or is_withheld(statement, source):
            return ""
        role = role_of(statement, source)
        if source.kind is SourceKind.OFFICE or not role:
            return role
        if source.in_text and (source.name not in source.in_text or "," in source.in_text):
            return ""  # "Labour minister Eva Holt" has it in front
        affiliation = affiliation_of(statement, source)
        return english.role_in_text(role, self._in_text(affiliation.to) if affiliation else "")

    def _is_plural(self, statement: Spoken) -> bool:
        """Whether a name takes a plural verb: unnamed officials do."""
        source = self.view.dossier.sources[statement.speaker]
        if statement.attribution_as or is_withheld(statement, source):
            return " and " in self._name(statement)
        return source.kind is SourceKind.COLLECTIVE

    # The way to us

    def _relay(self, reading: Reading) -> str:
        """ "Reuters reported": by whose hands it came, where nobody showed it at first hand."""
        _ = self.translate
        nearest = self._nearest(reading)
        if not hops_of(nearest, reading.statement, self.view):
            return self._translated(reading, nearest)
        ref, hearsay = self._relayed_by(nearest)
        if not ref or ref == reading.statement.speaker:
            return ""
        outlet = self.view.dossier.sources[ref].kind is SourceKind.OUTLET
        told = {"relay": self._in_text(ref)}
        translated = nearest.attestation is Attestation.VERBATIM_TRANSLATED
        if translated and self.claim.kind is ClaimKind.SPEECH_ACT:
            said = _("%(relay)s reported in its own translation") if outlet else _("%(relay)s said")
        else:
            said = _("%(relay)s reported") if outlet else _("%(relay)s said")
        return said % told + (_(", citing an unnamed source") if hearsay else "")

    def _translated(self, reading: Reading, sighting: Sighting) -> str:
        """That the speaker's own words, printed as such, stand there in another language."""
        language = sighting.lang or self.view.dossier.documents[sighting.document].lang or "en"
        foreign = language.split("-")[0].lower() != "en"
        if self.claim.kind is not ClaimKind.SPEECH_ACT or not foreign:
            return ""
        _ = self.translate
        return _("in our translation") if sighting.translation else _("in translation")

    def _nearest(self, reading: Reading) -> Sighting:
        return min(
            reading.standing or reading.visible,
            key=lambda each: (
                hops_of(each, reading.statement, self.view),
                -each.attestation.rank,
                self._published(each),
                each.document,
            ),
        )

    def _published(self, sighting: Sighting) -> datetime:
        return self.view.dossier.documents[sighting.document].published or LATEST

    def _relayed_by(self, sighting: Sighting) -> tuple[str, bool]:
        """The relay nearest the speaker that has a name, and whether one without stands before."""
        dossier, hearsay = self.view.dossier, False
        for ref in (*sighting.via, dossier.documents[sighting.document].publisher):
            source = dossier.sources[ref]
            if source.kind is SourceKind.ANONYMOUS:
                hearsay = True
            elif source.kind is not SourceKind.UNKNOWN:
                return ref, hearsay
        return "", hearsay

    # The claim

    @cached_property
    def forms(self) -> clauses.Forms:
        return clauses.forms_of(self.claim, self._known_names)

    @cached_property
    def proposed(self) -> clauses.Forms:
        """Without the forms that a person gave, unless they are a translation."""
        if clauses.in_another_language(self.claim.model_copy(update={"clause": None})):
            return self.forms
        bare = self.claim.model_copy(update={"clause": None, "clause_past": None})
        return clauses.forms_of(bare, self._known_names)

    @cached_property
    def _known_names(self) -> set[str]:
        dossier = self.view.dossier
        names = {
            name for source in dossier.sources.values() for name in (source.name, *source.aliases)
        }
        if self.claim.event and self.claim.event in dossier.events:
            names.update(dossier.events[self.claim.event].parties)
        return names

    def _clause_for(self, group: Sequence[VoiceAsTold]) -> clauses.Forms:
        """The claim's forms; where a pronoun in them would stand for another, the proposed ones."""
        meant = {each.reading.statement.speaker for each in group}
        if self.claim.clause and clauses.takes_up_the_speaker(self.claim.clause):
            named = [ref for ref in meant if self._names_in(ref, self.claim.text)]
            hidden = any(self._is_hidden(each.reading) for each in group)
            if len(meant) != 1 or not named or hidden:
                return self.proposed
        return self.forms

    def _is_in_clause(self, group: Sequence[VoiceAsTold]) -> bool:
        clause = self._clause_for(group).clause
        return any(
            self._names_in(each.reading.statement.speaker, clause)
            for each in group
            if not self._is_hidden(each.reading)
        )

    @cached_property
    def text(self) -> str:
        """The claim as a sentence of its own, without its full stop: its text, or the clause that a
        person gave for one that can't be printed."""
        bare = self.claim.model_copy(update={"clause": None})
        if clauses.in_another_language(bare) or clauses.why_not_plain(bare):
            return english.capital(self.forms.clause)
        return clauses.unended(self.claim.text)

    def _names_in(self, ref: str, text: str) -> str:
        """By which of its names the source stands in the text."""
        source = self.view.dossier.sources[ref]
        if source.kind in (SourceKind.ANONYMOUS, SourceKind.UNKNOWN, SourceKind.COLLECTIVE):
            return ""
        names = [source.in_text or "", source.name, *source.aliases]
        if source.kind is SourceKind.PERSON:
            names.append(source.name.split()[-1])
        for name in names:
            bare = english.bare_name(name)
            if bare and re.search(rf"(?<![\w-]){re.escape(bare)}(?![\w-])", text):
                return bare
        return ""
