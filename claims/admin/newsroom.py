"""The admin shows what only the newsroom sees, so only the newsroom is let in."""

from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils import timezone

from claims import permissions
from claims.domain.vocabulary import Audience
from claims.selectors.status import standing_records


class Newsroom:
    """For an admin of internal material: the model's own permission, and that of the newsroom."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _allowed(request) and super().has_module_permission(request)  # type: ignore[misc]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _allowed(request) and super().has_view_permission(request, obj)  # type: ignore[misc]

    def has_add_permission(self, request: HttpRequest, *obj: Any) -> bool:
        return _allowed(request) and super().has_add_permission(request, *obj)  # type: ignore[misc]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _allowed(request) and super().has_change_permission(request, obj)  # type: ignore[misc]


def _allowed(request: HttpRequest) -> bool:
    return bool(permissions.may_see_internal(request.user))


class WithStatus(ChangeList):
    """A list of claims, each with the status records that stand for it now, in bulk."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        attach_status(self.result_list)


def attach_status(claims: Any) -> None:
    """Put on each claim what stands for it, as `now[audience]`."""
    rows, at = list(claims), timezone.now()
    records = {
        audience: standing_records([row.pk for row in rows], audience=audience, at=at)
        for audience in Audience
    }
    for row in rows:
        row.now = {audience: records[audience].get(row.pk) for audience in Audience}
