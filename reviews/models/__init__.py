"""Who looked, and what they decided. Changes go through `reviews.services`."""

from reviews.models.case import Assignment, Case
from reviews.models.judgement import Decision, HousePolicy, Proposal, Verdict
from reviews.models.notice import MutedNotice, Notice
from reviews.models.talk import Note, RightOfReply
from reviews.models.token import Token

__all__ = [
    "Assignment",
    "Case",
    "Decision",
    "HousePolicy",
    "MutedNotice",
    "Note",
    "Notice",
    "Proposal",
    "RightOfReply",
    "Token",
    "Verdict",
]
