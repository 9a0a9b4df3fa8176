"""What is shown of the evidence of a claim: one picture, for the page, the desk and the API.

words      how stances, stakes, bases and kinds of not knowing are told
disclosed  what an audience may read of a statement and of the passages that show it
view       all of it by origin, with what was left out and why, and what is known of each question

The counting is the policy's own. Nobody else puts statements together to be shown: the desk adds to
these what is its own (proposals, notes, kept texts), the API writes the disclosed fields as JSON.
"""
