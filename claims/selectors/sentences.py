"""What is needed to cite a claim: its record under its policy, its sentence, every format."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext

from claims import ports
from claims.domain.citing.clauses import readings
from claims.domain.citing.formats import Citing
from claims.domain.citing.sentence import Sentence, sentence_of
from claims.domain.records import Claim as ClaimRecord
from claims.domain.records import Dossier, narrowed
from claims.domain.vocabulary import Status, Visibility
from claims.models import Claim, StatusRecord
from claims.selectors.record import dossier_of
from claims.selectors.wordings import words_at
from sources.foundation.addresses import on_this_site
from sources.foundation.domain.moments import EARLIEST
from sources.foundation.domain.roles import Audience

Absolute = Callable[[str], str]  # from a path to an address


def dossier_under_policy(claim: Claim) -> Dossier:
    """All that is on record of a claim, under the policy by which it is assessed."""
    policy = ports.reviews.policies({claim.policy})[claim.policy]
    return dossier_of([claim.pk]).model_copy(update={"policy": policy})


def sentence_at(
    dossier: Dossier, at: datetime, audience: Audience, claim: ClaimRecord | None = None
) -> Sentence:
    """The sentence of a claim, the dossier's one if none is named, in the language of whoever
    asks."""
    zone = timezone.get_default_timezone()
    return sentence_of(dossier, claim or dossier.claims[0], at, audience, gettext, zone)


def holding_now(
    asked: Iterable[tuple[Claim, Audience]], at: datetime
) -> dict[tuple[int, Audience], Sentence]:
    """What now holds of each of these claims, for that audience; nothing for readers who can no
    longer see it."""
    wanted = {(claim.pk, audience): claim for claim, audience in asked}
    claims = {claim.pk: claim for claim in wanted.values()}
    record = dossier_of(sorted(claims))
    rules = ports.reviews.policies({claim.policy for claim in claims.values()})
    under = {name: record.model_copy(update={"policy": rule}) for name, rule in rules.items()}
    records = {each.id: each for each in record.claims}
    gone = Sentence("", why_not=gettext("The claim was taken back: it can no longer be read."))
    found = {}
    for (pk, audience), claim in wanted.items():
        seen = audience is Audience.INTERNAL or claim.visibility == Visibility.PUBLIC.value
        dossier = narrowed(under[claim.policy], records[claim.ref])
        found[pk, audience] = (
            sentence_at(dossier, at, audience, records[claim.ref]) if seen else gone
        )
    return found


def reading_of(claim: Claim) -> list[str]:
    """How a claim reads inside a sentence, whoever says so: to be looked at by who records it."""
    return reading_in(dossier_of([claim.pk]))


def reading_in(record: Dossier) -> list[str]:
    names = {name for source in record.sources.values() for name in (source.name, *source.aliases)}
    return readings(record.claims[0], names)


def worded_at(claim: Claim, dossier: Dossier, at: datetime, audience: Audience) -> Dossier:
    """The dossier of one claim, worded as this audience could read it then."""
    words = words_at([claim.ref], at, audience).get(claim.ref)
    if not words:
        return dossier
    worded: dict[str, str | None] = {name: word or None for name, word in words.items()}
    return dossier.model_copy(update={"claims": (dossier.claims[0].model_copy(update=worded),)})


def sentence_of_record(record: StatusRecord, dossier: Dossier) -> Sentence:
    """The sentence of a record as it stood: none if today's rules would make another status of it,
    as a sentence and its status may not disagree."""
    at = max(record.effective_at, EARLIEST)
    found = sentence_at(dossier, at, Audience(record.audience))
    if found.status is None or found.status.value == record.status:
        return found
    return Sentence(
        "", why_not=gettext("What stood then was assessed otherwise than it would be now.")
    )


def frozen_path(ref: str, record: Any) -> str:
    """The page of a frozen record: the permalink that is printed."""
    path = reverse("claims:frozen", args=[ref, record.number])
    return path if record.audience == Audience.PUBLIC.value else f"{path}?audience=internal"


def citing_of(
    claim: Claim,
    record: StatusRecord,
    sentence: Sentence,
    at: datetime,
    absolute: Absolute = on_this_site,
    text: str = "",
) -> Citing:
    return Citing(
        sentence=sentence,
        claim=text or claim.text,
        ref=claim.ref,
        number=record.number,
        status=Status(record.status).label,
        at=at,
        policy=record.assessment["policy"],
        house=settings.HOUSE_NAME,
        permalink=absolute(frozen_path(claim.ref, record)),
        badge=absolute(reverse("claims:badge", args=[claim.ref])),
        embed=absolute(reverse("claims:embed", args=[claim.ref])),
        zone=timezone.get_default_timezone(),
        language=get_language() or "en",
        translate=gettext,
    )
