"""The pages of claims."""

from django.urls import path

from claims.web import views

app_name = "claims"

urlpatterns = [path("", views.start, name="start")]
