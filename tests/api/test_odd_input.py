"""Whatever is sent, it is answered, never with a 5xx, and refused with its reason."""

import gzip
import json
from random import Random
from typing import Any

import pytest
from django.test import Client

from claims.api.filters import (
    AttributionFilters,
    ChangeFilters,
    CitationFilters,
    ClaimFilters,
    DetailFilters,
    RecordFilters,
    ValueFilters,
)
from sources.api.views import DocumentFilters, SourceFilters
from sources.foundation.domain.roles import Role
from tests.environment import much
from tests.factories import ClaimFactory, said
from tests.people import person

pytestmark = pytest.mark.django_db

LISTS: dict[str, Any] = {
    "claims/": ClaimFilters,
    "attributions/": AttributionFilters,
    "values/": ValueFilters,
    "details/": DetailFilters,
    "records/": RecordFilters,
    "sources/": SourceFilters,
    "documents/": DocumentFilters,
    "changes/": ChangeFilters,
    "citations/": CitationFilters,
    "feeds/changes.atom": ChangeFilters,
    "exports/claims.csv": ClaimFilters,
}
ODD = [
    str(2**31), str(2**63), str(-(2**63) - 1), "9" * 400, "-1", "0.5", "NaN", "Infinity", "true",
    "null", "None", "[]", "{}", "%", "'", '"', "\\", "' OR 1=1 --", "; DROP TABLE claims_claim",
    "<script>alert(1)</script>", "\u202e\u200b\ufeff", "a" * 1_999, "é" * 500, "😀", "١٢٣",
    "2026-02-30", "0000-01-01", "9999-12-31T23:59:59Z", "2026-01-01T00:00:00+99:99", "*", "a*",
    "AND", "NOT", "NEAR(a b)", "a:b", "(", '"unclosed', "-", "--", "^", "title:", "\ud7ff",
]  # fmt: skip


@pytest.fixture
def signed_in() -> Client:
    said(ClaimFactory(ref="c"))
    client = Client()
    client.force_login(person("everyone", Role.REPORTER, Role.REVIEWER, Role.EDITOR))
    return client


@pytest.mark.parametrize("path", LISTS)
def test_odd_values_in_every_filter(signed_in: Client, path: str) -> None:
    names = [*LISTS[path].base_filters, "limit", "cursor", "order", "fields", "as_of", "after"]
    for name in names:
        # Some of them to each, other ones in each list, and always the same.
        for value in Random(path + name).sample(ODD, min(much(12), len(ODD))):
            answer = signed_in.get(f"/api/v1/{path}", {name: value})
            assert answer.status_code in (200, 400), (name, value)


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=%ff%fe", "q=%ed%a0%80", "q=a%0ab", "q=" + "a" * 2_001, "%00=1", "%ff=1", "=1",
     "q", "&&&", "q=a&q=b", "limit=1&limit=2", "a=" * 500, "cursor=" + "A" * 5_000,
     "cursor=W10", "cursor=eyJ4Ijo", "cursor=WyIyMDI2LTAxLTAxIiwicmVmIix7ImF0IjoxfV0",
     "cursor=WyIyMDI2LTAxLTAxIiwicmVmIixbW1tbW1tbW11dXV1dXV1dXV0", "alt=proto&query=a"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["api/v1/claims/", "api/v1/changes/", "v1alpha1/claims:search"])
def test_odd_queries(client: Any, path: str, query: str) -> None:
    answer = client.get(f"/{path}?{query}")

    assert answer.status_code in (200, 400)


