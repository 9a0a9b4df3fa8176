"""What may follow the sentence: what is not known, each kind of not knowing in its own words,
doubts, and accounts that differ."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from claims.domain.citing import english
from claims.domain.citing.naming import SentenceParts
from claims.domain.citing.questions import Asked, asked, subject_of
from claims.domain.disclosure import is_withheld
from claims.domain.policy.details import detail_on, newest
from claims.domain.policy.grouping import one_an_origin
from claims.domain.policy.reading import Reading, read_all
from claims.domain.records import Detail, DetailValue, Spoken
from claims.domain.vocabulary import DetailState, Knowledge, Reason, Stance, Status
from claims.domain.wording import value_in_words
from sources.domain.vocabulary import SourceKind
from sources.foundation.domain.moments import ALWAYS

MOST_QUESTIONS = 3  # that are named; the rest are "other questions"

_PEOPLE = frozenset({SourceKind.PERSON, SourceKind.COLLECTIVE, SourceKind.ANONYMOUS})
_NOT_KNOWN = frozenset(
    {
        DetailState.NOT_STATED,
        DetailState.WITHHELD,
        DetailState.UNKNOWN,
        DetailState.NONE_REPORTED,
    }
)
_NOT_KNOWING = frozenset({"unknown", "looking"})
# What somebody who "does not know" says to be doing about it.
_LOOKING = re.compile(
    r"\b(?:assess|investigat|look(?:s|ing|ed)? into|examin|analy[sz]|check(?:s|ing|ed)?\b|"
    r"establish|determin|verify|review)",
    re.IGNORECASE,
)


@dataclass
class _Silence:
    """What one speaker did not tell."""

    who: str
    person: bool
    declined: str | None = None  # its date, "" where that needs no telling
    knew_nothing: str | None = None
    asked: dict[str, list[Detail]] = field(default_factory=dict)  # by the kind of not knowing


class Additions(SentenceParts):
    """The sentences that may follow."""

    def _more(self) -> Iterator[str]:
        _ = self.translate
        if self.status is Status.CLAIMED:
            yield self._interested()
        unclear = [r for r in self.readings if r.live and r.unclear and not r.purported]
        if unclear:
            names = english.listed(self._speakers(unclear), _("and"))
            yield _("Reports differ on what %(who)s said of it.") % {"who": names}
        doubting = [
            r
            for r in self.readings
            if r.live
            and not r.purported
            and r.stance is Stance.DENIES_POSSIBLE
            and not self._has_spoken_since(r)
        ]
        if doubting:
            names = english.listed(self._speakers(doubting), _("and"))
            yield _("%(who)s said it might not be so.") % {"who": names}
        yield from self._not_known()
        for detail in self.view.dossier.details_of.get(self.claim.id, ()):
            if detail_on(detail, self.claim, self.view).state is DetailState.DISPUTED:
                yield self._disputed_detail(detail)

    def _interested(self) -> str:
        _ = self.translate
        voices = one_an_origin(self.evidence.support.voices)
        who = english.listed(self._speakers([v.reading for v in voices]), _("and"))
        # Not whatever was left out: what is off the record must not show even in this.
        if any(
            r.stance.polarity > 0 and (r.withdrawn or r.excluded is Reason.DISCOUNTED)
            for r in self.readings
        ):
            frame = _("Nobody without an interest in it stands by it; %(who)s would gain by it.")
        else:
            frame = _("Nobody without an interest in it has said so; %(who)s would gain by it.")
        return frame % {"who": who}

    def _speakers(self, readings: Sequence[Reading]) -> list[str]:
        return list(dict.fromkeys(self._name(each.statement) for each in readings))

    def _disputed_detail(self, detail: Detail) -> str:
        _ = self.translate
        parts = [
            f"{self._name(answer)}: {value_in_words(answer.value, detail)}"
            for answer in self._answers(detail)
            if answer.knowledge is Knowledge.VALUE and answer.value
        ]
        frame = (
            _("Accounts differ: %(question)s (%(answers)s).")
            if asked(detail).quoted
            else _("Accounts differ on %(question)s (%(answers)s).")
        )
        return frame % {"question": asked(detail).text, "answers": "; ".join(parts)}

    def _answers(self, detail: Detail) -> list[DetailValue]:
        readings = read_all(self.view.dossier.values_of.get(detail.id, ()), self.view)
        counting = newest(
            [each for each in readings if each.excluded is None and not each.purported]
        )
        found = [each.statement for each in counting]
        return sorted((s for s in found if isinstance(s, DetailValue)), key=lambda s: s.id)

    # What is not known

    def _not_known(self) -> Iterator[str]:
        """Who did not say, declined to say, did not know, had no reports: each kind apart, all of
        it one sentence, and of many questions the first."""
        silences = self._silences()
        if not silences:
            return
        left = MOST_QUESTIONS
        parts: list[str] = []
        more = False
        for each in silences:
            for kind in list(each.asked):
                kept, over = each.asked[kind][:left], each.asked[kind][left:]
                left -= len(kept)
                more = more or bool(over)
                each.asked[kind] = kept
            each.asked = {kind: details for kind, details in each.asked.items() if details}
            told = self._told_silence(each)
            if told:
                parts.append(told)
        if not parts:
            return
        other = self.translate(", or on other questions") if more else ""
        yield english.ended(f"{'; '.join(parts)}{other}")

    def _silences(self) -> list[_Silence]:
        found: dict[tuple[str, str], _Silence] = {}

        def of(statement: Spoken) -> _Silence:
            who = self._name(statement)
            source = self.view.dossier.sources[statement.speaker]
            person = source.kind in _PEOPLE or is_withheld(statement, source)
            return found.setdefault((statement.speaker, who), _Silence(who, person))

        for reading in self.readings:
            silent = reading.stance in (Stance.DECLINES, Stance.NO_INFORMATION)
            if not (silent and reading.live and not reading.unclear) or reading.purported:
                continue
            if self._has_spoken_since(reading):
                continue
            when, _past = self._when_said(reading)
            if reading.stance is Stance.DECLINES:
                of(reading.statement).declined = when
            else:
                of(reading.statement).knew_nothing = when
        for detail in self.view.dossier.details_of.get(self.claim.id, ()):
            if detail_on(detail, self.claim, self.view).state in _NOT_KNOWN:
                for answer in self._answers(detail):
                    kind = answer.knowledge.value
                    if answer.knowledge is Knowledge.UNKNOWN and _is_looking(answer):
                        kind = "looking"
                    of(answer).asked.setdefault(kind, []).append(detail)
        return list(found.values())

    def _has_spoken_since(self, silent: Reading) -> bool:
        """Whether the speaker, or its house, has since taken a stance or given a value."""
        if self._is_hidden(silent):
            return False  # or its lapse would tell whose house it is
        house, then = self._house(silent), _said(silent.statement)
        stands = [
            r
            for r in self.readings
            if r is not silent and r.stance.polarity and r.live and self._house(r) == house
        ]
        if any(_said(each.statement) >= then for each in stands):
            return True
        for detail in self.view.dossier.details_of.get(self.claim.id, ()):
            for reading in read_all(self.view.dossier.values_of.get(detail.id, ()), self.view):
                statement = reading.statement
                if (
                    isinstance(statement, DetailValue)
                    and statement.knowledge is Knowledge.VALUE
                    and reading.excluded is None
                    and _said(statement) >= then
                    and self._house(reading) == house
                ):
                    return True
        return False

    def _told_silence(self, silence: _Silence) -> str:
        _ = self.translate
        parts: list[str] = []
        for kind, frame, about in (
            ("not_stated", _("did not say %(what)s"), _("did not say anything about %(what)s")),
            ("unknown", self._did_not_know(silence), self._did_not_know(silence, about=True)),
            (
                "looking",
                self._was_looking(silence),
                self._was_looking(silence),
            ),
        ):
            if kind in silence.asked:
                parts += self._asked(silence.asked[kind], frame, about)
        if silence.declined is not None or "withheld" in silence.asked:
            parts.append(self._declined(silence))
        if "none_reported" in silence.asked:
            parts.append(self._none_reported(silence.asked["none_reported"]))
        elif silence.knew_nothing is not None and silence.asked.keys().isdisjoint(_NOT_KNOWING):
            frame = (
                _("said%(when)s they had no information on it")
                if silence.person
                else _("said%(when)s it had no information on it")
            )
            parts.append(frame % {"when": silence.knew_nothing})
        return f"{silence.who} {english.listed(parts, _('and'))}" if parts else ""

    def _did_not_know(self, silence: _Silence, *, about: bool = False) -> str:
        _ = self.translate
        if about:
            return (
                _("said they did not know about %(what)s")
                if silence.person
                else _("said it did not know about %(what)s")
            )
        return (
            _("said they did not know %(what)s")
            if silence.person
            else _("said it did not know %(what)s")
        )

    def _was_looking(self, silence: _Silence) -> str:
        _ = self.translate
        return (
            _("said they were looking into %(what)s")
            if silence.person
            else _("said it was looking into %(what)s")
        )

    def _asked(self, details: Sequence[Detail], frame: str, about: str) -> Iterator[str]:
        """Questions after "did not say"; a noun, or one quoted as it was asked, in its own way."""
        _ = self.translate
        questions = _distinct(details)
        plain = [each.text for each in questions if not each.noun and not each.quoted]
        nouns = [each.text for each in questions if each.noun]
        quoted = [each.text for each in questions if each.quoted]
        if plain:
            yield frame % {"what": english.listed(plain, _("or"))}
        if nouns:
            yield about % {"what": english.listed(nouns, _("or"))}
        if quoted:
            yield _("did not answer the question %(what)s") % {
                "what": english.listed(quoted, _("or"))
            }

    def _declined(self, silence: _Silence) -> str:
        """ "Declined to comment on it or to say how far it flew"."""
        _ = self.translate
        questions = _distinct(silence.asked.get("withheld", ()))
        nouns = [each.text for each in questions if each.noun]
        plain = [each.text for each in questions if not each.noun and not each.quoted]
        quoted = [each.text for each in questions if each.quoted]
        parts = []
        if silence.declined is not None or nouns:
            on = ([] if silence.declined is None else ["it"]) + nouns
            parts.append(_("comment on %(what)s") % {"what": english.listed(on, _("or"))})
        if plain:
            parts.append(_("say %(what)s") % {"what": english.listed(plain, _("or"))})
        if quoted:
            what = {"what": english.listed(quoted, _("or"))}
            parts.append(_("answer the question %(what)s") % what)
        told = {"when": silence.declined or "", "what": english.listed(parts, _("or to"))}
        return _("declined%(when)s to %(what)s") % told

    def _none_reported(self, details: Sequence[Detail]) -> str:
        _ = self.translate
        parts = []
        for each in details:
            subject = subject_of(each.question)
            parts.append(
                _("of %(subject)s") % {"subject": subject}
                if subject and not each.indirect
                else _("on %(question)s") % {"question": asked(each).text}
            )
        return _("had no reports %(what)s") % {
            "what": english.listed(list(dict.fromkeys(parts)), _("or")),
        }


def _said(statement: Spoken) -> datetime:
    return statement.said_at or statement.recorded_at or ALWAYS


def _is_looking(answer: DetailValue) -> bool:
    return bool(_LOOKING.search(f"{answer.cue or ''} {answer.quote or ''}"))


def _distinct(details: Sequence[Detail]) -> list[Asked]:
    return list(dict.fromkeys(asked(each) for each in details))
