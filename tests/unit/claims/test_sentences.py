"""The sentence that each status allows: a table to be read aloud, and what holds for every record."""

import re
from datetime import UTC
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.domain.citing.clauses import proposed_clause
from claims.domain.citing.english import with_article
from claims.domain.citing.formats import FORMATS, Citing
from claims.domain.citing.questions import proposed_indirect, subject_of
from claims.domain.citing.sentence import Sentence, sentence_of
from claims.domain.disclosure import HIDDEN
from claims.domain.dossier.parsing import check
from claims.domain.policy.assessment import assess
from claims.domain.vocabulary import GroundRules, Status
from sources.domain.vocabulary import SourceKind
from sources.foundation.domain.roles import Audience
from tests.dossiers import dossiers
from tests.sentences import AT, CLAIM, DOCUMENTS, SOURCES, says, signed, written

TABLE: list[tuple[str, list[dict[str, Any]], dict[str, Any], str]] = [
    (
        "confirmed", [says("works"), says("guild")], {"reviews": signed("corroborate")},
        "The dam at Tarn broke on 4 May 2026, according to the Guild of Engineers and the Ministry of Works.",
    ),
    (
        "confirmed", [says("hale", naming="named_person"), says("works", document="of-wire")],
        {"reviews": signed("corroborate")},
        "The dam at Tarn broke on 4 May 2026, according to Ines Hale (head of the Guild of "
        "Engineers), and to the Ministry of Works, Strait Wire reported.",
    ),
    (
        "officially_confirmed", [says("works", basis="records")], {"claim": {"authorities": ["works"]}},
        "The Ministry of Works said that the dam at Tarn broke on 4 May 2026.",
    ),
    (
        "officially_confirmed", [says("works", cue="announced", basis="records")], {"claim": {"authorities": ["works"]}},
        "The Ministry of Works said that the dam at Tarn broke on 4 May 2026.",
    ),
    (
        "officially_confirmed", [says("works", cue="confirmed", basis="records")], {"claim": {"authorities": ["works"]}},
        "The Ministry of Works said that the dam at Tarn broke on 4 May 2026.",
    ),
    (
        "officially_confirmed", [says("works")], {"claim": {"damages": ["works"]}},
        "The Ministry of Works acknowledged that the dam at Tarn broke on 4 May 2026.",
    ),
    (
        "officially_confirmed", [says("works")],
        {"claim": {"authorities": ["works"], "kind": "act_of_authority", "text": "The ministry closed the road on 4 May 2026."}},
        "The Ministry of Works said that the ministry closed the road on 4 May 2026.",
    ),
    (
        "corroborated", [says("works"), says("guild", document="of-post")], {},
        "The Ministry of Works said that the dam at Tarn broke on 4 May 2026; the Guild of Engineers "
        "said so separately, Harbour Post reported.",
    ),
    (
        "partly_corroborated", [says("works"), says("guild", "asserts_likely")], {},
        "The Ministry of Works said that the dam at Tarn broke on 4 May 2026; the Guild of Engineers said it "
        "was likely.",
    ),
    (
        "partly_corroborated",
        [says("works", "asserts_likely"), says("guild", "asserts_likely", document="of-wire")], {},
        "The Ministry of Works said it was likely that the dam at Tarn broke on 4 May 2026; the Guild"
        " of Engineers said it was likely, Strait Wire reported.",
    ),
    (
        "partly_corroborated", [says("works"), says("guild", "asserts_possible")], {},
        "The Ministry of Works said that the dam at Tarn broke on 4 May 2026; the Guild of Engineers said it "
        "was possible.",
    ),
    (
        "single_source", [says("works")], {},
        "The Ministry of Works said that the dam at Tarn broke on 4 May 2026, which could not be independently "
        "confirmed.",
    ),
    (
        "single_source", [says("works", document="of-wire")], {},
        "The Ministry of Works said that the dam at Tarn broke on 4 May 2026, Strait Wire reported; this could "
        "not be independently confirmed.",
    ),
    (
        "single_source", [says("works", document="of-blog", via=["wire"])], {},
        "The Ministry of Works said that the dam at Tarn broke on 4 May 2026, Strait Wire reported; this could "
        "not be independently confirmed.",
    ),
    (
        "single_source", [says("works", "asserts_likely")], {},
        "The Ministry of Works said it was likely that the dam at Tarn broke on 4 May 2026, which could not be "
        "independently confirmed.",
    ),
    (
        "single_source", [says("nobody", document="of-wire", naming="anonymous")], {},
        "An unnamed source said that the dam at Tarn broke on 4 May 2026, Strait "
        "Wire reported; this could not be independently confirmed.",
    ),
    (
        "single_source",
        [says("hale", document="of-wire", naming="described", ground_rules="background", attribution_as="a senior engineer")],
        {},
        "A senior engineer said that the dam at Tarn broke on 4 May 2026, Strait Wire reported; this could not "
        "be independently confirmed.",
    ),
    (
        "single_source", [says("guild", "asserts_possible")], {},
        "The Guild of Engineers said it was possible that the dam at Tarn broke on 4 May 2026, which could not be "
        "independently confirmed.",
    ),
    (
        "single_source", [says("works", document="of-wire", via=["nobody"])], {},
        "The Ministry of Works said that the dam at Tarn broke on 4 May 2026, Strait Wire reported, citing an "
        "unnamed source; this could not be independently confirmed.",
    ),
    (
        "single_source", [says("wire", document="of-wire", basis="own_reporting")], {},
        "Strait Wire reported that the dam at Tarn broke on 4 May 2026, which could not be independently "
        "confirmed.",
    ),
    (
        "single_source", [says("hale", document="of-wire", naming="named_person")],
        {"claim": {"kind": "speech_act", "text": "Ines Hale asked for help on 4 May 2026."}},
        "Ines Hale asked for help on 4 May 2026, Strait Wire reported.",
    ),
    (
        "claimed", [says("victims")], {"claim": {"favours": ["victims"]}},
        "The Dam Victims' Union said that the dam at Tarn broke on 4 May 2026.",
    ),
    (
        "disputed", [says("works"), says("guild", "denies")], {},
        "The Ministry of Works says that the dam at Tarn broke on 4 May 2026; the Guild of Engineers denies it.",
    ),
    (
        "disputed", [says("works", "asserts_likely", document="of-wire"), says("officials", "denies")], {},
        "The Ministry of Works says it is likely that the dam at Tarn broke on 4 May 2026, Strait Wire "
        "reported; rescue officials deny it.",
    ),
    (
        "disputed", [says("works")], {"reviews": signed("dispute")},
        "The Ministry of Works says that the dam at Tarn broke on 4 May 2026; our desk disputes it.",
    ),
    (
        "questioned", [says("works")], {"reviews": signed("dispute")[:1]},
        "",
    ),
    (
        "corroborated", [says("works"), says("guild"), says("victims", "denies")],
        {"claim": {"damages": ["victims"]}},
        "The Guild of Engineers and the Ministry of Works said separately that the dam at Tarn broke on 4 May "
        "2026; the Dam Victims' Union denied it.",
    ),
    (
        "confirmed", [says("works"), says("guild"), says("victims", "denies")],
        {"claim": {"damages": ["victims"]}, "reviews": signed("corroborate")},
        "The dam at Tarn broke on 4 May 2026, according to the Guild of Engineers and the Ministry of Works; "
        "the Dam Victims' Union denied it.",
    ),
    (
        "denied", [says("works", "denies")], {},
        "The Ministry of Works denied that the dam at Tarn broke on 4 May 2026.",
    ),
    (
        "denied", [says("works", "denies_likely", document="of-wire")], {},
        "The Ministry of Works said it was unlikely that the dam at Tarn broke on 4 May 2026, Strait Wire "
        "reported.",
    ),
    (
        "refuted", [says("works", "denies"), says("guild", "denies")], {"reviews": signed("refute")},
        "There is no evidence that the dam at Tarn broke on 4 May 2026; the Guild of Engineers and the Ministry "
        "of Works denied the claim.",
    ),
    (
        "corroborated", [says("works"), says("guild"), says("victims", "denies_likely")],
        {"claim": {"damages": ["victims"]}},
        "The Guild of Engineers and the Ministry of Works said separately that the dam at Tarn broke on 4 May "
        "2026; the Dam Victims' Union said it was unlikely.",
    ),
    (
        "disputed", [says("works"), says("guild", "denies_likely")], {},
        "The Ministry of Works says that the dam at Tarn broke on 4 May 2026; the Guild of Engineers says it is "
        "unlikely.",
    ),
    (
        "not_checkable", [says("works"), says("guild", "denies")], {"claim": {"checkability": "prediction"}},
        "The Ministry of Works expects that the dam at Tarn broke on 4 May 2026; the Guild of Engineers denied it.",
    ),
    (
        "unsubstantiated", [says("works", discounted_at="2026-05-06T10:00:00Z", discount_reason="A rumour.")], {},
        "",
    ),
    (
        "unsubstantiated",
        [{**says("works"), "sightings": [{"document": "of-wire"}, {"document": "of-post", "stance": "denies"}]}], {},
        "",
    ),
    (
        "partly_corroborated",
        [says("hale", document="of-wire", ground_rules="background"), says("victims", document="of-post", ground_rules="background")],
        {},
        "An unnamed source said that the dam at Tarn broke on 4 May 2026, Strait Wire reported; "
        "an unnamed source said so, Harbour Post reported.",
    ),
    (
        "retracted", [says("works", withdrawn_at="2026-05-06T10:00:00Z")], {},
        "The Ministry of Works withdrew on 6 May its statement that the dam at Tarn broke on 4 May 2026.",
    ),
    (
        "retracted", [says("wire", document="of-wire", basis="own_reporting", withdrawn_at="2026-05-06T10:00:00Z")], {},
        "Strait Wire withdrew on 6 May its report that the dam at Tarn broke on 4 May 2026.",
    ),
    (
        "retracted", [says("works", document="taken-back")], {},
        "Strait Wire withdrew on 8 May its report that the Ministry of Works had said that the dam at"
        " Tarn broke on 4 May 2026.",
    ),
    (
        "unsubstantiated", [says("blog", document="of-blog")], {},
        "",
    ),
    (
        "unsubstantiated", [], {},
        "",
    ),
    (
        "not_checkable", [says("hale", naming="named_person")], {"claim": {"checkability": "opinion"}},
        "Ines Hale, head of the Guild of Engineers, argues that the dam at Tarn broke on 4 May 2026.",
    ),
    (
        "not_checkable", [says("works"), says("guild")], {"claim": {"checkability": "prediction"}},
        "The Guild of Engineers and the Ministry of Works expect that the dam at Tarn broke on 4 May 2026.",
    ),
    (
        "not_checkable", [says("works", "asserts_likely")], {"claim": {"checkability": "prediction"}},
        "The Ministry of Works said it was likely that the dam at Tarn broke on 4 May 2026.",
    ),
    (
        "not_checkable", [says("works")], {"claim": {"checkability": "position"}},
        "The Ministry of Works maintains that the dam at Tarn broke on 4 May 2026.",
    ),
    (
        "not_checkable", [says("works", document="of-wire")], {"claim": {"checkability": "not_yet"}},
        "The Ministry of Works said that the dam at Tarn broke on 4 May 2026, Strait Wire reported; this cannot "
        "be checked yet.",
    ),
    (
        "not_checkable", [], {"claim": {"checkability": "opinion"}},
        "",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "said", "more", "text"), TABLE, ids=[row[3][:60] for row in TABLE]
)
def test_every_status_has_its_sentence(
    status: str, said: list[dict[str, Any]], more: dict[str, Any], text: str
) -> None:
    found = written(*said, **more)

    assert found.status == status
    assert found.text == text


