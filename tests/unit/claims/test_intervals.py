"""Answers with numbers and times: what each means, and when they agree (§8)."""

from typing import Any

import pytest

from claims.domain.policy.details import detail_on
from claims.domain.policy.reading import View
from sources.foundation.domain.moments import read_moment
from sources.foundation.domain.roles import Audience
from tests.dossiers import read

AT = read_moment("2026-01-11")


def asked(answers: list[Any], **detail: Any) -> dict[str, Any]:
    raw = {
        "sources": {f"s{n}": {"kind": "organisation", "name": f"S{n}"} for n in range(9)},
        "documents": {"d": {"publisher": "s8"}},
        "claims": [{"id": "c", "text": "It happened."}],
        "details": [{"id": "k", "claim": "c", "question": "How much?", **detail}],
        "detail_values": [
            {
                "id": f"v{number}",
                "detail": "k",
                "speaker": f"s{number}",
                "knowledge": "value",
                "value": value,
                "said_at": f"2026-01-10T0{number}:00:00Z",
                "sightings": [{"document": "d"}],
            }
            for number, value in enumerate(answers)
        ],
    }
    dossier = read(raw)
    view = View(dossier, AT, Audience.PUBLIC)
    return detail_on(dossier.details[0], dossier.claims[0], view).as_json()


KM = {"unit": "km"}
COUNT = {"type": "count"}
TOLL = {"type": "count", "cumulative": True}
WHEN = {"type": "instant"}


@pytest.mark.parametrize(
    ("detail", "answers", "low", "high"),
    [
        (KM, [{"value": 700}], 700, 700),
        (KM, [{"value": 700, "precision": 100}], 650, 750),
        (KM, [{"value": 700, "qualifier": "about"}], 630, 770),
        (KM, [{"value": 700, "qualifier": "at_least"}], 700, None),
        (KM, [{"value": 700, "qualifier": "more_than"}], 700, None),
        (KM, [{"value": 700, "qualifier": "at_most"}], None, 700),
        (KM, [{"value": 700, "qualifier": "fewer_than"}], None, 700),
        (KM, [{"low": 600, "high": 700, "qualifier": "range"}], 600, 700),
        (KM, [{"value": 435, "unit": "[mi_i]"}], 700.065, 700.065),
        (KM, [{"value": 435, "unit": "mi"}], 700.065, 700.065),
        (KM, [{"value": 1, "unit": "[nmi_i]"}], 1.852, 1.852),
        (KM, [{"value": 100, "unit": "m", "precision": 2}], 0.099, 0.101),
        ({"unit": "Cel"}, [{"value": 68, "unit": "[degF]"}], 20, 20),
        (KM, [{"value": 700, "qualifier": "about"}, {"value": 435, "unit": "mi"}], 700.065, 700.065),
        (COUNT, [{"value": 3, "qualifier": "about"}], 2, 4),
        (COUNT, [{"value": 100, "qualifier": "about"}], 90, 110),
        (COUNT, [{"value": 3, "qualifier": "more_than"}], 4, None),
        (COUNT, [{"value": 3, "qualifier": "fewer_than"}], 0, 2),
        (COUNT, [{"value": 3, "qualifier": "at_most"}], 0, 3),
        (TOLL, [{"value": 32, "qualifier": "at_least"}, {"value": 41}], 41, 41),
        (TOLL, [{"value": 32}, {"value": 41}], 41, 41),
    ],
)  # fmt: skip
def test_what_is_known(detail: Any, answers: list[Any], low: Any, high: Any) -> None:
    result = asked(answers, **detail)

    assert result["state"] == "known"
    assert (result["value"]["low"], result["value"]["high"]) == (low, high)


@pytest.mark.parametrize(
    ("detail", "answers"),
    [
        (KM, [{"value": 700}, {"value": 701}]),
        (COUNT, [{"value": 32}, {"value": 41}]),
        (TOLL, [{"value": 41}, {"value": 32}]),
        (TOLL, [{"value": 41, "as_of": "2026-01-10"}, {"value": 42, "as_of": "2026-01-10"}]),
        (WHEN, [{"at": "2026-01-10T06:00:00Z"}, {"at": "2026-01-10T06:20:00Z"}]),
    ],
)
def test_what_is_disputed(detail: Any, answers: list[Any]) -> None:
    assert asked(answers, **detail)["state"] == "disputed"


@pytest.mark.parametrize(
    ("answers", "begin", "end"),
    [
        ([{"at": "2026-01-10T15:00:00+09:00"}], "06:00", "06:00"),
        ([{"at": "2026-01-10T06:00:00Z", "approx": True}], "05:30", "06:30"),
        ([{"at": "2026-01-10T06:00:00Z", "approx": True, "tolerance_minutes": 5}], "05:55", "06:05"),
        ([{"from": "2026-01-10T05:00:00Z", "until": "2026-01-10T07:00:00Z"},
          {"at": "2026-01-10T06:20:00Z"}], "06:20", "06:20"),
    ],
)  # fmt: skip
def test_when_it_was(answers: list[Any], begin: str, end: str) -> None:
    assert asked(answers, **WHEN)["value"] == {
        "from": f"2026-01-10T{begin}:00Z",
        "until": f"2026-01-10T{end}:00Z",
    }
