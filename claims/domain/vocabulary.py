"""The states, kinds and reasons of a claim and of what is said about it.

Codes and their meaning only. The rules that use them are in `claims/domain/policy/`; the tables in
`docs/policy.md` and `README.md` are held against these enums by a test.
"""

from enum import StrEnum


class Meant(StrEnum):
    """Words that come with what they tell a reader."""

    meaning: str

    def __new__(cls, code: str, meaning: str = "") -> "Meant":
        member = str.__new__(cls, code)
        member._value_ = code
        member.meaning = meaning
        return member

    @property
    def label(self) -> str:
        return self.value.replace("_", " ")


class Stance(StrEnum):
    """What the speaker commits to, with FactBank's polarity (+1, -1, 0) and certainty (3 to 0)."""

    polarity: int
    certainty: int

    def __new__(cls, code: str, polarity: int = 0, certainty: int = 0) -> "Stance":
        member = str.__new__(cls, code)
        member._value_ = code
        member.polarity = polarity
        member.certainty = certainty
        return member

    ASSERTS = "asserts", 1, 3  # CT+: it is so
    ASSERTS_LIKELY = "asserts_likely", 1, 2  # PR+: it is probably so
    ASSERTS_POSSIBLE = "asserts_possible", 1, 1  # PS+: it may be so
    DENIES = "denies", -1, 3  # CT-: it is not so
    DENIES_LIKELY = "denies_likely", -1, 2  # PR-: it is probably not so
    DENIES_POSSIBLE = "denies_possible", -1, 1  # PS-: it may not be so
    DECLINES = "declines", 0, 0  # CTu: will not say
    NO_INFORMATION = "no_information", 0, 0  # Uu: does not know

    @property
    def denies(self) -> bool:
        """Firm or likely; "it may not be so" casts doubt and denies nothing."""
        return self.polarity < 0 and self.certainty >= 2


class Naming(StrEnum):
    """How far the speaker can be named in print."""

    NAMED_PERSON = "named_person"  # by name
    NAMED_INSTITUTION = "named_institution"  # as an institution
    DESCRIBED = "described"  # "military officials"
    ANONYMOUS = "anonymous"  # not at all


class GroundRules(StrEnum):
    """On what terms it was said."""

    ON_RECORD = "on_record"  # quotable by name
    BACKGROUND = "background"  # quotable as agreed
    DEEP_BACKGROUND = "deep_background"  # usable without any attribution
    OFF_RECORD = "off_record"  # not usable; internal for ever


class Basis(StrEnum):
    """How the speaker knows."""

    OBSERVED = "observed"  # saw or measured it
    OWN_ACT = "own_act"  # did it
    RECORDS = "records"  # read it in records
    ASSESSED = "assessed"  # concluded it
    OWN_REPORTING = "own_reporting"  # an outlet's own reporters
    TOLD = "told"  # was told so by others
    UNDISCLOSED = "undisclosed"  # will not say how
    UNSTATED = "unstated"  # does not say how

    @property
    def stated(self) -> bool:
        """The speaker says how it knows, and knows it otherwise than from others."""
        return self not in (Basis.TOLD, Basis.UNDISCLOSED, Basis.UNSTATED)


class Attestation(StrEnum):
    """How well a sighting shows that the statement was made; rank 3 to -1."""

    rank: int

    def __new__(cls, code: str, rank: int = 0) -> "Attestation":
        member = str.__new__(cls, code)
        member._value_ = code
        member.rank = rank
        return member

    PRIMARY = "primary", 3  # the speaker's own document or recording
    VERBATIM_ORIGINAL = "verbatim_original", 2  # quoted in the language it was said in
    VERBATIM_TRANSLATED = "verbatim_translated", 1  # quoted in translation
    PARAPHRASE = "paraphrase", 0  # in the document's own words
    PURPORTED = "purported", -1  # claims to be the speaker's, and nobody has established that it is


