"""Verdicts and policies that dossiers bring."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from claims.domain import records
from claims.domain.policy.parameters import Policy
from claims.models import Claim
from reviews.models import HousePolicy, Verdict
from reviews.services.verdicts import verdict_change
from sources.foundation.domain.history import Change
from sources.foundation.services.saving import faulty_columns

Key = tuple[str, str, datetime, str]


@transaction.atomic
def record_verdicts(
    verdicts: Sequence[records.Verdict], *, at: datetime
) -> list[tuple[int, Change]]:
    """Keep verdicts that a dossier brings, each once; those that were new, by claim.

    ValueError if one is on record with another reason. The caller settles the claims in the same
    transaction.
    """
    claims = Claim.objects.in_bulk({each.claim for each in verdicts}, field_name="ref")
    rows = Verdict.objects.filter(claim__in=claims.values()).values_list(
        "claim__ref", "reviewer", "at", "verdict", "reason"
    )
    known: dict[Key, str] = {(*key,): reason for *key, reason in rows}
    for each in verdicts:
        key = (each.claim, each.reviewer, each.at, each.verdict.value)
        if known.get(key, each.reason) != each.reason:
            raise ValueError(f"{each.reviewer} gave another reason for the verdict of {each.at}")
    fresh = {
        key: each
        for each in verdicts
        if (key := (each.claim, each.reviewer, each.at, each.verdict.value)) not in known
    }
    new_rows = [
        Verdict(
            claim=claims[each.claim],
            reviewer=each.reviewer,
            verdict=each.verdict.value,
            reason=each.reason,
            at=each.at,
            recorded_at=at,
        )
        for each in fresh.values()
    ]
    for row in new_rows:
        for name, what in faulty_columns(row):
            raise ValueError(f"{row.reviewer} on {row.claim.ref}, {name}: {what}")
    given = Verdict.objects.bulk_create(new_rows, batch_size=1_000)
    return [(row.claim_id, verdict_change(row)) for row in given]


@transaction.atomic
def keep_policy(policy: Policy, *, at: datetime) -> HousePolicy:
    """The policy on record under its name; ValueError if another one has that name."""
    parameters = policy.model_dump(exclude={"id", "version"}, exclude_defaults=True)
    row, _ = HousePolicy.objects.get_or_create(
        policy_id=policy.id,
        version=policy.version,
        defaults={"parameters": parameters, "recorded_at": at},
    )
    clash = row.parameters != parameters or (policy.name == Policy().name and policy != Policy())
    if clash:
        raise ValueError(f"{policy.name} is on record with other parameters")
    return row
