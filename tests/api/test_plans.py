"""Each list is found by an index, on either engine: what it costs does not grow with the record."""

import re
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Wording
from claims.selectors import lookups
from sources.foundation.domain.roles import Role
from tests.cases import EXAMPLES
from tests.dbcases import loaded
from tests.people import person

# Tables of which there are few rows, however large the record.
SMALL = {"auth_user", "auth_group", "auth_user_groups", "claims_subscription"}

LISTS = [
    "claims/", "claims/?order=-ref", "claims/?order=changed_at", "claims/?order=-changed_at",
    "claims/?as_of=2025-11-07T12:00:00Z", "claims/?status=claimed", "claims/?cited=true",
    "claims/?status_at_least=single_source", "claims/?event=kp-launch-2025-11", "claims/?speaker=KR.jcs",
    "claims/?publisher=ap", "claims/?document=d.seed", "claims/?q=missile",
    "claims/?said_after=2025-11-07", "claims/?changed_after=2025-11-07&order=changed_at",
    "claims/?kind=occurrence", "claims/?reason=awaiting_review", "claims/?detail_state=unknown",
    "claims/?claim=kp-launch", "claims/?expand=attributions,timeline",
    "events/", "events/?order=-ref", "sources/", "sources/?order=-ref", "documents/",
    "attributions/", "attributions/?claim=kp-launch", "attributions/?speaker=KR.jcs",
    "attributions/?document=d.seed", "details/", "details/?claim=kp-launch", "values/",
    "values/?detail=kp-range", "records/?claim=kp-launch", "changes/", "changes/?speaker=KR.jcs",
    "changes/?after=2025-11-07T12:00:00Z", "statuses/kp-launch", "statuses/?ref=kp-launch&ref=x",
    "citations/", "exports/claims.csv",
]  # fmt: skip


def plans(captured: CaptureQueriesContext) -> list[tuple[str, str]]:
    """Each statement that reads, with how the engine goes about it."""
    found = []
    with connection.cursor() as cursor:
        for query in captured.captured_queries:
            sql = query["sql"]
            if sql.startswith("SELECT"):
                how = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
                cursor.execute(f"{how} {sql}")
                found.append((sql, "\n".join(str(row[-1]) for row in cursor.fetchall())))
    return found


def scanned(plan: str) -> set[str]:
    """The tables that are read from end to end, without an index."""
    if connection.vendor == "postgresql":
        return set(re.findall(r"Seq Scan on (\w+)", plan)) - SMALL
    found = re.findall(r"^SCAN (\w+)(?! VIRTUAL| USING|.* VIRTUAL TABLE)\b(.*)$", plan, re.M)
    return {table for table, rest in found if "USING" not in rest and "VIRTUAL" not in rest} - SMALL


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def record(kept: None) -> None:
    for name in ("missile-launch", "missile-launch-follow-up", "five-outlets"):
        loaded((EXAMPLES / f"{name}.json").read_text())
    # Either engine would rather read a small table whole, if it knew that it is small.
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        elif "sqlite_stat1" in connection.introspection.table_names(cursor):
            cursor.execute("DELETE FROM sqlite_stat1")
            cursor.execute("ANALYZE sqlite_schema")  # read what is known anew


@pytest.mark.parametrize("few", [lookups.FEW, -1])
@pytest.mark.parametrize("role", [None, Role.REVIEWER])
@pytest.mark.parametrize("path", LISTS)
def test_each_list_is_found_by_an_index(
    client: Any, record: None, path: str, role: Any, few: int, monkeypatch: Any
) -> None:
    monkeypatch.setattr(lookups, "FEW", few)
    if role or path == "citations/":
        client.force_login(person("somebody", role or Role.REVIEWER))
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(f"/api/v1/{path}")
        if answer.streaming:
            b"".join(answer.streaming_content)

    assert answer.status_code == 200, answer.content
    for sql, plan in plans(captured):
        assert not scanned(plan), (sql, plan)


def test_a_list_without_an_index_would_be_seen(record: None) -> None:
    with CaptureQueriesContext(connection) as captured, connection.cursor() as cursor:
        cursor.execute("SELECT text FROM claims_claim WHERE text LIKE '%missile%'")
    ((_, plan),) = plans(captured)

    assert scanned(plan) == {"claims_claim"}


@pytest.mark.parametrize(
    "path",
    [
        "claims/?speaker=KR.jcs", "claims/?speaker=KR", "claims/?publisher=pub", "claims/?q=missile",
        "claims/?q=missile&order=-changed_at", "claims/?q=missile -range", "attributions/?speaker=KR",
        "values/?speaker=KR", "changes/?speaker=KR", "changes/?q=missile&limit=3",
        "claims/?speaker=KR&as_of=2025-11-07T06:00:00Z",
    ],
)  # fmt: skip
def test_what_is_found_does_not_depend_on_how(client: Any, record: None, path: str) -> None:
    """Few hits are looked up, many are met on the way: the answers are the same bytes."""
    looked_up = client.get(f"/api/v1/{path}").content
    with patch.object(lookups, "FEW", -1):
        met = client.get(f"/api/v1/{path}").content

    assert met == looked_up
    assert b'"ref"' in met


@pytest.mark.parametrize("way", ["claims/?q=", "changes/?q=", "/v1alpha1/claims:search?query="])
def test_a_word_that_only_hidden_text_has_costs_the_same_as_one_that_nothing_has(
    client: Any, record: None, way: str
) -> None:
    Wording.objects.update(public=False)
    client.get("/api/v1/changes/")  # gives what waits its place, which the first to ask pays for
    costs = []
    for word in ("missil", "zyxwv"):
        with CaptureQueriesContext(connection) as captured:
            client.get(way + word if way.startswith("/") else f"/api/v1/{way}{word}")
        costs.append(len(captured))

    assert costs[0] == costs[1]
