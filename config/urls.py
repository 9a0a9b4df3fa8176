"""Every address of the site, by the app that answers it."""

from django.contrib import admin
from django.urls import include, path

from config.api import api
from config.middleware import nothing_here

urlpatterns = [
    path("", include("claims.web.urls")),
    # Django's way from an id to a page would tell which ids exist.
    path("admin/r/<path:rest>", nothing_here),
    path("admin/", admin.site.urls),
    path("api/v1/", include((api, "api"))),
]
