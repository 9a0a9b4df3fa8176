"""Texts with what is odd in them shown as odd, and moments with the reader's own time beside."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from claims.domain.oddities import LONGEST, one_line, pieces, shortened
from sources.foundation.domain.moments import is_day

register = template.Library()


@register.filter
def odd(text: Any, most: int = LONGEST) -> SafeString:
    """What somebody wrote: kept apart from what stands around it, and what is odd marked."""
    whole = str(text or "")
    shown = shortened(whole, most)
    marked = format_html_join(
        "",
        "{}",
        (
            (
                format_html('<span class="odd" title="{}">{}</span>', piece.odd, piece.text)
                if piece.odd
                else piece.text,
            )
            for piece in pieces(shown)
        ),
    )
    cut = format_html(' <span class="cut">({} characters)</span>', f"{len(whole):,}")
    return format_html("<bdi>{}</bdi>{}", marked, cut if len(whole) > most else "")


@register.filter
def line(text: Any, most: int = 200) -> str:
    """The text where there is no markup, such as a title."""
    return one_line(str(text or ""), most)


@register.filter
def get(known: Mapping[str, Any], key: str) -> Any:
    """What is kept under a name."""
    return known.get(key, "")


@register.simple_tag(takes_context=True)
def told_on(context: Any, moment: datetime | None) -> SafeString:
    """When something was said or published: of what is known to the day only, that day in every
    zone."""
    if moment is None or not is_day(moment):
        return when(context, moment)
    day = moment.astimezone(UTC)
    return format_html('<time datetime="{}">{}</time>', f"{day:%Y-%m-%d}", f"{day:%-d %b %Y}")


@register.simple_tag(takes_context=True)
def when(context: Any, moment: datetime | None, seconds: bool = False) -> SafeString:
    """A moment in the reader's zone, which a script tells us in a cookie, with the house's beside
    it; without one, in the house's."""
    if moment is None:
        return mark_safe("")
    house = moment.astimezone(timezone.get_default_timezone())
    request = context.get("request")
    zone = _zone(request.COOKIES.get("zone", "")) if request is not None else None
    own = moment.astimezone(zone) if zone else house
    shown = format_html(
        '<time datetime="{}">{}</time>', moment.isoformat(), _in_words(own, seconds=seconds)
    )
    if own.utcoffset() == house.utcoffset():
        return shown
    same_day = own.date() == house.date()
    original = f"{house:%H:%M} {house.tzname()}" if same_day else _in_words(house)
    return format_html('{} <span class="original">({})</span>', shown, original)


def _in_words(local: datetime, *, seconds: bool = False) -> str:
    clock = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    return f"{local:%-d %b %Y}, {clock} {local.tzname()}"


@lru_cache(maxsize=500)
def _zone(name: str) -> ZoneInfo | None:
    """The time zone of this name; a cookie may hold anything."""
    if not _ZONE.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}", re.ASCII)


@register.filter
def json_ld(data: Any) -> SafeString:
    """Data for search engines, in an element that runs nothing."""
    text = json.dumps(data, ensure_ascii=False).translate(_NO_MARKUP)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


_NO_MARKUP = {ord(each): f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}


@register.filter
def marks(parts: Any) -> SafeString:
    """The pieces of a text, those that were looked for marked."""
    shown = []
    length = 0
    for text, hit in parts:
        if length > LONGEST:
            break
        length += len(text)
        told = odd(text).removeprefix("<bdi>").removesuffix("</bdi>")
        shown.append(format_html("<mark>{}</mark>" if hit else "{}", mark_safe(told)))
    return format_html("<bdi>{}</bdi>", mark_safe("".join(shown)))
