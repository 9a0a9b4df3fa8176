"""The same claims, served with as little as can be, and as a first draft would."""

import time
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from rest_framework.routers import SimpleRouter
from rest_framework.serializers import ModelSerializer, SerializerMethodField
from rest_framework.viewsets import ReadOnlyModelViewSet

from claims.models import Attribution, Claim, Sighting
from config.urls import urlpatterns as ours


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b'{"status":"single_source"}', content_type="application/json")


def slow(request: HttpRequest) -> HttpResponse:
    """Somebody waits for it when the server is asked to stop."""
    time.sleep(2)
    return constant(request)


def raw(request: HttpRequest, ref: str) -> HttpResponse:
    """The row that our status reads, by one statement, as it is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.assessment FROM claims_standing s"
            " JOIN claims_statusrecord r ON r.id = s.record_id"
            " WHERE s.shown_to = 'public' AND s.ref = %s AND s.until IS NULL",
            [ref],
        )
        found = cursor.fetchone()
    return HttpResponse(found[0] if found else "", content_type="application/json")


class SightingShown(ModelSerializer):
    class Meta:
        model = Sighting
        fields = "__all__"


class AttributionShown(ModelSerializer):
    sightings = SightingShown(many=True)

    class Meta:
        model = Attribution
        fields = "__all__"


class ClaimShown(ModelSerializer):
    attributions = AttributionShown(many=True)
    status = SerializerMethodField()

    class Meta:
        model = Claim
        fields = "__all__"

    def get_status(self, claim: Any) -> Any:
        return claim.standings.get(shown_to="public", until=None).record.assessment


class NestedClaims(ReadOnlyModelViewSet):
    queryset = Claim.objects.prefetch_related("attributions__sightings")
    serializer_class = ClaimShown
    lookup_field = "ref"
    authentication_classes = ()
    permission_classes = ()
    lookup_value_regex = "[^/]+"


router = SimpleRouter()
router.register("nested", NestedClaims)

urlpatterns = [
    path("constant", constant),
    path("slow", slow),
    path("raw/<str:ref>", raw),
    path("drf/", include(router.urls)),
    *ours,
]
