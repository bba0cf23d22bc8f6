"""Owns what the reading of a report carries along: what was said so far, where a word stands, what it means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from digest.sourcing.datewords_calendar import Period, UnclearError
from digest.sourcing.datewords_clause import Tense, sentence_before, sentence_breaks, tense

_OTHER_CLOCK = re.compile(r"[^()。\n]{0,8}\([^()。]{0,6}時間の?")


@dataclass(slots=True)
class Memory:
    """What the report has said so far; its reader adds every word to it."""

    reference: date
    latest: Period | None = None
    """The date word before this one."""
    day: date | None = None
    """The last single day."""
    covered: bool = False
    """A longer stretch, or a month or year that does not hold that day, came after it."""
    lost: bool = False
    """The date word before this one could not be read."""
    named: Period | None = None
    """The last date whose month was told, and where it ended (for a bare day or month that may lean on it)."""
    named_year: bool = False
    named_end: int = 0


class Place(NamedTuple):
    """Where the token stands: the folded text and its span."""

    text: str
    start: int
    end: int

    @property
    def tense(self) -> Tense:
        """The tense around the token, read when it is asked for."""
        return tense(self.text, self.end)

    @property
    def said(self) -> str:
        """What the sentence has said before the token."""
        return sentence_before(self.text, self.start)


class Found(NamedTuple):
    """A resolved period, the rule that gave it, and whether anything spoke against it."""

    period: Period
    reason: str = "reference"
    certain: bool = True


def not_lost(memory: Memory) -> None:
    """UnclearError when the word that 同 or 翌 stands on could not be read itself."""
    if memory.lost:
        raise UnclearError("antecedent-unresolved")


def told_month(memory: Memory) -> date:
    """The first day of the month that 同月, 同24日, 翌月 count from; UnclearError when the last word tells none."""
    not_lost(memory)
    if memory.latest is None:
        return memory.reference.replace(day=1)
    first, last = memory.latest.first, memory.latest.last
    if (first.year, first.month) != (last.year, last.month):
        raise UnclearError("month-unclear")
    return first.replace(day=1)


def told_year(memory: Memory) -> int:
    """The year that 同年, 翌年, 同12月 count from; UnclearError when the last word spans two."""
    not_lost(memory)
    if memory.latest is None:
        return memory.reference.year
    if memory.latest.first.year != memory.latest.last.year:
        raise UnclearError("year-unclear")
    return memory.latest.first.year


def same_sentence(memory: Memory, place: Place) -> bool:
    """Whether the last told month stands in this sentence."""
    return not sentence_breaks(place.text, memory.named_end, place.start)


def adjacent(memory: Memory, place: Place) -> bool:
    """Whether this word continues a list: only 、 ・ と や stand between."""
    return place.text[memory.named_end : place.start].strip() in ("、", "・", "と", "や", ",", "及び", "および")


def bracketed(memory: Memory, place: Place) -> bool:
    """Whether this word tells the last date again by another clock: 7月13日(現地時間12日)."""
    end = min(place.start, memory.named_end + 20)
    return _OTHER_CLOCK.fullmatch(place.text, memory.named_end, end) is not None
