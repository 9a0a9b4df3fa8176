"""Loading dossiers: all of their files or nothing, and the same file twice changes nothing.

A record that is new is added; one that is on record is updated in what the file says of it, and
what the file does not mention stays. Sightings are matched by their document: a file that names a
further passage adds it, one that describes a known passage otherwise corrects it. No record is ever
removed (a list of interests that is given replaces the old one), and the moment at which something
came on record does not move.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError

from claims import ports
from claims.domain.dossier.answers import faulty_answer, faulty_answers
from claims.domain.dossier.deciding import decides
from claims.domain.dossier.faults import Fault, FaultyDossier, fault
from claims.domain.dossier.invariants import broken_invariants, cycles
from claims.domain.dossier.merging import contradictions
from claims.domain.dossier.parsing import ParsedDossier
from claims.domain.dossier.references import faulty_references, named_ids
from claims.domain.records import Detail, DetailValue, Dossier
from claims.domain.vocabulary import Visibility
from claims.selectors.audit import claim_states
from claims.selectors.dependents import claims_resting_on
from claims.selectors.record import answers_on_record, detail_record
from claims.services.actions import ActionContext, not_before, perform
from claims.services.loading.writer import Writer
from sources.domain.records import Source
from sources.foundation.domain.history import Change, differences
from sources.foundation.domain.roles import Action
from sources.foundation.permissions import Actor
from sources.foundation.services.history import LogEntry, write_log_entries
from sources.selectors.records import all_sources

Progress = Callable[[str, int, int], object]  # what is done, how many of how many


@dataclass(slots=True)
class Loaded:
    """What a load did."""

    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    statuses: int = 0


def load(
    files: Mapping[str, ParsedDossier],
    *,
    at: datetime,
    by: Actor,
    visibility: Visibility = Visibility.PUBLIC,
    progress: Progress = lambda what, done, total: None,
) -> Loaded:
    """Load what was read, by file name; FaultyDossier, and nothing loaded, if anything is wrong.

    Claims that are new get `visibility`. Every claim that is touched has its whole timeline worked
    out, so that questions about the past of the dossier are answered.
    """
    touched: set[int] = set()
    with perform(
        Action.LOAD,
        by=by,
        at=at,
        alone=True,
        whole=True,
        progress=lambda done: progress("claims settled", done, len(touched)),
    ) as context:
        writer = Writer(at=at, by=by.name, visibility=visibility)
        context.at = _write(context, writer, files, progress, what=Action.LOAD, by=by)
        touched |= context.claims
    return Loaded(writer.added, writer.changed, context.statuses)


def contribute(name: str, parsed: ParsedDossier, *, at: datetime, by: Actor) -> Loaded:
    """Record what a dossier adds, now and in one's own name, as drafts for the newsroom.

    Nothing on record is changed by it, further reports of known statements aside; and it decides
    nothing: no verdicts, discounts, interests or policy. FaultyDossier, and nothing recorded, if
    anything is wrong. The same dossier twice adds nothing more.
    """
    files = {name: parsed}
    with perform(Action.CONTRIBUTE, by=by, at=at, alone=True) as context:
        writer = Writer(at=at, by=by.name, visibility=Visibility.INTERNAL, own=True)
        beyond = [_in_file(each, name) for each in decides(parsed.dossier)]
        context.at = _write(
            context, writer, files, lambda *_: None, what=Action.CONTRIBUTE, by=by, beyond=beyond
        )
        after = claim_states(set(context.before))
        changed = [
            change
            for pk, before in context.before.items()
            for change in differences(before, after[pk])
        ]
        faults = [
            Fault(f"$ ({each.what})", "another", "what is on record; change it by itself", name)
            for each in (*changed, *context.about)
            if not _only_adds(each)
        ]
        if faults:
            raise FaultyDossier(faults)
        for pk in sorted(writer.new_claims):
            opened = ports.reviews.opened(pk, by=by, at=context.at)
            if opened is not None:
                context.note(pk, opened)
    return Loaded(writer.added, writer.changed, context.statuses)


def _only_adds(change: Change) -> bool:
    """Whether a change is a new row, or further reports of a statement on record."""
    if change.before is None:
        return True
    if change.after is None or set(change.before) != {"sightings"}:
        return False
    before = change.before["sightings"] or []
    return list((change.after["sightings"] or [])[: len(before)]) == list(before)


def _write(
    context: ActionContext,
    writer: Writer,
    files: Mapping[str, ParsedDossier],
    progress: Progress,
    *,
    what: Action,
    by: Actor,
    beyond: Sequence[Fault] = (),
) -> datetime:
    """Check the files and write their records, inside an action; when that was done."""
    writer.read(parsed.data for parsed in files.values())
    dossiers = {name: parsed.dossier for name, parsed in files.items()}
    faults = [*_faults(files, writer), *_cycles(dossiers), *contradictions(dossiers), *beyond]
    if faults:
        raise FaultyDossier(faults)
    context.remember(writer.claims_on_record())
    writer.at = context.at = not_before(writer.claims_on_record(), context.at, what)
    beneath = writer.states_beneath()
    try:
        writer.write(dossiers, progress)
        if writer.faults:
            raise FaultyDossier(writer.faults)
    except IntegrityError as error:
        found = Fault("$", str(error).splitlines()[0], "records that the database's rules allow")
        raise FaultyDossier([found]) from error
    for claim, change in writer.verdicts:
        context.note(claim, change)
        context.bearing = True
    resting = claims_resting_on(sources=writer.changed_sources, documents=writer.changed_documents)
    context.remember(resting - writer.new_claims)
    context.resting = resting - writer.new_claims
    changes = differences(beneath, writer.states_beneath())
    context.about = [
        each for each in changes if each.before is not None and not each.what.startswith("event")
    ]
    write_log_entries([_told(each) for each in changes], action=what, by=by, at=context.at)
    context.claims |= writer.touched_claims | resting
    return context.at


def _told(change: Change) -> LogEntry:
    kind, ref = change.what.split(" ", 1)
    return LogEntry(f"{kind}/{ref}", [change])


def _faults(files: Mapping[str, ParsedDossier], writer: Writer) -> Iterator[Fault]:
    """What keeps each file out, looked at beside the others and what is on record."""
    known = writer.on_record()
    on_record = {ref: detail_record(row) for ref, row in writer.rows["details"].items()}
    asked = dict(on_record)
    for parsed in files.values():
        for kind, refs in named_ids(parsed.data).items():
            known[kind] |= refs
        for detail in parsed.dossier.details:
            if detail:
                said = {name: getattr(detail, name) for name in detail.model_fields_set}
                asked[detail.id] = asked.get(detail.id, detail).model_copy(update=said)
    answered = answers_on_record(
        [row.pk for ref, row in writer.rows["details"].items() if asked[ref] != on_record[ref]],
        but={value.id for each in files.values() for value in each.dossier.detail_values if value},
    )
    for name, parsed in files.items():
        for each in (
            *parsed.faults,
            *faulty_references(parsed.data, known),
            *faulty_answers(parsed.dossier, asked),
            *broken_invariants(parsed.dossier),
            *_answers_left_behind(parsed.dossier, asked, answered),
        ):
            yield _in_file(each, name)


def _answers_left_behind(
    dossier: Dossier, asked: Mapping[str, Detail], answered: Sequence[DetailValue]
) -> Iterator[Fault]:
    """Questions that a file changes so that answers on record no longer fit them."""
    place = {detail.id: index for index, detail in enumerate(dossier.details) if detail}
    for answer in answered:
        if answer.detail in place:
            for each in faulty_answer(answer.knowledge, answer.value, asked[answer.detail]):
                expected = f"a question that the answer {answer.id} on record fits: {each}"
                yield fault(("details", place[answer.detail]), answer.detail, expected)


def _cycles(files: Mapping[str, Dossier]) -> Iterator[Fault]:
    """Cycles of control among what the files say and what is on record, by file."""
    if not any(dossier.sources for dossier in files.values()):
        return
    sources = all_sources()
    for dossier in files.values():
        for ref, source in dossier.sources.items():
            sources[ref] = _updated(sources[ref], source) if ref in sources else source
    for name, dossier in files.items():
        for each in cycles(dossier, sources):
            yield _in_file(each, name)


def _updated(known: Source, said: Source) -> Source:
    """Whom a source on record belongs to once a file has had its say."""
    affiliations = {(each.to, each.role, each.from_): each for each in known.affiliations}
    affiliations |= {(each.to, each.role, each.from_): each for each in said.affiliations}
    parent = said.parent if "parent" in said.model_fields_set else known.parent
    return known.model_copy(update={"parent": parent, "affiliations": tuple(affiliations.values())})


def _in_file(each: Fault, name: str) -> Fault:
    return Fault(each.path, each.value, each.expected, file=name)
