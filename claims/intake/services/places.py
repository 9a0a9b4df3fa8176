"""Where words live in the intake (`claims.services.erasing`): drafts, and their steps, which are
kept to learn from."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from claims.domain.erasing import ERASED
from claims.intake.models import Draft, DraftStepTaken
from claims.services.erasing import Place, Subject, add_places, mentioning
from claims.services.places import snapshots_of

# What in a draft's shape is words of the text or made of them; the rest says who, how and where.
WORDS = {"text", "cue_words", "about", "exact", "prefix", "suffix"}


def start() -> None:
    """Called once every app is loaded (`claims/intake/adapters.py`)."""
    own = ("draft", "attribution")
    shapes = {"stands": _without_words, "before": _without_words, "after": _without_words}
    add_places(
        Place("drafts", Draft, ("stands",), _drafts, own, blank=shapes, own={"stands": _said}),
        Place(
            "steps of drafts", DraftStepTaken, ("before", "after", "why"), _steps, own, blank=shapes
        ),
        # Other drafts may have the same words: another paper quotes them.
        Place(
            "other drafts",
            Draft,
            ("stands",),
            lambda subject: Draft.objects.filter(
                _beside(subject, "") | mentioning(subject, "stands")
            ),
        ),
        Place(
            "steps of other drafts",
            DraftStepTaken,
            ("before", "after", "why"),
            lambda subject: DraftStepTaken.objects.filter(
                _beside(subject, "draft__") | mentioning(subject, "before", "after", "why")
            ),
        ),
        draft=_find,
    )


def _find(of: str, ref: str) -> Subject:
    draft = Draft.objects.filter(ref=ref or of).select_related("claim").first()
    if draft is None:
        raise ValidationError({"draft": f"There is no draft {ref or of}."})
    return Subject("draft", draft, draft.claim)


def _drafts(subject: Subject) -> QuerySet[Draft]:
    if subject.kind == "draft":
        return Draft.objects.filter(pk=subject.row.pk)
    if subject.kind == "attribution":
        sightings = subject.row.sightings.values("pk")
        return Draft.objects.filter(Q(attribution=subject.row) | Q(sighting__in=sightings))
    return Draft.objects.none()


def _steps(subject: Subject) -> QuerySet[DraftStepTaken]:
    return DraftStepTaken.objects.filter(draft__in=_drafts(subject).values("pk"))


def _beside(subject: Subject, path: str) -> Q:
    """Drafts of a text in which the words stand: what is around theirs may be a part of them."""
    return Q(**{f"{path}snapshot__in": snapshots_of(subject).values("pk")})


def _said(stands: Any) -> list[str]:
    return [each.get("exact", "") for each in stands.get("content", ())]


def _without_words(value: Any) -> Any:
    if isinstance(value, str):  # why a step was taken
        return ERASED
    if isinstance(value, list):
        return [_without_words(each) if isinstance(each, dict) else each for each in value]
    found = {}
    for name, each in value.items():
        if name in WORDS and isinstance(each, str) and each:
            found[name] = ERASED if name in ("text", "about") else ""
        elif isinstance(each, dict | list):
            found[name] = _without_words(each)
        else:
            found[name] = each
    return found
