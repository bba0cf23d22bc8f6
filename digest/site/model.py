"""Owns what the plan is made from: the library, the settings and the author's other files, all read and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from digest.config import Config
from digest.content.registries import Term
from digest.content.resolving import Registries
from digest.content.statics import Media, StaticPage, Story
from digest.site.library import Entry, Library
from digest.site.linkfile import Dead
from digest.site.pages import Whole
from digest.site.urls import composed, post_id, term
from digest.site.views import SiteInfo


class Model(NamedTuple):
    """Everything that decides which pages there are and what they show."""

    library: Library
    config: Config
    site: SiteInfo
    words: Mapping[str, str]
    """The theme's strings."""
    tables: Registries
    hrefs: Mapping[str, tuple[tuple[int, str], ...]]
    """By the path of a post or page of the author's: where its links lead."""
    statics: tuple[StaticPage, ...] = ()
    stories: tuple[Story, ...] = ()
    media: tuple[Media, ...] = ()
    assets: tuple[tuple[str, str, bytes], ...] = ()
    """The theme's assets: name, published path, fingerprint."""
    frozen: Mapping[str, str] = MappingProxyType({})
    """The feed ids in the ledger, by the post's path."""
    dead: Mapping[str, Dead] = MappingProxyType({})
    """External links known to be dead, by the post's path."""

    def whole(self, entry: Entry) -> Whole:
        """The entry with all that its own page shows."""
        return Whole(entry, self.hrefs.get(entry.path, ()))

    def id_of(self, entry: Entry) -> str:
        """The feed id of a post: frozen in its front matter or the ledger, else made of its file's path."""
        return entry.id or self.frozen.get(composed(entry.path)) or post_id(entry.path, self.site.id_authority)

    def has(self, section: str) -> bool:
        """Whether the site has this kind of page."""
        return section in self.config.sections

    def topics(self) -> Iterator[tuple[Term, tuple[Entry, ...]]]:
        """The topics that posts have, with these posts: in the table's order, then those in no table, by name."""
        left = dict(self.library.by_topic)
        for one in self.tables.topics.terms:
            if one.slug in left:
                yield one, left.pop(one.slug)
        found = ((_name_of(slug, entries), slug, entries) for slug, entries in left.items())
        yield from ((Term(name, slug, known=False), entries) for name, slug, entries in sorted(found))


def _name_of(slug: str, entries: tuple[Entry, ...]) -> str:
    """The name of a topic that is in no table, as the posts spell it; the first in order of several."""
    url = term("topics", slug)
    return min(link.name for entry in entries for link in entry.card.topics if link.url == url)
