"""How a claim was worded at an earlier moment, as its history tells; for the public only words that
could be read."""

import json
from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from claims.domain.vocabulary import ChangeKind
from claims.models import StatusChange
from sources.foundation.batches import chunks
from sources.foundation.domain.roles import Audience
from sources.foundation.models import HistoryEntry

WORDS = ("text", "clause", "clause_past")


def texts_at(refs: Collection[str], at: datetime, audience: Audience) -> dict[str, str]:
    """By ref, the text of those claims that read otherwise since."""
    found = words_at(refs, at, audience)
    return {ref: words["text"] for ref, words in found.items() if "text" in words}


def words_at(refs: Collection[str], at: datetime, audience: Audience) -> dict[str, dict[str, str]]:
    """By ref, what was otherwise about the words of those claims, by column.

    What was said before a claim was shown, or while it was kept back, is the newsroom's: the public
    reads the words with which it was shown next.
    """
    found: dict[str, dict[str, str]] = {}
    for part in chunks(refs):
        shown = _shown(part, at) if audience is Audience.PUBLIC else dict.fromkeys(part, at)
        later = HistoryEntry.objects.filter(
            chain__in=[f"claim/{ref}" for ref in shown], at__gt=at
        ).filter(Q(body__contains='"text"') | Q(body__contains='"clause'))
        rows = later.order_by("chain", "number").values_list("chain", "at", "body")
        for chain, changed_at, body in rows:
            ref = chain.removeprefix("claim/")
            if changed_at <= shown[ref]:
                continue
            words = found.setdefault(ref, {})
            for change in json.loads(body).get("changes", ()):
                before, after = change.get("before"), change.get("after") or {}
                if change["what"] != f"claim {ref}" or before is None:
                    continue
                for name in WORDS:
                    if name in before or name in after:
                        words.setdefault(name, before.get(name) or "")
    return {ref: words for ref, words in found.items() if words}


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
