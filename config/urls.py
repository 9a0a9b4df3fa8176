"""Every address of the site, by the app that answers it."""

from django.contrib import admin
from django.urls import include, path

from config.api import api

urlpatterns = [
    path("", include("claims.web.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include((api, "api"))),
]
