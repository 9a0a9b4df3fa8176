"""Who holds which role. Every change of an account leaves a trace, whoever makes it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction

from sources.foundation import engine
from sources.foundation.domain.history import differences
from sources.foundation.domain.roles import Action, Role, folded
from sources.foundation.permissions import Actor, Refused, enforce, may_manage
from sources.foundation.services.history import LogEntry, write_log_entries

GROUPS = [role.value for role in Role if role is not Role.OPERATOR]
SIGN_IN = {Role.REPORTER, Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR}


def keep_account(
    *, user: Any, roles: Collection[Role], by: Actor, at: datetime, why: str = ""
) -> Any:
    """Keep a new or changed account with exactly these roles.

    Names never change: verdicts and records bear them. Nobody changes their own roles.
    """
    enforce(may_manage(by))
    with transaction.atomic():
        engine.lock_record(alone=True)
        before = account_state(user)
        name = user.get_username()
        if before and f"account {name}" not in before:
            raise ValidationError({"username": "A name stays: what was signed with it bears it."})
        others = get_user_model().objects.exclude(pk=user.pk)
        taken = {folded(other) for other in others.values_list("username", flat=True)}
        if folded(name) in taken:
            raise ValidationError({"username": "Somebody has this name, but for capitals."})
        held = set(before.get(f"account {name}", {}).get("roles", []))
        wanted = {role.value for role in roles}
        if by.user is not None and by.user.pk == user.pk and held != wanted:
            raise Refused("Nobody changes their own roles: ask another administrator.")
        user.is_staff = user.is_superuser or bool(SIGN_IN & set(roles))
        user.save()
        user.groups.set(Group.objects.filter(name__in=wanted))
        told(user, before, by=by, at=at, why=why)
    return user


def told(user: Any, before: Any, *, by: Actor, at: datetime, why: str = "") -> None:
    """Tell the history of the account what changed since that state."""
    changes = differences(before, account_state(user))
    if changes or why:
        told_of = LogEntry(account_chain(user), changes)
        write_log_entries([told_of], action=Action.MANAGE_ACCOUNTS, by=by, at=at, why=why)


def account_chain(user: Any) -> str:
    """What the history of an account goes by."""
    return f"account/{user.get_username()}"


def account_state(user: Any) -> dict[str, dict[str, Any]]:
    """The account as it is on record; empty for one that is new."""
    stored = get_user_model().objects.filter(pk=user.pk).first() if user.pk else None
    if stored is None:
        return {}
    shown = {
        "roles": sorted(stored.groups.values_list("name", flat=True)),
        "active": stored.is_active,
        "superuser": stored.is_superuser,
        "email": stored.email,
    }
    name = stored.get_username()
    return {f"account {name}": {key: value for key, value in shown.items() if value}}
