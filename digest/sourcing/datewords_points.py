"""Owns the meaning of one date as it stands: it asks the years, months, days or fixed words that it is made of."""

from __future__ import annotations

from datetime import date

from digest.sourcing import datewords_calendar as calendar
from digest.sourcing.datewords_days import bare_day, turned_day
from digest.sourcing.datewords_forms import Point
from digest.sourcing.datewords_memory import Found, Memory, Place, not_lost
from digest.sourcing.datewords_months import in_month, yearless
from digest.sourcing.datewords_words import edge_word, near_word, week_word
from digest.sourcing.datewords_years import fiscal_or_decade, in_year, within_eras, year_number


def meaning(point: Point, memory: Memory, place: Place) -> Found:
    """The meaning of one date."""
    found = _plain_point(point, memory, place)
    return found._replace(period=calendar.about(found.period)) if point.about else found


def _plain_point(point: Point, memory: Memory, place: Place) -> Found:
    """As `meaning`, before ごろ is counted in."""
    if point.fixed:
        return _fixed(point, memory, place)
    if point.part.startswith(("年度", "会計年度", "年代")):
        return fiscal_or_decade(point, memory, place)
    if point.year:
        number, reason, certain = year_number(point.year, memory, also=point.also)
        if point.month is None:
            return in_year(calendar.year(number), point, reason, certain=certain)
        found = in_month(number, point, reason)
        return within_eras(point, found._replace(certain=found.certain and certain))
    if point.month:
        return yearless(point, memory, place)
    return bare_day(point, memory, place)


def _fixed(point: Point, memory: Memory, place: Place) -> Found:
    """Words that are dates by themselves."""
    word = point.fixed
    if word[0].isdigit():
        year, month, day = (int(part) for part in word.replace("/", "-").replace(".", "-").split("-"))
        return Found(calendar.day(year, month, day), "written")
    if word in ("同日", "翌日", "翌々日", "前日", "前々日"):
        return turned_day(word, memory)
    if word.endswith("週"):
        return Found(week_word(point, _week_base(word, memory), place))
    near = near_word(word, memory.reference, place.text[point.end : point.end + 2])
    return Found(near) if near else Found(edge_word(word, memory.reference, place))


def _week_base(word: str, memory: Memory) -> date:
    """The day whose week 同週 and 翌週 count from; all others count from the reference."""
    if word not in ("同週", "翌週", "前週"):
        return memory.reference
    not_lost(memory)
    return memory.day or memory.reference
