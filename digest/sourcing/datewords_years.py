"""Owns the years of date words: relative, of an era, in two digits, fiscal, decades (rules 3, 9 and 10)."""

from __future__ import annotations

from datetime import date

from digest.sourcing import datewords_calendar as calendar
from digest.sourcing.datewords_calendar import Period, UnclearError
from digest.sourcing.datewords_forms import Point, Written
from digest.sourcing.datewords_memory import Found, Memory, Place, not_lost, told_year

_YEAR_SHIFTS = {
    "一昨年": -2,
    "おととし": -2,
    "昨年": -1,
    "去年": -1,
    "今年": 0,
    "ことし": 0,
    "本年": 0,
    "来年": 1,
    "明年": 1,
    "再来年": 2,
    "さ来年": 2,
}
_YEAR_TURNS = {"同年": 0, "前年": -1, "翌年": 1, "翌々年": 2}
ToldYear = tuple[int, str, bool]
"""The Western year, the rule that told it, and whether it is certain."""


def plain_year(year: Written, reference: date) -> ToldYear | None:
    """The year, where the day of publication tells it; None where it turns on another (同年, 翌25年)."""
    if year.word in _YEAR_SHIFTS:
        return reference.year + _YEAR_SHIFTS[year.word], "reference", True
    return None if year.word else _year_digits(year, reference)


def turned_year(year: Written, memory: Memory) -> ToldYear:
    """The year that turns on another, in words or with its number, which must agree."""
    if year.word in _YEAR_TURNS:
        reason = "antecedent" if memory.latest else "no-antecedent"
        return told_year(memory) + _YEAR_TURNS[year.word], reason, memory.latest is not None
    told = _year_digits(year, memory.reference)
    if told[0] != told_year(memory) + (1 if year.word == "翌" else 0):
        raise UnclearError("next-disagrees")
    return told


def agreed(told: ToldYear, also: Written | None, reference: date) -> ToldYear:
    """The same, unless the year in brackets (2023(令和5)年) is another."""
    if also and _year_digits(also, reference)[0] != told[0]:
        raise UnclearError("years-disagree")
    return told


def _year_digits(year: Written, reference: date) -> ToldYear:
    """A year in digits: of an era, in full, or its last two (rules 9 and 10)."""
    if year.era:
        return calendar.era_year(year.era, year.number), "era", True
    if year.digits == 4:
        return year.number, "written", True
    if year.digits == 1 or not 0 <= year.number <= 99:
        raise UnclearError("two-digit-year")
    century = 2000 if 2000 + year.number <= reference.year + 5 else 1900
    return century + year.number, "two-digit-year", False


def within_eras(point: Point, found: Found) -> Found:
    """The same, unless the era had not begun or was over (平成31年5月)."""
    for year in (point.year, point.also):
        if year and year.era and not calendar.within_era(year.era, found.period):
            raise UnclearError("no-such-era-year")
    return found


def in_year(year: Period, point: Point, reason: str, *, certain: bool) -> Found:
    """A year, or the part of it that is named; rule 4 gives months only, so a vague part stays unresolved."""
    number, part = year.first.year, point.part
    if part in calendar.SEASONS:
        return Found(calendar.season(number, part), "season", certain)
    if not part:
        return Found(year, reason, certain)
    if part == "末":
        return Found(calendar.month(number, 12), reason, certain)
    if part in ("初め", "はじめ", "初頭"):
        return Found(calendar.about(calendar.month(number, 1)), reason, certain)
    if part in ("前半", "後半"):
        first = 1 if part == "前半" else 7
        return Found(calendar.joined(calendar.month(number, first), calendar.month(number, first + 5)), reason, certain)
    if part == "内":
        return Found(year, reason, certain)
    raise UnclearError("vague-part")


def fiscal_or_decade(point: Point, memory: Memory, place: Place) -> Found:
    """年度 (April to March), 会計年度 of the United States (October to September), 年代."""
    year = point.year or Written()
    if point.part == "年代":
        return _decade(year)
    if point.part.startswith("年代"):
        raise UnclearError("vague-part")
    number, reason, certain = _fiscal_number(year, memory)
    said = place.said.replace("日米", "").replace("欧米", "")
    if point.part == "会計年度" and "米" in said:
        return Found(calendar.american_fiscal_year(number), reason, certain)
    if point.part.startswith("会計年度") or "米" in said[-8:].rpartition("、")[2]:
        raise UnclearError("fiscal-year-whose")
    return Found(_fiscal_part(number, point.part.removeprefix("年度")), reason, certain)


def _decade(year: Written) -> Found:
    """1990年代, 90年代; a decade without its century only where no other century is possible."""
    number = year.number if year.digits == 4 else 1900 + year.number
    if year.word or year.era or year.number % 10 or (year.digits < 4 and not 40 <= year.number <= 90):
        raise UnclearError("decade")
    return Found(calendar.decade(number), "written")


def _fiscal_number(year: Written, memory: Memory) -> ToldYear:
    """Which fiscal year; 今年度 is the one that holds the reference."""
    now = calendar.fiscal_year_of(memory.reference)
    if year.word in _YEAR_SHIFTS:
        return now + _YEAR_SHIFTS[year.word], "reference", True
    if year.word in _YEAR_TURNS:
        not_lost(memory)
        base = calendar.fiscal_year_of(memory.latest.first) if memory.latest else now
        return base + _YEAR_TURNS[year.word], "antecedent", memory.latest is not None
    return plain_year(year, memory.reference) or turned_year(year, memory)


def _fiscal_part(number: int, part: str) -> Period:
    """A fiscal year or the part of it that is named."""
    if part in ("", "内"):
        return calendar.fiscal_year(number)
    if part == "末":
        return calendar.month(number + 1, 3)
    if part in ("前半", "上半期"):
        return calendar.joined(calendar.month(number, 4), calendar.month(number, 9))
    if part in ("後半", "下半期"):
        return calendar.joined(calendar.month(number, 10), calendar.month(number + 1, 3))
    raise UnclearError("vague-part")
