"""How a claim stands inside a sentence. What grammar can't settle is proposed here, shown to
whoever records the claim, and theirs to correct (`clause`, `clause_past`); lists only propose.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from claims.domain.citing.english import ended, word_set
from claims.domain.records import Claim
from claims.domain.vocabulary import ClaimKind
from claims.domain.words import PAST

# Words that begin a sentence with a capital and nothing else.
_PLAIN = word_set(
    """
    a about across after against all almost along among an and another any around as at because
    before between both but by despite due during each either every few fewer five following for
    four from half he her his hundreds if in inside into its just least less many more most much
    near nearly neither no nobody none nobody's nothing of off on one only our out outside over
    roughly several she since six some such ten that the their there these they this those three
    thousands through throughout to towards two under until up upon when where whether which while
    who with within without
    """
)

# Common words of news with which claims begin. They are no names, unless a source bears one.
_COMMON = word_set(
    """
    access accounts acts additional adults aftershocks agents aid air aircraft airlines airports
    airstrikes ambulances ammunition animals anti-government apartment appeals applications
    archaeologists armed arms army arrests artillery assets attackers attacks attendance audit
    auditors authorities avalanches average bad ballot ballots banks barricades bars beaches beef
    bids bills birds births blackouts blasts boats bodies bombings bombs bonds bones books border
    borders boxes boys bread bridges budget buildings bullets burglars buses business businesses
    buyers cables campaign campaigners candidates cannons cargo carmakers cars cases cash
    casualties cattle cells central charges charities checkpoints chemical chemicals chickens
    children cholera churches citizens city civil civilian civilians clashes classes cleaners
    climate clinics coal coastal collisions commercial communities companies compensation
    complaints computers conditions construction consumer consumers contracts convicts copies
    corals core corn costs counting couples courts cows credit crews crime crimes criminals crops
    crowds crude customers cuts cyber dams damage data days deaths debris debt deforestation
    delays deliveries demand demonstrators deposits deputies detainees detectives diesel
    digital diplomats disease divers doctors documents dogs domestic donations donors doses dozens
    drinking drivers drones drought drug drugs dust early earnings earthquakes economic editors
    education eight eighty election elections electric electricity elephants eleven emergency
    emissions employees employers enemy energy engineers enrolment evacuation evacuations exit
    exits experts explosion explosions explosives exports extra fake fallen false families
    farmers federal female ferries fewer fifty fighter fighters fighting files films finance fire
    firearms firefighters fires firms first fish fishermen fishing flights flood flooding floods
    flour flu fog food footage forces forecasters foreign forest forests former forty fraud free
    freight fresh fuel funds further gangs gas genetic girls glaciers global gold goods government
    graduates grain grants graves greenhouse groundwater groups growth guards gun gunfire gunmen
    guns hackers hackings hail hair harvests hate heads health heat heatwaves heavy helicopters
    high higher hikers holders homes homicides horses hospital hospitals hostages hotels hours
    house households houses housing human hundreds hunger ice identity illegal images imports
    incomes industrial infections inflation injuries inmates insects inspections inspectors
    insurance insurers insurgents interest internal international internet investigators
    investment investors jails job jobs jobless jobs journalists judges juries killings laboratory
    labour lambs land landlords landmines landslide landslides large late lawmakers laws lawyers
    lead leaders leaks letters levels life lightning lines litter livestock living loans local
    locals logs long looters looting lorries losses low lower machines mail males malware managers
    manufacturers manufacturing maps marchers marine market markets mass masked material
    measles measures meat media medical medicines medics members men mercenaries messages methane
    migrants milk militants military militias miners mines mining ministers minors misinformation
    missiles mobile mobs money monkeys mortality mortgage mosques mosquitoes motorists mountain
    mourners mudslides municipal murders museums music national nationalists natural naval
    negotiations neighbours net new news ninety nitrogen non-governmental nuclear numbers nurses
    obesity objects observers offenders offers officers offices officials oil oilfields old older
    online operators opposition orders organisers other outages output owners oxygen pages paintings
    pandemic paramedics parents parking parliamentary part parties parts passengers passports
    patients patrols pay payments peace peacekeepers pension pensioners pensions people permits
    personal pesticides petrol petroleum phone phones photographs photos pigs pilots pipelines
    plague plane planes planners plans plants plastic plots police politicians polling polls
    pollution poor population ports postal poultry poverty power pregnant premiums preparations
    president presidents pressure previous price prices priests primary prison prisoners private
    producers production profit profits projects property prosecutors protesters protests
    provincial public publisher pupils quarantine quotas rabbits racial radiation radio rail
    railway railways rain rainfall rains ransom rape rates real rebels receipts recent record
    records refineries refugees regional registered regulators relatives relief religious remains
    renewable rent rents repairs reporters rescue rescuers research researchers reserves residents
    respondents restaurants results retail retailers revenue revenues rice riots rising rival
    rivers road roads robbers rockets roofs rubber rural safety sailors salaries sales sanctions
    satellite savings scholars school schools scientists scores sea seawater seats second
    secondary secret security seizures sensors separatists settlers seven seventy sewage sex sexual
    shareholders shares sharks sheep shelling shells shipments shipping ships shootings shops
    shortages shots sightings signals similar single sirens sixty skiers slavery small smoke
    smugglers snipers snow social software soil solar soldiers solid southern soya special
    speculators spending sports staff state states steel stocks stolen stones stores storms
    straight street strikes striking strong stronger student students sub-saharan submarines
    subsidies suicide suicides summary supermarkets supplies support supporters surface surgeons
    surplus surveillance survivors suspects talks tankers tanks tariffs tax taxes taxi teachers
    tear technical technicians teenagers telephone temperatures tenants tens tension territorial
    terrorists test testing tests texts thefts thieves thirty thousands threats tickets timber
    tolls top torrential total tourism tourists toxic trade traders traffic trains traps travellers
    treasure trees tremors trials tribal troops tropical truck trucks tuberculosis tuition
    turnout twelve twenty unemployment unexploded unidentified union unions universities unknown
    unpaid unrest uranium urban used users vaccination vaccinations vaccine vaccines valid
    vandals vehicles vendors vessels veterans victims video videos villagers villages violence
    violent visitors volcanic volunteers voter voters votes voting wages warnings waste water
    waters waves wealthy weapons weather welfare wheat white widespread wild wildfire wildfires
    wildlife wind winds wine winter witnesses wolves women wood work workers working works
    worshippers wounded writers young youths
    """
)
_COMMON_ENDING = re.compile(r"\w{3,}(?:tions?|ments|ities|ists)")
_FIRST = re.compile(r"[^\W\d_]+(?:['’-]\w+)*")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Inc|Co|Corp|Ltd|Jr|Sr|etc|Bros|St|Mr|Mrs|Ms|Dr|No|a\.m|p\.m)|(?:^|[\s.(])[A-Z])\.$"
)


@dataclass(frozen=True, slots=True)
class Forms:
    """A claim inside a sentence: after "says that", and after "said that" if that is known."""

    clause: str
    past: str


def forms_of(claim: Claim, names: Collection[str]) -> Forms:
    """As a person has put it, else as it is proposed."""
    clause = claim.clause or proposed_clause(claim.text, names)
    return Forms(clause, claim.clause_past or proposed_past(clause))


def readings(claim: Claim, names: Collection[str]) -> list[str]:
    """The finished sentences in which it would stand, or why there is none."""
    fault = why_not_plain(claim)
    if in_another_language(claim):
        fault = "it is in another language: its clause would be the translation"
    if fault:
        return [f"No sentence: {fault}."]
    forms = forms_of(claim, names)
    return [
        ended(f"They say that {forms.clause}"),
        *([ended(f"They said that {forms.past}")] if forms.past else []),
        ended(f"They denied that {forms.past or forms.clause}"),
    ]


def proposed_clause(sentence: str, names: Collection[str]) -> str:
    """A claim as a subordinate clause: without its full stop, and without its first capital unless
    that belongs to a name, or may: only words that are known to be none lose it."""
    text = unended(sentence)
    first = _FIRST.match(text)
    word = first.group() if first else ""
    if not word[:1].isupper() or word[1:] != word[1:].lower():
        return text
    lowered = word[0].lower() + text[1:]
    low = word.lower()
    if low in _PLAIN:
        return lowered
    if any(re.match(rf"{re.escape(word)}\b", name) for name in names):
        return text
    if re.match(rf"{re.escape(word)} [^\W\d_a-z]", text):  # a second capital: a name of two words
        return text
    return lowered if low in _COMMON or _COMMON_ENDING.fullmatch(low) else text


def unended(sentence: str) -> str:
    """A sentence on one line, without its full stop; that of an abbreviation is its own."""
    text = " ".join(sentence.split())
    if text.endswith(".") and not text.endswith("..") and not _ABBREVIATED.search(text):
        return text[:-1]
    return text


# Tense

_NOW = {
    "is": "was", "are": "were", "has": "had", "have": "had", "will": "would", "can": "could",
    "does": "did", "do": "did", "isn't": "wasn't", "aren't": "weren't", "hasn't": "hadn't",
    "haven't": "hadn't", "won't": "would not", "can't": "could not", "cannot": "could not",
}  # fmt: skip
_THEN = frozenset({"was", "were", "had", "would", "could", "did", "might", "must", "should"})
_PASTS = (frozenset(PAST.values()) | word_set(
    """
    ate became bore bought caught chose drank drove fled forgot fought froze grew hid hung laid led
    lent lit overran overthrew overturned rang rode sang sat shook shone shot shut shrank slept
    slid spent split spread sprang stole stuck stung swam swept swore swung taught thought threw
    tore understood undertook withdrew woke wore wound
    """
)) - {"cost", "cut", "hit", "hurt", "put", "shut", "split", "spread", "wound"}  # fmt: skip
_BEFORE_INFINITIVES = frozenset({"to", "may", "might", "could", "should", "must", "would", "will"})


def proposed_past(clause: str) -> str:
    """The clause after "said that". Empty where its verb is not known: then the present stands.

    What is past stays as it is ("said the dam broke"); "is", "has" and "will" step back, if the
    clause has no other verb that would have to."""
    found = [
        (match, match.group())
        for match in re.finditer(r"(?<![\w'’-])[a-z]+(?:['’]t)?(?![\w'’-])", _unquoted(clause))
    ]
    now = [
        match
        for (match, word), (_, before) in zip(found, [(None, ""), *found], strict=False)
        if word.replace("’", "'") in _NOW and before not in _BEFORE_INFINITIVES
    ]
    then = [word for _, word in found if word in _THEN or word in _PASTS or _is_regular_past(word)]
    if not now:
        return clause if then else ""
    if len(now) > 1:
        return ""
    (match,) = now
    word = match.group().replace("’", "'")
    return clause[: match.start()] + _NOW[word] + clause[match.end() :]


def _unquoted(clause: str) -> str:
    """With what is quoted blanked out: nobody's words are changed."""
    return re.sub(r"“[^”]*”|\"[^\"]*\"", lambda match: "_" * len(match[0]), clause)


