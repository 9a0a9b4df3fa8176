"""What is needed to cite a claim: its record under its policy, its sentence, every format."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext

from claims import ports
from claims.domain.citing.formats import Citing
from claims.domain.citing.sentence import Sentence, sentence_of
from claims.domain.records import Dossier
from claims.domain.vocabulary import Status
from claims.models import Claim, StatusRecord
from claims.selectors.record import dossier_of
from sources.domain.authority import Audience

Absolute = Callable[[str], str]  # from a path to an address


def dossier_under_policy(claim: Claim) -> Dossier:
    """All that is on record of a claim, under the policy by which it is assessed."""
    policy = ports.reviews.policies({claim.policy})[claim.policy]
    return dossier_of([claim.pk]).model_copy(update={"policy": policy})


def sentence_at(dossier: Dossier, at: datetime, audience: Audience) -> Sentence:
    """The sentence of the dossier's one claim, in the language of whoever asks."""
    return sentence_of(dossier, dossier.claims[0], at, audience, gettext)


def on_this_site(path: str) -> str:
    """Where no request says how the server is reached."""
    return f"{settings.SITE_URL}{path}"


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
) -> Citing:
    return Citing(
        sentence=sentence,
        claim=claim.text,
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
