"""Warning the places that cited: raised in the transaction of whatever changed the claim, told by
page, e-mail and webhook, and escalated when nobody answers.

What changes by the clock alone, such as the lifting of an embargo, is raised when the feed tells of
it; `sweep` looks at everything that was printed, should anything have been missed.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from claims import ports
from claims.domain.citing.alerts import Basis, Ground, alerting
from claims.domain.oddities import one_line, plainly
from claims.domain.policy.reading import View
from claims.domain.vocabulary import AlertKind, Status, Visibility
from claims.models import (
    Alert,
    Citation,
    Claim,
    Delivery,
    Escalation,
    StoryDesk,
    Subscription,
)
from claims.ports import UnansweredAlert
from claims.selectors.register import WaitingPlace, by_place
from claims.selectors.sentences import dossier_under_policy, sentence_at
from claims.selectors.statuses import standing_records
from sources.foundation import engine, mailing
from sources.foundation.addresses import on_this_site
from sources.foundation.batches import chunks
from sources.foundation.domain.roles import Audience
from sources.foundation.mailing import LetterPart


@transaction.atomic
def raise_alerts(claims: Collection[int], *, at: datetime) -> list[Alert]:
    """Tell every place that cited one of these claims what it has not been told yet."""
    raised: list[Alert] = []
    for part in chunks(sorted(claims)):
        cited = Citation.objects.filter(record__claim__in=part)
        known = sorted(set(cited.order_by().values_list("record__claim", flat=True)))
        if known:
            rows = Claim.objects.select_for_update(no_key=True).filter(pk__in=known).order_by("pk")
            for claim in rows:
                raised += _of_claim(claim, at)
    return raised


def _of_claim(claim: Claim, at: datetime) -> list[Alert]:
    """Compare each place with what it rested on, tell what differs, and remember what is so now."""
    citations = _holding(claim)
    latest = _latest([each.pk for each in citations])
    dossier = dossier_under_policy(claim)
    raised, changed = [], []
    for audience in Audience:
        record = standing_records([claim.pk], audience=audience, at=at).get(claim.pk)
        own = [each for each in citations if each.record.audience == audience.value]
        if record is None or not own:
            continue
        seen = audience is Audience.INTERNAL or claim.visibility == Visibility.PUBLIC.value
        ground = Ground(dossier.claims[0], View(dossier, at, audience), record.status)
        replacement = sentence_at(dossier, at, audience).whole if seen else ""
        for citation in own:
            before = _known(citation)
            now = ground.basis(statements=before.statements, documents=before.documents)
            now = now if seen else before.unseen()
            if now == before:
                continue
            citation.basis = now.as_json()
            changed.append(citation)
            what = alerting(before, now, dossier)
            if what is None:
                continue
            last = latest.get(citation.pk)
            stood = last.record if last else citation.record
            raised.append(
                Alert(
                    citation=citation,
                    kind=what.kind.value,
                    before=stood,
                    record=record if seen else stood,
                    why=what.why,
                    replacement=replacement,
                    at=at,
                )
            )
    Citation.objects.bulk_update(changed, ["basis"], batch_size=100)
    Alert.objects.bulk_create(raised, batch_size=200)
    _prepare(raised, at)
    return raised


def _holding(claim: Claim) -> list[Citation]:
    """Of each place the latest citation, as what it printed before is no longer there."""
    found: dict[str, Citation] = {}
    rows = Citation.objects.filter(record__claim=claim).select_related("record")
    for row in rows.order_by("cited_at", "pk"):
        found[row.place] = row
    return list(found.values())


def _latest(citations: Collection[int]) -> dict[int, Alert]:
    rows = Alert.objects.filter(citation__in=citations).select_related("record").order_by("pk")
    return {row.citation_id: row for row in rows}


def _known(citation: Citation) -> Basis:
    known = citation.basis
    if not known:  # from before what a sentence rests on was kept
        return Basis(status=citation.record.status, text=citation.record.claim.text)
    return Basis(**{**known, "denials": tuple(known.get("denials", ()))})


def _prepare(alerts: Sequence[Alert], at: datetime) -> None:
    """What is still to be done about them: mail, escalation, and webhooks to whoever asked."""
    minutes = settings.ALERT_MINUTES
    escalate_at = at + timedelta(minutes=minutes) if minutes else None
    if not alerts:
        return
    Escalation.objects.bulk_create(
        [Escalation(alert=alert, escalate_at=escalate_at) for alert in alerts if escalate_at],
        batch_size=500,
    )
    contacts = [(alert.ref, alert.citation.contact) for alert in alerts if alert.citation.contact]
    mailing.post("alert", contacts, at=at)
    subscriptions = list(Subscription.objects.live().filter(alerts=True).select_related("owner"))
    Delivery.objects.bulk_create(
        [
            Delivery(subscription=each, alert=alert, due=at, made_at=at)
            for alert in alerts
            for each in subscriptions
            if concerns(each, alert)
        ],
        batch_size=500,
    )


def concerns(subscription: Subscription, alert: Alert) -> bool:
    """Its owner's own citations; the newsroom, which asked for everything, hears of all."""
    if subscription.audience == Audience.INTERNAL.value:
        return True
    own = alert.citation.cited_by == subscription.owner.get_username()
    return own and alert.record.audience == Audience.PUBLIC.value


