"""Who is asking, and what the page of who may what (`domain/roles.py`) answers them."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied

from sources.foundation.domain import roles
from sources.foundation.domain.roles import Action, Answer, Audience, Channel, Role


class Refused(PermissionDenied):
    """Somebody may not do this; the text says why, and is fit to show."""


def enforce(answer: Answer) -> None:
    if not answer:
        raise Refused(answer.reason)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, and by which channel.

    An actor without a user belongs to the operator, who needs no account: a command, a shell.
    """

    name: str
    channel: Channel = Channel.SHELL
    user: Any = None

    def roles(self) -> frozenset[Role]:
        """The roles held at this moment: asked anew for each action, as one may be revoked."""
        return frozenset({Role.OPERATOR}) if self.user is None else _held(self.user)


def actor_of(user: Any, channel: Channel) -> Actor:
    return Actor(user.get_username(), channel, user)


def may(actor: Actor, action: Action) -> Answer:
    return roles.may(actor.roles(), action)


def may_user(user: Any, action: Action) -> Answer:
    """The same for showing a page: asked once a request, as `roles_of` remembers."""
    return roles.may(roles_of(user), action)


def may_read(user: Any) -> Answer:
    """Everybody may read what is public, unless the house keeps it to those who sign in."""
    if settings.PUBLIC_READING or getattr(user, "is_authenticated", False):
        return roles.YES
    return Answer(False, "Reading takes signing in here.")


def may_see_internal(user: Any) -> Answer:
    """Newsroom staff see internal claims, and documents under embargo with all they count for."""
    if may_user(user, Action.SEE_INTERNAL):
        return roles.YES
    return Answer(False, "Only the newsroom sees internal material.")


def may_read_as(user: Any, audience: Audience) -> Answer:
    """The public answer is for everybody; the internal one is for the newsroom."""
    return roles.YES if audience is Audience.PUBLIC else may_see_internal(user)


def audience_of(user: Any) -> Audience:
    """The fullest answer this person may read."""
    return Audience.INTERNAL if may_see_internal(user) else Audience.PUBLIC


def may_manage(actor: Actor) -> Answer:
    if actor.user is None:
        return roles.may(actor.roles(), Action.MANAGE_ACCOUNTS)
    held = _held(actor.user)
    return roles.may_manage_accounts(
        held, superuser=actor.user.is_active and actor.user.is_superuser
    )


def may_manage_accounts(user: Any) -> Answer:
    superuser = user is not None and user.is_active and user.is_superuser
    return roles.may_manage_accounts(roles_of(user), superuser=superuser)


def roles_of(user: Any) -> frozenset[Role]:
    """The roles of the person who makes this request, remembered on the user of the request."""
    if user is None or not user.is_active:
        return frozenset()
    known: frozenset[Role] | None = vars(user).get("_roles")
    if known is None:
        known = vars(user)["_roles"] = _held(user)
    return known


_ROLES = {role.value: role for role in Role if role is not Role.OPERATOR}


def _held(user: Any) -> frozenset[Role]:
    # Not `user.is_active`: the row may have changed since it was read.
    groups = user.groups.model.objects.filter(user=user.pk, user__is_active=True)
    return frozenset(
        _ROLES[name] for name in groups.values_list("name", flat=True) if name in _ROLES
    )
