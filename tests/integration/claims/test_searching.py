"""Either engine finds what the words say, whatever the text."""

from collections.abc import Sequence
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.domain.words import Query, read_query, stems
from claims.models import Claim, Wording
from claims.selectors import lookups
from tests.factories import NOON, ClaimFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim() -> Claim:
    found: Claim = ClaimFactory()
    found.wordings.all().delete()
    return found


def found(claim: Claim, text: str, query: Query) -> bool:
    """Whether a text is found by a query, on the engine of these tests."""
    with transaction.atomic():
        Wording.objects.create(
            claim=claim, public=True, internal=True, begins=NOON, said=" ".join(stems(text)),
            speakers="", quoted="",
        )  # fmt: skip
        answers = set()
        for few in (1_000, -1):  # looked up, and met on the way
            with patch.object(lookups, "FEW", few):
                rows = Wording.objects.filter(claim=claim)
                answers.add(lookups.worded(rows, Wording.objects.all(), query).exists())
        transaction.set_rollback(True)
    (answer,) = answers
    return answer


def has(wanted: Sequence[str], text: Sequence[str]) -> bool:
    """Whether these words stand next to each other in the text."""
    size = len(wanted)
    return any(
        list(text[start : start + size]) == list(wanted) for start in range(len(text) - size + 1)
    )


SCRIPTS = st.text(
    st.sampled_from("abcABC012 éßſ²½①٣Ⅳªµ-'’\"北か발ИжüŒﬁ٠०_.,:/@#&|!*()^ xXeE"), max_size=30
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # it is left as it was
@given(text=SCRIPTS | st.text(max_size=40), data=st.data())
def test_what_the_words_say_is_what_the_engine_finds(
    claim: Claim, text: str, data: st.DataObject
) -> None:
    own = stems(text)
    start = data.draw(st.integers(0, max(len(own) - 1, 0)))
    phrase = own[start : start + data.draw(st.integers(1, 3))]
    others = data.draw(st.lists(SCRIPTS, max_size=2))
    query = read_query(f'"{" ".join(phrase)}" {" ".join(others)}')
    if query:
        expected = all(has(group[0][0], own) for group in query.groups) and not any(
            has(each, own) for each in query.unwanted
        )
        assert found(claim, text, query) == expected


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("A short-range ballistic missile", "missiles", True),
        ("A short-range ballistic missile", '"range ballistic"', True),
        ("A short-range ballistic missile", '"short ballistic"', False),
        ("A short-range ballistic missile", "missile -cruise", True),
        ("A short-range ballistic missile", "missile -ballistic", False),
        ("It flew 700 km", "700", True),
        ("北朝鮮が弾道ミサイルを発射", "弾道ミサイル", True),
        ("北朝鮮が弾道ミサイルを発射", "道弾", False),
        ("The Élysée said so", "elysee", True),
        ("NOT a test AND no drill OR anything", "and or not", True),
    ],
)
def test_some_that_people_ask(claim: Claim, text: str, query: str, expected: bool) -> None:
    assert found(claim, text, read_query(query)) is expected
