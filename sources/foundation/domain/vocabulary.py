"""Codes of what every app stands on."""

from enum import StrEnum


class LetterOutcome(StrEnum):
    """What became of a letter."""

    SENT = "sent"
    WITHHELD = "withheld"  # there was nothing to tell any more, or nobody to tell it to
    REFUSED = "refused"  # the mail server does not take it for this address
    EXPIRED = "expired"  # it was tried for days
