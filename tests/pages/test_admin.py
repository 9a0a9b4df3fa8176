"""The admin: lists without a query a row, forms that go through the services."""

import json
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.domain.dossier.parsing import parse
from claims.models import Attribution, Claim, Detail, DetailValue, Event, StatusRecord
from claims.selectors.export import dossier_for
from reviews.models import Case, Token
from sources.foundation.domain.moments import read_moment
from sources.foundation.domain.roles import Role
from sources.models import Document, Source
from tests.factories import (
    ClaimFactory,
    DetailFactory,
    DocumentFactory,
    EventFactory,
    SourceFactory,
    answered,
    said,
)
from tests.people import person

pytestmark = pytest.mark.django_db

OURS = [
    model
    for model in admin.site._registry
    if model._meta.app_label in ("sources", "claims", "reviews") and model not in (Case, Token)
]  # the desk has pages of its own, and tokens are for administrators


def address(model: Any, page: str = "changelist", *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def admin_of_desk(client: Any, desk: Any) -> Any:
    client.force_login(desk)
    return client


def some_record() -> None:
    relay = SourceFactory(kind="outlet")
    for _ in range(3):
        claim = ClaimFactory()
        said(claim, via=(relay,))
        DetailFactory(claim=claim)
    SourceFactory(parent=relay)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_list_costs_the_same_for_more_rows(admin_of_desk: Any, model: Any) -> None:
    costs = []
    for _ in range(2):
        some_record()
        with CaptureQueriesContext(connection) as queries:
            answer = admin_of_desk.get(address(model), {"q": ""})
        costs.append(len(queries))

    assert answer.status_code == 200
    assert costs[0] == costs[1] <= 14


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_list_can_be_searched_and_every_foreign_key_looked_up(
    admin_of_desk: Any, model: Any
) -> None:
    registered = admin.site._registry[model]
    keys = {
        field.name
        for field in model._meta.fields
        if field.is_relation and field.editable and registered.has_add_permission.__self__
    }
    shown = admin_of_desk.get(address(model), {"q": "x"})

    assert shown.status_code == 200
    if getattr(registered, "carry_out", None):
        assert registered.search_fields
        assert keys <= set(registered.autocomplete_fields)


def test_the_list_of_claims_shows_status_reasons_and_origins(admin_of_desk: Any) -> None:
    claim = ClaimFactory()
    said(claim)
    said(claim, ground_rules="off_record")
    page = admin_of_desk.get(address(Claim)).content.decode()

    assert "single source" in page
    assert "1 for, 0 against" in page
    assert "off record" in page


def test_attributions_show_their_chain(admin_of_desk: Any) -> None:
    speaker, relay = SourceFactory(name="Joint Chiefs"), SourceFactory(name="Reuters")
    paper = DocumentFactory(publisher=SourceFactory(name="Some site"))
    said(ClaimFactory(), speaker, document=paper, via=(relay,))

    page = admin_of_desk.get(address(Attribution)).content.decode()
    assert "Joint Chiefs → Reuters → Some site" in page


def form_of(client: Any, url: str) -> dict[str, Any]:
    """What a browser would send back if nothing were changed."""
    answer = client.get(url)
    assert answer.status_code == 200
    forms = [answer.context["adminform"].form]
    for each in answer.context["inline_admin_formsets"]:
        forms += [each.formset.management_form, *each.formset.forms]
    data = {}
    for form in forms:
        for name, field in form.fields.items():
            value = form.get_initial_for_field(field, name)
            widget = field.widget
            key = form.add_prefix(name)
            if hasattr(widget, "widgets"):
                parts = widget.decompress(value)
                data |= {f"{key}_{n}": part or "" for n, part in enumerate(parts)}
            elif value is not None and value is not False:
                data[key] = value
    return data


def test_a_claim_recorded_in_the_admin_is_settled_and_signed(admin_of_desk: Any) -> None:
    url = address(Claim, "add")
    data = form_of(admin_of_desk, url) | {"ref": "new", "text": "It happened on 1 May 2026."}
    answer = admin_of_desk.post(url, data)
    claim = Claim.objects.get(ref="new")

    assert answer.status_code == 302
    assert claim.recorded_by == "desk"
    assert claim.visibility == "internal"
    assert StatusRecord.objects.filter(claim=claim).count() == 2


def test_an_attribution_with_its_chain_recorded_in_the_admin(admin_of_desk: Any) -> None:
    claim, speaker, paper = ClaimFactory(), SourceFactory(), DocumentFactory()
    SourceFactory(ref="reuters")
    SourceFactory(ref="site")
    url = address(Attribution, "add")
    data = form_of(admin_of_desk, url) | {
        "ref": "a",
        "claim": claim.pk,
        "speaker": speaker.pk,
        "stance": "asserts",
        "sightings-0-document": paper.pk,
        "sightings-0-via": "reuters\nsite",
    }
    answer = admin_of_desk.post(url, data)

    assert answer.status_code == 302, answer.context["errors"]
    sighting = Attribution.objects.get(ref="a").sightings.get()
    assert [hop.source.ref for hop in sighting.hops.all()] == ["reuters", "site"]
    latest = StatusRecord.objects.filter(claim=claim, audience="public").latest("pk")
    assert latest.status == "single_source"


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"sightings-0-via": "nobody-we-know"}, "There is no source with the id nobody-we-know."),
        ({"sightings-0-via": "speaker"}, "no relay of its own words"),
        ({"sightings-0-document": ""}, "This field is required."),
        (
            {
                "sightings-0-document": "",
                "sightings-0-attestation": "paraphrase",
                "sightings-0-quote": "",
            },
            "required",
        ),
    ],
)
def test_a_refusal_is_an_error_of_the_form_and_loses_nothing(
    admin_of_desk: Any, change: dict[str, str], because: str
) -> None:
    claim, speaker, paper = ClaimFactory(), SourceFactory(ref="speaker"), DocumentFactory()
    url = address(Attribution, "add")
    data = form_of(admin_of_desk, url) | {
        "ref": "a",
        "claim": claim.pk,
        "speaker": speaker.pk,
        "stance": "asserts",
        "note": "What I typed.",
        "sightings-0-document": paper.pk,
    }
    answer = admin_of_desk.post(url, data | change)
    page = answer.content.decode()

    assert answer.status_code == 200
    assert because in page
    assert "What I typed." in page
    assert not Attribution.objects.exists()


