"""Owns the pages of reporters. The same name at two outlets is two persons (their slugs begin with the outlet's)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from digest.site import urls
from digest.site.kinds.terms import (
    Kind,
    LinkedFacts,
    Subject,
    Told,
    index_page,
    most_frequent,
    pages_of,
    subjects,
    topics_of,
)
from digest.site.model import Model
from digest.site.pages import Page
from digest.site.views import Link

REPORTERS = Kind("reporters", "reporter")


def pages(model: Model) -> Iterator[Page]:
    """A list and a feed for each reporter, and the index by outlet; none where no post names any."""
    if not model.has("reporters"):
        return
    found = subjects(model.library.by_name["reporters"])
    for one in found:
        yield from pages_of(model, REPORTERS, one._replace(name=person(one)), Told(linked=_links(model, one)))
    if found:
        shown = sorted(most_frequent(found), key=lambda one: (outlet(one), person(one), one.slug))
        groups = [(name or model.words["no_outlet"], tuple(group)) for name, group in groupby(shown, key=outlet)]
        named = [(name, [one._replace(name=person(one)) for one in group]) for name, group in groups]
        yield index_page(model, REPORTERS, named, total=len(found) if len(shown) < len(found) else 0)


def outlet(reporter: Subject) -> str:
    """The name of the outlet that the reporter writes for; may be empty."""
    return reporter.name.split("\n", 1)[0]


def person(reporter: Subject) -> str:
    """The reporter's own name."""
    return reporter.name.rsplit("\n", 1)[-1]


def _links(model: Model, reporter: Subject) -> LinkedFacts:
    name = outlet(reporter)
    slug = next((slug for kind, known, slug in reporter.entries[0].names if kind == "outlets" and known == name), "")
    page = Link(name, urls.term("outlets", slug) if slug and model.has("outlets") else "")
    facts = (("outlet", (page,) if name else ()), ("topics", topics_of(reporter.entries)))
    return tuple((key, links) for key, links in facts if links)
