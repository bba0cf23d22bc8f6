"""Owns lists of posts by something: their pages and the view that all of them share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from digest.site import urls
from digest.site.jsonld import breadcrumbs
from digest.site.library import Entry
from digest.site.model import Model
from digest.site.pages import Page, Workshop
from digest.site.paging import slices
from digest.site.views import Card, Feed, Head, Link, ListView, Pager

Make = Callable[..., ListView]


def list_pages(
    model: Model,
    entries: Sequence[Entry],
    template: str,
    owner: str,
    head: Head,
    heading: str,
    *more: Any,  # noqa: ANN401 - what else the view function takes
    make: Make | None = None,
) -> Iterator[Page]:
    """The pages of the list at `head.url`; `more` goes to the newest page alone, which `make` makes if given."""
    for one in slices(head.url, len(entries), model.config.page_size):
        part = entries[one.start : one.stop]
        cards = tuple(entry.card for entry in part)
        newest = one.url == head.url
        own_head = head if newest else head._replace(url=one.url, feeds=(), description="")
        modified = max((entry.updated for entry in part), default="")
        pager = one.pager and one.pager._replace(newest=cards[0].date[:10], oldest=cards[-1].date[:10])
        args = (own_head, heading, cards, len(entries) if newest else 0, pager, *(more if newest else ()))
        made_by = make if make and newest else view
        yield Page(urls.output(one.url), template, owner, made_by, args, "" if head.noindex else modified)


def view(
    workshop: Workshop,
    head: Head,
    heading: str,
    cards: tuple[Card, ...],
    count: int,
    pager: Pager | None,
    description_html: str = "",
    newer: Link | None = None,
    older: Link | None = None,
    facts: tuple[tuple[str, str], ...] = (),
    linked_facts: tuple[tuple[str, tuple[Link, ...]], ...] = (),
) -> ListView:
    """What a page of a list shows."""
    told = head if head.json_ld else head._replace(json_ld=breadcrumbs(head, workshop.site))
    return ListView(told, heading, description_html, cards, count, pager, facts, newer, older, linked_facts)


def rss_of(title: str, url: str) -> Feed:
    """The RSS feed of a list, to be discovered on it."""
    return Feed(title, urls.feed(url), "application/rss+xml")
