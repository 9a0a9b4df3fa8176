"""Who holds which role. Every change of an account leaves an entry, whoever makes it.

The forms keep accounts by `keep_account`. What Django changes itself (`createsuperuser`, a shell, a
password that somebody sets) is told as well, as soon as it is saved: `follow`.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from sources.foundation import engine
from sources.foundation.domain.history import AuditState, Replay, flaws
from sources.foundation.domain.roles import Action, Channel, Role, folded
from sources.foundation.permissions import Actor, Refused, enforce, may_manage
from sources.foundation.selectors.history import chains
from sources.foundation.services.history import log_difference

GROUPS = [role.value for role in Role if role is not Role.OPERATOR]
SIGN_IN = {Role.REPORTER, Role.REVIEWER, Role.EDITOR, Role.ADMINISTRATOR}

# Columns whose change is nothing that is done to an account.
_BESIDE = frozenset({"last_login"})

_kept: ContextVar[bool] = ContextVar("kept", default=False)
_acting: ContextVar[Callable[[], Actor | None]] = ContextVar("acting", default=lambda: None)


def keep_account(
    *, user: Any, roles: Collection[Role], by: Actor, at: datetime, why: str = ""
) -> Any:
    """Keep a new or changed account with exactly these roles.

    Names never change: verdicts and records bear them. Nobody changes their own roles.
    """
    enforce(may_manage(by))
    with transaction.atomic(), _kept_by_service():
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


def told(user: Any, before: AuditState, *, by: Actor, at: datetime, why: str = "") -> None:
    """Tell the history of the account what changed since that state."""
    log_difference(
        account_chain(user),
        before,
        account_state(user),
        action=Action.MANAGE_ACCOUNTS,
        by=by,
        at=at,
        why=why,
    )


def follow(user: Any, *, password: bool = False) -> None:
    """Tell what was done to an account by another way than `keep_account`: it is compared with what
    its history says."""
    if _kept.get():
        return
    with transaction.atomic():
        engine.lock_record(alone=True)
        by = _acting.get()() or Actor("shell", Channel.SHELL)
        before = _last_told(user)
        why = "set the password" if password and before else ""
        told(user, before, by=by, at=timezone.now(), why=why)


@contextmanager
def acting(who: Callable[[], Actor | None]) -> Iterator[None]:
    """Who is at work, for what Django changes in their name; asked only if it changes anything."""
    token = _acting.set(who)
    try:
        yield
    finally:
        _acting.reset(token)


def account_chain(user: Any) -> str:
    """What the history of an account goes by."""
    return f"account/{user.get_username()}"


def account_state(user: Any) -> AuditState:
    """The account as it is on record; empty for one that is new."""
    return account_states([user.pk]).get(user.pk, {}) if user.pk else {}


def account_states(accounts: Collection[int]) -> dict[int, AuditState]:
    """By primary key."""
    found = {}
    for stored in get_user_model().objects.filter(pk__in=accounts).prefetch_related("groups"):
        shown = {
            "roles": sorted(group.name for group in stored.groups.all()),
            "active": stored.is_active,
            "superuser": stored.is_superuser,
            "email": stored.email,
        }
        said = {key: value for key, value in shown.items() if value}
        found[stored.pk] = {f"account {stored.get_username()}": said}
    return found


def _last_told(user: Any) -> AuditState:
    replay = Replay()
    name = account_chain(user)
    for chain, entries in chains(name):
        if chain == name:
            list(flaws([written for _, written in entries], replay))
    return replay.state


@contextmanager
def _kept_by_service() -> Iterator[None]:
    token = _kept.set(True)
    try:
        yield
    finally:
        _kept.reset(token)


def saved(
    sender: Any, instance: Any, update_fields: Any = None, raw: bool = False, **_: Any
) -> None:
    """An account was saved (Django's signal)."""
    if raw or (update_fields is not None and set(update_fields) <= _BESIDE):
        return
    # Set by `set_password` until it is saved, and not when a hash is only written anew.
    follow(instance, password=getattr(instance, "_password", None) is not None)


def regrouped(sender: Any, instance: Any, action: str, pk_set: Any, **_: Any) -> None:
    """Accounts were given roles, or lost them (Django's signal)."""
    if not action.startswith("post_"):
        return
    users = get_user_model().objects.filter(pk__in=pk_set or ())
    for user in [instance] if isinstance(instance, get_user_model()) else users:
        follow(user)


def deleted(sender: Any, instance: Any, **_: Any) -> None:
    """An account was deleted (Django's signal)."""
    follow(instance)
