"""Owns the dating of date words: which report's day each block of a post is told from, and what its words then mean."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from digest.model import Post
from digest.sourcing import datewords

if TYPE_CHECKING:
    from digest.wording import Language

GENERATION = datetime.timedelta(days=11_000)
FIRST_YEAR = 1930
"""From which on the day a generation before a post's is one that date words can be read from."""
Block = tuple[str, tuple[str, ...]]
Span = tuple[int, int, str, str]
Told = Mapping[str, Mapping[int, list[datewords.DateWord]]]
"""The date words by the day they were read from and the number of their block, in the order of the text."""


def annotator(post: Post, language: Language) -> Callable[[Sequence[Block]], list[list[Span]]]:
    """What finds the date words in the body of a post (`digest.text.runs.Annotate`).

    The reference day of a block is the day on which the reports it cites were published; of one that cites none, that
    of the only source, else the post's own day (notes/news-domain.md 3.1). Where those reports bear no date there is no
    reference: only words that mean one date whenever they are read are dates then.
    """
    days_of = _calendar(post)

    def annotate(blocks: Sequence[Block]) -> list[list[Span]]:
        return _date_words(blocks, [days_of(keys) for _, keys in blocks], language)

    return annotate


def _calendar(post: Post) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """The days that a block is told from, by the keys of the sources it cites."""
    references = {source.key: source.published[:10] for source in post.sources if source.published}
    known = {source.key for source in post.sources}
    own = references.get(post.sources[0].key, "") if len(post.sources) == 1 else post.date[:10]
    default = own if references or not post.sources else ""
    nowhen = _no_reference(post)
    uncited = (default,) if default else nowhen

    def days(keys: Sequence[str]) -> tuple[str, ...]:
        if not keys:
            return uncited
        cited = tuple(dict.fromkeys(references[key] for key in keys if key in references))
        return cited or (nowhen if known.intersection(keys) else uncited)

    return days


def _no_reference(post: Post) -> tuple[str, ...]:
    """Two days a generation apart: what both read alike needs no reference."""
    day = datetime.date.fromisoformat(post.date[:10])
    return (day.isoformat(), (day - GENERATION if day.year > FIRST_YEAR else day + GENERATION).isoformat())


def _resting(day: str, days: Sequence[tuple[str, ...]], blocks: Sequence[Block]) -> list[tuple[int, str]]:
    """The blocks that rest on reports of a day, by number."""
    return [(number, blocks[number][0]) for number, some in enumerate(days) if day in some]


def _date_words(blocks: Sequence[Block], days: Sequence[tuple[str, ...]], language: Language) -> list[list[Span]]:
    """The date words of each block; one that rests on reports of several days has those that mean one date alike."""
    told = _told(days, blocks)
    return [_spans(_agreed(number, some, told), language) for number, some in enumerate(days)]


def _spans(words: Sequence[datewords.DateWord], language: Language) -> list[Span]:
    """Resolved date words with what they mean in words."""
    return [(start, end, value, _say(value, language, certain)) for _, start, end, value, _, certain in words if value]


@lru_cache(maxsize=16_384)
def _say(value: str, language: Language, certain: bool) -> str:  # noqa: FBT001 - by place, for the cache's sake
    """What a date means in words, which say so where it was read with low confidence."""
    return datewords.wording(value, language) if certain else datewords.inferred(value, language)


def _told(days: Sequence[tuple[str, ...]], blocks: Sequence[Block]) -> Told:
    """The date words as each of these days has them."""
    once = dict.fromkeys(day for some in days for day in some)
    return {day: _told_on(day, _resting(day, days, blocks)) for day in once}


def _agreed(number: int, some: Sequence[str], told: Told) -> Sequence[datewords.DateWord]:
    """The words of a block, in order: those that all of its days read alike."""
    words = told[some[0]].get(number, ())
    for day in some[1:] if words else ():
        others = set(told[day].get(number, ()))
        words = [word for word in words if word in others]
    return words


def _told_on(day: str, blocks: Sequence[tuple[int, str]]) -> dict[int, list[datewords.DateWord]]:
    """The date words of blocks that rest on reports of one day, read as one text: 同日 leans on an earlier block."""
    words = datewords.find_in([text for _, text in blocks], datetime.date.fromisoformat(day))
    return {number: some for (number, _), some in zip(blocks, words, strict=True) if some}


def doubtful(post: Post, blocks: Sequence[Block]) -> list[tuple[datewords.DateWord, str]]:
    """The date words that an author should look at, each with the day it was read from, in the order of the text.

    Most stay mere words. One that reports of several days date differently has the reason `sources-disagree`, one that
    undated reports leave open `no-reference`; one with a value was read with low confidence and is `unsure`.
    """
    days_of, nowhen = _calendar(post), _no_reference(post)
    found: list[tuple[int, int, datewords.DateWord, str]] = []
    days = [days_of(keys) for _, keys in blocks]
    told = _told(days, blocks)
    for number, some in enumerate(days):
        agreed = _agreed(number, some, told)
        for word in told[some[0]].get(number, ()):
            if not word.value or not word.certain or word not in agreed:
                disagreement = "no-reference" if some == nowhen else "sources-disagree"
                reason = disagreement if word not in agreed else "unsure"
                told_as = word._replace(reason=reason if word.value else word.reason)
                found.append((number, word.start, told_as, some[0]))
    return [(word, day) for _, _, word, day in sorted(found)]
