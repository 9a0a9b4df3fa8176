"""The kinds of source, document and capture. Words only; the rules about them live beside."""

from enum import StrEnum


class SourceKind(StrEnum):
    """What sort of voice a source is."""

    PERSON = "person"  # a named human being, speaking for whom they are affiliated with
    OFFICE = "office"  # a post, whoever holds it: "Prime Minister of Japan"
    ORGANISATION = "organisation"  # a body with its own voice: a ministry, a company, a union
    OUTLET = "outlet"  # a publisher of news; an origin only if it gathers news or states a basis
    STATE = "state"  # a government as a whole, often by metonym: "Tokyo said"
    COLLECTIVE = "collective"  # an unnamed plural: "South Korean military officials"
    ANONYMOUS = "anonymous"  # a voice whose identity is kept from us; never stored, only described
    UNKNOWN = "unknown"  # the text does not say who


class Capacity(StrEnum):
    """In what quality a source belongs to another."""

    OFFICIAL = "official"  # holds the office
    PERSONAL = "personal"  # belongs, but speaks for itself
    SPOKESPERSON = "spokesperson"  # speaks for the other
    FORMER = "former"  # belonged once; the affiliation has an end


class Signal(StrEnum):
    """What a document does to the one before it."""

    ORIGINAL = "original"  # the first version
    UPDATE = "update"  # adds to an earlier version
    CORRECTION = "correction"  # says that an earlier version was wrong
    REFILE = "refile"  # sent again with small repairs
    WITHDRAWAL = "withdrawal"  # takes an earlier version back


class CaptureMethod(StrEnum):
    """How the bytes of a snapshot reached us."""

    PASTED = "pasted"  # by hand, from a screen
    UPLOADED = "uploaded"  # as a file
    FETCHED = "fetched"  # from its address, by this system
