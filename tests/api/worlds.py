"""Two worlds that differ only in what the public may not know: it has to look the same from outside.

The secrets are added to a world that was looked at before; then it is looked at again. Every address
that anybody may GET is asked, with every filter and expansion that bears on the secrets.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from claims.models import Claim
from claims.services.statements import SightingInput, record_detail_value
from sources.foundation.domain.moments import read_moment
from tests.factories import (
    BY,
    NOON,
    ClaimFactory,
    DetailFactory,
    DocumentFactory,
    EventFactory,
    SourceFactory,
    answered,
    said,
)

NOW = NOON + timedelta(days=1)
EMBARGO = read_moment("2099-01-01")


def open_world() -> None:
    """What everybody knows."""
    state = SourceFactory(ref="state", kind="state", name="The State")
    ministry = SourceFactory(ref="ministry", name="The Ministry", parent=state)
    agency = SourceFactory(ref="agency", kind="outlet", name="The Agency", newsgatherer=True)
    event = EventFactory(ref="flood", title="The flood")
    for number in range(3):
        claim = ClaimFactory(
            ref=f"open-{number}", text=f"The river rose by {number} metres.", event=event
        )
        report = DocumentFactory(ref=f"report-{number}", publisher=agency, title="A report")
        said(claim, ministry, document=report, said_at=NOON)
        detail = DetailFactory(ref=f"how-many-{number}", claim=claim)
        answered(detail)


def add_secrets() -> None:
    """What only the newsroom knows: internal claims, what is under embargo, and off the record."""
    insider = SourceFactory(ref="insider", kind="person", name="Insider Jones")
    shell = SourceFactory(ref="shell", name="Shell Company", parent=SourceFactory(ref="holding"))
    embargoed = DocumentFactory(
        ref="embargoed", title="Embargoed study", publisher=shell, embargoed_until=EMBARGO
    )
    secret_event = EventFactory(ref="secret-event", title="A secret event")
    secret = ClaimFactory(
        ref="secret", text="The dam was mined in secret.", visibility="internal", event=secret_event
    )
    said(secret, insider)
    for number in range(3):
        claim = Claim.objects.get(ref=f"open-{number}")
        said(claim, insider, ground_rules="off_record", document=DocumentFactory(ref=f"o{number}"))
        said(
            claim, insider, "denies", ground_rules="deep_background",
            document=DocumentFactory(ref=f"dd{number}"),
        )  # fmt: skip
        said(claim, shell, "denies", document=embargoed)
    record_detail_value(
        detail_value=_value(Claim.objects.get(ref="open-0"), shell),
        sightings=[SightingInput(_sighting(embargoed))],
        by=BY,
        at=NOON,
    )


def _value(claim: Claim, speaker: Any) -> Any:
    from claims.models import DetailValue

    return DetailValue(
        ref="secret-value", detail=claim.details.get(), speaker=speaker, knowledge="value",
        value={"value": 99},
    )  # fmt: skip


def _sighting(document: Any) -> Any:
    from claims.models import Sighting

    return Sighting(document=document)


SECRET_REFS = ("secret", "embargoed", "insider", "shell", "holding", "secret-event", "secret-value")
WORDS = ("insider", "shell", "embargoed", "jones", "mined", "river", "dam", "study")


def addresses() -> Iterator[str]:
    """Everything that anybody may ask for, above all what a secret could show in."""
    lists = ("claims", "events", "sources", "documents", "attributions", "details", "values")
    for name in lists:
        yield f"/api/v1/{name}/"
        yield f"/api/v1/{name}/?limit=1"
        yield f"/api/v1/{name}/?order=-ref"
        for ref in SECRET_REFS:
            yield f"/api/v1/{name}/{ref}/"
    for number in range(3):
        ref = f"open-{number}"
        everything = "attributions,interests,relations,timeline"
        yield f"/api/v1/claims/{ref}/?expand={everything}"
        yield f"/api/v1/statuses/{ref}"
        yield f"/api/v1/statuses/{ref}?as_of=2026-01-10T12:00:00Z"
        yield f"/api/v1/records/?claim={ref}"
        yield f"/api/v1/records/{ref}/1/"
        yield f"/api/v1/records/{ref}/9/"
        yield f"/api/v1/claimreviews/{ref}"
        yield f"/api/v1/details/how-many-{number}/?expand=values"
    for ref in SECRET_REFS:
        yield f"/api/v1/statuses/{ref}"
        yield f"/api/v1/claimreviews/{ref}"
        yield f"/api/v1/records/{ref}/1/"
        yield f"/api/v1/records/?claim={ref}"
        for name in ("speaker", "publisher", "document", "event", "claim"):
            yield f"/api/v1/claims/?{name}={ref}"
            yield f"/api/v1/changes/?{name}={ref}"
        for name in ("speaker", "document", "claim"):
            yield f"/api/v1/attributions/?{name}={ref}"
            yield f"/api/v1/values/?{name}={ref}"
        yield f"/api/v1/sources/?under={ref}"
        yield f"/api/v1/documents/?publisher={ref}"
    yield f"/api/v1/statuses/?{'&'.join(f'ref={ref}' for ref in ('open-0', *SECRET_REFS))}"
    for word in WORDS:
        yield f"/api/v1/claims/?q={word}"
        yield f"/api/v1/changes/?q={word}"
        yield f"/api/v1/feeds/changes.atom?q={word}"
        yield f"/api/v1/feeds/changes.json?q={word}"
        yield f"/v1alpha1/claims:search?query={word}"
    for query in (
        "status=disputed", "status_at_least=claimed", "reason=off_record",
        "reason=deep_background", "detail_state=disputed", "detail_state=known",
        "said_after=2026-01-01", "said_before=2026-01-01", "changed_after=2026-01-01",
        "visibility=internal", "cited=true", "order=-changed_at", "as_of=2026-01-10T12:00:00Z",
    ):  # fmt: skip
        yield f"/api/v1/claims/?{query}"
    yield "/api/v1/attributions/?withdrawn=true"
    yield "/api/v1/changes/"
    yield "/api/v1/changes/?limit=1"
    yield "/api/v1/feeds/changes.atom"
    yield "/api/v1/feeds/changes.json"
    for name in ("claims.csv", "claims.jsonl?expand=attributions,timeline", "dossiers.jsonl"):
        yield f"/api/v1/exports/{name}"
    yield "/v1alpha1/pages"
    yield from pages()
    yield "/api/v1/citations/"
    yield "/api/v1/subscriptions/"
    yield "/"


def pages() -> Iterator[str]:
    """The newsroom's pages, and what other sites and search engines take."""
    yield "/"
    yield "/search/"
    yield "/sitemap.xml"
    yield "/robots.txt"
    for section in ("claims", "events", "sources"):
        yield f"/sitemap-{section}.xml"
    for word in WORDS:
        yield f"/search/?q={word}"
        yield f"/search/?q={word}&status=disputed"
    for query in ("status=disputed", "status=single_source", "event=secret-event", "event=flood",
                  "speaker=insider", "speaker=ministry", "speaker=shell", "page=2"):  # fmt: skip
        yield f"/search/?{query}"
    yield "/search/?q=insider+jones"
    yield "/events/flood/"
    yield "/events/flood/?as_of=2026-01-10T12:00:00Z"
    yield "/events/secret-event/"
    for ref in ("ministry", "state", "agency", *SECRET_REFS):
        yield f"/sources/{ref}/"
    for ref in ("open-0", "open-1", "open-2", *SECRET_REFS):
        yield f"/claims/{ref}/"
        yield f"/claims/{ref}/?as_of=2026-01-10T12:00:00Z"
        yield f"/claims/{ref}/records/1/"
        yield f"/claims/{ref}/records/2/"
        yield f"/claims/{ref}/records/9/"
        yield f"/claims/{ref}/badge.svg"
        yield f"/claims/{ref}/embed/"
        yield f"/oembed?url=http://testserver/claims/{ref}/"
        yield f"/api/v1/sentences/{ref}"
    yield "/citations/"
    yield "/alerts/"
    yield "/citations/corrections.csv"
    yield "/api/v1/alerts/"


def seen(client: Any, at: Iterable[str]) -> dict[str, tuple[int, dict[str, str], bytes]]:
    """What each address answers: code, headers and bytes."""
    found = {}
    for address in at:
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        headers = {name: value for name, value in answer.headers.items() if name != "Date"}
        # What protects a form is drawn anew for each page.
        body = re.sub(rb'(csrfmiddlewaretoken" value=")[^"]+', rb"\1", body)
        found[address] = answer.status_code, headers, body
    return found
