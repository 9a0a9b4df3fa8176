"""Names on record that hold some letters: what a form suggests while somebody types."""

from typing import Any

from django.db.models import Q

from claims.domain.oddities import one_line
from claims.models import Claim
from sources.models import Document, Source

MOST = 12
LONGEST = 100  # characters that are looked for


def suggestions(kind: str, letters: str, *, user: Any) -> list[tuple[str, str]]:
    """The refs and names of sources, or of documents or claims where `kind` says so, that this
    person of the newsroom may know of."""
    letters = letters.strip()[:LONGEST]
    if kind == "document":
        titled = Q(title__icontains=letters) | Q(ref__icontains=letters) | Q(url__icontains=letters)
        documents = Document.objects.filter(titled).select_related("publisher")[:MOST]
        found = [(each.ref, f"{each} – {each.publisher}") for each in documents]
    elif kind == "claim":
        worded = Q(text__icontains=letters) | Q(ref__icontains=letters)
        claims = Claim.objects.visible_to(user).filter(worded)[:MOST]
        found = [(each.ref, each.text) for each in claims]
    else:
        named = Q(name__icontains=letters) | Q(ref__icontains=letters)
        named |= Q(aliases__name__icontains=letters)
        found = [(each.ref, each.name) for each in Source.objects.filter(named).distinct()[:MOST]]
    return [(ref, one_line(name, 200)) for ref, name in found]
