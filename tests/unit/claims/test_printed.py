"""Sentences as a wire editor would print them: each row stands for a kind of mistake that a sentence
made of the record can make. Names are invented.
"""

from typing import Any

import pytest

from claims.domain.citing.clauses import proposed_past, readings
from claims.domain.citing.sentence import Sentence, sentence_of
from claims.domain.dossier.parsing import check
from claims.domain.records import Claim
from sources.foundation.domain.moments import read_moment
from sources.foundation.domain.roles import Audience

NOW = "2026-11-26T12:00:00Z"
TODAY = "2026-11-26T09:00:00Z"

SOURCES: dict[str, Any] = {
    "ministry": {"kind": "organisation", "name": "Ministry of Works"},
    "guild": {"kind": "organisation", "name": "Guild of Divers"},
    "owner": {"kind": "organisation", "name": "Keep Dam Company"},
    "engineer": {"kind": "person", "name": "Una Brisk"},
    "rival": {"kind": "person", "name": "Otto Brandt", "affiliations": [{"to": "party", "role": "Candidate"}]},
    "party": {"kind": "organisation", "name": "Coast Party"},
    "commission": {"kind": "organisation", "name": "Eldmark Electoral Commission"},
    "bank": {"kind": "organisation", "name": "Bank of Marl"},
    "governor": {"kind": "person", "name": "Andrew Holt", "affiliations": [{"to": "bank", "role": "Governor"}]},
    "president": {"kind": "person", "name": "Emil Holt", "affiliations": [{"to": "eldmark", "role": "President of Eldmark"}]},
    "eldmark": {"kind": "state", "name": "Eldmark"},
    "army": {"kind": "organisation", "name": "Joint Chiefs of Staff", "parent": "eldmark"},
    "charity": {"kind": "organisation", "name": "Harbour Relief"},
    "agency": {"kind": "organisation", "name": "Meteorological Agency"},
    "hospital": {"kind": "organisation", "name": "Saint Brand", "in_text": "the hospital"},
    "police": {"kind": "organisation", "name": "Marl police"},
    "volta": {"kind": "organisation", "name": "Volta"},
    "assembly": {"kind": "organisation", "name": "United Assembly"},
    "minister": {"kind": "person", "name": "Eva Sund", "in_text": "Labour minister Eva Sund"},
    "inc": {"kind": "organisation", "name": "Zyx, Inc."},
    "stranger": {"kind": "person", "name": "Tom Plain"},
    "official": {"kind": "anonymous", "name": "a senior defence official"},
    "talks": {"kind": "person", "name": "Kept Away"},
    "post": {"kind": "outlet", "name": "Harbour Post", "newsgatherer": True},
    "wire": {"kind": "outlet", "name": "Strait Wire", "newsgatherer": True},
    "tv": {"kind": "outlet", "name": "Marl TV", "newsgatherer": True},
    "gazette": {"kind": "outlet", "name": "Marl Bay Gazette", "newsgatherer": True},
    "bote": {"kind": "outlet", "name": "Der Bote", "newsgatherer": True},
    "herald": {"kind": "outlet", "name": "Sunday Herald", "newsgatherer": True},
}  # fmt: skip


def said(speaker: str, stance: str = "asserts", by: str = "", **more: Any) -> dict[str, Any]:
    """An attribution, at first hand or as `by` brought it."""
    sighting: dict[str, Any] = {"document": f"of-{by or speaker}", **more.pop("sighting", {})}
    if not by:
        sighting.setdefault("attestation", "primary")
    own = speaker in SOURCES and SOURCES[speaker]["kind"] == "person"
    return {
        "id": f"{speaker}-{stance}-{by}", "claim": "c", "speaker": speaker, "stance": stance,
        "naming": "named_person" if own else "named_institution", "said_at": TODAY,
        "sightings": [sighting], **more,
    }  # fmt: skip


def printed(claim: dict[str, Any], *statements: dict[str, Any], **more: Any) -> Sentence:
    documents = {f"of-{ref}": {"publisher": ref} for ref in SOURCES}
    for ref, changes in more.pop("documents", {}).items():
        documents[ref].update(changes)
    audience = more.pop("audience", Audience.PUBLIC)
    dossier = check(
        {
            "format": "second-source-dossier/1", "sources": SOURCES, "documents": documents,
            "claims": [{"id": "c", "text": "The dam at Keep broke on 25 November 2026.",
                        "recorded_by": "desk", **claim}],
            "attributions": list(statements), **more,
        }
    )  # fmt: skip
    return sentence_of(dossier, dossier.claims[0], read_moment(NOW), audience)


