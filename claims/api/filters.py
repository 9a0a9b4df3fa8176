"""Filters of the claim list."""

import django_filters
from django.db.models import QuerySet

from claims.domain.vocabulary import ClaimKind, Status
from claims.models import Claim, StatusRecord
from sources.constraints import choices


class ClaimFilter(django_filters.FilterSet):
    event = django_filters.CharFilter(field_name="event__ref", label="the event's ref")
    kind = django_filters.ChoiceFilter(choices=choices(ClaimKind))
    status = django_filters.ChoiceFilter(choices=choices(Status), method="with_status")

    class Meta:
        model = Claim
        fields = ("event", "kind", "status")

    def with_status(self, claims: QuerySet, name: str, value: str) -> QuerySet:
        return claims.filter(standing__in=StatusRecord.objects.filter(status=value).values("pk"))
