"""Everything that changes what reviews keeps.

casework   the way of a claim over the desk: submit, take, give back, hold, publish
verdicts   a reviewer's verdict
decisions  what takes two: propose, second, decline
talk       notes, and the right of reply
reactions  what happens by itself when a claim is settled
notices    telling readers
accounts   who holds which role
tokens     the keys of programs
erasing    what the law demands
dossiers   verdicts and policies that dossiers bring
"""
