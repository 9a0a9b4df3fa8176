"""When what was printed no longer holds: what changed since, how grave it is, and why.

What a place printed rests on a status, a wording, statements, documents and details. It is compared
with what the place was told last: a change is told once, and a return is told as well.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from claims.domain.disclosure import name_of
from claims.domain.policy.assessment import assess_details
from claims.domain.policy.reading import View
from claims.domain.policy.settlement import evidence_on
from claims.domain.records import Claim, Dossier
from claims.domain.vocabulary import AlertKind, DetailState, Reason, Status

_KILLS = frozenset({Status.RETRACTED, Status.REFUTED})


@dataclass(frozen=True, slots=True)
class Basis:
    """What a printed sentence rests on, as it stood at one moment; ids are the record's own.

    `statements` and `documents` are those that the sentence was made from, each with what became of
    it ("" while it stands). `denials` are origins that deny it.
    """

    status: str
    text: str
    statements: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)
    denials: int = 0
    seen: bool = True  # whether its readers can still see the claim

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def basis_of(
    claim: Claim,
    view: View,
    *,
    status: str,
    statements: Mapping[str, str],
    documents: Mapping[str, str],
) -> Basis:
    """What these statements and documents amount to in this view."""
    evidence = evidence_on(claim, view)
    details = assess_details(view.dossier, claim, view.as_of, view.audience)
    denial = evidence.denial
    return Basis(
        status=status,
        text=claim.text,
        statements={ref: _became(ref, evidence, view) for ref in statements},
        documents={ref: "retracted" if _retracted(ref, view) else "" for ref in documents},
        details={ref: each.state.value for ref, each in details.items()},
        denials=denial.origins + denial.interested,
    )


def _became(ref: str, evidence: Any, view: View) -> str:
    """Why a statement no longer counts; "" if it does."""
    for reading in evidence.readings:
        if reading.statement.id == ref:
            if reading.excluded:
                return str(reading.excluded.value)
            if reading.reversed:
                return Reason.SPEAKER_REVERSED.value
            return Reason.SUPERSEDED.value if reading.superseded else ""
    return "absent"


def _retracted(ref: str, view: View) -> bool:
    return ref in view.dossier.documents and view.retracted(ref)


@dataclass(frozen=True, slots=True)
class Alerting:
    """That a place has to be told, and why, in sentences."""

    kind: AlertKind
    why: str


def alerting(told: Basis, now: Basis, dossier: Dossier) -> Alerting | None:
    """What has to be told to a place that was last told this; None if nothing has."""
    found = list(_changes(told, now, dossier))
    if not found:
        return None
    gravest = min((kind for kind, _ in found), key=list(AlertKind).index)
    return Alerting(gravest, " ".join(why for _, why in found))


def _changes(told: Basis, now: Basis, dossier: Dossier) -> Iterator[tuple[AlertKind, str]]:
    if not now.seen:
        if told.seen:
            yield AlertKind.CORRECT, "The claim was taken back: its readers can no longer see it."
        return
    yield from _of_status(Status(told.status), Status(now.status))
    if told.text != now.text:
        yield AlertKind.CORRECT, "The wording of the claim was amended."
    for ref, became in now.statements.items():
        if became and told.statements.get(ref, "") != became:
            yield AlertKind.CORRECT, _lost(ref, became, dossier)
    for ref, became in now.documents.items():
        if became and not told.documents.get(ref):
            yield AlertKind.CORRECT, f"{_document(ref, dossier)} was retracted."
    if now.denials > told.denials and now.status == told.status:
        yield AlertKind.CORRECT, "Somebody denies it who did not before."
    questions = {each.id: each.question for each in dossier.details}
    for ref, state in now.details.items():
        before = told.details.get(ref)
        if state == before:
            continue
        if state == DetailState.DISPUTED:
            yield AlertKind.CORRECT, f"Accounts now differ: “{questions.get(ref, ref)}”"
        elif state == DetailState.KNOWN:
            yield AlertKind.UPDATE, f"It is now known: “{questions.get(ref, ref)}”"
        elif before == DetailState.KNOWN:
            yield AlertKind.CORRECT, f"It is no longer known: “{questions.get(ref, ref)}”"


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
    Reason.SUPERSEDED.value: "was replaced by a later, weaker one",
}


def _lost(ref: str, became: str, dossier: Dossier) -> str:
    how = _BECAME.get(became, "no longer counts")
    for each in dossier.attributions:
        if each.id == ref:
            return f"The statement of {name_of(each, dossier.sources[each.speaker])} {how}."
    return f"A statement that it rests on {how}."


def _document(ref: str, dossier: Dossier) -> str:
    document = dossier.documents.get(ref)
    if document is None:
        return "A document that it rests on"
    publisher = dossier.sources[document.publisher].name
    return f"“{document.title}” ({publisher})" if document.title else f"A document of {publisher}"


def place_key(*, system: str, url: str, headline: str, desk: str) -> str:
    """What makes two places one: the address without its fragment, or what the system calls it."""
    if url:
        return url.split("#", 1)[0].strip().rstrip("/")
    return "\n".join(" ".join(each.split()).casefold() for each in (system, headline, desk))
