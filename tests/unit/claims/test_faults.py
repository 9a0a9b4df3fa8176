"""A faulty dossier gets one report: every fault, where, the value, what was expected."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.domain.dossier.faults import FaultyDossier
from claims.domain.dossier.invariants import broken_invariants, cycles
from claims.domain.dossier.parsing import check, parse
from claims.domain.records import Dossier

SMALL: dict[str, Any] = {
    "sources": {"a": {"kind": "person", "name": "A"}, "b": {"kind": "state", "name": "B"}},
    "documents": {"d": {"publisher": "b"}},
    "claims": [{"id": "c", "text": "It happened."}],
    "attributions": [
        {"id": "x", "claim": "c", "speaker": "a", "stance": "asserts",
         "sightings": [{"document": "d"}]}
    ],
    "details": [
        {"id": "range", "claim": "c", "question": "How far?", "unit": "km"},
        {"id": "toll", "claim": "c", "question": "How many?", "type": "count"},
        {"id": "when", "claim": "c", "question": "When?", "type": "instant"},
        {"id": "type", "claim": "c", "question": "What type?", "type": "category"},
    ],
}  # fmt: skip


def with_(path: str, value: Any) -> dict[str, Any]:
    """The small dossier with one value put somewhere."""
    dossier: Any = json.loads(json.dumps(SMALL))
    *steps, last = path.split(".")
    node = dossier
    for step in steps:
        node = node[int(step)] if isinstance(node, list) else node.setdefault(step, {})
    if isinstance(node, list):
        node[int(last) :] = [value]
    else:
        node[last] = value
    return dossier


def answered(detail: str, value: Any, knowledge: str = "value") -> dict[str, Any]:
    answer = {"id": "v", "detail": detail, "speaker": "a", "knowledge": knowledge,
              "sightings": [{"document": "d"}]}  # fmt: skip
    return with_("detail_values", [answer | ({"value": value} if value is not None else {})])


def faults(dossier: Any) -> list[str]:
    with pytest.raises(FaultyDossier) as refusal:
        check(dossier)
    return [str(fault) for fault in refusal.value.faults]


@pytest.mark.parametrize(
    ("dossier", "path", "expected"),
    [
        (with_("polcy", {}), "$.polcy", "one of the keys format, policy, sources"),
        (with_("claims.0.txt", "x"), "$.claims[0].txt", "one of the keys id, text, clause"),
        (with_("sources.a.affiliations", [{"to": "b", "from_": "2025-01-01"}]), "[0].from_", "from"),
        (with_("claims.0.kind", "rumour"), "$.claims[0].kind", "'occurrence'"),
        (with_("attributions.0.stance", "swears"), "$.attributions[0].stance", "'asserts'"),
        (with_("attributions.0.speaker", "z"), "$.attributions[0].speaker", "one of the sources"),
        (with_("claims.1", SMALL["claims"][0]), "$.claims[1].id", "other than that of $.claims[0]"),
        (with_("claims.0.recorded_at", "2025-02-30"), "$.claims[0].recorded_at", "ISO 8601"),
        (with_("claims.0.recorded_at", "yesterday"), "$.claims[0].recorded_at", "ISO 8601"),
        (with_("claims.0.recorded_at", 1762500000), "$.claims[0].recorded_at", "ISO 8601"),
        (with_("claims.0.recorded_at", "0001-01-01"), "$.claims[0].recorded_at", "the years 1000"),
        (with_("claims.0.text", "a\x00b"), "$.claims[0].text", "without NUL"),
        (with_("claims.0.text", "\ud800"), "$.claims[0].text", "without lone surrogates"),
        (with_("claims.0.text", ""), "$.claims[0].text", "at least 1 character"),
        (with_("claims.0.volatile", "yes"), "$.claims[0].volatile", "true or false"),
        (with_("claims.0.id", "x" * 10_000), "$.claims[0].id", "at most 200 characters"),
        (with_("sources.a.country", "Korea"), "$.sources.a.country", "ISO 3166-1"),
        (with_("attributions.0.sightings.0", {}), ".sightings[0].document", "required"),
        (with_("attributions.0.sightings.0", {"document": "d", "lang": "日本語"}),
         ".sightings[0].lang", "BCP 47"),
        (with_("policy", {"reviewers_required": 0}), "$.policy.reviewers_required", "1"),
        (with_("format", "other/1"), "$.format", "second-source-dossier/1"),
        (answered("range", {"value": 5, "unit": "kg"}), ".value.unit", "dimension"),
        (answered("range", {"value": 5, "unit": "furlongs"}), ".value.unit", "UCUM"),
        (answered("range", {"value": 2**70}), ".value.value", "64 bits"),
        (answered("range", {"value": float("nan")}), ".value.value", "finite"),
        (answered("range", {"value": True}), ".value.value", "finite number"),
        (answered("range", {"value": "far"}), ".value.value", "a number, for a quantity"),
        (answered("range", {"low": 9, "high": 3}), ".value.low", "no more than high"),
        (answered("range", {"low": 9, "qualifier": "range"}), ".value.high", "a number"),
        (answered("range", {"value": 5, "precision": -1}), ".value.precision", "from 0"),
        (answered("toll", {"value": 2.5}), ".value.value", "whole number"),
        (answered("toll", {"value": -1}), ".value.value", "whole number"),
        (answered("when", {"value": 7}), ".value", "at, or from and until"),
        (answered("when", {"from": "2025-01-02", "until": "2025-01-01"}), ".value.from", "later"),
        (answered("type", {"value": 7}), ".value.value", "text, for a category"),
        (answered("range", None), ".value", "a value where knowledge is value"),
        (answered("range", {"value": 1}, "withheld"), ".value", "no value where knowledge is"),
        (answered("range", {"value": 5, "unit": "10*99999999"}), ".value.unit", "UCUM"),
        (answered("range", {"value": 5, "unit": "dB"}), ".value.unit", "dimension"),
        (answered("range", {"value": 1e20}), ".value.value", "64 bits"),
        (answered("when", {"at": "2025-01-01", "approx": True, "tolerance_minutes": 1e12}),
         ".value.tolerance_minutes", "525600"),
        (with_("details.0.unit", "parsnips"), "$.details[0].unit", "UCUM"),
        (with_("details.3.narrower_than", {"x": "y", "y": "x"}), ".narrower_than.x", "above itself"),
    ],
)  # fmt: skip
def test_a_fault_says_where_it_is_and_what_was_expected(
    dossier: Any, path: str, expected: str
) -> None:
    found = faults(dossier)

    assert any(path in each.split(": ")[0] and expected in each for each in found), found


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ('{"claims": [], "claims": []}', "$.claims", "only once"),
        ('{"sources": {"a": {"kind": "state", "name": "A", "name": "B"}}}', "$.sources.a.name", ""),
        ('{"policy": {"max_hops": NaN}}', "$.policy.max_hops", ""),
        ('{"policy": {"max_hops": 1e999}}', "$.policy.max_hops", ""),
        ('{"policy": {"max_hops": ' + "9" * 5_000 + "}}", "$.policy.max_hops", ""),
        ("[" * 5_000_000, "$", "nested less deeply"),
        ('{"a":' * 2_000_000, "$", "nested less deeply"),
        ("", "$", "valid JSON"),
        ("[]", "$", "an object"),
        (b"\xff\xfe{}", "$", "UTF-8"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_text_that_is_no_dossier_is_refused_without_a_traceback(
    text: str | bytes, path: str, expected: str
) -> None:
    with pytest.raises(FaultyDossier) as refusal:
        parse(text)

    assert any(fault.path == path and expected in str(fault) for fault in refusal.value.faults)


def test_all_faults_of_all_kinds_come_in_one_report() -> None:
    dossier = with_("claims.0.kind", "rumour")
    dossier["claims"].append({"id": "c", "text": "Again."})
    dossier["attributions"][0] |= {"speaker": "z", "stance": "swears", "said_at": "noon", "x": 1}
    paths = {fault.split(": ")[0] for fault in faults(dossier)}

    assert paths == {
        "$.claims[0].kind",
        "$.claims[1].id",
        "$.attributions[0].speaker",
        "$.attributions[0].stance",
        "$.attributions[0].said_at",
        "$.attributions[0].x",
    }


def test_a_time_without_an_offset_is_utc_and_a_date_its_midnight() -> None:
    one = check(with_("claims.0.recorded_at", "2025-11-07T12:00:00")).claims[0]
    other = check(with_("claims.0.recorded_at", "2025-11-07")).claims[0]

    assert one.recorded_at is not None
    assert one.recorded_at.isoformat() == "2025-11-07T12:00:00+00:00"
    assert other.recorded_at is not None
    assert other.recorded_at.isoformat() == "2025-11-07T00:00:00+00:00"


@pytest.mark.parametrize(
    ("dossier", "path", "expected"),
    [
        (with_("attributions.0.sightings", []), "$.attributions[0].sightings", "at least one"),
        (with_("attributions.0.sightings.0", {"document": "d", "via": ["b", "a"]}),
         "$.attributions[0].sightings[0].via[1]", "other than the speaker"),
        (with_("attributions.0", SMALL["attributions"][0]
               | {"said_at": "2025-01-02", "withdrawn_at": "2025-01-01"}),
         "$.attributions[0].withdrawn_at", "no earlier than said_at"),
        (with_("attributions.0", SMALL["attributions"][0] | {"discounted_at": "2025-01-02"}),
         "$.attributions[0].discount_reason", "the reason"),
        (with_("sources.a.affiliations", [{"to": "b", "from": "2025-01-02", "until": "2025-01-01"}]),
         "$.sources.a.affiliations[0].until", "no earlier than from"),
    ],
)  # fmt: skip
def test_what_breaks_an_invariant_is_assessed_but_not_loaded(
    dossier: Any, path: str, expected: str
) -> None:
    found = list(broken_invariants(check(dossier)))

    assert [fault.path for fault in found] == [path]
    assert expected in found[0].expected


@pytest.mark.parametrize(
    ("above", "cyclic"),
    [
        ({"a": ("b", None, None), "b": ("a", None, None)}, ["a", "b"]),
        ({"a": ("a", None, None)}, ["a"]),
        ({"a": ("b", "2020-01-01", "2021-01-01"), "b": ("a", "2022-01-01", None)}, []),
        ({"a": ("b", "2020-01-01", "2023-01-01"), "b": ("a", "2022-01-01", None)}, ["a", "b"]),
        ({"a": ("b", None, None), "b": ("c", None, None), "c": ("b", None, None)}, ["b", "c"]),
    ],
)
def test_nobody_stands_above_themselves_at_any_time(above: Any, cyclic: list[str]) -> None:
    dossier = Dossier.model_validate(
        {
            "sources": {
                ref: {
                    "kind": "organisation",
                    "name": ref,
                    "affiliations": [
                        {"to": above[ref][0], "from": above[ref][1], "until": above[ref][2]}
                    ]
                    if ref in above
                    else [],
                }
                for ref in "abc"
            }
        }
    )

    assert [fault.path for fault in cycles(dossier, dossier.sources)] == [
        f"$.sources.{ref}" for ref in cyclic
    ]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("c"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text() | st.sampled_from(["id", "claim", "sightings", "value"]), inner)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*Dossier.model_fields]), anything | st.lists(anything)))
def test_whatever_comes_is_read_or_refused(data: dict[str, Any]) -> None:
    try:
        check(data)
    except FaultyDossier as refusal:
        assert refusal.faults
        assert all(fault.path.startswith("$") for fault in refusal.faults)
