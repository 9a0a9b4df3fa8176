"""Claims in the admin, each with what stands for it now."""

from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils import timezone

from claims.selectors.statuses import standing_records
from sources.foundation.domain.roles import Audience


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
