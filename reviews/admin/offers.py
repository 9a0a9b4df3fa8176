"""What the desk offers this person on this claim: which forms, with which choices."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from claims.domain.oddities import one_line
from claims.domain.vocabulary import VerdictKind
from reviews.admin import forms
from reviews.admin.desk_actions import ACTIONS
from reviews.domain.vocabulary import State
from reviews.domain.workflow import allows
from reviews.selectors.desk import Desk
from sources.foundation.domain.roles import Action, may_judge
from sources.foundation.permissions import may_user


def _statements(desk: Desk) -> list[tuple[str, str]]:
    said = [
        (each.key, one_line(f"{each.name} {each.stance}", 200)) for each in desk.evidence.statements
    ]
    answers = [
        (each.key, one_line(f"{question.text} {each.name}: {each.stance}", 200))
        for question, each in desk.evidence.answers
    ]
    return said + answers


def _questions(desk: Desk) -> list[tuple[str, str]]:
    return [(each.id, one_line(each.text, 200)) for each in desk.evidence.questions]


def _passages(desk: Desk) -> list[tuple[str, str]]:
    """Every passage that stands, by its statement and its document."""
    answers = [each for _, each in desk.evidence.answers]
    return [
        (f"{said.key} {seen.document}", one_line(f"{said.name} in {seen.title}", 200))
        for said in (*desk.evidence.statements, *answers)
        for seen in said.passages
        if seen.document and seen.retracted_at is None
    ]


def form_of(action: str, desk: Desk, data: Any = None) -> Any:
    """The form of this action, with what it offers on this desk."""
    made = ACTIONS[action].form
    assert made is not None
    given: dict[str, Any] = {}
    if action == "propose":
        objectors = [
            (each.row.reviewer, each.row.reviewer)
            for each in desk.verdicts
            if each.row.verdict in (VerdictKind.DISPUTE, VerdictKind.REFUTE)
        ]
        given["offered"] = {
            "statement": _statements(desk),
            "reviewer": objectors,
            "detail": _questions(desk),
        }
    elif action == "passage":
        given["offered"] = {"passage": _passages(desk)}
    elif action == "sighting":
        given["offered"] = {"statement": _statements(desk)}
    elif action == "answer":
        given["offered"] = {"detail": _questions(desk)}
    elif action == "verdict" and data is None:
        given = {"initial": {"fingerprint": desk.fingerprint}}
    if made is forms.ReasonForm or made is forms.ReviewerForm:
        given["auto_id"] = f"{action}_%s"
    return made(data, **given)


def forms_of(desk: Desk, bound: Mapping[str, Any]) -> dict[str, Any]:
    """Every form of the desk, under a name that templates can write; a bound verdict keeps its
    text but is about what is on screen now."""
    found = {}
    for action, todo in ACTIONS.items():
        if todo.form is None:
            continue
        form = bound.get(action) or form_of(action, desk)
        if action == "verdict" and form.is_bound:
            form.data = {**form.data.dict(), "fingerprint": desk.fingerprint}
        found[action.replace("-", "_")] = form
    return found


def allowed(request: HttpRequest, desk: Desk) -> dict[str, bool]:
    """What to offer this person on this claim. The services decide; this only spares a click."""
    user = request.user
    name = user.get_username()
    judges = bool(may_judge(name, desk.claim.recorded_by, author_may_review=False))
    held = desk.assignment is not None
    own = desk.assignment is not None and desk.assignment.reviewer_id == user.pk
    free = not held or own
    fits = {
        "take": judges and free,
        "give-back": own,
        "hand-over": own,
        "verdict": judges and free and desk.state not in (State.DRAFT, State.HELD),
        "propose": judges,
        "decide": judges,
        "release": judges,
        "publish": judges,
    }
    offered = {}
    for action, todo in ACTIONS.items():
        can = bool(may_user(user, todo.action)) and fits.get(action, True)
        moves = action not in ("verdict", "propose") and any(
            allows(todo.action, state) for state in State
        )
        offered[action.replace("-", "_")] = can and (not moves or allows(todo.action, desk.state))
    offered["second"] = bool(may_user(user, Action.SECOND)) and judges
    return offered
