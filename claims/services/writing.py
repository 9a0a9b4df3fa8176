"""From dossier records to rows: adds what is new, changes what is said otherwise.

Only `loading` uses this. It reads what is on record once, then writes each file's records list by
list, and keeps count of what it did and of which claims, sources and documents it touched.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.text import slugify

from claims import ports
from claims.domain import records
from claims.domain.dossier.faults import Fault, fault
from claims.domain.dossier.references import named_ids, references
from claims.domain.records import Dossier, Spoken
from claims.domain.vocabulary import Interest, Visibility
from claims.models import Attribution, Claim, DeclaredInterest, Detail, DetailValue, Event
from claims.services.sightings import add_sightings, match_sightings
from sources.domain.records import is_ref
from sources.models import Affiliation, Alias, Document, Source

BATCH = 500
MODELS: dict[str, Any] = {
    "sources": Source,
    "documents": Document,
    "events": Event,
    "claims": Claim,
    "attributions": Attribution,
    "details": Detail,
    "detail_values": DetailValue,
}
DECLARED = "Declared in a loaded dossier."

Fields = dict[str, Any]


@dataclass
class Writer:
    at: datetime
    by: str
    visibility: Visibility
    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    touched_claims: set[int] = field(default_factory=set)
    changed_sources: set[int] = field(default_factory=set)
    changed_documents: set[int] = field(default_factory=set)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)

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

    def on_record(self) -> dict[str, set[str]]:
        return {kind: set(rows) for kind, rows in self.rows.items()}

    def write(self, dossier: Dossier, progress: Callable[[str, int, int], object]) -> None:
        """Write one file's records; faults that only the record shows are left in `faults`."""
        steps: tuple[tuple[str, Callable[[Dossier], None]], ...] = (
            ("sources", self._sources),
            ("documents", self._documents),
            ("events", self._events),
            ("claims", self._claims),
            ("attributions", self._attributions),
            ("details", self._details),
            ("detail_values", self._detail_values),
            ("reviews", self._reviews),
        )
        for kind, step in steps:
            count = len(getattr(dossier, kind))
            if count:
                progress(kind.replace("_", " "), 0, count)
                step(dossier)
                progress(kind.replace("_", " "), count, count)

    def _sources(self, dossier: Dossier) -> None:
        new, changed = self._upsert(
            "sources",
            {ref: _source_fields(record) for ref, record in dossier.sources.items()},
            always={"recorded_at": self.at, "recorded_by": self.by},
        )
        rows = self.rows["sources"]
        parents = []
        for ref, record in dossier.sources.items():
            row, parent = rows[ref], record.parent and rows[record.parent].pk
            if "parent" in record.model_fields_set and row.parent_id != parent:
                row.parent_id = parent
                parents.append(row)
        Source.objects.bulk_update(parents, ["parent"], batch_size=BATCH)
        affiliated = self._affiliations(dossier)
        self._aliases(dossier)
        self.changed_sources |= ({*changed, *affiliated} | {row.pk for row in parents}) - new
        self._count("sources", len(self.changed_sources - set(changed)))

    def _affiliations(self, dossier: Dossier) -> set[int]:
        rows = self.rows["sources"]
        sources = [rows[ref].pk for ref, record in dossier.sources.items() if record.affiliations]
        known = {
            (each.source_id, each.to_id, each.role, each.begins): each.until
            for start in range(0, len(sources), BATCH)
            for each in Affiliation.objects.standing().filter(
                source__in=sources[start : start + BATCH]
            )
        }
        new = []
        for ref, record in dossier.sources.items():
            for each in record.affiliations:
                key = (rows[ref].pk, rows[each.to].pk, each.role or "", each.from_)
                if key not in known or known[key] != each.until:
                    known[key] = each.until
                    new.append(
                        Affiliation(
                            source_id=key[0],
                            to_id=key[1],
                            role=key[2],
                            begins=each.from_,
                            until=each.until,
                            recorded_at=self.at,
                            recorded_by=self.by,
                        )
                    )
        Affiliation.objects.bulk_create(new, batch_size=BATCH)
        return {each.source_id for each in new}

    def _aliases(self, dossier: Dossier) -> None:
        rows = self.rows["sources"]
        Alias.objects.bulk_create(
            (
                Alias(source=rows[ref], name=name)
                for ref, record in dossier.sources.items()
                for name in dict.fromkeys(record.aliases)
            ),
            batch_size=BATCH,
            ignore_conflicts=True,
        )

    def _documents(self, dossier: Dossier) -> None:
        sources = self.rows["sources"]
        new, changed = self._upsert(
            "documents",
            {
                ref: _document_fields(record) | {"publisher_id": sources[record.publisher].pk}
                for ref, record in dossier.documents.items()
            },
            always={"recorded_by": self.by},
        )
        self.changed_documents |= set(changed) - new

    def _events(self, dossier: Dossier) -> None:
        fields = {}
        for ref, record in dossier.events.items():
            given = _given(record, ("title", "slug", "place", "country", "when"), {"parties": list})
            if ref not in self.rows["events"]:
                given["slug"] = self._slug(record.slug or slugify(ref) or "event")
            fields[ref] = given
        self._upsert("events", fields, always={"recorded_at": self.at, "recorded_by": self.by})

    def _slug(self, wanted: str) -> str:
        taken = set(Event.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
        number, slug = 2, wanted
        while slug in taken:
            slug, number = f"{wanted[:190]}-{number}", number + 1
        return slug

    def _claims(self, dossier: Dossier) -> None:
        policy = self._policy(dossier)
        events, rows = self.rows["events"], self.rows["claims"]
        fields = {}
        for claim in dossier.claims:
            given = _claim_fields(claim)
            if "event" in claim.model_fields_set:
                given["event_id"] = events[claim.event].pk if claim.event else None
            if policy is not None:
                given["policy"] = policy
            row = rows.get(claim.id)
            if row is None:
                given["visibility"] = self.visibility.value
            elif row.text != claim.text and given.get("amended_at", row.amended_at) == (
                row.amended_at
            ):
                # Nobody has signed off this wording: the record takes note that it changed.
                given["amended_at"] = self.at
            fields[claim.id] = given
        new, changed = self._upsert("claims", fields, always={})
        self.touched_claims |= new | set(changed) | self._interests(dossier)

    def _policy(self, dossier: Dossier) -> str | None:
        if "policy" not in dossier.model_fields_set:
            return None
        try:
            return ports.reviews.keep_policy(dossier.policy, at=self.at)
        except ValueError as error:
            expected = f"another id or version: {error}"
            self.faults.append(fault(("policy",), dossier.policy.name, expected))
            return None

    def _interests(self, dossier: Dossier) -> set[int]:
        """Declare what the claims say of interests; a list that is given replaces the old one."""
        rows, sources = self.rows["claims"], self.rows["sources"]
        keys = {
            "favours": Interest.FAVOURS,
            "damages": Interest.DAMAGES,
            "authorities": Interest.AUTHORITY,
        }
        wanted: set[tuple[int, int, str]] = set()
        given: set[tuple[int, str]] = set()
        for claim in dossier.claims:
            for key, interest in keys.items():
                if key in claim.model_fields_set:
                    given.add((rows[claim.id].pk, interest.value))
                    wanted |= {
                        (rows[claim.id].pk, sources[ref].pk, interest.value)
                        for ref in getattr(claim, key)
                    }
        known: dict[tuple[int, int, str], int] = {}
        pks = sorted({pk for pk, _ in given})
        for start in range(0, len(pks), BATCH):
            declared = DeclaredInterest.objects.filter(claim__in=pks[start : start + BATCH])
            for each in declared:
                if (each.claim_id, each.interest) in given:
                    known[each.claim_id, each.source_id, each.interest] = each.pk
        gone = [pk for key, pk in known.items() if key not in wanted]
        DeclaredInterest.objects.filter(pk__in=gone).delete()
        new = sorted(wanted - known.keys())
        DeclaredInterest.objects.bulk_create(
            (
                DeclaredInterest(
                    claim_id=claim,
                    source_id=source,
                    interest=interest,
                    reason=DECLARED,
                    recorded_at=self.at,
                    recorded_by=self.by,
                )
                for claim, source, interest in new
            ),
            batch_size=BATCH,
        )
        return {key[0] for key in (*new, *(key for key in known if key not in wanted))}

    def _attributions(self, dossier: Dossier) -> None:
        claims = self.rows["claims"]
        self._statements(
            "attributions",
            dossier.attributions,
            {
                each.id: {"claim_id": claims[each.claim].pk, "stance": each.stance.value}
                for each in dossier.attributions
            },
            claim_of=lambda row: row.claim_id,
        )

    def _details(self, dossier: Dossier) -> None:
        claims = self.rows["claims"]
        new, changed = self._upsert(
            "details",
            {
                each.id: _detail_fields(each) | {"claim_id": claims[each.claim].pk}
                for each in dossier.details
            },
            always={"recorded_at": self.at, "recorded_by": self.by},
        )
        touched = new | set(changed)
        self.touched_claims |= {
            row.claim_id for row in self.rows["details"].values() if row.pk in touched
        }

    def _detail_values(self, dossier: Dossier) -> None:
        details = self.rows["details"]
        by_pk = {row.pk: row for row in details.values()}
        self._statements(
            "detail_values",
            dossier.detail_values,
            {
                each.id: {
                    "detail_id": details[each.detail].pk,
                    "knowledge": each.knowledge.value,
                    "value": each.value.as_json() if each.value else None,
                    **_given(each, ("quote",)),
                }
                for each in dossier.detail_values
            },
            claim_of=lambda row: by_pk[row.detail_id].claim_id,
        )

    def _statements(
        self,
        kind: str,
        statements: Sequence[Spoken],
        own: Mapping[str, Fields],
        *,
        claim_of: Callable[[Any], int],
    ) -> None:
        sources, rows = self.rows["sources"], self.rows[kind]
        known = {each.id: rows[each.id] for each in statements if each.id in rows}
        self.touched_claims |= {claim_of(row) for row in self._moving(known, own)}
        new, changed = self._upsert(
            kind,
            {
                each.id: _provenance_fields(each)
                | own[each.id]
                | {"speaker_id": sources[each.speaker].pk}
                for each in statements
            },
            always={"recorded_by": self.by},
        )
        again = [each for each in statements if each.id in known]
        resighted = match_sightings(kind, again, self.rows, by=self.by)
        add_sightings(
            kind,
            [
                (rows[each.id].pk, sighting)
                for each in statements
                if each.id not in known
                for sighting in each.sightings
            ],
            self.rows,
            by=self.by,
        )
        self._count(kind, len(resighted - set(changed)))
        touched = new | set(changed) | resighted
        self.touched_claims |= {
            claim_of(rows[each.id]) for each in statements if rows[each.id].pk in touched
        }

    def _moving(self, known: Mapping[str, Any], own: Mapping[str, Fields]) -> list[Any]:
        """The rows that are about to belong to another claim or detail."""
        return [
            row
            for ref, row in known.items()
            if any(
                getattr(row, key) != own[ref][key]
                for key in ("claim_id", "detail_id")
                if key in own[ref]
            )
        ]

    def _reviews(self, dossier: Dossier) -> None:
        fresh = ports.reviews.record(dossier.reviews, at=self.at)
        if fresh:
            self.added["reviews"] += fresh
            rows = self.rows["claims"]
            self.touched_claims |= {rows[each.claim].pk for each in dossier.reviews}

    def _upsert(
        self, kind: str, wanted: Mapping[str, Fields], *, always: Fields
    ) -> tuple[set[int], list[int]]:
        """Add or change rows by ref; the primary keys of the new and of the changed ones."""
        model, rows = MODELS[kind], self.rows[kind]
        new, changed = [], []
        columns: set[str] = set()
        for index, (ref, fields) in enumerate(wanted.items()):
            row = rows.get(ref)
            if row is None:
                row = model(ref=ref, **(always | fields))
                rows[ref] = row
                new.append(row)
                continue
            other = {name: value for name, value in fields.items() if getattr(row, name) != value}
            if "recorded_at" in other:
                step = ref if kind == "documents" else index
                self.faults.append(
                    fault(
                        (kind, step, "recorded_at"),
                        other["recorded_at"],
                        f"when it came on record, {row.recorded_at or 'always'}: that is a fact",
                    )
                )
            elif other:
                for name, value in other.items():
                    setattr(row, name, value)
                columns |= other.keys()
                changed.append(row)
        model.objects.bulk_create(new, batch_size=BATCH)
        if changed:
            model.objects.bulk_update(changed, _columns(model, columns), batch_size=BATCH)
        self.added[kind] += len(new)
        self._count(kind, len(changed))
        return {row.pk for row in new}, [row.pk for row in changed]

    def _count(self, kind: str, changed: int) -> None:
        self.changed[kind] += changed


def _columns(model: Any, names: Iterable[str]) -> list[str]:
    return sorted(name.removesuffix("_id") for name in names)


def _given(
    record: records.Record, names: Iterable[str], special: Mapping[str, Callable] | None = None
) -> Fields:
    """What the record says of these fields, as columns keep it: text is never null."""
    said = record.model_fields_set
    fields = {name: getattr(record, name) or "" for name in names if name in said}
    for name, column in (special or {}).items():
        if name in said:
            fields[name] = column(getattr(record, name))
    return fields


def _moments(record: records.Record, names: Iterable[str]) -> Fields:
    return {name: getattr(record, name) for name in names if name in record.model_fields_set}


def _source_fields(source: Any) -> Fields:
    fields = _given(source, ("name", "country", "wikidata"), {"newsgatherer": bool})
    return fields | {"kind": source.kind.value}


def _document_fields(document: Any) -> Fields:
    fields = _given(document, ("title", "url", "lang"))
    if "lang" in fields:
        fields["language"] = fields.pop("lang")
    return fields | _moments(
        document, ("published", "recorded_at", "embargoed_until", "retracted_at")
    )


def _claim_fields(claim: records.Claim) -> Fields:
    said = claim.model_fields_set
    fields = _given(claim, ("recorded_by",), {"volatile": bool})
    fields |= {"text": claim.text}
    fields |= {name: getattr(claim, name).value for name in {"kind", "checkability"} & said}
    return fields | _moments(claim, ("recorded_at", "amended_at"))


def _detail_fields(detail: records.Detail) -> Fields:
    said = detail.model_fields_set
    fields = _given(detail, ("unit",), {"cumulative": bool, "narrower_than": dict})
    fields["question"] = detail.question
    if "type" in said:
        fields["type"] = detail.type.value
    if "not_applicable" in said:
        declared = detail.not_applicable
        fields["not_applicable_by"] = declared.by if declared else ""
        fields["not_applicable_reason"] = declared.reason if declared else ""
    return fields


def _provenance_fields(statement: Spoken) -> Fields:
    said = statement.model_fields_set
    text = ("holder", "cue", "evidence_key", "attribution_as", "discount_reason", "note")
    fields = _given(statement, text)
    fields |= {
        name: getattr(statement, name).value for name in {"naming", "ground_rules", "basis"} & said
    }
    return fields | _moments(statement, ("said_at", "recorded_at", "withdrawn_at", "discounted_at"))
