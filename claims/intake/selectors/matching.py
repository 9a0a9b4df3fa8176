"""Which claims on record a draft may belong to, for the newsroom: it sees every claim."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from claims.intake.domain.matching import Likeness, likeness, queries
from claims.models import Claim, Wording
from sources.foundation.engine import search

LOOKED_AT = 400  # candidates whose words are compared
ENOUGH = 40  # once so many are found, no looser query is asked
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim on record that a draft may belong to."""

    claim: Any
    likeness: Likeness


def candidates(text: str, most: int = SHOWN) -> list[Candidate]:
    """The claims that are most like this one, those first that nothing tells apart from it."""
    found: dict[int, Candidate] = {}
    for query in queries(text):
        keys = search.last_matches(Wording, query, LOOKED_AT)
        claims = set(Wording.objects.filter(pk__in=keys).values_list("claim", flat=True))
        for claim in _claims(claims - found.keys()):
            found[claim.pk] = Candidate(claim, likeness(text, claim.text))
        if len(found) >= ENOUGH or any(each.likeness.is_same for each in found.values()):
            break
    ranked = sorted(
        found.values(),
        key=lambda each: (not each.likeness.is_same, -each.likeness.score, each.claim.pk),
    )
    return [each for each in ranked if each.likeness.is_near][:most]


def _claims(keys: Collection[int]) -> Sequence[Claim]:
    return list(Claim.objects.filter(pk__in=keys).only("pk", "ref", "text", "kind"))