def test_what_is_said_in_a_paper_that_nobody_established_is_put_in_nobodys_mouth() -> None:
    forged = {
        **says("works"),
        "sightings": [{"document": "of-blog", "attestation": "purported"}],
    }
    alone = written(forged, claim={"damages": ["works"]})
    disowned = written(forged, {**says("works", "denies"), "id": "own"})

    assert alone.status == "single_source"
    assert alone.text == (
        "An unverified statement in the name of the Ministry of Works said that the dam at Tarn "
        "broke on 4 May 2026, a blog reported; this could not be independently confirmed."
    )
    assert disowned.text == (
        "The Ministry of Works denied that the dam at Tarn broke on 4 May 2026; an unverified "
        "statement in the name of the Ministry of Works had said it was so, a blog reported."
    )


def test_the_table_has_every_status() -> None:
    assert {row[0] for row in TABLE} == {status.value for status in Status}


def answer(
    knowledge: str, speaker: str = "works", detail: str = "how-many", **more: Any
) -> dict[str, Any]:
    return {
        "id": f"{speaker}-{detail}-{knowledge}", "detail": detail, "speaker": speaker, "knowledge": knowledge,
        "sightings": [{"document": "of-works", "attestation": "primary"}], **more,
    }  # fmt: skip


def detail(question: str, id: str = "how-many", **more: Any) -> dict[str, Any]:
    return {"id": id, "claim": "dam", "question": question, "type": "count", **more}


