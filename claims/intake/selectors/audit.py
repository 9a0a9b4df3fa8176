"""What is on record of drafts, as the history tells it: whose words they are is in their steps."""

from collections.abc import Collection

from claims.intake.models import Draft
from sources.foundation.batches import chunks
from sources.foundation.columns import history_lookups
from sources.foundation.domain.history import AuditState, as_text, digest, plain


def draft_states(drafts: Collection[int]) -> dict[int, AuditState]:
    """By primary key. Of the shape only the digest, so that the words stand in one place."""
    found: dict[int, AuditState] = {}
    for part in chunks(drafts):
        rows = Draft.objects.filter(pk__in=part)
        for row in rows.values("pk", "ref", "stands", *history_lookups(Draft)):
            shape = digest(as_text(row.pop("stands")))
            state = plain(row | {"shape": shape}, leave=("pk", "ref"))
            found[row["pk"]] = {f"draft {row['ref']}": state}
    return found
