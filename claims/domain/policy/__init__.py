"""The confirmation policy: a pure function from a record to what it amounts to.

Read it in the order of its own steps:

    parameters    what a house may set
    independence  who belongs to whom, and how many origins a set of voices has
    reading       which statements are visible, standing, excluded, superseded, and what they say
    weighing      interest, the count on each side, the bar, the level of support
    settlement    the evidence status
    gate          what reviewers' verdicts do to it
    reasons       why it came out so
    explanation   the same in sentences, and what would change it
    intervals     numbers and instants as intervals
    details       what is known about a question, and what kind of not knowing
    assessment    all of it together: `assess`, `assess_detail`, `moments`

Nothing here reads a clock, a database or a request. Section numbers (§) are those of
`docs/policy.md`.
"""
