"""The record, or a part of it, in the exchange format."""

from collections.abc import Collection, Iterable
from typing import Any

from claims import ports
from claims.domain.policy.parameters import Policy
from claims.domain.records import FORMAT, Dossier
from claims.domain.vocabulary import Visibility
from claims.models import Claim, Event
from claims.selectors.record import dossier_of
from sources.foundation.batches import chunks


class CannotDump(LookupError):
    """What was asked for is not on record, or does not fit into one dossier."""


def dossier_for(*, events: Collection[str] = (), claims: Collection[str] = ()) -> dict[str, Any]:
    """A dossier of these events and claims, or of everything, ready for `json.dumps`.

    Whoever loads it arrives at the same statuses; it holds the whole record of its claims, what is
    off the record and under embargo included.
    """
    chosen = Claim.objects.order_by("ref")
    if events or claims:
        _must_exist(Event, "event", events)
        _must_exist(Claim, "claim", claims)
        chosen = chosen.filter(event__ref__in=events) | chosen.filter(ref__in=claims)
    rows = list(chosen.values_list("pk", "policy"))
    shown = _head(_policy({name for _, name in rows}))
    for part in chunks([pk for pk, _ in rows]):
        _add(shown, dossier_of(part))
    return shown


def as_dossier(dossier: Dossier) -> dict[str, Any]:
    """A dossier in the exchange format, ready for `json.dumps`."""
    shown = _head(dossier.policy)
    _add(shown, dossier)
    return shown


def _head(policy: Policy) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "policy": {"id": policy.id, "version": policy.version}
        | policy.model_dump(exclude={"id", "version"}, exclude_defaults=True),
    }


def internal_among(refs: Iterable[str]) -> int:
    """How many of these claims only the newsroom sees."""
    internal = Claim.objects.filter(visibility=Visibility.INTERNAL.value)
    return sum(internal.filter(ref__in=part).count() for part in chunks(refs))


def _must_exist(model: Any, kind: str, refs: Collection[str]) -> None:
    missing = set(refs) - set(model.objects.filter(ref__in=refs).values_list("ref", flat=True))
    if missing:
        raise CannotDump(f"There is no {kind} {', '.join(sorted(missing))} on record.")


def _policy(names: set[str]) -> Policy:
    if len(names) > 1:
        listed = ", ".join(sorted(name or "the house's own" for name in names))
        raise CannotDump(
            f"These claims are assessed by different policies ({listed}), and a dossier has one. "
            "Dump them by --event or --claim."
        )
    return next(iter(ports.reviews.policies(names or {""}).values()))


def _add(shown: dict[str, Any], dossier: Dossier) -> None:
    for kind in ("sources", "documents", "events"):
        for ref, record in getattr(dossier, kind).items():
            shown.setdefault(kind, {})[ref] = record.as_json()
    for kind in ("claims", "attributions", "details", "detail_values", "reviews"):
        shown.setdefault(kind, []).extend(each.as_json() for each in getattr(dossier, kind))
