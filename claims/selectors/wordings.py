"""How a claim was worded at an earlier moment, as its history tells."""

import json
from collections.abc import Collection
from datetime import datetime

from sources.models import HistoryEntry
from sources.selectors.rows import chunks


def texts_at(refs: Collection[str], at: datetime) -> dict[str, str]:
    """By ref, the words of those claims that have been amended since."""
    found: dict[str, str] = {}
    for part in chunks([f"claim/{ref}" for ref in refs]):
        later = HistoryEntry.objects.filter(chain__in=part, at__gt=at, body__contains='"text"')
        for chain, body in later.order_by("chain", "number").values_list("chain", "body"):
            ref = chain.removeprefix("claim/")
            for change in json.loads(body).get("changes", ()):
                before = change.get("before") or {}
                if ref not in found and change["what"] == f"claim {ref}" and "text" in before:
                    found[ref] = before["text"]
    return found
