"""Owns the balance of outlets: whose reports the posts rest on, by outlet, kind, country and basis; by year, by month.

A report counts once, in the period of its post. Its basis is how it came by its news: own work, an agency's copy, the
report of another (`digest.sourcing.independence.basis`). `/balance/` shows all years; a year's page changes with its
year alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from digest.site import urls
from digest.site.charts import SERIES, columns_of_shares
from digest.site.jsonld import breadcrumbs
from digest.site.kinds.outlets import country_of, kind_name, kind_of, percent
from digest.site.kinds.terms import subjects
from digest.site.library import Entry
from digest.site.model import Model
from digest.site.pages import Page, Workshop
from digest.site.views import BalanceRow, BalanceTable, BalanceView, Head, Link
from digest.site.wording import period

MOST_OUTLETS = 20
"""Outlets with a row of their own; the others share one."""

Counts = Mapping[tuple[str, str, str], int]
"""Reports by ISO month, outlet's slug and basis."""
Row = tuple[str, str, tuple[int, ...]]
"""A name, its page, and its reports in each period."""
Grouping = tuple[str, str, tuple[Row, ...]]
"""A table's key, the title of its chart (empty: it has none), and its rows, most first."""


class Outlet(NamedTuple):
    """What an outlet is counted as."""

    name: str
    url: str
    kind: str
    country: str


def pages(model: Model) -> Iterator[Page]:
    """All years, and each year by month; none where no post has a report."""
    counts = count(model.library.entries) if model.has("balance") else {}
    if not counts:
        return
    outlets = _outlets(model)
    years = [f"{year:04}" for year in range(int(min(counts)[0][:4]), int(max(counts)[0][:4]) + 1)]
    filled = sorted({month[:4] for month, *_ in counts})
    heading = model.words["section_balance"]
    head = Head("balance", "balance/", heading, model.words["about_balance"])
    links = tuple(Link(year, _address(year) if year in filled else "") for year in years)
    yield _page(model, head, heading, links, counts, outlets, (None, None))
    for at, year in enumerate(filled):
        newer = filled[at + 1] if at + 1 < len(filled) else None
        older = filled[at - 1] if at else None
        yield _year(model, year, counts, outlets, (newer, older))


def _address(year: str) -> str:
    return f"balance/{year}/"


def _year(
    model: Model, year: str, counts: Counts, outlets: Mapping[str, Outlet], beside: tuple[str | None, str | None]
) -> Page:
    language, words = model.config.language, model.words
    mine = {key: number for key, number in counts.items() if key[0].startswith(year)}
    months = [f"{year}-{month:02}" for month in range(1, int(max(mine)[0][5:7]) + 1)]
    held = {month for month, *_ in mine} if model.has("months") else frozenset()
    links = tuple(Link(month, month.replace("-", "/") + "/" if month in held else "") for month in months)
    heading = words["balance_of"].format(period=period(year, language))
    head = Head(
        "balance", _address(year), heading, words["about_balance"], (Link(words["section_balance"], "balance/"),)
    )
    newer, older = (Link(period(name, language), _address(name)) if name else None for name in beside)
    return _page(model, head, heading, links, mine, outlets, (newer, older))


def count(entries: Iterable[Entry]) -> dict[tuple[str, str, str], int]:
    """Reports by month, outlet and basis."""
    counts: dict[tuple[str, str, str], int] = {}
    for entry in entries:
        month = entry.card.date[:7]
        for (outlet, _, _), basis in zip(entry.reports, entry.bases, strict=True):
            key = (month, outlet, basis)
            counts[key] = counts.get(key, 0) + 1
    return counts


def _outlets(model: Model) -> dict[str, Outlet]:
    """What each slug is counted as; a report without an outlet is counted as of nobody known."""
    words, shown = model.words, model.has("outlets")
    found = {
        one.slug: Outlet(
            one.name,
            urls.term("outlets", one.slug) if shown else "",
            kind_name(model, kind_of(one.term)),
            country_of(model, one.term) or words["no_country"],
        )
        for one in subjects(model.library.by_name["outlets"], model.tables.outlets.terms)
    }
    return found | {"": Outlet(words["no_outlet"], "", kind_name(model, ""), words["no_country"])}


