"""What newsroom staff copy: a sentence built from the record, never typed free, in every format.

Read in this order: `english`, `clauses`, `questions` (how names, claims and questions stand in a
sentence: what is proposed where nobody has said so), `naming` (each voice with what is its own),
`telling` (who says so), `taking_back` (who took it back), `additions` (what may follow), `sentence`
(which one a status allows, or why none), `formats` (the same as a footnote, Markdown, BibTeX …),
`alerts` (when what was printed no longer holds).
"""
