"""Owns the author's own pages (about …), media, the theme's assets, and the small files that hosts look for."""

from __future__ import annotations

from collections.abc import Iterator

from digest.content.statics import StaticPage
from digest.site import bodies, urls
from digest.site.deadlinks import Marks, marked, marks_of
from digest.site.jsonld import breadcrumbs
from digest.site.model import Model
from digest.site.pages import Copy, Page, Workshop
from digest.site.views import Head, NoticeView, PageView

MARKER_TEXT = b"This folder is written by digest; every build replaces what is in it.\n"

PRIVATE = ".not-for-publication"
"""Stands in a site that shows drafts, so that whoever publishes folders can tell."""
PRIVATE_TEXT = b"This site shows drafts: do not publish it.\n"


def pages(model: Model) -> Iterator[Page]:
    """Pages of the author's own, 404, media, assets, and host files."""
    for page in model.statics:
        args = (page, model.hrefs.get(page.path, ()), marks_of(model, page.path))
        yield Page(
            urls.output(page.url), "page.html", page.path, page_view, args, "" if page.noindex else page.updated or "-"
        )
    head = Head("404", "404.html", model.words["not_found"], noindex=True)
    yield Page("404.html", "404.html", "404", notice_view, (head,))
    for file in model.media:
        yield Page(
            urls.composed(file.path.removeprefix("content/")), "", file.path, copy, (file.path, file.fingerprint)
        )
    for name, path, fingerprint in model.assets:
        yield Page(path, "", f"theme asset {name}", theme_asset, (name, fingerprint))
    yield Page(urls.MARKER, "", "digest", literal, (MARKER_TEXT,))
    if model.library.drafts:
        yield Page(PRIVATE, "", "digest", literal, (PRIVATE_TEXT,))
    yield Page(".nojekyll", "", "digest", literal, (b"",))
    if model.config.cname:
        yield Page("CNAME", "", "cname in content/site.yaml", literal, (f"{model.config.cname}\n".encode(),))


def page_view(workshop: Workshop, page: StaticPage, hrefs: tuple[tuple[int, str], ...], marks: Marks) -> PageView:
    """A page of the author's own."""
    description = page.description or page.body.summary
    head = Head("page", page.url, page.title, description, noindex=page.noindex, updated=page.updated)
    head = head._replace(json_ld=breadcrumbs(head, workshop.site))
    body = bodies.fill_plain(page.body, dict(hrefs), workshop.site)
    return PageView(head, page.title, page.updated, marked(body, marks, workshop.site.language))


def notice_view(workshop: Workshop, head: Head) -> NoticeView:
    """A page that only says something."""
    return NoticeView(head)


def copy(workshop: Workshop, source: str, fingerprint: bytes) -> Copy:
    """A file of the author's as it is; the fingerprint signs its content."""
    return Copy(source)


def theme_asset(workshop: Workshop, name: str, fingerprint: bytes) -> bytes:
    """A file of the theme."""
    return workshop.asset(name)


def literal(workshop: Workshop, data: bytes) -> bytes:
    """Bytes that are known beforehand."""
    return data
