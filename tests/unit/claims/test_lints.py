"""Lints: what a careful colleague would point out, and what they would let pass."""

from typing import Any

import pytest

from claims.domain.lints import lints
from claims.domain.policy.reading import View
from claims.domain.policy.settlement import evidence_on
from sources.foundation.domain.moments import LATEST
from sources.foundation.domain.roles import Audience
from tests.dossiers import read

PASSAGE = (
    "officials in the capital said on Tuesday that the two bridges over the river had been closed"
)


def codes(
    text: str = "A tower fell in Tarn on 3 March 2026.",
    *attributions: dict[str, Any],
    texts: dict[str, str] | None = None,
    **claim: Any,
) -> set[str]:
    """What is pointed out about a claim and what is said of it."""
    sources = {
        "gov": {"kind": "organisation", "name": "The government"},
        "rival": {"kind": "organisation", "name": "The rival"},
        "paper": {"kind": "outlet", "name": "The Paper"},
        "sources": {"kind": "anonymous", "name": "Two officials"},
    }
    dossier = read(
            {
                "sources": sources,
                "documents": {"d1": {"publisher": "paper"}, "d2": {"publisher": "paper"}},
                "claims": [{"id": "c", "text": text, **claim}],
                "attributions": [
                    {"id": f"a{number}", "claim": "c", "stance": "asserts", "speaker": "gov",
                     "sightings": [{"document": f"d{number}"}], **given}
                    for number, given in enumerate(attributions, 1)
                ],
            }
    )  # fmt: skip
    view = View(dossier, LATEST, Audience.INTERNAL)
    record = dossier.claims[0]
    found = lints(record, evidence_on(record, view), view, texts or {})
    return {each.code for each in found}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A tower fell in Tarn on 3 March 2026.", None),
        ("An earthquake shook Marrow Bay on 4 May 2026.", None),
        ("Reuters and AP employees met in 2026.", "claim_joined"),
        ("A tower probably fell in Tarn on 3 March 2026.", "claim_hedged"),
        ("A tower may have fallen in Tarn on 3 March 2026.", "claim_hedged"),
        ("The mayor said that a tower fell on 3 March 2026.", "claim_speaker"),
        ("A tower fell on 3 March 2026, sources say.", "claim_speaker"),
        ("A tower fell in Tarn yesterday.", "claim_relative_date"),
        ("A tower fell in Tarn last week.", "claim_relative_date"),
        ("A tower fell in Tarn.", "claim_undated"),
    ],
)
def test_the_wording_of_a_claim(text: str, code: str | None) -> None:
    found = codes(text)

    assert found == set() if code is None else code in found


def test_a_speech_act_has_a_speaker() -> None:
    text = "On 3 March 2026 the mayor announced an inquiry."

    assert "claim_speaker" in codes(text)
    assert "claim_speaker" not in codes(text, kind="speech_act")


def said(**given: Any) -> dict[str, Any]:
    return given


@pytest.mark.parametrize(
    ("given", "code", "there"),
    [
        (said(cue="confirmed", stance="asserts_likely"), "confirm_hedged", True),
        (
            said(cue="confirmed",
                 sightings=[{"document": "d1", "quote": "confirmed the suspected launch"}]),
            "confirm_hedged", True,
        ),
        (said(cue="confirmed"), "confirm_hedged", False),
        (said(cue="said", stance="asserts_likely"), "confirm_hedged", False),
        (said(speaker="paper"), "publisher_voice", True),
        (said(speaker="paper", basis="own_reporting"), "publisher_voice", False),
        (said(speaker="sources", naming="anonymous"), "plural_one_origin", True),
        (said(), "plural_one_origin", False),
        (
            said(sightings=[{"document": "d1", "attestation": "verbatim_translated",
                             "translation": "It fell."}]),
            "translation_without_original", True,
        ),
        (
            said(sightings=[{"document": "d1", "attestation": "verbatim_translated",
                             "quote": "落ちた", "lang": "ja", "translation": "It fell."}]),
            "translation_without_original", False,
        ),
    ],
)  # fmt: skip
def test_what_is_said_of_it(given: dict[str, Any], code: str, there: bool) -> None:
    assert (code in codes("A tower fell in Tarn on 3 March 2026.", given)) == there


@pytest.mark.parametrize(("attestation", "there"), [("primary", False), ("paraphrase", True)])
def test_an_official_without_the_statement_itself(attestation: str, there: bool) -> None:
    given = said(sightings=[{"document": "d1", "attestation": attestation}])
    found = codes("A tower fell in Tarn on 3 March 2026.", given, authorities=["gov"])

    assert ("official_without_primary" in found) == there


def test_a_contested_claim_without_an_interest() -> None:
    both = (said(), said(speaker="rival", stance="denies"))
    text = "A tower fell in Tarn on 3 March 2026."

    assert "no_interest_declared" in codes(text, *both)
    assert "no_interest_declared" not in codes(text, *both, favours=["gov"])
    assert "no_interest_declared" not in codes(text, said())


def test_independent_documents_that_share_a_long_passage() -> None:
    text = "A tower fell in Tarn on 3 March 2026."
    both = (said(), said(speaker="rival"))
    shared = {"d1": f"Tarn. {PASSAGE}, it said.", "d2": f"The agency reports: {PASSAGE.upper()}."}

    assert "shared_passage" in codes(text, *both, texts=shared)
    assert "shared_passage" not in codes(text, *both, texts=shared | {"d2": "Otherwise told."})
    # One origin already: nothing to point out.
    same = (said(evidence_key="wire"), said(speaker="rival", evidence_key="wire"))
    assert "shared_passage" not in codes(text, *same, texts=shared)
