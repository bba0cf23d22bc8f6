"""Owns the meaning of one date as it stands: it asks the years, months, days or fixed words that it is made of."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from digest.sourcing import datewords_calendar as calendar
from digest.sourcing.datewords_calendar import UnclearError
from digest.sourcing.datewords_days import TURNS, bare_day, turned_day
from digest.sourcing.datewords_forms import Point
from digest.sourcing.datewords_memory import Found, Memory, Place, not_lost
from digest.sourcing.datewords_months import in_month, shifted_month, yearless
from digest.sourcing.datewords_words import LEANING_WEEKS, edge_word, fixed_alone, week_word
from digest.sourcing.datewords_years import (
    ToldYear,
    agreed,
    fiscal_or_decade,
    in_year,
    plain_year,
    turned_year,
    within_eras,
)

_WIDER = ("年度", "会計年度", "年代")
"""Parts that make a year another stretch of time."""
_REMEMBERED = 8192
"""How many meanings are kept: 昨年 or 来月上旬 stands in many reports of one day."""


def meaning(point: Point, memory: Memory, place: Place) -> Found:
    """The meaning of one date."""
    return alone(point, memory.reference) or in_report(point, memory, place)


@lru_cache(maxsize=_REMEMBERED)
def alone(point: Point, reference: date) -> Found | None:
    """What the day of publication alone makes of one date; None where the report around it has a say."""
    if point.doubt:
        raise UnclearError(point.doubt)
    found: Found | None = None
    if point.fixed:
        found = fixed_alone(point, reference)
    elif point.part and point.part.startswith(_WIDER):
        return None
    elif point.year:
        told = plain_year(point.year, reference)
        found = _in_told_year(told, point, reference) if told else None
    elif point.month:
        found = shifted_month(point, reference)
    return _about(found, point) if found else None


def in_report(point: Point, memory: Memory, place: Place) -> Found:
    """The meaning of one date that `alone` leaves open."""
    return _about(_in_report(point, memory, place), point)


def _about(found: Found, point: Point) -> Found:
    """The same, with ごろ counted in."""
    return found._replace(period=calendar.about(found.period)) if point.about else found


def _in_report(point: Point, memory: Memory, place: Place) -> Found:
    """As `in_report`, before ごろ is counted in."""
    if point.fixed:
        return _fixed(point, memory, place)
    if point.part and point.part.startswith(_WIDER):
        return fiscal_or_decade(point, memory, place)
    if point.year:
        return _in_told_year(turned_year(point.year, memory), point, memory.reference)
    if point.month:
        return yearless(point, memory, place)
    return bare_day(point, memory, place)


def _in_told_year(told: ToldYear, point: Point, reference: date) -> Found:
    """A date whose year is known: the year, or the month, day or part of it that is named."""
    number, reason, certain = agreed(told, point.also, reference)
    if point.month is None:
        return in_year(calendar.year(number), point, reason, certain=certain)
    found = in_month(number, point, reason)
    return within_eras(point, found._replace(certain=found.certain and certain))


def _fixed(point: Point, memory: Memory, place: Place) -> Found:
    """Words that are dates by themselves, but lean on what was said."""
    if point.fixed in TURNS:
        return turned_day(point.fixed, memory)
    if point.fixed.endswith("週"):
        tense = place.tense if point.part == "明け" else "open"
        return Found(week_word(point, _week_base(point.fixed, memory), tense))
    return Found(edge_word(point.fixed, memory.reference, place.tense))


def _week_base(word: str, memory: Memory) -> date:
    """The day whose week 同週 and 翌週 count from; all others count from the reference."""
    if word not in LEANING_WEEKS:
        return memory.reference
    not_lost(memory)
    return memory.day or memory.reference
