"""Claims as JSON. The policy wrote the assessment; here it is only put beside the claim."""

from datetime import datetime
from typing import Any

from claims.domain.vocabulary import DetailType
from claims.models import Claim, StatusRecord
from sources.domain.moments import EARLIEST, write_moment


def claim_as_json(claim: Claim, record: StatusRecord, as_of: datetime) -> dict[str, Any]:
    """A claim with what `record`, which stands for it at `as_of`, says of it."""
    began = record.effective_at
    return {
        "ref": claim.ref,
        "text": claim.text,
        "kind": claim.kind,
        "checkability": claim.checkability,
        "volatile": claim.volatile,
        "event": {"ref": claim.event.ref, "title": claim.event.title} if claim.event else None,
        "assessment": record.assessment | {"as_of": write_moment(as_of)},
        "since": None if began == EARLIEST else write_moment(began),
        "details": {
            detail.ref: {
                "question": detail.question,
                "type": detail.type,
                "unit": detail.unit if DetailType(detail.type).measured else None,
                **record.details[detail.ref],
            }
            for detail in claim.details.all()
            if detail.ref in record.details
        },
    }
