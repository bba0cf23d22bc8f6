"""Owns the pages of citation exports: three small files beside each post."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from digest.site import citations, urls
from digest.site.model import Model
from digest.site.pages import Page, Whole, Workshop

WRITERS: dict[str, Callable[[tuple[citations.Reference, ...]], bytes]] = {
    "csl": citations.csl,
    "bibtex": citations.bibtex,
    "text": citations.plain,
}


def pages(model: Model) -> Iterator[Page]:
    """The exports of every post that has sources, unless the site leaves them out (`sections`)."""
    if not model.has("citations"):
        return
    site = model.site
    blog = citations.Blog(site.title, site.author, site.base_url, site.language)
    for entry in model.library.entries:
        if entry.reports:
            for form, name in citations.FILES:
                path = urls.output(citations.beside(entry.url, name))
                yield Page(path, "", entry.path, export, (model.whole(entry), form, blog))


def export(workshop: Workshop, whole: Whole, form: str, blog: citations.Blog) -> bytes:
    """One export of a post."""
    article = workshop.article(whole.entry)
    return WRITERS[form](citations.references(article.post, whole.entry.card.url, blog))
