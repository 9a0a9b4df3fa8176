"""Where words live in the record of claims and sources (`claims.services.erasing`)."""

from collections.abc import Callable, Collection
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from claims.domain.erasing import ERASED, texts_of
from claims.models import (
    Acknowledgement,
    Alert,
    Attribution,
    Citation,
    Claim,
    DeclaredInterest,
    Detail,
    DetailValue,
    Event,
    Sighting,
    StatusRecord,
)
from claims.services.erasing import Place, Subject, add_places, mentioning
from sources.foundation.models import Erasure
from sources.models import Document, Snapshot, SnapshotBytes

STATEMENTS = ("attribution", "answer")
# Not the holder: by whom an office was held decides whose word it is. Nor the key of the evidence:
# it is the newsroom's own name for it, and decides what is one origin; it goes where it repeats.
WORDS = ("cue", "note", "attribution_as", "withdrawn_note", "discount_reason")
REPEATING = ("evidence_key",)


def start() -> None:
    """Called once every app is loaded (`claims/apps.py`)."""
    own = dict.fromkeys(("note", "attribution_as", "withdrawn_note"), texts_of)
    places = [
        Place("attributions", Attribution, WORDS, _row("attribution"), ("attribution",), own=own),
        Place(
            "answers",
            DetailValue,
            (*WORDS, "quote", "value"),
            _row("answer"),
            ("answer",),
            blank={"value": _answer_without_words},
            own=own | {"quote": texts_of, "value": _words_of_answer},
        ),
        Place(
            "passages",
            Sighting,
            (
                *("quote", "translation", "snapshot_id"),
                *("selector", "source_spans", "cue_spans", "content_spans"),
            ),
            lambda subject: _sightings(subject),
            STATEMENTS,
            blank=dict.fromkeys(("selector", "snapshot_id"), _nothing)
            | dict.fromkeys(("source_spans", "cue_spans", "content_spans"), _no_spans),
            own={
                **dict.fromkeys(("quote", "translation"), texts_of),
                "selector": lambda selector: _exact([selector] if selector else []),
                "content_spans": _exact,
            },
        ),
        Place(
            "surroundings of other passages",
            Sighting,
            ("selector",),
            lambda subject: Sighting.objects.filter(
                document__snapshots__in=snapshots_of(subject).values("pk")
            ).distinct(),
            surroundings=True,
        ),
        Place(
            "claims",
            Claim,
            ("text", "clause", "clause_past"),
            _row("claim"),
            ("claim",),
            own={"text": texts_of},
        ),
        Place("what statements rest on", Attribution, REPEATING, _of_claim(Attribution, "claim")),
        Place(
            "what answers rest on", DetailValue, REPEATING, _of_claim(DetailValue, "detail__claim")
        ),
        Place(
            "questions",
            Detail,
            ("question", "indirect", "not_applicable_reason"),
            _of_claim(Detail, "claim"),
            ("claim",),
        ),
        Place("interests", DeclaredInterest, ("reason",), _of_claim(DeclaredInterest, "claim")),
        Place("events", Event, ("title",), _of_claim(Event, "claims")),
        Place(
            "titles of documents",
            Document,
            ("title",),
            lambda subject: Document.objects.filter(mentioning(subject, "title")),
        ),
        Place(
            "citations",
            Citation,
            ("sentence", "basis"),
            _of_claim(Citation, "record__claim"),
            ("claim",),
            blank={"basis": _basis_without_text},
        ),
        Place(
            "headlines of citations",
            Citation,
            ("headline", "desk", "system", "url", "contact"),
            _of_claim(Citation, "record__claim"),
        ),
        Place(
            "alerts",
            Alert,
            ("why", "replacement"),
            _of_claim(Alert, "citation__record__claim"),
            ("claim",),
        ),
        Place(
            "acknowledgements",
            Acknowledgement,
            ("note",),
            _of_claim(Acknowledgement, "alert__citation__record__claim"),
        ),
        Place(
            "status records",
            StatusRecord,
            ("assessment", "details"),
            _of_claim(StatusRecord, "claim"),
        ),
        Place(
            "kept texts",
            Snapshot,
            ("text", "about"),
            snapshots_of,
            asked=True,
            blackened=("text",),
        ),
        Place(
            "bytes of kept texts",
            SnapshotBytes,
            ("body", "address"),
            _bytes_of_blackened,
            (*STATEMENTS, "claim", "draft"),
            blank={"body": lambda _: b"", "address": lambda _: ""},
            asked=True,
        ),
        Place(
            "the admin's list of recent actions",
            LogEntry,
            ("object_repr", "change_message"),
            _recent,
            (*STATEMENTS, "claim", "draft"),
            blank={"change_message": lambda _: ""},
        ),
    ]
    add_places(
        *places,
        claim=_find_claim,
        attribution=_find(Attribution, "claim"),
        answer=_find(DetailValue, "detail__claim"),
    )


