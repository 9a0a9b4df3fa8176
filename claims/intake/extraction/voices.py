"""Who a phrase means: names and roles, and whom "she", "the agency", "Kim" and "Seoul" stand for.

A text is read from its beginning; a `Cast` remembers who has appeared. Sources on record come in as
`Known` under each of their names, metonyms among them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from claims.domain.vocabulary import Naming
from claims.intake.extraction.lexicon import DAYS, OUTLET_WORDS, OUTLETS, SPEAKERS, STATES, words
from claims.intake.extraction.lines import TextLine
from claims.intake.extraction.parts import NAMING, Part
from claims.intake.extraction.phrases import Phrase
from sources.domain.vocabulary import SourceKind


@dataclass(frozen=True, slots=True)
class Known:
    """A source on record, as a reader needs it."""

    ref: str
    name: str
    kind: SourceKind


@dataclass(slots=True)
class Mention:
    """Who speaks: the name to record, what the text calls them, and what they probably are."""

    name: str
    role: str = ""
    kind: SourceKind = SourceKind.ORGANISATION
    naming: Naming = Naming.NAMED_INSTITUTION
    ref: str = ""  # of the source on record; empty if the voice would be new
    by: str = ""  # how it was resolved: name, surname, pronoun, role, record

    def is_same(self, other: "Mention") -> bool:
        return bool(self.ref and self.ref == other.ref) or self.name.lower() == other.name.lower()


_TITLES = words(
    """
    mr mrs ms dr prof professor president minister secretary chancellor king queen prince
    princess pope bishop archbishop sir lord lady dame senator governor mayor judge justice
    general colonel major captain commander lieutenant sergeant admiral detective inspector
    constable chief chairman chairwoman chair director spokesman spokeswoman spokesperson
    coach striker analyst economist researcher scientist author actor singer founder
    co-founder owner manager head leader deputy prime foreign defence defense finance
    interior health vice former acting emeritus councillor headteacher ambassador envoy
    lawyer attorney prosecutor officer official member epidemiologist teacher nurse doctor
    resident activist journalist reporter editor ceo executive student pilot representative
    congressman congresswoman lawmaker mp
    """
)
_BODY_WORDS = words(
    """
    ministry department office agency bank union council committee commission court police
    army navy force forces company group corporation authority association federation
    institute university hospital church party government parliament organisation
    organization mission service bureau survey cross lines airlines television news times
    post herald gazette courier tribune daily journal media press guard united network
    foundation center centre school board command staff chiefs coal rail motors bank's inc
    ltd corp plc co. house palace kremlin pentagon nations
    """
)
_ANY_BODY = words("company firm group agency organisation organization operator body")
_ANONYMOUS = words("source sources insider insiders whistleblower informant")
_PLURALS = words("officials witnesses residents experts analysts police people sources")
_HE_SHE = words("he she him her himself herself his hers")
_IT = words("it its itself")
_THEY = words("they them their we us our")
_FIRST = words("i we my our me us")


@dataclass(slots=True)
class Cast:
    """Who has appeared so far, newest last."""

    known: Mapping[str, Known] = field(default_factory=dict)
    people: list[Mention] = field(default_factory=list)
    bodies: list[Mention] = field(default_factory=list)
    groups: list[Mention] = field(default_factory=list)
    by_last_name: dict[str, Mention] = field(default_factory=dict)
    by_name: dict[str, Mention] = field(default_factory=dict)
    by_role: dict[frozenset[str], Mention] = field(default_factory=dict)

    def hear(self, line: TextLine, phrase: Phrase, speaking: Mention | None = None) -> Mention:
        """Whom a phrase means. `speaking` is whose quotation it stands in."""
        first, end = phrase
        low = line.low[first]
        if (end - first == 1 and line.part[first] == Part.PRONOUN) or (
            low in _HE_SHE and end - first == 1
        ):
            return self._pronoun(low, speaking)
        named = self._named(line, phrase)
        self._remember(named)
        return named

    def meet(self, line: TextLine, phrase: Phrase) -> None:
        """Take note of somebody who is only spoken of, for the pronouns to come."""
        if line.part[phrase[0]] != Part.PRONOUN and line.low[phrase[1] - 1] not in DAYS:
            self._remember(self._named(line, phrase))

    def note(self, line: TextLine) -> None:
        """Learn the names of a line: "South Korean President Lee Jae Myung" is Lee from here on,
        and the South Korean president."""
        at, size = 0, len(line)
        while at < size:
            if line.part[at] != Part.NAME:
                at += 1
                continue
            end = at + 1
            while end < size and line.part[end] == Part.NAME and end - at < 12:
                end += 1
            name = at
            for k in range(at, end):
                if line.low[k] in _TITLES:
                    name = k + 1
            first = at
            if name == at and line.part_at(at - 1) == Part.WORD and line.low[at - 1] in _TITLES:
                first = at - 1
                while first > 0 and line.part[first - 1] in NAMING and at - first < 5:
                    first -= 1
            words = line.word[name:end]
            if first == at and line.is_at(at - 1, ",") and line.is_at(at - 2, *_TITLES):
                first = at - 2  # "the former mayor, Paulo Viegas"
                while first > 0 and line.part[first - 1] in NAMING and at - first < 7:
                    first -= 1
            titled = name > at or first < at
            if 2 <= len(words) <= 4 and titled and not _BODY_WORDS & {w.lower() for w in words}:
                full = _joined(line, (name, end))
                if full.lower() not in self.by_name:
                    role = _without_article(
                        _joined(line, (first, name)).rstrip(", ") if name > first else ""
                    )
                    self._name(
                        Mention(full, role, SourceKind.PERSON, Naming.NAMED_PERSON, by="name")
                    )
            at = end

    def _name(self, voice: Mention) -> None:
        record = self.known.get(voice.name.lower())
        if record is not None:
            voice = Mention(
                record.name, voice.role, record.kind, voice.naming, record.ref, "record"
            )
        parts = voice.name.lower().split()
        self.by_last_name[parts[-1]] = voice
        self.by_last_name.setdefault(parts[0], voice)
        self.by_name[voice.name.lower()] = voice
        if voice.role:
            self.by_role[frozenset(voice.role.lower().split())] = voice

    def _pronoun(self, low: str, speaking: Mention | None) -> Mention:
        meant: Mention | None = None
        if speaking is not None and low in _FIRST:
            meant = speaking
        elif low in _HE_SHE:
            meant = self.people[-1] if self.people else None
        elif low in _IT:
            meant = self.bodies[-1] if self.bodies else None
        elif low in _THEY:
            meant = self.groups[-1] if self.groups else (self.bodies[-1] if self.bodies else None)
        if meant is None:
            return Mention(low, kind=SourceKind.UNKNOWN, naming=Naming.DESCRIBED)
        return Mention(meant.name, meant.role, meant.kind, meant.naming, meant.ref, "pronoun")

    def _named(self, line: TextLine, phrase: Phrase) -> Mention:
        words = [line.word[at] for at in range(*phrase)]
        whole = _joined(line, phrase)
        bare = _without_article(whole)
        record = self.known.get(bare.lower()) or self.known.get(whole.lower())
        if record is not None:
            return Mention(
                record.name, "", record.kind, naming_of(record.kind), record.ref, "record"
            )
        name, role = _name_and_role(line, phrase)
        if name:
            record = self.known.get(name.lower())
            if record is not None:
                naming = naming_of(record.kind)
                return Mention(record.name, role, record.kind, naming, record.ref, "record")
            earlier = self.by_name.get(name.lower()) or (
                self.by_last_name.get(name.lower()) if " " not in name else None
            )
            if earlier is not None:
                return Mention(
                    earlier.name,
                    role or earlier.role,
                    earlier.kind,
                    earlier.naming,
                    earlier.ref,
                    "name" if earlier.name == name else "surname",
                )
        role_key = frozenset(word.lower() for word in bare.split())
        earlier = self.by_role.get(role_key)
        if earlier is None and 1 <= len(role_key) <= 3 and line.low[phrase[0]] == "the":
            head = bare.split()[-1].lower()
            if head in OUTLET_WORDS:
                earlier = next(
                    (each for each in reversed(self.bodies) if each.kind is SourceKind.OUTLET), None
                )
            if earlier is None and len(role_key) == 1:
                earlier = self._body(head)
        if earlier is not None:
            return Mention(
                earlier.name, earlier.role, earlier.kind, earlier.naming, earlier.ref, "role"
            )
        return _new(words, name, role, bare)

    def _body(self, head: str) -> Mention | None:
        """Whom "the ministry" or "the company" means: the last that is called so, or, where the
        word fits any of them, the last named one."""
        for each in reversed(self.bodies):
            if head in each.name.lower().split() or head in each.role.lower().split():
                return each
        if head in _ANY_BODY:
            named = (each for each in reversed(self.bodies) if each.name[:1].isupper())
            return next((each for each in named if each.kind is SourceKind.ORGANISATION), None)
        return None

    def _remember(self, voice: Mention) -> None:
        if voice.kind is SourceKind.UNKNOWN:
            return
        if voice.kind is SourceKind.PERSON:
            self.people = [each for each in self.people if each.name != voice.name][-40:]
            self.people.append(voice)
            if voice.naming is Naming.NAMED_PERSON:
                self._name(voice)
        elif voice.kind in (SourceKind.COLLECTIVE, SourceKind.ANONYMOUS):
            self.groups = [*self.groups[-40:], voice]
            if voice.kind is SourceKind.ANONYMOUS:
                self.people = [*self.people[-40:], voice]
        else:
            self.bodies = [each for each in self.bodies if each.name != voice.name][-40:]
            self.bodies.append(voice)
            self.by_name[voice.name.lower()] = voice


def naming_of(kind: SourceKind) -> Naming:
    """How a source of this kind is named, where nothing else is said."""
    return {
        SourceKind.PERSON: Naming.NAMED_PERSON,
        SourceKind.COLLECTIVE: Naming.DESCRIBED,
        SourceKind.ANONYMOUS: Naming.ANONYMOUS,
        SourceKind.UNKNOWN: Naming.DESCRIBED,
    }.get(kind, Naming.NAMED_INSTITUTION)


def _joined(line: TextLine, phrase: Phrase) -> str:
    """The words of a phrase as they are printed, within one line."""
    parts: list[str] = []
    for at in range(*phrase):
        gap = at > phrase[0] and line.start[at] > line.end[at - 1]
        parts.append((" " if gap else "") + line.word[at])
    return "".join(parts)


def _without_article(text: str) -> str:
    head, _, rest = text.partition(" ")
    return rest if rest and head.lower() in ("the", "a", "an") else text


def _name_and_role(line: TextLine, phrase: Phrase) -> tuple[str, str]:
    """The proper name in a phrase and what stands around it: ("Sanae Takaichi", "Japanese Prime
    Minister"); the name is empty where there is none."""
    first, end = phrase
    stop = end
    for at in range(first + 1, end):
        if line.part[at] == Part.PREPOSITION and line.low[at] in (
            "for",
            "in",
            "at",
            "from",
            "with",
            "on",
            "to",
        ):
            stop = at
            break
    comma = next((at for at in range(first + 1, end) if line.word[at] == ","), -1)
    if comma > 0 and line.part_at(comma + 1) == Part.NAME:
        name, title = _name_and_role(line, (comma + 1, end))
        office = _without_article(_joined(line, (first, comma)))
        return name or _joined(line, (comma + 1, end)), f"{office}, {title}".strip(", ")
    begin = stop
    while begin > first and (
        line.part[begin - 1] == Part.NAME
        or (line.word[begin - 1] in "&-–.’'/" and begin - 1 > first)
    ):
        if line.low[begin - 1] in _TITLES:
            break
        begin -= 1
    while begin < stop and line.part[begin] == Part.MARK:
        begin += 1
    if begin == stop:
        return "", ""
    kept = (begin, stop)
    if begin == first and end == stop and line.part[first] == Part.NAME:
        return _joined(line, kept), ""
    role = _joined(line, (first, begin)) if begin > first else ""
    titled = begin > first and (line.low[begin - 1] in _TITLES or line.part[begin - 1] == Part.WORD)
    if not titled and begin > first and line.part[begin - 1] == Part.DETERMINER:
        return _joined(line, (begin, end)), ""
    return _joined(line, kept), _without_article(role)


def _new(words: list[str], name: str, role: str, bare: str) -> Mention:
    lows = [word.lower() for word in words]
    if (
        bare.lower() in OUTLETS
        or name.lower() in OUTLETS
        or (OUTLET_WORDS & set(lows) and (name or "news" in lows))
    ):
        known = OUTLETS.get((name or bare).lower()) or OUTLETS.get(bare.lower())
        return Mention(
            known or name or bare, role, SourceKind.OUTLET, Naming.NAMED_INSTITUTION, by="name"
        )
    if bare.lower() in STATES or " ".join(lows) in STATES:
        return Mention(bare, "", SourceKind.STATE, Naming.NAMED_INSTITUTION, by="name")
    if _ANONYMOUS & set(lows) and not name:
        return Mention(bare, "", SourceKind.ANONYMOUS, Naming.ANONYMOUS, by="name")
    if not name:
        person = lows[0] in ("a", "an", "one", "another") and lows[-1] in SPEAKERS | _TITLES
        kind = (
            SourceKind.COLLECTIVE
            if lows[-1].endswith("s") or lows[-1] in _PLURALS
            else (SourceKind.ANONYMOUS if person else SourceKind.ORGANISATION)
        )
        naming = {
            SourceKind.COLLECTIVE: Naming.DESCRIBED,
            SourceKind.ANONYMOUS: Naming.ANONYMOUS,
        }.get(kind, Naming.NAMED_INSTITUTION)
        return Mention(bare, "", kind, naming, by="name")
    if len(words) == 1 and words[0] == name and lows[0] in SPEAKERS and lows[0].endswith("s"):
        return Mention(name, "", SourceKind.COLLECTIVE, Naming.DESCRIBED, by="name")
    body = "&" in name or bool(_BODY_WORDS & {part.lower() for part in name.split()})
    titled = bool(set(role.lower().split()) & (_TITLES | SPEAKERS))
    parts = name.split()
    if not body and (titled or (2 <= len(parts) <= 4 and lows[0] != "the")):
        return Mention(name, role, SourceKind.PERSON, Naming.NAMED_PERSON, by="name")
    if lows[-1] in ("officials", "witnesses", "residents", "sources", "experts", "leaders"):
        return Mention(bare, "", SourceKind.COLLECTIVE, Naming.DESCRIBED, by="name")
    return Mention(
        _without_article(name), role, SourceKind.ORGANISATION, Naming.NAMED_INSTITUTION, by="name"
    )