@pytest.mark.parametrize(
    ("model", "field", "value", "because"),
    [
        (Source, "country", "kr", "ISO 3166-1"),
        (Source, "wikidata", "nonsense", "a Wikidata id"),
        (Document, "language", "not a tag!", "BCP 47"),
        (Event, "parties", "5", "a list"),
        (Detail, "narrower_than", "[1]", "an object"),
        (Detail, "narrower_than", '{"a": 3}', "text"),
        (Detail, "unit", "parsnips", "UCUM"),
        (DetailValue, "value", "50", "an object"),
        (DetailValue, "value", '{"unti": 5}', "no key of this name"),
        (DetailValue, "value", '{"value": 2.5}', "whole number"),
        (Attribution, "said_at_0", "2999-01-01", "Nobody can have said it yet."),
    ],
)
def test_what_a_dossier_could_not_hold_no_form_takes(
    admin_of_desk: Any, model: Any, field: str, value: str, because: str
) -> None:
    claim = ClaimFactory()
    row = {
        Source: SourceFactory,
        Document: DocumentFactory,
        Event: EventFactory,
        Detail: lambda: DetailFactory(claim=claim),
        DetailValue: lambda: answered(DetailFactory(claim=claim)),
        Attribution: lambda: said(claim),
    }[model]()
    url = address(model, "change", row.pk)
    data = form_of(admin_of_desk, url) | {field: value}
    if model is Attribution:
        data["said_at_1"] = "12:00:00"
    page = admin_of_desk.post(url, data).content.decode()

    assert because in page
    assert value.replace('"', "&quot;") in page


def test_what_was_taken_back_stays_so_and_keeps_its_note(admin_of_desk: Any) -> None:
    attribution = said(ClaimFactory(), withdrawn_note="They took it back.")
    url = address(Attribution, "change", attribution.pk)
    answer = admin_of_desk.post(url, form_of(admin_of_desk, url) | {"withdrawn_note": ""})
    attribution.refresh_from_db()

    assert "the note stays with it" in answer.content.decode()
    assert attribution.withdrawn_note == "They took it back."