@pytest.mark.parametrize(
    ("knowledge", "speaker", "expected"),
    [
        ("not_stated", "works", "The Ministry of Works did not say how many people were killed."),
        ("withheld", "works", "The Ministry of Works declined to say how many people were killed."),
        (
            "unknown",
            "works",
            "The Ministry of Works said it did not know how many people were killed.",
        ),
        ("unknown", "hale", "Ines Hale said they did not know how many people were killed."),
        ("none_reported", "works", "The Ministry of Works had no reports of people killed."),
    ],
)
def test_each_kind_of_not_knowing_has_its_own_words(
    knowledge: str, speaker: str, expected: str
) -> None:
    found = written(
        says("works"),
        details=[detail("How many people were killed?")],
        detail_values=[answer(knowledge, speaker)],
    )

    assert list(found.more) == [expected]


def test_several_questions_of_one_kind_are_one_sentence() -> None:
    found = written(
        says("works"),
        details=[detail("What type of missile was it?", "type", type="category"), detail("How far did it fly?", "far")],
        detail_values=[answer("not_stated", detail="type"), answer("not_stated", detail="far")],
    )  # fmt: skip

    assert found.more == [
        "The Ministry of Works did not say what type of missile it was or how far it flew."
    ]


def test_what_others_know_is_no_ignorance_and_what_differs_is_told() -> None:
    questions = [detail("How many people were killed?")]
    known = written(
        says("works"), details=questions,
        detail_values=[answer("not_stated"), answer("value", "guild", value={"value": 5})],
    )  # fmt: skip
    differing = written(
        says("works"), details=questions,
        detail_values=[answer("value", value={"value": 9}), answer("value", "guild", value={"value": 5})],
    )  # fmt: skip

    assert known.more == []
    assert differing.more == [
        "Accounts differ on how many people were killed (the Guild of Engineers: 5; the Ministry of Works: 9)."
    ]


