"""Times are read from ISO 8601 and written in UTC."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.foundation.domain.moments import read_moment, write_moment


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2025-11-07T12:35:00+09:00", "2025-11-07T03:35:00Z"),
        ("2025-11-07T03:35:00.250Z", "2025-11-07T03:35:00.250000Z"),
        ("2025-11-07T03:35", "2025-11-07T03:35:00Z"),
        ("2025-11-07 03:35:00", "2025-11-07T03:35:00Z"),
        ("2025-11-07", "2025-11-07T00:00:00Z"),
    ],
)
def test_a_time_is_read(text: str, written: str) -> None:
    assert write_moment(read_moment(text)) == written


@pytest.mark.parametrize(
    "text",
    ["", "2025", "2025-11", "2025-02-30", "2025-11-07T25:00:00Z", "2025-11-07x12:00", "٢٠٢٥-١١-٠٧",
     "9999-12-31T23:59:59-23:00", "0999-12-31", "2025-11-07T12:00:00+99:00", "now"],
)  # fmt: skip
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="ISO 8601"):
        read_moment(text)


@given(st.text())
def test_nothing_else_happens(text: str) -> None:
    try:
        read_moment(text)
    except ValueError as error:
        assert "ISO 8601" in str(error)
