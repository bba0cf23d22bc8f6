"""Who was first, and what time it was there; what a dateline's day means."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model import Source
from digest.moments import zone
from digest.sourcing import datelines
from digest.sourcing.coverage import Clock, Row, rows

TOKYO = zone("Asia/Tokyo")
WASHINGTON = Clock("ワシントン", "America/New_York")


def test_earliest_first_and_a_bare_day_after_the_times_of_that_day() -> None:
    sources = (
        Source("none"),
        Source("day", published="2023-09-05"),
        Source("late", published="2023-09-05T23:59:00+09:00"),
        Source("abroad", published="2023-09-04T20:00:00-04:00"),
        Source("day-before", published="2023-09-04"),
        Source("twin", published="2023-09-05"),
    )
    found = rows(sources, {}, TOKYO)
    assert [row.key for row in found] == ["day-before", "abroad", "late", "day", "twin", "none"]
    assert [row.when for row in found][1] == "2023-09-05T09:00:00+09:00"


@pytest.mark.parametrize(
    ("published", "clock", "local"),
    [
        ("2023-09-05T09:15:00+09:00", WASHINGTON, "2023-09-04T20:15:00-04:00"),
        ("2023-01-05T09:15:00+09:00", WASHINGTON, "2023-01-04T19:15:00-05:00"),
        ("2023-09-05", WASHINGTON, ""),
        ("2023-09-05T09:15:00+09:00", Clock("ソウル", "Asia/Seoul"), ""),
        ("2023-09-05T09:15:00+09:00", None, ""),
        ("", WASHINGTON, ""),
    ],
)
def test_the_local_clock_stands_beside_where_it_differs(published: str, clock: Clock | None, local: str) -> None:
    (row,) = rows((Source("a", published=published),), {"a": clock} if clock else {}, TOKYO)
    assert row == Row("a", published, local, "ワシントン" if local else "")


@pytest.mark.parametrize(
    ("written", "published", "meant"),
    [
        ("XXXX-XX-04", "2023-09-05", "2023-09-04"),
        ("XXXX-XX-04", "2023-09-05T01:00:00-04:00", "2023-09-04"),
        ("XXXX-XX-05", "2023-09-05", "2023-09-05"),
        ("XXXX-XX-06", "2023-09-05", "2023-09-06"),
        ("XXXX-XX-07", "2023-09-05", "2023-08-07"),
        ("XXXX-XX-31", "2023-09-01", "2023-08-31"),
        ("XXXX-XX-31", "2023-10-01", "2023-08-31"),
        ("XXXX-XX-29", "2023-03-01", "2023-01-29"),
        ("XXXX-XX-31", "2024-01-02", "2023-12-31"),
        ("XXXX-XX-01", "2023-12-31", "2024-01-01"),
        ("XXXX-09-04", "2023-09-05", "2023-09-04"),
        ("XXXX-12-30", "2024-01-03", "2023-12-30"),
        ("XXXX-02-30", "2024-01-03", "XXXX-02-30"),
        ("XXXX-XX-04", "", "XXXX-XX-04"),
        ("2023-09-04", "2023-09-05", "2023-09-04"),
        ("2023-09", "2023-09-05", "2023-09"),
        ("", "2023-09-05", ""),
    ],
)
def test_the_day_of_a_dateline(written: str, published: str, meant: str) -> None:
    assert datelines.resolve(written, published) == meant


@given(st.dates(min_value=date(1900, 3, 1), max_value=date(9000, 1, 1)), st.integers(1, 31))
def test_a_dateline_is_never_later_than_the_day_after(published: date, day: int) -> None:
    meant = datelines.resolve(f"XXXX-XX-{day:02}", str(published))
    assert meant.endswith(f"-{day:02}")
    assert date.fromisoformat(meant) <= published + timedelta(days=1)
