"""One claim about a dam, and whatever is said of it: what the sentences are tried on."""

from datetime import UTC, datetime
from typing import Any

from claims.domain.citing.sentence import Sentence, sentence_of
from claims.domain.dossier.parsing import check
from sources.foundation.domain.roles import Audience

AT = datetime(2026, 5, 10, 12, tzinfo=UTC)
CLAIM = "The dam at Tarn broke on 4 May 2026."

SOURCES: dict[str, Any] = {
    "works": {"kind": "organisation", "name": "Ministry of Works", "parent": "state"},
    "state": {"kind": "state", "name": "Tarn"},
    "guild": {"kind": "organisation", "name": "Guild of Engineers"},
    "hale": {"kind": "person", "name": "Ines Hale",
             "affiliations": [{"to": "guild", "role": "head of the Guild of Engineers"}]},
    "officials": {"kind": "collective", "name": "rescue officials"},
    "nobody": {"kind": "anonymous", "name": "somebody at the dam"},
    "wire": {"kind": "outlet", "name": "Strait Wire", "newsgatherer": True},
    "post": {"kind": "outlet", "name": "Harbour Post", "newsgatherer": True},
    "blog": {"kind": "outlet", "name": "a blog"},
    "victims": {"kind": "organisation", "name": "Dam Victims' Union"},
}  # fmt: skip
DOCUMENTS = {
    "of-works": {"publisher": "works", "title": "Statement"},
    "of-guild": {"publisher": "guild"},
    "of-wire": {"publisher": "wire", "title": "Dam breaks"},
    "of-post": {"publisher": "post"},
    "of-blog": {"publisher": "blog"},
    "taken-back": {"publisher": "wire", "retracted_at": "2026-05-08T09:00:00Z"},
}

DOCUMENTS |= {f"by-{speaker}": {"publisher": "wire"} for speaker in SOURCES}


def says(speaker: str, stance: str = "asserts", document: str = "", **more: Any) -> dict[str, Any]:
    """An attribution; at first hand unless a document is named."""
    sighting = {"document": document or f"by-{speaker}", "via": more.pop("via", [])}
    if not document:
        sighting["attestation"] = "primary"
    return {
        "id": f"{speaker}-{stance}-{more.get('said_at', '')}", "claim": "dam", "speaker": speaker, "stance": stance,
        "sightings": [sighting], "said_at": "2026-05-10T09:00:00Z", **more,
    }  # fmt: skip


def written(
    *attributions: dict[str, Any], claim: dict[str, Any] | None = None, **more: Any
) -> Sentence:
    dossier = check(
        {
            "format": "second-source-dossier/1",
            "sources": SOURCES,
            "documents": DOCUMENTS,
            "claims": [{"id": "dam", "text": CLAIM, "recorded_by": "desk", **(claim or {})}],
            "attributions": list(attributions),
            **more,
        }
    )
    return sentence_of(dossier, dossier.claims[0], AT, Audience.PUBLIC)


def signed(verdict: str) -> list[dict[str, str]]:
    return [
        {"claim": "dam", "reviewer": name, "verdict": verdict, "at": "2026-05-09T10:00:00Z", "reason": "I looked."}
        for name in ("one", "two")
    ]  # fmt: skip
