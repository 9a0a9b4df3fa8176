"""What the reader makes of single sentences: each row an English rule."""

from datetime import date

import pytest

from claims.domain.vocabulary import Knowledge, Naming, Stance
from claims.intake.extraction.drafting import Draft, Manner, read
from claims.intake.extraction.voices import Known
from sources.domain.vocabulary import SourceKind

PUBLISHED = date(2026, 3, 12)  # a Thursday


def only(text: str) -> Draft:
    drafts = [each for each in read(text, published=PUBLISHED) if not each.carries]
    assert len(drafts) == 1, [[text[a:b] for a, b in each.cue] for each in drafts]
    return drafts[0]


def words(text: str, spans: list[tuple[int, int]]) -> list[str]:
    return [text[a:b] for a, b in spans]


@pytest.mark.parametrize(
    ("rule", "text", "stance"),
    [
        ("said, and nothing else", "The army said the bridge was open.", Stance.ASSERTS),
        ("a hedge within", "The army said the bridge was probably open.", Stance.ASSERTS_LIKELY),
        ("may", "The army said the bridge may be open.", Stance.ASSERTS_POSSIBLE),
        ("could", "The army said floods could follow.", Stance.ASSERTS_POSSIBLE),
        ("could not is no hedge", "The army said it could not stop them.", Stance.ASSERTS),
        ("May is a month", "The army said the bridge opened in May.", Stance.ASSERTS),
        ("a hedged object", "The army confirmed the suspected attack.", Stance.ASSERTS_LIKELY),
        ("reportedly and possible", "The army said talks reportedly failed, a possible setback.",
         Stance.ASSERTS_POSSIBLE),
        ("a verb that hedges", "Police believe the fire was set.", Stance.ASSERTS_LIKELY),
        ("a verb that suspects", "Police suspect the fire was set.", Stance.ASSERTS_POSSIBLE),
        ("denied", "The army denied the attack.", Stance.DENIES),
        ("a hedged denial", "The army denied that a possible attack was planned.",
         Stance.DENIES_POSSIBLE),
        ("do not think", "Officials do not think the fire was set.", Stance.DENIES_LIKELY),
        ("no reports of", "The mayor said there were no reports of injuries.",
         Stance.NO_INFORMATION),
        ("still analysing", "The ministry said it was still analysing the samples.",
         Stance.NO_INFORMATION),
        ("declined to", "The mayor declined to say who called.", Stance.DECLINES),
        ("did not say", "The mayor did not say who called.", Stance.NO_INFORMATION),
    ],
)  # fmt: skip
def test_how_firm_it_is(rule: str, text: str, stance: Stance) -> None:
    assert (rule, only(text).stance) == (rule, stance)


@pytest.mark.parametrize(
    ("text", "about", "kind"),
    [
        ("Officials gave no details about the kind of shell or its range.",
         ["the kind of shell", "its range"], Knowledge.NOT_STATED),
        ("Officials provided no further information on the cause of the fire.",
         ["the cause of the fire"], Knowledge.NOT_STATED),
        ("The firm has not said how many were hurt.", ["how many were hurt"], Knowledge.NOT_STATED),
        ("The firm didn't immediately release other details.", [], Knowledge.NOT_STATED),
        ("The general refused to say where he was.", ["where he was"], Knowledge.WITHHELD),
        ("The general would not say where he was.", ["where he was"], Knowledge.WITHHELD),
        ("The ministry said it did not know who fired.", ["who fired"], Knowledge.UNKNOWN),
        ("The ministry said it was still assessing the damage.", ["the damage"], Knowledge.UNKNOWN),
        ("The ministry said there were no confirmed reports of casualties.", ["casualties"],
         Knowledge.NONE_REPORTED),
    ],
)  # fmt: skip
def test_the_four_kinds_of_not_knowing_are_kept_apart(
    text: str, about: list[str], kind: Knowledge
) -> None:
    drafts = [each for each in read(text) if each.cue]
    missing = [each for draft in drafts for each in draft.unknowns]
    assert [each.about for each in missing][: len(about)] == about
    assert all(each.knowledge is kind for each in missing)
    assert any(each.stance.polarity == 0 for each in drafts)


@pytest.mark.parametrize(
    ("text", "speaker", "relays"),
    [
        ("The dam had burst, the army said, according to Reuters.", "army", ["Reuters"]),
        ("Reuters reported that the army said the dam had burst.", "army", ["Reuters"]),
        ('"The army said the dam had burst," the Associated Press reported.', "army",
         ["Associated Press"]),
        ('"The army said the dam had burst," AP reported.', "army", ["Associated Press"]),
        ("Reuters reported that the dam had burst, citing two officials.", "two officials",
         ["Reuters"]),
        ("The mayor was quoted by Reuters as saying that the dam had burst.", "mayor", ["Reuters"]),
        ("The dam had burst, the army said.", "army", []),
    ],
)  # fmt: skip
def test_the_speaker_is_the_earliest_voice_and_everyone_else_a_relay(
    text: str, speaker: str, relays: list[str]
) -> None:
    draft = only(text)
    assert draft.voice.name == speaker
    assert [voice.name for _, voice in draft.relays] == relays


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ('"The dam is gone," said the mayor.', Manner.DIRECT),
        ('The mayor said the dam was "gone for good".', Manner.MIXED),
        ("The mayor said the dam was gone.", Manner.INDIRECT),
        ('"The mayor said the dam was gone," Reuters reported.', Manner.INDIRECT),
    ],
)
def test_words_within_an_outlets_marks_are_not_shown_as_the_speakers(
    text: str, manner: Manner
) -> None:
    assert only(text).manner is manner


