"""Owns what the reading of a report carries along: what was said so far, where a word stands, what it means."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from digest.sourcing.datewords_calendar import Period, UnclearError
from digest.sourcing.datewords_clause import Tense, sentence_before, sentence_breaks, tense


class Memory(NamedTuple):
    """What the report has said so far."""

    reference: date
    latest: Period | None = None
    """The date word before this one."""
    day: date | None = None
    """The last single day."""
    covered: bool = False
    """A longer stretch came after that day."""
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


def same_sentence(memory: Memory, place: Place) -> bool:
    """Whether the last told month stands in this sentence."""
    return not sentence_breaks(place.text, memory.named_end, place.start)


def adjacent(memory: Memory, place: Place) -> bool:
    """Whether this word continues a list: only 、 ・ と や stand between."""
    return place.text[memory.named_end : place.start].strip() in ("、", "・", "と", "や", ",", "及び", "および")
