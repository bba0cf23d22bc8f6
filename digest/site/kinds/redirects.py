"""Owns what stays at old addresses: a page that leads on, and for a feed that moved the very same feed.

Old addresses are the `aliases:` of posts, of the author's pages and of stories, and those that the names in the
`aliases:` of a registry had or would have had as slugs. A feed program follows no page of markup, so the feed of a
renamed topic, outlet, place or story is left at its old address too, byte for byte; its `self` link tells where it now
lives. Feeds are dear to make, so a mere spelling gets none: an alias was an address if it is written as a slug, if the
term itself has none, or if it is the term's own name (which an open registry took before the table had it). An outlet's
slug begins those of its reporters, so their pages and feeds lead on with it.

A reader's address that a live page needs is an error (I3); a mere spelling of a shipped place is no address at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from digest.content.aliases import place_of
from digest.content.registries import SLUG, Registry, Term
from digest.content.resolving import reporter_slug
from digest.site import urls
from digest.site.model import Model
from digest.site.pages import Page, Workshop
from digest.site.views import Head, NoticeView
from digest.text.names import slugify_unicode

OWNER = ": aliases"
"""Ends the owner of what stands at an old address: its file comes first."""


def pages(model: Model, others: Sequence[Page]) -> Iterator[Page]:
    """What stands at the old addresses of the pages `others`."""
    live = {page.path: page for page in others}
    title = model.words["redirect"]
    for source, target, aliases in _written(model):
        for place in dict.fromkeys(filter(None, map(place_of, aliases))):
            if urls.output(target) in live and place != target:
                yield from _left(live, place, target, f"{source}{OWNER}", title)
    for registry in model.tables[:3]:
        yield from _terms(registry, live, title)
    if model.has("reporters"):
        yield from _reporters(model, live, title)


def _written(model: Model) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """File, address and old addresses of all that can name its own."""
    for entry in model.library.entries:
        if entry.aliases:
            yield entry.path, entry.url, entry.aliases
    for page in model.statics:
        yield page.path, page.url, page.aliases
    for story in model.stories:
        yield story.path, urls.term("stories", story.id), story.aliases


def _terms(registry: Registry, live: Mapping[str, Page], title: str) -> Iterator[Page]:
    for term in registry.terms:
        target = urls.term(registry.kind, term.slug)
        if term.shipped or urls.output(target) not in live:
            continue
        owner = f"content/{registry.kind}.yaml: {term.name}{OWNER}"
        for slug, moved in _slugs(term).items():
            old = urls.term(registry.kind, slug)
            yield from _left(live if moved else {}, old, target, owner, title)


def _reporters(model: Model, live: Mapping[str, Page], title: str) -> Iterator[Page]:
    """What stands at the old addresses of those who report for an outlet that had another slug."""
    former = {
        term.name: [slug for slug, moved in _slugs(term).items() if moved]
        for term in model.tables.outlets.terms
        if not term.shipped
    }
    for now, named in model.library.by_name.get("reporters", {}).items():
        outlet, _, person = named.name.rpartition("\n")
        target = urls.term("reporters", now)
        for slug in former.get(outlet, ()) if urls.output(target) in live else ():
            owner = f"content/outlets.yaml: {outlet}{OWNER}"
            yield from _left(live, urls.term("reporters", reporter_slug(slug, person)), target, owner, title)


def _left(live: Mapping[str, Page], place: str, target: str, owner: str, title: str) -> Iterator[Page]:
    """What stands at an old address: the page that leads on, and the feed of the target where it is among `live`."""
    yield redirect(place, target, owner, title)
    feed = live.get(urls.feed(target))
    if feed and place.endswith("/"):
        yield feed._replace(path=urls.feed(place), owner=owner, modified="")


def _slugs(term: Term) -> dict[str, bool]:
    """The slugs of a term's other spellings, and whether each was surely an address once."""
    named = term.slug == slugify_unicode(term.name)
    slugs = {
        slugify_unicode(alias): named or alias == term.name or bool(SLUG.fullmatch(alias)) for alias in term.aliases
    }
    return {slug: moved for slug, moved in slugs.items() if slug != term.slug}


def redirect(place: str, target: str, owner: str, title: str) -> Page:
    """The page at an old address."""
    return Page(
        urls.output(place), "redirect.html", owner, view, (Head("redirect", place, title, noindex=True), target)
    )


def targets(pages: Sequence[Page]) -> dict[str, str]:
    """By address: where each redirect among these pages leads."""
    return {page.args[0].url: page.args[1] for page in pages if page.make is view}


def view(workshop: Workshop, head: Head, target: str) -> NoticeView:
    """A page that leads on."""
    return NoticeView(head, target)