def test_silences_and_doubts_are_told_apart() -> None:
    found = written(
        says("works"), says("guild", "declines"), says("hale", "no_information", naming="named_person"),
        says("officials", "denies_possible", naming="described"),
    )  # fmt: skip

    assert found.more == [
        "Rescue officials said it might not be so.",
        "The Guild of Engineers declined to comment on it; Ines Hale said they had no information on it.",
    ]


def test_what_was_said_in_confidence_changes_no_public_word() -> None:
    """Whatever else is on record: the sentence with it is the sentence without it."""
    hidden = {**says("hale", ground_rules="off_record"), "id": "hidden"}
    for _status, said, more, _text in TABLE:
        assert written(*said, hidden, **more) == written(*said, **more)


def test_who_took_back_a_claim_of_an_interested_party_is_not_forgotten() -> None:
    claim = {"favours": ["victims"]}
    alone = written(says("victims"), claim=claim)
    left = written(says("victims"), says("works", withdrawn_at="2026-05-06T10:00:00Z"), claim=claim)

    assert alone.more[0].startswith("Nobody without an interest in it has said so;")
    assert left.more[0].startswith("Nobody without an interest in it stands by it;")


@pytest.mark.parametrize("rules", [GroundRules.DEEP_BACKGROUND, GroundRules.OFF_RECORD])
def test_what_was_said_in_confidence_yields_no_sentence(rules: GroundRules) -> None:
    dossier = check(
        {
            "format": "second-source-dossier/1", "sources": SOURCES, "documents": DOCUMENTS,
            "claims": [{"id": "dam", "text": CLAIM}],
            "attributions": [says("works", ground_rules=rules.value)],
        }
    )  # fmt: skip
    inside = sentence_of(dossier, dossier.claims[0], AT, Audience.INTERNAL)
    outside = sentence_of(dossier, dossier.claims[0], AT, Audience.PUBLIC)

    none = check(
        {
            "format": "second-source-dossier/1", "sources": SOURCES, "documents": DOCUMENTS,
            "claims": [{"id": "dam", "text": CLAIM}],
        }
    )  # fmt: skip
    assert outside == sentence_of(none, none.claims[0], AT, Audience.PUBLIC)
    assert inside.text == ""
    assert "in confidence" in inside.why_not
    assert "Ministry of Works" not in outside.whole + outside.why_not


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How far did it fly?", "how far it flew"),
        ("At what time did it strike the coast?", "at what time it struck the coast"),
        ("How many missiles did North Korea launch?", "how many missiles North Korea launched"),
        ("What was the turnout?", "what the turnout was"),
        ("When is the run-off?", "when the run-off is"),
        ("Where was it launched from?", "where it was launched from"),
        ("What type of missile?", "what type of missile it was"),
        ("Any casualties?", "whether there were any casualties"),
        ("Maximum altitude?", "the maximum altitude"),
        ("Were foreigners among the dead?", "whether foreigners were among the dead"),
        ("Was it hypersonic?", "whether it was hypersonic"),
        ("When will the results be announced?", "when the results will be announced"),
        ("How high is the damage?", "how high the damage is"),
        ("When was the bridge closed?", "when the bridge was closed"),
        ("Why did the bridge close early?", "why the bridge closed early"),
        ("Did the engine of the second stage burn?", "whether the engine of the second stage burned"),
        ("What's the name of the ship?", "what the name of the ship is"),
        ("When will schools reopen?", "when schools will reopen"),
        ("Why the delay?", "the reason for the delay"),
        ("How badly were the survivors hurt?", "how badly the survivors were hurt"),
        ("How long had the crew been on duty?", "how long the crew had been on duty"),
        ("Is the dam safe?", "whether the dam is safe"),
        ("Any damage?", "whether there was any damage"),
        ("the allegations", "the allegations"),
        ("whether any had been lost", "whether any had been lost"),
        ("Who fired it?", "who fired it"),
        ("How many people were killed?", "how many people were killed"),
        ("Was the wounded man arrested?", "whether the wounded man was arrested"),
        ("Has the reactor been shut?", "whether the reactor has been shut"),
        ("Can the missile carry a warhead?", "whether the missile can carry a warhead"),
        # Where it is not seen which words are the subject, the question stands as it was asked.
        ("Did the attack plan change?", "“Did the attack plan change?”"),
        ("Were the crew rested and the ship armed?", "“Were the crew rested and the ship armed?”"),
    ],
)  # fmt: skip
def test_questions_become_clauses(question: str, expected: str) -> None:
    assert proposed_indirect(question).text == expected


