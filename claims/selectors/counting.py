"""Who says so, and in how many reports, of many claims at once: for lists and boards."""

from collections.abc import Iterable
from datetime import datetime

from claims import ports
from claims.domain.evidence.view import Counted, counted
from claims.domain.policy.reading import View
from claims.models import Standing
from claims.selectors.record import dossier_of
from sources.foundation.domain.roles import Audience


def counts(rows: Iterable[Standing], audience: Audience, at: datetime) -> dict[str, Counted]:
    """By ref, each claim counted under its own policy, as this audience reads it at that moment."""
    claims = [row.claim for row in rows]
    policies = ports.reviews.policies({claim.policy for claim in claims})
    whole = dossier_of([claim.pk for claim in claims])
    under = {name: whole.model_copy(update={"policy": each}) for name, each in policies.items()}
    policy_of = {claim.ref: claim.policy for claim in claims}
    return {
        each.id: counted(each, View(under[policy_of[each.id]], at, audience))
        for each in whole.claims
    }
