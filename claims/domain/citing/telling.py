"""Each way to tell of voices: who leads with the claim, who follows, who denies it, what was done
by saying it. Nothing that is told of one voice is another's.
"""

import re
from collections.abc import Iterable, Sequence

from claims.domain.citing import clauses, english
from claims.domain.citing.naming import SentenceParts, VoiceAsTold
from claims.domain.policy.grouping import one_an_origin
from claims.domain.policy.reading import Reading, hops_of
from claims.domain.policy.weighing import Voice
from claims.domain.vocabulary import Basis, ClaimKind, Status
from sources.domain.vocabulary import SourceKind

# What may stand before the subject of a claim: a date.
_OPENING = re.compile(r"(?:On \d{1,2} \w+(?: \d{4})?|In (?:\w+ )?\d{4}),? ")
# What is done to somebody, or to what is theirs, is no act of their own.
_ACTS_ITSELF = r"(?!['’])(?! (?:was|were|is|are|has been|have been|had been|will be|would be) )"
_ACTS = frozenset({ClaimKind.ACT_OF_AUTHORITY, ClaimKind.SPEECH_ACT})
_HEDGES = {2: (" it is likely", " it was likely"), 1: (" it is possible", " it was possible")}


class Telling(SentenceParts):
    """Voices in groups that may share a verb, each group told at once."""

    def _say(self, voices: Sequence[Voice], *, separately: bool = False) -> str:
        """ "A said that …; B said it was likely": the claim once, each with its own hedge."""
        groups = sorted(self._told(v.reading for v in voices), key=lambda g: -g[0].certainty)
        return self._joined(groups, separately=separately and len(voices) > 1)

    def _joined(self, groups: Sequence[Sequence[VoiceAsTold]], *, separately: bool = False) -> str:
        lead, *others = groups
        parts = [self._leading(lead, separately=separately and (len(lead) > 1 or not others))]
        parts += [self._following(group, separately=separately) for group in others]
        return "; ".join(parts)

    def _leading(self, group: Sequence[VoiceAsTold], *, separately: bool = False) -> str:
        """ "A said on 8 January that the dam broke, Harbour Post reported"."""
        _, told = self.translate, group[0]
        if self._tells_of_itself(group):
            return self._act(group)
        forms = self._clause_for(group)
        apart = _(" separately") if separately else ""
        if self._is_of_itself(group):
            # What is disputed, or not firmly read, is one account of what somebody said or did.
            return f"{_('by one account,')} {forms.clause}{self._by_way(told)}"
        if self._is_in_clause(group):
            # Its name would stand twice: "Volta said that Volta cheated".
            clause = forms.clause
            if told.certainty < 3:
                frame = _("%(hedge)s that %(claim)s, according to %(who)s%(when)s")
            else:
                frame = _("%(claim)s, according to %(who)s%(when)s")
                clause = self.text
            text = frame % {
                "hedge": self._hedge(told, past=False).strip(),
                "claim": clause,
                "who": self._list(group),
                "when": told.when,
            }
            return text + (_(", separately") if separately else "") + self._by_way(told)
        quoted_by = self._quoted_by(told)
        if quoted_by and not separately:
            frame = _("%(who)s reported%(when)s, according to %(relay)s, that %(claim)s")
            return frame % {
                "who": self._named(group),
                "when": told.when,
                "relay": quoted_by,
                "claim": forms.past or forms.clause,
            }
        said, past = self._verb(group, forms)
        said += self._at_second_hand(told)
        clause = forms.past or forms.clause if past else forms.clause
        hedge = self._hedge(told, past=past)
        return self._that(group, f"{said}{apart}{told.when}{hedge}", clause)

    def _that(self, group: Sequence[VoiceAsTold], verb: str, clause: str) -> str:
        """ "A said that the dam broke, Harbour Post reported"."""
        return self.translate("%(who)s %(verb)s that %(claim)s%(relay)s") % {
            "who": self._named(group),
            "verb": verb,
            "claim": clause,
            "relay": self._by_way(group[0]),
        }

    def _quoted_by(self, told: VoiceAsTold) -> str:
        """The outlet by which another outlet's report, unhedged and at one remove, is known."""
        nearest = self._nearest(told.reading)
        far = hops_of(nearest, told.reading.statement, self.view)
        if not (told.reports and told.relay and far and told.certainty == 3):
            return ""
        ref, hearsay = self._relayed_by(nearest)
        return "" if hearsay else self._in_text(ref)

    def _verb(self, group: Sequence[VoiceAsTold], forms: clauses.Forms) -> tuple[str, bool]:
        """ "Says" or "said", and whether it is past: where the past form is not known, what is
        fresh is told in the present."""
        _, told = self.translate, group[0]
        present = not told.past and not told.reports and (self._is_contested or not forms.past)
        if present:
            return (_("say") if self._several_speak(group) else _("says")), False
        return (_("reported") if told.reports else _("said")), True

    def _following(self, group: Sequence[VoiceAsTold], *, separately: bool = False) -> str:
        """ "B said it was likely, Harbour Post reported": after the claim has been told."""
        _, told = self.translate, group[0]
        several = self._several_speak(group)
        present = not told.past and not told.reports and self._is_contested
        if present:
            says = _("say") if several else _("says")
        else:
            says = _("reported") if told.reports else _("said")
        hedge = self._hedge(told, past=not present)
        apart = _(" separately") if separately else ""
        if self._is_of_itself(group) and hedge:
            # Nobody calls their own words likely: it is the reading of them that is not firm.
            who = f"{self._named(group)} {_('said so')}{told.when}"
            return f"{_('by one account,')} {who}{self._by_way(told)}"
        if hedge:
            what = f"{apart}{self._at_second_hand(told)}{told.when}{hedge}"
        else:
            so = _(" it") if told.reports else _(" so")
            what = f"{so}{apart}{self._at_second_hand(told)}{told.when}"
        return f"{self._named(group)} {says}{what}{self._by_way(told)}"

    def _at_second_hand(self, told: VoiceAsTold) -> str:
        """Of somebody who was told so by others."""
        return self.translate(" at second hand") if told.second_hand else ""

    def _hedge(self, told: VoiceAsTold, *, past: bool) -> str:
        words = _HEDGES.get(told.certainty)
        return self.translate(words[past]) if words else ""

    def _by_way(self, told: VoiceAsTold) -> str:
        return f", {told.relay}" if told.relay else ""

    def _several_speak(self, group: Sequence[VoiceAsTold]) -> bool:
        return len({each.name for each in group}) > 1 or len(group) > 1 or group[0].plural

    @property
    def _is_contested(self) -> bool:
        return self.status is Status.DISPUTED

    def _tells_of_itself(self, group: Sequence[VoiceAsTold]) -> bool:
        """Whether the claim is what its one speaker said or did, and begins with who that is."""
        return group[0].certainty == 3 and not self._is_contested and self._is_of_itself(group)

    def _is_of_itself(self, group: Sequence[VoiceAsTold]) -> bool:
        if len(group) != 1 or self.claim.kind not in _ACTS:
            return False
        reading = group[0].reading
        if not reading.named or reading.purported or self._is_restated:
            return False
        if self.status is Status.CLAIMED or self._is_hidden(reading):
            return False
        ref = reading.statement.speaker
        own = ref in self.claim.authorities or reading.statement.basis is Basis.OWN_ACT
        acts = own or self.claim.kind is ClaimKind.SPEECH_ACT
        return acts and bool(self._author(ref))

    @property
    def _is_restated(self) -> bool:
        """Whether a person has given a clause that is not the claim's own words."""
        return bool(self.claim.clause) and self.claim.clause != self.proposed.clause

    def _author(self, ref: str) -> str:
        """The words at the head of the claim that name this source: "The Electoral Commission" for
        the Eldmark Electoral Commission; a date may stand before."""
        text = self.text
        opening = _OPENING.match(text)
        head = text[opening.end() :] if opening else text
        source = self.view.dossier.sources[ref]
        titles = rf"(?:(?:{'|'.join(english.TITLES)}) )"
        full = [each for each in (source.in_text, source.name, *source.aliases) if each]
        patterns = [
            rf"(?:[Tt]he )?{titles}*{re.escape(english.bare_name(each))}(?![\w-])" for each in full
        ]
        if source.kind is SourceKind.PERSON:
            patterns.append(rf"{titles}+{re.escape(source.name.split()[-1])}(?![\w-])")
        elif ref in self.claim.authorities:
            patterns += [rf"The {re.escape(end)}(?![\w-])" for end in _ends(source.name)]
        found = (re.match(pattern + _ACTS_ITSELF, head) for pattern in patterns)
        return next((match[0] for match in found if match), "")

    def _act(self, group: Sequence[VoiceAsTold]) -> str:
        """An act told as the act: "The Eldmark Electoral Commission certified the result"."""
        told = group[0]
        source = self.view.dossier.sources[told.reading.statement.speaker]
        text, author = self.text, self._author(source_ref(told))
        full = self._in_text(source_ref(told))
        bare = full.removeprefix("the ")
        if author and bare not in text and source.name not in text:
            before = text[: text.index(author)]
            title = author.removesuffix(source.name.split()[-1]).strip()
            if source.kind is SourceKind.PERSON and title:
                full = f"{title} {full}"  # "President Holt" is President Emil Holt
            named = full if before else english.capital(full)
            text = before + named + text[len(before) + len(author) :]
        return text + self._undated(told, text) + self._by_way(told)

    def _undated(self, told: VoiceAsTold, text: str) -> str:
        """The day of an act, where the claim bears no date and the speaker's own paper does."""
        if re.search(r"\d", text) or told.relay:
            return ""
        return self._on(told.reading.statement.said_at)

    def _with_denials(self, text: str) -> str:
        """What denies it accompanies every use, also where it changes no status."""
        return "; ".join([text, *self._denials()])

    def _denials(self, leave: Iterable[Reading] = ()) -> list[str]:
        voices = one_an_origin(self.evidence.denial.voices)
        left = {id(each) for each in leave}
        readings = [v.reading for v in voices if id(v.reading) not in left]
        return [self._denies(group) for group in self._told(readings)]

    def _denies(self, group: Sequence[VoiceAsTold]) -> str:
        _, told = self.translate, group[0]
        present = not told.past and self._is_contested
        several = self._several_speak(group)
        if told.certainty < 3:
            if told.reports:
                verb = _("reported%(when)s it was unlikely") % {"when": told.when}
            elif present:
                verb = _("say it is unlikely") if several else _("says it is unlikely")
            else:
                verb = _("said%(when)s it was unlikely") % {"when": told.when}
            return f"{self._named(group)} {verb}{self._by_way(told)}"
        if self.status in (Status.REFUTED, Status.RETRACTED):
            # After "there is no evidence that", or "withdrew", "it" would be something else.
            return f"{self._named(group)} {_('denied the claim')}{told.when}{self._by_way(told)}"
        if clauses.is_negative(self.forms.clause):
            verb = (_("dispute that") if several else _("disputes that")) if present else ""
            verb = verb or _("disputed that")
        else:
            verb = (_("deny it") if several else _("denies it")) if present else _("denied it")
        return f"{self._named(group)} {verb}{told.when}{self._by_way(told)}"

    def _denial_leads(self, groups: Sequence[Sequence[VoiceAsTold]]) -> list[str]:
        _ = self.translate
        lead, *others = sorted(groups, key=lambda group: -group[0].certainty)
        told, forms = lead[0], self._clause_for(lead)
        clause = forms.past or forms.clause
        if told.certainty < 3:
            said = _("reported%(when)s it was unlikely") if told.reports else ""
            verb = (said or _("said%(when)s it was unlikely")) % {"when": told.when}
        elif clauses.is_negative(clause):
            verb = f"{_('disputed')}{told.when}"
        else:
            verb = f"{_('denied')}{told.when}"
        return [self._that(lead, verb, clause), *(self._denies(group) for group in others)]


def source_ref(told: VoiceAsTold) -> str:
    return told.reading.statement.speaker


def _ends(name: str) -> list[str]:
    """The last words of a longer name, two at least: "Electoral Commission"."""
    words = name.split()
    return [" ".join(words[at:]) for at in range(1, len(words) - 1)]
