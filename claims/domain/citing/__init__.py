"""What newsroom staff copy: a sentence built from the record, never typed free, in every format.

Read in this order: `english` (how our records read inside a sentence), `naming` (who says so and by
what way), `additions` (what may follow), `sentence` (which sentence a status allows), `formats`
(the same as a footnote, Markdown, BibTeX …), `alerts` (when what was printed no longer holds).
"""
