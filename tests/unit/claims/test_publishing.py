"""What the public may have of a dossier: it assesses the same, and tells nothing else."""

import json
from typing import Any

from hypothesis import given

from claims.domain.disclosure import HIDDEN, NAMEABLE, is_withheld, withheld
from claims.domain.policy.assessment import assess_all
from claims.domain.publishing import public_part
from claims.domain.vocabulary import GroundRules, Naming
from sources.domain.vocabulary import SourceKind
from sources.foundation.domain.moments import read_moment
from sources.foundation.domain.roles import Audience
from tests.dossiers import as_of, dossiers, read

TOLD = ("explanation", "next")


def told(answers: dict[str, Any]) -> dict[str, Any]:
    """Without the sentences: reviewers have other names."""
    return {
        ref: {name: value for name, value in each.items() if name not in TOLD}
        for ref, each in answers["claims"].items()
    } | answers["details"]


@given(dossiers(), as_of)
def test_it_assesses_as_the_whole_does_for_the_public(raw: dict[str, Any], at: Any) -> None:
    # Those who may not be named are one voice: with them in it, counts may differ.
    sources = read(raw).sources
    for kind in ("attributions", "detail_values"):
        kept = {
            each.id
            for each in getattr(read(raw), kind)
            if not is_withheld(each, sources[each.speaker])
        }
        raw[kind] = [each for each in raw.get(kind, []) if each["id"] in kept]
    if any("embargoed_until" in each for each in raw["documents"].values()):
        # Which signatures count is decided by what the newsroom saw (policy §7, P12).
        signed = ("corroborate", "refute")
        raw["reviews"] = [each for each in raw["reviews"] if each["verdict"] not in signed]
    dossier = read(raw)
    whole = assess_all(dossier, at, Audience.PUBLIC)
    part = public_part(dossier, at)

    assert told(assess_all(part, at, Audience.PUBLIC)) == told(whole)


@given(dossiers(), as_of)
def test_it_names_nothing_that_the_public_may_not_know(raw: dict[str, Any], at: Any) -> None:
    for ref, source in raw["sources"].items():
        source["name"] = f"name-of-{ref}"
    for index, each in enumerate([*raw.get("attributions", []), *raw.get("detail_values", [])]):
        each["note"] = f"note-{index}"
    dossier = read(raw)
    part = public_part(dossier, at)
    said = json.dumps([each.as_json() for each in (*part.attributions, *part.detail_values)])
    shown = said + json.dumps({ref: each.as_json() for ref, each in part.sources.items()})
    named = set()
    for each in (*part.attributions, *part.detail_values):
        assert each.ground_rules not in HIDDEN
        named.add(each.speaker)
        for sighting in each.sightings:
            for ref in (sighting.document, *sighting.via_documents):
                if ref.startswith("unnamed document"):
                    assert part.documents[ref].publisher == "unnamed"
                    continue
                embargo = dossier.documents[ref].embargoed_until
                assert embargo is None or embargo <= at

    assert "note-" not in said
    assert not {each.kind for each in part.sources.values() if each.name.startswith("name-of")} & {
        SourceKind.ANONYMOUS
    } or all(
        each.name == "an unnamed source" for ref, each in part.sources.items() if ref == "unnamed"
    )
    hidden = {
        each.speaker
        for each in (*dossier.attributions, *dossier.detail_values)
        if is_withheld(each, dossier.sources[each.speaker])
    }
    for ref in hidden - named - set(part.sources):
        assert f"name-of-{ref}" not in shown


@given(dossiers(), as_of)
def test_whose_own_document_it_is_does_not_tell_who_speaks(raw: dict[str, Any], at: Any) -> None:
    dossier = read(raw)
    part = public_part(dossier, at)
    whole = {each.id: each for each in (*dossier.attributions, *dossier.detail_values)}
    for each in (*part.attributions, *part.detail_values):
        speaker = whole[each.id].speaker
        if each.speaker == "unnamed" and speaker != "unnamed":
            publishers = {part.documents[seen.document].publisher for seen in each.sightings}
            assert speaker not in publishers


def test_the_where_clause_of_names_is_the_rule_itself() -> None:
    for naming in Naming:
        for rules in GroundRules:
            for kind in SourceKind:
                way = (naming, rules, kind)
                assert (way in NAMEABLE) != withheld(*way)


def test_two_papers_of_one_house_stay_one_where_nobody_is_named() -> None:
    """Whoever gets the public's part counts no more origins than we do."""
    papers = ("post", "echo")
    whole = read(
        {
            "sources": {
                "holding": {"kind": "organisation", "name": "Holding"},
                **{each: {"kind": "outlet", "name": each, "parent": "holding"} for each in papers},
                **{f"of-{each}": {"kind": "anonymous", "name": "Somebody"} for each in papers},
            },
            "documents": {each: {"publisher": each} for each in papers},
            "claims": [{"id": "c", "text": "It happened on 5 May 2026."}],
            "attributions": [
                {"id": each, "claim": "c", "speaker": f"of-{each}", "stance": "asserts",
                 "naming": "anonymous", "sightings": [{"document": each}]}
                for each in papers
            ],
        }
    )  # fmt: skip
    at = read_moment("2026-05-06")
    for dossier in (whole, public_part(whole, at)):
        (claim,) = assess_all(dossier, at, Audience.PUBLIC)["claims"].values()
        assert (claim["status"], claim["support_origins"]) == ("single_source", 1)