def _is_regular_past(word: str) -> bool:
    return len(word) > 4 and word.endswith("ed") and not word.endswith(("eed", "hundred"))


_NEGATIVE = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|cannot|denie[ds]|refused|failed to)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)


def is_negative(clause: str) -> bool:
    """Whether to deny it would be a double negative."""
    return bool(_NEGATIVE.search(clause))


_PRONOUN = re.compile(r"(?:it|he|she|they|its|his|her|their)\b", re.IGNORECASE)


def takes_up_the_speaker(clause: str) -> bool:
    """Whether a person has put a pronoun for the speaker: "it had cheated"."""
    return bool(_PRONOUN.match(clause))


# What is not one plain statement

LONGEST = 600  # characters of what is still one statement

# A full stop and a capital behind it, but for those of initials and abbreviations.
_TWO = re.compile(r"[.!?…][”\"’)]*\s+[A-Z“\"]|;\s")
_SHORTENED = re.compile(
    r"(?:^|[^\w])(?:[A-Za-z]|Mr|Mrs|Ms|Dr|St|No|Nos|Sgt|Gen|Col|Capt|Lt|Gov|Sen|Rep|Rev|Hon|Prof|"
    r"vs?|ca|Inc|Co|Corp|Ltd|Jr|Sr|Mt|Ft|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|approx|e\.g|i\.e)$"
)
_QUOTED = re.compile(r"[“\"]([^”\"]*)[”\"]")
_PUNCTUATED = re.compile(r"[.!?,;:]$|[.!?;:] ")
_HEDGED = re.compile(
    r"\b(?:may|might|could) (?:have|be|not|well|also|soon)\b|\b(?:possibl[ey]|probabl[ey]|likely|"
    r"unlikely|perhaps|allegedly|alleged|reportedly|apparently|purportedly|supposedly|"
    r"presumably|suspected of|thought to|believed to|seems? to|appears? to)\b"
)
_SPEAKING = re.compile(
    r"\b(?:says?|said|told|claims? that|claimed that|according to|announced that|stated that|"
    r"denied that|confirmed that|reported that)\b"
)
_UNBOUND = re.compile(r"(?:He|She|They|His|Her|Their|Its|This|These|Those)\b(?! (?:is|was) the\b)")
_IT = re.compile(r"It (?!(?:is|was|will|has|had|rains?|rained|snows?|snowed|took|takes)\b)[a-z]+")
_TELLING = frozenset({ClaimKind.SPEECH_ACT, ClaimKind.KNOWLEDGE_STATE, ClaimKind.ACT_OF_AUTHORITY})


