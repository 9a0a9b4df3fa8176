"""Lists and their rows over the example record: types, filters, fields, refusals."""

from typing import Any

import pytest

from claims.api import schemas
from sources.api import schemas as source_shapes
from tests.cases import EXAMPLES
from tests.dbcases import loaded

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def examples(kept: None) -> None:
    for name in ("missile-launch", "missile-launch-follow-up", "election", "earthquake"):
        loaded((EXAMPLES / f"{name}.json").read_text())


def refs(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [each["ref"] for each in answer.json()["results"]]


LISTS = {
    "claims/?expand=attributions,interests,relations,timeline": schemas.ClaimsAnswer,
    "events/": schemas.EventsAnswer,
    "sources/": source_shapes.SourcesAnswer,
    "documents/": source_shapes.DocumentsAnswer,
    "attributions/": schemas.AttributionsAnswer,
    "details/?expand=values": schemas.DetailsAnswer,
    "values/": schemas.ValuesAnswer,
    "records/?claim=kp-launch": schemas.RecordsAnswer,
    "changes/": schemas.ChangesAnswer,
    "statuses/?ref=kp-launch&ref=el-turnout&ref=nothing": schemas.StatusesAnswer,
}


@pytest.mark.usefixtures("examples")
@pytest.mark.parametrize("audience", ["public", "internal"])
@pytest.mark.parametrize("address", LISTS)
def test_answers_are_of_the_type_that_is_documented(
    client: Any, desk: Any, address: str, audience: str
) -> None:
    client.force_login(desk)
    joined = "&" if "?" in address else "?"
    answer = client.get(f"/api/v1/{address}{joined}audience={audience}")

    assert answer.status_code == 200
    LISTS[address].model_validate(answer.json())
    assert answer.json().get("results", [True])


@pytest.mark.usefixtures("examples")
@pytest.mark.parametrize("address", list(LISTS)[:6])
def test_each_row_of_a_list_answers_at_its_own_address(client: Any, address: str) -> None:
    name, _, query = address.partition("/")
    for row in client.get(f"/api/v1/{address}").json()["results"][:5]:
        alone = client.get(f"/api/v1/{name}/{row['ref']}/{query}").json()
        for each in (row, alone):  # the one moment is later than the other
            each.get("assessment", {}).pop("as_of", None)
        assert alone == row


@pytest.mark.usefixtures("examples")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=refuted", ["eq-dam-cracked"]),
        ("status=refuted&status=confirmed", ["el-hale-won", "eq-dam-cracked"]),
        ("status_at_least=confirmed", ["el-hale-won"]),
        (
            "speaker=KP&status=claimed",
            ["kp-october-cruise", "kp-october-hypersonic", "kp-october-nuclear-forces"],
        ),
        ("speaker=hale.party", ["el-hale-won", "el-new-start"]),
        ("publisher=gazette", ["eq-dam-cracked", "eq-deaths"]),
        ("event=eldmark-election-2026&kind=act_of_authority", ["el-result-certified"]),
        ("reason=speaker_reversed", ["el-hale-won", "eq-dam-cracked"]),
        ("detail_state=disputed", ["eq-happened", "kp-artillery-monday"]),
        ("detail_state=withheld", ["el-turnout-record"]),
        ("q=dam+cracking", ["eq-dam-cracked"]),
        ('q="dam+cracked"', ["eq-dam-cracked"]),
        ('q="cracked+dam"', []),
        ("q=dam+-cracked", []),
        ("q=Reuters", ["kp-launch"]),
        ("q=pyongyang+cruise", ["kp-october-cruise"]),
        ("said_after=2026-03-01&reason=speaker_reversed", ["el-hale-won", "eq-dam-cracked"]),
        ("said_before=2025-01-01", []),
        ("claim=el-recount&claim=nothing", ["el-recount"]),
    ],
)
def test_claims_are_found_by_what_they_are(client: Any, query: str, found: list[str]) -> None:
    assert refs(client.get(f"/api/v1/claims/?{query}")) == found


@pytest.mark.usefixtures("examples")
@pytest.mark.parametrize(
    ("address", "named", "allowed"),
    [
        ("claims/?stauts=confirmed", "stauts", True),
        ("claims/?status=rumour", "status", True),
        ("claims/?status_at_least=not_checkable", "status_at_least", True),
        ("claims/?volatile=maybe", "volatile", False),
        ("claims/?said_after=yesterday", "said_after", False),
        ("claims/?order=text", "order", True),
        ("claims/?limit=0", "limit", False),
        ("claims/?limit=1001", "limit", False),
        ("claims/?limit=%D9%A1", "limit", False),
        ("claims/?cursor=nonsense", "cursor", False),
        ("claims/?fields=ref,nothing", "fields", True),
        ("claims/?expand=everything", "expand", True),
        ("claims/?event=", "event", False),
        ("claims/?event=a&event=b", "event", False),
        ("claims/?q=%21%21", "q", False),
        ("claims/?event=" + "x" * 201, "event", False),
        ("records/", "claim", False),
        ("changes/?after=soon", "after", False),
        ("changes/?wait=31", "wait", False),
        ("statuses/", "ref", False),
        ("sources/?kind=robot", "kind", True),
    ],
)
def test_what_is_not_understood_is_refused_by_name(
    client: Any, address: str, named: str, allowed: bool
) -> None:
    answer = client.get(f"/api/v1/{address}")
    problem = answer.json()

    assert answer.status_code == problem["status"] == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "no-store"
    assert [error["parameter"] for error in problem["errors"]] == [named]
    assert ("allowed" in problem["errors"][0]) == allowed
    assert named in problem["detail"]


@pytest.mark.usefixtures("examples")
def test_only_the_fields_that_are_wanted(client: Any) -> None:
    answer = client.get("/api/v1/claims/kp-launch/?fields=ref,assessment.status,event.title").json()

    assert answer == {
        "ref": "kp-launch",
        "event": {"title": answer["event"]["title"]},
        "assessment": {"status": "corroborated"},
    }
