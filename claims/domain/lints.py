"""What a careful colleague would point out about a claim and what is said of it.

A lint decides nothing and changes no status. It says what to look at, and why.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from claims.domain.policy.reading import View, never_counts
from claims.domain.policy.settlement import Evidence
from claims.domain.policy.weighing import Voice, count
from claims.domain.records import Attribution, Claim
from claims.domain.vocabulary import Attestation, Checkability, ClaimKind, Reason

SHARED_WORDS = 12  # so many words in a row are not written twice by chance

_HEDGE = re.compile(
    r"\b(may|(?i:likely|unlikely|probabl[ey]|possibl[ey]|perhaps|might|could|suspected|"
    r"alleged(ly)?|reported(ly)?|apparent(ly)?|appears?|seems?|seemed|believed|presumed|"
    r"presumably|potential(ly)?|thought to))\b"  # May is a month
)
_CONFIRM = re.compile(r"\bconfirm", re.IGNORECASE)
_PLURAL = re.compile(
    r"\b(sources|officials|witnesses|experts|analysts|diplomats|aides|insiders)\b", re.IGNORECASE
)
_RELATIVE = re.compile(
    r"\b(today|yesterday|tomorrow|tonight|now|currently|recently|earlier|later|ago|"
    r"(last|this|next|past) (night|week|month|year|morning|evening|afternoon|weekend|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday)|"
    r"on (monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?! \d))\b",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"\b(said|says?|told|claim(s|ed)|announc(es|ed)|stat(es|ed)|accord(s|ing) to|den(ies|ied)|"
    r"confirm(s|ed)|warn(s|ed)|report(s|ed))\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b[12]\d{3}\b")
_JOINED = re.compile(r",? and (?=\w+ )|;", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lint:
    """One thing to look at. `about` names attributions; `link` those that may be one origin."""

    code: str
    text: str
    about: Sequence[str] = ()
    link: Sequence[str] = ()


def lints(claim: Claim, evidence: Evidence, view: View, texts: Mapping[str, str]) -> list[Lint]:
    """Everything to point out; `texts` are the documents' texts, as far as they were kept."""
    return [
        *_wording(claim),
        *_attributions(claim, view),
        *_officials(evidence),
        *_contested(claim, evidence),
        *_shared(evidence, view, texts),
    ]


def _wording(claim: Claim) -> Iterator[Lint]:
    text = claim.text
    if _JOINED.search(text):
        yield Lint("claim_joined", "The claim may be two: a claim is one thing that is so or not.")
    hedge = _HEDGE.search(text)
    if hedge:
        yield Lint(
            "claim_hedged",
            f"The claim itself is hedged (“{hedge[0]}”): hedges belong to who says so.",
        )
    speaker = _SPEAKER.search(text)
    if speaker and claim.kind not in (ClaimKind.SPEECH_ACT, ClaimKind.KNOWLEDGE_STATE):
        yield Lint(
            "claim_speaker",
            f"The claim seems to hold a speaker (“{speaker[0]}”): who says so is recorded apart.",
        )
    if not _YEAR.search(text) and claim.checkability is Checkability.CHECKABLE:
        yield Lint("claim_undated", "There is no year in it: a claim is dated.")
    relative = _RELATIVE.search(text)
    if relative:
        yield Lint(
            "claim_relative_date",
            f"“{relative[0]}” will mean another day tomorrow: write the date.",
        )


def _attributions(claim: Claim, view: View) -> Iterator[Lint]:
    sources = view.dossier.sources
    for each in view.dossier.attributions_of.get(claim.id, ()):
        if not view.sightings(each):
            continue
        who = sources[each.speaker].name
        quotes = " ".join(sighting.quote or "" for sighting in each.sightings)
        if each.cue and _CONFIRM.search(each.cue):
            hedge = _HEDGE.search(quotes)
            if hedge or 0 < each.stance.certainty < 3:
                said = f"“{hedge[0]}”" if hedge else each.stance.value.replace("_", " ")
                yield Lint(
                    "confirm_hedged",
                    f"{who} “{each.cue}”, yet what it says is hedged ({said}).",
                    [each.id],
                )
        if never_counts(each, view) is Reason.PUBLISHER_VOICE:
            yield Lint(
                "publisher_voice",
                f"{who} says so in its own voice. Who told it? Without that it counts for nothing.",
                [each.id],
            )
        plural = _PLURAL.search(f"{who} {each.attribution_as or ''} {each.cue or ''} {quotes}")
        if plural:
            yield Lint(
                "plural_one_origin",
                f"“{plural[0]}” is plural, and counts as one origin until they are told apart.",
                [each.id],
            )
        yield from _translations(each, who)


def _translations(each: Attribution, who: str) -> Iterator[Lint]:
    for sighting in each.sightings:
        translated = sighting.attestation is Attestation.VERBATIM_TRANSLATED
        if (translated or sighting.translation) and not (
            sighting.quote and sighting.lang and sighting.translation
        ):
            yield Lint(
                "translation_without_original",
                f"{who} is quoted in translation in {sighting.document}: keep the original words, "
                "their language and the translation.",
                [each.id],
            )
            return


def _officials(evidence: Evidence) -> Iterator[Lint]:
    for voice in evidence.support.voices:
        primary = any(
            sighting.attestation is Attestation.PRIMARY
            for sighting in voice.reading.statement.sightings
        )
        if voice.may_be_official and not primary:
            yield Lint(
                "official_without_primary",
                "An official says so, and the statement itself is not on record: find it.",
                [voice.reading.statement.id],
            )


def _contested(claim: Claim, evidence: Evidence) -> Iterator[Lint]:
    contested = evidence.support.voices and evidence.denial.voices
    if contested and not (claim.favours or claim.damages):
        yield Lint(
            "no_interest_declared",
            "It is contested, and nobody has declared whom it favours or damages.",
        )


def _shared(evidence: Evidence, view: View, texts: Mapping[str, str]) -> Iterator[Lint]:
    """Documents of origins that count as several, with one long passage word for word."""
    for side in (evidence.support, evidence.denial):
        passages = [(voice, _shingles(voice, texts)) for voice in side.voices]
        for (one, ours), (other, theirs) in combinations(passages, 2):
            common = ours.keys() & theirs.keys()
            if not common or count([one, other]) < 2:
                continue
            sources = view.dossier.sources
            names = [sources[each.reading.statement.speaker].name for each in (one, other)]
            refs = [one.reading.statement.id, other.reading.statement.id]
            yield Lint(
                "shared_passage",
                f"{names[0]} and {names[1]} count as two origins, and their documents share "
                f"“{ours[min(common)]} …” word for word: probably one of them, or both, from one "
                "origin.",
                refs,
                refs,
            )


def _shingles(voice: Voice, texts: Mapping[str, str]) -> dict[str, str]:
    """Every run of so many words in the documents that show the statement."""
    found: dict[str, str] = {}
    for sighting in voice.reading.statement.sightings:
        text = texts.get(sighting.document) or sighting.quote or ""
        words = re.findall(r"\w+", text)
        for start in range(len(words) - SHARED_WORDS + 1):
            run = " ".join(words[start : start + SHARED_WORDS])
            found.setdefault(run.casefold(), run)
    return found
