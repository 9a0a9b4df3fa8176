"""Writes that may be sent again, and that undo nobody's work.

`Idempotency-Key`: whoever does not hear the answer sends the request again with the same key, and
is answered what they were not told, rather than writing twice. The answer is kept in the same
transaction as what it tells of. What was refused changed nothing, and is simply tried again.

`If-Match`: a change says, with the ETag of a plain GET, what it was based on. If that is no longer
what is there, it is refused together with what is.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from sources.foundation import engine
from sources.foundation.api.params import enforce
from sources.foundation.api.problems import Problem, Refusal, shown
from sources.foundation.domain.roles import Answer
from sources.foundation.models import AnsweredRequest

KEPT = timedelta(days=1)

IDEMPOTENCY_KEY = (
    "Makes it safe to send the request again: with the same key and body, the same answer."
)
IF_MATCH = "The ETag of a plain GET of this address: what the change is based on."

_KEY = re.compile(r"[\x21-\x7e]{1,200}", re.ASCII)

Action = Callable[[], Response]


def once(request: Request, carry_out: Action) -> Response:
    """Carry it out in one transaction; with a key that was used for it before, answer the same."""
    enforce(Answer(request.user.is_authenticated, "Sign in to change anything."), request.user)
    _ = request.data  # read before anything else, so that what cannot be read changes nothing
    key = request.headers.get("Idempotency-Key")
    if key is None:
        with transaction.atomic():
            return carry_out()
    if not _KEY.fullmatch(key):
        expected = "1 to 200 visible ASCII characters"
        error = {"header": "Idempotency-Key", "value": shown(key), "expected": expected}
        raise Refusal(Problem.PARAMETER, f"Idempotency-Key: expected {expected}.", [error])
    with transaction.atomic():
        kept, answered = _begin(request, key)
        if answered:
            return _again(kept)
        response = carry_out()
        kept.status = response.status_code
        kept.body = json.dumps(response.data, ensure_ascii=False)
        kept.headers = {
            name: response[name] for name in ("Location", "ETag") if response.has_header(name)
        }
        kept.save(update_fields=["status", "body", "headers"])
    return response


def _begin(request: Request, key: str) -> tuple[AnsweredRequest, bool]:
    """The row of this key, and whether it holds an answer; whoever comes second waits here."""
    sent = _sent(request)
    now = timezone.now()
    AnsweredRequest.objects.filter(at__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            account: Any = request.user
            row = AnsweredRequest.objects.create(account=account, key=key, sent=sent, at=now)
        return row, False
    except IntegrityError:
        row = AnsweredRequest.objects.get(account=request.user.pk, key=key)
    if row.sent != sent:
        raise Refusal(
            Problem.REUSED_KEY, "Use another Idempotency-Key for another request or another body."
        )
    return row, True


def _sent(request: Request) -> str:
    body = vars(request._request).get("body_sha256", "")
    said = f"{request.method}\n{request.get_full_path()}\n{body}"
    return hashlib.sha256(said.encode()).hexdigest()


def _again(row: AnsweredRequest) -> Response:
    headers: Mapping[str, str] = row.headers
    response = Response(json.loads(row.body), status=row.status, headers=headers)
    response["Idempotency-Replayed"] = "true"
    return response


def etag_of(shown_as: Any) -> str:
    """The strong ETag of an answer."""
    said = json.dumps(shown_as, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def check_unchanged(request: Request, now: Callable[[], Any]) -> None:
    """Refuse a change that is not based on what is there; inside a transaction, which holds the
    record from here on. `now` says what is there."""
    given = request.headers.get("If-Match")
    if given is None:
        raise Refusal(
            Problem.CONDITION,
            "Send If-Match with the ETag of a plain GET of this address.",
            [{"header": "If-Match", "expected": "the ETag of a plain GET of this address"}],
        )
    engine.lock_record(alone=True)
    current = now()
    etag = etag_of(current)
    if etag not in [each.strip() for each in given.split(",")]:
        raise Refusal(
            Problem.CHANGED,
            "Somebody changed it since you read it. `current` is what is there now.",
            headers={"ETag": etag},
            current=current,
        )
