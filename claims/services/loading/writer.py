"""From dossier records to rows: adds what is new, changes what is said otherwise.

It reads what is on record once, then writes each file's records list by
list, and keeps count of what it did and of which claims, sources and documents it touched.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from claims import ports
from claims.domain.dossier.faults import Fault, Path, fault
from claims.domain.dossier.references import named_ids, references
from claims.domain.private import private_persons
from claims.domain.records import Dossier, Spoken
from claims.domain.vocabulary import Visibility
from claims.models import Claim, Detail, Event
from claims.selectors.audit import event_states
from claims.services.claims import free_slug
from claims.services.loading.affiliations import record_affiliations, record_aliases
from claims.services.loading.interests import declare_interests
from claims.services.loading.rows import MODELS, Fields, Rows, names_of
from claims.services.loading.sightings import Seen, add_sightings, match_sightings
from sources.foundation.batches import CHUNK, chunks
from sources.foundation.columns import field_of
from sources.foundation.domain.history import Change, together
from sources.foundation.domain.shapes import is_ref
from sources.foundation.services.saving import faulty_columns
from sources.models import Document, Source
from sources.selectors.audit import document_states, source_states

# What speaks against signatures: once noted, no file unsays it.
NOTED = ("withdrawn_at", "discounted_at", "discount_reason", "retracted_at")


@dataclass
class Writer:
    at: datetime
    by: str
    visibility: Visibility
    own: bool = False  # whether somebody records this now, in their own name
    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    touched_claims: set[int] = field(default_factory=set)
    new_claims: set[int] = field(default_factory=set)
    verdicts: list[tuple[int, Change]] = field(default_factory=list)  # that were new, by claim
    slugs: set[str] = field(default_factory=set)  # given in this load
    file: str = ""  # whose records are being written
    new_sources: set[int] = field(default_factory=set)
    changed_sources: set[int] = field(default_factory=set)
    changed_documents: set[int] = field(default_factory=set)
    rows: Rows = field(default_factory=Rows)

    @property
    def came(self) -> datetime | None:
        """When what is new came on record, where the file does not say; None: always."""
        return self.at if self.own else None

    def read(self, files: Iterable[Any]) -> None:
        """Read from the database every row that the files, as plain values, give or name."""
        refs: dict[str, set[str]] = defaultdict(set)
        for data in files:
            for kind, ids in named_ids(data).items():
                refs[kind] |= {ref for ref in ids if is_ref(ref)}
            for _, ref, kind in references(data):
                if is_ref(ref):
                    refs[kind].add(ref)
        for kind, model in MODELS.items():
            rows = model.objects.select_related("claim") if kind == "details" else model.objects
            self.rows[kind] = rows.in_bulk(refs[kind], field_name="ref") if refs[kind] else {}

    def claims_on_record(self) -> set[int]:
        """The claims on record that the files may change: those given, and those of what is."""
        pks = {row.pk for row in self.rows["claims"].values()}
        for kind in ("attributions", "details"):
            pks |= {row.claim_id for row in self.rows[kind].values()}
        answered = {row.detail_id for row in self.rows["detail_values"].values()}
        for part in chunks(answered):
            pks |= set(Detail.objects.filter(pk__in=part).values_list("claim", flat=True))
        return pks

    def states_beneath(self) -> dict[str, dict[str, Any]]:
        """How the sources, documents and events that the files give or name stand on record."""
        pks = {
            kind: [row.pk for row in self.rows[kind].values()]
            for kind in ("sources", "documents", "events")
        }
        return (
            together(source_states(pks["sources"]))
            | together(document_states(pks["documents"]))
            | together(event_states(pks["events"]))
        )

    def on_record(self) -> dict[str, set[str]]:
        return {kind: set(rows) for kind, rows in self.rows.items()}

    def write(
        self, files: Mapping[str, Dossier], progress: Callable[[str, int, int], object]
    ) -> None:
        """Write the records of all files, list by list; what only the record shows to be wrong is
        left in `faults`."""
        steps: tuple[tuple[str, Callable[[Dossier], None]], ...] = (
            ("sources", self._sources),
            ("sources", self._belonging),
            ("documents", self._documents),
            ("events", self._events),
            ("claims", self._claims),
            ("attributions", self._attributions),
            ("details", self._details),
            ("detail_values", self._detail_values),
            ("reviews", self._reviews),
        )
        for kind, step in steps:
            total = sum(len(getattr(dossier, kind)) for dossier in files.values())
            if not total:
                continue
            done = 0
            for self.file, dossier in files.items():
                progress(kind.replace("_", " "), done, total)
                step(dossier)
                done += len(getattr(dossier, kind))

    def _fault(self, path: Path, value: Any, expected: str) -> None:
        found = fault(path, value, expected)
        self.faults.append(Fault(found.path, found.value, found.expected, file=self.file))

    def _check(self, row: Any, path: Path, only: Collection[str] | None = None) -> None:
        """What a form or a program would be refused, a file is refused as well."""
        for name, what in faulty_columns(row):
            if only is None or not name or name in only:
                place = (*path, field_of(type(row), name)) if name else path
                value = getattr(row, name) if name else str(row)
                self._fault(place, value, f"what the record takes: {what.rstrip('.')}")

    def _sources(self, dossier: Dossier) -> None:
        new, changed = self._upsert(
            "sources",
            {
                # Whom it belongs to comes after it, once everybody is there.
                ref: self.rows.fields(Source, record, leave=("parent",))
                for ref, record in dossier.sources.items()
            },
            always={"recorded_at": self.at, "recorded_by": self.by},
        )
        self.new_sources |= new
        self.changed_sources |= set(changed) - self.new_sources

    def _belonging(self, dossier: Dossier) -> None:
        """Who belongs to whom, once the sources of every file are there."""
        rows = self.rows["sources"]
        parents = []
        for ref, record in dossier.sources.items():
            row, parent = rows[ref], record.parent and rows[record.parent].pk
            if "parent" in record.model_fields_set and row.parent_id != parent:
                row.parent_id = parent
                parents.append(row)
        Source.objects.bulk_update(parents, ["parent"], batch_size=CHUNK)
        affiliated = record_affiliations(
            dossier.sources, self.rows, at=self.at, by=self.by, check=self._check
        )
        record_aliases(dossier.sources, rows, check=self._check)
        otherwise = (affiliated | {row.pk for row in parents}) - self.new_sources
        self._count("sources", len(otherwise - self.changed_sources))
        self.changed_sources |= otherwise

    def _documents(self, dossier: Dossier) -> None:
        new, changed = self._upsert(
            "documents",
            {ref: self.rows.fields(Document, record) for ref, record in dossier.documents.items()},
            always={"recorded_at": self.came, "recorded_by": self.by},
        )
        self.changed_documents |= set(changed) - new

    def _events(self, dossier: Dossier) -> None:
        fields = {}
        for ref, record in dossier.events.items():
            given = self.rows.fields(Event, record)
            if ref not in self.rows["events"]:
                given["slug"] = free_slug(
                    record.slug or ref, self.slugs, as_it_is=bool(record.slug)
                )
                self.slugs.add(given["slug"])
            elif record.slug is None:
                given.pop("slug", None)
            fields[ref] = given
        self._upsert("events", fields, always={"recorded_at": self.at, "recorded_by": self.by})

    def _claims(self, dossier: Dossier) -> None:
        policy = self._policy(dossier)
        rows = self.rows["claims"]
        fields = {}
        for claim in dossier.claims:
            given = self.rows.fields(Claim, claim)
            if policy is not None:
                given["policy"] = policy
            row = rows.get(claim.id)
            if row is not None and row.recorded_by:
                given.pop("recorded_by", None)  # who recorded it is a fact
            if row is None:
                # Whom a claim would damage has a right to more than an operator's word.
                private = private_persons(claim, dossier)
                visibility = Visibility.INTERNAL if private else self.visibility
                given["visibility"] = visibility.value
            elif row.text != claim.text and given.get("amended_at", row.amended_at) == (
                row.amended_at
            ):
                # Nobody has signed off this wording: the record takes note that it changed.
                given["amended_at"] = self.at
            fields[claim.id] = given
        new, changed = self._upsert(
            "claims",
            fields,
            always={"recorded_at": self.came, "recorded_by": self.by if self.own else ""},
        )
        self.new_claims |= new
        self.touched_claims |= (
            new
            | set(changed)
            | declare_interests(dossier.claims, self.rows, at=self.at, by=self.by)
        )

    def _policy(self, dossier: Dossier) -> str | None:
        if "policy" not in dossier.model_fields_set:
            return None
        try:
            return ports.reviews.keep_policy(dossier.policy, at=self.at)
        except ValueError as error:
            expected = f"another id or version: {error}"
            self._fault(("policy",), dossier.policy.name, expected)
            return None

    def _attributions(self, dossier: Dossier) -> None:
        self._statements("attributions", dossier.attributions, claim_of=lambda row: row.claim_id)

    def _details(self, dossier: Dossier) -> None:
        known = {each.id: self.rows["details"].get(each.id) for each in dossier.details}
        before = {ref: row.claim_id for ref, row in known.items() if row is not None}
        new, changed = self._upsert(
            "details",
            {each.id: self.rows.fields(Detail, each) for each in dossier.details},
            always={"recorded_at": self.at, "recorded_by": self.by},
        )
        touched = new | set(changed)
        for ref in known:
            row = self.rows["details"][ref]
            if row.pk in touched:
                self.touched_claims |= {row.claim_id, before.get(ref, row.claim_id)}

    def _detail_values(self, dossier: Dossier) -> None:
        details = self.rows["details"]
        claim_of = {row.pk: row.claim_id for row in details.values()}
        given = [self.rows["detail_values"].get(each.id) for each in dossier.detail_values]
        elsewhere = {row.detail_id for row in given if row is not None} - claim_of.keys()
        for part in chunks(elsewhere):
            claim_of |= dict(Detail.objects.filter(pk__in=part).values_list("pk", "claim"))
        self._statements(
            "detail_values",
            dossier.detail_values,
            claim_of=lambda row: claim_of[row.detail_id],
        )

    def _statements(
        self,
        kind: str,
        statements: Sequence[Spoken],
        *,
        claim_of: Callable[[Any], int],
    ) -> None:
        rows = self.rows[kind]
        said = {each.id: self.rows.fields(MODELS[kind], each) for each in statements}
        known = {each.id: rows[each.id] for each in statements if each.id in rows}
        self.touched_claims |= {claim_of(row) for row in self._moving(known, said)}
        new, changed = self._upsert(
            kind,
            said,
            always={"recorded_at": self.came, "recorded_by": self.by},
        )
        again = [each for each in statements if each.id in known]
        entered = Seen(self.by, self.came)
        resighted = match_sightings(
            kind, again, self.rows, entered=entered, fault=self._fault, check=self._check
        )
        add_sightings(
            kind,
            [
                (rows[each.id].pk, each.id, sighting)
                for each in statements
                if each.id not in known
                for sighting in each.sightings
            ],
            self.rows,
            entered=entered,
            check=self._check,
        )
        self._count(kind, len(resighted - set(changed)))
        touched = new | set(changed) | resighted
        self.touched_claims |= {
            claim_of(rows[each.id]) for each in statements if rows[each.id].pk in touched
        }

    def _moving(self, known: Mapping[str, Any], said: Mapping[str, Fields]) -> list[Any]:
        """The rows that are about to belong to another claim or detail."""
        return [
            row
            for ref, row in known.items()
            if any(
                getattr(row, key) != said[ref][key]
                for key in ("claim_id", "detail_id")
                if key in said[ref]
            )
        ]

    def _reviews(self, dossier: Dossier) -> None:
        try:
            fresh = ports.reviews.record(dossier.reviews, at=self.at)
        except ValueError as error:
            self._fault(("reviews",), str(error), "verdicts as they are on record")
            return
        self.added["reviews"] += len(fresh)
        self.verdicts += fresh
        self.touched_claims |= {claim for claim, _ in fresh}

    def _upsert(
        self, kind: str, wanted: Mapping[str, Fields], *, always: Fields
    ) -> tuple[set[int], list[int]]:
        """Add or change rows by ref; the primary keys of the new and of the changed ones."""
        model, rows = MODELS[kind], self.rows[kind]
        new, changed = [], []
        touched: set[str] = set()
        for index, (ref, fields) in enumerate(wanted.items()):
            row = rows.get(ref)
            step = ref if kind in ("sources", "documents", "events") else index
            if row is None:
                row = model(ref=ref, **(always | fields))
                self._check(row, (kind, step))
                rows[ref] = row
                new.append(row)
                continue
            other = {name: value for name, value in fields.items() if getattr(row, name) != value}
            if "recorded_at" in other:
                came = f"when it came on record, {row.recorded_at or 'always'}: that is a fact"
                self._fault((kind, step, "recorded_at"), other["recorded_at"], came)
                continue
            noted = [name for name in NOTED if name in other and getattr(row, name)]
            for name in noted:
                stands = f"what was noted, {getattr(row, name)}: it does not go away again"
                self._fault((kind, step, name), other[name], stands)
            if other and not noted:
                for name, value in other.items():
                    setattr(row, name, value)
                self._check(row, (kind, step), other)
                touched |= other.keys()
                changed.append(row)
        model.objects.bulk_create(new, batch_size=CHUNK)
        if changed:
            model.objects.bulk_update(changed, names_of(touched), batch_size=CHUNK)
        self.added[kind] += len(new)
        self._count(kind, len(changed))
        return {row.pk for row in new}, [row.pk for row in changed]

    def _count(self, kind: str, changed: int) -> None:
        self.changed[kind] += changed
