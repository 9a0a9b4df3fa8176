"""Every address of the site, by the app that answers it."""

from django.contrib import admin
from django.urls import include, path

from claims.api.urls import factcheck_urlpatterns
from config import documentation
from config.api import api
from config.middleware import nothing_here

urlpatterns = [
    path("api/v1/schema", documentation.schema, name="api-schema"),
    path("api/v1/", include((api, "api"))),  # early, as it is asked most
    path("api/docs/", documentation.guide, name="api-guide"),
    path("api/docs/reference/", documentation.reference, name="api-reference"),
    path("api/docs/problems/", documentation.problems, name="api-problems"),
    path("v1alpha1/", include((factcheck_urlpatterns, "factcheck"))),
    path("", include("claims.web.urls")),
    # Django's way from an id to a page would tell which ids exist.
    path("admin/r/<path:rest>", nothing_here),
    path("admin/", admin.site.urls),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler500 = "config.errors.server_error"
