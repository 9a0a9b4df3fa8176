"""What the law demands to be erased: the words go, the fact that something stood there stays.

Words live in many places. Each app lists its own (`Place`), and `erase` walks the list: what is the
thing's own is emptied, and what repeats words of it is emptied where they are found. A test holds
the list against every text column there is.

Nobody else rewrites history, and this does so in one way only: the text of an entry is emptied, and
a tombstone says why, by whom and what it told of; the chain of digests goes on across it. Of other
rows that never change, a row of `sources_erasure` says so.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from claims.domain.erasing import Sought, emptied, made_of, passages_of
from claims.models import (
    Attribution,
    Claim,
    Detail,
    DetailValue,
    Event,
    Sighting,
    Standing,
    Subscription,
)
from claims.selectors.audit import claim_states
from claims.services.actions import ActionContext, perform
from sources.foundation.batches import chunks
from sources.foundation.domain.history import Change, differences, together
from sources.foundation.domain.roles import Action
from sources.foundation.models import AnsweredRequest, AppendOnly, Erasure, HistoryEntry, Tombstone
from sources.foundation.permissions import Actor
from sources.foundation.refs import mint_ref
from sources.foundation.selectors.audit import audited
from sources.foundation.services.history import LogEntry, write_log_entries


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be erased: a statement, a claim's own wording, or a draft."""

    kind: str  # as the history calls it: attribution, answer, claim, draft
    row: Any
    claim: Claim | None
    sought: Sought = field(default_factory=Sought)  # once it is known which words have to go

    @property
    def key(self) -> str:
        return f"{self.kind} {self.row.ref}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where words live: columns of a table, and which rows of it may hold words of a subject."""

    name: str  # as whoever erases is told: "citations"
    model: type[Model]
    columns: Collection[str]
    rows: Callable[[Subject], Iterable[Any]]
    whole: Collection[str] = ()  # the kinds of subjects of which all of it goes, found or not
    # What a column holds once it is emptied, where that is not every text in it erased.
    blank: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    # Columns whose words are looked for in the other places, with what of them is.
    own: Mapping[str, Callable[[Any], Collection[str]]] = field(default_factory=dict)
    asked: bool = False  # whether it is erased only if that is asked for
    blackened: Collection[str] = ()  # columns in which the other characters stay where they are
    surroundings: bool = False  # whether only what stands around a span may hold the words


Finder = Callable[[str, str], Subject]  # from the id of the claim (or its own) and its id

_places: list[Place] = []
_finders: dict[str, Finder] = {}


def add_places(*places: Place, **finders: Finder) -> None:
    """Have these places walked as well, in this order, and these kinds of subjects found."""
    known = {each.name for each in _places}
    _places.extend(each for each in places if each.name not in known)
    _finders.update(finders)


def places() -> Sequence[Place]:
    """The list. What is asked for by itself comes last: what stands in it is found by it."""
    return sorted(_places, key=lambda place: place.asked)


def kinds() -> Sequence[str]:
    return sorted(_finders)


@dataclass(slots=True)
class Erased:
    """What was done: how much in which place, and what was left."""

    places: dict[str, int] = field(default_factory=dict)
    entries: int = 0  # of the history that are tombstones now
    left: list[str] = field(default_factory=list)  # where words are that were not asked for
    renamed: dict[str, str] = field(default_factory=dict)  # references that were made of the words


def erase(
    *,
    of: str,
    kind: str,
    ref: str = "",
    reason: str,
    snapshots: bool = False,
    by: Actor,
    at: datetime,
) -> Erased:
    """Erase the words of this statement, claim or draft wherever they live.

    What it counts for stays: who said it, which stance, where. To have it not count either,
    discount it. `snapshots` also blackens the words in the kept texts of documents, and forgets
    the bytes that these were made of.
    """
    if kind not in _finders:
        raise ValidationError({"kind": f"Expected one of: {', '.join(kinds())}."})
    subject = _finders[kind](of, ref)
    if not reason.strip():
        raise ValidationError({"reason": "An erasure has a reason."})
    claim = subject.claim
    with perform(
        Action.ERASE, by=by, at=at, why=reason, claims=[claim.pk] if claim else []
    ) as context:
        work = _Erasing(subject, reason, by, context)
        work.find()
        work.walk(snapshots=snapshots)
        work.rename()
        work.done.left += _others_with(work.subject)
        work.bury()
        work.tell()
    return work.done


