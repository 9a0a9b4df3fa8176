"""What a page says of itself, apart from its text: its head and its JSON-LD. No I/O.

Pages are broken in many ways: one block that is no JSON spoils no other.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

LONGEST_BLOCK = 200_000  # characters of JSON-LD; nothing longer is read
MOST_BLOCKS = 40
DEEPEST = 20  # levels of JSON-LD

# Types of schema.org that tell of an article or of a fact-check.
_ARTICLES = frozenset(
    """
    NewsArticle Article ReportageNewsArticle AnalysisNewsArticle BackgroundNewsArticle BlogPosting
    OpinionNewsArticle LiveBlogPosting WebPage PressRelease Report
    """.split()  # noqa: SIM905 - a list of words is read as one
)
_KEPT = _ARTICLES | {"ClaimReview"}


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a document and what it says of itself; empty where it says nothing."""

    text: str
    media_type: str
    title: str = ""
    byline: str = ""
    published: str = ""  # ISO 8601, a day or a moment
    publisher: str = ""
    language: str = ""  # BCP 47
    canonical: str = ""
    json_ld: list[dict[str, Any]] = field(default_factory=list)

    @property
    def about(self) -> dict[str, Any]:
        """What is kept beside the text, as JSON."""
        said = asdict(self)
        return {
            name: said[name] for name in said if name not in ("text", "media_type") and said[name]
        }


_SCRIPT = re.compile(
    r"<script[^>]{0,500}?application/ld\+json[^>]{0,500}>(.*?)</script", re.IGNORECASE | re.DOTALL
)
_COMMENT = re.compile(
    r"^\s*(?:<!--|(?://|/\*)?\s*<!\[CDATA\[\s*(?:\*/)?)|(?:-->|(?://|/\*)?\s*\]\]>\s*(?:\*/)?)\s*$"
)
_TRAILING = re.compile(r",\s*([}\]])")


def json_ld(html: str) -> list[dict[str, Any]]:
    """The articles and fact-checks that a page describes in JSON-LD, however they are nested."""
    found: list[dict[str, Any]] = []
    for number, match in enumerate(_SCRIPT.finditer(html)):
        if number >= MOST_BLOCKS:
            break
        block = match.group(1)
        if len(block) <= LONGEST_BLOCK:
            found.extend(_nodes(_parsed(block), 0))
    return found[:MOST_BLOCKS]


def described(nodes: list[dict[str, Any]]) -> dict[str, str]:
    """What the JSON-LD of an article says of it, by the names of `Page`."""
    for node in nodes:
        if not _types(node) & _ARTICLES:
            continue
        said = {
            "title": _text(node.get("headline")),
            "byline": _names(node.get("author")),
            "published": _text(node.get("datePublished")),
            "publisher": _names(node.get("publisher")),
            "language": _text(node.get("inLanguage")),
        }
        if any(said.values()):
            return {name: value for name, value in said.items() if value}
    return {}


def _parsed(block: str) -> Any:
    text = _COMMENT.sub("", block).strip()
    for attempt in (text, _TRAILING.sub(r"\1", text)):
        try:
            return _clean(json.loads(attempt, strict=False, parse_constant=lambda _: None), 0)
        except (ValueError, RecursionError):
            continue
    return None


def _clean(value: Any, depth: int) -> Any:
    """What both engines can hold of it: no NUL, no half of a character, no number past 64 bits, and
    nothing nested deeper than anybody means."""
    if depth > DEEPEST:
        return None
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, float):
        return value if abs(value) < 2**63 else None  # which infinity is not, either
    if isinstance(value, int) and not isinstance(value, bool):
        return value if abs(value) < 2**63 else None
    if isinstance(value, list):
        return [_clean(each, depth + 1) for each in value]
    if isinstance(value, dict):
        return {printable(name): _clean(each, depth + 1) for name, each in value.items()}
    return value


def printable(text: str) -> str:
    """The text without NUL and halves of characters, which no database takes."""
    return _UNHELD.sub("", text)


_UNHELD = re.compile("[\x00\ud800-\udfff]")


def _nodes(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(value, list):
        for each in value[:MOST_BLOCKS]:
            yield from _nodes(each, depth + 1)
    elif isinstance(value, dict):
        if _types(value) & _KEPT:
            yield value
        for name in ("@graph", "mainEntity", "review"):
            yield from _nodes(value.get(name), depth + 1)


def _types(node: dict[str, Any]) -> set[str]:
    types = node.get("@type")
    listed = types if isinstance(types, list) else [types]
    return {each for each in listed if isinstance(each, str)}


def _text(value: Any) -> str:
    return " ".join(value.split())[:500] if isinstance(value, str) else ""


def _names(value: Any) -> str:
    listed = value if isinstance(value, list) else [value]
    names = [_text(each.get("name") if isinstance(each, dict) else each) for each in listed[:10]]
    return ", ".join(name for name in names if name)[:500]
