"""The API of sources and documents. A ref may hold any character, a slash too.

The list of documents is in `claims.api.urls`: a document may be sent with its text, to be read.
"""

from django.urls import path

from sources.api import views

urlpatterns = [
    path("sources/", views.SourceList.as_view(), name="sources"),
    path("sources/<path:ref>/", views.SourceDetail.as_view(), name="source"),
    path("documents/<path:ref>/", views.DocumentDetail.as_view(), name="document"),
    path("retractions/", views.Retractions.as_view(), name="retractions"),
]
