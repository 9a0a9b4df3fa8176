"""People with roles, as tests need them."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from sources.foundation.domain.roles import Channel, Role
from sources.foundation.permissions import Actor, actor_of


def person(name: str, *roles: Role, **fields: Any) -> Any:
    """An account that may sign in to the admin, with the password `secret-<name>`."""
    fields = {"is_staff": True, "email": f"{name}@desk.example", **fields}
    user = get_user_model().objects.create_user(name, password=f"secret-{name}", **fields)
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def actor(name: str, *roles: Role) -> Actor:
    """A new account with these roles, at work in the admin."""
    return actor_of(person(name, *roles), Channel.ADMIN)
