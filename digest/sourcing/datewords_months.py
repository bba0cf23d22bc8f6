"""Owns the months of date words: relative, after 同 and 翌, without a year, and their parts (rules 2 to 5)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from digest.sourcing import datewords_calendar as calendar
from digest.sourcing.datewords_calendar import Period, UnclearError
from digest.sourcing.datewords_clause import Tense
from digest.sourcing.datewords_forms import Point, Written
from digest.sourcing.datewords_memory import Found, Memory, Place, adjacent, same_sentence, told_month, told_year

_MONTH_SHIFTS = {"先々月": -2, "先月": -1, "今月": 0, "本月": 0, "来月": 1, "再来月": 2}
_MONTH_TURNS = {"前月": -1, "同月": 0, "翌月": 1, "翌々月": 2}
_HALF_A_YEAR = 183
_REMEMBERED = 4096
"""How many months without a year are kept, each with a day of publication."""


def shifted_month(point: Point, reference: date) -> Found | None:
    """先月, 来月 …: a month that counts from the day of publication; None where it does not."""
    if point.month is None or point.month.word not in _MONTH_SHIFTS:
        return None
    month = calendar.shifted(reference, _MONTH_SHIFTS[point.month.word])
    return in_month(month.year, point, "reference", month=month.month)


def yearless(point: Point, memory: Memory, place: Place) -> Found:
    """A month without a year: after 同 or 翌, or the nearest by rule 2."""
    written = point.month or Written()
    if not written.word:
        return _nearest_year(point, memory, place)
    found = _turned_month(point, written, memory)
    return found if memory.latest else found._replace(reason="no-antecedent", certain=False)


def _turned_month(point: Point, written: Written, memory: Memory) -> Found:
    """同月, 翌月, 同12月, 翌1月: from the last word, or from the reference (rule 5)."""
    if written.word == "同":
        return in_month(told_year(memory), point, "antecedent")
    base = told_month(memory)
    if written.word == "翌":
        return in_month(base.year + (written.number <= base.month), point, "antecedent")
    month = calendar.shifted(base, _MONTH_TURNS[written.word])
    return in_month(month.year, point, "antecedent", month=month.month)


def _nearest_year(point: Point, memory: Memory, place: Place) -> Found:
    """Rule 2: the reference's year, unless that is more than 183 days off on the wrong side."""
    leaning = _leaning_year(point, memory, place)
    if leaning:
        return in_month(leaning, point, "carried")
    near = abs(_days_ahead(point, memory.reference)) <= _HALF_A_YEAR
    return _in_nearest_year(point, memory.reference, "open" if near else place.tense)


@lru_cache(maxsize=_REMEMBERED)
def _days_ahead(point: Point, here: date) -> int:
    """How far from here a month, or the day in it, begins in this year."""
    month = point.month.number if point.month else 0
    whole = calendar.month(here.year, month)
    day = min(point.day.number if point.day else 1, calendar.month_length(here.year, month))
    return (whole.first.replace(day=max(1, day)) - here).days


@lru_cache(maxsize=_REMEMBERED)
def _in_nearest_year(point: Point, here: date, around: Tense) -> Found:
    """The month in the year that it is nearest in, and that the tense calls for where it is far."""
    ahead = _days_ahead(point, here)
    if abs(ahead) <= _HALF_A_YEAR:
        return in_month(here.year, point, "reference")
    if (ahead > 0) == (around == "future"):
        return in_month(here.year, point, "reference")._replace(certain=around != "unclear")
    return in_month(here.year + (-1 if ahead > 0 else 1), point, "rolled")._replace(certain=around != "unclear")


def _leaning_year(point: Point, memory: Memory, place: Place) -> int:
    """The year of a list that a month continues (2022年2月と9月); 0 for none, UnclearError where it may be one."""
    named, month = memory.named, point.month
    if named is None or month is None or not memory.named_year or not same_sentence(memory, place):
        return 0
    if named.first.year == memory.reference.year or month.number <= named.first.month:
        return 0
    if adjacent(memory, place):
        return named.first.year
    raise UnclearError("year-unclear")


_PARTS = {
    "上旬": (1, 10, ""),
    "初旬": (1, 10, ""),
    "中旬": (11, 20, ""),
    "下旬": (21, 31, ""),
    "初め": (1, 7, "~"),
    "はじめ": (1, 7, "~"),
    "初頭": (1, 7, "~"),
    "半ば": (11, 20, "~"),
    "なかば": (11, 20, "~"),
    "末": (25, 31, "~"),
    "前半": (1, 15, "~"),
    "後半": (16, 31, "~"),
}
"""First day, last day and how exact: rule 4."""


def in_month(year: int, point: Point, reason: str, *, month: int = 0) -> Found:
    """The month of `point` in a year, or the day or part of it that is named."""
    written = point.month or Written()
    if written.word in _MONTH_SHIFTS or written.word in _MONTH_TURNS:
        if not month:
            raise UnclearError("month-unclear")
    else:
        month = written.number
    if point.day:
        return checked(Found(calendar.day(year, month, point.day.number), reason), point)
    return Found(_part_of_month(calendar.month(year, month), point.part), reason)


def _part_of_month(whole: Period, part: str) -> Period:
    """A month, or 上旬, 末 … of it."""
    if not part:
        return whole
    if part == "末日":
        return calendar.of_day(whole.last)
    if part not in _PARTS:
        raise UnclearError("settlement-term")
    first, last, mark = _PARTS[part]
    period = calendar.span(whole.first.replace(day=first), whole.first.replace(day=min(last, whole.last.day)))
    return period._replace(value=period.value + mark)


def checked(found: Found, point: Point) -> Found:
    """The same, unless the weekday written beside it is another."""
    if point.weekday and calendar.WEEKDAYS[found.period.first.weekday()] != point.weekday:
        raise UnclearError("weekday-disagrees")
    return found
