"""Where words live on the desk (`claims.services.erasing`): what reviewers say of a claim."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from claims.services.erasing import Place, Subject, add_places
from reviews.models import Decision, Note, Notice, Proposal, RightOfReply, Verdict


def start() -> None:
    """Called once every app is loaded (`reviews/apps.py`)."""
    add_places(
        Place("verdicts", Verdict, ("reason",), _of_claim(Verdict)),
        Place("proposals", Proposal, ("subject", "reason"), _of_claim(Proposal)),
        Place("decisions", Decision, ("reason",), _of_claim(Decision)),
        Place("notes", Note, ("text",), _of_claim(Note)),
        Place("rights of reply", RightOfReply, ("note",), _of_claim(RightOfReply)),
        Place("notices", Notice, ("text",), _of_claim(Notice), ("claim",)),
    )


def _of_claim(model: Any) -> Callable[[Subject], QuerySet[Any]]:
    return lambda subject: model.objects.filter(claim=subject.claim)
