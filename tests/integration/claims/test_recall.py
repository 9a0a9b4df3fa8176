"""What people type, and the claim that they mean: fifty queries written by hand over the examples."""

import json
import sys

import pytest
from django.utils import timezone

from claims.selectors.searching import SearchRequest, search
from tests.cases import EXAMPLES
from tests.dbcases import loaded

pytestmark = pytest.mark.django_db

# As they came to mind: other forms of a word, metonyms, names alone, quotes, other words, accents.
QUERIES = {
    "North Korea missile": "kp-launch",
    "Pyongyang launches missile": "kp-launch",
    "pyongyang missile sea": "kp-launch",
    "missile east coast": "kp-launch",
    "did the missile fall in the EEZ": "kp-launch-outside-eez",
    "exclusive economic zone": "kp-launch-outside-eez",
    "outside Japan's zone": "kp-launch-outside-eez",
    "EEZ": "kp-launch-outside-eez",
    "missile damage": "kp-launch-damage",
    "caused damage": "kp-launch-damage",
    "casualties": "kp-launch-damage",
    "no reports of damage": "kp-launch-no-reports-of-damage",
    "Takaichi damage": "kp-launch-no-reports-of-damage",
    "被害": "kp-launch-no-reports-of-damage",
    "tensions peninsula": "kp-launch-heightens-tensions",
    "raise tension": "kp-launch-heightens-tensions",
    "hypersonic": "kp-october-hypersonic",
    "North Korea hypersonic missiles": "kp-october-hypersonic",
    "cruise missile october": "kp-october-cruise",
    "artillery monday": "kp-artillery-monday",
    "artillery before the summit": "kp-artillery-saturday",
    "firing artillery": "kp-artillery-monday",
    "Hegseth": "hegseth-visit",
    "hegseth visits Seoul": "hegseth-visit",
    "Lee Xi summit": "lee-xi-summit",
    "Gyeongju": "lee-xi-summit",
    "Lee asks Beijing": "lee-calls-on-beijing",
    "disarm": "kp-no-plan-to-disarm",
    "disarmament": "kp-no-plan-to-disarm",
    "Kim Trump meeting": "kp-prepares-meeting",
    "sanctions": "talks-broke-down-over-sanctions",
    "why did the talks break down": "talks-broke-down-over-sanctions",
    "Trump talks with Kim": "trump-announces-talks",
    "denuclearisation China Russia": "trump-discussed-denuclearisation",
    "denuclearization": "trump-discussed-denuclearisation",
    "irreversible": "kp-status-irreversible",
    '"nuclear status irreversible"': "kp-declares-irreversible",
    "Joint Chiefs artillery": "kp-artillery-monday",
    "who won Eldmark": "el-hale-won",
    "Hale wins election": "el-hale-won",
    "Brandt ahead": "el-brandt-leads",
    "result certified": "el-result-certified",
    "ballot box": "el-boxes-removed",
    "postal vote late": "el-postal-late",
    "votes counted twice": "el-postal-miscounted",
    "turnout": "el-turnout-record",
    "recount": "el-recount",
    "people killed earthquake": "eq-deaths",
    "Tarn dam crack": "eq-dam-cracked",
    "tsunami -election": "eq-tsunami",
}
FIRST = 10


def test_most_of_what_people_type_is_found_among_the_first() -> None:
    for name in ("missile-launch", "missile-launch-follow-up", "election", "earthquake"):
        loaded((EXAMPLES / f"{name}.json").read_text())
    at = timezone.now()
    missed = {}
    first = 0
    for text, wanted in QUERIES.items():
        found = [hit.row.ref for hit in search(SearchRequest(text=text), user=None, at=at).hits]
        first += found[:1] == [wanted]
        if wanted not in found[:FIRST]:
            missed[text] = found[:3]
    recall = 1 - len(missed) / len(QUERIES)
    told = f"recall@{FIRST} {recall:.2f}, first {first / len(QUERIES):.2f}; missed {json.dumps(missed)}"
    print(told, file=sys.stderr)

    assert len(QUERIES) == 50
    assert recall >= 0.85, told
