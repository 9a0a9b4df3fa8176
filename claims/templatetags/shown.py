"""Texts with what is odd in them shown as odd, and moments with the reader's own time beside."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from claims.domain.oddities import LONGEST, one_line, pieces, shortened

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


@register.simple_tag
def when(moment: datetime | None, seconds: bool = False) -> SafeString:
    """A moment in the house's zone; a script adds the reader's own beside it."""
    if moment is None:
        return mark_safe("")
    local = moment.astimezone(timezone.get_default_timezone())
    clock = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    shown = f"{local:%-d %b %Y}, {clock} {local.tzname()}"
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), shown)


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
