"""Reading an article: who said what, by which chain, how hedged, and what they said not to know.

Pure rules over words, no model: each draft names the pattern that found it. `lexicon` has the
words, `lines` cuts a text into sentences and quotations, `phrases` finds where a noun phrase begins
and ends, `subjects` and `contents` who speaks and what was said, `attributing` the patterns, and
`drafting` puts a draft together from what the others found.
Offsets are code points of the text everywhere.
"""
