"""Who says so, by what way it came, and the claim as a clause: what sentences are made of."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cached_property

from claims.domain.citing import english
from claims.domain.disclosure import UNNAMED, is_withheld, name_of
from claims.domain.policy.explanation import number
from claims.domain.policy.gate import gate, reviews_of
from claims.domain.policy.grouping import by_origin
from claims.domain.policy.reading import Reading, View, hops_of
from claims.domain.policy.settlement import Evidence, evidence_on
from claims.domain.policy.weighing import Voice, evidence_of
from claims.domain.records import Claim, Sighting, Spoken
from claims.domain.speaking import role_of
from sources.domain.vocabulary import SourceKind
from sources.foundation.domain.moments import LATEST

Translate = Callable[[str], str]


class SentenceParts:
    """What a sentence consists of: one claim, for one audience at one moment, in one language."""

    def __init__(self, claim: Claim, view: View, translate: Translate) -> None:
        self.claim, self.view, self.translate = claim, view, translate
        self.evidence: Evidence = evidence_on(claim, view)
        self.status = gate(
            self.evidence, reviews_of(claim, view), view.dossier.policy.reviewers_required
        )
        self.used: list[Reading] = []

    def _voices(self, voices: Iterable[Voice]) -> list[Voice]:
        """One voice an origin: whoever speaks for each."""
        found: list[Voice] = []
        for cluster in by_origin(voices):
            groups: set[str] = set()
            keys: set[str | None] = set()
            pairs = evidence_of(cluster.voices)
            for voice, (group, key) in zip(cluster.voices, pairs, strict=True):
                if group not in groups and (key is None or key not in keys):
                    found.append(voice)
                    groups.add(group)
                    keys.add(key)
        return found

    def _by(self, voices: Sequence[Voice]) -> dict[str, str]:
        """What a frame is filled with; these voices are what it rests on."""
        _, readings = self.translate, [voice.reading for voice in voices]
        self.used += readings
        return {
            "who": self._who(readings),
            "whom": english.listed(self._names(readings, role=True), _("and")),
            "claim": self.clause,
            "relay": self._relay(readings),
        }

    def _who(self, readings: Sequence[Reading]) -> str:
        """The speakers before their verb: one with an office between commas, more in brackets."""
        _, names = self.translate, self._names(readings)
        role = self._role(readings[0].statement) if len(names) == 1 else ""
        if role:
            return f"{names[0]}, {role},"
        return english.listed(self._names(readings, role=True), _("and"))

    def _plural(self, voice: Voice) -> bool:
        """Whether a name takes a plural verb: unnamed officials do, and joint chiefs."""
        statement = voice.reading.statement
        source = self.view.dossier.sources[statement.speaker]
        if is_withheld(statement, source) and not statement.attribution_as:
            return False
        if statement.attribution_as:
            return not statement.attribution_as.lower().startswith(("a ", "an ", "the "))
        return source.kind is SourceKind.COLLECTIVE

    @cached_property
    def clause(self) -> str:
        dossier = self.view.dossier
        names = {
            name for source in dossier.sources.values() for name in (source.name, *source.aliases)
        }
        if self.claim.event and self.claim.event in dossier.events:
            names.update(dossier.events[self.claim.event].parties)
        return english.clause(self.claim.text, names)

    def _names(self, readings: Sequence[Reading], *, role: bool = False) -> list[str]:
        found: dict[str, str] = {}
        times: dict[str, set[str]] = {}
        for reading in readings:
            statement = reading.statement
            name = self._name(statement)
            office = self._role(statement) if role else ""
            found[name] = f"{name} ({office})" if office else name
            times.setdefault(name, set()).add(statement.speaker)
        return [self._several(name, shown, len(times[name])) for name, shown in found.items()]

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
        if statement.attribution_as or is_withheld(statement, source):
            return name
        return english.with_article(english.plain_name(name), source.kind)

    def _role(self, statement: Spoken) -> str:
        """For whom somebody speaks, where they may be named."""
        source = self.view.dossier.sources[statement.speaker]
        if statement.attribution_as or is_withheld(statement, source):
            return ""
        return role_of(statement, source)

    def _relay(self, readings: Sequence[Reading]) -> str:
        """ ", Reuters reported": by whose hands it came, where nobody showed it at first hand."""
        _ = self.translate
        relays: dict[str, None] = {}
        unnamed = False
        for reading in readings:
            nearest = min(
                reading.standing,
                key=lambda each: (
                    hops_of(each, reading.statement, self.view),
                    -each.attestation.rank,
                    self._published(each),
                    each.document,
                ),
                default=None,
            )
            if nearest is None or not hops_of(nearest, reading.statement, self.view):
                continue
            name, hearsay = self._relayed_by(nearest)
            unnamed = unnamed or hearsay
            if name:
                relays[name] = None
        if not relays:
            return ""
        told = {"relays": english.listed(list(relays), _("and"))}
        if unnamed:
            return _(", %(relays)s reported, citing an unnamed source") % told
        if len(relays) > 1:
            return _(", as %(relays)s reported") % told
        return _(", %(relays)s reported") % told

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
                return english.with_article(english.plain_name(source.name), source.kind), hearsay
        return "", hearsay
