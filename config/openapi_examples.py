"""An example of everything that the API takes and answers, for the documentation.

The story is that of `examples/five-outlets.json`. A test holds each example to its type.
"""

from typing import Any

_ASSESSMENT: dict[str, Any] = {
    "status": "corroborated",
    "evidence_status": "corroborated",
    "support_origins": 2,
    "unhedged_origins": 2,
    "named_origins": 2,
    "interested_origins": 0,
    "denying_origins": 0,
    "interested_denials": 0,
    "approvals": 0,
    "reasons": ["awaiting_review", "relays_collapsed"],
    "explanation": "Corroborated: enough independent, unhedged, named origins assert it. Two "
    "independent origins support it: ROK Joint Chiefs of Staff and Sanae Takaichi.",
    "next": "Two more approvals by reviewers would confirm.",
    "audience": "public",
    "policy": "default@2",
    "as_of": "2025-11-07T08:00:00Z",
}
_SITE = "https://desk.example.org/api/v1"
_PERMALINK = f"{_SITE}/records/five-outlets-launch/3/"
_STATUS = {
    "ref": "five-outlets-launch",
    "rank": 8,
    **_ASSESSMENT,
    "since": "2025-11-07T08:00:00Z",
    "number": 3,
    "permalink": _PERMALINK,
}
_SIGHTING: dict[str, Any] = {
    "document": {"ref": "five.ap", "title": "North Korea fires missile, Seoul says"},
    "publisher": {"ref": "ap", "name": "Associated Press"},
    "via": [],
    "via_documents": [],
    "attestation": "verbatim_translated",
    "stance": None,
    "quote": "a suspected short-range ballistic missile",
    "language": "en",
    "translation": "",
    "snapshot": None,
    "selector": None,
    "source_spans": [],
    "cue_spans": [],
    "content_spans": [],
    "recorded_at": "2025-11-07T05:00:00Z",
    "retracted_at": None,
}
_STATEMENT: dict[str, Any] = {
    "ref": "five.jcs",
    "claim": "five-outlets-launch",
    "speaker": {"ref": "KR.jcs", "name": "ROK Joint Chiefs of Staff"},
    "speaker_as": "ROK Joint Chiefs of Staff",
    "holder": "",
    "cue": "said",
    "naming": "named_institution",
    "ground_rules": "on_record",
    "basis": "observed",
    "evidence_key": None,
    "said_at": "2025-11-07T04:00:00Z",
    "recorded_at": "2025-11-07T05:00:00Z",
    "withdrawn_at": None,
    "withdrawn_note": None,
    "discounted_at": None,
    "discount_reason": None,
    "note": None,
    "sightings": [_SIGHTING],
}
_ATTRIBUTION = {**_STATEMENT, "stance": "asserts"}
_VALUE = {
    **_STATEMENT,
    "ref": "five-range.jcs",
    "detail": "five-range",
    "knowledge": "not_stated",
    "value": None,
    "quote": "",
}
_DETAIL = {
    "ref": "five-range",
    "claim": "five-outlets-launch",
    "question": "How far did it fly?",
    "type": "quantity",
    "unit": "km",
    "indirect": "",
    "cumulative": False,
    "varying": False,
    "tolerance": None,
    "narrower_than": {},
    "not_applicable": None,
    "state": "not_stated",
    "value": None,
    "given": None,
    "origins": 1,
    "reasons": [],
    "recorded_at": "2025-11-07T05:00:00Z",
    "values": None,
}
_EVENT = {
    "ref": "kp-launch-2025-11",
    "slug": "kp-launch-2025-11",
    "title": "North Korean missile launch of 7 November 2025",
    "place": "off the east coast of North Korea",
    "country": "KP",
    "when": "7 November 2025",
    "parties": ["North Korea", "South Korea", "Japan"],
    "recorded_at": "2025-11-07T05:00:00Z",
}
_SOURCE = {
    "ref": "KR.jcs",
    "kind": "organisation",
    "name": "ROK Joint Chiefs of Staff",
    "in_text": "",
    "aliases": ["JCS"],
    "country": "KR",
    "wikidata": "",
    "parent": {"ref": "KR", "name": "South Korea"},
    "affiliations": [],
    "newsgatherer": False,
    "description": "",
    "recorded_at": "2025-11-07T05:00:00Z",
}
_DOCUMENT: dict[str, Any] = {
    "ref": "five.ap",
    "publisher": {"ref": "ap", "name": "Associated Press"},
    "url": "https://news.example.org/launch",
    "title": "North Korea fires missile, Seoul says",
    "byline": "",
    "published": "2025-11-07T04:30:00Z",
    "language": "en",
    "type": "article-newspaper",
    "signal": "original",
    "supersedes": None,
    "embargoed_until": None,
    "retracted_at": None,
    "recorded_at": "2025-11-07T05:00:00Z",
    "snapshots": [],
}
_CLAIM = {
    "ref": "five-outlets-launch",
    "text": "North Korea launched a missile toward the sea off its east coast on 7 November 2025.",
    "clause": "",
    "clause_past": "",
    "language": "",
    "kind": "occurrence",
    "checkability": "checkable",
    "visibility": "public",
    "volatile": False,
    "review_by": None,
    "event": {"ref": _EVENT["ref"], "title": _EVENT["title"]},
    "recorded_at": "2025-11-07T05:00:00Z",
    "recorded_by": None,
    "amended_at": None,
    "assessment": _ASSESSMENT,
    "since": "2025-11-07T08:00:00Z",
    "number": 3,
    "permalink": _PERMALINK,
    "details": {
        "five-range": {
            "question": "How far did it fly?",
            "type": "quantity",
            "unit": "km",
            "state": "not_stated",
            "origins": 1,
            "reasons": [],
        }
    },
    "fingerprint": None,
}
_RECORD = {
    "claim": "five-outlets-launch",
    "number": 3,
    "audience": "public",
    "effective_at": "2025-11-07T08:00:00Z",
    "until": "2025-11-07T09:10:00Z",
    "replaced": False,
    "recorded_at": "2025-11-07T08:00:00Z",
    "assessment": _ASSESSMENT,
    "details": {"five-range": {"state": "not_stated", "origins": 1, "reasons": []}},
    "permalink": _PERMALINK,
}
_CITATION = {
    "ref": "cit_5f2b9c01d4e7",
    "claim": "five-outlets-launch",
    "number": 3,
    "permalink": _PERMALINK,
    "sentence": "South Korea's military and Japan's prime minister said separately that North "
    "Korea had launched a missile.",
    "system": "cms",
    "url": "https://paper.example.org/launch",
    "headline": "North Korea launches missile",
    "desk": "World",
    "contact": "world@paper.example.org",
    "cited_by": "cms",
    "cited_at": "2025-11-07T08:20:00Z",
    "last_notified": None,
    "alerts": [],
    "acknowledged": True,
}
_TEXT = (
    "The ROK Joint Chiefs of Staff and Sanae Takaichi (Prime Minister of Japan) said separately "
    "that North Korea launched a ballistic missile on 7 November 2025."
)
_SENTENCE = {
    "claim": "five-outlets-launch",
    "number": 3,
    "audience": "public",
    "status": "corroborated",
    "text": _TEXT,
    "more": ["The ROK Joint Chiefs of Staff did not say how far it flew."],
    "why_not": "",
    "on_request": "",
    "as_of": "2025-11-07T08:20:00Z",
    "policy": "default@2",
    "formats": {"print": _TEXT, "permalink": _PERMALINK},
}
_ALERT = {
    "ref": "alert_9c2d4e6f8a0b",
    "kind": "correct",
    "at": "2025-11-08T09:00:00Z",
    "citation": "cit_5f2b9c01d4e7",
    "claim": "five-outlets-launch",
    "place": {
        "system": "cms",
        "url": "https://paper.example.org/launch",
        "headline": "North Korea launches missile",
        "desk": "World",
    },
    "sentence": _TEXT,
    "previous_status": "corroborated",
    "status": "single_source",
    "why": "Its status fell from corroborated to single source. The statement of Sanae Takaichi "
    "was withdrawn.",
    "replacement": "The ROK Joint Chiefs of Staff said that North Korea launched a ballistic "
    "missile on 7 November 2025, the Associated Press reported; this could not be independently "
    "confirmed.",
    "why_not": "",
    "permalink": _PERMALINK,
    "acknowledge": "https://desk.example.org/alerts/alert_9c2d4e6f8a0b/",
    "acknowledged_by": None,
    "acknowledged_at": None,
    "acknowledged_note": None,
}
_CHANGE = {
    "cursor": "2025-11-07T08:00:00.000001Z",
    "kind": "status",
    "at": "2025-11-07T08:00:00.000001Z",
    "claim": {
        "ref": "five-outlets-launch",
        "ref_sha256": "be0fd94a9826d66e6b60ce219f2b16b0a8b51396c0f41e3a232a3fd8cb10d08d",
    },
    "status": "corroborated",
    "previous_status": "single_source",
    "changed": ["evidence_status", "reasons", "status", "support_origins"],
    "assessment": _ASSESSMENT,
    "since": "2025-11-07T08:00:00Z",
    "number": 3,
    "permalink": _PERMALINK,
}
_SUBSCRIPTION: dict[str, Any] = {
    "ref": "sub_7c1d2e3f4a5b",
    "url": "https://cms.example.org/hooks/second-source",
    "description": "The front page",
    "audience": "public",
    "filters": {"event": "kp-launch-2025-11", "status": ["confirmed", "disputed"]},
    "alerts": True,
    "active": True,
    "stopped_because": "",
    "served": "2025-11-07T08:00:00Z",
    "made_at": "2025-11-07T05:00:00Z",
    "deliveries": {"waiting": 0, "delivered": 3, "dead": 0, "withheld": 0},
}
_DELIVERY = {
    "ref": "msg_2a3b4c5d6e7f",
    "subscription": "sub_7c1d2e3f4a5b",
    "claim": "five-outlets-launch",
    "alert": None,
    "cursor": "2025-11-07T08:00:00.000001Z",
    "state": "delivered",
    "failures": 0,
    "due": "2025-11-07T08:00:01Z",
    "made_at": "2025-11-07T08:00:01Z",
    "ended_at": "2025-11-07T08:00:02Z",
    "attempts": [{"at": "2025-11-07T08:00:02Z", "status": 204, "error": "", "milliseconds": 81}],
}


