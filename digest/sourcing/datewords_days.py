"""Owns the days of date words that name no month: after 同 and 翌, or near the day of publication (rules 1 and 5)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from digest.sourcing import datewords_calendar as calendar
from digest.sourcing.datewords_calendar import UnclearError
from digest.sourcing.datewords_clause import Tense, paragraph_breaks
from digest.sourcing.datewords_forms import Point, Written
from digest.sourcing.datewords_memory import (
    Found,
    Memory,
    Place,
    adjacent,
    bracketed,
    not_lost,
    same_sentence,
    told_month,
)
from digest.sourcing.datewords_months import checked

TURNS = {"同日": 0, "翌日": 1, "翌々日": 2, "前日": -1, "前々日": -2}
_REMEMBERED = 4096
"""How many bare days are kept, each with a day of publication."""


def turned_day(word: str, memory: Memory) -> Found:
    """同日, 翌日, 前日: from the last single day, or with low confidence from the reference (rule 5)."""
    not_lost(memory)
    day = calendar.of_day((memory.day or memory.reference) + timedelta(days=TURNS[word]))
    return Found(day, "antecedent", not memory.covered) if memory.day else Found(day, "no-antecedent", certain=False)


def bare_day(point: Point, memory: Memory, place: Place) -> Found:
    """A day without a month: after 同 or 翌, or by rule 1 from the reference."""
    day = point.day or Written()
    if day.word == "同":
        base = told_month(memory)
        found = Found(calendar.day(base.year, base.month, day.number), "antecedent", memory.latest is not None)
        return checked(found if memory.latest else found._replace(reason="no-antecedent"), point)
    if day.word == "翌":
        return _next_day(point, memory)
    return checked(_near_day(day.number, memory, place), point)


def _next_day(point: Point, memory: Memory) -> Found:
    """翌4日: the day after the last one, whose number must agree."""
    found = turned_day("翌日", memory)
    if point.day is None or found.period.first.day != point.day.number:
        raise UnclearError("next-disagrees")
    return checked(found, point)


def _near_day(number: int, memory: Memory, place: Place) -> Found:
    """Rule 1, unless the sentence told another month that this day may belong to."""
    around = place.tense if _asks_tense(number, memory.reference) else "open"
    named = memory.named
    if named is None or named.unit != "day":
        return _nearest_day(number, memory.reference, around)
    shift, _ = _month_shift(number, memory.reference, around)
    month = calendar.shifted(memory.reference, shift)
    if bracketed(memory, place):
        return Found(_other_clock(number, named.first), "carried")
    carried = _carried_month(number, named, memory, place)
    if carried is None or carried == month:
        return _nearest_day(number, memory.reference, around)
    if adjacent(memory, place):
        return Found(calendar.day(carried.year, carried.month, number), "carried")
    found = _nearest_day(number, memory.reference, around)
    near = timedelta(days=-2) <= found.period.first - memory.reference <= timedelta(days=1)
    if same_sentence(memory, place) or not near:
        raise UnclearError("month-unclear")
    return found._replace(certain=False)


def _asks_tense(number: int, reference: date) -> bool:
    """Whether the tense has a say in what a bare day means: it is past by its number, or may be last month's."""
    return number < reference.day or (number > reference.day + 1 and number >= 20 and reference.day <= 10)


@lru_cache(maxsize=_REMEMBERED)
def _nearest_day(number: int, reference: date, around: Tense) -> Found:
    """Rule 1 by itself."""
    shift, sure = _month_shift(number, reference, around)
    month = calendar.shifted(reference, shift)
    when = calendar.day(month.year, month.month, number)
    early = when.first < reference and around == "future"
    return Found(when, "rolled" if shift else "reference", sure and not early)


def _other_clock(number: int, told: date) -> calendar.Period:
    """The day of this number that is at most one from the day just told."""
    for shift in (0, -1, 1):
        when = told + timedelta(days=shift)
        if when.day == number:
            return calendar.of_day(when)
    raise UnclearError("month-unclear")


def _month_shift(number: int, reference: date, around: Tense) -> tuple[int, bool]:
    """-1, 0 or 1: the month of a bare day, counted from the reference's (rule 1), and whether the tense is plain."""
    if number > reference.day + 1 and number >= 20 and reference.day <= 10:
        return (0 if around == "future" else -1), around != "unclear"
    if reference.day >= 25 and number <= 10:
        return (1 if around == "future" else 0), around != "unclear"
    return 0, True


def _carried_month(number: int, named: calendar.Period, memory: Memory, place: Place) -> date | None:
    """The first day of the month told before in this paragraph, when this day would follow it there."""
    if number <= named.last.day or paragraph_breaks(place.text, memory.named_end, place.start):
        return None
    return named.first.replace(day=1)
