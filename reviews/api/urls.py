"""The API of reviewing."""

from django.urls import path

from reviews.api import views

urlpatterns = [
    path("verdicts/", views.Verdicts.as_view(), name="verdicts"),
    path("submissions/", views.Submissions.as_view(), name="submissions"),
]
