"""From a page to drafts, and from drafts to the record: nothing is there before a person accepts.

A draft is changed, divided, joined or turned down here, and every step is kept; accepting one goes
through `entering`, as typing it on the desk does.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from claims.domain.quoting import selector
from claims.domain.records import Selector
from claims.domain.vocabulary import DetailType, DraftState, DraftStep, Knowledge
from claims.intake.domain import drafts
from claims.intake.domain.drafts import Shape
from claims.intake.domain.pages import Page
from claims.intake.extraction.drafting import read
from claims.intake.extraction.lexicon import words
from claims.intake.models import Draft, DraftStepTaken
from claims.intake.selectors.audit import draft_states
from claims.intake.selectors.drafts import known_names
from claims.models import Attribution, Claim, Detail, Sighting
from claims.services import entering
from claims.services.details import record_detail
from claims.services.entering import PassageInput, StatementInput
from sources.domain.vocabulary import CaptureMethod, SourceKind
from sources.foundation import engine
from sources.foundation.domain.history import AuditState, differences
from sources.foundation.domain.roles import Action
from sources.foundation.permissions import Actor, enforce, may
from sources.foundation.services.history import LogEntry, write_log_entries
from sources.models import Document, Snapshot
from sources.services.documents import WantedDocument, capture, find_or_record_document
from sources.services.sources import find_or_record_source

PRONOUNS = words("he she it they we i you one someone somebody who")
LONGEST_WHY = 500
LONGEST_SELECTION = 20_000  # characters


@dataclass(frozen=True, slots=True)
class DocumentInput:
    """What a person says of the document that a page is; the page fills in what they leave out."""

    publisher: str = ""
    title: str = ""
    url: str = ""
    published: datetime | None = None
    ref: str = ""  # of a document that is on record


def take_in(
    *,
    page: Page,
    where: DocumentInput,
    how: CaptureMethod,
    by: Actor,
    at: datetime,
    body: bytes | None = None,
) -> Snapshot:
    """Keep the page as a snapshot of its document, and read it for drafts unless it was before.

    The document is the one of this address or id, or a new one. ValidationError names what is
    missing: above all who published it.
    """
    with transaction.atomic():
        engine.lock_record(alone=True)
        document = _document(page, where, by=by, at=at)
        snapshot = capture(
            document=document,
            text=page.text,
            how=how,
            by=by,
            at=at,
            body=body,
            media_type=page.media_type,
            about=page.about,
            address=where.url,
        )
        read_for_drafts(snapshot, by=by, at=at)
    return snapshot


def read_for_drafts(snapshot: Snapshot, *, by: Actor, at: datetime) -> Sequence[Draft]:
    """The drafts of a snapshot; it is read once."""
    enforce(may(by, Action.READ_DOCUMENT))
    with transaction.atomic():
        engine.lock_record(alone=True)
        made: list[Draft] = []
        if not DraftStepTaken.objects.filter(draft__snapshot=snapshot).exists():
            published = snapshot.document.published
            day = published.date() if published else None
            for each in read(snapshot.text, published=day, known=known_names()):
                shape = drafts.shape_of(each, snapshot.text)
                if shape.content or shape.is_silent:
                    made.append(_make(snapshot, shape, DraftStep.FOUND, by=by, at=at))
        _log(made, {}, Action.READ_DOCUMENT, by=by, at=at)
        return list(Draft.objects.filter(snapshot=snapshot))


def start(*, snapshot: Snapshot, first: int, last: int, by: Actor, at: datetime) -> Draft:
    """A draft by hand, of the words that somebody selected: code points from `first` to `last`."""
    text = snapshot.text
    while first < last <= len(text) and text[first].isspace():
        first += 1
    while last > first and text[last - 1 : last].isspace():
        last -= 1
    if not 0 <= first < last <= len(text):
        raise ValidationError({"selection": "Select the words that were said."})
    enforce(may(by, Action.WORK_ON_DRAFT))
    with transaction.atomic():
        engine.lock_record(alone=True)
        if last - first > LONGEST_SELECTION:
            raise ValidationError(
                {"selection": f"Select at most {LONGEST_SELECTION:,} characters."}
            )
        said = " ".join(text[first:last].split())
        shape = Shape(
            text=said[:1].upper() + said[1:],
            content=(Selector(**selector(text, first, last)),),
        )
        draft = _make(snapshot, shape, DraftStep.STARTED, by=by, at=at)
        _log([draft], {}, Action.WORK_ON_DRAFT, by=by, at=at)
    return draft


def mend(
    *, draft: Draft, changes: dict[str, Any], seen: str = "", by: Actor, at: datetime
) -> Draft:
    """The draft with other values in these fields of its shape."""
    with _step(draft, DraftStep.MENDED, by=by, at=at, seen=seen) as shape:
        try:
            changed = drafts.mended(shape, changes)
        except ValueError as error:
            raise ValidationError(str(error)) from None
        _put(draft, changed)
    return draft


def split(*, draft: Draft, place: int, by: Actor, at: datetime) -> tuple[Draft, Draft]:
    """Two drafts of one; `place` is where the second begins, in code points of the snapshot."""
    with _step(draft, DraftStep.SPLIT, by=by, at=at) as shape:
        try:
            parts = drafts.divided(shape, draft.snapshot.text, place)
        except ValueError as error:
            raise ValidationError({"selection": str(error)}) from None
        draft.state = DraftState.REPLACED.value
        made = [_make(draft.snapshot, each, DraftStep.SPLIT, by=by, at=at) for each in parts]
        _log(made, {}, Action.WORK_ON_DRAFT, by=by, at=at)
    return made[0], made[1]


def join(*, draft: Draft, other: Draft, by: Actor, at: datetime) -> Draft:
    """One draft of two of the same snapshot; the first one's speaker says it all."""
    if other.snapshot_id != draft.snapshot_id or other.pk == draft.pk:
        raise ValidationError("Two drafts of one document are joined.")
    with (
        _step(draft, DraftStep.JOINED, by=by, at=at) as one,
        _step(other, DraftStep.JOINED, by=by, at=at) as two,
    ):
        whole = drafts.united(one, two, draft.snapshot.text)
        draft.state = other.state = DraftState.REPLACED.value
        made = _make(draft.snapshot, whole, DraftStep.JOINED, by=by, at=at)
        _log([made], {}, Action.WORK_ON_DRAFT, by=by, at=at)
    return made


