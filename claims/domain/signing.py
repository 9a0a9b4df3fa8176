"""Webhooks that prove whom they come from (Standard Webhooks 1.0); when they are tried again."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta

PREFIX = "whsec_"
OLD_SECRET = timedelta(days=1)  # how long one that was replaced goes on signing

# After each failure; then the event is a dead letter.
AGAIN = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)


def secret_of(key: bytes) -> str:
    """A secret as it is told to its receiver."""
    return PREFIX + base64.b64encode(key).decode()


def signature(message: str, at: datetime, body: bytes, keys: Iterable[str]) -> str:
    """What the header `webhook-signature` says: one signature for each secret that holds."""
    signed = f"{message}.{int(at.timestamp())}.".encode() + body
    return " ".join(f"v1,{_sign(signed, key)}" for key in keys)


def _sign(signed: bytes, secret: str) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def next_try(failures: int, *, spread: float) -> timedelta | None:
    """How long to wait after so many failures; None: give up. `spread` from 0 to 1 keeps those that
    failed together from trying together."""
    if failures > len(AGAIN):
        return None
    wait = AGAIN[failures - 1]
    return wait + wait * 0.2 * spread