def both(verdict: str) -> list[dict[str, str]]:
    return [
        {"claim": "c", "reviewer": name, "verdict": verdict, "at": NOW, "reason": "Read it all."}
        for name in ("one", "two")
    ]


DAM = {"clause": "the dam at Keep broke", "clause_past": "the dam at Keep had broken"}
TANKER = {
    "text": "The tanker Ilse carried ammonia on 18 November 2026.",
    "clause": "the tanker carried ammonia",
}

PRINTED: list[tuple[str, dict[str, Any], list[dict[str, Any]], dict[str, Any], str]] = [
    (
        "each denial keeps its own relay",
        DAM,
        [said("engineer", by="post"), said("ministry", "denies"), said("guild", "denies"),
         said("owner", "denies"), said("gazette", "denies", by="post")],
        {},
        "Una Brisk says that the dam at Keep broke, Harbour Post reported; the Guild of Divers, the Ministry of "
        "Works and the Keep Dam Company deny it; the Marl Bay Gazette denies it, Harbour Post reported.",
    ),
    (
        "a rival who concedes is told apart from who certifies",
        {"text": "Ada Finn won the vote in Eldmark on 22 November 2026.", "authorities": ["commission"],
         "damages": ["rival"]},
        [said("commission", basis="own_act"), said("rival", by="wire", cue="conceded")],
        {"reviews": both("corroborate")},
        "Ada Finn won the vote in Eldmark on 22 November 2026, according to the Eldmark Electoral Commission; "
        "Otto Brandt, candidate of the Coast Party, conceded it, Strait Wire reported.",
    ),
    (
        "a flat denial is not weakened by its neighbour's",
        DAM,
        [said("engineer"), said("charity", "denies", by="wire"), said("agency", "denies_likely", by="post")],
        {},
        "Una Brisk says that the dam at Keep broke; Harbour Relief denies it, Strait Wire reported; the "
        "Meteorological Agency says it is unlikely, Harbour Post reported.",
    ),
    (
        "a view of one is not hedged by another's",
        {"text": "The treaty of 2 November 2026 was a mistake.", "checkability": "opinion"},
        [said("party"), said("guild", "asserts_possible")],
        {},
        "The Coast Party argues that the treaty of 2 November 2026 was a mistake; the Guild of Divers says it is "
        "possible.",
    ),
    (
        "a flat statement is not weakened by guesses",
        {"text": "The money did not exist on 1 November 2026.", "authorities": ["bank"]},
        [said("bank", basis="records"), said("guild", "asserts_possible"), said("charity", "asserts_possible")],
        {},
        "The Bank of Marl said that the money did not exist on 1 November 2026.",
    ),
    (
        "who took a report back, of whose word",
        DAM,
        [said("hospital", by="tv"), said("hospital", by="bote", evidence_key="b"),
         said("hospital", by="gazette", evidence_key="g")],
        {"documents": {
            "of-tv": {"retracted_at": "2026-11-26T10:00:00Z"}, "of-bote": {"retracted_at": "2026-11-26T11:00:00Z"},
            "of-gazette": {"retracted_at": "2026-11-26T11:30:00Z"},
        }},
        "Der Bote withdrew on 26 November its report that the hospital had said that the dam at Keep had broken; "
        "the Marl Bay Gazette and Marl TV withdrew their reports on 26 November.",
    ),
    (
        "a body's statement and an outlet's report are not one",
        DAM,
        [said("assembly", withdrawn_at="2026-11-21T10:00:00Z", said_at="2026-11-20T10:00:00Z"),
         said("wire", basis="own_reporting")],
        {"documents": {"of-wire": {"retracted_at": "2026-11-22T10:00:00Z"}}},
        "The United Assembly withdrew on 21 November its statement that the dam at Keep had broken; Strait Wire "
        "withdrew its report on 22 November.",
    ),
    (
        "who reversed themselves",
        TANKER,
        [said("police", said_at="2026-11-18T10:00:00Z"),
         said("police", "denies", by="post", said_at="2026-11-19T10:00:00Z")],
        {},
        "The Marl police, who had said that the tanker carried ammonia, denied it on 19 November, Harbour Post "
        "reported.",
    ),
    (
        "what holds instead of what was taken back",
        {"text": "Mara Quill died on 20 November 2026.", "clause_past": "she had died"},
        [said("herald", basis="own_reporting"), said("hospital", "denies", said_at="2026-11-24T10:00:00Z")],
        {"documents": {"of-herald": {"retracted_at": "2026-11-24T12:00:00Z"}}},
        "The Sunday Herald withdrew on 24 November its report that she had died; the hospital denied the claim on 24 "
        "November.",
    ),
    (
        "an act is told as the act",
        {"text": "The Electoral Commission certified the result.", "kind": "act_of_authority",
         "authorities": ["commission"]},
        [said("commission", basis="own_act", said_at="2026-11-24T10:00:00Z")],
        {},
        "The Eldmark Electoral Commission certified the result on 24 November.",
    ),
    (
        "a name in the clause is not said twice",
        {"text": "Volta cheated in the tests of 2025.", "damages": ["volta"]},
        [said("volta")],
        {},
        "Volta cheated in the tests of 2025, according to Volta.",
    ),
    (
        "a person may put a pronoun for it",
        {"text": "Volta cheated in the tests of 2025.", "damages": ["volta"],
         "clause": "it cheated in the tests of 2025", "clause_past": "it had cheated in the tests of 2025"},
        [said("volta")],
        {},
        "Volta acknowledged that it had cheated in the tests of 2025.",
    ),
    (
        "that pronoun stands for nobody else",
        {"text": "Volta cheated in the tests of 2025.", "clause": "it cheated in the tests of 2025"},
        [said("agency", by="post")],
        {},
        "The Meteorological Agency said that Volta cheated in the tests of 2025, Harbour Post reported; this could "
        "not be independently confirmed.",
    ),
    (
        "to have spoken is no admission",
        {"text": "Eva Sund said on 25 November 2026 that the port would close.", "kind": "speech_act",
         "authorities": ["minister"], "damages": ["minister"]},
        [said("minister")],
        {},
        "Eva Sund said on 25 November 2026 that the port would close.",
    ),
    (
        "a speech act in its author's own paper",
        {"text": "The Ministry of Works apologised.", "kind": "speech_act"},
        [said("ministry", said_at="2026-11-11T10:00:00Z")],
        {},
        "The Ministry of Works apologised on 11 November.",
    ),
    (
        "a newsroom whose own reporter watched it",
        DAM,
        [said("wire", basis="observed")],
        {},
        "Strait Wire reported that the dam at Keep had broken, whose reporter saw it.",
    ),
    (
        "a speaker's own paper takes no caveat",
        DAM,
        [said("ministry")],
        {},
        "The Ministry of Works said that the dam at Keep had broken.",
    ),
    (
        "what one newsroom alone brought takes it",
        DAM,
        [said("ministry", by="post")],
        {},
        "The Ministry of Works said that the dam at Keep had broken, Harbour Post reported; this could not be "
        "independently confirmed.",
    ),
    (
        "the present stands where its past is not known",
        {"text": "Interest rates stay at 4 per cent in November 2026."},
        [said("bank")],
        {},
        "The Bank of Marl says that interest rates stay at 4 per cent in November 2026.",
    ),
    (
        "and its past where a person gave it",
        {"text": "Interest rates stay at 4 per cent in November 2026.",
         "clause_past": "interest rates would stay at 4 per cent in November 2026"},
        [said("bank")],
        {},
        "The Bank of Marl said that interest rates would stay at 4 per cent in November 2026.",
    ),
    (
        "a body that takes an article",
        DAM,
        [said("assembly"), said("herald", basis="own_reporting")],
        {},
        "The United Assembly said that the dam at Keep had broken; the Sunday Herald reported it separately.",
    ),
    (
        "an office of a named house",
        DAM,
        [said("governor", "denies")],
        {},
        "Andrew Holt, governor of the Bank of Marl, denied that the dam at Keep had broken.",
    ),
    (
        "an office that stands before the name already",
        DAM,
        [said("minister")],
        {},
        "Labour minister Eva Sund said that the dam at Keep had broken.",
    ),
    (
        "a title and a surname are the speaker",
        {"text": "President Holt called an election for 3 December 2026.", "kind": "speech_act"},
        [said("president", by="wire")],
        {},
        "President Emil Holt called an election for 3 December 2026, Strait Wire reported.",
    ),
    (
        "another of that surname is not",
        {"text": "Mayor Jon Holt called an election for 3 December 2026.", "kind": "speech_act"},
        [said("president", by="wire")],
        {},
        "Mayor Jon Holt called an election for 3 December 2026, according to Emil Holt (president of Eldmark), "
        "Strait Wire reported; this could not be independently confirmed.",
    ),
    (
        "a negative claim is disputed, not denied",
        {"text": "No soldiers entered the ward on 20 November 2026."},
        [said("ministry"), said("hospital", "denies")],
        {},
        "The Ministry of Works says that no soldiers entered the ward on 20 November 2026; the hospital disputes "
        "that.",
    ),
    (
        "the denial of a negative",
        {"text": "Eldmark has not enriched uranium since 2020."},
        [said("agency", "denies")],
        {},
        "The Meteorological Agency disputed that Eldmark had not enriched uranium since 2020.",
    ),
    (
        "one origin is never several",
        DAM,
        [said("talks", by="wire", naming="described", ground_rules="background",
              attribution_as="sources close to the talks")],
        {},
        "A source close to the talks said that the dam at Keep had broken, Strait Wire reported; this could not be "
        "independently confirmed.",
    ),
    (
        "who is only described",
        DAM,
        [said("official", by="wire", naming="anonymous")],
        {},
        "A senior defence official who was not named said that the dam at Keep had broken, Strait Wire reported; "
        "this could not be independently confirmed.",
    ),
    (
        "an outlet that another quotes",
        DAM,
        [said("bote", by="gazette", basis="own_reporting")],
        {},
        "Der Bote reported, according to the Marl Bay Gazette, that the dam at Keep had broken; this could not be "
        "independently confirmed.",
    ),
    (
        "outlets report",
        DAM,
        [said("bote", basis="own_reporting"), said("herald", basis="own_reporting")],
        {},
        "Der Bote and the Sunday Herald reported separately that the dam at Keep had broken.",
    ),
    (
        "a name that ends on a full stop",
        DAM,
        [said("inc"), said("guild")],
        {"reviews": both("corroborate")},
        "The dam at Keep broke on 25 November 2026, according to the Guild of Divers and Zyx, Inc.",
    ),
    (
        "it keeps it before a comma",
        DAM,
        [said("inc", by="wire")],
        {},
        "Zyx, Inc. said that the dam at Keep had broken, Strait Wire reported; this could not be independently "
        "confirmed.",
    ),
    (
        "a forged paper and who disowns it",
        DAM,
        [said("volta", by="wire", sighting={"attestation": "purported"}), said("volta", "denies")],
        {},
        "Volta denied that the dam at Keep had broken; an unverified statement in the name of Volta had said it was so, "
        "Strait Wire reported.",
    ),
    (
        "what an interested party denies accompanies it",
        {**DAM, "damages": ["owner"]},
        [said("guild"), said("charity"), said("owner", "denies", by="post")],
        {},
        "Harbour Relief and the Guild of Divers said separately that the dam at Keep had broken; the Keep Dam "
        "Company denied it, Harbour Post reported.",
    ),
    (
        "the claimant of a dispute, interested or not",
        {**DAM, "favours": ["president"]},
        [said("president", by="wire"), said("charity", "asserts_likely"), said("agency", "denies")],
        {},
        "Emil Holt, president of Eldmark, says that the dam at Keep broke, Strait Wire reported; Harbour Relief says it "
        "is likely; the Meteorological Agency denies it.",
    ),
    (
        "what is old bears its date",
        DAM,
        [said("ministry", said_at="2026-01-08T10:00:00Z"), said("guild", "denies", said_at="2025-12-30T10:00:00Z")],
        {},
        "The Ministry of Works said on 8 January that the dam at Keep had broken; the Guild of Divers denied it on "
        "30 December 2025.",
    ),
    (
        "a name that many states have",
        DAM,
        [said("army", by="post")],
        {},
        "Eldmark's Joint Chiefs of Staff said that the dam at Keep had broken, Harbour Post reported; this could "
        "not be independently confirmed.",
    ),
    (
        "who was told so",
        DAM,
        [said("ministry", basis="told"), said("guild")],
        {},
        "The Guild of Divers said that the dam at Keep had broken; the Ministry of Works said so at second hand.",
    ),
    (
        "the latest of what a house says",
        DAM,
        [said("engineer"), said("owner", "denies", said_at="2026-11-20T10:00:00Z"),
         said("owner", "denies", by="tv")],
        {},
        "Una Brisk says that the dam at Keep broke; the Keep Dam Company denies it, Marl TV reported.",
    ),
    (
        "whose word each took back",
        DAM,
        [said("hospital", by="tv"), said("engineer", "asserts_likely", by="bote")],
        {"documents": {"of-tv": {"retracted_at": TODAY}, "of-bote": {"retracted_at": TODAY}}},
        "Der Bote withdrew on 26 November its report that Una Brisk had said it was likely that the dam at Keep had "
        "broken; Marl TV withdrew its report on 26 November that the hospital had said so.",
    ),
    (
        "a speech in translation says whose",
        {"text": "Emil Holt said on 25 November 2026 that the border must vanish.", "kind": "speech_act"},
        [said("president", by="tv", sighting={"attestation": "verbatim_translated"})],
        {},
        "Emil Holt said on 25 November 2026 that the border must vanish, Marl TV reported in its own translation.",
    ),
    (
        "a refuted claim leads with what was found",
        {**DAM, "favours": ["owner"]},
        [said("agency", "denies", basis="observed"), said("guild", "denies", basis="records"),
         said("owner", by="tv")],
        {"reviews": both("refute")},
        "There is no evidence that the dam at Keep broke, the Meteorological Agency and the Guild of Divers found; "
        "the Keep Dam Company had said it was so, Marl TV reported.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "claim", "statements", "more", "text"), PRINTED, ids=[row[0] for row in PRINTED]
)
def test_a_sentence_reads_as_a_wire_editor_would_print_it(
    kind: str, claim: Any, statements: Any, more: Any, text: str
) -> None:
    assert printed(claim, *statements, **more).text == text


NONE: list[tuple[str, dict[str, Any], list[dict[str, Any]], dict[str, Any], str]] = [
    ("a question", {"text": "Did the dam at Keep break on 25 November 2026?"}, [said("guild")], {}, "question"),
    (
        "two sentences", {"text": "The dam at Keep broke on 25 November 2026. The village fled."},
        [said("guild")], {}, "more than one sentence",
    ),
    (
        "a quotation with its own punctuation",
        {"text": "The owner wrote “The dam is gone!” on 25 November 2026."}, [said("guild")], {}, "quotation",
    ),
    ("a pronoun without its noun", {"text": "He resigned on 25 November 2026."}, [said("guild")], {}, "“He”"),
    (
        "a hedge of its own", {"text": "The storm may have broken the dam on 25 November 2026."},
        [said("guild", "asserts_possible")], {}, "hedged itself",
    ),
    (
        "a speaker inside", {"text": "The guild said that the dam broke on 25 November 2026."}, [said("owner")], {},
        "a speaker in it",
    ),
    (
        "another script", {"text": "قصف الطيران المستشفى في ٢٥ نوفمبر ٢٠٢٦"}, [said("guild")], {},
        "another language",
    ),
    (
        "another language", {"text": "Der Damm brach am 25. November 2026.", "lang": "de"}, [said("guild")], {},
        "another language",
    ),
    (
        "one reviewer's objection", DAM, [said("guild"), said("charity")], {"reviews": both("dispute")[:1]},
        "looking at it again",
    ),
    (
        "a private person suspected",
        {"text": "Tom Plain set the fire of 25 November 2026.", "kind": "responsibility", "damages": ["stranger"]},
        [said("police", "asserts_likely", by="post")], {}, "private person",
    ),
    (
        "named and not declared", {"text": "Tom Plain set the fire of 25 November 2026.", "kind": "responsibility"},
        [said("police", "denies")], {}, "private person",
    ),
    (
        "nothing but confidences", DAM, [said("guild", ground_rules="off_record")],
        {"audience": Audience.INTERNAL}, "in confidence",
    ),
    (
        "which the public is not told", DAM, [said("guild", ground_rules="off_record")], {},
        "Nobody whom we count says so",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "claim", "statements", "more", "why"), NONE, ids=[row[0] for row in NONE]
)
def test_where_no_right_sentence_can_be_made_there_is_none(
    kind: str, claim: Any, statements: Any, more: Any, why: str
) -> None:
    found = printed(claim, *statements, **more)

    assert (found.text, found.more) == ("", ())
    assert why in found.why_not


def test_a_private_person_may_be_named_once_it_is_established() -> None:
    claim = {
        "text": "Tom Plain set the fire of 25 November 2026.",
        "kind": "responsibility",
        "damages": ["stranger"],
        "authorities": ["police"],
    }

    assert printed(claim, said("police", basis="records")).text == (
        "The Marl police says that Tom Plain set the fire of 25 November 2026."
    )


def test_a_translation_by_the_house_may_be_printed() -> None:
    claim = {
        "text": "Der Damm brach am 25. November 2026.",
        "lang": "de",
        "clause": "the dam broke on 25 November 2026",
    }

    assert printed(claim, said("guild")).text == (
        "The Guild of Divers said that the dam broke on 25 November 2026."
    )


def test_where_nobody_is_known_to_have_said_so_it_is_told_on_request() -> None:
    nobody = printed(DAM)
    somebody = printed(
        DAM, said("guild", discounted_at=TODAY, discount_reason="Copied from a forum.")
    )

    assert nobody.text == somebody.text == ""
    assert nobody.on_request == "Nobody has been named as saying that the dam at Keep broke."
    assert somebody.on_request == ""  # it would be false: the guild has


# What is not known


def unanswered(
    question: str, knowledge: str, speaker: str = "ministry", **more: Any
) -> dict[str, Any]:
    ref = f"{question} {more.get('indirect', '')}".strip()
    return {
        "detail": {"id": ref, "claim": "c", "question": question, "type": "text"}
        | ({"indirect": more.pop("indirect")} if "indirect" in more else {}),
        "value": {
            "id": f"{speaker} {ref}", "detail": ref, "speaker": speaker, "knowledge": knowledge, "said_at": TODAY,
            "sightings": [{"document": f"of-{speaker}", "attestation": "primary"}], **more,
        },
    }  # fmt: skip


UNKNOWN: list[tuple[str, list[dict[str, Any]], list[dict[str, Any]], str]] = [
    (
        "no reports, and no information: once",
        [said("agency", "no_information")],
        [unanswered("What damage was caused?", "none_reported", "agency")],
        "The Meteorological Agency had no reports of damage.",
    ),
    (
        "declined, on the claim and on its detail",
        [said("commission", "declines")],
        [unanswered("What was the turnout?", "withheld", "commission")],
        "The Eldmark Electoral Commission declined to comment on it or to say what the turnout was.",
    ),
    (
        "who looks into it has not said that it does not know",
        [],
        [unanswered("the damage", "unknown", cue="is assessing")],
        "The Ministry of Works said it was looking into the damage.",
    ),
    (
        "about a noun",
        [],
        [unanswered("the allegations", "withheld")],
        "The Ministry of Works declined to comment on the allegations.",
    ),
    (
        "put so already",
        [],
        [unanswered("whether any had been lost", "withheld")],
        "The Ministry of Works declined to say whether any had been lost.",
    ),
    (
        "as a person put it",
        [],
        [unanswered("Loss of life?", "not_stated", indirect="whether anybody had died")],
        "The Ministry of Works did not say whether anybody had died.",
    ),
    (
        "what is not understood stands as it was asked",
        [],
        [unanswered("Did the attack plan change?", "not_stated")],
        "The Ministry of Works did not answer the question “Did the attack plan change?”",
    ),
    (
        "a wall of questions",
        [],
        [unanswered(f"How deep was it at post {number}?", "not_stated") for number in range(20)],
        "The Ministry of Works did not say how deep it was at post 0, how deep it was at post 1 or how deep it was "
        "at post 2, or on other questions.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "silences", "asked", "text"), UNKNOWN, ids=[row[0] for row in UNKNOWN]
)
def test_each_kind_of_not_knowing_is_told_as_what_was_said(
    kind: str, silences: Any, asked: Any, text: str
) -> None:
    found = printed(
        DAM,
        said("engineer"),
        *silences,
        details=[each["detail"] for each in asked],
        detail_values=[each["value"] for each in asked],
    )

    assert list(found.more) == [text]


def test_a_silence_lapses_once_its_house_has_spoken() -> None:
    morning = said("ministry", "no_information", said_at="2026-11-26T06:00:00Z")
    night = said("ministry", said_at="2026-11-26T11:00:00Z")

    assert printed(DAM, said("guild"), morning).more
    assert not printed(DAM, said("guild"), morning, night).more


# What must not show, and what nobody said


def test_nobody_who_was_not_named_is_told_by_what_they_said_later() -> None:
    """The frame itself must not tell: not by joining two statements, nor by a pronoun or a date."""
    hidden = {"naming": "anonymous", "ground_rules": "background", "attribution_as": "a source"}
    reversed_ = printed(
        TANKER,
        said("engineer", by="post", said_at="2026-11-18T10:00:00Z", **hidden),
        said("engineer", "denies", said_at="2026-11-19T10:00:00Z"),
    )
    own = {"text": "Una Brisk sold her shares on 20 November 2026."}
    of_itself = printed(own, said("engineer", by="post", **hidden))
    of_another = printed(own, said("guild", by="post", **hidden))
    pronoun = printed(
        {**own, "clause": "she sold her shares"}, said("engineer", by="post", **hidden)
    )

    assert "a source had said" in reversed_.text.lower()
    assert "Brisk, who" not in reversed_.text
    assert of_itself.text == of_another.text
    assert "said that she" not in pronoun.text


@pytest.mark.parametrize(
    "name",
    ["a senior official (the minister's deputy)", "al-Masri", "Jan Brek, one of Holt's aides",
     "Jan Brek (witness)", "somebody at the dam"],
)  # fmt: skip
def test_what_may_be_more_than_a_description_is_not_printed(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SOURCES, "official", {"kind": "anonymous", "name": name})

    assert printed(DAM, said("official", by="wire")).text.startswith("An unnamed source said")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Volta was cleared of fraud by the port on 18 November 2026.", "Volta was cleared of fraud"),
        ("Volta's licence was renewed on 18 November 2026.", "Volta's licence was renewed"),
    ],
)  # fmt: skip
def test_what_was_done_to_somebody_is_no_act_of_theirs(text: str, start: str) -> None:
    found = printed({"text": text, "kind": "act_of_authority", "favours": ["volta"]}, said("volta"))

    assert found.text.startswith(start)
    assert found.text.endswith("according to Volta.")


