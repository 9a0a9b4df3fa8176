"""The one function that writes a status.

A timeline says, for each audience, from which moment on which assessment stands. `settle` works out
what it should say from a moment on, compares, and writes what is missing. Answers that lie ahead,
such as the lifting of an embargo, are written at once with the moment at which they take effect:
nobody has to run anything then.

What follows from it is written in the same breath: `claims.services.consequences` has the list.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache

from django.db import transaction

from claims import ports
from claims.domain.policy.assessment import assess, assess_details, hides_nothing
from claims.domain.policy.gate import stale_reviewers
from claims.domain.policy.timeline import moments
from claims.domain.records import Claim as ClaimRecord
from claims.domain.records import Dossier
from claims.domain.vocabulary import (
    Reason,
)
from claims.models import Claim, StatusRecord
from claims.ports import SettledClaim
from claims.selectors.record import dossier_of
from claims.services.consequences import SettledRecords, follow_records
from claims.services.timelines import Payload, Timeline, timelines
from sources.foundation.batches import chunks
from sources.foundation.domain.history import as_text, digest
from sources.foundation.domain.moments import EARLIEST, write_moment
from sources.foundation.domain.roles import Audience

Answers = Callable[[datetime, Audience], Payload | None]


@transaction.atomic
def settle(
    claims: Collection[int],
    *,
    at: datetime,
    since: datetime | None,
    progress: Callable[[int], object] = lambda done: None,
) -> list[SettledClaim]:
    """Bring the timelines of these claims (primary keys) up to date; what each amounts to now.

    `at` is now, when the records are written. From `since` on the timeline is worked out anew; what
    stands before it is left as it was shown. None works out all of it, for records that arrive with
    a past of their own. `progress` hears how many claims are done.
    """
    news: list[SettledClaim] = []
    for part in chunks(sorted(claims)):
        news += _settle(part, at=at, since=since or EARLIEST)
        progress(len(news))
    return news


def _settle(pks: list[int], *, at: datetime, since: datetime) -> list[SettledClaim]:
    rows = Claim.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
    by_ref = {row.ref: row for row in rows}
    policies = ports.reviews.policies({row.policy for row in by_ref.values()})
    dossier = dossier_of(pks)
    under = {
        name: dossier.model_copy(update={"policy": policy}) for name, policy in policies.items()
    }
    told, latest = timelines(pks)
    new: list[StatusRecord] = []
    news = []
    for claim in dossier.claims:
        row, known = by_ref[claim.id], len(new)
        answer = _answers(under[row.policy], claim)
        turning = {max(moment, EARLIEST) for moment in moments(dossier, claim)}
        before: dict[Audience, Payload | None] = {}
        # A clock may have gone back: what stands is what stands after all that was written.
        now = max(at, latest.get(row.pk, at))
        for audience in Audience:
            timeline = told[row.pk, audience]
            begun = max(claim.recorded_at or EARLIEST, since)
            before[audience] = timeline.at(now)
            for moment, payload in list(_missing(answer, audience, timeline, turning, begun)):
                record = _record(row, audience, moment, payload, at)
                timeline.add(record, payload)
                new.append(record)
        after = {each: told[row.pk, each].at(now) for each in Audience}
        stale = _stale(under[row.policy], claim, now, after[Audience.INTERNAL])
        news.append(_news(row, before, after, stale, new[known:]))
    StatusRecord.objects.bulk_create(new, batch_size=1_000)
    follow_records(SettledRecords(by_ref, dossier, told.values(), at))
    return news


def _news(
    row: Claim,
    before: Mapping[Audience, Payload | None],
    after: Mapping[Audience, Payload | None],
    stale: Collection[str],
    written: Sequence[StatusRecord],
) -> SettledClaim:
    inside, now = before[Audience.INTERNAL], after[Audience.INTERNAL]
    return SettledClaim(
        claim=row.pk,
        ref=row.ref,
        recorded_by=row.recorded_by,
        before=inside and inside[0],
        now=now and now[0],
        statuses={each.value: payload[0]["status"] for each, payload in after.items() if payload},
        stale=stale,
        records=[record_digest(record) for record in written],
    )


def record_digest(record: StatusRecord) -> str:
    """SHA-256 of what a status record says, for the history to tell which were written."""
    said = {
        "audience": record.audience,
        "effective_at": write_moment(record.effective_at),
        "assessment": record.assessment,
        "details": record.details,
    }
    return digest(as_text(said))


def _stale(
    dossier: Dossier, claim: ClaimRecord, at: datetime, payload: Payload | None
) -> list[str]:
    if payload is None or Reason.REVIEWS_STALE.value not in payload[0]["reasons"]:
        return []
    return stale_reviewers(dossier, claim, at)


def _missing(
    answer: Answers,
    audience: Audience,
    timeline: Timeline,
    turning: set[datetime],
    since: datetime,
) -> Iterator[tuple[datetime, Payload]]:
    """What has to be written so that from `since` on the timeline says what the policy says.

    Wherever an earlier record takes effect, a newer one has to stand in its place unless it is
    right: so every moment is looked at that is in the record or already in the timeline.
    """
    said = timeline.said
    stands = timeline.before(since)
    for moment in sorted({since} | {each for each in turning | said.keys() if each > since}):
        stands = said.get(moment, stands)
        wanted = answer(moment, audience)
        if wanted is not None and wanted != stands:
            stands = wanted
            yield moment, wanted


def _answers(dossier: Dossier, claim: ClaimRecord) -> Answers:
    """What the policy says of the claim, by moment and audience; asked once where both hear it."""
    if not hides_nothing(dossier, claim):
        return lambda at, audience: payload_of(dossier, claim, at, audience)
    once = cache(lambda at: payload_of(dossier, claim, at, Audience.INTERNAL))

    def for_both(at: datetime, audience: Audience) -> Payload | None:
        payload = once(at)
        return payload and (payload[0] | {"audience": audience.value}, payload[1])

    return for_both


def payload_of(
    dossier: Dossier, claim: ClaimRecord, at: datetime, audience: Audience
) -> Payload | None:
    """What the policy says of the claim at that moment, as the timeline keeps it."""
    assessment = assess(dossier, claim, at, audience)
    if assessment is None:
        return None
    said = assessment.as_json()
    del said["as_of"]  # the record stands for every moment until the next
    details = assess_details(dossier, claim, at, audience)
    return said, {ref: detail.as_record() for ref, detail in details.items()}


def _record(
    claim: Claim, audience: Audience, effective_at: datetime, payload: Payload, at: datetime
) -> StatusRecord:
    assessment, details = payload
    return StatusRecord(
        claim=claim,
        audience=audience.value,
        effective_at=effective_at,
        status=assessment["status"],
        evidence_status=assessment["evidence_status"],
        assessment=assessment,
        details=details,
        recorded_at=at,
    )
