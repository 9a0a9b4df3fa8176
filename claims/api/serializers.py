"""Claims as JSON. The policy wrote the assessment; here it is only put beside the claim."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from claims.api.statements import titled
from claims.domain.vocabulary import DetailType
from claims.models import Citation, Detail, Event, Standing, StatusRecord
from claims.selectors.permalinks import Permalinks
from sources.api.serializers import moment, named
from sources.foundation.domain.moments import EARLIEST, write_moment


def since(effective_at: datetime) -> str | None:
    """When it began to stand; None for what has always stood."""
    return None if effective_at <= EARLIEST else write_moment(effective_at)


def claim_as_json(
    row: Standing,
    details: Sequence[Detail],
    *,
    asked: datetime | None,
    links: Permalinks,
    inside: bool,
) -> dict[str, Any]:
    """A claim with what stands for it. Without a moment asked for, the assessment bears the one at
    which its record began to stand: it reads the same until another one does."""
    claim, record = row.claim, row.record
    return {
        "ref": claim.ref,
        "text": claim.text,
        "clause": claim.clause,
        "clause_past": claim.clause_past,
        "language": claim.language,
        "kind": claim.kind,
        "checkability": claim.checkability,
        "visibility": claim.visibility,
        "volatile": claim.volatile,
        "review_by": moment(claim.review_by),
        "event": titled(claim.event) if claim.event else None,
        "recorded_at": moment(claim.recorded_at),
        "recorded_by": claim.recorded_by if inside else None,
        "amended_at": moment(claim.amended_at),
        "assessment": record.assessment | {"as_of": write_moment(asked or record.took_effect)},
        "since": since(record.effective_at),
        "number": record.number,
        "permalink": links.of(claim.ref, record.number, record.audience),
        "details": {
            detail.ref: {
                "question": detail.question,
                "type": detail.type,
                "unit": unit_of(detail),
                **record.details[detail.ref],
            }
            for detail in details
            if detail.ref in record.details
        },
        "fingerprint": None,
    }


def unit_of(detail: Detail) -> str | None:
    return detail.unit if DetailType(detail.type).measured else None


def detail_as_json(row: Detail, record: StatusRecord | None, *, inside: bool) -> dict[str, Any]:
    """A question with what is known about it, as the claim's record says."""
    known = record.details.get(row.ref, {}) if record else {}
    declared = None
    if row.not_applicable_by:
        by = row.not_applicable_by if inside else None
        declared = {"by": by, "reason": row.not_applicable_reason}
    return {
        "ref": row.ref,
        "claim": row.claim.ref,
        "question": row.question,
        "indirect": row.indirect,
        "type": row.type,
        "unit": unit_of(row),
        "cumulative": row.cumulative,
        "varying": row.varying,
        "tolerance": row.tolerance,
        "narrower_than": row.narrower_than,
        "not_applicable": declared,
        "state": known.get("state"),
        "value": known.get("value"),
        "given": known.get("given"),
        "origins": known.get("origins"),
        "reasons": known.get("reasons", []),
        "recorded_at": moment(row.recorded_at),
    }


def event_as_json(row: Event) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "slug": row.slug,
        "title": row.title,
        "place": row.place,
        "country": row.country,
        "when": row.when,
        "parties": row.parties,
        "recorded_at": moment(row.recorded_at),
    }


def record_as_json(
    row: StatusRecord, ref: str, standing: Standing | None, links: Permalinks, now: datetime
) -> dict[str, Any]:
    """A frozen record; `standing` is its interval, None if another one replaced it.

    An end that is still to come is not told: it would tell of an embargo.
    """
    until = standing.until if standing else None
    return {
        "claim": ref,
        "number": row.number,
        "audience": row.audience,
        "effective_at": since(row.effective_at),
        "until": moment(until) if until is not None and until <= now else None,
        "replaced": standing is None,
        "recorded_at": write_moment(row.recorded_at),
        "assessment": row.assessment | {"as_of": write_moment(row.took_effect)},
        "details": row.details,
        "permalink": links.of(ref, row.number, row.audience),
    }


def interest_as_json(row: Any, *, inside: bool) -> dict[str, Any]:
    reason = row.reason if inside else None
    return {"source": named(row.source), "interest": row.interest, "reason": reason}


def citation_as_json(row: Citation, links: Permalinks) -> dict[str, Any]:
    record = row.record
    alerts = sorted(row.alerts.all(), key=lambda alert: alert.pk)
    return {
        "ref": row.ref,
        "claim": record.claim.ref,
        "number": record.number,
        "permalink": links.of(record.claim.ref, record.number, record.audience),
        "sentence": row.sentence,
        "system": row.system,
        "url": row.url,
        "headline": row.headline,
        "desk": row.desk,
        "contact": row.contact,
        "cited_by": row.cited_by,
        "cited_at": write_moment(row.cited_at),
        "last_notified": moment(alerts[-1].at) if alerts else None,
        "alerts": [alert.ref for alert in alerts],
        "acknowledged": all(alert.acknowledged for alert in alerts),
    }
