"""What is on record of claims, field by field, for the history.

Everything that belongs to a claim is in its audit state: its wording, interests, relations, who
says so with every sighting, the questions and their answers. Each row has a key, like
"attribution a.1". Which columns it has is for the models to say (`sources.foundation.columns`).
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
    StoryDesk,
    Subscription,
)
from sources.foundation.batches import chunks
from sources.foundation.columns import exceptions_of, history_lookups
from sources.foundation.domain.history import AuditState, Change, plain

# What a key begins with, and whose row it is.
KINDS: Mapping[str, Any] = {
    "claim": Claim,
    "interest": DeclaredInterest,
    "relation": ClaimRelation,
    "attribution": Attribution,
    "detail": Detail,
    "answer": DetailValue,
}


def claim_states(claims: Collection[int]) -> dict[int, AuditState]:
    """The states of these claims, by primary key; an empty one of a claim not on record."""
    found: dict[int, AuditState] = {pk: {} for pk in claims}
    for part in chunks(claims):
        _add_claims(found, part)
        _add_statements(found, "attribution", Attribution, "claim", "attribution__claim__in", part)
        rows = Detail.objects.filter(claim__in=part)
        for row in rows.values("claim", "ref", *history_lookups(Detail)):
            found[row["claim"]][f"detail {row['ref']}"] = plain(row, leave=("claim", "ref"))
        _add_statements(
            found,
            "answer",
            DetailValue,
            "detail__claim",
            "detail_value__detail__claim__in",
            part,
        )
    return found


def _add_claims(found: dict[int, AuditState], part: Collection[int]) -> None:
    for row in Claim.objects.filter(pk__in=part).values("pk", "ref", *history_lookups(Claim)):
        found[row["pk"]][f"claim {row['ref']}"] = plain(row, leave=("pk", "ref"))
    declared = DeclaredInterest.objects.filter(claim__in=part)
    carried = history_lookups(DeclaredInterest)
    for row in declared.values("claim", "source__ref", "interest", *carried):
        key = f"interest {row['interest']} {row['source__ref']}"
        found[row["claim"]][key] = plain(row, leave=("claim", "interest", "source__ref"))
    related = ClaimRelation.objects.filter(claim__in=part)
    for row in related.values("claim", "relation", "other__ref", *history_lookups(ClaimRelation)):
        key = f"relation {row['relation']} {row['other__ref']}"
        found[row["claim"]][key] = plain(row, leave=("claim", "relation", "other__ref"))


def _add_statements(
    found: dict[int, AuditState],
    kind: str,
    model: Any,
    claim: str,
    of_claims: str,
    part: Collection[int],
) -> None:
    sightings = _sightings(kind, of_claims, part)
    rows = model.objects.filter(**{f"{claim}__in": part})
    for row in rows.values("pk", "ref", claim, *history_lookups(model)):
        shown = row | {"sightings": sightings.get(row["pk"], [])}
        found[row[claim]][f"{kind} {row['ref']}"] = plain(shown, leave=("pk", claim, "ref"))


def _sightings(kind: str, of_claims: str, part: Collection[int]) -> Mapping[int, list[Any]]:
    owner = "attribution" if kind == "attribution" else "detail_value"
    via = _in_order(Hop, of_claims, part)
    relayed = _in_order(RelayedDocument, of_claims, part)
    found: dict[int, list[Any]] = defaultdict(list)
    rows = Sighting.objects.filter(**{of_claims: part}).order_by("pk")
    for row in rows.values("pk", owner, *history_lookups(Sighting)):
        pk = row["pk"]
        shown = row | {"via": via.get(pk), "via_documents": relayed.get(pk)}
        found[row[owner]].append(plain(shown, leave=("pk", owner)))
    return found


def _in_order(model: Any, of_claims: str, part: Collection[int]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = model.objects.filter(**{f"sighting__{of_claims}": part}).order_by("sighting", "position")
    for sighting, name in rows.values_list("sighting", *history_lookups(model)):
        found[sighting].append(name)
    return found


def event_states(events: Collection[int]) -> dict[int, AuditState]:
    """By primary key."""
    return _states_of(Event, "event", "ref", events)


def subscription_states(subscriptions: Collection[int]) -> dict[int, AuditState]:
    """By primary key; nothing of the secrets."""
    return _states_of(Subscription, "subscription", "ref", subscriptions)


def story_desk_states(desks: Collection[int]) -> dict[int, AuditState]:
    """By primary key."""
    return _states_of(StoryDesk, "story_desk", "pk", desks)


def _states_of(model: Any, kind: str, key: str, pks: Collection[int]) -> dict[int, AuditState]:
    rows = model.objects.filter(pk__in=pks)
    return {
        row["pk"]: {f"{kind} {row[key]}": plain(row, leave=("pk", key))}
        for row in rows.values("pk", key, *history_lookups(model))
    }


def is_signed(change: Change) -> bool:
    """Whether a change in a claim's state bears on what a reviewer signs (the fingerprint)."""
    kind = change.what.split(" ", 1)[0]
    if kind == "relation":
        return False
    if change.before is None or change.after is None:
        return True
    return not {*change.before, *change.after} <= set(exceptions_of(KINDS[kind]).not_signed)
