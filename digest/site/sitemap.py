"""Owns sitemap.xml and robots.txt: what search engines may find, by the protocols of sitemaps.org and RFC 9309."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from typing import NamedTuple

from digest.site.addresses import absolute
from digest.site.views import SiteInfo

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NAME = "sitemap.xml"
MOST_ADDRESSES = 50_000
MOST_BYTES = 50 * 1024 * 1024 - 1024
"""The protocol's limits for one file; a little is kept for its first and last lines."""


class SitemapEntry(NamedTuple):
    """A page to be found."""

    url: str
    """Site-relative."""
    lastmod: str = ""
    """ISO day, or instant with its offset (W3C Datetime); empty where it is not known."""


def sitemap(entries: Sequence[SitemapEntry], site: SiteInfo) -> tuple[tuple[str, bytes], ...]:
    """Pairs of file name and bytes, the first always `sitemap.xml`; sorted by address, so that order never matters.

    Beyond 50,000 addresses or 50 MiB `sitemap.xml` is an index of `sitemap-1.xml`, `sitemap-2.xml` …
    """
    parts = tuple(_parts(sorted(set(entries)), site))
    if len(parts) == 1:
        return ((NAME, _urlset(parts[0], site)),)
    names = tuple(f"sitemap-{number}.xml" for number in range(1, len(parts) + 1))
    index = (_line("sitemap", SitemapEntry(name, _latest(part)), site) for name, part in zip(names, parts, strict=True))
    files = ((name, _urlset(part, site)) for name, part in zip(names, parts, strict=True))
    return ((NAME, _document("sitemapindex", index)), *files)


def _parts(entries: Sequence[SitemapEntry], site: SiteInfo) -> Iterator[list[SitemapEntry]]:
    """Runs of entries that fit into one file each; a site without pages still has one, empty."""
    part: list[SitemapEntry] = []
    size = 0
    for entry in entries:
        length = len(_line("url", entry, site)) + 1
        if len(part) == MOST_ADDRESSES or size + length > MOST_BYTES:
            yield part
            part, size = [], 0
        part.append(entry)
        size += length
    yield part


def _urlset(entries: Sequence[SitemapEntry], site: SiteInfo) -> bytes:
    return _document("urlset", (_line("url", entry, site) for entry in entries))


def _document(root: str, lines: Iterator[str]) -> bytes:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">\n'
    return (head + "".join(f"{line}\n" for line in lines) + f"</{root}>\n").encode()


def _line(name: str, entry: SitemapEntry, site: SiteInfo) -> str:
    """An entry; addresses are ASCII, so its characters are its bytes."""
    stamp = f"<lastmod>{escape(entry.lastmod, quote=False)}</lastmod>" if entry.lastmod else ""
    return f"<{name}><loc>{escape(absolute(entry.url, site), quote=False)}</loc>{stamp}</{name}>"


def _latest(entries: Sequence[SitemapEntry]) -> str:
    """The newest `lastmod`, whatever the offsets; a calendar day counts from its start in UTC."""
    return max((entry.lastmod for entry in entries if entry.lastmod), key=_instant, default="")


def _instant(moment: str) -> tuple[datetime, str]:
    when = datetime.fromisoformat(moment)
    return (when if when.tzinfo else when.replace(tzinfo=UTC), moment)


def robots(site: SiteInfo, *sitemaps: str, noindex: bool = False) -> bytes:
    """robots.txt: everyone may fetch everything, and there are the sitemaps (site-relative).

    With `noindex` (a preview of the whole site) nobody may fetch anything and no sitemap is offered. A single page that
    must not be found says so in its own head instead: a page that may not be fetched cannot say it.
    """
    if noindex:
        return b"User-agent: *\nDisallow: /\n"
    lines = "".join(f"Sitemap: {absolute(url, site)}\n" for url in sitemaps)
    return f"User-agent: *\nDisallow:\n\n{lines}".encode()
