"""Owns the archive by time: years, months, days (a day is an edition), and the archive's index."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from digest.site import urls
from digest.site.kinds import lists
from digest.site.library import Entry
from digest.site.model import Model
from digest.site.pages import Page, Workshop
from digest.site.views import (
    ArchiveView,
    CalendarDay,
    Card,
    DayGroup,
    Head,
    Link,
    MonthBlock,
    PeriodView,
    YearBlock,
)
from digest.site.wording import period

Counts = tuple[tuple[str, int], ...]
"""Pairs of an ISO period and how many posts it holds, newest first."""


def pages(model: Model) -> Iterator[Page]:
    """All pages of the archive."""
    trail = (Link(model.words["archive"], "archive/"),) if model.has("archive") else ()
    groups = {length: _grouped(model.library.entries, length) for length in (4, 7, 10)}
    if model.has("days"):
        yield from _days(model, groups[10], trail)
    if model.has("months"):
        yield from _periods(model, groups[7], "month", trail)
    if model.has("years"):
        yield from _periods(model, groups[4], "year", trail)
    if model.has("archive"):
        months = tuple((month, len(entries)) for month, entries in groups[7])
        shown = model.has("years"), model.has("months")
        args = (Head("archive", "archive/", model.words["archive"]), months, *shown)
        yield Page("archive/index.html", "archive.html", "archive", archive_view, args, _newest(model.library.entries))


def _grouped(entries: Sequence[Entry], length: int) -> list[tuple[str, tuple[Entry, ...]]]:
    return [(name, tuple(group)) for name, group in groupby(entries, key=lambda entry: entry.card.date[:length])]


def address(iso: str) -> str:
    """The page of a year, month or day."""
    return iso.replace("-", "/") + "/"


def _newest(entries: Iterable[Entry]) -> str:
    return max((entry.updated for entry in entries), default="")


def _neighbours(names: Sequence[str], number: int, language: str) -> tuple[Link | None, Link | None]:
    """The newer and the older period that have posts."""

    def link(name: str) -> Link:
        return Link(period(name, language), address(name))

    newer = link(names[number - 1]) if number else None
    older = link(names[number + 1]) if number + 1 < len(names) else None
    return newer, older


def _above(iso: str, model: Model, trail: tuple[Link, ...]) -> tuple[Link, ...]:
    """The periods that hold this one."""
    holders = [(4, "years"), (7, "months")]
    language = model.config.language
    return trail + tuple(
        Link(period(iso[:length], language), address(iso[:length]))
        for length, section in holders
        if length < len(iso) and model.has(section)
    )


def _days(model: Model, groups: list[tuple[str, tuple[Entry, ...]]], trail: tuple[Link, ...]) -> Iterator[Page]:
    names = [name for name, _ in groups]
    for number, (day, entries) in enumerate(groups):
        title = period(day, model.config.language)
        head = Head("day", address(day), title, crumbs=_above(day, model, trail))
        cards = tuple(entry.card for entry in entries)
        args = (head, title, cards, len(cards), None, "", *_neighbours(names, number, model.config.language))
        yield Page(urls.output(head.url), "day.html", f"day {day}", lists.view, args, _newest(entries))


def _periods(
    model: Model, groups: list[tuple[str, tuple[Entry, ...]]], kind: str, trail: tuple[Link, ...]
) -> Iterator[Page]:
    names = [name for name, _ in groups]
    for number, (name, entries) in enumerate(groups):
        head = Head(kind, address(name), period(name, model.config.language), crumbs=_above(name, model, trail))
        cards = tuple(entry.card for entry in entries)
        shown = model.has("days"), model.has("months")
        args = (head, name, cards, *shown, *_neighbours(names, number, model.config.language))
        yield Page(urls.output(head.url), f"{kind}.html", f"{kind} {name}", period_view, args, _newest(entries))


def period_view(
    workshop: Workshop,
    head: Head,
    name: str,
    cards: tuple[Card, ...],
    days: bool,
    months: bool,
    newer: Link | None,
    older: Link | None,
) -> PeriodView:
    """A year (its posts by month) or a month (its posts by day), with calendars."""
    length, linked = (7, months) if len(name) == 4 else (10, days)
    groups = tuple(
        DayGroup(part, address(part) if linked else "", tuple(group))
        for part, group in groupby(cards, key=lambda card: card.date[:length])
    )
    counts: dict[str, int] = {}
    for card in cards:
        counts[card.date[:10]] = counts.get(card.date[:10], 0) + 1
    shown = sorted({card.date[:7] for card in cards}, reverse=True)
    calendars = tuple(_month(month, counts, days=days, linked=months) for month in shown)
    return PeriodView(head, name, len(cards), calendars, groups, newer, older)


def _month(month: str, counts: dict[str, int], *, days: bool, linked: bool) -> MonthBlock:
    """A month as a calendar, Monday first."""
    year, number = (int(part) for part in month.split("-"))
    weeks = []
    for week in calendar.Calendar().monthdayscalendar(year, number):
        cells = ((day, f"{month}-{day:02}") for day in week)
        weeks.append(
            tuple(
                CalendarDay(day, address(iso) if days and iso in counts else "", counts.get(iso, 0) if day else 0)
                for day, iso in cells
            )
        )
    total = sum(count for day, count in counts.items() if day.startswith(month))
    return MonthBlock(month, address(month) if linked else "", total, tuple(weeks))


def archive_view(workshop: Workshop, head: Head, months: Counts, years: bool, with_months: bool) -> ArchiveView:
    """All years and months that have posts."""
    blocks = []
    for year, group in groupby(months, key=lambda one: one[0][:4]):
        inner = tuple(MonthBlock(month, address(month) if with_months else "", count) for month, count in group)
        blocks.append(YearBlock(year, address(year) if years else "", sum(one.count for one in inner), inner))
    return ArchiveView(head, sum(block.count for block in blocks), tuple(blocks))
