"""Owns the filling of a body's holes: what depends on the rest of the site goes where the Markdown left room."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from digest.content.articles import Article
from digest.model import Source
from digest.site.addresses import absolute
from digest.site.citing import credit_line
from digest.site.views import SiteInfo
from digest.text.body import Body, Hole
from digest.text.citation import parse_group
from digest.text.markdown import fill as put

SAFE_IN_PATHS = "/:@!$&'()*+,;=~%#?"


class Here(NamedTuple):
    """A body on its own page: addresses within the site begin at the site's root path."""

    def address(self, url: str, site: SiteInfo) -> str:
        """The address of a site-relative URL."""
        return quote(site.base_path + url, safe=SAFE_IN_PATHS)

    def fragment(self, anchor: str, site: SiteInfo) -> str:  # noqa: ARG002 - as `Away`
        """The address of a place on the same page."""
        return "#" + quote(anchor, safe=SAFE_IN_PATHS)


class Away(NamedTuple):
    """A body that leaves its page (in a feed): every address is absolute."""

    page: str

    def address(self, url: str, site: SiteInfo) -> str:
        """The address of a site-relative URL."""
        return absolute(url, site)

    def fragment(self, anchor: str, site: SiteInfo) -> str:
        """The address of a place on the page that the body came from."""
        return absolute(f"{self.page}#{anchor}", site)


Where = Here | Away


class Filling(NamedTuple):
    """All that the holes of one body are filled with."""

    hrefs: Mapping[int, str]
    """Where links to other files of the site lead, by the index of the hole."""
    sources: Mapping[str, tuple[int, Source]]
    """Number and source by key."""
    site: SiteInfo
    where: Where

    def fragment(self, anchor: str) -> str:
        """The address of a place on the body's page, escaped for an attribute."""
        return escape(self.where.fragment(anchor, self.site))


def fill(article: Article, hrefs: Mapping[int, str], site: SiteInfo, where: Where) -> str:
    """The markup of an article's body, every hole filled."""
    body = article.body
    sources = {source.key: (number, source) for number, source in enumerate(article.post.sources, 1)}
    filling = Filling(hrefs, sources, site, where)
    values = [_value(index, hole, filling) for index, hole in enumerate(body.holes)]
    return put(body.html, values).replace(' cite=""', "")


def fill_plain(body: Body, hrefs: Mapping[int, str], site: SiteInfo) -> str:
    """The markup of a body that has no sources: a page of the author's own, a story, a description."""
    filling = Filling(hrefs, {}, site, Here())
    return put(body.html, [_value(index, hole, filling) for index, hole in enumerate(body.holes)])


def _value(index: int, hole: Hole, filling: Filling) -> str:
    if hole.kind == "cite":
        return _references(index, hole.value, filling)
    if hole.kind == "credit":
        return _credit(index, hole.value, filling)
    if hole.value.startswith("#"):
        return filling.fragment(hole.value[1:])
    if hole.value.startswith("source-url:"):
        source = filling.sources.get(hole.value.removeprefix("source-url:"))
        return escape(source[1].url) if source else ""
    return escape(filling.where.address(filling.hrefs.get(index, ""), filling.site))


def _credit(index: int, group: str, filling: Filling) -> str:
    """The credit line of a quotation, and the numbers of its sources."""
    cited = [filling.sources[one.key][1] for one in parse_group(group) if one.key in filling.sources]
    words = "; ".join(credit_line(source, filling.site.language) for source in cited)
    return " ".join(filter(None, (words, _references(index, group, filling))))


def _references(index: int, group: str, filling: Filling) -> str:
    """The numbers of the sources cited, each a link to its place in the source list, with the words around it."""
    marks = []
    for place, (key, locator, prefix) in enumerate(parse_group(group)):
        number, source = filling.sources.get(key, (0, None))
        if source is None:
            continue
        target = filling.fragment(f"source-{key}")
        title = escape(f"{source.outlet} {locator}".strip() or key)
        behind = f" ({escape(locator)})" if locator else ""
        before = f"{escape(prefix)} " if prefix else ""
        attributes = f'href="{target}" id="{anchor(index, place)}" title="{title}" role="doc-biblioref"'
        marks.append(f"{before}<a {attributes}>{number}{behind}</a>")
    return f'<sup class="citation">[{", ".join(marks)}]</sup>' if marks else ""


def anchor(hole: int, place: int) -> str:
    """The id of one citation: the index of its hole, and its place within the group."""
    return f"cite-{hole}-{place}"


class References(NamedTuple):
    """Where a body cites what: the ids of the citations on its page."""

    of_sources: Mapping[str, tuple[str, ...]]
    """By key, in the order of the text."""
    at: Mapping[tuple[int, int], str]
    """By line and column of the group: its first."""


def references(article: Article) -> References:
    """The citations of an article's body that its page can lead to."""
    known = {source.key for source in article.post.sources}
    of_sources: dict[str, tuple[str, ...]] = {}
    at: dict[tuple[int, int], str] = {}
    for index, hole in enumerate(article.body.holes):
        if hole.kind in {"cite", "credit"}:
            for place, (key, *_) in enumerate(parse_group(hole.value)):
                if key in known:
                    of_sources[key] = (*of_sources.get(key, ()), anchor(index, place))
                    at.setdefault((hole.line, hole.column), anchor(index, place))
    return References(of_sources, at)
