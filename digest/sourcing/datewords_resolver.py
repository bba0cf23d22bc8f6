"""Owns the reading of a report: from tokens to periods, by the rules of notes/news-domain.md 3.1, or to reasons.

The report is read once from its start. `Memory` is what the words read so far leave behind: 同, 翌 and 前 stand on it.
A reading that another reading contradicts is no reading: it becomes a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from digest.sourcing import datewords_calendar as calendar
from digest.sourcing.datewords_calendar import Period, UnclearError
from digest.sourcing.datewords_forms import Point, Token, Written
from digest.sourcing.datewords_lexer import tokens
from digest.sourcing.datewords_memory import Found, Memory, Place
from digest.sourcing.datewords_months import checked, in_month
from digest.sourcing.datewords_points import alone, in_report, meaning

Reading = tuple[Token, Period | None, str, bool]
"""A token and what became of it: its period, or None; the rule, or why there is none; and whether it is certain."""


def read(text: str, reference: date) -> Iterator[Reading]:
    """Every date word of a folded report, in order; `reference` is the day it was published, in its own zone."""
    memory = Memory(reference)
    for token in tokens(text):
        try:
            found = (token.last is None and alone(token.first, reference)) or _token(token, memory, text)
        except UnclearError as unclear:
            memory.lost = True
            yield token, None, unclear.reason, False
        except (ValueError, OverflowError):
            memory.lost = True
            yield token, None, "out-of-calendar", False
        else:
            _remember(memory, token, found)
            yield token, found.period, found.reason, found.certain


def _remember(memory: Memory, token: Token, found: Found) -> None:
    """Add one more resolved word to the memory."""
    period, first, last = found.period, token.first, token.last or token.first
    memory.latest, memory.lost = period, False
    if period.unit == "day":
        memory.day, memory.covered = period.first, False
    else:
        apart = memory.day is not None and not period.first <= memory.day <= period.last
        memory.covered = apart or period.unit == "span"
    if last.month or last.year or first.month or found.reason == "carried":
        memory.named, memory.named_end = period, token.end
        memory.named_year = last.year is not None or first.year is not None


def _token(token: Token, memory: Memory, text: str) -> Found:
    """The meaning of one token that the day of publication alone does not tell."""
    place = Place(text, token.start, token.end)
    if token.last is None:
        return in_report(token.first, memory, place)
    if token.first.doubt or token.last.doubt:
        raise UnclearError(token.first.doubt or token.last.doubt)
    return _range(token.first, token.last, memory, place)


def _range(first: Point, last: Point, memory: Memory, place: Place) -> Found:
    """Both ends; the end that says less takes its month and year from the other (rule 6)."""
    if _size(first) < _size(last) and not first.fixed:
        end = meaning(last, memory, place)
        start = _before(first, end, memory, place)
    else:
        start = meaning(first, memory, place)
        end = _after(last, start, memory, place)
    period = calendar.joined(start.period, end.period)
    if last.about:
        period = calendar.about(period)
    return Found(period, start.reason, start.certain and end.certain)


def _size(point: Point) -> int:
    """How much of year, month, day a point tells for itself; relative words tell all."""
    if point.fixed or point.year or (point.month and point.month.word):
        return 3
    return 2 if point.month else 1


def _after(last: Point, start: Found, memory: Memory, place: Place) -> Found:
    """The end of a range that began at `start`; an end before the start rolls on (30~2日, 2022~24年)."""
    first = start.period.first
    if last.fixed or (last.year and (last.year.word or last.year.era or last.year.digits == 4)):
        return meaning(last, _leaning(memory, start.period), place)
    if last.year:
        year = Written("", first.year // 100 * 100 + last.year.number, "", 4)
        return meaning(last._replace(year=year), _leaning(memory, start.period), place)
    if last.month and not last.month.word:
        found = in_month(first.year, last, "reference")
        if found.period.last < first:
            found = in_month(first.year + 1, last, "rolled")
        return found
    if last.day and not last.month and not last.day.word:
        return _day_after(last, first)
    return meaning(last, _leaning(memory, start.period), place)


def _day_after(last: Point, first: date) -> Found:
    """The day of this number on or after `first`, at most a month on."""
    number = last.day.number if last.day else 0
    month = first.replace(day=1) if number >= first.day else calendar.shifted(first, 1)
    return checked(Found(calendar.day(month.year, month.month, number)), last)


def _before(first: Point, end: Found, memory: Memory, place: Place) -> Found:
    """The start of a range that says less than its end (30日~10月2日, 11月~24年2月)."""
    last = end.period.first
    if first.month and not first.month.word:
        found = in_month(last.year, first, "reference")
        return found if found.period.first <= last else in_month(last.year - 1, first, "rolled")
    if first.day and not first.month and not first.day.word:
        month = last.replace(day=1) if first.day.number <= last.day else calendar.shifted(last, -1)
        return checked(Found(calendar.day(month.year, month.month, first.day.number)), first)
    return meaning(first, memory, place)


def _leaning(memory: Memory, period: Period) -> Memory:
    """The memory in which `period` was just said."""
    day = period.first if period.unit == "day" else memory.day
    return replace(memory, latest=period, day=day, covered=False, lost=False)
