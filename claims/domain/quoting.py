"""Where a quotation stands in a text: W3C Web Annotation selectors, counted in code points."""

import re
from typing import Any

CONTEXT = 32  # characters before and after a quote, by which it is found again
SURROUNDINGS = 160  # characters before and after it, for a reader

# What is typed and what is printed differ in these, and mean the same.
_ALIKE = (
    "'\u2018\u2019\u02bc",
    '"\u201c\u201d\u201e\u00ab\u00bb',
    "-\u2010\u2011\u2012\u2013\u2014",
)


def place_of(quote: str, text: str) -> dict[str, Any] | None:
    """The first place in the text where these words stand, whatever its line breaks and its kind of
    quotation marks; `exact` is what the text says. None if they stand nowhere."""
    words = quote.split()
    if not words:
        return None
    found = re.search(r"\s+".join("".join(map(_alike, word)) for word in words), text)
    if found is None:
        return None
    return selector(text, *found.span())


def around(quote: str, text: str, reach: int = SURROUNDINGS) -> tuple[str, str]:
    """What stands before and after a quote where it stands in the text; nothing if it does not."""
    start = text.find(quote) if quote else -1
    if start < 0:
        return "", ""
    end = start + len(quote)
    return text[max(0, start - reach) : start], text[end : end + reach]


def selector(text: str, start: int, end: int) -> dict[str, Any]:
    """The selector of what stands there: the words, where, and what is around them."""
    place: dict[str, Any] = {"exact": text[start:end], "start": start, "end": end}
    around = {"prefix": text[max(0, start - CONTEXT) : start], "suffix": text[end : end + CONTEXT]}
    return place | {name: words for name, words in around.items() if words}


def _alike(character: str) -> str:
    for group in _ALIKE:
        if character in group:
            return f"[{re.escape(group)}]"
    return re.escape(character)
