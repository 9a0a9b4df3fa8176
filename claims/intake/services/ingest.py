"""How a document comes to us: pasted, uploaded, or fetched from its address."""

from django.conf import settings
from django.core.exceptions import ValidationError

from claims.intake.domain.pages import Page
from claims.intake.services.pages import LONGEST, extract
from sources.foundation import outbound
from sources.foundation.domain.roles import Action
from sources.foundation.permissions import Actor, enforce, may


def pasted(text: str) -> Page:
    """The page that somebody pasted."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise ValidationError({"text": "There is no text."})
    if len(text) > LONGEST:
        raise ValidationError({"text": f"It is longer than {LONGEST:,} characters."})
    if "\0" in text or any("\ud800" <= each <= "\udfff" for each in text):
        raise ValidationError({"text": "It holds characters that are no text."})
    return Page(text=text, media_type="text/plain; charset=utf-8")


def fetched(url: str, *, by: Actor) -> tuple[str, bytes, Page]:
    """The page at an address: where it was in the end, its bytes, and what was read in them.

    Whoever may not read documents fetches nothing. ValidationError says why there is no page.
    """
    enforce(may(by, Action.READ_DOCUMENT))
    if not settings.FETCH:
        raise ValidationError({"url": "Fetching is turned off here (FETCH). Paste the text."})
    try:
        got = outbound.fetch(url.strip(), agent=agent(), also=settings.FETCH_NETWORKS)
    except outbound.Unreachable as error:
        raise ValidationError({"url": str(error)}) from None
    page = extract(got.body, media_type=got.headers.get("content-type", ""), url=got.url)
    return got.url, got.body, page


def agent() -> str:
    """What we call ourselves to those whose pages we fetch."""
    return f"SecondSource/1 (+{settings.SITE_URL})" if settings.SITE_URL else "SecondSource/1"
