"""Everything that changes sources and documents, one at a time; dossiers are loaded in claims."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError

from sources.domain import records
from sources.domain.control import sources_in_cycles
from sources.domain.vocabulary import SourceKind
from sources.foundation.domain.roles import Action
from sources.foundation.permissions import Actor
from sources.foundation.services.saving import merging_save
from sources.models import Affiliation, Alias, Source
from sources.selectors.by_name import sources_called
from sources.selectors.records import all_sources
from sources.services.actions import perform


def record_source(
    *,
    source: Source,
    aliases: Sequence[str] | None = None,
    affiliations: Sequence[Affiliation] = (),
    by: Actor,
    at: datetime,
) -> Source:
    """Keep a new or changed source, with its aliases (None: as they are) and new affiliations.

    Raises ValidationError for what a source may not be, above all a cycle of control.
    """
    with perform(Action.RECORD_SOURCE, by=by, at=at, sources=[source.pk]) as context:
        read = vars(source).get("_read", {})
        merging_save(source, by=by, at=context.at)
        context.sources.add(source.pk)
        if aliases is not None:
            _name(source, aliases)
        for affiliation in affiliations:
            affiliation.source = source
            merging_save(affiliation, by=by, at=context.at)
        try:
            check_for_cycles(all_sources())
        except ValidationError:
            vars(source)["_read"] = read  # nothing was saved: the next try starts from here
            raise
    return source


def find_or_record_source(*, name: str, kind: str, place: str, by: Actor, at: datetime) -> Source:
    """The source of this name, other name or id; a new one if there is none and `kind` says what
    it is. ValidationError, at `place`, for a name that may mean several, or nobody."""
    name = " ".join(name.split())
    if not name:
        raise ValidationError({place: "Who?"})
    found = sources_called(name)
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(f"{each.name} ({each.ref})" for each in found[:6])
        raise ValidationError({place: f"“{name}” may be several: {listed}. Give the id."})
    if not kind:
        raise ValidationError(
            {place: f"Nobody is on record as “{name}”. Choose what it is to record it as new."}
        )
    return record_source(source=Source(name=name, kind=SourceKind(kind).value), by=by, at=at)


def check_for_cycles(sources: dict[str, records.Source]) -> None:
    """Raise ValidationError if anybody would stand above themselves."""
    cyclic = sources_in_cycles(sources)
    if cyclic:
        names = ", ".join(sources[ref].name for ref in cyclic[:5])
        raise ValidationError(
            f"Control and affiliation may not go round in a circle; here they do: {names}."
        )


def _name(source: Source, aliases: Sequence[str]) -> None:
    source.aliases.exclude(name__in=aliases).delete()
    known = set(source.aliases.values_list("name", flat=True))
    Alias.objects.bulk_create(
        Alias(source=source, name=name) for name in dict.fromkeys(aliases) if name not in known
    )
