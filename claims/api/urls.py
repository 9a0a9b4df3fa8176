"""The API of claims. A ref may hold any character, a slash too."""

from django.urls import path

from claims.api import (
    changes,
    citations,
    dossiers,
    evidence,
    exports,
    factcheck,
    markup,
    statuses,
    views,
    webhooks,
)

urlpatterns = [
    path("statuses/", statuses.StatusList.as_view(), name="statuses"),
    path("statuses/<path:ref>", statuses.StatusDetail.as_view(), name="status"),
    path("changes/", changes.ChangeList.as_view(), name="changes"),
    path("feeds/changes.atom", changes.AtomFeed.as_view(), name="atom"),
    path("feeds/changes.json", changes.JsonFeed.as_view(), name="json-feed"),
    path("claims/", views.ClaimList.as_view(), name="claims"),
    path("claims/<path:ref>/", views.ClaimDetail.as_view(), name="claim"),
    path("events/", views.EventList.as_view(), name="events"),
    path("events/<path:ref>/", views.EventDetail.as_view(), name="event"),
    path("attributions/", evidence.AttributionList.as_view(), name="attributions"),
    path("attributions/<path:ref>/", evidence.AttributionDetail.as_view(), name="attribution"),
    path("details/", evidence.DetailList.as_view(), name="details"),
    path("details/<path:ref>/", evidence.DetailDetail.as_view(), name="detail"),
    path("values/", evidence.ValueList.as_view(), name="values"),
    path("values/<path:ref>/", evidence.ValueDetail.as_view(), name="value"),
    path("sightings/", evidence.SightingWrites.as_view(), name="sightings"),
    path(
        "passage-retractions/",
        evidence.PassageRetractions.as_view(),
        name="passage-retractions",
    ),
    path("withdrawals/", evidence.Withdrawals.as_view(), name="withdrawals"),
    path("records/", views.RecordList.as_view(), name="records"),
    path("records/<path:ref>/<int:number>/", views.RecordDetail.as_view(), name="record"),
    path("dossiers/", dossiers.Dossiers.as_view(), name="dossiers"),
    path("subscriptions/", webhooks.SubscriptionList.as_view(), name="subscriptions"),
    path("subscriptions/<str:ref>/", webhooks.SubscriptionDetail.as_view(), name="subscription"),
    path("subscriptions/<str:ref>/rotation/", webhooks.Rotation.as_view(), name="rotation"),
    path("subscriptions/<str:ref>/trial/", webhooks.Trial.as_view(), name="trial"),
    path("subscriptions/<str:ref>/replays/", webhooks.Replays.as_view(), name="replays"),
    path("subscriptions/<str:ref>/deliveries/", webhooks.DeliveryList.as_view(), name="deliveries"),
    path("deliveries/<str:ref>/replay/", webhooks.Replay.as_view(), name="replay"),
    path("exports/claims.csv", exports.CsvExport.as_view(), name="csv"),
    path("exports/claims.jsonl", exports.LinesExport.as_view(), name="jsonl"),
    path("exports/dossiers.jsonl", exports.DossierExport.as_view(), name="dossiers-jsonl"),
    path("claimreviews/<path:ref>", markup.ClaimReviewDetail.as_view(), name="claimreview"),
    path("sentences/<path:ref>", citations.SentenceDetail.as_view(), name="sentence"),
    path("citations/", citations.CitationList.as_view(), name="citations"),
    path("citations/<str:ref>/", citations.CitationDetail.as_view(), name="citation"),
    path("alerts/", citations.AlertList.as_view(), name="alerts"),
    path("alerts/<str:ref>/", citations.AlertDetail.as_view(), name="alert"),
    path(
        "alerts/<str:ref>/acknowledgement/",
        citations.Acknowledging.as_view(),
        name="acknowledgement",
    ),
]

# In the shape of the Google Fact Check Tools API, at its own addresses.
factcheck_urlpatterns = [
    path("claims:search", factcheck.ClaimSearch.as_view(), name="factcheck-search"),
    path("pages", factcheck.Pages.as_view(), name="factcheck-pages"),
    path("pages/<str:page>", factcheck.PageDetail.as_view(), name="factcheck-page"),
]