class ClaimKind(StrEnum):
    OCCURRENCE = "occurrence"  # something happened
    RESPONSIBILITY = "responsibility"  # somebody did it
    ATTRIBUTE = "attribute"  # something has a property
    QUANTITY = "quantity"  # how much, how many
    SPEECH_ACT = "speech_act"  # somebody said, announced or demanded it
    ACT_OF_AUTHORITY = "act_of_authority"  # a ruling, a certification, a law
    KNOWLEDGE_STATE = "knowledge_state"  # what somebody knew at a time
    ABSENCE = "absence"  # something did not happen or does not exist
    INTENT = "intent"  # what somebody means to do
    CAUSAL = "causal"  # one thing led to another
    ASSESSMENT = "assessment"  # a judgement on facts
    PREDICTION = "prediction"  # what will be
    POSITION = "position"  # what somebody holds
    OPINION = "opinion"  # what somebody thinks of it


class Checkability(StrEnum):
    CHECKABLE = "checkable"  # evidence can settle it
    NOT_YET = "not_yet"  # evidence will be able to, later
    OPINION = "opinion"  # evidence cannot: a view
    PREDICTION = "prediction"  # evidence cannot: the future
    POSITION = "position"  # evidence cannot: a stand


class DraftState(StrEnum):
    """What became of a draft that was read in a document."""

    WAITING = "waiting"  # nobody has decided on it
    ACCEPTED = "accepted"  # it is on record, by whoever accepted it
    REJECTED = "rejected"  # it says nothing that is to be recorded
    REPLACED = "replaced"  # split, or joined with another, into others


class DraftStep(StrEnum):
    """What was done with a draft; together they are what an extractor can learn from."""

    FOUND = "found"  # the reader found it
    STARTED = "started"  # somebody selected its words
    MENDED = "mended"  # somebody changed it
    SPLIT = "split"  # one became two
    JOINED = "joined"  # two became one
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Visibility(StrEnum):
    INTERNAL = "internal"  # seen by the newsroom
    PUBLIC = "public"  # seen by everybody


class Interest(StrEnum):
    """How a claim bears on a source."""

    FAVOURS = "favours"  # the source gains if it is believed
    DAMAGES = "damages"  # the source loses if it is believed
    AUTHORITY = "authority"  # the source is entitled to state it


class Appearing(StrEnum):
    """In which part a source appears in a claim."""

    SPEAKER = "speaker"  # says something of it, or is above somebody who does
    RELAY = "relay"  # passed something on
    PUBLISHER = "publisher"  # published where something stands
    CONCERNED = "concerned"  # gains or loses by it, or is entitled to state it


class Relation(StrEnum):
    CONTRADICTS = "contradicts"  # both cannot be so
    REFINES = "refines"  # says the same, more exactly
    PART_OF = "part_of"  # is one part of the other
    DUPLICATE_OF = "duplicate_of"  # says the same; the other one is kept
    FOLLOWS = "follows"  # came after and changes what the other means: a ruling overturned
    RELATED = "related"  # worth reading together


class Status(StrEnum):
    """The confirmation status, with the support a reader may infer (`rank`) and its meaning."""

    rank: int | None
    meaning: str

    def __new__(cls, code: str, rank: int | None = None, meaning: str = "") -> "Status":
        member = str.__new__(cls, code)
        member._value_ = code
        member.rank = rank
        member.meaning = meaning
        return member

    REFUTED = "refuted", 0, "shown to be false, and signed off as such"
    RETRACTED = "retracted", 1, "it had support, and all of it was taken back"
    DENIED = "denied", 2, "somebody denies it and nobody who counts asserts it"
    UNSUBSTANTIATED = "unsubstantiated", 3, "nobody who counts asserts or denies it"
    DISPUTED = "disputed", 4, "there is support, and there is an effective denial or an objection"
    QUESTIONED = "questioned", 4, "a reviewer objects: it is being looked at again"
    CLAIMED = "claimed", 5, "only parties with an interest in it assert it"
    SINGLE_SOURCE = "single_source", 6, "one disinterested origin asserts it"
    PARTLY_CORROBORATED = (
        "partly_corroborated",
        7,
        "two or more origins, but hedged, distant, anonymous or still too few",
    )
    CORROBORATED = "corroborated", 8, "enough independent, unhedged, named origins assert it"
    OFFICIALLY_CONFIRMED = (
        "officially_confirmed",
        8,
        "stated by who is entitled to state it, or admitted against interest",
    )
    CONFIRMED = "confirmed", 9, "corroborated or officially confirmed, and signed off by reviewers"
    NOT_CHECKABLE = "not_checkable", None, "an opinion, a prediction or a position"

    @property
    def sufficient(self) -> bool:
        """The evidence meets the bar: reviewers may sign it off."""
        return self.rank == 8

    @property
    def above_disputed(self) -> bool:
        return self.rank is not None and self.rank > 4

    @property
    def label(self) -> str:
        """The status in words, for people."""
        return self.value.replace("_", " ")

    @property
    def shape(self) -> str:
        """The status as a shape, for whoever does not see colours."""
        return _SHAPES[self.value]