def _page(row: dict[str, Any]) -> dict[str, Any]:
    return {"next": None, "audience": "public", "as_of": None, "results": [row]}


EXAMPLES: dict[str, dict[str, Any]] = {
    "StatusAnswer": _STATUS,
    "StatusesAnswer": {"audience": "public", "statuses": [_STATUS], "missing": ["unheard-of"]},
    "ClaimAnswer": _CLAIM,
    "EventAnswer": _EVENT,
    "SourceAnswer": _SOURCE,
    "DocumentAnswer": _DOCUMENT,
    "AttributionAnswer": _ATTRIBUTION,
    "ValueAnswer": _VALUE,
    "DetailAnswer": _DETAIL,
    "RecordAnswer": _RECORD,
    "SubscriptionAnswer": _SUBSCRIPTION,
    "DeliveryAnswer": _DELIVERY,
    "SecretAnswer": {
        **_SUBSCRIPTION,
        "secret": "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    },
    "ReplayedAnswer": {"replayed": 2},
    "ContributedAnswer": {"added": {"claims": 1, "attributions": 2}, "statuses": 2},
    "ChangesAnswer": {
        "audience": "public",
        "changes": [_CHANGE],
        "cursor": "2025-11-07T08:00:00.000001Z",
        "more": False,
    },
    "ClaimsAnswer": _page(_CLAIM),
    "EventsAnswer": _page(_EVENT),
    "SourcesAnswer": _page(_SOURCE),
    "DocumentsAnswer": _page(_DOCUMENT),
    "AttributionsAnswer": _page(_ATTRIBUTION),
    "ValuesAnswer": _page(_VALUE),
    "DetailsAnswer": _page(_DETAIL),
    "RecordsAnswer": _page(_RECORD),
    "CitationAnswer": _CITATION,
    "CitationsAnswer": _page(_CITATION),
    "SentenceAnswer": _SENTENCE,
    "AlertAnswer": _ALERT,
    "AlertsAnswer": _page(_ALERT),
    "SubscriptionsAnswer": _page(_SUBSCRIPTION),
    "DeliveriesAnswer": _page(_DELIVERY),
    "ProblemDetails": {
        "type": "/api/docs/problems/#parameter",
        "title": "A parameter is unknown, or its value is not allowed",
        "status": 400,
        "detail": "stauts: expected status, perhaps.",
        "errors": [{"parameter": "stauts", "value": "confirmed", "expected": "status, perhaps"}],
    },
    "GoogleErrorAnswer": {
        "error": {
            "code": 400,
            "message": "query: expected at least one word to look for.",
            "status": "INVALID_ARGUMENT",
        }
    },
    "StatusRequest": {"refs": ["five-outlets-launch", "kp-launch"]},
    "NewSource": {"kind": "organisation", "name": "ROK Joint Chiefs of Staff", "country": "KR"},
    "SourceChange": {"aliases": ["JCS"]},
    "SentText": {"id": "a1", "text": "The dam was safe, the ministry said on Friday."},
    "ReadAnswer": {
        "id": "a1",
        "document": None,
        "attributions": [
            {
                "source": [[18, 30]],
                "cue": [[31, 35]],
                "content": [[0, 16]],
                "relays": [],
                "hedges": [],
                "unknowns": [],
                "not_known": [],
                "stance": "asserts",
                "pattern": "after",
                "speaker": {
                    "name": "ministry",
                    "role": "",
                    "kind": "organisation",
                    "naming": "named_institution",
                    "ref": None,
                },
                "chain": [],
                "manner": "indirect",
                "carries": False,
                "said_on": None,
                "quantities": [],
                "claim": "The dam was safe.",
            }
        ],
    },
    "DocumentChange": {"language": "en"},
    "Retraction": {"document": "five.ap", "why": "The agency withdrew it."},
    "NewEvent": {"title": "North Korean missile launch of 7 November 2025", "country": "KP"},
    "EventChange": {"place": "off the east coast of North Korea"},
    "NewClaim": {"text": _CLAIM["text"], "event": "kp-launch-2025-11"},
    "ClaimChange": {"volatile": True},
    "NewAttribution": {
        "claim": "five-outlets-launch",
        "speaker": "KR.jcs",
        "stance": "asserts",
        "said_at": "2025-11-07T04:00:00Z",
        "sightings": [
            {"document": "five.ap", "quote": "a suspected short-range ballistic missile"}
        ],
    },
    "AttributionChange": {"stance": "asserts_likely"},
    "NewSighting": {"attribution": "five.jcs", "sighting": {"document": "five.reuters"}},
    "PassageRetraction": {
        "attribution": "five.jcs",
        "document": "five.ap",
        "why": "The agency took that passage out, and said so.",
    },
    "Withdrawal": {"attribution": "five.jcs", "note": "The Joint Chiefs took it back."},
    "NewDetail": {"claim": "five-outlets-launch", "question": "How far did it fly?", "unit": "km"},
    "DetailChange": {"unit": "m"},
    "NewValue": {
        "detail": "five-range",
        "speaker": "KR.jcs",
        "knowledge": "value",
        "value": {"value": 700, "qualifier": "about", "unit": "km"},
        "sightings": [{"document": "five.ap"}],
    },
    "ValueChange": {"knowledge": "withheld"},
    "SentVerdict": {
        "claim": "five-outlets-launch",
        "verdict": "corroborate",
        "reason": "I called both offices.",
        "fingerprint": "3f0c…",
    },
    "SentCitation": {
        "claim": "five-outlets-launch",
        "system": "cms",
        "url": "https://paper.example.org/launch",
        "headline": "North Korea launches missile",
        "desk": "World",
        "contact": "world@paper.example.org",
    },
    "SentAcknowledgement": {"note": "The story says so now."},
    "SentClaimName": {"claim": "five-outlets-launch"},
    "NewSubscription": {
        "url": "https://cms.example.org/hooks/second-source",
        "filters": {"status": ["confirmed", "refuted"]},
    },
    "SubscriptionChange": {"active": False},
}


def add_examples(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Put each example beside its type: what drf-spectacular calls when the schema is drawn."""
    schemas = result["components"]["schemas"]
    for name, example in EXAMPLES.items():
        if name in schemas:
            schemas[name]["examples"] = [example]
    return result