def test_what_there_may_be_no_reports_of() -> None:
    assert subject_of("What damage was caused?") == "damage"
    assert subject_of("Any casualties?") == "casualties"
    assert subject_of("How deep was it?") is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The dam broke.", "the dam broke"),
        ("Missiles fell into the sea.", "missiles fell into the sea"),
        ("North Korea fired.", "North Korea fired"),
        ("Seoul said so.", "Seoul said so"),
        ("US forces left.", "US forces left"),
        ("Protests in the U.S...", "protests in the U.S..."),
        ("“Yes” won the vote.", "“Yes” won the vote"),
        ("5 people died.", "5 people died"),
        ("Dozens of people died.", "dozens of people died"),
        ("Gunfire was heard.", "gunfire was heard"),
        ("Inverness was flooded.", "Inverness was flooded"),
        ("March will see elections and a march.", "March will see elections and a march"),
    ],
)
def test_a_claim_becomes_a_clause(sentence: str, expected: str) -> None:
    assert proposed_clause(sentence, {"Seoul"}) == expected


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Japan Coast Guard", SourceKind.ORGANISATION, "the Japan Coast Guard"),
        ("The Agency", SourceKind.OUTLET, "The Agency"),
        ("Reuters", SourceKind.OUTLET, "Reuters"),
        ("Japan's Ministry of Defense", SourceKind.ORGANISATION, "Japan's Ministry of Defense"),
        ("Prime Minister of Japan", SourceKind.OFFICE, "the Prime Minister of Japan"),
        ("Police Chief Rahl", SourceKind.PERSON, "Police Chief Rahl"),
    ],
)
def test_names_have_their_article(name: str, kind: SourceKind, expected: str) -> None:
    assert with_article(name, kind) == expected


