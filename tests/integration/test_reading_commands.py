"""The commands that read: what they print, what they keep, and what they leave alone."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from claims.intake.models import Draft
from claims.intake.services import steps
from claims.models import Claim
from sources.foundation.domain.roles import Role
from sources.models import Document, Snapshot
from tests.extraction import drafts_of, taken
from tests.factories import NOON
from tests.integration.sources.test_fetching import plain, site
from tests.people import actor

TEXT = "🌊 The army said the bridge was open. Police declined to say why."


class Pipe:
    """Standard input or output as bytes."""

    def __init__(self, data: bytes = b"") -> None:
        self.buffer = io.BytesIO(data)


def proposals(monkeypatch: pytest.MonkeyPatch, *lines: str) -> list[dict[str, Any]]:
    monkeypatch.setattr(sys, "stdin", Pipe("\n".join(lines).encode()))
    out = io.StringIO()
    call_command("propose", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_propose_answers_each_line_with_spans_in_code_points(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = proposals(
        monkeypatch, json.dumps({"id": "a", "text": TEXT}), json.dumps({"id": 7, "text": ""})
    )
    assert [each["id"] for each in answers] == ["a", 7]
    said, silent = answers[0]["attributions"]
    assert [TEXT[a:b] for a, b in said["content"]] == ["the bridge was open"]
    assert [TEXT[a:b] for a, b in said["source"]] == ["The army"]
    assert (silent["stance"], silent["pattern"]) == ("declines", "silent")
    assert [TEXT[a:b] for a, b in silent["unknowns"]] == ["why"]
    assert {"source", "cue", "content", "relays", "hedges", "unknowns", "stance", "pattern"} <= set(
        said
    )
    assert answers[1]["attributions"] == []


def test_propose_answers_a_faulty_line_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = proposals(
        monkeypatch, "{", "[" * 5_000, "[]", '{"id": 1}', json.dumps({"id": "a", "text": TEXT})
    )
    assert ["error" in each for each in answers] == [True, True, True, True, False]


def run(*args: str, **options: Any) -> tuple[list[str], str]:
    out, err = io.StringIO(), io.StringIO()
    call_command(*args, stdout=out, stderr=err, **options)
    return out.getvalue().splitlines(), err.getvalue()


@pytest.mark.django_db
def test_read_prints_and_keeps_nothing_unless_told_to(tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_text(TEXT)
    (line,), _ = run("read", str(file))
    claims = [each["claim"] for each in json.loads(line)["attributions"]]
    assert claims[:1] == ["The bridge was open."]
    assert not Draft.objects.exists()
    (line,), _ = run("read", str(file), "--keep", "--publisher", "The Herald")
    kept = json.loads(line)
    assert kept["drafts"] == Draft.objects.count() == 2
    assert Document.objects.get().ref == kept["document"]
    assert not Claim.objects.exists()


@pytest.mark.django_db
def test_read_tells_what_it_could_not_read_and_reads_the_rest(tmp_path: Path) -> None:
    good, empty = tmp_path / "story.txt", tmp_path / "empty.txt"
    good.write_text(TEXT)
    empty.write_text("")
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError, match="2 of 3"):
        call_command("read", str(empty), str(good), str(tmp_path / "no"), stdout=out, stderr=err)
    assert len(out.getvalue().splitlines()) == 1
    assert "It is empty." in err.getvalue()
    assert "No such file" in err.getvalue()


@pytest.mark.django_db
def test_what_does_not_say_who_published_it_has_to_be_told(tmp_path: Path) -> None:
    file = tmp_path / "story.txt"
    file.write_text(TEXT)
    err = io.StringIO()
    with pytest.raises(CommandError):
        call_command("read", str(file), "--keep", stderr=err)
    assert "Who published it?" in err.getvalue()
    assert not Document.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_folder_is_watched_for_what_is_new(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(TEXT)
    (tmp_path / "notes.odt").write_text("no")
    watch = ("watch", str(tmp_path), "--once", "--publisher", "The Herald")
    lines, _ = run(*watch)
    assert len(lines) == Snapshot.objects.count() == 1
    (tmp_path / "two.html").write_text(
        f"<html><body><article><p>{TEXT}</p></article></body></html>"
    )
    (tmp_path / "copy.txt").write_text(TEXT)
    lines, _ = run(*watch)
    assert len(lines) == 1
    assert Snapshot.objects.count() == 2
    assert run(*watch)[0] == []


@pytest.mark.django_db(transaction=True)
def test_a_feed_is_watched_for_what_is_new(settings: Any) -> None:
    from ipaddress import ip_network

    settings.FETCH_NETWORKS = [ip_network("127.0.0.2/32")]
    for web in site("127.0.0.2"):
        story = web.url("127.0.0.2", "/story")
        feed = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Herald</title>
        <item><title>A</title><link>{story}</link></item>
        <item><title>B</title><link>file:///etc/passwd</link></item></channel></rss>"""
        web.pages["/feed"] = plain(feed.encode(), Content_Type="application/rss+xml")
        web.pages["/story"] = plain(TEXT.encode(), Content_Type="text/plain; charset=utf-8")
        watch = ("watch", web.url("127.0.0.2", "/feed"), "--once")
        lines, _ = run(*watch)
        document = Document.objects.get()
        assert len(lines) == 1
        assert (document.url, document.publisher.name) == (story, "The Herald")
        assert document.snapshots.get().captured_how == "fetched"
        asked = len(web.asked)
        assert run(*watch)[0] == []
        assert len(web.asked) == asked + 1  # the feed itself
        settings.FETCH = False
        assert "turned off" in run(*watch)[1]


@pytest.mark.django_db
def test_lessons_are_every_step_with_its_text() -> None:
    by = actor("reporter", Role.REPORTER)
    snapshot = taken(TEXT, by=by)
    one, two = drafts_of(snapshot)
    steps.mend(draft=one, changes={"stance": "asserts_likely"}, by=by, at=NOON)
    steps.reject(draft=two, why="Nothing.", by=by, at=NOON)
    lines, _ = run("lessons")
    taken_steps = [json.loads(line) for line in lines]
    assert [each["step"] for each in taken_steps] == ["found", "found", "mended", "rejected"]
    assert taken_steps[2]["before"]["stance"] == "asserts"
    assert taken_steps[2]["after"]["stance"] == "asserts_likely"
    assert {each["text"] for each in taken_steps} == {TEXT}
    assert "reporter" not in lines[2]  # what to learn from, not whom
    assert len(run("lessons", step=["rejected"])[0]) == 1


@pytest.mark.django_db
def test_the_archive_holds_the_bytes_as_they_came(monkeypatch: pytest.MonkeyPatch) -> None:
    from warcio.archiveiterator import ArchiveIterator

    address = "https://herald.example/bridge"
    snapshot = taken(TEXT, by=actor("reporter", Role.REPORTER), url=address)
    pipe = Pipe()
    monkeypatch.setattr(sys, "stdout", pipe)
    call_command("archive", snapshot.document.ref)
    pipe.buffer.seek(0)
    (record,) = [
        (each.rec_headers.get_header("WARC-Target-URI"), each.content_stream().read())
        for each in ArchiveIterator(pipe.buffer)
    ]
    assert record == (address, TEXT.encode())
    with pytest.raises(CommandError, match="Nothing is kept of nowhere"):
        call_command("archive", "nowhere")
