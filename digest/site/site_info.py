"""Owns what every page may show of the settings, made from them."""

from __future__ import annotations

from digest.config import Config, id_authority
from digest.content.statics import Story
from digest.site.kinds.feeds import site_feeds
from digest.site.library import NAMED, Library
from digest.site.views import Link, SiteInfo


def site_info(config: Config, library: Library, stories: tuple[Story, ...] = ()) -> SiteInfo:
    """The `SiteInfo` of these settings; of its sections those are named that have an index page for these posts."""
    there = ALWAYS | _with_content(library, stories)
    return SiteInfo(
        title=config.title,
        description=config.description,
        language=config.language,
        base_url=config.base_url,
        base_path=config.base_path,
        author=config.author or config.title,
        author_url=config.author_url,
        contact=config.contact,
        copyright=config.copyright,
        nav=tuple(Link(name, url if "://" in url else url.lstrip("/")) for name, url in config.nav),
        feeds=site_feeds(config.title),
        image=config.image,
        sections=tuple(section for section in config.sections if section in there),
        id_authority=id_authority(config),
    )


ALWAYS = frozenset({"archive", "topics", "feeds"})
"""The sections that have a page of their own even on an empty site."""


def _with_content(library: Library, stories: tuple[Story, ...]) -> frozenset[str]:
    """The sections that have a page because there is something to show."""
    found = {kind for kind in NAMED if library.by_name[kind]}
    found |= {"stories"} if stories else set()
    found |= {"corrections"} if any(entry.corrections for entry in library.entries) else set()
    found |= {"balance"} if any(entry.reports for entry in library.entries) else set()
    return frozenset(found)
