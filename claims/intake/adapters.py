"""How the intake joins the project: its admin, and its drafts among what has a history."""

from importlib import import_module

from claims.intake.models import Draft
from claims.intake.selectors.audit import draft_states
from claims.intake.services import places
from sources.foundation.selectors.audit import Audited, audit


def start() -> None:
    """Called once every app is loaded (`claims/apps.py`)."""
    import_module("claims.intake.admin")
    places.start()
    audit(Audited("draft", Draft, draft_states, ("draft",), always=False))