def reject(*, draft: Draft, why: str = "", by: Actor, at: datetime) -> Draft:
    """Turn the draft down; it is kept to learn from."""
    with _step(draft, DraftStep.REJECTED, why=why[:LONGEST_WHY], by=by, at=at):
        draft.state = DraftState.REJECTED.value
    return draft


def accept(
    *,
    draft: Draft,
    claim: Claim | None = None,
    relays: Sequence[Document] = (),
    seen: str = "",
    by: Actor,
    at: datetime,
) -> Draft:
    """Put the draft on record: with this claim, or with a new one.

    With a claim on record it becomes a further report of what the same speaker says already, or
    else a statement of its own. `relays` are documents that this one passes on.
    """
    with _step(draft, DraftStep.ACCEPTED, by=by, at=at, seen=seen) as shape:
        _check_speaker(shape)
        if shape.is_silent and claim is None:
            raise ValidationError(
                {"claim": "What was not said is recorded with a claim: choose the one it is about."}
            )
        if claim is None:
            claim = entering.enter_claim(claim=Claim(text=shape.text), by=by, at=at)
        others = [each for each in relays if each.pk != draft.snapshot.document_id]
        passage = _passage(draft, shape, others)
        why = f"Accepted {draft.ref}, read by the pattern {shape.pattern}."
        if not (shape.is_silent and shape.unknowns):
            _say(draft, shape, claim, passage, by=by, at=at, why=why)
        for gap in shape.unknowns:
            if not gap.about.strip(" ?."):
                raise ValidationError({"unknowns": "What is it that is not known?"})
            _leave_open(shape, gap, claim, passage, by=by, at=at, why=why)
        draft.claim = claim
        draft.state = DraftState.ACCEPTED.value
    return draft