@pytest.mark.parametrize(
    "path",
    ["claims/%00/", "claims/%ff%fe/", "claims/%ed%a0%80/", "claims/..%2f..%2fetc%2fpasswd/",
     "claims/" + "a" * 5_000 + "/", "statuses/%0d%0aSet-Cookie:%20a=b", "records/c/99999999999/",
     "records/c/-1/", "records//1/", "statuses/", "claims/c//", "subscriptions/%00/",
     "nothing/at/all", "claimreviews/", "claimreviews/%20"],
)  # fmt: skip
def test_odd_addresses(client: Any, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")

    assert answer.status_code in (400, 401, 404)
    assert answer["Content-Type"].startswith(("application/problem+json", "text/html"))
    assert "a=b" not in str(answer.cookies)


def deep(levels: int) -> str:
    return "[" * levels + "]" * levels


BODIES: dict[str, tuple[Any, int]] = {
    "nothing": (b"", 422),
    "no JSON": (b"{", 400),
    "not UTF-8": (b'{"text": "\xff"}', 400),
    "another encoding": ('{"text": "It."}'.encode("utf-16"), 400),
    "NaN": (b'{"text": NaN}', 400),
    "a member twice": (b'{"text": "a", "text": "b"}', 400),
    "a number of thousands of digits": (b'{"review_by": ' + b"9" * 10_000 + b"}", 400),
    "deep": (deep(100_000).encode(), 400),
    "deep within reason": (deep(500).encode(), 422),
    "a lone surrogate": (b'{"text": "\\ud800"}', 422),
    "NUL": (b'{"text": "a\\u0000b"}', 422),
    "a list": (b"[]", 422),
    "a number": (b"1", 422),
    "null": (b"null", 422),
    "huge": (json.dumps({"text": "a" * 2_000_000}).encode(), 413),
    "long": (json.dumps({"text": "a" * 100_001}).encode(), 422),
    "many members": (json.dumps({str(n): n for n in range(50_000)}).encode(), 422),
}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("path", ["claims/", "sources/", "verdicts/", "attributions/", "statuses/"])
def test_odd_bodies(signed_in: Client, path: str, body: str) -> None:
    sent, code = BODIES[body]
    answer = signed_in.post(f"/api/v1/{path}", sent, content_type="application/json")

    assert answer.status_code == code, answer.content[:300]
    assert answer["Content-Type"] == "application/problem+json"
    assert len(answer.content) < 400_000


def test_a_body_that_unpacks_to_very_much_is_not_unpacked(signed_in: Client) -> None:
    bomb = gzip.compress(b'{"text": "' + b"a" * 50_000_000 + b'"}')
    headers = {"Content-Encoding": "gzip"}
    answer = signed_in.post(
        "/api/v1/claims/", bomb, content_type="application/json", headers=headers
    )
    plain = signed_in.post("/api/v1/claims/", bomb, content_type="application/json")

    assert answer.status_code == 415
    assert plain.status_code in (400, 413)


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x", ""]
)
def test_another_media_type_is_refused(signed_in: Client, media_type: str) -> None:
    answer = signed_in.post("/api/v1/claims/", b"x", content_type=media_type)

    assert answer.status_code == 415


@pytest.mark.parametrize("accept", ["text/csv", "application/xml", "image/png;q=0.1"])
def test_a_media_type_that_is_not_to_be_had(client: Any, accept: str) -> None:
    answer = client.get("/api/v1/claims/", headers={"Accept": accept})

    assert answer.status_code == 406
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "header",
    ["Token", "Token a b", "Token ss_" + "g" * 64, "Token ss_" + "0" * 64, "Token é", "Basic YQ==",
     "Token " + "a" * 10_000, "Token \udcff", "Bearer x"],
)  # fmt: skip
def test_odd_tokens(client: Any, header: str) -> None:
    answer = client.get(
        "/api/v1/claims/", HTTP_AUTHORIZATION=header.encode("utf-8", "replace").decode("latin-1")
    )

    assert answer.status_code == (200 if header.startswith(("Basic", "Bearer")) else 401)


@pytest.mark.parametrize(
    "name", ["If-None-Match", "If-Modified-Since", "If-Match", "Accept", "Range", "Cookie"]
)
def test_odd_headers(client: Any, name: str) -> None:
    said(ClaimFactory(ref="c"))
    for value in ("", '"', "W/", "*", "a" * 5_000, "\xff", '"a", "b"', "Thu, 01 Jan 1970"):
        for path in ("statuses/c", "claims/c/", "claims/"):
            answer = client.get(f"/api/v1/{path}", headers={name: value})
            assert answer.status_code in (200, 304, 406, 412)


def test_ten_thousand_refs_in_an_address(client: Any) -> None:
    answer = client.get("/api/v1/statuses/?" + "&".join(f"ref=c{n}" for n in range(10_000)))

    assert answer.status_code == 400
    assert answer.json()["type"] == "/api/docs/problems/#parameter"


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "head", "trace"])
def test_methods_that_an_address_does_not_know(client: Any, method: str) -> None:
    answer = getattr(client, method)("/api/v1/claims/")

    assert answer.status_code in (200, 401, 405)


def test_cells_are_no_formulas(client: Any) -> None:
    from claims.domain.oddities import defused

    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1", "|cmd", "%x"]
    for number, text in enumerate(texts):
        ClaimFactory(ref=f"f{number}", text=text)
    answer = client.get("/api/v1/exports/claims.csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()

    assert all(defused(text).startswith("'") for text in texts)
    assert defused("plain - text") == "plain - text"
    assert sum(",'" in line or ",\"'" in line for line in lines) == len(texts)
