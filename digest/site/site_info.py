"""Owns what every page may show of the settings, made from them."""

from __future__ import annotations

from digest.config import Config, id_authority
from digest.site.kinds.feeds import site_feeds
from digest.site.views import Link, SiteInfo


def site_info(config: Config) -> SiteInfo:
    """The `SiteInfo` of these settings."""
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
        sections=tuple(section for section in config.sections if section in BUILT),
        id_authority=id_authority(config),
    )


BUILT = frozenset({"archive", "topics", "feeds"})
"""The sections that have a page of their own to lead to."""
