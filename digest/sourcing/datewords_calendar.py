"""Owns the calendar behind date words: periods and their EDTF text, month ends, weeks, fiscal years, eras.

Days are those of the proleptic Gregorian calendar, without a time zone. EDTF is ISO 8601-2:2019 Annex A, levels 0 and
1: `2022-11~` (approximate), `2023-09-10/2023-09-13` (interval), `2022-23` (season), `199X` (decade).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

Unit = Literal["day", "month", "year", "span"]

SEASONS = {"春": 21, "夏": 22, "秋": 23, "冬": 24}
"""EDTF season numbers."""
_REMEMBERED = 4096
"""How many periods are kept: a site's posts name the same days and months over and over."""
WEEKDAYS = "月火水木金土日"
ERAS = {
    "明治": (date(1868, 1, 25), date(1912, 7, 30)),
    "大正": (date(1912, 7, 30), date(1926, 12, 25)),
    "昭和": (date(1926, 12, 25), date(1989, 1, 7)),
    "平成": (date(1989, 1, 8), date(2019, 4, 30)),
    "令和": (date(2019, 5, 1), date.max),
}
"""First and last day of each era; the day of a change belongs to both before 1989."""


class UnclearError(Exception):
    """A date word that is found but must not be guessed; never leaves the resolver."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Period(NamedTuple):
    """A stretch of days with its EDTF text; `unit` is "span" where it is no single day, month or year."""

    first: date
    last: date
    unit: Unit
    value: str


def day(year: int, month: int, number: int) -> Period:
    """One day; UnclearError where the calendar has no such day."""
    if not 1 <= month <= 12:
        raise UnclearError("no-such-month")
    if not 1 <= number <= month_length(year, month):
        raise UnclearError("no-such-day")
    return of_day(date(year, month, number))


@lru_cache(maxsize=_REMEMBERED)
def of_day(when: date) -> Period:
    """One day that is known to exist."""
    return Period(when, when, "day", when.isoformat())


@lru_cache(maxsize=_REMEMBERED)
def month(year: int, number: int) -> Period:
    """One whole month; UnclearError where there is none of this number."""
    if not 1 <= number <= 12:
        raise UnclearError("no-such-month")
    last = date(year, number, month_length(year, number))
    return Period(last.replace(day=1), last, "month", last.isoformat()[:7])


@lru_cache(maxsize=_REMEMBERED)
def year(number: int) -> Period:
    """One whole calendar year; UnclearError outside the years 1 to 9999."""
    if not 1 <= number <= 9999:
        raise UnclearError("out-of-calendar")
    return Period(date(number, 1, 1), date(number, 12, 31), "year", f"{number:04}")


def span(first: date, last: date) -> Period:
    """From one day to another, both included."""
    return Period(first, last, "span", f"{first.isoformat()}/{last.isoformat()}")


def joined(first: Period, last: Period) -> Period:
    """From the start of one period to the end of another, each in its own precision; UnclearError when backwards.

    The month or year that the range begins with is no end of it either: 1月～昨年 would be 2022-01/2022.
    """
    around = last.first == first.first and last.unit in ("month", "year")
    if last.last < first.first or last.first < first.first or first.value == last.value or around:
        raise UnclearError("range-backwards")
    value = f"{first.value.partition('/')[0]}/{last.value.rpartition('/')[2]}"
    return Period(first.first, last.last, "span", value)


def about(period: Period) -> Period:
    """The same period, marked approximate."""
    return period if period.value.endswith("~") else period._replace(value=period.value + "~")


@lru_cache(maxsize=_REMEMBERED)
def season(number: int, name: str) -> Period:
    """Spring, summer, autumn or winter of a year, as the season is counted by its first month."""
    start = shifted(year(number).first, SEASONS[name] * 3 - 61)
    last = shifted(start, 2)
    end = last.replace(day=month_length(last.year, last.month))
    return Period(start, end, "span", f"{number:04}-{SEASONS[name]}")


def decade(number: int) -> Period:
    """The ten years from `number`, which ends in 0."""
    return Period(year(number).first, year(number + 9).last, "span", f"{number // 10:03}X")


def fiscal_year(number: int) -> Period:
    """The Japanese fiscal year: April to March."""
    return span(year(number).first.replace(month=4), date(number + 1, 3, 31))


def american_fiscal_year(number: int) -> Period:
    """The fiscal year of the United States: October of the year before to September."""
    return span(date(number - 1, 10, 1), year(number).first.replace(month=9, day=30))


def fiscal_year_of(when: date) -> int:
    """Which Japanese fiscal year a day belongs to."""
    return when.year if when.month >= 4 else when.year - 1


@lru_cache(maxsize=_REMEMBERED)
def week(when: date, offset: int) -> Period:
    """The week from Monday to Sunday that holds a day, `offset` weeks later."""
    monday = when + timedelta(days=7 * offset - when.weekday())
    return span(monday, monday + timedelta(days=6))


def month_length(in_year: int, number: int) -> int:
    """How many days a month has."""
    if not 1 <= in_year <= 9999:
        raise UnclearError("out-of-calendar")
    return monthrange(in_year, number)[1]


@lru_cache(maxsize=_REMEMBERED)
def shifted(when: date, months: int) -> date:
    """The first day of the month that is `months` later."""
    years, index = divmod(when.month - 1 + months, 12)
    return month(when.year + years, index + 1).first


def era_year(era: str, number: int) -> int:
    """The Western year of an era's year (元年 is 1); UnclearError where the era never had it."""
    first, last = ERAS[era]
    western = first.year + number - 1
    if number < 1 or not first.year <= western <= last.year:
        raise UnclearError("no-such-era-year")
    return western


def within_era(era: str, period: Period) -> bool:
    """Whether a period touches the era: 平成31年5月 does not."""
    first, last = ERAS[era]
    return period.first <= last and first <= period.last