@dataclass(slots=True)
class _Erasing:
    subject: Subject
    reason: str
    by: Actor
    context: ActionContext
    done: Erased = field(default_factory=Erased)
    before: dict[str, Any] = field(default_factory=dict)  # what is on record of the claim
    keys: dict[str, set[str]] = field(default_factory=dict)  # whose words went, by chain

    def find(self) -> None:
        """Which words are looked for: those that are the subject's own."""
        self.before = self._state()
        texts = [
            text
            for place in places()
            if self.subject.kind in place.whole
            for row in place.rows(self.subject)
            for column, of in place.own.items()
            for text in of(getattr(row, column))
        ]
        passages = passages_of(texts)
        self.subject = replace(self.subject, sought=Sought(passages))
        self.subject = replace(self.subject, sought=Sought(passages, self._refs()))

    @property
    def sought(self) -> Sought:
        return self.subject.sought

    def walk(self, *, snapshots: bool) -> None:
        for place in places():
            count = 0
            for row in place.rows(self.subject):
                changes = self._changes(place, row)
                if changes and place.asked and not snapshots:
                    self.done.left.append(f"{place.name}: {row}")
                elif changes:
                    self._write(row, changes)
                    count += 1
            if count:
                self.done.places[place.name] = self.done.places.get(place.name, 0) + count
        for answered in AnsweredRequest.objects.exclude(body=""):
            if self._tells(_read(answered.body)):
                answered.delete()
        claim = self.subject.claim
        if claim and self.subject.kind != "claim" and self.sought.stands_in(claim.text):
            self.done.left.append(f"the claim's own wording: erase {claim.ref} claim")

    def rename(self) -> None:
        """Give what is named after the words a reference that says nothing."""
        if not self.sought.refs:
            return
        for model in (Event, Claim, Attribution, Detail, DetailValue):
            for part in chunks(self.sought.refs):
                for pk, old in QuerySet(model).filter(ref__in=part).values_list("pk", "ref"):
                    new = self.sought.refs[old]
                    slug = {"slug": new} if model is Event else {}
                    QuerySet(model).filter(pk=pk).update(ref=new, **slug)
        claim = self.subject.claim
        if claim and claim.ref in self.sought.refs:
            old, claim.ref = claim.ref, self.sought.refs[claim.ref]
            Standing.objects.filter(claim=claim).update(ref=claim.ref)
            self.done.renamed[old] = claim.ref
        for row in Subscription.objects.all():
            filters = self.sought.without(row.filters)
            if filters != row.filters:
                self._write(row, {"filters": filters})

    def bury(self) -> None:
        """Empty every entry that tells of the words. The trigger lets that through for a tombstone
        only."""
        claim = self.subject.claim
        if claim:
            changed = differences(self.before, self._state())
            own = {self.sought.readdressed(each.what) for each in changed} | {
                self.sought.readdressed(self.subject.key)
            }
            self.keys[f"claim/{claim.ref}"] = own
        gone = {f"{kind}/{old}": new for kind in ("claim", "event") for old, new in self._of_refs()}
        wanted = Q(chain__in=[*self.keys, *gone])
        for old, _ in self._of_refs():
            wanted |= Q(body__contains=old)
        for entry in HistoryEntry.objects.filter(wanted).select_related("tombstone"):
            self._bury(entry, gone)

    def _bury(self, entry: HistoryEntry, gone: Mapping[str, str]) -> None:
        chain = self.sought.readdressed(entry.chain) if entry.chain in gone else entry.chain
        if entry.body:
            body = json.loads(entry.body)
            told = {self.sought.readdressed(each["what"]) for each in body["changes"]}
            about_it = told & self.keys.get(chain, set())
            if not (chain != entry.chain or about_it or self._tells(body)):
                return
            Tombstone.objects.create(
                entry=entry,
                reason=self.reason,
                about=sorted(told),
                at=self.context.at,
                by=self.by.name,
            )
            self.done.entries += 1
        elif self.sought.without(entry.tombstone.about) != entry.tombstone.about:
            self._write(entry.tombstone, {"about": self.sought.without(entry.tombstone.about)})
        QuerySet(HistoryEntry).filter(pk=entry.pk).update(body="", chain=chain)

    def tell(self) -> None:
        """Say in each history that something of it went, and not what."""
        claim = self.subject.claim
        if claim:
            chain = f"claim/{claim.ref}"
            graves = Tombstone.objects.filter(entry__chain=chain).values_list("about", flat=True)
            covered = {key for about in graves for key in about}
            for key in sorted(self.keys.pop(chain) & covered):
                self.context.note(claim.pk, _erased(key))
            # What differs is told above, without a word of it.
            self.context.before[claim.pk] = claim_states([claim.pk])[claim.pk]
        known = HistoryEntry.objects.filter(chain__in=self.keys, body="")
        chains = set(known.values_list("chain", flat=True))
        told = [
            LogEntry(
                chain,
                # Of what has no history yet, this is its beginning.
                [_erased(key) for key in sorted(keys)] if chain in chains else _begun(chain),
            )
            for chain, keys in self.keys.items()
        ]
        write_log_entries(
            told, action=Action.ERASE, by=self.by, at=self.context.at, why=self.reason
        )

    def _state(self) -> dict[str, Any]:
        claim = self.subject.claim
        return together(audited()["claim"].states([claim.pk])) if claim else {}

    def _refs(self) -> dict[str, str]:
        """References made of a claim's words, with what they become."""
        claim = self.subject.claim
        if claim is None or self.subject.kind != "claim":
            return {}
        found = {}
        if made_of(claim.ref, self._wordings(claim)):
            new = mint_ref("claim-")
            found[claim.ref] = new
            beginning = claim.ref[:180]
            for model in (Attribution, Detail):
                found |= _after(model.objects.filter(claim=claim), beginning, new)
            found |= _after(DetailValue.objects.filter(detail__claim=claim), beginning, new)
        if claim.event and self.sought.stands_in(claim.event.title):
            found[claim.event.ref] = mint_ref("event-")
        return found

    def _wordings(self, claim: Claim) -> set[str]:
        """How the claim is and was worded."""
        found = {claim.text}
        for body in HistoryEntry.objects.filter(chain=f"claim/{claim.ref}").exclude(body=""):
            for change in json.loads(body.body)["changes"]:
                if change["what"] == f"claim {claim.ref}":
                    sides = (change["before"], change["after"])
                    found |= {side["text"] for side in sides if side and side.get("text")}
        return found

    def _of_refs(self) -> Iterable[tuple[str, str]]:
        return self.sought.refs.items()

    def _changes(self, place: Place, row: Any) -> dict[str, Any]:
        whole = self.subject.kind in place.whole
        found = {}
        for column in place.columns:
            value = getattr(row, column)
            if value in (None, "", b"", {}, []):
                continue
            if column in place.blackened:
                new = self.sought.blackened(value)
            elif place.surroundings:
                new = self.sought.surroundings(value)
            elif whole:
                new = self.sought.without(place.blank.get(column, emptied)(value))
            else:
                new = self.sought.without(value)
            if new != value:
                found[column] = new
        return found

    def _tells(self, value: Any) -> bool:
        """Whether words or references that go stand in it."""
        return bool(self.sought.without(value) != value)

    def _write(self, row: Any, changes: Mapping[str, Any]) -> None:
        model = type(row)
        if issubclass(model, AppendOnly):
            Erasure.objects.create(
                table=model._meta.db_table,
                row=row.pk,
                reason=self.reason,
                at=self.context.at,
                by=self.by.name,
            )
        QuerySet(model).filter(pk=row.pk).update(**changes)
        for kind, rows in audited().items():
            if rows.model is model and kind != "claim":
                name = self.sought.readdressed(str(getattr(row, rows.key)))
                self.keys.setdefault(f"{kind}/{name}", set()).add(f"{kind} {name}")


