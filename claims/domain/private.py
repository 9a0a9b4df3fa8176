"""Who is a private person in a claim: somebody with no official standing, whom it would damage."""

import re

from claims.domain.records import Claim, Dossier
from claims.domain.vocabulary import ClaimKind
from sources.domain.control import holds
from sources.domain.records import Source
from sources.domain.vocabulary import SourceKind

ACCUSING = frozenset({ClaimKind.RESPONSIBILITY, ClaimKind.INTENT, ClaimKind.CAUSAL})


def private_persons(claim: Claim, dossier: Dossier) -> list[str]:
    """The private persons, by id, whom the claim damages or names as responsible for something."""
    return [
        ref for ref in persons_damaged(claim, dossier) if is_private(dossier.sources[ref], claim)
    ]


def persons_damaged(claim: Claim, dossier: Dossier) -> list[str]:
    """The persons, by id, whom the claim damages or names as responsible for something."""
    text = " ".join(filter(None, (claim.text, claim.clause, claim.clause_past)))
    accused = [
        ref
        for ref, source in dossier.sources.items()
        if claim.kind in ACCUSING and _is_named(source, text)
    ]
    refs = dict.fromkeys([*claim.damages, *accused])
    return sorted(ref for ref in refs if dossier.sources[ref].kind is SourceKind.PERSON)


def is_private(source: Source, claim: Claim) -> bool:
    """A person who held no office when the claim came on record."""
    return source.kind is SourceKind.PERSON and not any(
        holds(each, claim.recorded_at) for each in source.affiliations
    )


def _is_named(source: Source, text: str) -> bool:
    names = (source.name, source.name.split()[-1], *source.aliases)
    return source.kind is SourceKind.PERSON and any(
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in names
    )
