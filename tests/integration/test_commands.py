"""The commands that scripts call: assess, load and dump."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection

from claims.models import Claim
from reviews.services.accounts import GROUPS
from tests.cases import EXAMPLES
from tests.integration.test_settings import SERVING, manage
from tests.unit.claims.test_faults import SMALL, with_

ELECTION = EXAMPLES / "election.json"


def run(*arguments: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command(*[str(each) for each in arguments], stdout=out, **options)
    return out.getvalue()


def test_assess_prints_one_object_and_needs_no_database(tmp_path: Path) -> None:
    found = manage("assess", str(ELECTION), "--as-of", "2026-03-06T14:00:00Z")
    answer = json.loads(found.stdout)

    assert found.returncode == 0
    assert answer["claims"]["el-hale-won"]["status"] == "confirmed"
    assert answer["claims"]["el-hale-won"]["policy"] == "default@2"
    assert answer["details"]["el-margin"]["value"] == {"low": 41280, "high": 41280, "unit": "1"}


def test_assess_reads_json_lines_and_answers_each_in_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = [
        {"dossier": SMALL},
        {"dossier": {"clams": []}},
        {"dossier": SMALL, "as_of": "soon"},
        {"dossier": SMALL, "audience": "everybody", "extra": 1},
        [],
        {"dossier": SMALL, "audience": "internal", "as_of": "2026-01-01T00:00:00Z"},
    ]
    text = "\n".join(json.dumps(line) for line in lines) + "\nnot json\n" + "[" * 100_000 + "\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    answers = [json.loads(line) for line in run("assess", "-").splitlines()]

    assert ["error" in answer for answer in answers] == [
        False, True, True, True, True, False, True, True,
    ]  # fmt: skip
    assert answers[0]["claims"]["c"]["status"] == "single_source"
    assert answers[1]["error"]["faults"][0]["path"] == "$.clams"
    assert answers[5]["claims"]["c"]["as_of"] == "2026-01-01T00:00:00Z"
    assert answers[5]["claims"]["c"]["audience"] == "internal"


def test_assess_reports_every_fault_and_fails(tmp_path: Path) -> None:
    faulty = tmp_path / "faulty.json"
    faulty.write_text(json.dumps(with_("attributions.0.stance", "swears")))
    found = manage("assess", str(faulty))

    assert found.returncode == 1
    assert '$.attributions[0].stance: "swears"; expected one of' in found.stderr
    assert "Traceback" not in found.stderr
    assert not found.stdout


def test_assess_says_what_would_not_be_loaded(tmp_path: Path) -> None:
    cyclic = tmp_path / "cyclic.json"
    cyclic.write_text(json.dumps(with_("sources.a.parent", "a")))
    found = manage("assess", str(cyclic))

    assert found.returncode == 0
    assert "it would not be loaded: $.sources.a" in found.stderr


@pytest.mark.django_db
def test_load_says_what_it_did_and_dump_gives_it_back(tmp_path: Path) -> None:
    first, again = run("load", ELECTION), run("load", ELECTION)
    dumped = tmp_path / "dumped.json"
    dumped.write_text(run("dump", "--event", "eldmark-election-2026"))

    assert "Added 13 sources" in first
    assert "10 claims" in first
    assert "status records" in first
    assert again.strip() == "Nothing new: all of it is on record already."
    assert json.loads(run("assess", dumped, "--as-of", "2026-06-01")) == json.loads(
        run("assess", ELECTION, "--as-of", "2026-06-01")
    )


@pytest.mark.django_db
def test_a_refused_load_exits_with_1_and_leaves_nothing(tmp_path: Path) -> None:
    faulty = tmp_path / "faulty.json"
    faulty.write_text(json.dumps(with_("attributions.0.speaker", "z")))

    with pytest.raises(CommandError, match=r"Nothing was loaded.\n.*speaker") as refusal:
        run("load", ELECTION, faulty)
    assert refusal.value.returncode == 1
    assert not Claim.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["nothing.json", "."])
def test_a_file_that_cannot_be_read_is_named(name: str) -> None:
    with pytest.raises(CommandError, match=name):
        run("load", name)


@pytest.mark.django_db
def test_load_internal_keeps_new_claims_to_the_newsroom() -> None:
    run("load", ELECTION, "--internal")

    assert set(Claim.objects.values_list("visibility", flat=True)) == {"internal"}


def test_commands_work_without_any_setting_but_the_database() -> None:
    found = manage("check", DATABASE_URL=SERVING["DATABASE_URL"])

    assert found.returncode == 0


@pytest.mark.django_db
def test_a_dump_says_that_some_of_it_is_internal(capsys: pytest.CaptureFixture[str]) -> None:
    run("load", ELECTION, "--internal")
    run("dump")

    assert "10 of these claims are internal" in capsys.readouterr().err


@pytest.mark.django_db
def test_roles_that_went_missing_are_made_by_the_next_migration() -> None:
    Group.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert set(Group.objects.values_list("name", flat=True)) == set(GROUPS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("command", [["deliver", "--once"], ["reindex"]])
def test_sqlite_is_told_of_the_size_of_its_tables(command: list[str]) -> None:
    if connection.vendor == "postgresql":
        return  # which sees to it itself
    call_command("load", str(EXAMPLES / "five-outlets.json"), stdout=io.StringIO())
    call_command(*command, stdout=io.StringIO())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'claims_standing'")
        (counted,) = cursor.fetchone()
        cursor.execute("DELETE FROM sqlite_stat1")
    assert counted