def _page(
    model: Model,
    head: Head,
    heading: str,
    periods: tuple[Link, ...],
    counts: Counts,
    outlets: Mapping[str, Outlet],
    beside: tuple[Link | None, Link | None],
) -> Page:
    places = {link.name: at for at, link in enumerate(periods)}
    length = len(periods[0].name)
    words = model.words
    cells = [(outlets[slug], places[month[:length]], number) for (month, slug, _), number in counts.items()]
    by_basis = _rows(
        ((words[f"balance_basis_{basis}"], ""), places[month[:length]], number)
        for (month, _, basis), number in counts.items()
    )
    by_kind = _rows(((one.kind, ""), at, number) for one, at, number in cells)
    by_country = _rows(((one.country, ""), at, number) for one, at, number in cells)
    by_outlet = _rows(((one.name, one.url), at, number) for one, at, number in cells)
    size, others = len(periods), words["balance_others"]
    groupings: tuple[Grouping, ...] = (
        ("kind", words["balance_chart_kind"], _fit(by_kind, SERIES, size, others)),
        ("country", words["balance_chart_country"], _fit(by_country, SERIES, size, others)),
        ("basis", words["balance_chart_basis"], _fit(by_basis, SERIES, size, others)),
        ("outlet", "", _fit(by_outlet, MOST_OUTLETS + 1, size, others)),
    )
    newest = max((entry.updated for entry in model.library.entries), default="") if not head.crumbs else "-"
    args = (head, heading, periods, groupings, (words["balance_chart_description"], words["list_separator"]), *beside)
    return Page(urls.output(head.url), "balance.html", "balance", balance_view, args, newest)


Rows = dict[tuple[str, str], dict[int, int]]


def _rows(cells: Iterable[tuple[tuple[str, str], int, int]]) -> Rows:
    """Counts by name and page, then by period."""
    rows: Rows = {}
    for key, at, number in cells:
        row = rows.setdefault(key, {})
        row[at] = row.get(at, 0) + number
    return rows


def _fit(rows: Rows, most: int, size: int, others: str) -> tuple[Row, ...]:
    """The rows, most first; beyond `most` the last ones become one."""
    ranked = sorted(rows.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))
    full = [(name, url, tuple(row.get(at, 0) for at in range(size))) for (name, url), row in ranked]
    if len(full) <= most:
        return tuple(full)
    rest = tuple(sum(row[at] for _, _, row in full[most - 1 :]) for at in range(size))
    return (*full[: most - 1], (others, "", rest))


def balance_view(
    workshop: Workshop,
    head: Head,
    heading: str,
    periods: tuple[Link, ...],
    groupings: tuple[Grouping, ...],
    wording: tuple[str, str],
    newer: Link | None,
    older: Link | None,
) -> BalanceView:
    """The tables and charts of a span of time."""
    told = head._replace(json_ld=breadcrumbs(head, workshop.site))
    tables = tuple(_table(*grouping, *wording) for grouping in groupings)
    return BalanceView(told, heading, sum(tables[0].totals), periods, tables, newer, older)


def _table(key: str, title: str, rows: tuple[Row, ...], description: str, separator: str) -> BalanceTable:
    totals = tuple(sum(column) for column in zip(*(counts for _, _, counts in rows), strict=True))
    whole = sum(totals)
    shown = tuple(BalanceRow(name, url, counts, sum(counts), percent(sum(counts), whole)) for name, url, counts in rows)
    told = description.format(shares=separator.join(f"{row.name} {row.share}" for row in shown))
    figure = columns_of_shares([row.counts for row in shown], title, told) if title else None
    return BalanceTable(key, shown, totals, figure)
