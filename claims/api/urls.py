"""The API of claims. A claim's ref may hold any character, a slash too."""

from django.urls import path

from claims.api import views

urlpatterns = [
    path("claims/", views.ClaimList.as_view(), name="claims"),
    path("claims/<path:ref>/", views.ClaimDetail.as_view(), name="claim"),
]
