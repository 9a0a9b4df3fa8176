"""What is on record of claims, field by field, for the history.

Everything that belongs to a claim is in its audit state: its wording, interests, relations, who
says so with every sighting, the questions and their answers. Each row has a key, like
"attribution a.1".
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from claims.models import (
    Attribution,
    Claim,
    ClaimRelation,
    DeclaredInterest,
    Detail,
    DetailValue,
    Event,
    Hop,
    RelayedDocument,
    Sighting,
)
from sources.foundation.batches import chunks
from sources.foundation.domain.history import plain
from sources.selectors.audit import RECORDED

KINDS = ("claim", "interest", "relation", "attribution", "detail", "answer")

AuditState = dict[str, dict[str, Any]]

_CLAIM = (
    "ref", "event__ref", "text", "kind", "checkability", "visibility", "volatile", "review_by",
    "amended_at", "policy", *RECORDED,
)  # fmt: skip
_STATEMENT = (
    "ref", "speaker__ref", "holder", "cue", "naming", "ground_rules", "attribution_as", "basis",
    "evidence_key", "said_at", "withdrawn_at", "withdrawn_note", "discounted_at",
    "discount_reason", "note", "restores__ref", *RECORDED,
)  # fmt: skip
_DETAIL = (
    "ref", "question", "type", "unit", "cumulative", "narrower_than", "not_applicable_by",
    "not_applicable_reason", *RECORDED,
)  # fmt: skip
_SIGHTING = (
    "document__ref", "snapshot__sha256", "attestation", "stance", "quote", "language",
    "translation", "selector", "source_spans", "cue_spans", "content_spans", *RECORDED,
)  # fmt: skip


def claim_states(claims: Collection[int]) -> dict[int, AuditState]:
    """The states of these claims, by primary key; an empty one of a claim not on record."""
    found: dict[int, AuditState] = {pk: {} for pk in claims}
    for part in chunks(claims):
        _add_claims(found, part)
        _add_statements(
            found, "attribution", Attribution, "claim", ("stance",), "attribution__claim__in", part
        )
        for row in Detail.objects.filter(claim__in=part).values("claim", *_DETAIL):
            found[row["claim"]][f"detail {row['ref']}"] = plain(row, leave=("claim", "ref"))
        _add_statements(
            found,
            "answer",
            DetailValue,
            "detail__claim",
            ("detail__ref", "knowledge", "value", "quote"),
            "detail_value__detail__claim__in",
            part,
        )
    return found


def _add_claims(found: dict[int, AuditState], part: Collection[int]) -> None:
    for row in Claim.objects.filter(pk__in=part).values("pk", *_CLAIM):
        pk = row.pop("pk")
        found[pk][f"claim {row['ref']}"] = plain(row, leave=("ref",))
    declared = DeclaredInterest.objects.filter(claim__in=part)
    for row in declared.values("claim", "source__ref", "interest", "reason", *RECORDED):
        key = f"interest {row['interest']} {row['source__ref']}"
        found[row["claim"]][key] = plain(row, leave=("claim", "interest", "source__ref"))
    related = ClaimRelation.objects.filter(claim__in=part)
    for row in related.values("claim", "relation", "other__ref", *RECORDED):
        key = f"relation {row['relation']} {row['other__ref']}"
        found[row["claim"]][key] = plain(row, leave=("claim", "relation", "other__ref"))


def _add_statements(
    found: dict[int, AuditState],
    kind: str,
    model: Any,
    claim: str,
    own: Collection[str],
    of_claims: str,
    part: Collection[int],
) -> None:
    sightings = _sightings(kind, of_claims, part)
    rows = model.objects.filter(**{f"{claim}__in": part})
    for row in rows.values("pk", claim, *own, *_STATEMENT):
        shown = row | {"sightings": sightings.get(row["pk"], [])}
        found[row[claim]][f"{kind} {row['ref']}"] = plain(shown, leave=("pk", claim, "ref"))


def _sightings(kind: str, of_claims: str, part: Collection[int]) -> Mapping[int, list[Any]]:
    owner = "attribution" if kind == "attribution" else "detail_value"
    via = _in_order(Hop, "source__ref", of_claims, part)
    relayed = _in_order(RelayedDocument, "document__ref", of_claims, part)
    found: dict[int, list[Any]] = defaultdict(list)
    rows = Sighting.objects.filter(**{of_claims: part}).order_by("pk")
    for row in rows.values("pk", owner, *_SIGHTING):
        pk = row["pk"]
        shown = row | {"via": via.get(pk), "via_documents": relayed.get(pk)}
        found[row[owner]].append(plain(shown, leave=("pk", owner)))
    return found


def _in_order(
    model: Any, ref: str, of_claims: str, part: Collection[int]
) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = model.objects.filter(**{f"sighting__{of_claims}": part}).order_by("sighting", "position")
    for sighting, name in rows.values_list("sighting", ref):
        found[sighting].append(name)
    return found


def event_states(events: Collection[int]) -> AuditState:
    """By key ("event kp-launch-2025-11")."""
    rows = Event.objects.filter(pk__in=events)
    columns = ("ref", "title", "slug", "place", "country", "when", "parties", *RECORDED)
    return {f"event {row['ref']}": plain(row, leave=("ref",)) for row in rows.values(*columns)}
