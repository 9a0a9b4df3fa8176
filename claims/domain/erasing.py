"""What is left of a text or a value once it is known which words have to go. Pure."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

ERASED = "[erased]"
SHORTEST = 12  # characters of a passage that is looked for elsewhere: “said” stands everywhere
OVERLAP = 8  # characters of a passage that show in what stands around a span
SURROUNDINGS = ("prefix", "suffix")  # as a selector calls them

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Sought:
    """What has to be gone: passages, however they are spaced or written in capitals, and
    references that are made of the words, with what they become."""

    passages: Collection[str] = ()
    refs: Mapping[str, str] = field(default_factory=dict)

    def without(self, value: Any) -> Any:
        """The value without them. A text that holds a passage goes as a whole; a reference is one
        only where nothing else stands beside it, but for its kind ("claim kp-launch")."""
        if isinstance(value, str):
            return ERASED if self.stands_in(value) else self.readdressed(value)
        if isinstance(value, Mapping):
            return {
                self.without(key): self.surroundings(each)
                if key in SURROUNDINGS
                else self.without(each)
                for key, each in value.items()
            }
        return [self.without(each) for each in value] if isinstance(value, list) else value

    def surroundings(self, value: Any) -> Any:
        """The value without what stands around a span, where that begins or ends a passage."""
        if isinstance(value, str):
            return "" if self._overlaps(value) else value
        if isinstance(value, Mapping):
            return {
                key: self.surroundings(each)
                if key in SURROUNDINGS or not isinstance(each, str)
                else each
                for key, each in value.items()
            }
        return [self.surroundings(each) for each in value] if isinstance(value, list) else value

    def _overlaps(self, around: str) -> bool:
        """Whether it ends as a passage begins, begins as one ends, or is a part of one."""
        text = _plain(around)
        for passage in map(_plain, self.passages):
            if len(text) >= OVERLAP and (text in passage or passage in text):
                return True
            for length in range(OVERLAP, min(len(text), len(passage)) + 1):
                if passage.startswith(text[-length:]) or passage.endswith(text[:length]):
                    return True
        return False

    def readdressed(self, text: str) -> str:
        lead, between, ref = text.rpartition(" ") if " " in text else text.rpartition("/")
        return f"{lead}{between}{self.refs[ref]}" if ref in self.refs else text

    def blackened(self, text: str) -> str:
        """A long text in which only the passages themselves are gone, every other character
        standing where it stood."""
        for passage in self.passages:
            words = r"\W+".join(map(re.escape, _WORD.findall(passage)))
            if words:
                black = re.compile(words, re.IGNORECASE)
                text = black.sub(lambda found: "█" * len(found[0]), text)
        return text

    def stands_in(self, text: str) -> bool:
        """Whether one of the passages stands in the text."""
        said = f" {_plain(text)} "
        return any(f" {_plain(each)} " in said for each in self.passages)


def passages_of(texts: Collection[str]) -> set[str]:
    """Those of these texts that are long enough to be looked for."""
    return {text for text in texts if len(_plain(text)) >= SHORTEST and text != ERASED}


def texts_of(value: Any) -> list[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, Mapping) else value
    if isinstance(value, Mapping | list | tuple):
        return [text for each in parts for text in texts_of(each)]
    return []


def emptied(value: Any) -> Any:
    """The value with every text in it erased."""
    if isinstance(value, str):
        return ERASED if value else value
    if isinstance(value, Mapping):
        return {key: emptied(each) for key, each in value.items()}
    return [emptied(each) for each in value] if isinstance(value, list) else value


def made_of(ref: str, texts: Collection[str]) -> bool:
    """Whether a word of one of these texts stands in the reference."""
    parts = set(_WORD.findall(ref.casefold().replace("_", " ")))
    words = {word for text in texts for word in _WORD.findall(text.casefold())}
    return any(len(word) > 3 and word in parts for word in words)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
