"""The pages of claims. A ref may hold any character, a slash too."""

from django.contrib.sitemaps.views import index, sitemap
from django.urls import path
from django.views.decorators.http import require_safe

from claims.web import citations, embeds, help, views
from claims.web.embeds import SITEMAPS
from claims.web.params import for_readers

app_name = "claims"

_index = require_safe(for_readers(index))
_section = require_safe(for_readers(sitemap))

urlpatterns = [
    path("", views.start, name="start"),
    path("search/", views.find, name="search"),
    path("claims/<path:ref>/records/<int:number>/", views.frozen, name="frozen"),
    path("claims/<path:ref>/badge.svg", embeds.badge, name="badge"),
    path("claims/<path:ref>/embed/", embeds.embed, name="embed"),
    path("claims/<path:ref>/copied/", citations.copied, name="copied"),
    path("claims/<path:ref>/", views.claim, name="claim"),
    path("events/<str:slug>/", views.event, name="event"),
    path("sources/<path:ref>/", views.source, name="source"),
    path("story/", citations.story, name="story"),
    path("citations/", citations.register, name="register"),
    path("citations/import/", citations.take_file, name="import"),
    path("citations/desks/", citations.story_desk, name="story-desk"),
    path("citations/corrections.csv", citations.corrections, name="corrections"),
    path("alerts/", citations.alerts, name="alerts"),
    path("alerts/<str:ref>/", citations.alert, name="alert"),
    path("alerts/<str:ref>/acknowledgement/", citations.take_care, name="acknowledge"),
    path("help/", help.screens, name="help"),
    path("help/<slug:name>/", help.screen, name="help-screen"),
    path("oembed", embeds.oembed, name="oembed"),
    path("robots.txt", embeds.robots, name="robots"),
    path(
        "sitemap.xml",
        _index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "claims:sitemap-section"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", _section, {"sitemaps": SITEMAPS}, name="sitemap-section"),
]
