"""Public references: the one function that mints them.

A reference begins with what it is about, so that people know it again, and ends with what tells
nobody how many others there are.
"""

import secrets
from collections.abc import Callable

from django.utils.text import slugify

LONGEST_STEM = 185  # characters, so that the whole fits its column


def mint_ref(stem: str = "") -> str:
    """A new reference that begins with `stem`."""
    return f"{stem[:LONGEST_STEM]}{secrets.token_hex(6)}"


def stem_of(words: str, otherwise: str, most: int = 60) -> str:
    """The beginning of a reference to something that is called so."""
    return f"{slugify(words)[:most].strip('-') or otherwise}-"


def numbered(wanted: str, is_taken: Callable[[str], bool], between: str) -> str:
    """`wanted`, or the first of `wanted` with 2, 3, … behind it that is free."""
    found, number = wanted, 2
    while is_taken(found):
        found, number = f"{wanted}{between}{number}", number + 1
    return found
