"""The pages of claims. A ref may hold any character, a slash too."""

from django.contrib.sitemaps.views import index, sitemap
from django.urls import path
from django.views.decorators.http import require_safe

from claims.web import citing, help, outside, views
from claims.web.asking import reading
from claims.web.outside import SITEMAPS

app_name = "claims"

_index = require_safe(reading(index))
_section = require_safe(reading(sitemap))

urlpatterns = [
    path("", views.start, name="start"),
    path("search/", views.find, name="search"),
    path("claims/<path:ref>/records/<int:number>/", views.frozen, name="frozen"),
    path("claims/<path:ref>/badge.svg", outside.badge, name="badge"),
    path("claims/<path:ref>/embed/", outside.embed, name="embed"),
    path("claims/<path:ref>/copied/", citing.copied, name="copied"),
    path("claims/<path:ref>/", views.claim, name="claim"),
    path("events/<str:slug>/", views.event, name="event"),
    path("sources/<path:ref>/", views.source, name="source"),
    path("story/", citing.story, name="story"),
    path("citations/", citing.register, name="register"),
    path("citations/import/", citing.take_file, name="import"),
    path("citations/desks/", citing.story_desk, name="story-desk"),
    path("citations/corrections.csv", citing.corrections, name="corrections"),
    path("alerts/", citing.alerts, name="alerts"),
    path("alerts/<str:ref>/", citing.alert, name="alert"),
    path("alerts/<str:ref>/acknowledgement/", citing.take_care, name="acknowledge"),
    path("help/", help.screens, name="help"),
    path("help/<slug:name>/", help.screen, name="help-screen"),
    path("oembed", outside.oembed, name="oembed"),
    path("robots.txt", outside.robots, name="robots"),
    path(
        "sitemap.xml",
        _index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "claims:sitemap-section"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", _section, {"sitemaps": SITEMAPS}, name="sitemap-section"),
]
