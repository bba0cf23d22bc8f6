"""The order of events: by what EDTF dates begin with, and the place of each post in its story."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.site.timeline import started


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2022", "2022-11"),
        ("2022-11~", "2022-12-01"),
        ("2023-09-10/2023-09-13", "2023-09-11"),
        ("2023-09-XX", "2023-09-01"),
        ("2022-23", "2022-10"),
        ("2022-09", "2022-24"),
        ("../2023-09-04", "2023-09-05"),
        ("/2023-09-04", "2023-09-05"),
        ("2023-09-04/..", "2023-09-05"),
        ("2023-09-04?", "2023-09-05"),
        ("202X", "2021-01-01"),
        ("2023-09-04T21:30:00+09:00", "2023-09-05"),
    ],
)
def test_the_earlier_beginning_comes_first(earlier: str, later: str) -> None:
    assert started(earlier) < started(later)


@given(st.dates(), st.dates())
def test_days_stand_in_the_order_of_the_calendar(one: object, other: object) -> None:
    assert (started(str(one)) < started(str(other))) == (str(one) < str(other))


@given(st.text())
def test_any_text_has_a_place(text: str) -> None:
    assert len(started(text)) == 3
