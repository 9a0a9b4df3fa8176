"""Long lists a part at a time: no query bears any number of parameters."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

CHUNK = 500  # parameters in one query; both engines bear that many


T = TypeVar("T")


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    held: list[T] = []
    for item in items:
        held.append(item)
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held