_SHAPES = {
    "confirmed": "●", "officially_confirmed": "◉", "corroborated": "◉", "partly_corroborated": "◐",
    "single_source": "◔", "claimed": "◌", "disputed": "◧", "questioned": "◨",
    "unsubstantiated": "○", "denied": "⊖", "retracted": "↩", "refuted": "⊗", "not_checkable": "–",
}  # fmt: skip


# The strongest first; what has no rank last.
BY_RANK = sorted(Status, key=lambda each: -1 if each.rank is None else each.rank, reverse=True)


class ChangeKind(Meant):
    """What an entry of the feed tells."""

    STATUS = "status", "what the claim amounts to changed"
    SHOWN = "shown", "the claim can be seen, for the first time or again"
    GONE = "gone", "the claim was taken back and can no longer be seen"


class DeliveryState(Meant):
    """What became of an event that a subscription is told of."""

    WAITING = "waiting", "to be sent, for the first time or again"
    DELIVERED = "delivered", "the receiver answered that it has it"
    DEAD = "dead", "tried as often as it is; can be replayed"
    WITHHELD = "withheld", "no longer to be told: it went private, or the subscription may not"


class AlertKind(Meant):
    """What has to be done about something that was printed, the gravest first."""

    KILL = "kill", "take it out: it was taken back, or shown to be false"
    CORRECT = "correct", "correct it: it says more than now stands"
    UPDATE = "update", "update it: more is known than it says"


class VerdictKind(StrEnum):
    """A reviewer's verdict; of two given at one instant the later in this order counts."""

    CORROBORATE = "corroborate"  # I looked, and it holds
    ABSTAIN = "abstain"  # I looked, and leave it to others
    NEEDS_EVIDENCE = "needs_evidence"  # I looked, and it is not enough
    DISPUTE = "dispute"  # I looked, and something is wrong
    REFUTE = "refute"  # I looked, and it is false