@pytest.mark.parametrize(
    ("text", "name", "role", "naming"),
    [
        ("Japanese Prime Minister Rin Okada said the dam was safe.", "Rin Okada",
         "Japanese Prime Minister", Naming.NAMED_PERSON),
        ("Ana Silva, a spokeswoman for the port, said ships were late.", "Ana Silva", "",
         Naming.NAMED_PERSON),
        ("The mayor, Ana Silva, said ships were late.", "Ana Silva", "mayor", Naming.NAMED_PERSON),
        ("Dr. Ana Silva said ships were late.", "Ana Silva", "Dr.", Naming.NAMED_PERSON),
        ("Military officials said ships were late.", "Military officials", "", Naming.DESCRIBED),
        ("A senior official said ships were late.", "senior official", "", Naming.ANONYMOUS),
        ("A pilot said ships were late, speaking on condition of anonymity.", "pilot", "",
         Naming.ANONYMOUS),
        ("The Port Authority said ships were late.", "Port Authority", "",
         Naming.NAMED_INSTITUTION),
    ],
)  # fmt: skip
def test_a_speaker_has_a_name_and_a_role(text: str, name: str, role: str, naming: Naming) -> None:
    voice = read(text)[0].voice
    assert (voice.name, voice.role, voice.naming) == (name, role, naming)


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Police chief Ana Silva said it was late. She added that roads were wet.",
         ["Ana Silva", "Ana Silva"]),
        ("Police chief Ana Silva said it was late. Roads were wet, Silva said.",
         ["Ana Silva", "Ana Silva"]),
        ("Reuters reported that ships were late. The agency also noted that roads were wet.",
         ["Reuters", "Reuters"]),
        ("US President Joe Roe met Ana Silva. The US president said roads were wet.", ["Joe Roe"]),
        ("The Port Authority said ships were late. It added that roads were wet.",
         ["Port Authority", "Port Authority"]),
        ('"I am tired," said the mayor, Ana Silva.\n"I think I will stop."',
         ["Ana Silva", "Ana Silva"]),
    ],
)  # fmt: skip
def test_pronouns_surnames_and_roles_mean_who_appeared_before(
    text: str, speakers: list[str]
) -> None:
    assert [each.voice.name for each in read(text)] == speakers


def test_metonyms_and_other_names_are_resolved_to_sources_on_record() -> None:
    tokyo = Known("jp", "Government of Japan", SourceKind.STATE)
    drafts = read("Tokyo said the dam was safe.", known={"tokyo": tokyo})
    assert (drafts[0].voice.ref, drafts[0].voice.name) == ("jp", "Government of Japan")
    assert read("Osaka said the dam was safe.", known={"tokyo": tokyo})[0].voice.ref == ""


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("On Monday, the army said roads were wet.", "2026-03-09", "2026-03-09"),
        ("The army said on Thursday that roads were wet.", "2026-03-12", "2026-03-12"),
        ("In August, the army said roads were wet.", "2025-08-01", "2025-08-31"),
        ("On March 3, the army said roads were wet.", "2026-03-03", "2026-03-03"),
        ("On 3 December, the army said roads were wet.", "2025-12-03", "2025-12-03"),
        ("Last month, the army said roads were wet.", "2026-02-01", "2026-02-28"),
        ("Yesterday the army said roads were wet.", "2026-03-11", "2026-03-11"),
    ],
)
def test_when_it_was_said_is_reckoned_from_the_day_of_publication(
    text: str, first: str, last: str
) -> None:
    said_on = read(text, published=PUBLISHED)[0].said_on
    assert said_on is not None
    assert (str(said_on.first), str(said_on.last)) == (first, last)


@pytest.mark.parametrize(
    ("words", "value", "unit", "qualifier"),
    [
        ("at least 40 families had left", "40", "families", "at_least"),
        ("about 30 knots of wind blew", "30", "knots", "about"),
        ("more than 1,200 shells were fired", "1200", "shells", "more_than"),
        ("up to five ships were lost", "5", "ships", "at_most"),
        ("it cost $1.2 million", "1200000.0", "$", "exact"),
        ("prices rose by 6.5 per cent", "6.5", "per cent", "exact"),
    ],
)
def test_quantities_come_with_their_unit_and_qualifier(
    words: str, value: str, unit: str, qualifier: str
) -> None:
    found = only(f"The army said {words}.").quantities[0]
    assert (str(found.value), found.unit.split()[0] if unit != "per cent" else found.unit) == (
        value,
        unit,
    )
    assert found.qualifier == qualifier


@pytest.mark.parametrize(
    "text",
    [
        "The reported attack shocked the town.",
        "The claims of the army were read out.",
        "Officials might say that roads are wet.",
        "It is believed that roads are wet.",
        "The United States won the match.",
        "The two states signed a paper.",
    ],
)
def test_what_only_looks_like_an_attribution_is_none(text: str) -> None:
    assert read(text) == []


def test_a_quotation_goes_on_over_paragraphs() -> None:
    text = '"The dam is gone," said Mayor Ana Silva.\n\n"We will build it anew."\n\nRain fell.'
    draft = only(text)
    assert words(text, draft.content) == ['"The dam is gone,"', '"We will build it anew."']


def test_offsets_are_code_points() -> None:
    text = "🌊🌊 Flood! The mayor said the dam was gone."
    draft = only(text)
    assert words(text, draft.content) == ["the dam was gone"]
    assert draft.content[0][0] == text.index("the dam")


def test_what_one_has_just_said_is_not_given_to_who_speaks_next() -> None:
    text = 'Her partner, Jamal, added: "Go home." A spokeswoman said: "We are sorry for it."'
    draft = next(each for each in read(text) if each.voice.name == "spokeswoman")
    assert words(text, draft.content) == ['"We are sorry for it."']
