"""Owns what search engines and robots look for: sitemap.xml, news-sitemap.xml and robots.txt, made from the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digest.config import Config
from digest.site import news
from digest.site.model import Model
from digest.site.pages import Page, Workshop
from digest.site.sitemap import NAME, SitemapEntry, robots, sitemap
from digest.site.views import SiteInfo


def pages(model: Model, others: Sequence[Page]) -> Iterator[Page]:
    """The sitemap (in parts beyond the protocol's limits), the news sitemap where it is wanted, and robots.txt."""
    noindex = model.config.noindex
    found: tuple[str, ...] = (NAME,)
    if has_news(model.config):
        found = (NAME, news.NAME)
        listed = news.items(news.recent(model.library))
        args = (listed, model.site, model.config.news_name, model.config.news_language)
        yield Page(news.NAME, "", "news sitemap", news_bytes, args)
    if not noindex:
        entries = tuple(
            SitemapEntry(page.path.removesuffix("index.html"), "" if page.modified == "-" else page.modified)
            for page in others
            if page.modified
        )
        names = [name for name, _ in sitemap(entries, model.site)] if len(entries) > SURELY_ONE else [NAME]
        for number, name in enumerate(names):
            yield Page(name, "", "sitemap", sitemap_bytes, (number, entries, model.site))
    yield Page("robots.txt", "", "robots", robots_bytes, (model.site, found, noindex))


def has_news(config: Config) -> bool:
    """Whether the site has a news sitemap: where it is wanted and the site may be found at all."""
    return bool(config.news_name) and not config.noindex


SURELY_ONE = 40_000
"""Up to here the sitemap is certainly one file; beyond, it is written to see."""


def sitemap_bytes(workshop: Workshop, number: int, entries: tuple[SitemapEntry, ...], site: SiteInfo) -> bytes:
    """One file of the sitemap."""
    return sitemap(entries, site)[number][1]


def news_bytes(workshop: Workshop, listed: tuple[news.NewsItem, ...], site: SiteInfo, *publication: str) -> bytes:
    """news-sitemap.xml; `publication` is its name and language."""
    name, language = publication
    return news.news_sitemap(listed, site, name, language)


def robots_bytes(workshop: Workshop, site: SiteInfo, sitemaps: tuple[str, ...], noindex: bool) -> bytes:
    """robots.txt."""
    return robots(site, *sitemaps, noindex=noindex)
