"""Owns the edition: the published posts of a day or a week, the most reported first and all by topic. Pure.

A day is one of the site's zone, a week goes from Monday to Sunday. Each post stands once, under the first of its
topics; topics come in the order of their table. The language is the site's, not the author's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from digest.config import Config
from digest.content.registries import Registry
from digest.site.addresses import uri
from digest.site.library import Entry
from digest.theme.dates import word_date
from digest.wording import Language, say

TOP = 3
"""Posts named at the head; an edition with no more than these names none."""


class Item(NamedTuple):
    """A post in an edition."""

    title: str
    label: str
    """How sure it is (未確認 …); empty where the post does not say."""
    summary: str
    outlets: tuple[str, ...]
    url: str
    """Absolute."""


class Section(NamedTuple):
    """The posts of one topic, newest first."""

    name: str
    items: tuple[Item, ...]


class Edition(NamedTuple):
    """All that a mail of a day or a week says."""

    site: str
    url: str
    language: Language
    heading: str
    """The day or week in words."""
    posts: int
    top: tuple[Item, ...]
    sections: tuple[Section, ...]


class Span(NamedTuple):
    """From the first to the last day, both included."""

    first: date
    last: date


def day(when: date) -> Span:
    """That day."""
    return Span(when, when)


def week(when: date) -> Span:
    """The week that the day is in, Monday to Sunday. Raises OverflowError where the calendar ends before the week."""
    monday = when - timedelta(days=when.weekday())
    return Span(monday, monday + timedelta(days=6))


def heading(span: Span, config: Config) -> str:
    """The day or week in words, in the site's language."""
    first, last = (one.isoformat() for one in span)
    if first == last:
        return say("edition-day", language_of(config), date=word_date(first, "long", config.language))
    words = word_date(f"{first}/{last}", "long", config.language)
    return say("edition-week", language_of(config), dates=words)


def compose(
    entries: Sequence[Entry], span: Span, config: Config, topics: Registry, words: Mapping[str, str]
) -> Edition | None:
    """The edition of the published posts `entries` (newest first); None where the span has no post.

    `words` are the theme's strings, for the labels of posts (`status_…`).
    """
    first, last = (one.isoformat() for one in span)
    chosen = [entry for entry in entries if first <= entry.card.date[:10] <= last]
    if not chosen:
        return None
    items = {entry.path: _item(entry, config, words) for entry in chosen}
    ranked = sorted(chosen, key=lambda entry: -len(entry.card.outlets))[: TOP if len(chosen) > TOP else 0]
    return Edition(
        site=config.title,
        url=uri(config.base_url),
        language=language_of(config),
        heading=heading(span, config),
        posts=len(chosen),
        top=tuple(items[entry.path] for entry in ranked),
        sections=_sections(chosen, items, topics, say("edition-others", language_of(config))),
    )


def language_of(config: Config) -> Language:
    """The site's language as the wording knows it."""
    return "ja" if config.language == "ja" else "en"


def _item(entry: Entry, config: Config, words: Mapping[str, str]) -> Item:
    card = entry.card
    label = words.get(f"status_{card.status}", card.status) if card.status else ""
    outlets = tuple(outlet.name for outlet in card.outlets)
    return Item(card.title, label, " ".join(card.summary.split()), outlets, uri(config.base_url + card.url))


def _sections(
    entries: Sequence[Entry], items: Mapping[str, Item], topics: Registry, others: str
) -> tuple[Section, ...]:
    order = {term.name: number for number, term in enumerate(topics.terms)}
    groups: dict[str, list[Item]] = {}
    for entry in entries:
        name = entry.card.topics[0].name if entry.card.topics else ""
        groups.setdefault(name, []).append(items[entry.path])
    names = sorted(groups, key=lambda name: (not name, order.get(name, len(order)), name))
    return tuple(Section(name or others, tuple(groups[name])) for name in names)
