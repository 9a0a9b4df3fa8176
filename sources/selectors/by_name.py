"""Sources and documents by what people call them. Capitals make no difference."""

from django.db.models import Q

from sources.models import Document, Source

MOST = 10


def sources_called(name: str) -> list[Source]:
    """By id; else by name; else by another name."""
    for condition in (Q(ref=name), Q(name__iexact=name), Q(aliases__name__iexact=name)):
        found = list(Source.objects.filter(condition).distinct().order_by("pk")[:MOST])
        if found:
            return found
    return []


def documents_called(name: str) -> list[Document]:
    """By id; else by address; else by title."""
    for condition in (Q(ref=name), Q(url=name), Q(title__iexact=name)):
        rows = Document.objects.filter(condition).select_related("publisher").order_by("pk")
        found = list(rows[:MOST])
        if found:
            return found
    return []
