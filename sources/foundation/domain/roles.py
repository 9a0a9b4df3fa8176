"""Who may what: the whole of it, on one page.

A role is a group of that name. An action is anything that changes the record or its review; every
service begins by asking `may`, by whatever channel the request came, and every action leaves an
entry in the history under its own name. Nobody's permissions are looked up anywhere else: Django's
own (and with them its superuser) count for nothing here but the managing of accounts.

No role lets anybody set a status, give a verdict for another, or change history: there is no action
for it.
"""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class Role(StrEnum):
    REPORTER = "reporter"  # records what was said
    REVIEWER = "reviewer"  # gives verdicts, also on what others recorded
    EDITOR = "editor"  # assigns, decides, holds, publishes
    ADMINISTRATOR = "administrator"  # accounts and settings; no power over any status
    API_CLIENT = "api client"  # a program: reads what is public
    OPERATOR = "operator"  # whoever runs commands on the server; no group, and nobody can hold it


class Audience(StrEnum):
    """Who reads, and so what is counted and shown."""

    PUBLIC = "public"  # sees nothing of internal claims, embargoed documents or off-record talk
    INTERNAL = "internal"  # the newsroom


class Channel(StrEnum):
    """How somebody came in; every entry of the history names it."""

    ADMIN = "admin"
    API = "api"
    PAGES = "pages"
    COMMAND = "command"
    SHELL = "shell"
    ITSELF = "itself"  # nobody: a rule took effect


RECORDERS = {Role.REPORTER, Role.REVIEWER, Role.EDITOR, Role.OPERATOR}
NEWSROOM = {Role.REPORTER, Role.REVIEWER, Role.EDITOR}
DECIDERS = {Role.REVIEWER, Role.EDITOR}
NOBODY: set[Role] = set()


class Action(StrEnum):
    """What can be done, with how the history tells it, and who may."""

    told: str
    roles: frozenset[Role]

    def __new__(cls, code: str, told: str = "", roles: Collection[Role] = ()) -> "Action":
        member = str.__new__(cls, code)
        member._value_ = code
        member.told = told
        member.roles = frozenset(roles)
        return member

    # Reading. What only the newsroom sees: internal claims, embargoed documents, the desk.
    SEE_INTERNAL = "see_internal", "read", {*NEWSROOM, Role.OPERATOR}

    # The record.
    RECORD_SOURCE = "record_source", "recorded a source", RECORDERS
    RECORD_DOCUMENT = "record_document", "recorded a document", RECORDERS
    RETRACT_DOCUMENT = "retract_document", "noted a retraction", RECORDERS
    CAPTURE = "capture", "kept the text of a document", RECORDERS
    READ_DOCUMENT = "read_document", "read a document for claims", RECORDERS
    WORK_ON_DRAFT = "work_on_draft", "worked on a draft", RECORDERS
    RECORD_EVENT = "record_event", "recorded an event", RECORDERS
    RECORD_CLAIM = "record_claim", "recorded the claim", RECORDERS
    RECORD_ATTRIBUTION = "record_attribution", "recorded who says so", RECORDERS
    RETRACT_PASSAGE = "retract_passage", "noted that a passage was taken back", RECORDERS
    RECORD_DETAIL = "record_detail", "recorded a question", RECORDERS
    RECORD_ANSWER = "record_answer", "recorded an answer", RECORDERS
    LINK_EVIDENCE = "link_evidence", "linked statements to one evidence base", RECORDERS
    CONTRIBUTE = "contribute", "recorded a dossier", RECORDERS
    LOAD = "load", "loaded a dossier", {Role.OPERATOR}

    # The way of a claim over the desk.
    SUBMIT = "submit", "submitted the claim for review", NEWSROOM
    TAKE = "take", "took the claim", {Role.REVIEWER}
    GIVE_BACK = "give_back", "gave the claim back", {Role.REVIEWER}
    HAND_OVER = "hand_over", "handed the claim over", {Role.REVIEWER}
    ASSIGN = "assign", "assigned the claim", {Role.EDITOR}
    DECIDE = "decide", "decided the claim as it stands", {Role.EDITOR}
    REOPEN = "reopen", "reopened the claim", DECIDERS
    HOLD = "hold", "put the claim on hold", {Role.EDITOR}
    RELEASE = "release", "released the claim", {Role.EDITOR}
    PUBLISH = "publish", "published the claim", {Role.EDITOR}
    FOLLOW = "follow", "the claim moved by itself", NOBODY  # by itself, in no one's name

    # Judgement. A verdict is always one's own, and never on a claim one recorded.
    GIVE_VERDICT = "give_verdict", "gave a verdict", {Role.REVIEWER}
    WRITE_NOTE = "write_note", "wrote a note", NEWSROOM
    SEEK_REPLY = "seek_reply", "noted the right of reply", NEWSROOM

    # What takes two: one proposes, another seconds, and neither recorded the claim.
    PROPOSE = "propose", "proposed a decision", DECIDERS
    SECOND = "second", "seconded a decision", DECIDERS
    DECLINE = "decline", "declined a proposal", DECIDERS

    # What was printed, and being warned of it.
    CITE = "cite", "cited the claim", {*NEWSROOM, Role.API_CLIENT, Role.OPERATOR}
    ACKNOWLEDGE = "acknowledge", "acknowledged an alert", {*NEWSROOM, Role.API_CLIENT}
    KEEP_STORY_DESK = "keep_story_desk", "named the editor of a desk", {Role.EDITOR}

    # Being told of changes: of what one may read anyway.
    SUBSCRIBE = "subscribe", "changed a subscription", {*NEWSROOM, Role.API_CLIENT}

    # What an update of the policy brings about.
    REASSESS = "reassess", "assessed the claim anew", {Role.OPERATOR}

    # Accounts, and what the law demands.
    MANAGE_ACCOUNTS = "manage_accounts", "changed an account", {Role.ADMINISTRATOR, Role.OPERATOR}
    ERASE = "erase", "erased what the law demands", {Role.OPERATOR}


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something is allowed, and if not, why, as text fit to show."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Answer(True)


def may(held: Collection[Role], action: Action) -> Answer:
    """Whether somebody who holds these roles may do this at all."""
    return YES if action.roles.intersection(held) else _not_without_role(action)


@cache
def _not_without_role(action: Action) -> Answer:
    who = " or ".join(sorted(role.value for role in action.roles - {Role.OPERATOR}))
    needed = f"It takes the role of {who}." if who else "Nobody does this."
    return Answer(False, f"You may not do this ({action.value.replace('_', ' ')}). {needed}")


def folded(name: str) -> str:
    """A name without what makes no other person of it: capitals, and ways to write a letter."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def may_judge(name: str, recorded_by: str, *, author_may_review: bool) -> Answer:
    """Whoever recorded a claim is not among those who judge it, in whatever capacity."""
    if folded(name) == folded(recorded_by) and not author_may_review:
        return Answer(False, "You recorded this claim, so others judge it.")
    return YES


def may_second(name: str, proposed_by: str) -> Answer:
    """Two people are two."""
    if folded(name) == folded(proposed_by):
        return Answer(False, "You proposed this, so somebody else has to second it.")
    return YES


def may_manage_accounts(held: Collection[Role], *, superuser: bool) -> Answer:
    """Administrators; a superuser is one, so that the first account can make the others."""
    if superuser or may(held, Action.MANAGE_ACCOUNTS):
        return YES
    return Answer(False, "Only administrators manage accounts.")
