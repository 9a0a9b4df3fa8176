"""The register of what was printed: a citation is made from a record, by whoever prints it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from claims.domain.citing.alerts import Ground
from claims.domain.policy.reading import View
from claims.models import Acknowledgement, Alert, Citation, StatusRecord, StoryDesk
from claims.models.citation import place_of
from claims.selectors.audit import story_desk_states
from claims.selectors.sentences import dossier_under_policy, sentence_of_record, worded_at
from claims.services.actions import perform
from claims.services.alerting import raise_alerts
from sources.foundation import engine
from sources.foundation.domain.history import Change, together
from sources.foundation.domain.moments import EARLIEST
from sources.foundation.domain.roles import Action, Audience
from sources.foundation.permissions import Actor, enforce, may, may_read_as
from sources.foundation.services.history import log_difference


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was printed, and whom to warn. A place is known by its address, or by what the
    system that prints it calls it."""

    system: str
    url: str = ""
    headline: str = ""
    desk: str = ""
    contact: str = ""


def cite(
    *,
    record: StatusRecord,
    place: Place,
    sentence: str = "",
    by: Actor,
    at: datetime,
    cited_at: datetime | None = None,
    warn: bool = True,
) -> Citation:
    """Register that this was printed. Without words of its own it is the sentence that the record
    allows. What changed since the record stood is told at once, unless `warn` is false: then the
    caller does so.

    The same words from the same record at the same place are one citation. PermissionDenied if the
    record is not this actor's to read; ValidationError names each field that will not do.
    """
    enforce(may(by, Action.CITE))
    audience = Audience(record.audience)
    if by.user is not None:
        enforce(may_read_as(by.user, audience))
    claim = record.claim
    moment = cited_at or at
    standing = StatusRecord.objects.filter(claim=claim, audience=record.audience).as_of(moment)
    # What stands may have been reworded since it began to stand.
    stood = moment if standing == record else max(record.effective_at, EARLIEST)
    dossier = worded_at(claim, dossier_under_policy(claim), stood, audience)
    made = sentence_of_record(record, dossier)
    if not sentence and not made.text:
        raise ValidationError({"sentence": made.why_not})
    view = View(dossier, stood, audience)
    basis = Ground(dossier.claims[0], view, record.status).basis(
        statements=dict.fromkeys(made.statements, ""),
        documents=dict.fromkeys(made.documents, ""),
    )
    row = Citation(
        record=record,
        sentence=sentence or made.whole,
        system=place.system,
        url=place.url,
        headline=place.headline,
        desk=place.desk,
        contact=place.contact,
        cited_by=by.name,
        cited_at=cited_at or at,
        basis=basis.as_json(),
    )
    of_house = by.user is None or bool(may(by, Action.SEE_INTERNAL))
    row.place = place_of(row, of_house=of_house)
    _check(row, at)
    with perform(Action.CITE, by=by, at=at, claims=[claim.pk], evidence=False) as context:
        last = (
            Citation.objects.filter(record__claim=claim, place=row.place)
            .order_by("cited_at", "pk")
            .last()
        )
        if last is not None and (last.record_id, last.sentence) == (record.pk, row.sentence):
            return last
        row.save()
        context.note(claim.pk, Change(f"citation {row.ref}", None, _told(row)))
        if warn:
            raise_alerts([claim.pk], at=context.at)
    return row


def _check(row: Citation, at: datetime) -> None:
    if not (row.url or row.headline):
        raise ValidationError({"headline": "Say where it is printed: a headline or an address."})
    if row.contact:
        try:
            validate_email(row.contact)
        except ValidationError:
            raise ValidationError({"contact": "Expected an e-mail address to warn."}) from None
    if row.cited_at > at:
        raise ValidationError({"cited_at": f"It is still to come ({row.cited_at.isoformat()})."})
    row.full_clean(exclude=["record", "basis"])


def _told(row: Citation) -> dict[str, Any]:
    return {
        "number": row.record.number,
        "audience": row.record.audience,
        "sentence": row.sentence,
        "system": row.system,
        "url": row.url,
        "headline": row.headline,
        "desk": row.desk,
    }


def acknowledge(
    *,
    alert: Alert,
    note: str = "",
    by: Actor,
    at: datetime,
    shown: Collection[str] | None = None,
) -> Acknowledgement:
    """Take upon oneself an alert and all that its place was told before it and nobody has answered
    for (of which only what was `shown`, by ref): one act. Who was first stays."""
    enforce(may(by, Action.ACKNOWLEDGE))
    waiting = Alert.objects.open().filter(citation__place=alert.citation.place, pk__lte=alert.pk)
    if by.user is not None:
        waiting = waiting.visible_to(by.user)
    if shown is not None:
        waiting = waiting.filter(ref__in={*shown, alert.ref})
    rows = list(waiting.select_related("record").order_by("pk"))
    claims = {each.record.claim_id for each in (alert, *rows)}
    with perform(Action.ACKNOWLEDGE, by=by, at=at, claims=claims, evidence=False) as context:
        taken = set(Acknowledgement.objects.filter(alert__in=rows).values_list("alert", flat=True))
        for each in rows:
            if each.pk not in taken:
                row = Acknowledgement(alert=each, by=by.name, at=context.at, note=note)
                row.full_clean()
                row.save()
                told = {"kind": each.kind, "note": note}
                context.note(each.record.claim_id, Change(f"alert {each.ref}", None, told))
    return Acknowledgement.objects.get(alert=alert)


def keep_story_desk(*, name: str, editor: Any, by: Actor, at: datetime) -> StoryDesk | None:
    """Who is told when an alert of this desk waits; None for every editor."""
    enforce(may(by, Action.KEEP_STORY_DESK))
    with transaction.atomic():
        engine.lock_record(alone=True)
        row = StoryDesk.objects.filter(name=name).first() or StoryDesk(name=name)
        pk = row.pk
        before = together(story_desk_states([pk] if pk else []))
        if editor is not None:
            row.editor = editor
            row.full_clean()
            row.save()
        elif pk is None:
            return None
        else:
            row.delete()
        pk = row.pk or pk
        log_difference(
            f"story_desk/{pk}",
            before,
            together(story_desk_states([pk])),
            action=Action.KEEP_STORY_DESK,
            by=by,
            at=at,
        )
    return row if editor is not None else None
