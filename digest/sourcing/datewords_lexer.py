"""Owns the reading of date words: from a folded text to tokens that say what is written, not which day is meant.

The patterns are in `datewords_grammar`; here their matches become points and ranges, and what is a count (約3日) or the
tail of another word is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from digest.sourcing import datewords_grammar as grammar
from digest.sourcing.datewords_forms import NOWADAYS, Point, Token, Written
from digest.sourcing.datewords_lists import NUMBERED, number, plain, split

_hints, _point, _joint = grammar.HINT.finditer, grammar.POINT.match, grammar.JOINT.match
_NAMES = tuple(plain(name) for name in grammar.POINT.groupindex)
"""The field each group of the pattern fills, in the order of the groups."""
_LONE = grammar.POINT.groupindex["only_days"] - 1
_LISTS = tuple(grammar.POINT.groupindex[name] - 1 for name in NUMBERED)
"""Where in the groups numbers stand that may be several."""
_NUMERALS = frozenset("0123456789" + grammar.KANJI)
_ONE_NUMBER = re.compile(grammar.NUM)
_BEFORE_EDGE = frozenset("0123456789カヵかヶケ")
"""What, like any kanji, turns 月末 or 年内 after it into the tail of another word."""
_FORMS = 8192
"""How many forms are remembered: the same few (5日, 昨年, 2023年9月) make up nearly all dates."""
_Leading = Literal["number", "一昨", "kana", "edge", "other"]
_Asked = Literal["", "small-year", "day", "one-day", "age"]


class _Form(NamedTuple):
    """What is written, wherever it stands, and what of its surroundings has a say in whether and how it is a date."""

    fields: Mapping[str, str]
    point: Point
    several: bool
    """Whether a number may be a range or list."""
    leading: _Leading
    """What it begins with: which words before it would make it a count, or the tail of another word."""
    asked: _Asked
    """Which words after it would raise a doubt."""


def tokens(text: str) -> Iterator[Token]:
    """The date words of a folded text, in order; they never overlap."""
    done = 0
    for hint in _hints(text):
        start = hint.start()
        if start >= done:
            for token in _tokens_at(text, start):
                yield token
                done = token.end


def _tokens_at(text: str, start: int) -> Sequence[Token]:
    """The token that begins here, or several for a list of days that do not follow each other (5、12日)."""
    found = _points(text, start)
    if len(found) != 1 or found[0].last:
        return found
    joint = _joint(text, found[0].end)
    return (_stretched(text, found[0], joint),) if joint else found


def _stretched(text: str, first: Token, joint: re.Match[str]) -> Token:
    """A point, or a range when 〜 or から and a second point follow, or 両日 closes a pair."""
    following = _points(text, joint.end())
    if len(following) != 1 or following[0].last:
        return first
    end, last = following[0].end, _freed(first.first, following[0].first)
    if last.doubt:
        return first
    both = grammar.BOTH.search(text, joint.end(), end) or grammar.BOTH.match(text, end)
    if joint["to"] is None and both is None:
        return first
    end = max(end, both.end() if both else 0)
    if joint.group().endswith(("から", "より")):
        if _rank(first.first) != _rank(last):
            return first
        end += 2 if text.startswith("まで", end) else 0
    return Token(first.start, end, first.first, last)


def _freed(first: Point, last: Point) -> Point:
    """The end of a range without the doubt whether it counts days: 12日から17日の日程, but not 10日から3日の日程."""
    if last.doubt == "day-or-days" and first.day and last.day and first.day.number < last.day.number:
        return last._replace(doubt="")
    return last


def _rank(point: Point) -> int:
    """How fine a point is: 3 a day, 2 a month or part of one, 1 a year, 0 anything else."""
    return 3 if point.day or point.fixed else 2 if point.month else 1 if point.year else 0


def _points(text: str, start: int) -> Sequence[Token]:
    """The point that begins here, its numbers as a range or list where they are one; none when it is no date."""
    found = _point(text, start)
    form = _form(text[start], found.groups()) if found else None
    if found is None or form is None:
        return ()
    fields, point, several, leading, asked = form
    if _is_count(text, start, leading):
        return ()
    end = found.end()
    judged = _judged(text, end, point, asked) if asked else point
    if judged is None:
        return ()
    whole = Token(start, end, judged)
    return split(found, fields, whole) if several else (whole,)


def _is_count(text: str, start: int, leading: _Leading) -> bool:
    """Whether what stands before makes this a count, or the tail of another word."""
    last = text[start - 1 : start]
    if leading == "number":
        return last in grammar.BEFORE_ENDS and grammar.BEFORE.search(text[max(0, start - 4) : start]) is not None
    if leading == "other":
        return last == "毎"
    before = text[max(0, start - 4) : start]
    if leading == "kana":
        return bool(grammar.BEFORE_WORD.search(before)) and not before.endswith(("は", "が", "も", "に", "で"))
    if leading == "edge":
        last = before.removesuffix("\n")[-1:]
        return last in _BEFORE_EDGE or "\u4e00" <= last <= "\u9fff"
    return False


def _judged(text: str, end: int, point: Point, asked: _Asked) -> Point | None:
    """The point with the doubts that the words after it raise; None where they leave a plain number of years."""
    if asked == "small-year":
        return point._replace(doubt="two-digit-year") if grammar.SMALL_YEAR_USE.match(text, end) else None
    if asked == "age":
        return point._replace(fixed=NOWADAYS) if grammar.NOWADAYS_USE.match(text, end) else point
    certain = asked == "day" or grammar.ONE_DAY_USE.match(text, end)
    return point if certain and not grammar.COUNT_USE.match(text, end) else point._replace(doubt="day-or-days")


def _day_sized(numbers: str) -> bool:
    """Whether lone numbers before 日 can be days of a month at all."""
    return all(1 <= number(found) <= 31 for found in re.findall(grammar.NUM, numbers))


@lru_cache(maxsize=_FORMS)
def _form(first: str, groups: tuple[str | None, ...]) -> _Form | None:
    """What the groups of the pattern say, a number the first of its list; None where it is no date at all."""
    fields = {name: value for name, value in zip(_NAMES, groups, strict=True) if value}
    if groups[_LONE] and not _day_sized(fields["days"]):
        return None
    several = any(groups[at] and not _ONE_NUMBER.fullmatch(groups[at] or "") for at in _LISTS)
    point = _doubted(_whole(fields), fields)
    asked = _asked(point, fields)
    if asked is None:
        return None
    return _Form(fields, point, several or "year_from" in fields, _leading(first, fields), asked)


def _leading(first: str, fields: Mapping[str, str]) -> _Leading:
    """What a point begins with, by its first character."""
    if first in _NUMERALS:
        return "一昨" if any(value.startswith("一昨") for value in fields.values()) else "number"
    if grammar.KANA.match(first):
        return "kana"
    return "edge" if "edge" in fields else "other"


def _asked(point: Point, fields: Mapping[str, str]) -> _Asked | None:
    """Which words after a point have a say; None where it is a plain number of years whatever follows."""
    year = point.year
    if point.fixed or point.doubt or point.part.startswith(("年度", "会計年度", "年代")):
        return "age" if point.fixed == "今日" else ""
    if year and year.digits < 4 and not (year.era or year.word or point.month or point.part):
        return "small-year" if year.digits == 2 else None
    if year and year.digits == 4 and not year.era and not 1800 <= year.number <= 2199:
        return None
    if point.day and not (point.month or point.weekday or point.day.word):
        return "one-day" if fields["days"] == "一" else "day"
    return ""


def _doubted(point: Point, fields: Mapping[str, str]) -> Point:
    """The point with the doubts that its own form raises: a month of a fiscal year, and 10日前後."""
    unit = "年度" if "fiscal_word" in fields else fields.get("year_unit", "")
    if unit in ("年度", "会計年度", "年代"):
        return point._replace(part=f"{unit}{point.part}", doubt="fiscal-month" if point.month else "")
    lone = point.day and not (point.month or point.weekday or point.day.word)
    return point._replace(doubt="day-or-days") if lone and fields.get("about") == "前後" else point


def _whole(fields: Mapping[str, str]) -> Point:
    """The point as one, its number the first of a list."""
    fixed = next((fields[name] for name in ("iso", "week", "turn", "near", "edge") if name in fields), "")
    fixed = "翌日" if "turn_morning" in fields else fixed
    part = fields.get("year_part") or fields.get("month_part") or fields.get("week_part") or fields.get("season", "")
    return Point(
        year=_year(fields),
        also=_also(fields),
        month=_unit(fields, "month"),
        day=_unit(fields, "day"),
        part=part,
        weekday=fields.get("weekday") or fields.get("weekday_word") or fields.get("week_day", ""),
        about="about" in fields,
        fixed=fixed,
    )


def _year(fields: Mapping[str, str]) -> Written | None:
    """The year as written; of a range of years the first."""
    if "near_season" in fields:
        return Written({"一昨": "一昨年", "昨": "昨年", "今": "今年", "来": "来年"}[fields["near_season"]])
    if "fiscal_word" in fields:
        return Written(fields["fiscal_word"] + "年")
    if "year_word" in fields:
        return Written(fields["year_word"])
    if "year" not in fields:
        return None
    lead = fields.get("year_lead", "")
    text = fields.get("year_from") or fields["year"]
    return Written(lead, number(text), fields.get("era", ""), len(text))


def _also(fields: Mapping[str, str]) -> Written | None:
    """The year in brackets: 2023(令和5)年."""
    text = fields.get("year_also")
    return Written("", number(text), fields.get("era_also", ""), len(text)) if text else None


def _unit(fields: Mapping[str, str], name: str) -> Written | None:
    """The month or day as written; of a list the first."""
    if f"{name}_word" in fields and name == "month":
        return Written(fields["month_word"])
    numbers = fields.get(f"{name}s")
    if not numbers:
        return None
    first = re.match(grammar.NUM, numbers)
    return Written(fields.get(f"{name}_lead", ""), number(first.group() if first else ""))