def mentioning(subject: Subject, *columns: str) -> Q:
    """Which rows may hold one of the passages in one of these columns: a first choice, each of
    which is looked at."""
    found = Q(pk__in=[])
    for passage in subject.sought.passages:
        # The longest run that both engines compare alike.
        longest = max(re.findall(r"[A-Za-z0-9]+", passage), key=len, default="")
        for column in columns:
            found |= Q(**{f"{column}__icontains": longest})
    return found


def _others_with(subject: Subject) -> list[str]:
    """Statements of others in which the words stand as well: each is asked for by itself."""
    found = set()
    rows = Sighting.objects.filter(mentioning(subject, "quote", "translation"))
    for row in rows.select_related("attribution__claim", "detail_value__detail__claim"):
        if not any(map(subject.sought.stands_in, (row.quote, row.translation))):
            continue
        statement: Any = row.attribution or row.detail_value
        kind = "attribution" if row.attribution else "answer"
        claim = statement.claim if row.attribution else statement.detail.claim
        if statement != subject.row:
            found.add(f"another statement: erase {claim.ref} {kind} {statement.ref}")
    return sorted(found)


def _after(rows: QuerySet[Any], old: str, new: str) -> dict[str, str]:
    refs = rows.values_list("ref", flat=True)
    return {ref: f"{new}{ref[len(old) :]}" for ref in refs if ref.startswith(old)}


def _begun(chain: str) -> list[Change]:
    kind, _, name = chain.partition("/")
    rows = audited()[kind]
    pks = rows.model.objects.filter(**{rows.key: name}).values_list("pk", flat=True)
    return differences({}, together(rows.states(list(pks))))


def _erased(key: str) -> Change:
    return Change(key, {"words": None}, {"words": "erased"})


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
