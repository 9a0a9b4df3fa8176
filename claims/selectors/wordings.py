"""How a claim was worded at an earlier moment, as its history tells; for the public only words that
could be read."""

import json
from collections.abc import Collection
from datetime import datetime

from claims.domain.vocabulary import ChangeKind
from claims.models import StatusChange
from sources.foundation.batches import chunks
from sources.foundation.domain.roles import Audience
from sources.foundation.models import HistoryEntry


def texts_at(refs: Collection[str], at: datetime, audience: Audience) -> dict[str, str]:
    """By ref, the words of those claims that read otherwise since.

    What was said before a claim was shown, or while it was kept back, is the newsroom's: the public
    reads the words with which it was shown next.
    """
    found: dict[str, str] = {}
    for part in chunks(refs):
        shown = _shown(part, at) if audience is Audience.PUBLIC else dict.fromkeys(part, at)
        later = HistoryEntry.objects.filter(
            chain__in=[f"claim/{ref}" for ref in shown], at__gt=at, body__contains='"text"'
        )
        rows = later.order_by("chain", "number").values_list("chain", "at", "body")
        for chain, changed_at, body in rows:
            ref = chain.removeprefix("claim/")
            if ref in found or changed_at <= shown[ref]:
                continue
            for change in json.loads(body).get("changes", ()):
                before = change.get("before") or {}
                if change["what"] == f"claim {ref}" and "text" in before:
                    found[ref] = before["text"]
    return found


def _shown(refs: Collection[str], at: datetime) -> dict[str, datetime]:
    """By ref, the moment whose wording the public may have: the one asked for if the claim was
    shown then, else when it was shown next. Of a claim that the feed has not told of, none."""
    told = StatusChange.objects.filter(claim__ref__in=refs, audience=Audience.PUBLIC.value)
    found: dict[str, datetime] = {}
    seen: dict[str, bool] = {}
    for ref, kind, moment in told.order_by("at").values_list("claim__ref", "kind", "at"):
        if moment <= at:
            seen[ref] = kind != ChangeKind.GONE
        elif ref not in found and not seen.get(ref) and kind != ChangeKind.GONE:
            found[ref] = moment
    return found | {ref: at for ref, shown in seen.items() if shown}
