"""Days and instants as authors write them; never in the machine's zone."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import moments

TOKYO = moments.zone("Asia/Tokyo")
NEW_YORK = moments.zone("America/New_York")


@pytest.mark.parametrize("written", ["2023-09-05", "2023/9/5", "2023年9月5日", "２０２３年９月５日", " 2023-9-05 "])
def test_a_day_stays_a_day(written: str) -> None:
    assert moments.read(written, NEW_YORK) == "2023-09-05"


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2023-09-05 21:30", "2023-09-05T21:30:00+09:00"),
        ("2023-09-05T21:30:05", "2023-09-05T21:30:05+09:00"),
        ("2023年9月5日 9:05", "2023-09-05T09:05:00+09:00"),
        ("2023-09-05T21:30Z", "2023-09-05T21:30:00+00:00"),
        ("2023-09-05 21:30 -0500", "2023-09-05T21:30:00-05:00"),
        ("2023-09-05T21:30+9", None),
        ("1870-01-01 10:00", "1870-01-01T10:00:00+09:19"),
        ("2023-09-05T21:30:00.250+05:30", "2023-09-05T21:30:00+05:30"),
    ],
)
def test_a_time_without_an_offset_is_in_the_zone_that_is_named(written: str, iso: str | None) -> None:
    if iso is None:
        with pytest.raises(moments.BadMomentError):
            moments.read(written, TOKYO)
    else:
        assert moments.read(written, TOKYO) == iso


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("2023-09", "no-day"),
        ("2023年", "no-day"),
        ("2023-02-29", "no-such-day"),
        ("2023-13-01", "no-such-day"),
        ("0000-01-01", "no-such-day"),
        ("2023-09-05 24:00", "no-such-time"),
        ("2023-09-05 21:60", "no-such-time"),
        ("2023-09-05 21:30 +99:00", "no-such-time"),
        ("2023-09-05 21:30 +14:01", "no-such-time"),
        ("2023-09-05 21:30 -15:00", "no-such-time"),
        ("0001-01-01T00:00+09:00", "no-such-time"),
        ("9999-12-31T23:59:59-14:00", "no-such-time"),
        ("きのう", "shape"),
        ("2023-09-05 夜", "shape"),
        ("", "shape"),
        ("05/09/2023", "shape"),
    ],
)
def test_what_is_no_moment_says_why(written: str, why: str) -> None:
    with pytest.raises(moments.BadMomentError) as caught:
        moments.read(written, TOKYO)
    assert caught.value.args[0] == why


def test_daylight_saving_is_the_zones_own() -> None:
    assert moments.read("2023-07-01 12:00", NEW_YORK).endswith("-04:00")
    assert moments.read("2023-12-01 12:00", NEW_YORK).endswith("-05:00")


def test_a_zone_that_is_not_there_is_told() -> None:
    for name in ("Tokyo", "", "../etc/passwd", "/etc/localtime"):
        with pytest.raises(KeyError):
            moments.zone(name)


@given(st.dates(datetime.date(1900, 1, 1)), st.sampled_from([TOKYO, NEW_YORK]))
def test_a_day_begins_where_the_zone_says(day: datetime.date, zone: datetime.tzinfo) -> None:
    iso = day.isoformat()
    assert moments.in_zone(iso, zone) == iso
    assert moments.epoch(iso, zone) == moments.epoch(moments.instant(iso, zone), TOKYO)


@given(st.integers(-600_000_000, 4_000_000_000))
def test_an_instant_is_the_same_wherever_it_is_told(epoch: int) -> None:
    iso = datetime.datetime.fromtimestamp(epoch, tz=NEW_YORK).isoformat()
    assert moments.epoch(moments.in_zone(iso, TOKYO), NEW_YORK) == moments.epoch(iso, TOKYO)
    assert moments.in_zone(iso, TOKYO).endswith("+09:00")


@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_says_why_not(text: str) -> None:
    why = read = ""
    try:
        read = moments.read(text, TOKYO)
    except moments.BadMomentError as error:
        why = error.args[0]
    assert why in {"shape", "no-day", "no-such-day", "no-such-time"} or datetime.datetime.fromisoformat(read)
