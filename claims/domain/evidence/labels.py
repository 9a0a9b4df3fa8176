"""How stances, stakes, bases, attestations and kinds of not knowing are told to readers."""

from claims.domain.policy.weighing import Stake
from claims.domain.vocabulary import Attestation, Basis, GroundRules, Knowledge, Stance

STANCES = {
    Stance.ASSERTS: "says so",
    Stance.ASSERTS_LIKELY: "says it is likely",
    Stance.ASSERTS_POSSIBLE: "says it is possible",
    Stance.DENIES: "denies it",
    Stance.DENIES_LIKELY: "says it is unlikely",
    Stance.DENIES_POSSIBLE: "says it might not be so",
    Stance.DECLINES: "declined to comment",
    Stance.NO_INFORMATION: "has no information",
}
UNCLEAR = "is reported in different ways"
STAKES = {Stake.SELF_SERVING: "gains by it", Stake.AGAINST: "loses by it"}
BASES = {
    Basis.OBSERVED: "saw or measured it",
    Basis.OWN_ACT: "did it",
    Basis.RECORDS: "read it in records",
    Basis.ASSESSED: "concluded it",
    Basis.OWN_REPORTING: "own reporting",
    Basis.TOLD: "was told so by others",
    Basis.UNDISCLOSED: "will not say how it knows",
}
ATTESTATIONS = {
    Attestation.PRIMARY: "its own document",
    Attestation.VERBATIM_ORIGINAL: "quoted",
    Attestation.VERBATIM_TRANSLATED: "quoted in translation",
    Attestation.PARAPHRASE: "in the report's words",
    Attestation.PURPORTED: "passed off as its own; nobody has established that it is",
}
KINDS_OF_NOT_KNOWING = {
    Knowledge.NOT_STATED: "did not say",
    Knowledge.WITHHELD: "declined to say",
    Knowledge.UNKNOWN: "said it did not know",
    Knowledge.NONE_REPORTED: "had no reports of it",
}
# For the newsroom; nobody else reads of what was agreed with a speaker.
TERMS = {
    GroundRules.BACKGROUND: "on background",
    GroundRules.DEEP_BACKGROUND: "on deep background",
    GroundRules.OFF_RECORD: "off the record",
}
REPLACED = "a later answer replaced it"
CONTRADICTS = "contradicts another"
