"""Owns what search engines and robots look for: sitemap.xml and robots.txt, made from all other pages of the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digest.site.model import Model
from digest.site.pages import Page, Workshop
from digest.site.sitemap import NAME, SitemapEntry, robots, sitemap
from digest.site.views import SiteInfo


def pages(model: Model, others: Sequence[Page]) -> Iterator[Page]:
    """The sitemap (in parts beyond the protocol's limits) and robots.txt."""
    noindex = model.config.noindex
    if not noindex:
        entries = tuple(
            SitemapEntry(page.path.removesuffix("index.html"), "" if page.modified == "-" else page.modified)
            for page in others
            if page.modified
        )
        names = [name for name, _ in sitemap(entries, model.site)] if len(entries) > SURELY_ONE else [NAME]
        for number, name in enumerate(names):
            yield Page(name, "", "sitemap", sitemap_bytes, (number, entries, model.site))
    yield Page("robots.txt", "", "robots", robots_bytes, (model.site, noindex))


SURELY_ONE = 40_000
"""Up to here the sitemap is certainly one file; beyond, it is written to see."""


def sitemap_bytes(workshop: Workshop, number: int, entries: tuple[SitemapEntry, ...], site: SiteInfo) -> bytes:
    """One file of the sitemap."""
    return sitemap(entries, site)[number][1]


def robots_bytes(workshop: Workshop, site: SiteInfo, noindex: bool) -> bytes:
    """robots.txt."""
    return robots(site, NAME, noindex=noindex)
