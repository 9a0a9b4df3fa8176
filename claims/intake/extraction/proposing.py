"""Drafts in the form in which proposed attributions are exchanged and scored: roles as lists of
`[start, end)` spans, in code points of the text."""

from typing import Any

from claims.intake.extraction.drafting import Draft, read


def proposed(text: str) -> list[dict[str, Any]]:
    """The attributions of a text, as scripts read them."""
    return [as_json(each) for each in read(text)]


def as_json(draft: Draft) -> dict[str, Any]:
    return {
        "source": _spans(draft.source),
        "cue": _spans(draft.cue),
        "content": _spans(draft.content),
        "relays": [list(span) for span, _ in draft.relays],
        "hedges": _spans(draft.hedges),
        "unknowns": [list(each.span) for each in draft.unknowns],
        "not_known": [
            {"span": list(each.span), "about": each.about, "knowledge": each.knowledge.value}
            for each in draft.unknowns
        ],
        "stance": draft.stance.value,
        "pattern": draft.pattern.value,
        "speaker": {
            "name": draft.voice.name,
            "role": draft.voice.role,
            "kind": draft.voice.kind.value,
            "naming": draft.voice.naming.value,
            "ref": draft.voice.ref or None,
        },
        "chain": [voice.name for _, voice in draft.relays],
        "manner": draft.manner.value,
        "carries": draft.carries,
        "said_on": str(draft.said_on.first) if draft.said_on else None,
        "quantities": [
            {
                "span": [each.start, each.end],
                "value": str(each.value),
                "unit": each.unit,
                "qualifier": each.qualifier,
            }
            for each in draft.quantities
        ],
        "claim": draft.text,
    }


def _spans(spans: list[tuple[int, int]]) -> list[list[int]]:
    return [list(span) for span in spans]
