"""Owns the reading of date words: from a folded text to tokens that say what is written, not which day is meant.

The patterns are in `datewords_grammar`; here their matches become points and ranges, and what is a count (約3日) or the
tail of another word is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from digest.sourcing import datewords_grammar as grammar
from digest.sourcing.datewords_forms import Point, Token, Written
from digest.sourcing.datewords_lists import NUMBERED, number, plain, split

_NAMES = tuple(plain(name) for name in grammar.POINT.groupindex)
"""The field each group of the pattern fills, in the order of the groups."""
_NEAR, _EDGE = grammar.POINT.groupindex["near"], grammar.POINT.groupindex["edge"]
_LONE = grammar.POINT.groupindex["only_days"] - 1
_LISTS = tuple(grammar.POINT.groupindex[name] - 1 for name in NUMBERED)
"""Where in the groups numbers stand that may be several."""
_NUMERALS = frozenset("0123456789" + grammar.KANJI)
_ONE_NUMBER = re.compile(grammar.NUM)
_BEFORE_EDGE = frozenset("0123456789カヵかヶケ")
"""What, like any kanji, turns 月末 or 年内 after it into the tail of another word."""
_FORMS = 8192
"""How many forms are remembered: the same few (5日, 昨年, 2023年9月) make up nearly all dates."""


class _Form(NamedTuple):
    """What is written, wherever it stands: `written` is a point from its third field on, for it has no place yet."""

    fields: Mapping[str, str]
    written: tuple[Any, ...]
    several: bool
    """Whether a number may be a range or list."""
    plain: bool
    """Whether it is a word, which no form of its own makes doubtful."""


def tokens(text: str) -> Iterator[Token]:
    """The date words of a folded text, in order; they never overlap."""
    found = grammar.HINT.search(text)
    while found:
        start = found.start()
        read = _tokens_at(text, start)
        yield from read
        found = grammar.HINT.search(text, max(read[-1].end if read else 0, start + 1))


def _tokens_at(text: str, start: int) -> tuple[Token, ...]:
    """The token that begins here, or several for a list of days that do not follow each other (5、12日)."""
    points = _points(text, start)
    if not points:
        return ()
    if len(points) == 1:
        return (_stretched(text, points[0]),)
    if points[-1].doubt == "list":
        return tuple(Token(point.start, point.end, point._replace(doubt="")) for point in points)
    return (Token(points[0].start, points[-1].end, points[0], points[1]),)


def _stretched(text: str, first: Point) -> Token:
    """A point, or a range when 〜 or から and a second point follow, or 両日 closes a pair."""
    joint = grammar.JOINT.match(text, first.end)
    following = _points(text, joint.end()) if joint else ()
    if joint is None or len(following) != 1:
        return Token(first.start, first.end, first)
    last = _freed(first, following[0])
    if last.doubt:
        return Token(first.start, first.end, first)
    both = grammar.BOTH.search(text, joint.end(), last.end) or grammar.BOTH.match(text, last.end)
    if joint["to"] is None and both is None:
        return Token(first.start, first.end, first)
    end = max(last.end, both.end() if both else 0)
    if joint.group().endswith(("から", "より")):
        if _rank(first) != _rank(last):
            return Token(first.start, first.end, first)
        end += 2 if text.startswith("まで", end) else 0
    return Token(first.start, end, first, last)


def _freed(first: Point, last: Point) -> Point:
    """The end of a range without the doubt whether it counts days: 12日から17日の日程, but not 10日から3日の日程."""
    if last.doubt == "day-or-days" and first.day and last.day and first.day.number < last.day.number:
        return last._replace(doubt="")
    return last


def _rank(point: Point) -> int:
    """How fine a point is: 3 a day, 2 a month or part of one, 1 a year, 0 anything else."""
    return 3 if point.day or point.fixed else 2 if point.month else 1 if point.year else 0


def _points(text: str, start: int) -> tuple[Point, ...]:
    """The point that begins here; two or more when its number is a range or list; none when it is no date."""
    found = grammar.POINT.match(text, start)
    if not found or found.end() == start or _is_count(text, found):
        return ()
    form = _form(found.groups())
    if form is None:
        return ()
    whole = Point(start, found.end(), *form.written)
    point = whole if form.plain else _judged(text, whole, form.fields)
    if point is None:
        return ()
    return split(found, form.fields, point) if form.several else (point,)


def _is_count(text: str, found: re.Match[str]) -> bool:
    """Whether what stands before makes this a count, or the tail of another word."""
    start = found.start()
    before, first = text[max(0, start - 4) : start], text[start]
    if first in _NUMERALS:
        return (
            grammar.BEFORE.search(before) is not None
            and found[_NEAR] is None
            and not text.startswith("一昨", start, found.end())
        )
    if grammar.KANA.match(first):
        return bool(grammar.BEFORE_WORD.search(before)) and not before.endswith(("は", "が", "も", "に", "で"))
    if found[_EDGE]:
        last = before.removesuffix("\n")[-1:]
        return last in _BEFORE_EDGE or "\u4e00" <= last <= "\u9fff"
    return before.endswith("毎")


def _day_sized(numbers: str) -> bool:
    """Whether lone numbers before 日 can be days of a month at all."""
    return all(1 <= number(found) <= 31 for found in re.findall(grammar.NUM, numbers))


@lru_cache(maxsize=_FORMS)
def _form(groups: tuple[str | None, ...]) -> _Form | None:
    """What the groups of the pattern say, a number the first of its list; None where it is no day at all."""
    fields = {name: value for name, value in zip(_NAMES, groups, strict=True) if value}
    if groups[_LONE] and not _day_sized(fields["days"]):
        return None
    several = any(groups[at] and not _ONE_NUMBER.fullmatch(groups[at] or "") for at in _LISTS)
    point = _whole(fields)
    return _Form(fields, point[2:], several or "year_from" in fields, plain=bool(point.fixed))


def _whole(fields: Mapping[str, str]) -> Point:
    """The point as one, its number the first of a list, without a place."""
    fixed = next((fields[name] for name in ("iso", "week", "turn", "near", "edge") if name in fields), "")
    fixed = "翌日" if "turn_morning" in fields else fixed
    part = fields.get("year_part") or fields.get("month_part") or fields.get("week_part") or fields.get("season", "")
    return Point(
        0,
        0,
        year=_year(fields),
        also=_also(fields),
        month=_unit(fields, "month"),
        day=_unit(fields, "day"),
        part=part,
        weekday=fields.get("weekday") or fields.get("weekday_word") or fields.get("week_day", ""),
        about="about" in fields,
        fixed=fixed,
    )


def _judged(text: str, point: Point, fields: Mapping[str, str]) -> Point | None:
    """The point with the doubts its own form raises; None where it is a plain number of years."""
    unit = fields.get("year_unit", "")
    if fields.get("fiscal_word") or unit in ("年度", "会計年度", "年代"):
        kind = "年度" if fields.get("fiscal_word") else unit
        return point._replace(part=f"{kind}{point.part}", doubt="fiscal-month" if point.month else "")
    year = point.year
    if year and year.digits < 4 and not (year.era or year.word) and not point.month and not point.part:
        if year.digits == 2 and grammar.SMALL_YEAR_USE.match(text, point.end):
            return point._replace(doubt="two-digit-year")
        return None
    if year and not year.era and year.digits == 4 and not 1800 <= year.number <= 2199:
        return None
    if point.day and not point.month and not point.weekday:
        return point._replace(doubt=_day_doubt(text, point, fields["days"]))
    return point


def _day_doubt(text: str, point: Point, written: str) -> str:
    """Why a lone day may be a number of days: 24日で, 10日前後, 一日."""
    if point.day and point.day.word:
        return ""
    if written == "一" and not grammar.ONE_DAY_USE.match(text, point.end):
        return "day-or-days"
    if grammar.COUNT_USE.match(text, point.end) or text.endswith("前後", point.start, point.end):
        return "day-or-days"
    return ""


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
