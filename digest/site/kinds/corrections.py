"""Owns the log of corrections: what was put right in any post, newest first."""

from __future__ import annotations

from collections.abc import Iterator

from digest.site import urls
from digest.site.library import Entry
from digest.site.model import Model
from digest.site.pages import Page, Workshop
from digest.site.paging import slices
from digest.site.views import CorrectionsView, CorrectionView, Head, Link, Pager


def pages(model: Model) -> Iterator[Page]:
    """The log in pages; none where nothing was corrected."""
    found = log(model.library.entries) if model.has("corrections") else ()
    if not found:
        return
    heading = model.words["section_corrections"]
    head = Head("corrections", "corrections/", heading, model.words["about_corrections"])
    for one in slices(head.url, len(found), model.config.page_size):
        part = found[one.start : one.stop]
        newest = one.url == head.url
        own_head = head if newest else head._replace(url=one.url, description="")
        pager = one.pager and one.pager._replace(newest=part[0].date[:10], oldest=part[-1].date[:10])
        args = (own_head, heading, part, len(found) if newest else 0, pager)
        yield Page(urls.output(one.url), "corrections.html", "corrections", corrections_view, args, part[0].date)


def log(entries: tuple[Entry, ...]) -> tuple[CorrectionView, ...]:
    """All corrections, newest first; of one moment in the order of the posts' files."""
    rows = sorted(
        (
            (date, entry.path, -number, text, entry.card)
            for entry in entries
            for number, (date, text) in enumerate(entry.corrections)
        ),
        key=lambda row: row[:3],
        reverse=True,
    )
    return tuple(CorrectionView(date, text, Link(card.title, card.url)) for date, _, _, text, card in rows)


def corrections_view(
    workshop: Workshop,
    head: Head,
    heading: str,
    corrections: tuple[CorrectionView, ...],
    count: int,
    pager: Pager | None,
) -> CorrectionsView:
    """A page of the log."""
    return CorrectionsView(head, heading, corrections, count, pager)
