"""Parts of speech, as the rules need them, and the sets of them that several rules ask for.

A reader of news does not need a grammar: sixteen kinds of words suffice to find who said what. What
a word is, `lines.part_of` says; sets that one rule alone asks for stand with that rule.
"""

from enum import StrEnum


class Part(StrEnum):
    """What a word, a mark or a quotation is to the rules."""

    EDGE = "edge"  # before the first and after the last
    MARK = "mark"  # punctuation, and signs such as $
    QUOTATION = "quotation"  # all of it, as one
    DETERMINER = "determiner"  # the, a, their, some
    PRONOUN = "pronoun"  # he, they, nobody
    COORDINATOR = "coordinator"  # and, or, but
    SUBORDINATOR = "subordinator"  # because, while, if
    PREPOSITION = "preposition"
    AUXILIARY = "auxiliary"  # is, had, would
    VERB = "verb"  # one that attributes nothing
    CUE = "cue"  # a form that may attribute: said, report, found
    ADVERB = "adverb"
    NUMBER = "number"
    NAME = "name"  # begins with a capital
    RELATIVE = "relative"  # who, which, that
    POSSESSIVE = "possessive"  # ’s
    WORD = "word"  # any other: nouns and adjectives, mostly


# What makes a clause of the words it stands among; with those that may attribute.
FINITE = frozenset({Part.VERB, Part.AUXILIARY})
PREDICATE = FINITE | {Part.CUE}
# What may stand between a subject and its verb.
BEFORE_VERB = frozenset({Part.AUXILIARY, Part.ADVERB})
# What a noun phrase is made of: its head, and what begins it.
NAMING = frozenset({Part.NAME, Part.WORD})
NOMINAL = NAMING | {Part.NUMBER}
OPENS_PHRASE = NAMING | {Part.DETERMINER}
OPENS_SUBJECT = NOMINAL | {Part.DETERMINER, Part.PRONOUN}
# What makes a noun of the word after it.
DETERMINED = frozenset({Part.DETERMINER, Part.POSSESSIVE})
OWNED = NAMING | DETERMINED
# What stands for somebody or something that was spoken of.
REFERRING = frozenset({Part.DETERMINER, Part.PRONOUN})
CONJUNCTIONS = frozenset({Part.SUBORDINATOR, Part.COORDINATOR})
# What a phrase does not reach across.
BREAKS = frozenset({Part.EDGE, Part.MARK})
BOUNDARIES = CONJUNCTIONS | {Part.EDGE, Part.QUOTATION}
# What a sentence consists of that is nothing but quoted.
QUOTED = frozenset({Part.QUOTATION, Part.MARK})
