"""Every sentence read back by a grammar of its own, and held to the record: each voice in it with the
certainty, the side and the relay that are its own, nobody else's, and as many voices as there are
origins to tell of.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis.errors import NoSuchExample

from claims.domain.citing import naming
from claims.domain.citing.sentence import sentence_of
from claims.domain.disclosure import is_withheld
from claims.domain.dossier.parsing import check
from claims.domain.policy.assessment import assess
from claims.domain.policy.reading import Reading, View
from claims.domain.policy.settlement import Evidence, evidence_on
from claims.domain.vocabulary import Attestation, Reason, Status
from sources.domain.vocabulary import SourceKind
from sources.foundation.domain.roles import Audience
from tests.dossiers import as_of, audiences, dossiers
from tests.environment import much

C = r"a thing happened on 10 January 2026"
ON = r"(?: on \d{1,2} January(?: \d+)?)?"
WHO = r"(?P<who>(?:(?!; ).)+?)"
WAY = r"(?:, (?P<relay>[^,;]+) (?:reported|said)(?: in its own translation)?(?P<hearsay>, citing an unnamed source)?)?"
SAYS = r"(?:says|say|said|announced|reported|had said|had reported)"
APART = r"(?: separately)?(?: at second hand)?"
HEDGE = r"(?: it (?:is|was) (?P<hedge>likely|possible))"

TURNED = rf"{WHO}, (?:who|which) had said(?: it was (?:likely|possible))?(?: so| that {C})?,"

# Each way to tell of a voice: its side, and its certainty where no hedge says another.
GRAMMAR = [
    (rf"{TURNED} denied it{ON}{WAY}", -1, 3),
    (rf"{TURNED} said{ON} it was unlikely{WAY}", -1, 2),
    (rf"{WHO} {SAYS}{APART}{ON}{HEDGE}? that {C}{WAY}", 1, 3),
    (rf"{WHO} {SAYS}{ON} it was so{WAY}", 1, 3),
    (rf"{WHO} denied the claim{ON}{WAY}", -1, 3),
    (rf"{WHO} reported{ON} it was unlikely(?: that {C})?{WAY}", -1, 2),
    (rf"{WHO} reported{ON}, according to (?P<relay>[^,;]+?), that {C}(?P<hearsay>)", 1, 3),
    (rf"{WHO} {SAYS} (?:so|it){APART}{ON}{WAY}", 1, 3),
    (rf"{WHO} {SAYS}{APART}{ON}{HEDGE}{WAY}", 1, 3),
    (rf"{WHO} acknowledged(?: it)?{ON}(?: that {C})?{WAY}", 1, 3),
    (rf"{WHO} (?:denies|deny|denied) it{ON}{WAY}", -1, 3),
    (rf"{WHO} denied{ON} that {C}{WAY}", -1, 3),
    (rf"{WHO} (?:says|say|said){ON} it (?:is|was) unlikely(?: that {C})?{WAY}", -1, 2),
    (rf"there is no evidence that {C}, {WHO} found{ON}{WAY}", -1, 3),
]
ENDING = re.compile(
    r"(?:; this could not be independently confirmed|, which could not be independently confirmed|"
    r", whose reporter saw it|; our desk disputes it)$"
)
TAKEN_BACK = re.compile(
    rf"{WHO}(?: withdrew\b.*|, (?:who|which) had said.*)|there is no evidence.*"
)
LATE = re.compile(r"(?:(?!, wh).)+ had (?:said|reported)\b.*|.* it was so\b.*")


@dataclass(frozen=True)
class Heard:
    """A voice as the sentence tells of it."""

    names: tuple[str, ...]
    polarity: int
    certainty: int
    relay: str
    hearsay: bool
    late: bool  # told as what had been said


def heard(text: str) -> Iterator[Heard]:
    text = ENDING.sub("", text.removesuffix("."))
    if text[:2] != "A " or not text.startswith("A thing"):
        text = text[:1].lower() + text[1:] if text.startswith(("An ", "The ", "There ")) else text
    if text.startswith("A thing happened"):
        first, *others = text.split("; ")
        yield from _according(first)
        text = "; ".join(others)
    for part in text.split("; ") if text else ():
        yield from _part(part)


def _according(text: str) -> Iterator[Heard]:
    head, said, rest = text.partition(", according to ")
    assert said, text
    assert head == f"A{C[1:]}"
    for each in rest.split(", and to "):
        found = re.fullmatch(rf"{WHO}{WAY}", each)
        assert found, each
        yield _heard(found, 1, 3)


def _part(part: str) -> Iterator[Heard]:
    if TAKEN_BACK.fullmatch(part):
        return
    for pattern, polarity, certainty in GRAMMAR:
        found = re.fullmatch(pattern, part)
        if found:
            yield _heard(found, polarity, certainty, late=bool(LATE.fullmatch(part)))
            return
    raise AssertionError(f"not to be parsed: {part!r}")


def _heard(found: Any, polarity: int, certainty: int, *, late: bool = False) -> Heard:
    groups = found.groupdict()
    hedge = {"likely": 2, "possible": 1}.get(groups.get("hedge") or "", certainty)
    names = re.split(r", | and ", groups["who"])
    return Heard(
        tuple(names), polarity, hedge, groups["relay"] or "", bool(groups["hearsay"]), late
    )


def differences(data: dict[str, Any], at: Any, audience: Any) -> list[str]:
    """What the sentence says otherwise than the record."""
    dossier = check(data)
    claim = dossier.claims[0]
    if assess(dossier, claim, at, audience) is None:
        return []
    found = sentence_of(dossier, claim, at, audience)
    view = View(dossier, at, audience)
    evidence = evidence_on(claim, view)
    told = list(heard(found.text)) if found.text else []
    faults = [
        f"{name} as {each} in {found.text!r}"
        for each in told
        for name in each.names
        if not any(
            _is_called(name, reading, view) and _agrees(each, reading, view)
            for reading in evidence.readings
            if each.late or reading.live or reading.excluded is Reason.DISOWNED
        )
    ]
    return faults + _missing(found.status, told, evidence, found.text)


def _missing(status: Status | None, told: list[Heard], evidence: Evidence, text: str) -> list[str]:
    """Origins that a sentence of this status has to tell of, and does not."""
    count = {
        side: sum(_how_many(name) for each in told if each.polarity == side for name in each.names)
        for side in (1, -1)
    }
    wanted = {
        Status.PARTLY_CORROBORATED: (evidence.support.origins, evidence.denial.origins),
        Status.CORROBORATED: (2, evidence.denial.origins),
        Status.DISPUTED: (evidence.support.origins, evidence.denial.origins),
        Status.CLAIMED: (1, 0),
        Status.SINGLE_SOURCE: (1, evidence.denial.origins),
        Status.CONFIRMED: (1, evidence.denial.origins),
        Status.OFFICIALLY_CONFIRMED: (1, evidence.denial.origins),
        Status.DENIED: (0, 1),
    }.get(status, (0, 0)) if text and status else (0, 0)  # fmt: skip
    return [
        f"{count[side]} of {least} on side {side} in {text!r}"
        for side, least in zip((1, -1), wanted, strict=True)
        if count[side] < least
    ]


def _how_many(name: str) -> int:
    words = ("two", "three", "four", "five", "six", "seven")
    first = name.split()[0].lower()
    return words.index(first) + 2 if first in words else 1


def _is_called(name: str, reading: Reading, view: View) -> bool:
    statement = reading.statement
    source = view.dossier.sources[statement.speaker]
    own = source.name.lower()
    plain = bare(name)
    if is_withheld(statement, source):
        own = "unnamed source"
        plain = re.sub(r"^(?:an|another|\w+) |s$", "", plain)
    if reading.purported:
        paper = re.sub(r"^(?:an|another) ", "", name.lower())
        if is_withheld(statement, source):
            return paper == "unverified statement" or paper.endswith("unverified statement”")
        return (
            paper.replace("of the ", "of ").replace("of state's ", "of ")
            == f"unverified statement in the name of {own}"
        )
    return plain == own


def bare(name: str) -> str:
    """Without what running text puts before it."""
    return name.lower().removeprefix("the ").removeprefix("state's ")


def _agrees(each: Heard, reading: Reading, view: View) -> bool:
    if (reading.stance.polarity, reading.stance.certainty) != (each.polarity, each.certainty):
        return False
    return (bare(each.relay), each.hearsay) in _ways(reading, view)


def _ways(reading: Reading, view: View) -> set[tuple[str, bool]]:
    """By whose hands it may be told to have come: of the nearest passages, the first with a name."""
    dossier = view.dossier
    steps: list[tuple[int, list[str]]] = []
    for sighting in reading.standing or reading.visible:
        publisher = dossier.documents[sighting.document].publisher
        own = publisher == reading.statement.speaker
        chain = [*sighting.via, *([] if own else [publisher])]
        if sighting.attestation is Attestation.PRIMARY:
            chain = []
        steps.append((len(chain), chain))
    nearest = min(length for length, _ in steps)
    ways: set[tuple[str, bool]] = set()
    for length, chain in steps:
        if length == nearest:
            hearsay = False
            for ref in chain:
                kind = dossier.sources[ref].kind
                if kind is SourceKind.ANONYMOUS:
                    hearsay = True
                elif kind is not SourceKind.UNKNOWN:
                    own = ref == reading.statement.speaker
                    ways.add(("", False) if own else (dossier.sources[ref].name.lower(), hearsay))
                    break
            else:
                ways.add(("", False))
    return ways


@settings(max_examples=much(1_000))
@given(dossiers(), as_of, audiences)
def test_a_sentence_says_of_every_voice_what_the_record_says(
    data: Any, at: Any, audience: Any
) -> None:
    assert differences(data, at, audience) == []


PLANTED = {
    "a hedge of another": lambda told: (told.reports, told.relay, told.when, told.past),
    "a relay of another": lambda told: (told.reading.stance, told.reports, told.when, told.past),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_what_is_pooled_would_be_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming.VoiceAsTold, "manner", property(PLANTED[fault]))
    try:
        find(
            dossiers(),
            lambda data: bool(differences(data, naming.LATEST, Audience.PUBLIC)),
            settings=settings(
                max_examples=5_000, deadline=None, database=None, phases=[Phase.generate]
            ),
        )
    except NoSuchExample:
        pytest.fail("a planted fault was not found")
