"""Owns the date words that count from the day of publication alone: きょう, 来週, 週明け, 年内, 年末年始."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from digest.sourcing import datewords_calendar as calendar
from digest.sourcing.datewords_calendar import Period, UnclearError
from digest.sourcing.datewords_clause import Tense
from digest.sourcing.datewords_forms import NOWADAYS, Point
from digest.sourcing.datewords_memory import Found

_DAYS = {
    "一昨日": -2,
    "おととい": -2,
    "昨日": -1,
    "きのう": -1,
    "昨夜": -1,
    "昨晩": -1,
    "昨夕": -1,
    "本日": 0,
    "今日": 0,
    "きょう": 0,
    "今朝": 0,
    "けさ": 0,
    "今夜": 0,
    "今晩": 0,
    "今夕": 0,
    "明日": 1,
    "あす": 1,
    "あした": 1,
    "明晩": 1,
    "明後日": 2,
    "あさって": 2,
}
_WEEKS = {"先々週": -2, "先週": -1, "前週": -1, "今週": 0, "同週": 0, "来週": 1, "翌週": 1, "再来週": 2}
LEANING_WEEKS = ("同週", "翌週", "前週")
"""The weeks that count from the last day told, not from the day of publication."""
_REMEMBERED = 2048
"""How many edges are kept: a few words, for each day of publication."""


def fixed_alone(point: Point, reference: date) -> Found | None:
    """What a word that is a date by itself means wherever it stands; None where the report has a say."""
    word = point.fixed
    if word == NOWADAYS:
        raise UnclearError("nowadays")
    if word[0].isdigit():
        year, month, day = (int(part) for part in word.replace("/", "-").replace(".", "-").split("-"))
        return Found(calendar.day(year, month, day), "written")
    if word in _DAYS:
        return Found(calendar.of_day(reference + timedelta(days=_DAYS[word])))
    if word in _WEEKS:
        leaning = word in LEANING_WEEKS or point.part == "明け"
        return None if leaning else Found(week_word(point, reference, "open"))
    whole = _whole_edge(word, reference)
    return Found(whole) if whole else None


def week_word(point: Point, base: date, around: Tense) -> Period:
    """The week from Monday to Sunday (rule 8), its weekend, or the weekday named in it."""
    week = calendar.week(base, _WEEKS[point.fixed])
    if point.weekday:
        return calendar.of_day(week.first + timedelta(days=calendar.WEEKDAYS.index(point.weekday)))
    if point.part == "末":
        return calendar.span(week.last - timedelta(days=1), week.last)
    if point.part == "明け" and around != "past":
        return calendar.of_day(week.first)
    if point.part:
        raise UnclearError("vague-part")
    return week


def _whole_edge(word: str, reference: date) -> Period | None:
    """年内, 月内 …: the rest of the running year, month or week, the end of the fiscal year; None for others."""
    if word in ("年度内", "年度末"):
        last = calendar.fiscal_year(calendar.fiscal_year_of(reference)).last
        return calendar.span(reference, last) if word == "年度内" else calendar.month(last.year, 3)
    if word == "年内":
        return calendar.span(reference, reference.replace(month=12, day=31))
    if word == "月内":
        return calendar.span(reference, calendar.month(reference.year, reference.month).last)
    return calendar.span(reference, calendar.week(reference, 0).last) if word == "週内" else None


@lru_cache(maxsize=_REMEMBERED)
def edge_word(word: str, reference: date, around: Tense) -> Period:
    """週明け, 年明け, 月末 …: the edge of a week, month or year: the one that the tense calls for."""
    if word == "週明け":
        return _monday_after(reference, around)
    if word.startswith("月"):
        return _month_edge(word, reference, around)
    return _year_edge(word, reference, around)


def _monday_after(reference: date, around: Tense) -> Period:
    """The Monday after; one that is already told as past is not guessed."""
    if around == "past":
        raise UnclearError("week-unclear")
    return calendar.of_day(calendar.week(reference, 1).first)


def _month_edge(word: str, reference: date, around: Tense) -> Period:
    """The end or the beginning of this month."""
    whole = calendar.month(reference.year, reference.month)
    first, last = (
        (whole.first.replace(day=25), whole.last) if word == "月末" else (whole.first, whole.first.replace(day=7))
    )
    if (first > reference and around == "past") or (last < reference and around == "future"):
        raise UnclearError("month-unclear")
    return calendar.about(calendar.span(first, last))


def _year_edge(word: str, reference: date, around: Tense) -> Period:
    """年末年始, 年末, 年始, 年明け, 年初: the turn of the year that is nearest, where only one is possible."""
    if word == "週末":
        raise UnclearError("week-unclear")
    turn = _turn_of_year(reference, around)
    if word == "年末年始":
        return calendar.joined(calendar.month(turn - 1, 12), calendar.month(turn, 1))
    if word == "年末":
        return calendar.month(turn - 1, 12)
    return calendar.month(turn, 1)


def _turn_of_year(reference: date, around: Tense) -> int:
    """The year that begins at the turn that is meant."""
    if around == "future" and reference.month >= 2:
        return reference.year + 1
    if around == "past" and reference.month <= 11:
        return reference.year
    if reference.month == 12 or (reference.month >= 9 and around == "open"):
        return reference.year + 1
    if reference.month == 1 and around != "future":
        return reference.year
    raise UnclearError("year-unclear")