CONFIRMS = re.compile(r"\b(confirm|admit|reveal|point(s|ed)? out|acknowledg)", re.I)


@given(dossiers(with_details=True), st.sampled_from(list(Audience)))
def test_no_sentence_says_more_than_the_policy(data: Any, audience: Audience) -> None:
    dossier = check(data)
    for claim in dossier.claims:
        assessment = assess(dossier, claim, AT, audience)
        if assessment is None:
            continue
        found = sentence_of(dossier, claim, AT, audience)
        text = found.text.replace("could not be independently confirmed", "")
        acknowledged = "admission_against_interest" in assessment.reasons
        assert found.status is assessment.status
        assert not CONFIRMS.search(text) or (acknowledged and "acknowledged" in text)
        origins = assessment.as_json()
        several = sum(
            origins[name]
            for name in (
                "support_origins",
                "interested_origins",
                "denying_origins",
                "interested_denials",
            )
        )
        assert several > 1 or not re.search(r"\b(sources|origins)\b", text)
        if assessment.status is Status.SINGLE_SOURCE:
            assert " and " not in text.split(" said")[0].split(" reported")[0]
        spoken = [*dossier.attributions, *dossier.detail_values]
        hidden = {each.speaker for each in spoken if each.ground_rules in HIDDEN}
        told = {
            ref
            for each in spoken
            if each.ground_rules not in HIDDEN
            for ref in (each.speaker, *(r for s in each.sightings for r in s.via))
        } | {each.publisher for each in dossier.documents.values()}
        # Whose house somebody's is may be part of their name: "the State's Ministry".
        told |= {above for ref in told if (above := dossier.sources[ref].parent)}
        others = {dossier.sources[ref].name for ref in told}
        # "Nobody" is also how a sentence begins.
        for name in {dossier.sources[ref].name for ref in hidden} - others - {"Nobody"}:
            assert name not in found.whole


def citing(text: str) -> Citing:
    return Citing(
        sentence=Sentence(text), claim=text, ref="a/b {c}", number=3, status="confirmed", at=AT,
        policy="default@1", house="A house", permalink="https://desk.example/claims/a/records/3/",
        badge="https://desk.example/b.svg", embed="https://desk.example/e/", zone=UTC,
    )  # fmt: skip


@pytest.mark.parametrize("format", FORMATS, ids=lambda each: each.key)
def test_every_format_bears_its_time_and_lets_no_markup_through(format: Any) -> None:
    written_so = format.write(
        citing("<script>alert(1)</script> {x} & $y_z% \u202eodd\r\nTY  - BOOK")
    )

    assert "<script>" not in written_so or format.key in (
        "print",
        "record",
        "wire",
        "footnote",
        "csl",
        "ris",
        "bibtex",
    )
    assert "\u202e" not in written_so
    assert "\nTY  - BOOK" not in written_so
    if format.key not in ("print", "permalink", "embed", "badge"):
        assert "policy default@1" in written_so.replace("\\", "")
        assert "12:00 UTC, 10 May 2026" in written_so.replace("\\", "")


def test_another_language_takes_its_own_words() -> None:
    german = {
        "%(who)s %(verb)s that %(claim)s%(relay)s": "%(who)s %(verb)s, dass %(claim)s%(relay)s",
        ", which could not be independently confirmed": "; das ließ sich nicht unabhängig bestätigen",
    }
    dossier = check(
        {
            "format": "second-source-dossier/1", "sources": SOURCES, "documents": DOCUMENTS,
            "claims": [{"id": "dam", "text": CLAIM}], "attributions": [says("wire")],
        }
    )  # fmt: skip
    found = sentence_of(
        dossier, dossier.claims[0], AT, Audience.PUBLIC, lambda text: german.get(text, text)
    )

    assert "; das ließ sich nicht unabhängig bestätigen." in found.text
