"""The formats of the world: Google's shape, schema.org, files."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from claims.domain.dossier.parsing import parse
from claims.domain.policy.assessment import assess_all
from claims.domain.vocabulary import Status
from claims.models import Claim
from sources.foundation.domain.moments import read_moment
from sources.foundation.domain.roles import Audience
from tests.cases import EXAMPLES
from tests.dbcases import loaded, standing
from tests.factories import NOON, ClaimFactory, DocumentFactory, SourceFactory, said

pytestmark = pytest.mark.django_db

NAMES = ("five-outlets", "missile-launch", "missile-launch-follow-up", "election", "earthquake")


@pytest.fixture
def examples() -> None:
    for name in NAMES:
        loaded((EXAMPLES / f"{name}.json").read_text())


def streamed(answer: Any) -> str:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


@pytest.mark.usefixtures("examples")
def test_claims_in_the_shape_of_google(client: Any) -> None:
    answer = client.get("/v1alpha1/claims:search", {"query": "missile", "key": "k"}).json()
    claim = next(each for each in answer["claims"] if "toward the sea" in each["text"])
    (review,) = claim["claimReview"]

    assert claim["claimant"]
    assert review["textualRating"] in ("Corroborated", "Confirmed")
    assert review["publisher"]["name"] == "Second Source"
    assert client.get(review["url"]).status_code == 200


@pytest.mark.usefixtures("examples")
def test_the_pages_of_a_search_follow_each_other(client: Any) -> None:
    address, given = "/v1alpha1/claims:search", {"query": "north korea", "pageSize": 3}
    whole = client.get(address, {**given, "pageSize": 100}).json()["claims"]
    found, token = [], None
    while True:
        more = {"pageToken": token} if token else {}
        page = client.get(address, {**given, **more}).json()
        found += page["claims"]
        token = page.get("nextPageToken")
        if not token:
            break
    offset = client.get(address, {**given, "offset": 3}).json()["claims"]

    assert found == whole
    assert offset == whole[3:6]


@pytest.mark.usefixtures("examples")
@pytest.mark.parametrize(
    ("query", "some"),
    [
        ("query=missile&languageCode=en-GB", True),
        ("query=missile&languageCode=de", False),
        ("query=missile&maxAgeDays=1", True),
        ("reviewPublisherSiteFilter=127.0.0.1", True),
        ("reviewPublisherSiteFilter=example.org", False),
        ("query=missile&pageSize=0", True),
        ("query=zebra", False),
    ],
)
def test_the_parameters_of_google_do_what_they_say(client: Any, query: str, some: bool) -> None:
    answer = client.get(f"/v1alpha1/claims:search?{query}")

    assert answer.status_code == 200
    assert bool(answer.json().get("claims")) == some


@pytest.mark.parametrize("query", ["", "query=%21", "query=a&pageSize=x", "query=a&oops=1"])
def test_errors_have_the_shape_of_google(client: Any, query: str) -> None:
    answer = client.get(f"/v1alpha1/claims:search?{query}")

    assert answer.status_code == 400
    assert answer.json()["error"]["status"] == "INVALID_ARGUMENT"
    assert client.get("/v1alpha1/pages/none").json()["error"]["code"] == 404
    assert client.post("/v1alpha1/pages").status_code == 405


@pytest.mark.usefixtures("examples")
def test_a_page_is_found_by_its_name_and_by_its_address(client: Any) -> None:
    page = client.get("/v1alpha1/pages?pageSize=1").json()["claimReviewMarkupPages"][0]
    by_name = client.get(f"/v1alpha1/{page['name']}").json()
    by_address = client.get("/v1alpha1/pages", {"url": page["pageUrl"]}).json()

    assert by_name == page
    assert by_address["claimReviewMarkupPages"] == [page]
    assert client.get("/v1alpha1/pages", {"url": "https://example.org/"}).json() == {}


# From schema.org: the properties that these types have, by themselves or from above.
PROPERTIES = {
    "ClaimReview": {
        "@context", "url", "inLanguage", "datePublished", "author", "claimReviewed", "reviewBody",
        "reviewRating", "itemReviewed",
    },
    "Claim": {"text", "author", "datePublished", "firstAppearance", "appearance"},
    "Rating": {"alternateName", "ratingExplanation", "ratingValue", "bestRating", "worstRating"},
    "Organization": {"name", "url", "sameAs"},
    "Person": {"name", "sameAs"},
    "CreativeWork": {"headline", "url", "publisher", "datePublished", "inLanguage"},
}  # fmt: skip


def check(node: Any) -> None:
    """Every type has only properties that it has in schema.org, or in PROV."""
    if isinstance(node, list):
        for each in node:
            check(each)
    elif isinstance(node, dict):
        kind = node.get("@type", "")
        if kind.startswith("prov:"):
            return
        for name, value in node.items():
            if name not in ("@type", "@id", "@context") and not name.startswith("prov:"):
                assert not kind or name in PROPERTIES[kind], (kind, name)
            if name != "@context":
                check(value)


@pytest.mark.usefixtures("examples")
def test_every_claim_is_a_claim_review_and_only_what_is_signed_has_a_number(client: Any) -> None:
    seen = set()
    for claim in Claim.objects.all():
        review = client.get(f"/api/v1/claimreviews/{claim.ref}").json()
        record = standing(claim.ref, read_moment("2026-11-01"))
        check(review)
        rating, status = review["reviewRating"], Status(record["status"]) if record else None
        if status is None:
            continue
        seen.add(status)
        numbers = {Status.CONFIRMED: 5, Status.REFUTED: 1}
        assert rating.get("ratingValue") == numbers.get(status)
        assert ("bestRating" in rating) == (status in numbers)
        assert review["url"].endswith(
            f"/claims/{review['itemReviewed']['@id'].split('/')[-2]}/records/{review['@id'].split('/')[-2]}/"
        )

    assert {Status.CONFIRMED, Status.REFUTED, Status.DISPUTED, Status.SINGLE_SOURCE} <= seen


def test_where_a_claim_comes_from(client: Any) -> None:
    claim = ClaimFactory(ref="c")
    ministry = SourceFactory(name="The Ministry", wikidata="Q42")
    document = DocumentFactory(publisher=ministry, url="https://ministry.example/1", title="Note")
    attribution = said(claim, ministry, document=document, said_at=NOON)
    attribution.sightings.update(attestation="primary")
    said(
        claim, SourceFactory(kind="person", name="Colonel Kim"), document=DocumentFactory(),
        ground_rules="background", attribution_as="a colonel",
    )  # fmt: skip
    answer = client.get("/api/v1/claimreviews/c")
    item = answer.json()["itemReviewed"]

    assert answer["Content-Type"] == "application/ld+json"
    assert item["datePublished"] == "2026-01-10T12:00:00Z"
    assert [each["name"] for each in item["author"]] == ["The Ministry", "a colonel"]
    assert item["author"][0]["sameAs"] == "https://www.wikidata.org/entity/Q42"
    assert item["prov:hadPrimarySource"] == [{"@id": "https://ministry.example/1"}]
    assert "Kim" not in answer.content.decode()


def test_what_was_taken_back_says_when(client: Any, now: Callable[..., None]) -> None:
    now(NOON)
    claim = ClaimFactory(ref="c")
    attribution = said(claim)
    attribution.withdrawn_note = "They took it back."
    from claims.api.writes import on_record
    from claims.services.statements import record_attribution
    from tests.factories import BY

    record_attribution(attribution=attribution, sightings=on_record(attribution), by=BY, at=NOON)
    review = client.get("/api/v1/claimreviews/c").json()

    assert review["reviewRating"]["alternateName"] == "Retracted"
    invalidated = review["itemReviewed"]["prov:wasInvalidatedBy"]
    assert invalidated["prov:endedAtTime"] == "2026-01-10T12:00:00Z"


@pytest.mark.usefixtures("examples")
def test_a_spreadsheet_of_claims(client: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(streamed(client.get("/api/v1/exports/claims.csv")))))
    narrowed = streamed(client.get("/api/v1/exports/claims.csv?status=refuted"))

    assert len(rows) == Claim.objects.filter(visibility="public").count()
    by_ref = {row["ref"]: row for row in rows}
    assert by_ref["five-outlets-launch"]["status"] == "confirmed"
    assert by_ref["five-outlets-launch"]["support_origins"] == "2"
    assert len(narrowed.splitlines()) == 2


@pytest.mark.usefixtures("examples")
def test_lines_of_claims_are_those_of_the_list(client: Any) -> None:
    answer = client.get("/api/v1/exports/claims.jsonl?expand=attributions&as_of=2026-06-01")
    lines = [json.loads(line) for line in streamed(answer).splitlines()]
    listed = client.get("/api/v1/claims/?expand=attributions&limit=1000&as_of=2026-06-01").json()

    assert lines == listed["results"]


@pytest.mark.usefixtures("examples")
def test_dossiers_of_the_public_assess_as_the_public_is_told(client: Any) -> None:
    at = read_moment("2026-11-01")
    answer = client.get("/api/v1/exports/dossiers.jsonl", {"as_of": "2026-11-01"})
    found: dict[str, Any] = {}
    for line in streamed(answer).splitlines():
        found |= assess_all(parse(line), at, Audience.PUBLIC)["claims"]

    assert set(found) == set(Claim.objects.values_list("ref", flat=True))
    for ref, assessed in found.items():
        told = standing(ref, at)
        assert told is not None
        for name in ("status", "reasons", "support_origins", "denying_origins", "approvals"):
            assert assessed[name] == told[name], ref


@pytest.mark.usefixtures("examples")
def test_dossiers_of_the_newsroom_are_the_record(client: Any, desk: Any, tmp_path: Any) -> None:
    client.force_login(desk)
    (tmp_path / "d.jsonl").write_text(streamed(client.get("/api/v1/exports/dossiers.jsonl")))
    out = io.StringIO()
    call_command("load", str(tmp_path / "d.jsonl"), stdout=out)

    assert "Nothing new" in out.getvalue()


def test_a_fault_in_a_line_is_told_with_its_line(tmp_path: Any) -> None:
    (tmp_path / "d.jsonl").write_text('{"claims": []}\n\n{"claims": 1}\n')

    with pytest.raises(CommandError, match=r"d\.jsonl, line 3: \$\.claims"):
        call_command("load", str(tmp_path / "d.jsonl"))
