"""Dossiers through the database: load them, and ask the timeline."""

import json
from datetime import datetime
from typing import Any

from django.utils import timezone

from claims.domain.dossier import parsing
from claims.models import StatusRecord
from claims.services.loading import Loaded, load
from sources.foundation.domain.roles import Audience
from sources.foundation.permissions import Actor


def loaded(*dossiers: dict[str, Any] | str) -> Loaded:
    """Load these dossiers as the files of one load."""
    texts = [each if isinstance(each, str) else json.dumps(each) for each in dossiers]
    files = {f"file-{number}.json": parsing.read(text) for number, text in enumerate(texts, 1)}
    return load(files, at=timezone.now(), by=Actor("test"))


def standing(ref: str, at: datetime, audience: Audience = Audience.PUBLIC) -> dict[str, Any] | None:
    """What the timeline says of a claim at a moment, in the shape of `tests.dossiers.answer`."""
    record = StatusRecord.objects.filter(claim__ref=ref, audience=audience).as_of(at)
    return None if record is None else record.assessment | {"details": record.details}


def timeless(answer: dict[str, Any] | None) -> dict[str, Any] | None:
    """An answer without the moment it was asked for, as the timeline keeps it."""
    return None if answer is None else {k: v for k, v in answer.items() if k != "as_of"}