def test_a_translated_claim_is_printed_in_translation_in_every_frame() -> None:
    claim = {"text": "قصف الجيش الميناء", "clause": "the army shelled the port"}

    found = printed(claim, said("guild"), said("charity"), reviews=both("corroborate"))

    assert found.text == (
        "The army shelled the port, according to Harbour Relief and the Guild of Divers."
    )


def test_a_pronoun_has_its_noun_where_nobody_speaks() -> None:
    claim = {
        "text": "Volta cheated in the tests of 2025.", "clause": "it had cheated",
        "damages": ["volta"],
    }  # fmt: skip
    refuted = printed(
        claim,
        said("agency", "denies", basis="observed"),
        said("guild", "denies", basis="records"),
        said("volta", "denies", basis="records"),
        reviews=both("refute"),
    )

    assert printed(claim).on_request.endswith("saying that Volta cheated in the tests of 2025.")
    assert refuted.text == (
        "There is no evidence that Volta cheated in the tests of 2025, the Meteorological Agency "
        "and the Guild of Divers found; Volta denied the claim."
    )


def test_of_a_forged_paper_nothing_is_anybodys_silence() -> None:
    forged = said("volta", "declines", by="wire", sighting={"attestation": "purported"})

    assert not printed(DAM, said("guild"), forged).more


