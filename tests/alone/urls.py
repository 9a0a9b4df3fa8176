"""The addresses of claims and sources, and the admin."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path(
        "api/v1/",
        include(
            (
                [
                    path("", include("sources.api.urls")),
                    path("", include("claims.api.urls")),
                    path("", include("claims.intake.api.urls")),
                ],
                "api",
            )
        ),
    ),
    path("", include("claims.web.urls")),
    path("admin/", admin.site.urls),
]