class Reason(Meant):
    """Why a claim has the status it has; each with what it tells a reader."""

    AUTHORITY_ON_RECORD = (
        "authority_on_record",
        "who is entitled to state it states it on the record",
    )
    ADMISSION_AGAINST_INTEREST = "admission_against_interest", "a party it damages admits it"
    OFFICIAL_NEEDS_PRIMARY = (
        "official_needs_primary",
        "an official statement reached us only at second hand",
    )
    HEDGED_OR_DISTANT_ONLY = "hedged_or_distant_only", "every origin is hedged or too far removed"
    SOME_ORIGINS_HEDGED = "some_origins_hedged", "some origins are hedged or too far removed"
    ANONYMOUS_ONLY = "anonymous_only", "nobody who asserts it is named"
    NO_NAMED_ORIGIN = "no_named_origin", "enough origins, but too few of them named"
    INTERESTED_PARTY_ASSERTS = "interested_party_asserts", "a party it favours asserts it"
    INTERESTED_PARTY_DENIES = "interested_party_denies", "a party it damages denies it"
    DISINTERESTED_DENIAL = "disinterested_denial", "somebody without an interest denies it"
    AUTHORITY_DENIES = "authority_denies", "who is entitled to state it denies it"
    DENIAL_AGAINST_INTEREST = "denial_against_interest", "a party it favours denies it"
    SAME_CONTROL_GROUP_COLLAPSED = (
        "same_control_group_collapsed",
        "several voices under one control were counted once",
    )
    SHARED_EVIDENCE_COLLAPSED = (
        "shared_evidence_collapsed",
        "several voices relying on one piece of evidence were counted once",
    )
    RELAYS_COLLAPSED = "relays_collapsed", "several reports of one statement were counted once"
    CONTROL_GROUP_SPLIT = (
        "control_group_split",
        "voices under one control both support and deny it",
    )
    OFFICIAL_BASIS_UNSTATED = (
        "official_basis_unstated",
        "who is entitled to state it does not say how they know",
    )
    INEFFECTIVE_DENIAL = "ineffective_denial", "a denial does not outweigh what stands against it"
    SECOND_HAND = "second_hand", "somebody who asserts it was told so by others"
    PURPORTED = "purported", "a paper that nobody has established to be the speaker's asserts it"
    SUPERSEDED = "superseded", "a speaker's earlier statement was replaced by a later one"
    WITHDRAWN = "withdrawn", "a statement was withdrawn"
    CHAIN_RETRACTED = "chain_retracted", "a document that a statement rested on was retracted"
    DISCOUNTED = "discounted", "the desk discounted a statement"
    PUBLISHER_VOICE = "publisher_voice", "an outlet says so in its own voice and cites nobody"
    UNATTRIBUTED = "unattributed", "the text does not say who says so"
    OFF_RECORD = "off_record", "off-the-record material was left out"
    DEEP_BACKGROUND = "deep_background", "deep-background material was left out"
    DISOWNED = "disowned", "what was passed off as a speaker's was disowned by who it names"
    UNNAMED_BESIDE_NAMED = (
        "unnamed_beside_named",
        "an unnamed voice beside a named one in the same document was not counted",
    )
    SPEAKER_REVERSED = "speaker_reversed", "a speaker went over to the other side"
    HOUSE_REVERSED = "house_reversed", "a house took back what it had said itself"
    RELAY_VARIANCE = "relay_variance", "reports of one statement disagree on how firm it was"
    DECLINED_TO_COMMENT = "declined_to_comment", "somebody declined to say"
    NO_INFORMATION_STATED = "no_information_stated", "somebody said they had no information"
    DOUBTED = "doubted", "somebody said it may not be so"
    REVIEWER_DISPUTE = "reviewer_dispute", "a reviewer objects"
    REVIEWED = "reviewed", "enough reviewers have signed it off"
    AWAITING_REVIEW = "awaiting_review", "the evidence suffices; reviewers have yet to sign"
    REVIEWS_STALE = "reviews_stale", "something happened after a reviewer looked; look again"
    SIGNED_ON_LESS = "signed_on_less", "a reviewer signed when the evidence did not reach the bar"


# Reasons that would show the public that such material exists.
INTERNAL_REASONS = frozenset({Reason.OFF_RECORD, Reason.DEEP_BACKGROUND, Reason.SIGNED_ON_LESS})


class DetailType(StrEnum):
    COUNT = "count"  # how many; whole
    QUANTITY = "quantity"  # how much, in a unit
    INSTANT = "instant"  # when
    CATEGORY = "category"  # which sort
    TEXT = "text"  # in words

    @property
    def measured(self) -> bool:
        """Answers are numbers with a unit."""
        return self in (DetailType.COUNT, DetailType.QUANTITY)


class Knowledge(StrEnum):
    """What a speaker offers on a detail; the kinds of not knowing are kept apart."""

    VALUE = "value"  # an answer
    NONE_REPORTED = "none_reported"  # "no reports of"
    WITHHELD = "withheld"  # declined to say
    UNKNOWN = "unknown"  # said it does not know
    NOT_STATED = "not_stated"  # did not say


class DetailState(Meant):
    """What a detail amounts to, in order of precedence, with its wording."""

    NOT_APPLICABLE = "not_applicable", "the question does not arise"
    DISPUTED = "disputed", "answers contradict each other"
    KNOWN = "known", "all answers agree"
    REPORTED = "reported", "only those say so who are unnamed, interested or not established"
    NONE_REPORTED = "none_reported", "no reports of it"
    WITHHELD = "withheld", "declined to say"
    UNKNOWN = "unknown", "said it was not known"
    NOT_STATED = "not_stated", "nobody said"


class DetailReason(Meant):
    """Why a detail has the state it has."""

    NOT_APPLICABLE = "not_applicable", "the desk declared that the question does not arise"
    AUTHORITY_VALUE_GOVERNS = (
        "authority_value_governs",
        "an authority's answer set the others aside",
    )
    SAME_GROUP_CONFLICT = "same_group_conflict", "the answers that conflict come from one control"
    WITHHELD_BY_SOME = "withheld_by_some", "somebody answered, somebody else declined to say"
    WITHHELD = "withheld", "somebody declined to say, and nobody answered"


class Qualifier(StrEnum):
    """How a number is meant."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    FEWER_THAN = "fewer_than"
    RANGE = "range"