def _say(
    draft: Draft,
    shape: Shape,
    claim: Claim,
    seen: PassageInput,
    *,
    by: Actor,
    at: datetime,
    why: str,
) -> None:
    """Record that the speaker says so: once more, or for the first time."""
    said = _statement(shape, stance=shape.stance.value)
    speaker = find_or_record_source(
        name=said.speaker, kind=said.speaker_kind, place="speaker", by=by, at=at
    )
    known = (
        Attribution.objects.filter(
            claim=claim, speaker=speaker, stance=shape.stance.value, withdrawn_at=None
        )
        .order_by("pk")
        .first()
    )
    if known is None:
        known = entering.enter_attribution(claim=claim, said=said, seen=seen, by=by, at=at, why=why)
        draft.sighting = known.sightings.order_by("pk").last()
    else:
        _refuse_twin(known, draft)
        draft.sighting = entering.enter_sighting(statement=known, seen=seen, by=by, at=at)
    draft.attribution = known


def _leave_open(
    shape: Shape,
    gap: drafts.Gap,
    claim: Claim,
    seen: PassageInput,
    *,
    by: Actor,
    at: datetime,
    why: str,
) -> None:
    """Record what is not known, as a question about the claim and this speaker's answer to it."""
    about = gap.about.strip(" ?.")
    question = (about[:1].upper() + about[1:])[:490] + "?"
    detail = Detail.objects.filter(claim=claim, question__iexact=question).first()
    if detail is None:
        row = Detail(claim=claim, question=question, type=DetailType.TEXT.value)
        detail = record_detail(detail=row, by=by, at=at)
    entering.enter_answer(
        detail=detail,
        answer="",
        said=_statement(shape, knowledge=Knowledge(gap.knowledge).value),
        seen=seen,
        by=by,
        at=at,
        why=why,
    )


def _statement(shape: Shape, **fields: str) -> StatementInput:
    # Known to the day only, which is that day in every zone (`is_day`).
    day = datetime.combine(shape.said_on, time(), UTC) if shape.said_on else None
    return StatementInput(
        speaker=shape.speaker_ref or shape.speaker,
        speaker_kind=shape.speaker_kind.value,
        fields={
            "cue": shape.cue_words,
            "naming": shape.naming.value,
            "said_at": day,
            "basis": shape.basis.value if shape.basis else "",
            **fields,
        },
    )


def _passage(draft: Draft, shape: Shape, relays: Sequence[Document]) -> PassageInput:
    text = draft.snapshot.text
    first, last = shape.span
    return PassageInput(
        document=draft.snapshot.document.ref,
        snapshot=draft.snapshot,
        place=selector(text, first, last),
        spans={
            role: [
                each.model_dump(include={"exact", "start", "end"}) for each in getattr(shape, role)
            ]
            for role in ("source", "cue", "content")
        },
        via=[each.ref or each.name for each in shape.relays],
        via_kind=SourceKind.OUTLET.value,
        via_documents=relays,
        attestation=shape.attestation.value,
        language=draft.snapshot.document.language,
    )


def _check_speaker(shape: Shape) -> None:
    if not shape.speaker.strip():
        raise ValidationError({"speaker": "Who says so?"})
    if shape.speaker.lower() in PRONOUNS:
        raise ValidationError({"speaker": f"Who is “{shape.speaker}”? Name them."})
    if not shape.text.strip() and not shape.is_silent:
        raise ValidationError({"text": "What do they say?"})


def _refuse_twin(attribution: Attribution, draft: Draft) -> None:
    """The same words of the same snapshot show the same statement once."""
    shape = shape_in(draft)
    first, last = shape.span
    for each in Sighting.objects.filter(attribution=attribution, snapshot=draft.snapshot):
        place = each.selector or {}
        if (place.get("start"), place.get("end")) == (first, last):
            raise ValidationError({"claim": "These words are on record for this claim already."})


def shape_in(draft: Draft) -> Shape:
    """The shape of a draft, as it stands."""
    return Shape.model_validate(draft.stands)


