"""When what was printed no longer holds: what changed since, how grave it is, and why.

What a place printed rests on a status, a wording, statements, documents and details. It is compared
with how all of that stood when it was last looked at, so each change is told once, for better or
worse.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

from claims.domain.disclosure import name_of
from claims.domain.policy.assessment import assess_details
from claims.domain.policy.reading import Reading, View
from claims.domain.policy.settlement import Evidence, evidence_on
from claims.domain.records import Claim, Dossier
from claims.domain.vocabulary import AlertKind, DetailState, Reason, Status

_KILLS = frozenset({Status.RETRACTED, Status.REFUTED})


@dataclass(frozen=True, slots=True)
class Basis:
    """What a printed sentence rests on, as it stood at one moment; ids are the record's own.

    `statements` are those that the sentence was made from, each with how it reads ("asserts by the
    Ministry") or, in brackets, why it no longer counts; `documents` are "retracted", "passage"
    (of which a passage was) or "".
    """

    status: str
    text: str
    statements: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)
    denials: tuple[str, ...] = ()  # statements that deny it
    forms: str = ""  # how a person has put the claim inside a sentence
    seen: bool = True  # whether its readers can still see the claim

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def unseen(self) -> "Basis":
        """The same, of a claim that its readers can no longer see."""
        return replace(self, seen=False)


class Ground:
    """A claim as it stands in one view: read once, for every place that cited it."""

    def __init__(self, claim: Claim, view: View, status: str) -> None:
        self.claim, self.view, self.status = claim, view, status

    @cached_property
    def _readings(self) -> dict[str, Reading]:
        return {reading.statement.id: reading for reading in self._evidence.readings}

    @cached_property
    def _evidence(self) -> Evidence:
        return evidence_on(self.claim, self.view)

    @cached_property
    def _details(self) -> dict[str, str]:
        view = self.view
        found = assess_details(view.dossier, self.claim, view.as_of, view.audience)
        return {ref: each.state.value for ref, each in found.items()}

    def basis(self, *, statements: Mapping[str, str], documents: Mapping[str, str]) -> Basis:
        """What these statements and documents amount to."""
        return Basis(
            status=self.status,
            text=self.claim.text,
            forms="; ".join(filter(None, (self.claim.clause, self.claim.clause_past))),
            statements={ref: self._reads(ref) for ref in statements},
            documents={ref: self._became(ref, statements) for ref in documents},
            details=self._details,
            denials=tuple(sorted(v.reading.statement.id for v in self._evidence.denial.voices)),
        )

    def _reads(self, ref: str) -> str:
        reading = self._readings.get(ref)
        if reading is None:
            return "(absent)"
        if reading.excluded:
            return f"({reading.excluded.value})"
        if reading.superseded:
            gone = Reason.SPEAKER_REVERSED if reading.reversed else Reason.SUPERSEDED
            return f"({gone.value})"
        statement = reading.statement
        name = name_of(statement, self.view.dossier.sources[statement.speaker])
        return f"{reading.stance.value} by {name}"

    def _became(self, ref: str, statements: Mapping[str, str]) -> str:
        """What became of a document: it was retracted, or a passage of it that the sentence rests
        on was; "" if it stands."""
        if ref not in self.view.dossier.documents:
            return ""
        if self.view.retracted(ref):
            return "retracted"
        gone = any(
            sighting.document == ref and self.view.past(sighting.retracted_at)
            for statement in statements
            if statement in self._readings
            for sighting in self._readings[statement].visible
        )
        return "passage" if gone else ""


@dataclass(frozen=True, slots=True)
class Alerting:
    """That a place has to be told, and why, in sentences."""

    kind: AlertKind
    why: str


def alerting(before: Basis, now: Basis, dossier: Dossier) -> Alerting | None:
    """What has to be told to a place that knew this; None if nothing has."""
    found = list(_changes(before, now, dossier))
    if not found:
        return None
    gravest = min((kind for kind, _ in found), key=list(AlertKind).index)
    return Alerting(gravest, " ".join(why for _, why in found))


def _changes(before: Basis, now: Basis, dossier: Dossier) -> Iterator[tuple[AlertKind, str]]:
    if not now.seen:
        if before.seen:
            yield AlertKind.CORRECT, "The claim was taken back: its readers can no longer see it."
        return
    if not before.seen:
        yield AlertKind.UPDATE, "The claim can be read again."
    yield from _of_status(Status(before.status), Status(now.status))
    if (before.text, before.forms) != (now.text, now.forms):
        yield AlertKind.CORRECT, "The wording of the claim was amended."
    for ref, reads in now.statements.items():
        known = before.statements.get(ref, "")
        if known and reads != known and not (_gone(known) and _gone(reads)):
            yield from _of_statement(ref, known, reads, dossier)
    for ref, became in now.documents.items():
        if became and became != before.documents.get(ref):
            what = _document(ref, dossier)
            told = f"A passage of {what}" if became == "passage" else what
            yield AlertKind.CORRECT, f"{told} was retracted."
    if now.status == before.status:
        if set(now.denials) - set(before.denials):
            yield AlertKind.CORRECT, "Somebody denies it who did not before."
        elif set(before.denials) - set(now.denials):
            yield AlertKind.UPDATE, "Somebody no longer denies it."
    yield from _of_details(before, now, dossier)


def _of_status(before: Status, now: Status) -> Iterator[tuple[AlertKind, str]]:
    if now is before:
        return
    told = f"from {before.label} to {now.label}"
    if now in _KILLS:
        yield AlertKind.KILL, f"Its status fell {told}."
    elif before.rank is None or now.rank is None or now.rank < before.rank:
        yield AlertKind.CORRECT, f"Its status fell {told}."
    elif now.rank > before.rank:
        yield AlertKind.UPDATE, f"Its status rose {told}."
    else:
        yield AlertKind.UPDATE, f"Its status changed {told}."


_BECAME = {
    Reason.WITHDRAWN.value: "was withdrawn",
    Reason.CHAIN_RETRACTED.value: "rests on a document that was retracted",
    Reason.DISCOUNTED.value: "is no longer counted by our desk",
    Reason.SPEAKER_REVERSED.value: "was reversed by the speaker",
    Reason.HOUSE_REVERSED.value: "was taken back by its own house",
    Reason.DISOWNED.value: "was disowned by who it names",
    Reason.SUPERSEDED.value: "was replaced by a later, weaker one",
}


def _gone(reads: str) -> bool:
    return reads.startswith("(")


def _of_statement(
    ref: str, known: str, reads: str, dossier: Dossier
) -> Iterator[tuple[AlertKind, str]]:
    whose = _whose(ref, dossier)
    if _gone(known):
        yield AlertKind.UPDATE, f"{whose} counts again."
    elif _gone(reads):
        yield AlertKind.CORRECT, f"{whose} {_BECAME.get(reads.strip('()'), 'no longer counts')}."
    else:
        yield (
            AlertKind.CORRECT,
            f"{whose} is read or named otherwise than it was.",
        )


def _whose(ref: str, dossier: Dossier) -> str:
    for each in dossier.attributions:
        if each.id == ref:
            return f"The statement of {name_of(each, dossier.sources[each.speaker])}"
    return "A statement that it rests on"


def _document(ref: str, dossier: Dossier) -> str:
    document = dossier.documents.get(ref)
    if document is None:
        return "A document that it rests on"
    publisher = dossier.sources[document.publisher].name
    return f"“{document.title}” ({publisher})" if document.title else f"A document of {publisher}"


def _of_details(before: Basis, now: Basis, dossier: Dossier) -> Iterator[tuple[AlertKind, str]]:
    questions = {each.id: each.question for each in dossier.details}
    for ref, state in now.details.items():
        known, asked = before.details.get(ref), questions.get(ref, ref)
        if state == known:
            continue
        if state == DetailState.DISPUTED:
            yield AlertKind.CORRECT, f"Accounts now differ: “{asked}”"
        elif state == DetailState.KNOWN:
            yield AlertKind.UPDATE, f"It is now known: “{asked}”"
        elif known == DetailState.KNOWN:
            yield AlertKind.CORRECT, f"It is no longer known: “{asked}”"
        elif known == DetailState.DISPUTED:
            yield AlertKind.UPDATE, f"Accounts no longer differ: “{asked}”"


def place_key(*, system: str, url: str, headline: str, desk: str) -> str:
    """What makes two places one: the address without its fragment, or what the system calls it."""
    if url:
        return url.split("#", 1)[0].strip().rstrip("/")
    return "\n".join(" ".join(each.split()).casefold() for each in (system, headline, desk))