def test_two_unnamed_silences_are_not_one() -> None:
    hidden = {"naming": "anonymous", "ground_rules": "background"}

    found = printed(
        DAM,
        said("guild"),
        said("ministry", "declines", by="post", **hidden),
        said("volta", "no_information", by="wire", **hidden),
    )

    assert found.more == [
        "An unnamed source declined to comment on it; an unnamed source said they had no "
        "information on it."
    ]


def test_nobodys_words_are_put_into_the_past() -> None:
    claim = {"text": "Graffiti reading “the dam is safe” covered the wall on 9 November 2026."}

    assert "“the dam is safe”" in printed(claim, said("guild")).text


def test_who_no_longer_says_so_and_only_doubts_it_is_told() -> None:
    found = printed(
        TANKER,
        said("police", said_at="2026-11-18T10:00:00Z"),
        said("police", "denies_possible", said_at="2026-11-19T10:00:00Z"),
    )

    assert found.status == "retracted"
    assert found.text == "The Marl police had said that the tanker carried ammonia."
    assert found.more == ["The Marl police said it might not be so."]


# When it was said, and by what act


def test_a_date_is_told_where_the_same_house_has_spoken_since() -> None:
    early, late = "2026-11-26T08:00:00Z", "2026-11-26T11:00:00Z"
    alone = printed(DAM, said("guild", said_at=early), said("charity", said_at=late))
    since = printed(
        DAM, said("guild", said_at=early), said("guild", "declines", by="tv", said_at=late)
    )

    assert "on 26 November" not in alone.text
    assert since.text == "The Guild of Divers said on 26 November that the dam at Keep had broken."