def sweep(*, at: datetime) -> int:
    """Look at everything that was printed; how many alerts had been missed."""
    claims = Citation.objects.order_by().values_list("record__claim", flat=True).distinct()
    return sum(len(raise_alerts(part, at=at)) for part in chunks(sorted(claims)))


def letters(refs: Collection[str]) -> dict[str, LetterPart]:
    """What a letter says of these alerts: of one place once, with what holds when it is sent."""
    rows = Alert.objects.filter(ref__in=refs).select_related(
        "citation__record__claim", "record__claim", "before", "acknowledgement"
    )
    found: dict[str, LetterPart] = {}
    for place in by_place(list(rows), at=timezone.now()):
        found |= dict.fromkeys([alert.ref for alert in place.alerts], _letter(place))
    return found


def _letter(place: WaitingPlace) -> LetterPart:
    """Of what only the newsroom may read, a mailbox gets no more than that there is something."""
    link = on_this_site(reverse("claims:alert", args=[place.newest.ref]))
    kind, citation = place.gravest, place.newest.citation
    urgency = list(AlertKind).index(kind)
    if any(alert.record.audience == Audience.INTERNAL.value for alert in place.alerts):
        subject = f"[{kind.value}] Something that you cited has changed"
        return LetterPart(subject, "Sign in to read it, and to acknowledge it:", link, urgency)
    parts = [
        f"{kind.value.upper()} – {kind.meaning}.",
        f"Where: {one_line(citation.where, 500)}" + (f" ({citation.url})" if citation.url else ""),
    ]
    for told in place.told:
        before, now = told.alerts[0].before, told.newest.record
        parts += [
            f"As printed: {plainly(told.newest.citation.sentence, 4_000)}",
            f"Status: {Status(before.status).label} → {Status(now.status).label}",
            *(f"Why: {plainly(alert.why, 4_000)}" for alert in told.alerts),
            f"It now reads: {plainly(told.now.whole, 4_000)}"
            if told.now.text
            else f"There is no sentence for it now: {plainly(told.now.why_not, 1_000)}",
        ]
    parts.append("Acknowledge it, by name:")
    subject = f"[{kind.value}] {one_line(citation.where, 150)}"
    return LetterPart(subject, "\n\n".join(parts), link, urgency)


def escalate(*, at: datetime) -> int:
    """Tell the editor of the desk, or every editor, of what nobody has acknowledged in time."""
    with transaction.atomic():
        due = Escalation.objects.filter(escalated_at=None, escalate_at__lte=at).select_related(
            "alert__citation__record__claim", "alert__record"
        )
        rows = list(engine.unlocked(due.order_by("pk"))[:500])
        waiting = _waiting(row.alert for row in rows)
        ports.reviews.escalate(waiting, at=at)
        for row in rows:
            row.escalated_at = at
        Escalation.objects.bulk_update(rows, ["escalated_at"])
    return len(waiting)


def _waiting(alerts: Iterable[Alert]) -> list[UnansweredAlert]:
    rows = list({row.citation.place: row for row in alerts}.values())  # of a place the latest
    open_ones = set(
        Alert.objects.open().filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
    )
    desks = StoryDesk.objects.select_related("editor")
    editors = {desk.name.casefold(): desk.editor.get_username() for desk in desks}
    return [
        UnansweredAlert(
            claim=row.citation.record.claim,
            text=f"{row.kind}: “{one_line(row.citation.where, 200)}” cites what no longer holds, "
            "and nobody has acknowledged it.",
            editor=editors.get(row.citation.desk.casefold(), ""),
            occasion=row.ref,
        )
        for row in rows
        if row.pk in open_ones
    ]
