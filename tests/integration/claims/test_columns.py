"""Every column is accounted for: in the history, in `verify`, in the exchange format and back, or
left out of them by name. A column that is forgotten anywhere fails here by its name."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import BooleanField, DateTimeField, ForeignKey, JSONField, Model, QuerySet

from claims.domain.dossier import parsing
from claims.domain.records import Dossier, Selector, Span, Value
from claims.domain.vocabulary import Relation
from claims.intake.models import Draft
from claims.models import (
    Attribution,
    Claim,
    ClaimRelation,
    DeclaredInterest,
    Detail,
    DetailValue,
    Event,
    Hop,
    RelayedDocument,
    Sighting,
    StoryDesk,
    Subscription,
)
from claims.selectors.audit import KINDS, claim_states, event_states, is_signed
from claims.selectors.export import dossier_for
from claims.services.amending import bearing
from claims.services.claims import record_claim
from reviews.models import Assignment, Case, Decision, Note, Proposal, RightOfReply, Verdict
from reviews.selectors.audit import audited
from reviews.verification import Verification, verify
from sources.domain import records as source_records
from sources.foundation.columns import columns_of, exceptions_of, history_lookups
from sources.foundation.domain.history import Change, together
from sources.foundation.domain.shapes import Record
from sources.foundation.engine import seals
from sources.foundation.models import AppendOnly
from sources.models import Affiliation, Alias, Document, Snapshot, Source
from sources.selectors.audit import document_states, source_states
from tests.dbcases import loaded
from tests.factories import BY, NOON, ClaimFactory, DetailFactory, DocumentFactory, answered, said

pytestmark = pytest.mark.django_db

CARRIED = [
    model
    for model in apps.get_models()
    if model._meta.app_label in ("sources", "claims", "reviews") and hasattr(model, "columns")
]

# Tables that no history tells of column by column, and no dossier carries.
BESIDE = {
    "sources.HistoryEntry": "the history itself",
    "sources.Tombstone": "the history itself",
    "sources.Erasure": "the history itself: what the law demanded to be erased of which row",
    "sources.Letter": "what is still to be sent, and for a month what became of it",
    "sources.AnsweredRequest": "kept for a day, to answer the same again",
    "sources.SnapshotBytes": "the snapshot's digest stands for them",
    "claims.StatusRecord": "worked out; the history has the digest of each, and `verify` holds them",
    "claims.Standing": "worked out; `verify` holds it",
    "claims.Outbox": "worked out",
    "claims.StatusChange": "worked out",
    "claims.Appearance": "worked out; `verify` holds it",
    "claims.Wording": "worked out; `verify` holds it",
    "claims.Citation": "told of by the action that made it",
    "claims.Alert": "history of its own, and append-only",
    "claims.Acknowledgement": "history of its own, and append-only",
    "claims.Escalation": "what is still to be told",
    "claims.Delivery": "what was sent",
    "claims.Attempt": "what was sent",
    "claims.DraftStepTaken": "append-only; the history has the digest of what each step came to",
    "reviews.HousePolicy": "history of its own, and append-only",
    "reviews.Notice": "what was said to a reader",
    "reviews.MutedNotice": "a reader's own setting",
    "reviews.Token": "told of by the action that issued or revoked it",
}

# What is left out of the history. Whoever adds to this says here why nothing is lost by it; each
# model says the same of its own columns.
NOT_IN_HISTORY: dict[type[Model], set[str]] = {
    Source: {"ref"},
    Alias: {"source"},
    Affiliation: {"source", "recorded_at", "recorded_by"},
    Document: {"ref"},
    Snapshot: {
        *("document", "captured_at", "media_type", "text", "captured_how", "captured_by"),
        *("about", "recorded_at", "recorded_by"),
    },
    Event: {"ref"},
    Claim: {"ref"},
    DeclaredInterest: {"claim", "source", "interest"},
    ClaimRelation: {"claim", "relation", "other"},
    Attribution: {"ref", "claim"},
    Detail: {"ref", "claim"},
    DetailValue: {"ref"},
    Sighting: {"attribution", "detail_value"},
    Hop: {"sighting", "position"},
    RelayedDocument: {"sighting", "position"},
    Case: {"claim", "since", "level", "status", "decided_status", "decided_approvals"},
    Assignment: {"claim", "taken_at", "ended_at"},
    Verdict: {"claim", "recorded_at"},
    Proposal: {"claim"},
    Decision: {"claim"},
    Note: {"claim"},
    RightOfReply: {"claim", "party"},
    Subscription: {"ref", "secret", "old_secret", "served", "made_at"},
    StoryDesk: set(),
    Draft: {"ref", "start", "stands", "sighting", "read_at"},
}

# What changes without having reviewers look again: everything else is in the fingerprint.
NOT_SIGNED: dict[str, set[str]] = {
    "claim": {"visibility", "volatile", "review_by", "event"},
    "attribution": {"note"},
    "answer": {"note"},
    "interest": set(),
    "detail": set(),
}
NOT_BENEATH: dict[type[Model], set[str]] = {
    Source: {"wikidata", "country", "aliases", "description"},
    Document: {"byline", "type", "language", "title"},
}

# Every field of every record, each with something to say.
AT = "2026-01-10T00:00:00Z"
WHOLE: dict[str, Any] = {
    "format": "second-source-dossier/1",
    "sources": {
        "state": {"kind": "state", "name": "State"},
        "rival": {"kind": "state", "name": "Named by a question alone"},
        "ministry": {
            "kind": "organisation",
            "name": "Ministry",
            "in_text": "the ministry",
            "aliases": ["The ministry"],
            "country": "KR",
            "wikidata": "Q42",
            "parent": "state",
            "newsgatherer": True,
            "affiliations": [{"to": "state", "from": AT, "until": AT, "role": "organ"}],
        },
    },
    "documents": {
        "d1": {
            "publisher": "ministry",
            "title": "Title",
            "url": "https://paper.example/1",
            "published": AT,
            "lang": "ko",
            "recorded_at": AT,
            "embargoed_until": AT,
            "retracted_at": "2026-01-12T00:00:00Z",
        },
    },
    "events": {
        "e1": {
            "title": "Event",
            "slug": "event",
            "place": "Seoul",
            "country": "KR",
            "when": "January",
            "parties": ["A", "B"],
        }
    },
    "claims": [
        {
            "id": "c1",
            "text": "It flew 700 km.",
            "clause": "it flies 700 km",
            "clause_past": "it had flown 700 km",
            "lang": "en",
            "event": "e1",
            "kind": "quantity",
            "checkability": "prediction",
            "recorded_by": "somebody",
            "recorded_at": AT,
            "amended_at": AT,
            "favours": ["state"],
            "damages": ["ministry"],
            "authorities": ["ministry"],
            "volatile": True,
        }
    ],
    "attributions": [],
    "details": [
        {
            "id": "q1",
            "claim": "c1",
            "question": "How far?",
            "indirect": "how far it flew",
            "type": "category",
            "unit": "km",
            "cumulative": True,
            "tolerance": 1.5,
            "favours": ["rival"],
            "narrower_than": {"short": "any"},
            "not_applicable": {"by": "somebody", "reason": "A reason."},
        },
        {"id": "q2", "claim": "c1", "question": "How high?", "unit": "km"},
        {"id": "q3", "claim": "c1", "question": "How fast?", "varying": True},
    ],
    "detail_values": [],
}
_PASSAGE = {"exact": "said", "start": 1, "end": 5}
_SIGHTING = {
    "document": "d1",
    "via": ["state"],
    "via_documents": ["d1"],
    "attestation": "verbatim_translated",
    "stance": "denies",
    "recorded_at": AT,
    "retracted_at": "2026-01-12T00:00:00Z",
    "quote": "It said so.",
    "lang": "ko",
    "translation": "A translation",
    "selector": _PASSAGE | {"prefix": "before", "suffix": "after"},
    "source": [_PASSAGE],
    "cue": [_PASSAGE],
    "content": [_PASSAGE],
}
_STATEMENT = {
    "speaker": "ministry",
    "holder": "A. Minister",
    "cue": "said",
    "naming": "described",
    "ground_rules": "background",
    "basis": "observed",
    "evidence_key": "radar",
    "attribution_as": "an official",
    "said_at": AT,
    "recorded_at": AT,
    "withdrawn_at": "2026-01-11T00:00:00Z",
    "discounted_at": AT,
    "discount_reason": "A reason.",
    "note": "A note.",
    "sightings": [_SIGHTING],
}
WHOLE["attributions"].append(_STATEMENT | {"id": "a1", "claim": "c1", "stance": "denies"})
_VALUE = {
    "low": 5,
    "high": 8,
    "qualifier": "range",
    "unit": "km",
    "precision": 1,
    "as_of": AT,
    "approx": True,
    "wording": "five to eight",
    "derived_from": "v1",
}
WHOLE["detail_values"].append(
    _STATEMENT
    | {"id": "v1", "detail": "q2", "knowledge": "value", "value": _VALUE, "quote": "Five to eight."}
)


def record() -> tuple[Claim, dict[str, Any]]:
    loaded(WHOLE)
    return Claim.objects.get(ref="c1"), dossier_for()


def test_every_table_is_accounted_for() -> None:
    beside = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in ("sources", "claims", "reviews")
    } - {model._meta.label for model in CARRIED}

    assert beside == set(BESIDE)


@pytest.mark.parametrize("model", CARRIED, ids=lambda model: model.__name__)
def test_an_exception_is_a_column_and_says_why(model: type[Model]) -> None:
    named = exceptions_of(model)
    known = {column.name for column in columns_of(model)}

    for reasons in (named.not_in_history, named.not_in_record):
        assert set(reasons) <= known
        assert all(reason.strip() for reason in reasons.values())
    assert {*named.fields} <= known
    assert set(named.not_in_history) == NOT_IN_HISTORY[model]


@pytest.mark.parametrize("kind", NOT_SIGNED)
def test_every_other_column_is_in_the_fingerprint(kind: str) -> None:
    names = [each.split("__ref")[0] for each in history_lookups(KINDS[kind])]
    unsigned = {
        name
        for name in names
        if not is_signed(Change(f"{kind} 1", {name: "before"}, {name: "after"}))
    }

    assert unsigned == NOT_SIGNED[kind]


@pytest.mark.parametrize("model", NOT_BENEATH)
def test_every_other_column_beneath_a_claim_bears_on_it(model: Any) -> None:
    kind = model.__name__.lower()
    names = {*(each.split("__ref")[0] for each in history_lookups(model)), "aliases"}
    names -= {"aliases"} if model is Document else set()
    changes = [Change(f"{kind} 1", {name: "before"}, {name: "after"}) for name in names]
    unsigned = names - {next(iter(each.before or {})) for each in bearing(changes)}

    assert unsigned == NOT_BENEATH[model]


def _all_fields(record: Any, data: Any, at: str = "") -> Iterator[str]:
    """The fields that these data do not give, or give as their default."""
    for name, info in record.model_fields.items():
        key = info.alias or name
        if key not in data or (not info.is_required() and data[key] == info.get_default()):
            yield f"{at}{key}"


def test_the_dossier_of_these_tests_says_everything_there_is_to_say() -> None:
    """So that a field that is new in a record has to be carried by what follows."""
    lists = dict(Dossier.model_fields)
    del lists["format"], lists["policy"], lists["reviews"]
    kinds: dict[str, type[Record]] = {
        "sources": source_records.Source,
        "documents": source_records.Document,
        **{name: info.annotation.__args__[-1] for name, info in lists.items() if name == "events"},
        **{
            name: info.annotation.__args__[0]
            for name, info in lists.items()
            if name not in ("sources", "documents", "events")
        },
    }
    assert set(kinds) == set(lists)
    missing = []
    for name, kind in kinds.items():
        rows = WHOLE[name].values() if isinstance(WHOLE[name], dict) else WHOLE[name]
        said = [set(_all_fields(kind, row, f"{name}.")) for row in rows]
        missing.append(list(set.intersection(*said)))
    inner = (
        (Selector, _SIGHTING["selector"]),
        (Span, _PASSAGE),
        (source_records.Affiliation, WHOLE["sources"]["ministry"]["affiliations"][0]),
        (type(parsing.read(json.dumps(WHOLE)).dossier.attributions[0].sightings[0]), _SIGHTING),
    )
    missing += [list(_all_fields(kind, data, f"{kind.__name__}.")) for kind, data in inner]
    # An answer has one of several shapes; the others are in the examples.
    left = {"value", "at", "from", "until", "tolerance_minutes"}
    assert {*_all_fields(Value, _VALUE)} == left
    assert [each for each in missing if each] == []


def test_what_is_loaded_is_dumped_field_by_field() -> None:
    _, dumped = record()
    again = parsing.read(json.dumps(dumped)).dossier

    wanted = parsing.read(json.dumps(WHOLE)).dossier
    for name in Dossier.model_fields:
        if name != "policy":
            assert getattr(again, name) == getattr(wanted, name), name


# -- the history and `verify`, column by column ---------------------------------------------------


def _rows() -> dict[type[Model], Any]:
    return {
        Source: Source.objects.filter(ref="ministry"),
        Affiliation: Affiliation.objects.all(),
        Alias: Alias.objects.all(),
        Document: Document.objects.filter(ref="d1"),
        Event: Event.objects.all(),
        Claim: Claim.objects.filter(ref="c1"),
        DeclaredInterest: DeclaredInterest.objects.all(),
        ClaimRelation: ClaimRelation.objects.all(),
        Attribution: Attribution.objects.filter(ref="a1"),
        Detail: Detail.objects.filter(ref="q1"),
        DetailValue: DetailValue.objects.filter(ref="v1"),
        Sighting: Sighting.objects.filter(attribution__ref="a1"),
        Hop: Hop.objects.filter(sighting__attribution__ref="a1"),
        RelayedDocument: RelayedDocument.objects.filter(sighting__attribution__ref="a1"),
    }


_EVIDENCE = (
    *(Source, Affiliation, Alias, Document, Event, Claim, DeclaredInterest, ClaimRelation),
    *(Attribution, Detail, DetailValue, Sighting, Hop, RelayedDocument),
)


# Where the database's rules let a column change only together with others.
TOGETHER: dict[str, dict[str, Any]] = {
    "DetailValue.knowledge": {"knowledge": "unknown", "value": None},
    "DetailValue.value": {"value": {"value": 9}},
    "Detail.not_applicable_by": {"not_applicable_by": "another"},
    "Detail.narrower_than": {"narrower_than": {"long": "any"}},
    "Detail.varying": {"varying": True, "cumulative": False},
    "Detail.tolerance": {"tolerance": 2.5},
    "Attribution.said_at": {"said_at": None},
    "Affiliation.until": {"until": "9000-01-01T00:00:00Z"},
    "Affiliation.begins": {"begins": None},
    "Event.parties": {"parties": ["C"]},
    "DetailValue.discounted_at": {"discounted_at": NOON},
    "Attribution.discounted_at": {"discounted_at": NOON},
    "Claim.policy": {"policy": "other@1"},
}


def _otherwise(column: Any, row: Any) -> Any:
    """Something else that the column can hold."""
    value = getattr(row, column.attname)
    if isinstance(column, ForeignKey):
        others = column.remote_field.model.objects.exclude(pk=value or 0)
        if column.remote_field.model is type(row):
            others = others.exclude(pk=row.pk)
        return others.values_list("pk", flat=True).last()
    if isinstance(column, BooleanField):
        return not value
    if isinstance(column, DateTimeField):
        return None if value else NOON
    if isinstance(column, JSONField):
        return {"exact": "else"} if column.null else [{"exact": "else"}]
    if column.choices:
        return next(code for code, _ in column.choices if code != value)
    return "else" if column.max_length is None or column.max_length > 13 else "XX"


def _states(claim: Claim) -> dict[str, Any]:
    return (
        claim_states([claim.pk])[claim.pk]
        | together(source_states(Source.objects.values_list("pk", flat=True)))
        | together(document_states(Document.objects.values_list("pk", flat=True)))
        | together(event_states(Event.objects.values_list("pk", flat=True)))
    )


@pytest.fixture
def claim() -> Claim:
    """The claim of the dossier, with what a column may be made to name instead."""
    claim, _ = record()
    other, another = ClaimFactory(ref="other"), ClaimFactory(ref="another")
    other_document = DocumentFactory(ref="d2")
    said(other, document=other_document)
    answered(DetailFactory(claim=other))
    relation = ClaimRelation(relation=Relation.CONTRADICTS.value, other=another)
    record_claim(claim=claim, relations=[relation], by=BY, at=NOON)
    Snapshot.objects.create(
        document=other_document, captured_at=NOON, sha256="0" * 64, captured_how="uploaded"
    )
    return claim


@pytest.mark.parametrize("model", _EVIDENCE, ids=lambda model: model.__name__)
def test_a_column_changed_behind_the_history_s_back_is_found(claim: Claim, model: Any) -> None:
    row, before = _rows()[model].first(), _states(claim)
    wrong = {*verify(Verification(), at=NOON)}
    if issubclass(model, AppendOnly):
        seals.unseal(connection, model)
    missed = []
    for column in columns_of(model):
        if column.name in exceptions_of(model).not_in_history:
            continue
        change = TOGETHER.get(f"{model.__name__}.{column.name}") or {
            column.attname: _otherwise(column, row)
        }
        with transaction.atomic():
            QuerySet(model).filter(pk=row.pk).update(**change)
            faults = verify(Verification(), at=NOON)
            if _states(claim) == before:
                missed.append(f"history: {column.name}")
            told = (each for each in faults if "otherwise than its history says" in each)
            if all(each in wrong for each in told):
                missed.append(f"verify: {column.name}")
            transaction.set_rollback(True)

    assert missed == []


@pytest.mark.parametrize(
    "model", [Case, Assignment, Verdict, Proposal, Decision, Note, RightOfReply]
)
def test_the_history_tells_every_column_of_the_desk_s_rows(model: Any) -> None:
    told = {column.name for column in columns_of(model)} - {*exceptions_of(model).not_in_history}
    filled = {
        column.attname: NOON if isinstance(column, DateTimeField) else "else"
        for column in columns_of(model)
    }
    row = model(**filled)
    if model is Assignment:
        row.reviewer = get_user_model()(username="somebody")

    assert set(audited(row)) == told
