"""The assessment in sentences, and what would change it, from the same facts as the codes (§6).

Nothing here decides anything. Names come only from voices that count, so the sentences show an
audience no more than its counts do.
"""

from collections.abc import Iterable, Iterator, Sequence

from claims.domain.disclosure import name_of
from claims.domain.policy.gate import OBJECTIONS, Reviews
from claims.domain.policy.reading import View
from claims.domain.policy.settlement import Evidence
from claims.domain.policy.weighing import Voice
from claims.domain.vocabulary import Checkability, Reason, Status, VerdictKind

_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]

# What was left out or merged, said after the counts.
_REMARKS = (
    Reason.AUTHORITY_ON_RECORD,
    Reason.ADMISSION_AGAINST_INTEREST,
    Reason.OFFICIAL_NEEDS_PRIMARY,
    Reason.OFFICIAL_BASIS_UNSTATED,
    Reason.SECOND_HAND,
    Reason.PURPORTED,
    Reason.AUTHORITY_DENIES,
    Reason.DENIAL_AGAINST_INTEREST,
    Reason.INEFFECTIVE_DENIAL,
    Reason.SAME_CONTROL_GROUP_COLLAPSED,
    Reason.SHARED_EVIDENCE_COLLAPSED,
    Reason.RELAYS_COLLAPSED,
    Reason.CONTROL_GROUP_SPLIT,
    Reason.UNNAMED_BESIDE_NAMED,
    Reason.SPEAKER_REVERSED,
    Reason.HOUSE_REVERSED,
    Reason.DISOWNED,
    Reason.RELAY_VARIANCE,
    Reason.CHAIN_RETRACTED,
    Reason.WITHDRAWN,
    Reason.DISCOUNTED,
    Reason.PUBLISHER_VOICE,
    Reason.UNATTRIBUTED,
    Reason.NO_INFORMATION_STATED,
    Reason.DECLINED_TO_COMMENT,
    Reason.DOUBTED,
)


def explain(
    evidence: Evidence, status: Status, reviews: Reviews, why: Sequence[Reason], view: View
) -> str:
    """Why the claim has this status, in a few sentences people can read."""
    sentences = [
        f"{status.label}: {status.meaning}",
        *_support(evidence, view),
        *_denial(evidence, view),
        *_remarks(why),
        *_review(status, reviews, why, view),
    ]
    return " ".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in sentences)


def _support(evidence: Evidence, view: View) -> Iterator[str]:
    side = evidence.support
    disinterested = [voice for voice in side.voices if voice.disinterested]
    interested = [voice for voice in side.voices if not voice.disinterested]
    if disinterested:
        yield (
            f"{number(side.origins)} independent {plural(side.origins, 'origin')} "
            f"{plural(side.origins, 'supports', 'support')} it: {names(disinterested, view)}"
        )
    if side.origins == 1 and not side.unhedged:
        yield "it is hedged or too far removed to count in full"
    elif side.unhedged < side.origins:
        yield (
            f"{number(side.unhedged)} of them {plural(side.unhedged, 'counts', 'count')} in full, "
            "the others being hedged or too far removed"
            if side.unhedged
            else "all of them are hedged or too far removed to count in full"
        )
    if interested:
        verb = plural(len({_name(voice, view) for voice in interested}), "asserts", "assert")
        yield f"with an interest in its being believed, {names(interested, view)} {verb} it"


def _denial(evidence: Evidence, view: View) -> Iterator[str]:
    for voices, manner in (
        ([voice for voice in evidence.denial.voices if voice.disinterested], ""),
        (
            [voice for voice in evidence.denial.voices if not voice.disinterested],
            "with an interest in its not being believed, ",
        ),
    ):
        if voices:
            verb = plural(len({_name(voice, view) for voice in voices}), "denies", "deny")
            yield f"{manner}{names(voices, view)} {verb} it"


def _remarks(why: Sequence[Reason]) -> Iterator[str]:
    remarks = [reason.meaning for reason in _REMARKS if reason in why]
    if remarks:
        yield "of note: " + "; ".join(remarks)


