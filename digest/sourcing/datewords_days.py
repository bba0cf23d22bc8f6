"""Owns the days of date words that name no month: after 同 and 翌, or near the day of publication (rules 1 and 5)."""

from __future__ import annotations

from datetime import date, timedelta

from digest.sourcing import datewords_calendar as calendar
from digest.sourcing.datewords_calendar import UnclearError
from digest.sourcing.datewords_clause import paragraph_breaks
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


def turned_day(word: str, memory: Memory) -> Found:
    """同日, 翌日, 前日: from the last single day, or with low confidence from the reference (rule 5)."""
    not_lost(memory)
    shift = {"同日": 0, "翌日": 1, "翌々日": 2, "前日": -1, "前々日": -2}[word]
    base = memory.day or memory.reference
    found = Found(calendar.of_day(base + timedelta(days=shift)), "antecedent", not memory.covered)
    return found if memory.day else found._replace(reason="no-antecedent", certain=False)


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
    shift, sure = _month_shift(number, memory.reference, place)
    month = calendar.shifted(memory.reference, shift)
    if memory.named and memory.named.unit == "day" and bracketed(memory, place):
        return Found(_other_clock(number, memory.named.first), "carried")
    carried = _carried_month(number, memory, place)
    if carried and carried != month and adjacent(memory, place):
        return Found(calendar.day(carried.year, carried.month, number), "carried")
    rival = carried is not None and carried != month
    when = calendar.day(month.year, month.month, number)
    near = timedelta(days=-2) <= when.first - memory.reference <= timedelta(days=1)
    if rival and (same_sentence(memory, place) or not near):
        raise UnclearError("month-unclear")
    early = when.first < memory.reference and place.tense == "future"
    return Found(when, "rolled" if shift else "reference", sure and not rival and not early)


def _other_clock(number: int, told: date) -> calendar.Period:
    """The day of this number that is at most one from the day just told."""
    for shift in (0, -1, 1):
        when = told + timedelta(days=shift)
        if when.day == number:
            return calendar.of_day(when)
    raise UnclearError("month-unclear")


def _month_shift(number: int, reference: date, place: Place) -> tuple[int, bool]:
    """-1, 0 or 1: the month of a bare day, counted from the reference's (rule 1), and whether the tense is plain."""
    if number > reference.day + 1 and number >= 20 and reference.day <= 10:
        return (0 if place.tense == "future" else -1), place.tense != "unclear"
    if reference.day >= 25 and number <= 10:
        return (1 if place.tense == "future" else 0), place.tense != "unclear"
    return 0, True


def _carried_month(number: int, memory: Memory, place: Place) -> date | None:
    """The first day of the month told before in this paragraph, when this day would follow it there."""
    named = memory.named
    if named is None or named.unit != "day" or paragraph_breaks(place.text, memory.named_end, place.start):
        return None
    return named.first.replace(day=1) if number > named.last.day else None
