"""From a page to drafts, and from drafts to the record. Nothing else needs this room.

extraction  the reader: who said what in a text, by rules over words
domain      what a page says of itself, what a draft is made of, how alike two claims are
services    how a page comes to us, its text, the steps of a draft
selectors   what the intake's pages show
"""