def test_what_reached_us_by_two_ways_needs_no_caveat() -> None:
    found = printed(DAM, said("guild"), said("guild", by="tv", said_at="2026-11-26T11:00:00Z"))

    assert found.text == (
        "The Guild of Divers said that the dam at Keep had broken, Marl TV reported."
    )


def test_what_bears_no_time_is_told_in_the_present_of_a_dispute() -> None:
    undated = {"said_at": None}
    found = printed(DAM, said("guild", **undated), said("charity", "denies", **undated))

    assert (
        found.text
        == "The Guild of Divers says that the dam at Keep broke; Harbour Relief denies it."
    )


@pytest.mark.parametrize(
    ("kind", "basis", "cue", "verb"),
    [
        ("occurrence", "own_act", "ruled", "ruled"),
        ("occurrence", "own_act", "said", "said"),
        ("occurrence", "records", "ruled", "said"),
        ("act_of_authority", "own_act", "said", "announced"),
        ("act_of_authority", "records", "announced", "said"),
    ],
)
def test_only_an_act_of_ones_own_is_announced(kind: str, basis: str, cue: str, verb: str) -> None:
    claim = {**DAM, "kind": kind, "authorities": ["ministry"]}

    found = printed(claim, said("ministry", basis=basis, cue=cue))

    assert found.text == f"The Ministry of Works {verb} that the dam at Keep had broken."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "Inmates rioted in Tarn on 9 November 2026.",
            ["They say that inmates rioted in Tarn on 9 November 2026.",
             "They said that inmates rioted in Tarn on 9 November 2026.",
             "They denied that inmates rioted in Tarn on 9 November 2026."],
        ),
        (
            "Interest rates stay at 4 per cent in 2026.",
            ["They say that interest rates stay at 4 per cent in 2026.",
             "They denied that interest rates stay at 4 per cent in 2026."],
        ),
        ("Did it break?", ["No sentence: it is a question."]),
        ("Der Damm ist قصف المستشفى في", ["No sentence: it is in another language: its clause would be the translation."]),
    ],
)  # fmt: skip
def test_whoever_records_a_claim_sees_how_it_reads(text: str, shown: list[str]) -> None:
    assert readings(Claim(id="c", text=text), set()) == shown


@pytest.mark.parametrize(
    ("clause", "past"),
    [
        ("the dam is safe", "the dam was safe"),
        ("the court will rule", "the court would rule"),
        ("the army has left", "the army had left"),
        ("the dam broke", "the dam broke"),
        ("the dam may have broken", ""),
        ("rates stay", ""),
        ("the dam is safe and has been checked", ""),
        ("the ministry can't say", "the ministry could not say"),
    ],
)
def test_the_past_of_a_clause_is_proposed_where_it_is_known(clause: str, past: str) -> None:
    assert proposed_past(clause) == past
