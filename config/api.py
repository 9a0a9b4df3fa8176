"""The addresses of the API, version 1."""

from django.urls import include, path

api = [
    path("", include("claims.api.urls")),
    path("", include("claims.intake.api.urls")),
    path("", include("sources.api.urls")),
    path("", include("reviews.api.urls")),
]
