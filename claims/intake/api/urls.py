"""The list of documents: one may be sent with its text, to be read. The other addresses of
documents are those of `sources`."""

from django.urls import path

from claims.intake.api import views

urlpatterns = [path("documents/", views.DocumentList.as_view(), name="documents")]