@contextmanager
def _step(
    draft: Draft, step: DraftStep, *, by: Actor, at: datetime, why: str = "", seen: str = ""
) -> Iterator[Shape]:
    """One step of a draft that waits: what it was and became is kept with who did it. `seen` is the
    mark of what was on screen; a draft that somebody changed meanwhile is looked at again."""
    enforce(may(by, Action.WORK_ON_DRAFT))
    with transaction.atomic():
        engine.lock_record(alone=True)
        now = Draft.objects.get(pk=draft.pk)
        if now.state != DraftState.WAITING.value:
            raise ValidationError(f"Somebody has decided on this already: it is {now.state}.")
        if seen and seen != drafts.mark(now.stands):
            raise ValidationError("Somebody changed this draft meanwhile. Look at it again.")
        draft.stands, draft.state = now.stands, now.state
        before, stood = draft.stands, draft_states([draft.pk])
        yield shape_in(draft)
        draft.save()
        after = draft.stands if draft.state == DraftState.WAITING.value else None
        if step is DraftStep.ACCEPTED:
            after = draft.stands
        _keep_step(draft, step, before=before, after=after, by=by, at=at, why=why)
        _log([draft], stood, Action.WORK_ON_DRAFT, by=by, at=at, why=why)


def _log(
    made: Sequence[Draft],
    before: Mapping[int, AuditState],
    action: Action,
    *,
    by: Actor,
    at: datetime,
    why: str = "",
) -> None:
    """Tell the history of each draft what it is now."""
    after = draft_states([draft.pk for draft in made])
    changes = [
        (draft.ref, differences(before.get(draft.pk, {}), after[draft.pk])) for draft in made
    ]
    told = [LogEntry(f"draft/{ref}", each) for ref, each in changes if each]
    write_log_entries(told, action=action, by=by, at=at, why=why)


def _make(snapshot: Snapshot, shape: Shape, step: DraftStep, *, by: Actor, at: datetime) -> Draft:
    draft = Draft(snapshot=snapshot, read_at=at)
    _put(draft, shape)
    draft.full_clean()
    draft.save()
    _keep_step(draft, step, before=None, after=draft.stands, by=by, at=at)
    return draft


def _put(draft: Draft, shape: Shape) -> None:
    """Write a shape; ValidationError for one that could not be read again."""
    try:
        kept = drafts.mended(shape, {})
    except ValueError as error:
        raise ValidationError(str(error)) from None
    draft.stands = kept.model_dump(mode="json")
    draft.start = shape.span[0]


def _keep_step(
    draft: Draft,
    step: DraftStep,
    *,
    before: Any,
    after: Any,
    by: Actor,
    at: datetime,
    why: str = "",
) -> None:
    taken = DraftStepTaken(
        draft=draft,
        step=step.value,
        before=before,
        after=after,
        why=why,
        at=at,
        by=by.name,
        account=by.user,
    )
    taken.full_clean()
    taken.save()


def _document(page: Page, where: DocumentInput, *, by: Actor, at: datetime) -> Document:
    """The document on record that this is, or a new one."""
    wanted = WantedDocument(
        ref=where.ref,
        url=where.url,
        publisher=where.publisher,
        page_publisher=page.publisher,
        title=(where.title.strip() or page.title or _first_line(page.text))[:500],
        byline=page.byline,
        published=where.published or _moment(page.published),
        language=page.language if _is_tag(page.language) else "",
    )
    return find_or_record_document(wanted=wanted, by=by, at=at)


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")[:120]


def _moment(stated: str) -> datetime | None:
    """The moment that a page states; None if it is none that we could keep."""
    try:
        found = datetime.fromisoformat(stated)
    except ValueError:
        try:
            found = datetime.combine(date.fromisoformat(stated[:10]), time())
        except ValueError:
            return None
    try:
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None
    return found if 1900 <= found.year <= 9000 else None


def _is_tag(language: str) -> bool:
    parts = language.split("-")
    return all(part.isalnum() and part.isascii() for part in parts) and 2 <= len(parts[0]) <= 3
