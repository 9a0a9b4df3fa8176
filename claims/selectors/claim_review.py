"""Claims in the words of schema.org and PROV-O: what search engines and archives read.

A rating in numbers is only for what reviewers have signed off, as true or as false. For everything
else the status is told in words: no number says "unverified", "disputed" or "unknown".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from claims.domain.disclosure import INDIVIDUALS
from claims.domain.speaking import Speaker, Speaking, speaking
from claims.domain.vocabulary import Status
from claims.models import Standing
from claims.selectors.permalinks import Permalinks
from claims.selectors.record import dossier_of
from sources.domain.records import Document
from sources.foundation.domain.moments import write_moment

WORST, BEST = 1, 5


_RATED = {Status.REFUTED: WORST, Status.CONFIRMED: BEST}


CONTEXT = ["https://schema.org", {"prov": "http://www.w3.org/ns/prov#"}]


def textual_rating(status: Status) -> str:
    """The status in words, as a rating is shown."""
    return status.label.capitalize()


def rating(status: Status, explanation: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "Rating",
        "alternateName": textual_rating(status),
        "ratingExplanation": explanation,
    }
    if status in _RATED:
        found |= {"ratingValue": _RATED[status], "bestRating": BEST, "worstRating": WORST}
    return found


@dataclass(frozen=True, slots=True)
class ClaimSpeakers:
    """Who asserts some claims, by ref, and the names of those who published it."""

    speaking: Mapping[str, Speaking]
    names: Mapping[str, str]


def speakers_of(rows: Sequence[Standing], at: datetime) -> ClaimSpeakers:
    """What the public may know of who asserts these claims."""
    dossier = dossier_of([row.claim_id for row in rows])
    return ClaimSpeakers(
        {claim.id: speaking(dossier, claim, at) for claim in dossier.claims},
        {ref: source.name for ref, source in dossier.sources.items()},
    )


def claim_review(row: Standing, about: ClaimSpeakers, links: Permalinks) -> dict[str, Any]:
    """A claim as it stands, as a ClaimReview of ours about a Claim of whoever makes it."""
    record = row.record
    permalink = links.of(row.claim.ref, record.number, record.audience)
    status = Status(record.status)
    return {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "@id": permalink,
        "url": links.page(row.claim.ref, record.number),
        "inLanguage": "en",
        "datePublished": write_moment(record.took_effect),
        "author": {"@type": "Organization", "name": settings.HOUSE_NAME, "url": settings.SITE_URL},
        "claimReviewed": row.claim.text,
        "reviewBody": record.assessment["explanation"],
        "reviewRating": rating(status, record.assessment["explanation"]),
        "itemReviewed": _claim(row, status, about, links),
    }


def _claim(
    row: Standing, status: Status, about: ClaimSpeakers, links: Permalinks
) -> dict[str, Any]:
    said, names = about.speaking[row.ref], about.names
    claim: dict[str, Any] = {
        "@type": "Claim",
        "@id": links.claim(row.claim.ref),
        "text": row.claim.text,
    }
    if said.speakers:
        agents = [_agent(speaker) for speaker in said.speakers]
        claim["author"] = agents[0] if len(agents) == 1 else agents
        claim["prov:wasAttributedTo"] = [
            {"@type": "prov:Agent", "name": speaker.name} for speaker in said.speakers
        ]
    if said.first and said.first.said_at:
        claim["datePublished"] = write_moment(said.first.said_at)
    works = [_work(each, names) for each in said.documents if each.url or each.title]
    if works:
        claim["firstAppearance"], claim["appearance"] = works[0], works
    for name, documents in (
        ("prov:wasQuotedFrom", said.quoted),
        ("prov:hadPrimarySource", said.primary),
    ):
        addresses = [{"@id": document.url} for document in documents if document.url]
        if addresses:
            claim[name] = addresses
    if status is Status.RETRACTED and said.withdrawn_at:
        claim["prov:wasInvalidatedBy"] = {
            "@type": "prov:Activity",
            "prov:endedAtTime": write_moment(said.withdrawn_at),
        }
    return claim


def _agent(speaker: Speaker) -> dict[str, Any]:
    source = speaker.source
    one = source is None or source.kind in INDIVIDUALS
    found = {"@type": "Person" if one else "Organization", "name": speaker.name}
    if source is not None and source.wikidata:
        found["sameAs"] = f"https://www.wikidata.org/entity/{source.wikidata}"
    return found


def _work(document: Document, names: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "CreativeWork",
        "publisher": {"@type": "Organization", "name": names[document.publisher]},
    }
    if document.title:
        found["headline"] = document.title
    if document.url:
        found["url"] = document.url
    if document.published:
        found["datePublished"] = write_moment(document.published)
    if document.lang:
        found["inLanguage"] = document.lang
    return found
