"""The words by which news says who said so. Lists only; what follows is in the rooms beside."""

from dataclasses import dataclass
from enum import StrEnum

from claims.domain.vocabulary import Stance
from claims.intake.extraction.parts import Part


def words(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


class Frame(StrEnum):
    """What may follow a cue, and who may be its subject."""

    # A clause with or without "that", a quotation, or nothing: it may stand after what was said.
    ANYTHING = "anything"
    LISTENER = "listener"  # somebody who was told, and then anything
    CLAUSE = "clause"  # which must be seen to be one
    QUOTATION = "quotation"  # and nothing else
    NOUN = "noun"  # a noun phrase that is itself what was said: "confirmed the launch"
    DOCUMENT = "document"  # a document or a finding may be the subject as well as a person


# What any speaker does, with or without a listener: the words may come first, too.
SPEAKING = frozenset({Frame.ANYTHING, Frame.LISTENER})
# What papers and findings do as well, or what has no clause of its own.
OF_THINGS = frozenset({Frame.CLAUSE, Frame.NOUN, Frame.DOCUMENT})


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that attributes: its dictionary form, what may follow it, and what it commits to."""

    lemma: str
    frames: frozenset[Frame]
    stance: Stance = Stance.ASSERTS
    form: str = "past"  # past, third, base or ing


_IRREGULAR = {
    "say": "said",
    "tell": "told",
    "write": "wrote written",
    "think": "thought",
    "know": "knew known",
    "find": "found",
    "show": "showed shown",
    "feel": "felt",
    "hear": "heard",
    "see": "saw seen",
    "read": "read",
    "mean": "meant",
    "swear": "swore sworn",
    "understand": "understood",
    "forget": "forgot forgotten",
    "foresee": "foresaw foreseen",
    "bet": "bet",
    "hold": "held",
    "put": "put",
    "go": "went gone",
    "come": "came",
    "make": "made",
    "dream": "dreamed dreamt",
    "learn": "learned learnt",
    "admit": "admitted",
    "quip": "quipped",
    "tip": "tipped",
    "infer": "inferred",
    "concur": "concurred",
    "submit": "submitted",
    "signal": "signalled signaled",
}

_S, _T, _C = Frame.ANYTHING, Frame.LISTENER, Frame.CLAUSE
_Q, _N, _D = Frame.QUOTATION, Frame.NOUN, Frame.DOCUMENT
_A, _L, _P = Stance.ASSERTS, Stance.ASSERTS_LIKELY, Stance.ASSERTS_POSSIBLE

# frames, stance, dictionary forms
_VERBS: tuple[tuple[tuple[Frame, ...], Stance, str], ...] = (
    ((_S,), _A, "say state claim assert insist argue declare allege maintain contend"),
    ((_S,), _A, "explain stress emphasize emphasise reiterate tweet testify"),
    ((_S, _D), _A, "warn"),
    ((_S,), _A, "caution predict theorize theorise recall remark"),
    ((_S, _N), _A, "announce confirm acknowledge admit concede"),
    ((_S, _N, _D), _A, "report reveal"),
    ((_S, _D), _A, "note write"),
    ((_T,), _A, "tell inform"),
    ((_C,), _A, "assure notify remind reassure brief"),
    ((_C,), _A, "mention repeat confess disclose boast brag complain affirm attest"),
    ((_C,), _A, "counter rule decree submit profess proclaim recount relate vouch email"),
    ((_C,), _A, "agree concur object protest hint imply"),
    ((_C, _D), _A, "observe comment add post text"),
    ((_C,), _A, "pledge vow promise swear threaten urge demand propose recommend advise request"),
    ((_C, _D), _A, "show indicate reveal demonstrate prove confirm establish verify determine"),
    ((_C, _D), _A, "find conclude discover learn ensure guarantee signal specify detail document"),
    ((_C, _D), _L, "suggest estimate calculate project forecast reckon posit hypothesize"),
    ((_C,), _L, "think believe expect assume suppose presume anticipate guess imagine figure"),
    ((_C,), _P, "suspect speculate fear hope wonder dream"),
    (
        (_C,),
        _A,
        "know realize realise understand recognize recognise remember notice forget foresee",
    ),
    ((_C,), _A, "feel hear see read mean wish accept decide consider regret worry judge hold"),
    ((_C,), Stance.DENIES_POSSIBLE, "doubt"),
    ((_C, _N), Stance.DENIES, "deny"),
    ((_N,), Stance.DENIES, "refute dismiss"),
    (
        (_Q,),
        _A,
        "complain reply respond answer ask continue joke quip laugh shout cry whisper exclaim",
    ),
    ((_Q,), _A, "conclude urge interject muse lament enthuse sigh elaborate retort chant plead"),
)

# Forms that are nouns (or something else) at least as often as they attribute.
AMBIGUOUS = words(
    """
    reports report claims claim states state notes note comments comment remarks remark
    posts post texts text tweets shows show finds rules rule details detail documents
    document signals signal projects project estimates estimate forecasts forecast hopes
    hope fears fear doubts doubt guess guesses wishes wish promises promise pledges pledge
    vows vow demands demand objects object protests protest threatens questions question
    requests request hints hint warning thought answers answer figures figure dreams dream
    reads read means mean sees see holds hold judges judge finding findings meaning writing
    reading counters counter feeling understanding briefs brief tips tip worries worry
    regrets regret notices notice relates emails email
    """
)

# As adverbs of manner and time these may stand between a subject and its verb.
_ADVERBS = """
    also already later recently then now again still even just only once twice first earlier today
    yesterday tonight tomorrow however therefore thus too soon often always never further instead
    meanwhile nevertheless nonetheless either rather quite very more most much almost nearly not
    ever yet perhaps maybe though indeed well back afterwards afterward long far likewise simply
    reportedly apparently allegedly seemingly supposedly previously initially finally eventually
    subsequently separately repeatedly publicly privately jointly directly explicitly clearly
    """

_PREPOSITIONS = """
    of in on at by for with from to about into over under after before between through during
    without within against among amid across behind beyond near off out outside inside per since
    until upon via toward towards around along despite including regarding concerning like unlike
    above below beside besides onto as alongside following according
    """

_SUBORDINATORS = (
    "because although though while whereas when whenever if unless whether than lest so"
)

_RELATIVES = "who which that whom whose what where why how"

_COORDINATORS = "and or but nor &"

_DETERMINERS = """
    the a an this these those his her its their our my your some any no every each another both all
    several many few most half either neither other such certain
    """

_PRONOUNS = "i we he she it they you one someone somebody everyone everybody nobody anyone others"

_AUXILIARIES = """
    is are was were be been being am 's 're 'm has have had having do does did will would can
    could may might shall should must 'll 'd 've ca wo n't isn't aren't wasn't weren't hasn't
    haven't hadn't don't doesn't didn't won't wouldn't can't couldn't shouldn't cannot ought used
    """

# Verbs that a past or a third person ending does not give away, or that news uses at every turn.
_COMMON_VERBS = """
    came went blew took gave got made became began left kept held led met ran fell rose grew sent
    built paid brought bought caught taught fought lost won hit cut put set let stood sat spoke
    drove chose broke wore flew drew threw shot struck sought spent slept swept tore wound hung
    dealt bore ate drank sang sank sprang swam woke arose bent bled bred cast clung crept dug fed
    fled flung forbade forgave froze hid hurt knelt laid lay leapt lent lit overcame quit rang
    rode shook shone shrank shut slid sold spun spread stole stuck swung undertook understood
    withdrew withstood go goes take takes give gives get gets make makes become becomes begin
    begins leave leaves keep keeps lead leads run runs fall falls bring brings buy buys stand
    stands sit sits speak speaks choose chooses break breaks want wants need needs seem seems
    appear appears remain remains continue continues include includes try tries help helps allow
    allows require requires contain contains exist exists happen happens occur occurs live lives
    lie lies depend depends accounts belong belongs consist consists come comes represents faces
    provides follows
    """

MODALS_OF_WHAT_WAS_NOT_SAID = words("could should may might must can ought shall cannot")

BE = words(
    """
    is are was were be been being am 's 're 'm isn't aren't wasn't weren't
    """
)
NEGATIONS = words(
    """
    not n't never isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't
    won't wouldn't can't couldn't shouldn't cannot
    """
)

# After "said": where or how it was said.
VENUES = words(
    """
    statement interview conference briefing tweet post speech letter report email e-mail
    remarks message address call release note video court filing testimony announcement
    editorial article blog memo interviews statements document bulletin broadcast hearing
    meeting debate press podcast thread posting update advisory dispatch communique
    communiqué
    """
)

DAYS = words(
    """
    monday tuesday wednesday thursday friday saturday sunday today yesterday tonight
    tomorrow january february march april may june july august september october november
    december
    """
)

LISTENERS = words(
    """
    reporters journalists lawmakers parliament congress police investigators viewers readers
    supporters crowds staff employees investors us me him her them you everyone people
    voters fans delegates media press officials senators lawyers jurors
    """
)

# Words for people and bodies that speak; what is not a name and not one of these seldom "confirms".
SPEAKERS = words(
    """
    official officials officer officers spokesman spokeswoman spokesperson spokespeople
    minister ministers ministry president chancellor secretary government governments
    authorities authority police army military navy force forces agency agencies company
    firm group groups union court judge prosecutor prosecutors lawyer lawyers attorney
    attorneys leader leaders chief chiefs head director chairman chairwoman chair ceo
    executive executives board committee commission council department bureau office
    ambassador envoy diplomat diplomats mayor governor senator senators lawmaker lawmakers
    mp mps witness witnesses resident residents source sources expert experts analyst
    analysts researcher researchers scientist scientists doctor doctors hospital university
    operator operators regulator regulators bank party coalition church team federation
    association organisation organization institute centre center newspaper outlet
    broadcaster channel station paper magazine website site general admiral colonel
    commander commanders command intelligence service services staff rescuers firefighters
    activists activist campaigners rebels militia opposition administration cabinet
    parliament palace embassy consulate economist economists professor teacher coach manager
    owner founder family relatives father mother brother sister wife husband son daughter
    neighbour neighbours neighbor neighbors student students victim victims airline airlines
    airport port utility defence defense prime king queen prince pope bishop member members
    crew sailor sailors miner miners worker workers man woman men women boy girl farmer
    farmers shepherd nurse nurses driver drivers passenger passengers rescuer soldier
    soldiers sheriff detective detectives clerk referee captain player players fan fans
    author authors editor journalist journalists reporter reporters critic critics poster
    blogger user users client clients customer customers commuter commuters child children
    friend friends migrant migrants refugee refugees survivor survivors deputy aide aides
    adviser advisers consultant league media observer observers monitors mission television
    radio shareholders investors families historian
    """
)

# Texts and findings by which somebody speaks.
DOCUMENTS = words(
    """
    study studies survey surveys poll polls report reports research data figures statistics
    results analysis review paper papers minutes documents document records record letter
    email memo article post posts message tweet statement evidence estimates findings
    investigation audit census model models forecast forecasts test tests trial images
    footage video photographs section blog
    """
)

# States by their common names; a metonym ("Pyongyang") comes with the sources on record.
STATES = frozenset(
    name.strip()
    for name in """
    afghanistan; albania; algeria; angola; argentina; armenia; australia; austria;
    azerbaijan; bahrain; bangladesh; belarus; belgium; bolivia; bosnia; brazil; britain;
    bulgaria; burma; cambodia; cameroon; canada; chad; chile; china; colombia; croatia;
    cuba; cyprus; denmark; ecuador; egypt; england; eritrea; estonia; ethiopia; finland;
    france; gabon; georgia; germany; ghana; greece; guatemala; haiti; honduras; hungary;
    iceland; india; indonesia; iran; iraq; ireland; israel; italy; jamaica; japan; jordan;
    kazakhstan; kenya; kuwait; laos; latvia; lebanon; libya; lithuania; luxembourg;
    malaysia; mali; malta; mexico; moldova; mongolia; morocco; mozambique; myanmar; namibia;
    nepal; netherlands; new zealand; nicaragua; niger; nigeria; north korea; norway; oman;
    pakistan; panama; paraguay; peru; philippines; poland; portugal; qatar; romania; russia;
    rwanda; saudi arabia; scotland; senegal; serbia; singapore; slovakia; slovenia; somalia;
    south africa; south korea; south sudan; spain; sri lanka; sudan; sweden; switzerland;
    syria; taiwan; tanzania; thailand; tunisia; turkey; uganda; ukraine; united arab
    emirates; united kingdom; united states; uruguay; uzbekistan; venezuela; vietnam; wales;
    yemen; zambia; zimbabwe; the north; the south
    """.replace("\n", " ").split(";")
)

OUTLET_WORDS = words(
    """
    outlet agency newspaper paper broadcaster channel station magazine daily website site
    network publication newswire wire tabloid
    """
)

SHORT = {
    "ap": "Associated Press",
    "afp": "Agence France-Presse",
    "upi": "United Press International",
    "the associated press": "Associated Press",
}

# Agencies and papers that relay; any source on record as an outlet joins them when a text is read.
OUTLETS: dict[str, str] = {
    name.strip(): SHORT.get(name.strip(), "")
    for name in """
    ap; the associated press; associated press; reuters; afp; agence france-presse; bbc; bbc
    news; cnn; abc news; cbs news; nbc news; fox news; al jazeera; the new york times; the
    washington post; the guardian; the times; the wall street journal; bloomberg; yonhap;
    kyodo; kyodo news; xinhua; tass; interfax; dpa; efe; ansa; nhk; the financial times;
    financial times; le monde; politico; axios; npr; sky news; upi; united press
    international; the telegraph; the independent; der spiegel; the economist; pti; anadolu;
    anadolu agency; ria novosti; ukrinform; the herald
    """.replace("\n", " ").split(";")
}


def _forms(lemma: str) -> dict[str, str]:
    """The written forms of a verb, each with what it is."""
    forms = {lemma: "base"}
    if lemma.endswith(("s", "sh", "ch", "x", "z", "o")):
        forms[lemma + "es"] = "third"
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        forms[lemma[:-1] + "ies"] = "third"
    else:
        forms[lemma + "s"] = "third"
    doubled = (
        lemma + lemma[-1] if lemma in {"admit", "quip", "infer", "concur", "submit"} else lemma
    )
    if lemma.endswith("ie"):
        forms[lemma[:-2] + "ying"] = "ing"
    elif lemma.endswith("e") and not lemma.endswith("ee"):
        forms[lemma[:-1] + "ing"] = "ing"
    else:
        forms[doubled + "ing"] = "ing"
    if lemma in _IRREGULAR:
        forms |= dict.fromkeys(_IRREGULAR[lemma].split(), "past")
    elif lemma.endswith("e"):
        forms[lemma + "d"] = "past"
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        forms[lemma[:-1] + "ied"] = "past"
    else:
        forms[lemma + "ed"] = "past"
    return forms


def _cues() -> dict[str, Cue]:
    cues: dict[str, Cue] = {}
    for frames, stance, lemmas in _VERBS:
        for lemma in lemmas.split():
            for word, form in _forms(lemma).items():
                known = cues.get(word)
                both = frozenset(frames if known is None else (*known.frames, *frames))
                kept = stance if known is None else known.stance
                cues[word] = Cue(lemma, both, kept, form)
    return cues


CUES = _cues()

# What a word is wherever it stands (`lines.part_of` says what the others are).
PARTS: dict[str, Part] = {}
for _part, _words in (
    (Part.VERB, _COMMON_VERBS),
    (Part.PREPOSITION, _PREPOSITIONS),
    (Part.SUBORDINATOR, _SUBORDINATORS),
    (Part.DETERMINER, _DETERMINERS),
    (Part.ADVERB, _ADVERBS),
    (Part.RELATIVE, _RELATIVES),
    (Part.COORDINATOR, _COORDINATORS),
    (Part.PRONOUN, _PRONOUNS),
    (Part.AUXILIARY, _AUXILIARIES),
):
    PARTS |= {word: _part for word in _words.split() if word not in CUES}
PARTS |= dict.fromkeys(("'s", "’s"), Part.POSSESSIVE)
PARTS |= {word.replace("'", "’"): part for word, part in PARTS.items() if "'" in word}
