"""What may follow the sentence: silences, accounts that differ, and what is not known, each kind
of not knowing in its own words."""

from collections.abc import Iterator, Sequence

from claims.domain.citing import english
from claims.domain.citing.naming import SentenceParts
from claims.domain.disclosure import is_withheld
from claims.domain.policy.details import detail_on, newest
from claims.domain.policy.reading import read_all
from claims.domain.records import Detail, DetailValue
from claims.domain.vocabulary import (
    DetailState,
    Knowledge,
    Reason,
    Stance,
    Status,
)
from claims.domain.wording import value_in_words
from sources.domain.vocabulary import SourceKind


class Additions(SentenceParts):
    """The sentences that may follow."""

    def _more(self) -> Iterator[str]:
        _ = self.translate
        support = self.evidence.support
        if self.status is Status.CLAIMED:
            names = self._names([v.reading for v in self._voices(support.voices)])
            who = english.listed(names, _("and"))
            # Not whatever was left out: what is off the record must not show even in this.
            if any(
                r.stance.polarity > 0 and (r.withdrawn or r.excluded is Reason.DISCOUNTED)
                for r in self.evidence.readings
            ):
                frame = _(
                    "Nobody without an interest in it stands by it; %(who)s would gain by it."
                )
            else:
                frame = _("Nobody without an interest in it has said so; %(who)s would gain by it.")
            yield frame % {"who": who}
        yield from self._silences()
        for detail in self.view.dossier.details_of.get(self.claim.id, ()):
            if detail_on(detail, self.claim, self.view).state is DetailState.DISPUTED:
                yield from self._disputed_detail(detail)
        yield from self._not_known()

    def _silences(self) -> Iterator[str]:
        _ = self.translate
        unclear = [r for r in self.evidence.readings if r.live and r.unclear]
        if unclear and self.status is not Status.UNSUBSTANTIATED:
            names = english.listed(self._names(unclear), _("and"))
            yield _("Reports differ on what %(who)s said of it.") % {"who": names}
        frames = {
            Stance.DECLINES: _("%(who)s declined to comment on it."),
            Stance.NO_INFORMATION: _("%(who)s had no information on it."),
            Stance.DENIES_POSSIBLE: _("%(who)s said it might not be so."),
        }
        for stance, frame in frames.items():
            silent = [
                r for r in self.evidence.readings if r.live and r.stance is stance and not r.unclear
            ]
            if silent:
                names = english.listed(self._names(silent), _("and"))
                yield frame % {"who": names}

    def _disputed_detail(self, detail: Detail) -> Iterator[str]:
        _ = self.translate
        parts = [
            f"{self._name(answer)}: {value_in_words(answer.value, detail)}"
            for answer in self._answers(detail)
            if answer.knowledge is Knowledge.VALUE and answer.value
        ]
        yield _("Accounts differ on %(question)s (%(answers)s).") % {
            "question": english.as_clause(detail.question),
            "answers": "; ".join(parts),
        }

    def _answers(self, detail: Detail) -> list[DetailValue]:
        readings = read_all(self.view.dossier.values_of.get(detail.id, ()), self.view)
        counting = newest([each for each in readings if each.excluded is None])
        found = [each.statement for each in counting]
        return sorted((s for s in found if isinstance(s, DetailValue)), key=lambda s: s.id)

    def _not_known(self) -> Iterator[str]:
        """Who did not say, declined to say, did not know, had no reports: each kind apart."""
        grouped: dict[tuple[Knowledge, str], list[Detail]] = {}
        people: dict[tuple[Knowledge, str], bool] = {}
        for detail in self.view.dossier.details_of.get(self.claim.id, ()):
            state = detail_on(detail, self.claim, self.view).state
            if state not in _NOT_KNOWN:
                continue
            for answer in self._answers(detail):
                key = answer.knowledge, self._name(answer)
                grouped.setdefault(key, []).append(detail)
                source = self.view.dossier.sources[answer.speaker]
                people[key] = source.kind in _PEOPLE or is_withheld(answer, source)
        for knowledge in _KINDS:
            for (kind, who), details in grouped.items():
                if kind is knowledge:
                    yield self._not_known_by(kind, who, details, person=people[kind, who])

    def _not_known_by(
        self, kind: Knowledge, who: str, details: Sequence[Detail], *, person: bool
    ) -> str:
        _ = self.translate
        asked = english.listed(
            list(dict.fromkeys(english.as_clause(each.question) for each in details)), _("or")
        )
        told = {"who": who, "what": asked}
        if kind is Knowledge.WITHHELD:
            return _("%(who)s declined to say %(what)s.") % told
        if kind is Knowledge.UNKNOWN and person:
            return _("%(who)s said they did not know %(what)s.") % told
        if kind is Knowledge.UNKNOWN:
            return _("%(who)s said it did not know %(what)s.") % told
        if kind is Knowledge.NONE_REPORTED:
            return self._none_reported(who, details)
        return _("%(who)s did not say %(what)s.") % told

    def _none_reported(self, who: str, details: Sequence[Detail]) -> str:
        _ = self.translate
        parts = []
        for each in details:
            subject = english.subject_of(each.question)
            parts.append(
                _("of %(subject)s") % {"subject": subject}
                if subject
                else _("on %(question)s") % {"question": english.as_clause(each.question)}
            )
        return _("%(who)s had no reports %(what)s.") % {
            "who": who,
            "what": english.listed(list(dict.fromkeys(parts)), _("or")),
        }


_PEOPLE = frozenset({SourceKind.PERSON, SourceKind.COLLECTIVE, SourceKind.ANONYMOUS})
_KINDS = (Knowledge.NOT_STATED, Knowledge.WITHHELD, Knowledge.UNKNOWN, Knowledge.NONE_REPORTED)
_NOT_KNOWN = frozenset(DetailState(kind.value) for kind in _KINDS)