# Finding what is to be erased


def _claim(ref: str) -> Claim:
    claim = Claim.objects.filter(ref=ref).first()
    if claim is None:
        raise ValidationError({"claim": f"There is no claim {ref} on record."})
    return claim


def _find_claim(of: str, ref: str) -> Subject:
    claim = _claim(of)
    if ref not in ("", of):
        raise ValidationError({"ref": f"Expected the claim {of} itself."})
    return Subject("claim", claim, claim)


def _find(model: Any, path: str) -> Callable[[str, str], Subject]:
    kind = "attribution" if model is Attribution else "answer"

    def find(of: str, ref: str) -> Subject:
        claim = _claim(of)
        row = model.objects.filter(ref=ref, **{path: claim}).first()
        if row is None:
            raise ValidationError({"ref": f"{of} has no {kind} {ref}."})
        return Subject(kind, row, claim)

    return find


# Which rows


def _row(kind: str) -> Callable[[Subject], list[Any]]:
    """The subject's own row, if it is of this kind."""
    return lambda subject: (
        list(type(subject.row).objects.filter(pk=subject.row.pk)) if subject.kind == kind else []
    )


def _of_claim(model: Any, path: str) -> Callable[[Subject], QuerySet[Any]]:
    """The rows of the subject's claim."""
    return lambda subject: (
        model.objects.filter(**{path: subject.claim}).distinct()
        if subject.claim
        else model.objects.none()
    )


def _sightings(subject: Subject) -> Collection[Sighting]:
    if subject.kind not in STATEMENTS:
        return []
    owner = "attribution" if subject.kind == "attribution" else "detail_value"
    return list(Sighting.objects.filter(**{owner: subject.row}))


def _documents(subject: Subject) -> QuerySet[Document]:
    """Those in which the subject stands: all of the claim's, if that is it."""
    if subject.kind == "draft":
        return Document.objects.filter(snapshots=subject.row.snapshot_id)
    if subject.kind == "claim":
        sightings = Sighting.objects.filter(
            Q(attribution__claim=subject.row) | Q(detail_value__detail__claim=subject.row)
        )
    else:
        owner = "attribution" if subject.kind == "attribution" else "detail_value"
        sightings = Sighting.objects.filter(**{owner: subject.row})
    return Document.objects.filter(
        Q(sightings__in=sightings) | Q(relayed_by__sighting__in=sightings)
    ).distinct()


def snapshots_of(subject: Subject) -> QuerySet[Snapshot]:
    """Of its own documents, and of any other that has the words."""
    own = Q(document__in=_documents(subject).values("pk"))
    return Snapshot.objects.filter(own | mentioning(subject, "text", "about"))


def _bytes_of_blackened(subject: Subject) -> QuerySet[SnapshotBytes]:
    """They are what the text was made of: where that was blackened, they go."""
    table = Snapshot._meta.db_table
    black = Erasure.objects.filter(table=table).values("row")
    return SnapshotBytes.objects.filter(snapshot__in=black).exclude(body=b"")


def _recent(subject: Subject) -> QuerySet[LogEntry]:
    rows = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(subject.row), object_id=str(subject.row.pk)
    )
    if subject.kind == "claim":
        details = Detail.objects.filter(claim=subject.row).values_list("pk", flat=True)
        rows |= LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Detail),
            object_id__in=[str(pk) for pk in details],
        )
    return rows


# What stays of a value


def _nothing(_: Any) -> None:
    return None


def _no_spans(_: Any) -> list[Any]:
    return []


def _exact(spans: Any) -> Collection[str]:
    return [span["exact"] for span in spans]


def _words_of_answer(value: Any) -> Collection[str]:
    given = value or {}
    return [given[name] for name in ("value", "wording") if isinstance(given.get(name), str)]


def _answer_without_words(value: Any) -> Any:
    words = {name for name in ("value", "wording") if isinstance(value.get(name), str)}
    return value | dict.fromkeys(words, ERASED)


def _basis_without_text(basis: Any) -> Any:
    return basis | {name: ERASED for name in ("text", "forms") if basis.get(name)}