def why_not_plain(claim: Claim) -> str:
    """What keeps the claim from standing inside a sentence; empty where nothing does. Where a
    person has given its clause, that is what stands there."""
    if claim.clause and takes_up_the_speaker(claim.clause):
        bare = claim.model_copy(update={"clause": None})
        if fault := why_not_plain(bare):  # as it is told of others
            return fault
    text = claim.clause or claim.text
    if len(text) > LONGEST:
        return "it is too long to stand inside one"
    if text.rstrip().endswith("?"):
        return "it is a question"
    if any(
        each[0][0] == ";" or not _SHORTENED.search(text[max(0, each.start() - 8) : each.start()])
        for each in _TWO.finditer(text)
    ):
        return "it is more than one sentence"
    if any(_PUNCTUATED.search(each) for each in _QUOTED.findall(text)):
        return "it holds a quotation with its own punctuation"
    if not claim.clause and (match := _UNBOUND.match(text) or _IT.match(text)):
        return f"“{match[0].split()[0]}” stands for somebody or something that it does not name"
    if claim.kind not in _TELLING:
        if match := _HEDGED.search(text):
            return f"it is hedged itself (“{match[0]}”)"
        if match := _SPEAKING.search(text):
            return f"there is a speaker in it (“{match[0]}”)"
    return ""


def in_another_language(claim: Claim) -> bool:
    """Whether the text is not English, in which sentences are built, and nobody has translated it:
    a clause that a person gave is a translation."""
    if claim.clause and not _foreign_script(claim.clause):
        return False
    tagged = claim.lang is not None and claim.lang.split("-")[0].lower() != "en"
    return tagged or _foreign_script(claim.text)


def _foreign_script(text: str) -> bool:
    letters = [each for each in text if each.isalpha()]
    latin = sum(1 for each in letters if each < "\u0250" or "\u1e00" <= each < "\u1f00")
    return bool(letters) and latin * 2 < len(letters)
