"""Tokens of service accounts: what an administrator issues once, and takes back."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from reviews.models import Token
from reviews.services.accounts import account_state, told
from sources.foundation import engine
from sources.foundation.permissions import Actor, enforce, may_manage

LONGEST = 730  # days


def issue_token(
    *, account: Any, purpose: str, days: int, by: Actor, at: datetime
) -> tuple[Token, str]:
    """A new token of a service account, and its text, which is kept nowhere.

    An account with a password is a person's: nobody gets a token to act in their name.
    """
    enforce(may_manage(by))
    if account.has_usable_password():
        raise ValidationError(
            {"user": "Tokens are for service accounts, which have no password: this is a person's."}
        )
    if not account.is_active:
        raise ValidationError({"user": "The account is switched off."})
    if not account.groups.exists():
        raise ValidationError({"user": "Give the account a role first."})
    if not 1 <= days <= LONGEST:
        raise ValidationError({"days": f"From 1 to {LONGEST} days."})
    if not purpose.strip():
        raise ValidationError({"purpose": "Where will it be used?"})
    with transaction.atomic():
        engine.lock_record(alone=True)
        Token.objects.filter(user=account, expiry__lte=at).delete()
        token, text = Token.objects.create(
            account, expiry=timedelta(days=days), purpose=purpose, issued_by=by.name
        )
        why = f"issued the token {token.name} for {purpose}, until {token.expiry:%Y-%m-%d}"
        told(account, account_state(account), by=by, at=at, why=why)
    return token, text


def revoke_token(*, token: Token, by: Actor, at: datetime) -> None:
    """Take a token back: it is refused from now on."""
    enforce(may_manage(by))
    with transaction.atomic():
        engine.lock_record(alone=True)
        why = f"revoked the token {token.name} for {token.purpose}"
        told(token.user, account_state(token.user), by=by, at=at, why=why)
        token.delete()
