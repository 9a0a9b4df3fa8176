"""What is done on the desk: for each action its form, the service behind it, and what is said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from claims.domain.vocabulary import Status, VerdictKind
from claims.models import Attribution, Claim, Detail, DetailValue
from claims.services import entering
from claims.services.details import record_detail
from claims.services.statements import retract_passage
from reviews.admin import forms
from reviews.domain.vocabulary import DecisionKind, ReplyState
from reviews.services import casework, decisions, talk, verdicts
from sources.foundation.domain.roles import Action
from sources.foundation.permissions import Actor
from sources.models import Document
from sources.selectors.by_name import sources_called
from sources.services.sources import find_or_record_source


@dataclass(frozen=True, slots=True)
class DeskAction:
    """Something that is done on the desk: its form, the service behind it, and what is said after.

    `carry_out(claim, cleaned data, by, at)` may return a word to say instead.
    """

    action: Action
    form: type[django_forms.Form] | None
    carry_out: Callable[[Claim, Any, Actor, datetime], str | None]
    done: str


def _verdict(claim: Claim, given: Any, by: Actor, at: datetime) -> str:
    kind = VerdictKind(given.cleaned_data["verdict"])
    verdicts.give_verdict(
        claim=claim,
        verdict=kind,
        reason=given.cleaned_data["reason"],
        fingerprint=given.cleaned_data["fingerprint"],
        by=by,
        at=at,
    )
    record = claim.timeline.filter(audience="internal").as_of(timezone.now())
    if record is None:
        return "Your verdict is recorded."
    status = Status(record.status)
    said = f"Your verdict is recorded. The claim is {status.label}."
    if kind is VerdictKind.CORROBORATE and status.rank is not None and status.rank < 8:
        said += " Signatures confirm it once the evidence suffices."
    return said


def _propose(claim: Claim, given: Any, by: Actor, at: datetime) -> None:
    subject = given.subject()
    if "source" in subject:
        found = sources_called(" ".join(subject["source"].split()))
        if len(found) == 1:
            subject["source"] = found[0].ref
    try:
        decisions.propose(
            claim=claim,
            kind=DecisionKind(given.cleaned_data["kind"]),
            subject=subject,
            reason=given.cleaned_data["reason"],
            by=by,
            at=at,
        )
    except ValidationError as error:
        if "subject" not in getattr(error, "error_dict", {}):
            raise
        raise ValidationError({given.field_of_subject(): error.message_dict["subject"]}) from None


def _reply(claim: Claim, given: Any, by: Actor, at: datetime) -> None:
    data = given.cleaned_data
    party = find_or_record_source(
        name=data["party"], kind=data["party_kind"], place="party", by=by, at=at
    )
    talk.note_reply(
        claim=claim,
        party=party,
        state=ReplyState(data["state"]),
        contacted_at=data["contacted_at"],
        deadline=data["deadline"],
        note=data["note"],
        by=by,
        at=at,
    )


def _attribution(claim: Claim, given: Any, by: Actor, at: datetime) -> None:
    entering.enter_attribution(
        claim=claim, said=given.statement(), seen=given.passage(), by=by, at=at
    )


def _answer(claim: Claim, given: Any, by: Actor, at: datetime) -> None:
    entering.enter_answer(
        detail=Detail.objects.get(claim=claim, ref=given.cleaned_data["detail"]),
        answer=given.cleaned_data["answer"],
        said=given.statement(),
        seen=given.passage(),
        by=by,
        at=at,
    )


def _sighting(claim: Claim, given: Any, by: Actor, at: datetime) -> None:
    kind, _, ref = given.cleaned_data["statement"].partition(" ")
    statement: Attribution | DetailValue
    if kind == "attribution":
        statement = Attribution.objects.get(claim=claim, ref=ref)
    else:
        statement = DetailValue.objects.get(detail__claim=claim, ref=ref)
    entering.enter_sighting(statement=statement, seen=given.passage(), by=by, at=at)


def _passage(claim: Claim, given: forms.PassageRetractionForm, by: Actor, at: datetime) -> None:
    kind, ref, document = given.cleaned_data["passage"].split(" ", 2)
    statement: Attribution | DetailValue
    if kind == "attribution":
        statement = Attribution.objects.get(claim=claim, ref=ref)
    else:
        statement = DetailValue.objects.get(detail__claim=claim, ref=ref)
    retract_passage(
        statement=statement,
        document=Document.objects.get(ref=document),
        why=given.cleaned_data["why"],
        by=by,
        at=at,
    )


def _question(claim: Claim, given: Any, by: Actor, at: datetime) -> None:
    record_detail(detail=Detail(claim=claim, **given.cleaned_data), by=by, at=at)


def _reasoned(service: Callable[..., Any]) -> Callable[[Claim, Any, Actor, datetime], None]:
    def carry_out(claim: Claim, given: Any, by: Actor, at: datetime) -> None:
        service(claim=claim, reason=given.cleaned_data["reason"], by=by, at=at)

    return carry_out


def _given_to(service: Callable[..., Any]) -> Callable[[Claim, Any, Actor, datetime], None]:
    def carry_out(claim: Claim, given: Any, by: Actor, at: datetime) -> None:
        service(claim=claim, to=given.cleaned_data["to"], by=by, at=at)

    return carry_out


def _plain(service: Callable[..., Any]) -> Callable[[Claim, Any, Actor, datetime], None]:
    def carry_out(claim: Claim, given: Any, by: Actor, at: datetime) -> None:
        service(claim=claim, by=by, at=at)

    return carry_out


ACTIONS: Mapping[str, DeskAction] = {
    "submit": DeskAction(Action.SUBMIT, None, _plain(casework.submit), "It waits for a reviewer."),
    "take": DeskAction(Action.TAKE, None, _plain(casework.take), "The claim is yours."),
    "give-back": DeskAction(Action.GIVE_BACK, None, _plain(casework.give_back), "Given back."),
    "hand-over": DeskAction(
        Action.HAND_OVER, forms.ReviewerForm, _given_to(casework.hand_over), "Handed over."
    ),
    "assign": DeskAction(
        Action.ASSIGN, forms.ReviewerForm, _given_to(casework.assign), "Assigned."
    ),
    "verdict": DeskAction(Action.GIVE_VERDICT, forms.VerdictForm, _verdict, ""),
    "note": DeskAction(
        Action.WRITE_NOTE,
        forms.NoteForm,
        lambda claim, given, by, at: _none(
            talk.write_note(claim=claim, text=given.cleaned_data["text"], by=by, at=at)
        ),
        "Noted.",
    ),
    "reply": DeskAction(Action.SEEK_REPLY, forms.ReplyForm, _reply, "Noted."),
    "propose": DeskAction(
        Action.PROPOSE, forms.ProposalForm, _propose, "Proposed; somebody else has to second it."
    ),
    "attribution": DeskAction(
        Action.RECORD_ATTRIBUTION, forms.AttributionForm, _attribution, "Recorded who says so."
    ),
    "sighting": DeskAction(
        Action.RECORD_ATTRIBUTION, forms.SightingForm, _sighting, "Recorded a further report."
    ),
    "passage": DeskAction(
        Action.RETRACT_PASSAGE,
        forms.PassageRetractionForm,
        _passage,
        "Noted: the outlet took that passage back.",
    ),
    "question": DeskAction(
        Action.RECORD_DETAIL, forms.QuestionForm, _question, "Recorded a question."
    ),
    "answer": DeskAction(Action.RECORD_ANSWER, forms.AnswerForm, _answer, "Recorded an answer."),
    "decide": DeskAction(
        Action.DECIDE, forms.ReasonForm, _reasoned(casework.decide), "Decided as it stands."
    ),
    "reopen": DeskAction(Action.REOPEN, forms.ReasonForm, _reasoned(casework.reopen), "Reopened."),
    "hold": DeskAction(Action.HOLD, forms.ReasonForm, _reasoned(casework.hold), "On hold."),
    "release": DeskAction(
        Action.RELEASE, forms.ReasonForm, _reasoned(casework.release), "Released."
    ),
    "publish": DeskAction(
        Action.PUBLISH, forms.ReasonForm, _reasoned(casework.publish), "Published."
    ),
}


def _none(_: object) -> None:
    return None
