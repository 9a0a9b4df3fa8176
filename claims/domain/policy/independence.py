"""Who belongs to whom, and how many origins a set of voices has (§4.6, §4.7).

Count origins, not outlets: two voices are two origins only if nobody controls both *and* they do
not rely on one piece of evidence.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import datetime

from sources.domain.control import belongs_to
from sources.domain.records import Source

# Where not even the newsroom is named, nobody can say that two voices are two. No dossier id looks
# like this.
ANONYMOUS_GROUP = "\x00anonymous"


def ancestors(speaker: str, at: datetime | None, sources: Mapping[str, Source]) -> dict[str, bool]:
    """The speaker and all above it at that moment; true for one with nobody above itself."""
    found: dict[str, bool] = {}
    waiting = [speaker]
    while waiting:
        ref = waiting.pop()
        if ref not in found:
            above = belongs_to(sources[ref], at)
            found[ref] = not above
            waiting.extend(above)
    return found


def control_group(line: Mapping[str, bool]) -> str:
    """The topmost controller among `ancestors`: the first by id, in a cycle the last."""
    tops = [ref for ref, topmost in line.items() if topmost]
    return min(tops) if tops else max(line)


def common_bases(relied_on: Sequence[tuple[str | None, Set[str]]]) -> list[str | None]:
    """The evidence base of each voice among these, by its key and the documents of its own in which
    it was seen: by key; else the documents that voices without a key have in common, one way or by
    way of others; None for what no other relies on.
    """
    together: dict[str, str] = {}  # a document to one that stands for all that hang together

    def standing_for(document: str) -> str:
        while together.setdefault(document, document) != document:
            document = together[document]
        return document

    for key, documents in relied_on:
        if not key:
            roots = {standing_for(document) for document in documents}
            together.update(dict.fromkeys(roots, min(roots, default="")))
    bases = []
    for key, documents in relied_on:
        shared = standing_for(min(documents)) if documents and not key else None
        bases.append(f"key {key}" if key else None if shared is None else f"document {shared}")
    count = Counter(bases)
    return [base if count[base] > 1 else None for base in bases]


def origins(voices: Iterable[tuple[str, str | None]]) -> int:
    """The number of independent origins among (control group, evidence base) pairs.

    It is the size of a maximum matching of groups to evidence bases: the most pairs that share
    neither. A voice without a common base has one of its own, so its group always finds one;
    only groups that rest on shared evidence alone have to compete for it.
    """
    free: set[str] = set()
    shared: dict[str, set[str]] = {}
    for group, key in voices:
        if key is None:
            free.add(group)
        else:
            shared.setdefault(group, set()).add(key)
    contested = {group: sorted(keys) for group, keys in shared.items() if group not in free}
    return len(free) + _maximum_matching(contested)


def _maximum_matching(choices: Mapping[str, list[str]]) -> int:
    """Hopcroft and Karp (1973): shortest augmenting paths, all of one length at a time."""
    base_of: dict[str, str] = {}
    group_of: dict[str, str] = {}
    for group, bases in choices.items():  # a greedy start settles nearly everything
        for base in bases:
            if base not in group_of:
                base_of[group], group_of[base] = base, group
                break
    while True:
        layers = _layers(choices, base_of, group_of)
        if layers is None:
            return len(base_of)
        remaining = {group: iter(bases) for group, bases in choices.items()}
        for group in choices:
            if group not in base_of:
                _augment(group, layers, remaining, base_of, group_of)


def _layers(
    choices: Mapping[str, list[str]], base_of: dict[str, str], group_of: dict[str, str]
) -> dict[str, int] | None:
    """Each group's distance from an unmatched one, or None if no path reaches a free base."""
    layer = {group: 0 for group in choices if group not in base_of}
    frontier = list(layer)
    reachable = False
    while frontier and not reachable:
        following = []
        for group in frontier:
            for base in choices[group]:
                holder = group_of.get(base)
                if holder is None:
                    reachable = True
                elif holder not in layer:
                    layer[holder] = layer[group] + 1
                    following.append(holder)
        frontier = following
    return layer if reachable else None


def _augment(
    start: str,
    layer: dict[str, int],
    remaining: Mapping[str, Iterator[str]],
    base_of: dict[str, str],
    group_of: dict[str, str],
) -> None:
    """Follow one path from an unmatched group to a free base, without recursion, and switch it."""
    path: list[tuple[str, str]] = []
    group = start
    while True:
        for base in remaining[group]:
            holder = group_of.get(base)
            if holder is None:
                for held, taken in [*path, (group, base)]:
                    base_of[held], group_of[taken] = taken, held
                return
            if layer.get(holder) == layer[group] + 1:
                path.append((group, base))
                group = holder
                break
        else:
            if not path:
                return
            group, _ = path.pop()
