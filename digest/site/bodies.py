"""Owns the filling of a body's holes: what depends on the rest of the site is put where the Markdown left room for it."""

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
from digest.text.markdown import fill as put

SAFE_IN_PATHS = "/:@!$&'()*+,;=~%#?"


class Here(NamedTuple):
    """A body on its own page: addresses within the site begin at the site's root path."""

    def address(self, url: str, site: SiteInfo) -> str:
        """The address of a site-relative URL."""
        return quote(site.base_path + url, safe=SAFE_IN_PATHS)

    def fragment(self, anchor: str, site: SiteInfo) -> str:
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


def fill(article: Article, hrefs: Mapping[int, str], site: SiteInfo, where: Where) -> str:
    """The markup of an article's body, every hole filled."""
    body = article.body
    sources = {source.key: (number, source) for number, source in enumerate(article.post.sources, 1)}
    values = [_value(index, hole, hrefs, sources, site, where) for index, hole in enumerate(body.holes)]
    return put(body.html, values).replace(' cite=""', "")


def fill_plain(body: Body, hrefs: Mapping[int, str], site: SiteInfo) -> str:
    """The markup of a body that has no sources: a page of the author's own, a story, a description."""
    here = Here()
    return put(body.html, [_value(index, hole, hrefs, {}, site, here) for index, hole in enumerate(body.holes)])


Numbered = Mapping[str, tuple[int, Source]]


def _value(index: int, hole: Hole, hrefs: Mapping[int, str], sources: Numbered, site: SiteInfo, where: Where) -> str:
    if hole.kind == "cite":
        return _references(index, hole.value, sources, site, where)
    if hole.kind == "credit":
        return "; ".join(credit_line(sources[key][1], site.language) for key, _ in parts(hole.value) if key in sources)
    if hole.value.startswith("#"):
        return escape(where.fragment(hole.value[1:], site))
    if hole.value.startswith("source-url:"):
        source = sources.get(hole.value.removeprefix("source-url:"))
        return escape(source[1].url) if source else ""
    return escape(where.address(hrefs.get(index, ""), site))


def parts(group: str) -> tuple[tuple[str, str], ...]:
    """The keys of a citation group and their locators: `@a; @b, 3面` is (a, ""), (b, 3面)."""
    cited = (one.strip().removeprefix("@").partition(",") for one in group.split(";"))
    return tuple((key.strip(), locator.strip()) for key, _, locator in cited)


def _references(index: int, group: str, sources: Numbered, site: SiteInfo, where: Where) -> str:
    """The numbers of the sources cited, each a link to its place in the source list."""
    marks = []
    for place, (key, locator) in enumerate(parts(group)):
        number, source = sources.get(key, (0, None))
        if source is None:
            continue
        target = escape(where.fragment(f"source-{key}", site))
        title = escape(f"{source.outlet} {locator}".strip() or key)
        behind = f" {escape(locator)}" if locator else ""
        marks.append(f'<a href="{target}" id="cite-{index}-{place}" title="{title}" role="doc-biblioref">{number}{behind}</a>')
    return f'<sup class="citation">[{", ".join(marks)}]</sup>' if marks else ""