def test_the_publisher_is_no_relay_of_its_own_document(admin_of_desk: Any) -> None:
    claim, paper = ClaimFactory(), DocumentFactory()
    attribution = said(claim, document=paper)
    url = address(Attribution, "change", attribution.pk)
    data = form_of(admin_of_desk, url) | {"sightings-0-via": paper.publisher.ref}

    assert "leave it out of via" in admin_of_desk.post(url, data).content.decode()


def test_what_is_recorded_by_hand_can_be_dumped_and_loaded(admin_of_desk: Any) -> None:
    event = EventFactory(parties=["Somebody"], country="KR")
    claim = ClaimFactory(event=event)
    said(claim, SourceFactory(country="KR", wikidata="Q884"))
    answered(DetailFactory(claim=claim))

    assert parse(json.dumps(dossier_for())).claims[0].id == claim.ref


def test_a_cycle_is_refused_in_the_form(admin_of_desk: Any) -> None:
    one = SourceFactory()
    other = SourceFactory(parent=one)
    url = address(Source, "change", one.pk)
    answer = admin_of_desk.post(url, form_of(admin_of_desk, url) | {"parent": other.pk})

    assert "round in a circle" in answer.content.decode()
    assert Source.objects.get(pk=one.pk).parent is None


def test_withdrawing_in_the_admin_takes_effect_at_once(admin_of_desk: Any) -> None:
    claim = ClaimFactory()
    attribution = said(claim)
    url = address(Attribution, "change", attribution.pk)
    data = form_of(admin_of_desk, url) | {"withdrawn_note": "They took it back."}
    answer = admin_of_desk.post(url, data)
    attribution.refresh_from_db()

    assert answer.status_code == 302
    assert attribution.withdrawn_at is not None
    latest = StatusRecord.objects.filter(claim=claim, audience="public").latest("pk")
    assert latest.status == "retracted"


def test_noting_a_retraction_settles_what_rests_on_the_document(admin_of_desk: Any) -> None:
    claim, paper = ClaimFactory(), DocumentFactory()
    said(claim, document=paper)
    admin_of_desk.post(
        address(type(paper)), {"action": "note_retraction", "_selected_action": [paper.pk]}
    )

    latest = StatusRecord.objects.filter(claim=claim, audience="public").latest("pk")
    assert latest.status == "retracted"


def test_nobody_deletes_and_nobody_sets_a_status(client: Any) -> None:
    """Not even a superuser who holds every role, and by no route of the admin."""
    claim = ClaimFactory()
    said(claim)
    roles = [role for role in Role if role is not Role.OPERATOR]
    client.force_login(person("everything", *roles, is_superuser=True))
    record = StatusRecord.objects.latest("pk")

    for model in OURS:
        row = model.objects.first()
        if row is not None:
            assert client.post(address(model, "delete", row.pk)).status_code == 403
        listed = client.get(address(model)).content.decode()
        assert "delete_selected" not in listed
    assert client.get(address(StatusRecord, "add")).status_code == 403
    assert client.post(address(StatusRecord, "change", record.pk), {}).status_code == 403
    url = address(Claim, "change", claim.pk)
    client.post(url, form_of(client, url) | {"status": "confirmed", "recorded_by": "x"})
    claim.refresh_from_db()
    assert claim.recorded_by == "operator"
    assert StatusRecord.objects.latest("pk") == record


def test_staff_without_a_role_see_nothing_not_even_as_superuser(client: Any) -> None:
    client.force_login(person("guest", is_superuser=True))

    for model in OURS:
        assert client.get(address(model)).status_code == 403


def test_saving_one_field_leaves_the_others_as_they_were(admin_of_desk: Any) -> None:
    """White space amends no claim, and no fraction of a second is lost."""
    claim = ClaimFactory(text="It happened\non 10 January 2026. ")
    attribution = said(claim, said_at=read_moment("2026-01-10T10:00:00.750Z"))
    for model, row, change in (
        (Claim, claim, {"volatile": "on"}),
        (Attribution, attribution, {"note": "Changed."}),
    ):
        url = address(model, "change", row.pk)
        data = form_of(admin_of_desk, url)
        if model is Claim:
            data["text"] = data["text"].replace("\n", "\r\n")
        assert admin_of_desk.post(url, data | change).status_code == 302
        row.refresh_from_db()

    assert claim.volatile
    assert claim.amended_at is None
    assert claim.text == "It happened\non 10 January 2026. "
    assert attribution.note == "Changed."
    assert attribution.said_at == read_moment("2026-01-10T10:00:00.750Z")