def _review(status: Status, reviews: Reviews, why: Sequence[Reason], view: View) -> Iterator[str]:
    signed = reviews.counting(
        VerdictKind.REFUTE if status is Status.REFUTED else VerdictKind.CORROBORATE
    )
    required = view.dossier.policy.reviewers_required
    if Reason.REVIEWED in why:
        yield f"{number(signed)} {plural(signed, 'reviewer')} signed it off"
    elif Reason.AWAITING_REVIEW in why:
        verb = plural(signed, "has", "have")
        some = number(signed) if signed else "none"
        yield f"{some} of the {number(required)} reviewers it needs {verb} signed"
    if Reason.REVIEWER_DISPUTE in why:
        yield "a reviewer objects"
    if Reason.REVIEWS_STALE in why:
        yield "a review was given before the latest change and no longer counts"
    if Reason.SIGNED_ON_LESS in why:
        yield "a review was given on less evidence than it takes, and does not count"


def what_would_change_it(evidence: Evidence, status: Status, reviews: Reviews, view: View) -> str:
    """What would raise the status, or what could lower one that is settled."""
    steps = list(_next(evidence, status, reviews, view))
    return " ".join(f"{step[0].upper()}{step[1:]}." for step in steps)


def _next(evidence: Evidence, status: Status, reviews: Reviews, view: View) -> Iterator[str]:
    required = view.dossier.policy.reviewers_required
    match status:
        case Status.NOT_CHECKABLE:
            yield (
                "nothing yet: evidence can settle it only later"
                if evidence.claim.checkability is Checkability.NOT_YET
                else "nothing: evidence cannot settle a view, a prediction or a position"
            )
        case Status.REFUTED | Status.CONFIRMED:
            side = "denial" if status is Status.CONFIRMED else "support"
            yield f"new {side}, the loss of what it rests on, or a reviewer's objection reopens it"
        case Status.QUESTIONED:
            yield "the reviewer who objects would have to look again, or others to object too"
        case Status.DISPUTED if reviews.any_of(OBJECTIONS) and evidence.status.above_disputed:
            yield "the reviewer who objects would have to give another verdict"
        case Status.OFFICIALLY_CONFIRMED | Status.CORROBORATED:
            missing = required - reviews.counting(VerdictKind.CORROBORATE)
            yield f"{number(missing)} more {plural(missing, 'approval')} by reviewers would confirm"
        case _:
            yield from _next_by_evidence(evidence, reviews, required, view)


def _next_by_evidence(
    evidence: Evidence, reviews: Reviews, required: int, view: View
) -> Iterator[str]:
    if evidence.status is Status.REFUTED:
        missing = max(required - reviews.counting(VerdictKind.REFUTE), 0)
        if reviews.any_of({VerdictKind.CORROBORATE}):
            yield "a reviewer's corroboration stands against refuting it"
        elif missing:
            yield (
                f"{number(missing)} more {plural(missing, 'reviewer')} agreeing to refute "
                "would refute"
            )
        return
    if evidence.denial.origins and not evidence.ineffective:
        if evidence.support.level:
            yield "it stays disputed while somebody without an interest denies it"
        else:
            yield "disinterested support would make it disputed"
        return
    yield from _towards_the_bar(evidence, view)
    if evidence.status is Status.CLAIMED:
        yield "one origin without an interest would make it single source"
    if evidence.claim.authorities and not evidence.support.officials:
        yield "an authority's own firm statement at first hand would make it official"


def _towards_the_bar(evidence: Evidence, view: View) -> Iterator[str]:
    policy, side = view.dossier.policy, evidence.support
    origins = max(policy.min_independent_origins - side.unhedged, 0)
    named = max(policy.min_named_origins - side.named, 0)
    if origins:
        more = max(origins, named)
        qualities = "independent, unhedged, named" if named else "independent, unhedged"
        yield f"{number(more)} more {qualities} {plural(more, 'origin')} would corroborate it"
    elif named:
        yield f"{number(named)} more of its origins would have to be named to corroborate it"


def number(count: int) -> str:
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def plural(count: int, one: str, many: str | None = None) -> str:
    return one if count == 1 else many or f"{one}s"


def names(voices: Iterable[Voice], view: View, most: int = 4) -> str:
    """Who speaks, as far as they may be named; those under one control together."""
    groups: dict[str, set[str]] = {}
    for voice in voices:
        groups.setdefault(voice.group, set()).add(_name(voice, view))
    shown = sorted(_together(sorted(group)[:most]) for group in groups.values())[:most]
    if len(groups) > most:
        shown.append(f"{number(len(groups) - most)} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _together(under_one_control: list[str]) -> str:
    first, *others = under_one_control
    return f"{first} (with {', '.join(others)})" if others else first


def _name(voice: Voice, view: View) -> str:
    statement = voice.reading.statement
    return name_of(statement, view.dossier.sources[statement.speaker])
