"""What is odd in a text: characters that nobody sees, that turn the order of others, or that look
like letters of another alphabet. It is shown as odd, never silently left out.
"""

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LONGEST = 2_000  # characters of one text that a page shows

_JOINERS = frozenset("\u200c\u200d")
_MARKS = frozenset("\u200e\u200f\u061c")  # of direction, at home in texts that are read leftwards
_INVISIBLE = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060\u2061\u2062\u2063"
                       "\u2064\u2800\u3164\ufeff\uffa0")  # fmt: skip
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LEFTWARDS = frozenset({"R", "AL"})
_ALIKE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


@dataclass(frozen=True, slots=True)
class TextPiece:
    """Some characters of a text; `odd` says what is odd about them, "" if nothing is."""

    text: str
    odd: str = ""


def pieces(text: str) -> Iterator[TextPiece]:
    """The text in order: plain pieces, and odd ones as they are to be shown."""
    leftwards = any(unicodedata.bidirectional(each) in _LEFTWARDS for each in text)
    plain: list[str] = []
    word: list[str] = []

    def ended() -> Iterator[TextPiece]:
        letters = "".join(word)
        word.clear()
        mixed = _mixes(letters)
        if not mixed:
            plain.append(letters)
            return
        if plain:
            yield TextPiece("".join(plain))
            plain.clear()
        yield TextPiece(letters, mixed)

    for place, each in enumerate(text):
        if each.isalnum() or unicodedata.combining(each):
            word.append(each)
            continue
        if word:
            yield from ended()
        odd = _odd(each, text, place, leftwards=leftwards)
        if not odd:
            plain.append(each)
            continue
        if plain:
            yield TextPiece("".join(plain))
            plain.clear()
        yield TextPiece(f"U+{ord(each):04X}", odd)
    if word:
        yield from ended()
    if plain:
        yield TextPiece("".join(plain))


def _odd(each: str, text: str, place: int, *, leftwards: bool) -> str:
    if each in _TURNING:
        return "turns the order of what follows"
    if each in _INVISIBLE or "\U000e0000" <= each <= "\U000e0fff":
        return "cannot be seen"
    if each in _MARKS:
        return "" if leftwards else "cannot be seen"
    if each in _JOINERS:
        around = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
        joins = len(around) == 2 and all(ord(side) > 0x2FF for side in around)
        return "" if joins else "cannot be seen"
    category = unicodedata.category(each)
    if category in ("Cc", "Cs", "Co", "Cn") and each not in "\t\n\r":
        return "is no character of any text"
    return ""


def _mixes(word: str) -> str:
    """Whether a word has letters of alphabets that look alike."""
    if word.isascii():
        return ""
    found = {
        name
        for each in word
        if each.isalpha()
        for name in (unicodedata.name(each, "").split(" ", 1)[0],)
        if name in _ALIKE
    }
    if len(found) < 2:
        return ""
    return f"mixes {' and '.join(sorted(name.capitalize() for name in found))} letters"


def plainly(text: str, most: int | None = None) -> str:
    """The text for where there is no markup: an e-mail, a spreadsheet, a feed."""
    shown = text if most is None else shortened(text, most)
    return "".join(
        f"[{piece.text}]" if piece.odd.startswith(("turns", "cannot", "is no")) else piece.text
        for piece in pieces(shown)
    )


def as_json(data: Any) -> str:
    """JSON to be read and copied: what cannot be seen is written as an escape."""
    return "".join(
        json.dumps(chr(int(piece.text[2:], 16)))[1:-1]
        if piece.odd.startswith(("turns", "cannot", "is no"))
        else piece.text
        for piece in pieces(json.dumps(data, ensure_ascii=False, indent=1))
    )


def one_line(text: str, most: int) -> str:
    """The text on one line: a title, a subject, a cell."""
    return plainly(" ".join(text.split()), most)


def shortened(text: str, most: int = LONGEST) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


# What spreadsheets take for the beginning of a formula, full-width forms too.
_FORMULA = tuple("=+-@\t\r\n|%\uff1d\uff0b\uff0d\uff20")


def defused(cell: Any) -> Any:
    """A cell that no spreadsheet computes, with what is odd in it to be seen."""
    if not isinstance(cell, str):
        return "" if cell is None else cell
    shown = plainly(cell)
    return f"'{shown}" if shown.lstrip(" ").startswith(_FORMULA) else shown
